//! What Zoom does before a partner makes the first call: primary accounts and their credentials.

use serde_json::{Map, Value, json};

use super::state::State;
use super::tokens::App;
use super::world::account::{Account, AccountKind, PayMode, USERS};
use super::world::plans::Plans;
use super::world::PRIMARY_ACCOUNT;

/// The credentials of the app of the primary account. They work only with a fake.
pub(crate) const CLIENT_ID: &str = "fake-client-id";
pub(crate) const CLIENT_SECRET: &str = "fake-client-secret";

/// Sets up the accounts of the partner.
pub(crate) fn set_up(state: &mut State, _tiers: u8) {
    let owner = NewOwner {
        email: "owner@primary.example",
        first_name: "Ada",
        last_name: "Owner",
    };
    add_primary(state, PRIMARY_ACCOUNT, None, "Primary Example", &owner);
    state.tokens.add_app(App {
        client_id: CLIENT_ID.to_owned(),
        client_secret: CLIENT_SECRET.to_owned(),
        account_id: PRIMARY_ACCOUNT.to_owned(),
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
    let owner_id = random.id();
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
        owner_id: owner_id.clone(),
        created_at: created_at.clone(),
        pay_mode: PayMode::Master,
        collection_method: "1".to_owned(),
        plans: Plans::default(),
        key_pair,
        shows_key_pair: false,
        profile,
        documents: Default::default(),
        collections: Default::default(),
    };
    let user = json!({
        "id": owner_id,
        "email": owner.email,
        "first_name": owner.first_name,
        "last_name": owner.last_name,
        "display_name": format!("{} {}", owner.first_name, owner.last_name),
        "type": owner_type,
        "role_id": "0",
        "role_name": "Owner",
        "status": "active",
        "created_at": created_at,
        "user_created_at": created_at,
        "verified": 1,
        "pmi": random.digits(10),
        "timezone": "UTC",
    });
    if let Value::Object(user) = user {
        account.collection_mut(USERS).insert(&owner_id, user);
    }
    state.world.take_email(owner.email, id, &owner_id);
    account
}
