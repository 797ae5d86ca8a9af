//! What Zoom does before a partner makes the first call: primary accounts and their credentials.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::builder::Tiers;
use super::state::State;
use super::tokens::App;
use super::world::PRIMARY_ACCOUNT;
use super::world::account::{Account, AccountKind, PayMode, USERS};
use super::world::plans::{Plan, Plans};
use super::world::user::{LICENSED, MEMBER, OWNER};

/// The credentials of the app of the primary account. They work only with a fake.
pub(crate) const CLIENT_ID: &str = "fake-client-id";
pub(crate) const CLIENT_SECRET: &str = "fake-client-secret";

/// The credentials of the app of the second-level primary account.
pub(crate) const SECOND_CLIENT_ID: &str = "fake-second-client-id";
pub(crate) const SECOND_CLIENT_SECRET: &str = "fake-second-client-secret";

/// The id of the second-level primary account, if the partner has three tiers.
pub(crate) const SECOND_LEVEL_ACCOUNT: &str = "second00000000000fake0";

/// The number of licenses of a primary account.
const HOSTS: u64 = 200;

/// Sets up the accounts of the partner: the primary account, and with three tiers one second-level primary account.
pub(crate) fn set_up(state: &mut State, tiers: Tiers) {
    let owner = NewOwner {
        email: "owner@primary.example",
        first_name: "Ada",
        last_name: "Owner",
    };
    add_primary(state, PRIMARY_ACCOUNT, None, "Primary Example", &owner);
    add_app(state, PRIMARY_ACCOUNT, CLIENT_ID, CLIENT_SECRET);
    if tiers == Tiers::Three {
        let owner = NewOwner {
            email: "owner@second.example",
            first_name: "Grace",
            last_name: "Owner",
        };
        let id = SECOND_LEVEL_ACCOUNT;
        add_primary(state, id, Some(PRIMARY_ACCOUNT), "Second Example", &owner);
        add_app(state, id, SECOND_CLIENT_ID, SECOND_CLIENT_SECRET);
    }
}

fn add_app(state: &mut State, account: &str, client_id: &str, client_secret: &str) {
    state.tokens.add_app(App {
        client_id: client_id.to_owned(),
        client_secret: client_secret.to_owned(),
        account_id: account.to_owned(),
        scopes: None,
    });
}

/// The owner of a new account.
#[derive(Debug)]
pub(crate) struct NewOwner<'a> {
    pub(crate) email: &'a str,
    pub(crate) first_name: &'a str,
    pub(crate) last_name: &'a str,
}

/// Adds a primary account.
pub(crate) fn add_primary(
    state: &mut State,
    id: &str,
    parent: Option<&str>,
    name: &str,
    owner: &NewOwner<'_>,
) {
    let mut account = new_account(state, id, name, owner, 2);
    account.kind = AccountKind::Primary;
    account.parent = parent.map(str::to_owned);
    let today = state.clock.date();
    account.plans.base = Some(Plan::new("business_yearly", Some(HOSTS), &today));
    account.plans.contact = contact(owner);
    state.world.add_account(account);
}

/// Returns a billing contact.
fn contact(owner: &NewOwner<'_>) -> Map<String, Value> {
    let contact = json!({
        "first_name": owner.first_name,
        "last_name": owner.last_name,
        "email": owner.email,
        "phone_number": "555-555-0100",
        "address": "1 Example Street",
        "city": "San Jose",
        "state": "CA",
        "zip": "95113",
        "country": "US",
    });
    contact.as_object().cloned().unwrap_or_default()
}

/// Adds a sub account with a plan and three users.
pub(crate) fn add_sub_account(state: &mut State, id: &str, name: &str) {
    let email = |user: &str| format!("{user}@{id}.example");
    let owner = NewOwner {
        email: &email("owner"),
        first_name: "Lin",
        last_name: "Owner",
    };
    let mut account = new_account(state, id, name, &owner, LICENSED);
    account.parent = Some(PRIMARY_ACCOUNT.to_owned());
    let today = state.clock.date();
    account.plans.base = Some(Plan::new("business_monthly", Some(20), &today));
    account.plans.contact = contact(&owner);
    for (first_name, user) in [("Ada", "ada"), ("Grace", "grace")] {
        let user = NewUser {
            email: &email(user),
            first_name,
            last_name: "Example",
            kind: LICENSED,
            role: MEMBER,
        };
        add_user(state, &mut account, &user);
    }
    state.world.add_account(account);
}

/// Creates an account with its owner. The caller adds it to the world.
pub(crate) fn new_account(
    state: &mut State,
    id: &str,
    name: &str,
    owner: &NewOwner<'_>,
    owner_type: u64,
) -> Account {
    let created_at = state.clock.timestamp();
    let random = &mut state.world.random;
    let number = random.digits(10).to_string();
    let key_pair = (
        format!("fake-key-{}", random.id()),
        format!("fake-secret-{}", random.id()),
    );
    let mut profile = Map::new();
    profile.insert("account_name".to_owned(), name.into());
    let mut account = Account {
        id: id.to_owned(),
        number,
        kind: AccountKind::Sub,
        parent: None,
        owner_id: String::new(),
        created_at,
        pay_mode: PayMode::Master,
        collection_method: "1".to_owned(),
        plans: Plans::default(),
        key_pair,
        shows_key_pair: false,
        profile,
        documents: BTreeMap::new(),
        collections: BTreeMap::new(),
    };
    let owner = NewUser {
        email: owner.email,
        first_name: owner.first_name,
        last_name: owner.last_name,
        kind: owner_type,
        role: OWNER,
    };
    account.owner_id = add_user(state, &mut account, &owner);
    account
}

/// A user to add.
#[derive(Debug)]
struct NewUser<'a> {
    email: &'a str,
    first_name: &'a str,
    last_name: &'a str,
    kind: u64,
    role: &'a str,
}

/// Adds an active user and returns its id.
fn add_user(state: &mut State, account: &mut Account, new: &NewUser<'_>) -> String {
    let created_at = state.clock.timestamp();
    let random = &mut state.world.random;
    let id = random.id();
    let user = json!({
        "id": id,
        "email": new.email,
        "first_name": new.first_name,
        "last_name": new.last_name,
        "display_name": format!("{} {}", new.first_name, new.last_name),
        "type": new.kind,
        "role_id": new.role,
        "status": "active",
        "created_at": created_at,
        "user_created_at": created_at,
        "verified": 1,
        "pmi": random.digits(10),
        "timezone": "UTC",
    });
    if let Value::Object(user) = user {
        account.collection_mut(USERS).insert(&id, user);
    }
    state.world.take_email(new.email, &account.id, &id);
    id
}
