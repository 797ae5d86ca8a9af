//! A call, and what it acts on.

use serde_json::{Map, Value};

use super::api::Api;
use super::api::route::Route;
use super::api::schema::Input;
use super::exchange::Reply;
use super::failure::Failure;
use super::state::State;
use super::world::account::Account;

/// The result of a call.
pub(crate) type Outcome = Result<Reply, Failure>;

/// A call that passed all checks of the document, with the state that it acts on.
pub(crate) struct Call<'a> {
    pub(crate) api: &'static Api,
    pub(crate) route: &'a Route,
    pub(crate) input: &'a Input,
    pub(crate) state: &'a mut State,
    /// The account whose credentials the request contains.
    pub(crate) caller: String,
    /// The account that the call acts on.
    pub(crate) account: String,
    /// The URL of the fake that the client uses, such as `http://127.0.0.1:4000`.
    pub(crate) url: &'a str,
}

impl Call<'_> {
    /// Returns the id of the operation, such as `users.list`.
    pub(crate) fn id(&self) -> &'static str {
        self.route.endpoint.id()
    }

    /// Returns a path parameter, or an empty text.
    pub(crate) fn param(&self, name: &str) -> &str {
        let value = self.route.params.get(name);
        value.map(String::as_str).unwrap_or_default()
    }

    /// Returns the JSON body as an object. Returns an empty object if the body is something else.
    pub(crate) fn body(&self) -> Map<String, Value> {
        self.input.body.as_object().cloned().unwrap_or_default()
    }

    /// Returns the properties of the JSON body that the document describes. A request cannot change other properties,
    /// such as the id of an item.
    pub(crate) fn changes(&self) -> Map<String, Value> {
        let mut changes = self.body();
        let document = &self.api.document;
        self.route.endpoint.retain_described(document, &mut changes);
        changes
    }

    /// Returns a text of the query.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.input.query.get(name)?.as_str()
    }

    /// Returns the account that the call acts on.
    pub(crate) fn target(&self) -> Result<&Account, Failure> {
        let account = self.state.world.account(&self.account);
        account.ok_or_else(|| Failure::account_not_found(&self.account))
    }

    /// Returns the account that the call acts on.
    pub(crate) fn target_mut(&mut self) -> Result<&mut Account, Failure> {
        let id = self.account.clone();
        let account = self.state.world.account_mut(&id);
        account.ok_or_else(|| Failure::account_not_found(&id))
    }

    /// Returns the path with the values of its parameters, without the prefix of an account.
    pub(crate) fn path(&self) -> String {
        self.fill(self.route.endpoint.relative_path())
    }

    /// Replaces the parameters in a path template by their values.
    pub(crate) fn fill(&self, template: &str) -> String {
        let mut path = template.to_owned();
        for (name, value) in &self.route.params {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        path
    }

    /// Returns the time of the fake's clock, such as `2026-01-15T08:00:00Z`.
    pub(crate) fn now(&self) -> String {
        self.state.clock.timestamp()
    }

    /// Returns a new id.
    pub(crate) fn new_id(&mut self) -> String {
        self.state.world.random.id()
    }

    /// Records an event. `account` is the account that receives the event. For an event about a sub
    /// account, this is its primary account.
    pub(crate) fn emit(&mut self, event: &'static str, account: &str, object: Value) {
        let time = self.state.clock.now().as_millis();
        self.state.outbox.push(event, account, object, time);
    }
}
