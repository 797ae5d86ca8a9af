//! Roles and the users that have them.

use serde_json::{Map, Value, json};

use super::document;
use super::groups::named_users;
use crate::fake::call::{Call, Outcome};
use crate::fake::exchange::Reply;
use crate::fake::failure::Failure;
use crate::fake::world::account::{Account, USERS};
use crate::fake::world::collection::{Collection, Item};
use crate::fake::world::user::{ADMIN, MEMBER, OWNER, text};

const ROLES: &str = "/roles";

/// The roles that every account has: id, name and description. They cannot be changed or deleted.
const BUILT_IN: [(&str, &str, &str); 3] = [
    (OWNER, "Owner", "The owner of the account."),
    (ADMIN, "Admin", "Users who manage the account."),
    (MEMBER, "Member", "Users without a role of their own."),
];

/// Responds to a call about roles.
pub(crate) fn answer(call: &mut Call<'_>) -> Outcome {
    match call.id() {
        "roles.list" => list(call),
        "roles.create" => create(call),
        "roles.get" => get(call),
        "roles.update" => update(call),
        "roles.delete" => delete(call),
        "roles.list_members" => members(call),
        "roles.add_members" => add_members(call),
        "roles.remove_member" => remove_member(call),
        _ => document::answer(call),
    }
}

/// Returns all roles of an account, the built-in ones first.
fn roles(account: &Account) -> Vec<Map<String, Value>> {
    let own = account.collection(ROLES).into_iter();
    let own = own
        .flat_map(Collection::iter)
        .map(|role| role.value.clone());
    let built_in = BUILT_IN.iter().map(|(id, name, description)| {
        let role = json!({
            "id": id, "name": name, "description": description, "privileges": [],
        });
        role.as_object().cloned().unwrap_or_default()
    });
    built_in
        .chain(own)
        .map(|mut role| {
            let id = text(&role, "id");
            let total = account
                .users()
                .filter(|(_, user)| text(user, "role_id") == id);
            let total = total.count();
            role.insert("total_members".to_owned(), total.into());
            role
        })
        .collect()
}

/// Returns the role that the path names.
fn find(call: &Call<'_>) -> Result<Map<String, Value>, Failure> {
    let id = call.param("roleId");
    let roles = roles(call.target()?);
    let role = roles.into_iter().find(|role| text(role, "id") == id);
    role.ok_or_else(|| Failure::new(404, 1034, format!("The role does not exist: {id}.")))
}

fn is_built_in(id: &str) -> bool {
    BUILT_IN.iter().any(|(built_in, _, _)| *built_in == id)
}

fn list(call: &mut Call<'_>) -> Outcome {
    let roles = roles(call.target()?);
    let body = json!({"total_records": roles.len(), "roles": roles});
    Ok(document::reply(call, body))
}

fn get(call: &mut Call<'_>) -> Outcome {
    let role = find(call)?;
    Ok(document::reply(call, role))
}

/// Checks that no other role has the name of the request.
fn check_name(call: &Call<'_>) -> Result<(), Failure> {
    let body = call.body();
    let name = text(&body, "name");
    let taken = roles(call.target()?).into_iter().any(|role| {
        text(&role, "id") != call.param("roleId") && text(&role, "name").eq_ignore_ascii_case(name)
    });
    if taken {
        let message = format!("A role with the name {name} already exists.");
        return Err(Failure::new(400, 1224, message));
    }
    Ok(())
}

fn create(call: &mut Call<'_>) -> Outcome {
    check_name(call)?;
    let id = call.new_id();
    let mut role = call.body();
    role.insert("id".to_owned(), id.clone().into());
    role.insert("total_members".to_owned(), 0.into());
    call.target_mut()?
        .collection_mut(ROLES)
        .insert(&id, role.clone());
    Ok(document::reply(call, role))
}

fn update(call: &mut Call<'_>) -> Outcome {
    find(call)?;
    let id = call.param("roleId").to_owned();
    if is_built_in(&id) {
        return Err(Failure::invalid_field(
            "roleId",
            "The role cannot be changed.",
        ));
    }
    check_name(call)?;
    let body = call.changes();
    if let Some(role) = call.target_mut()?.collection_mut(ROLES).get_mut(&id) {
        document::merge(&mut role.value, body);
    }
    Ok(Reply::empty(204))
}

fn delete(call: &mut Call<'_>) -> Outcome {
    find(call)?;
    let id = call.param("roleId").to_owned();
    if is_built_in(&id) {
        return Err(Failure::invalid_field(
            "roleId",
            "The role cannot be deleted.",
        ));
    }
    let account = call.target_mut()?;
    account.collection_mut(ROLES).remove(&id);
    let members: Vec<String> = account
        .users()
        .filter(|(_, user)| text(user, "role_id") == id)
        .map(|(id, _)| id.to_owned())
        .collect();
    for user in members {
        set_role(account, &user, MEMBER);
    }
    Ok(Reply::empty(204))
}

fn members(call: &mut Call<'_>) -> Outcome {
    find(call)?;
    let has_role =
        |call: &Call<'_>, user: &Item| text(&user.value, "role_id") == call.param("roleId");
    document::page_items(call, USERS, has_role, |_, user| user.value.clone())
}

fn add_members(call: &mut Call<'_>) -> Outcome {
    find(call)?;
    let role = call.param("roleId").to_owned();
    check_assignable(&role)?;
    let users = named_users(call, "members");
    let account = call.target_mut()?;
    let mut ids = Vec::new();
    for id in users {
        if account.user(&id).is_some() && id != account.owner_id {
            set_role(account, &id, &role);
            ids.push(id);
        }
    }
    let body = json!({"ids": ids.join(","), "add_at": call.now()});
    Ok(document::reply(call, body))
}

/// Checks that calls may assign a role. Every user without another role is a member, and an account has one owner.
fn check_assignable(role: &str) -> Result<(), Failure> {
    if role == OWNER || role == MEMBER {
        let message = "Cannot delete or add members for the owner role and the member role.";
        return Err(Failure::new(400, 300, message));
    }
    Ok(())
}

fn remove_member(call: &mut Call<'_>) -> Outcome {
    find(call)?;
    let role = call.param("roleId").to_owned();
    check_assignable(&role)?;
    let member = call.param("memberId").to_owned();
    let account = call.target_mut()?;
    let user = account.user(&member);
    if user.is_none_or(|user| text(user, "role_id") != role) {
        return Err(Failure::user_not_found(&member));
    }
    set_role(account, &member, MEMBER);
    Ok(Reply::empty(204))
}

/// Gives a user a role.
pub(super) fn set_role(account: &mut Account, user: &str, role: &str) {
    if let Some(user) = account.user_mut(user) {
        user.insert("role_id".to_owned(), role.into());
    }
}
