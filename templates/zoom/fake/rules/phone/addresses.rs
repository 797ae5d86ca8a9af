//! Emergency addresses. Zoom corrects an address to the notation of the post office.

use serde_json::{Map, Value, json};

use super::{ADDRESSES, USERS, sites};
use crate::fake::call::{Call, Outcome};
use crate::fake::exchange::Reply;
use crate::fake::failure::Failure;
use crate::fake::rules::document;
use crate::fake::world::account::Account;
use crate::fake::world::collection::{Collection, Item};
use crate::fake::world::user::text;

/// The words that the post office shortens.
const SHORT_WORDS: [(&str, &str); 8] = [
    ("AVENUE", "AVE"),
    ("BOULEVARD", "BLVD"),
    ("DRIVE", "DR"),
    ("FLOOR", "FL"),
    ("ROAD", "RD"),
    ("ROOM", "RM"),
    ("STREET", "ST"),
    ("SUITE", "STE"),
];
/// The verification status of an address that Zoom has verified.
const VERIFIED: u64 = 1;

/// Who owns an address.
pub(super) enum Owner {
    Account,
    /// A site as other items refer to it.
    Site(Value),
    /// A user with Zoom Phone.
    User(Value),
}

pub(super) fn answer(call: &mut Call<'_>, action: &str) -> Outcome {
    match action {
        "list" => list(call),
        "create" => create(call),
        "update" => update(call),
        _ => document::answer(call),
    }
}

fn list(call: &mut Call<'_>) -> Outcome {
    let site = call.query("site_id").unwrap_or_default();
    if !site.is_empty() {
        sites::find(call, site)?;
    }
    let keyword = call.query("address_keyword").unwrap_or_default();
    let keyword = keyword.to_uppercase();
    let is_listed = |call: &Call<'_>, address: &Item| {
        let address = &address.value;
        let site = call.query("site_id").unwrap_or_default();
        let user = call.query("user_id").unwrap_or_default();
        let is = |name: &str| {
            let wanted = call.input.query.get(name);
            wanted.is_none_or(|wanted| address.get(name) == Some(wanted))
        };
        let mut lines = [
            "address_line1",
            "address_line2",
            "city",
            "state_code",
            "zip",
        ]
        .iter();
        sites::has_site(address, site)
            && (user.is_empty() || owner_id(address) == user)
            && is("level")
            && is("status")
            && lines.any(|line| text(address, line).to_uppercase().contains(&keyword))
    };
    document::page_items(call, ADDRESSES, is_listed, |_, address| {
        address.value.clone()
    })
}

fn create(call: &mut Call<'_>) -> Outcome {
    let body = call.body();
    let user = text(&body, "user_id");
    let owner = if !user.is_empty() {
        let users = call.target()?.collection(USERS);
        let found = users.and_then(|users| users.get(user));
        let found = found.ok_or_else(|| document::missing(call, "user", 300, user))?;
        Owner::User(found.value.clone().into())
    } else if let Some(site) = sites::of_body(call, &body)? {
        Owner::Site(site)
    } else {
        Owner::Account
    };
    let is_default = body
        .get("is_default")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let address = add(call, body, owner, is_default)?;
    Ok(document::reply(call, address))
}

/// Adds a corrected address and returns it. A new default address replaces the old one of the same owner.
pub(super) fn add(
    call: &mut Call<'_>,
    mut address: Map<String, Value>,
    owner: Owner,
    is_default: bool,
) -> Result<Value, Failure> {
    correct(&mut address);
    let id = call.new_id();
    address.remove("site_id");
    address.remove("user_id");
    let level = match owner {
        Owner::Account => 0,
        Owner::Site(site) => {
            address.insert("owner".to_owned(), site.clone());
            address.insert("site".to_owned(), site);
            1
        }
        Owner::User(user) => {
            address.insert(
                "site".to_owned(),
                user.get("site").cloned().unwrap_or_default(),
            );
            address.insert("owner".to_owned(), user);
            2
        }
    };
    let facts = json!({"id": id, "level": level, "is_default": is_default, "status": VERIFIED});
    address.extend(facts.as_object().cloned().unwrap_or_default());
    if is_default {
        clear_default(call, owner_id(&address))?;
    }
    let addresses = call.target_mut()?.collection_mut(ADDRESSES);
    addresses.insert(&id, address.clone());
    Ok(address.into())
}

/// Makes the addresses of an owner no longer the default. An empty id means the addresses of the account.
pub(super) fn clear_default(call: &mut Call<'_>, owner: &str) -> Result<(), Failure> {
    let addresses = call.target_mut()?.collection_mut(ADDRESSES);
    for address in addresses.iter_mut() {
        if owner_id(&address.value) == owner {
            address.value.insert("is_default".to_owned(), false.into());
        }
    }
    Ok(())
}

/// Returns the id of the owner of an address. It is empty for an address of the account.
fn owner_id(address: &Map<String, Value>) -> &str {
    let owner = address.get("owner").and_then(Value::as_object);
    owner.map_or("", |owner| text(owner, "id"))
}

/// Removes the addresses of a user.
pub(super) fn remove_of(account: &mut Account, user: &str) {
    let addresses = account.collection(ADDRESSES).into_iter();
    let addresses = addresses.flat_map(Collection::iter);
    let own = addresses.filter(|address| owner_id(&address.value) == user);
    let own: Vec<String> = own.map(|address| address.id.clone()).collect();
    for id in own {
        account.collection_mut(ADDRESSES).remove(&id);
    }
}

/// Corrects the lines of an address, such as `1 Example Street` to `1 EXAMPLE ST`.
fn correct(address: &mut Map<String, Value>) {
    for name in ["address_line1", "address_line2", "city"] {
        let Some(Value::String(line)) = address.get_mut(name) else {
            continue;
        };
        let words = line.to_uppercase();
        let words = words.split_whitespace().map(|word| {
            let short = SHORT_WORDS.iter().find(|(long, _)| *long == word);
            short.map_or(word, |(_, short)| short)
        });
        let corrected: Vec<&str> = words.collect();
        *line = corrected.join(" ");
    }
}

fn update(call: &mut Call<'_>) -> Outcome {
    let id = call.param("emergencyAddressId").to_owned();
    let mut body = call.changes();
    correct(&mut body);
    let address = call
        .target()?
        .collection(ADDRESSES)
        .and_then(|all| all.get(&id));
    let Some(mut address) = address.map(|address| address.value.clone()) else {
        return Err(document::missing(call, "emergency address", 300, &id));
    };
    if body.get("is_default") == Some(&Value::Bool(true)) {
        clear_default(call, owner_id(&address))?;
    }
    document::merge(&mut address, body);
    let addresses = call.target_mut()?.collection_mut(ADDRESSES);
    addresses.insert(&id, address.clone());
    match call.route.endpoint.success.status {
        204 => Ok(Reply::empty(204)),
        _ => Ok(document::reply(call, address)),
    }
}
