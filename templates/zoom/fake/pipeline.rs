//! Answers a request: finds the operation, checks the token, the limits and the document, and applies the rules.

use serde_json::{Value, json};

use super::api::Api;
use super::api::route::{Found, Route};
use super::api::schema;
use super::call::{Call, Outcome};
use super::exchange::{Content, Reply, Request};
use super::failure::Failure;
use super::journal::FakeCall;
use super::rules;
use super::state::State;

/// The header that contains the id of a request.
const TRACKING_ID: &str = "x-zm-trackingid";

/// Returns the response to a request.
pub(crate) fn respond(state: &mut State, url: &str, request: &Request) -> Reply {
    let mut operation = None;
    let reply = match request.path.strip_prefix("/v2/") {
        Some(_) => v2(state, url, request, &mut operation).unwrap_or_else(Failure::into_reply),
        None => other(state, url, request).unwrap_or_else(Failure::into_reply),
    };
    let body = match &reply.content {
        Content::Json(body) => body,
        _ => &Value::Null,
    };
    state.journal.push(FakeCall {
        operation,
        method: request.method.to_string(),
        path: request.path.clone(),
        status: reply.status,
        code: body["code"].as_i64(),
        fault: None,
        time: state.clock.timestamp(),
    });
    let number = state.journal.total;
    reply.header(TRACKING_ID, format!("FAKE_{number:08}"))
}

fn other(state: &mut State, url: &str, request: &Request) -> Outcome {
    match (request.method.as_str(), request.path.as_str()) {
        ("POST", "/oauth/token") => {
            let now = state.clock.seconds();
            let random = &mut state.world.random;
            Ok(state.tokens.issue(request, now, random, url))
        }
        _ => Err(no_such_path(request)),
    }
}

fn v2(
    state: &mut State,
    url: &str,
    request: &Request,
    operation: &mut Option<&'static str>,
) -> Outcome {
    let api = Api::v2();
    let segments = request.segments();
    let segments = segments.get(1..).unwrap_or_default();
    let mut route = match api.router.find(&request.method, segments) {
        Found::Route(route) => route,
        Found::MethodNotAllowed => {
            let message = format!("Request method '{}' is not supported.", request.method);
            return Err(Failure::new(405, 405, message));
        }
        Found::NotFound => return Err(no_such_path(request)),
    };
    *operation = Some(route.endpoint.id());
    let token = state.tokens.of_request(request, state.clock.seconds())?;
    let caller = token.account_id.clone();
    check_scopes(token.scopes.as_deref(), &route)?;
    state
        .budgets
        .take(&caller, route.endpoint, state.clock.seconds())?;
    let account = target(state, &caller, &route)?;
    let input = schema::check(api, &route, request)?;
    canonical_user(state, &account, &mut route);
    let mut call = Call {
        api,
        route: &route,
        input: &input,
        state,
        caller,
        account,
        url,
    };
    rules::answer(&mut call)
}

/// Checks that a token has one of the scopes of an operation.
fn check_scopes(granted: Option<&[String]>, route: &Route) -> Result<(), Failure> {
    let Some(granted) = granted else {
        return Ok(());
    };
    let operation = route.endpoint.operation;
    let wanted = operation.scopes.iter().chain(operation.granular_scopes);
    let wanted: Vec<&str> = wanted.copied().collect();
    if wanted.is_empty()
        || wanted
            .iter()
            .any(|scope| granted.iter().any(|own| own == scope))
    {
        return Ok(());
    }
    let message = format!(
        "Invalid access token, does not contain scopes:[{}].",
        wanted.join(", ")
    );
    Err(Failure::new(400, 4711, message))
}

/// Returns the account that a call acts on.
fn target(state: &State, caller: &str, route: &Route) -> Result<String, Failure> {
    match route.account.as_deref() {
        None | Some("me") => Ok(caller.to_owned()),
        Some(id) if state.world.may_reach(caller, id) => Ok(id.to_owned()),
        Some(id) => Err(Failure::account_not_found(id)),
    }
}

/// Replaces the email address of a user in the path by the user's id, and `me` by the owner of the account.
fn canonical_user(state: &State, account: &str, route: &mut Route) {
    let Some(user) = route.params.get_mut("userId") else {
        return;
    };
    if user == "me" {
        if let Some(account) = state.world.account(account) {
            user.clone_from(&account.owner_id);
        }
    } else if let Some((owner, id)) = state.world.find_email(user) {
        if owner == account {
            *user = id.to_owned();
        }
    }
}

fn no_such_path(request: &Request) -> Failure {
    let message = format!(
        "The fake has no operation {} {}.",
        request.method, request.path
    );
    Failure::new(404, 404, message)
}

/// Returns the response to a request that could not be read.
pub(crate) fn unreadable(message: &str) -> Reply {
    Reply::json(400, json!({"code": 300, "message": message}))
}
