//! Groups of users and their members.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::document;
use crate::fake::call::{Call, Outcome};
use crate::fake::exchange::Reply;
use crate::fake::failure::Failure;
use crate::fake::world::account::Account;
use crate::fake::world::collection::{Collection, Item};
use crate::fake::world::user::text;

const GROUPS: &str = "/groups";

/// Responds to a call about groups.
pub(crate) fn answer(call: &mut Call<'_>) -> Outcome {
    if !call.target()?.plans.is_paid() {
        return Err(Failure::not_permitted("Only available for paid accounts."));
    }
    match call.id() {
        "groups.list" => list(call),
        "groups.create" => create(call),
        "groups.get" => get(call),
        "groups.update" => {
            check_name(call)?;
            document::answer(call)
        }
        "groups.list_members" | "groups.list_admins" => list_users(call),
        "groups.add_members" => add(call, "members"),
        "groups.add_admins" => add(call, "admins"),
        "groups.update_member" => update_member(call),
        "groups.remove_member" => remove(call, "members", "memberId", 4131),
        "groups.remove_admin" => remove(call, "admins", "userId", 4138),
        _ => document::answer(call),
    }
}

/// Returns a group with the number of its members.
fn row(account: &Account, id: &str, group: &Map<String, Value>) -> Map<String, Value> {
    let members = account.collection(&format!("{GROUPS}/{id}/members"));
    let mut row = group.clone();
    let total = members.map_or(0, Collection::len);
    row.insert("total_members".to_owned(), total.into());
    row
}

fn list(call: &mut Call<'_>) -> Outcome {
    let is_listed = |_: &Call<'_>, _: &Item| true;
    document::page_items(call, GROUPS, is_listed, |account, group| {
        row(account, &group.id, &group.value)
    })
}

fn get(call: &mut Call<'_>) -> Outcome {
    let id = call.param("groupId");
    let account = call.target()?;
    let group = account.collection(GROUPS).and_then(|groups| groups.get(id));
    let group = group.ok_or_else(|| not_found(id))?;
    let body = row(account, id, &group.value);
    Ok(document::reply(call, body))
}

fn not_found(id: &str) -> Failure {
    Failure::new(404, 4130, format!("A group with this {id} does not exist."))
}

/// Checks that no other group has the name of the request.
fn check_name(call: &Call<'_>) -> Result<(), Failure> {
    let body = call.body();
    let name = text(&body, "name");
    let groups = call.target()?.collection(GROUPS).into_iter();
    let mut groups = groups.flat_map(Collection::iter);
    let taken = groups.any(|group| {
        group.id != call.param("groupId") && text(&group.value, "name").eq_ignore_ascii_case(name)
    });
    if taken {
        let message = format!("Group name {name} is already in use.");
        return Err(Failure::new(409, 4132, message));
    }
    Ok(())
}

fn create(call: &mut Call<'_>) -> Outcome {
    check_name(call)?;
    let id = call.new_id();
    let mut group = call.body();
    group.insert("id".to_owned(), id.clone().into());
    group.insert("total_members".to_owned(), 0.into());
    call.target_mut()?
        .collection_mut(GROUPS)
        .insert(&id, group.clone());
    Ok(document::reply(call, group))
}

/// Adds users to the members or admins of a group. Unknown users are skipped.
fn add(call: &mut Call<'_>, part: &str) -> Outcome {
    let users = named_users(call, part);
    let path = call.path();
    let account = call.target_mut()?;
    let mut ids = Vec::new();
    for id in users {
        if account.user(&id).is_some() {
            // A list contains the properties that the user has then.
            account.collection_mut(&path).insert(&id, Map::new());
            ids.push(id);
        }
    }
    let body = json!({"ids": ids.join(","), "added_at": call.now()});
    Ok(document::reply(call, body))
}

/// Lists the members or the admins of a group.
fn list_users(call: &mut Call<'_>) -> Outcome {
    let path = call.path();
    let is_user = |call: &Call<'_>, entry: &Item| {
        call.target()
            .is_ok_and(|account| account.user(&entry.id).is_some())
    };
    document::page_items(call, &path, is_user, |account, entry| {
        let mut row = account.user(&entry.id).cloned().unwrap_or_default();
        let name = text(&row, "display_name").to_owned();
        row.insert("name".to_owned(), name.into());
        row
    })
}

/// Returns the user ids in a list of the body, without duplicates. An email address is replaced by the id of the user,
/// if the user is in the account. Ids are not checked.
pub(crate) fn named_users(call: &Call<'_>, list: &str) -> Vec<String> {
    let body = call.body();
    let entries = body.get(list).and_then(Value::as_array);
    let entries = entries.into_iter().flatten();
    let named = entries.filter_map(|entry| {
        if let Some(id) = entry["id"].as_str() {
            return Some(id.to_owned());
        }
        let (account, id) = call.state.world.find_email(entry["email"].as_str()?)?;
        (account == call.account).then(|| id.to_owned())
    });
    let mut seen = BTreeSet::new();
    named.filter(|id| seen.insert(id.clone())).collect()
}

fn update_member(call: &mut Call<'_>) -> Outcome {
    let body = call.body();
    let target = text(&body, "target_group_id");
    let (group, member) = (call.param("groupId"), call.param("memberId"));
    let from = format!("{GROUPS}/{group}/members");
    let to = format!("{GROUPS}/{target}/members");
    let member = member.to_owned();
    let account = call.target_mut()?;
    let moves = text(&body, "action") == "move";
    if moves && target.is_empty() {
        return Err(Failure::invalid_field(
            "target_group_id",
            "This field is required.",
        ));
    }
    let groups = account.collection(GROUPS);
    if moves && groups.is_none_or(|groups| groups.get(target).is_none()) {
        return Err(not_found(target));
    }
    let not_member = || Failure::new(404, 4131, "The user is not a member of the group.");
    if moves {
        let item = account.collection_mut(&from).remove(&member);
        let item = item.ok_or_else(not_member)?;
        account.collection_mut(&to).insert(&member, item.value);
    } else {
        let item = account
            .collection(&from)
            .and_then(|items| items.get(&member));
        item.ok_or_else(not_member)?;
    }
    Ok(Reply::empty(204))
}

fn remove(call: &mut Call<'_>, part: &str, param: &str, code: i64) -> Outcome {
    let group = call.param("groupId");
    let id = call.param(param).to_owned();
    let path = format!("{GROUPS}/{group}/{part}");
    let removed = call.target_mut()?.collection_mut(&path).remove(&id);
    if removed.is_none() {
        let message = format!("The user {id} does not belong to the {part} of the group.");
        return Err(Failure::new(404, code, message));
    }
    Ok(Reply::empty(204))
}
