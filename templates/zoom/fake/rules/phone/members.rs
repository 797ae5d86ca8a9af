//! The members of call queues and shared line groups: users with Zoom Phone, and common areas.

use serde_json::{Map, Value, json};

use super::extensions::Kind;
use super::{AREAS, USERS};
use crate::fake::call::{Call, Outcome};
use crate::fake::exchange::Reply;
use crate::fake::failure::Failure;
use crate::fake::rules::document;
use crate::fake::world::account::Account;
use crate::fake::world::collection::{Collection, Item};
use crate::fake::world::user::text;

/// How many members one request can add.
const MAX_ADDED: usize = 10;
/// How many members there can be.
const MAX_MEMBERS: usize = 50;

/// A member with its id.
type Member = (String, Map<String, Value>);

/// Returns the members that a request names in `users` and `common_area_ids`.
pub(super) fn named(
    call: &Call<'_>,
    kind: &Kind,
    members: Option<&Value>,
) -> Result<Vec<Member>, Failure> {
    let Some(members) = members else {
        return Ok(Vec::new());
    };
    let account = call.target()?;
    let list = |name: &str| {
        members
            .get(name)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    };
    let mut named = Vec::new();
    for user in list("users") {
        let id = match (user["id"].as_str(), user["email"].as_str()) {
            (Some(id), _) => id,
            (None, Some(email)) => {
                let found = call.state.world.find_email(email);
                let found = found.filter(|(account, _)| *account == call.account);
                found.map_or(email, |(_, id)| id)
            }
            _ => continue,
        };
        let user = account.collection(USERS).and_then(|users| users.get(id));
        let user = user.ok_or_else(|| document::missing(call, "user", 1001, id))?;
        named.push((id.to_owned(), member(id, &user.value, "user")));
    }
    for id in list("common_area_ids").filter_map(Value::as_str) {
        let area = account.collection(AREAS).and_then(|areas| areas.get(id));
        let area = area.ok_or_else(|| document::missing(call, "common area", 300, id))?;
        named.push((id.to_owned(), member(id, &area.value, "commonArea")));
    }
    if named.len() > MAX_ADDED {
        let noun = kind.noun;
        let message = format!("A request can add at most {MAX_ADDED} members to a {noun}.");
        return Err(document::refused(call, "too many members", 300, message));
    }
    Ok(named)
}

fn member(id: &str, item: &Map<String, Value>, level: &str) -> Map<String, Value> {
    let name = item.get("name").or_else(|| item.get("display_name"));
    let member = json!({
        "id": id,
        "name": name,
        "extension_id": item.get("extension_id"),
        "level": level,
        "receive_call": true,
    });
    member.as_object().cloned().unwrap_or_default()
}

pub(super) fn insert(account: &mut Account, path: &str, members: Vec<Member>) {
    for (id, member) in members {
        account.collection_mut(path).insert(&id, member);
    }
}

pub(super) fn list(call: &mut Call<'_>) -> Outcome {
    let path = call.path();
    let is_listed = |_: &Call<'_>, _: &Item| true;
    document::page_items(call, &path, is_listed, |_, member| member.value.clone())
}

/// Returns the members as the details of their owner contain them.
pub(super) fn of(account: &Account, path: &str) -> Value {
    let with = |level: &str| -> Vec<Value> {
        let members = account
            .collection(path)
            .into_iter()
            .flat_map(Collection::iter);
        let members = members.filter(|member| text(&member.value, "level") == level);
        members.map(|member| member.value.clone().into()).collect()
    };
    json!({"users": with("user"), "common_areas": with("commonArea")})
}

pub(super) fn add(call: &mut Call<'_>, kind: &Kind, id: &str) -> Outcome {
    let body = call.body();
    let members = named(call, kind, body.get("members"))?;
    let path = format!("{}/{id}/members", kind.path);
    let current = call.target()?.collection(&path);
    let is_new = |id: &str| current.is_none_or(|current| current.get(id).is_none());
    let new = members.iter().filter(|(id, _)| is_new(id)).count();
    if current.map_or(0, Collection::len) + new > MAX_MEMBERS {
        let noun = kind.noun;
        let message = format!("A {noun} can have at most {MAX_MEMBERS} members.");
        return Err(document::refused(
            call,
            "would have too many members",
            300,
            message,
        ));
    }
    insert(call.target_mut()?, &path, members);
    Ok(document::valid_reply(call, document::sample(call)))
}

pub(super) fn remove(call: &mut Call<'_>) -> Outcome {
    let (path, id) = document::item_path(call);
    if call
        .target_mut()?
        .collection_mut(&path)
        .remove(&id)
        .is_none()
    {
        return Err(document::missing(call, "member", 300, &id));
    }
    Ok(Reply::empty(204))
}

pub(super) fn remove_all(call: &mut Call<'_>) -> Outcome {
    let path = call.path();
    call.target_mut()?.collections.remove(&path);
    Ok(Reply::empty(204))
}

/// Removes a member from everything in Zoom Phone.
pub(super) fn leave(account: &mut Account, id: &str) {
    for (path, members) in &mut account.collections {
        if path.starts_with("/phone/") && path.ends_with("/members") {
            members.remove(id);
        }
    }
}
