//! Users: creating, listing, changing, moving and removing them.

use serde_json::{Map, Value, json};

use super::accounts::{check_new_email, check_password};
use super::{document, meetings, phone};
use crate::fake::api::resource::Kind;
use crate::fake::call::{Call, Outcome};
use crate::fake::exchange::Reply;
use crate::fake::failure::Failure;
use crate::fake::onboarding::{self, NewOwner};
use crate::fake::world::World;
use crate::fake::world::account::{Account, USERS};
use crate::fake::world::user::{ADMIN, BASIC, LICENSED, MEMBER, OWNER, text, user_type};

/// The ends of the paths of collections that refer to users by their ids.
const USER_LISTS: [&str; 4] = ["/members", "/admins", "/assistants", "/schedulers"];

/// Responds to a call about users.
pub(crate) fn answer(call: &mut Call<'_>) -> Outcome {
    match call.id() {
        "users.list" => list(call),
        "users.create" => create(call),
        "users.update" => update(call),
        "users.delete" => delete(call),
        "users.switch_account" => switch_account(call),
        "users.update_status" => update_status(call),
        "users.update_email" => update_email(call),
        "users.update_password" => update_password(call),
        "users.get_summary" => summary(call),
        _ => {
            let acts_on_user = !call.param("userId").is_empty();
            if acts_on_user && call.route.endpoint.kind == Kind::Action {
                find(call)?;
            }
            document::answer(call)
        }
    }
}

/// Returns the user that the path names.
fn find<'a>(call: &'a Call<'_>) -> Result<&'a Map<String, Value>, Failure> {
    let id = call.param("userId");
    let user = call.target()?.user(id);
    user.ok_or_else(|| Failure::user_not_found(id))
}

fn list(call: &mut Call<'_>) -> Outcome {
    let total = listed(call)?.count();
    document::page_of(call, total, |call, places| {
        let users = listed(call)?.skip(places.start).take(places.len());
        let rows = users.map(|user| {
            let mut row = user.clone();
            if text(user, "status") == "pending" {
                // An invited user has no id before the first sign-in.
                row.remove("id");
            }
            row
        });
        Ok(rows.collect())
    })
}

/// Returns the users that the query of a list asks for.
fn listed<'a>(call: &'a Call<'_>) -> Result<impl Iterator<Item = &'a Map<String, Value>>, Failure> {
    let status = call.query("status").unwrap_or("active");
    let role = call.query("role_id");
    let users = call.target()?.users().map(|(_, user)| user);
    Ok(users.filter(move |user| {
        text(user, "status") == status && role.is_none_or(|role| text(user, "role_id") == role)
    }))
}

fn create(call: &mut Call<'_>) -> Outcome {
    let body = call.body();
    let action = text(&body, "action").to_owned();
    let Some(info) = body.get("user_info").and_then(Value::as_object).cloned() else {
        return Err(Failure::invalid_field(
            "user_info",
            "This field is required.",
        ));
    };
    let email = text(&info, "email").to_owned();
    check_new_email(call, &email)?;
    if action == "autoCreate" {
        check_password(call, text(&info, "password"))?;
    }
    let kind = user_type(&info);
    check_type(&call.state.world, call.target()?, kind)?;
    let id = call.new_id();
    let now = call.now();
    let mut user = info.clone();
    let names = [text(&info, "first_name"), text(&info, "last_name")];
    let display_name = names.join(" ").trim().to_owned();
    user.remove("password");
    user.entry("display_name").or_insert(display_name.into());
    let pmi = call.state.world.random.digits(10);
    let status = if action == "create" {
        "pending"
    } else {
        "active"
    };
    let facts = json!({
        "id": id,
        "type": kind,
        "status": status,
        "role_id": MEMBER,
        "created_at": now,
        "user_created_at": now,
        "verified": u8::from(status == "active"),
        "pmi": pmi,
        "timezone": "UTC",
    });
    user.extend(facts.as_object().cloned().unwrap_or_default());
    let response = json!({
        "id": id,
        "email": email,
        "first_name": text(&info, "first_name"),
        "last_name": text(&info, "last_name"),
        "type": kind,
    });
    call.target_mut()?.collection_mut(USERS).insert(&id, user);
    let account = call.account.clone();
    call.state.world.take_email(&email, &account, &id);
    call.emit("user.created", &account, response.clone());
    Ok(document::reply(call, response))
}

/// Checks that an account can have one more user of a type.
///
/// A primary account has no basic users. A licensed user needs a license of the account's plan.
pub(crate) fn check_type(world: &World, account: &Account, kind: u64) -> Result<(), Failure> {
    if kind == BASIC && world.is_primary(&account.id) {
        let message = "A primary account cannot have basic users.";
        return Err(Failure::new(400, 1108, message));
    }
    if kind != LICENSED {
        return Ok(());
    }
    let hosts = account.plans.hosts();
    if hosts == 0 {
        return Err(Failure::not_permitted(
            "The account has no plan with licenses. Subscribe the account to a plan first.",
        ));
    }
    if licensed_users(account) >= hosts {
        let message = "The account has reached its limit of paid users.";
        return Err(Failure::new(400, 3412, message));
    }
    Ok(())
}

/// Returns the number of users that have a license.
pub(crate) fn licensed_users(account: &Account) -> u64 {
    let licensed = account
        .users()
        .filter(|(_, user)| user_type(user) == LICENSED && text(user, "status") != "inactive");
    u64::try_from(licensed.count()).unwrap_or(u64::MAX)
}

fn update(call: &mut Call<'_>) -> Outcome {
    let id = call.param("userId").to_owned();
    let current = find(call)?;
    let body = call.changes();
    let kind = body.get("type").and_then(Value::as_u64);
    if let Some(kind) = kind.filter(|kind| *kind != user_type(current)) {
        check_type(&call.state.world, call.target()?, kind)?;
    }
    let name = text(&body, "vanity_name");
    if !name.is_empty() {
        let mut users = call.target()?.users();
        if users.any(|(other, user)| other != id && text(user, "vanity_name") == name) {
            let message = "Another user already uses this personal link name.";
            return Err(Failure::new(400, 4100, message));
        }
    }
    if let Some(user) = call.target_mut()?.user_mut(&id) {
        document::merge(user, body);
    }
    Ok(Reply::empty(204))
}

fn delete(call: &mut Call<'_>) -> Outcome {
    let id = call.param("userId").to_owned();
    let user = find(call)?.clone();
    check_not_admin(&user)?;
    let email = text(&user, "email").to_owned();
    let deletes = call.query("action") == Some("delete");
    if deletes && text(&user, "status") == "pending" {
        return Err(Failure::not_permitted(
            "A pending user cannot be deleted. Disassociate the user instead.",
        ));
    }
    if let Some(heir) = heir(call, &id)? {
        let transfers = |name: &str| call.input.query.get(name) == Some(&Value::Bool(true));
        let (moves_meetings, moves_webinars) =
            (transfers("transfer_meeting"), transfers("transfer_webinar"));
        let account = call.target_mut()?;
        if moves_meetings {
            meetings::transfer(account, &meetings::MEETING, &id, &heir);
        }
        if moves_webinars {
            meetings::transfer(account, &meetings::WEBINAR, &id, &heir);
        }
    }
    remove(call.target_mut()?, &id);
    let account = call.account.clone();
    let (first, last) = (text(&user, "first_name"), text(&user, "last_name"));
    if deletes || text(&user, "status") == "pending" {
        call.state.world.free_email(&email);
    } else {
        // The user goes on with a separate basic account.
        let owner = NewOwner {
            email: &email,
            first_name: first,
            last_name: last,
        };
        let new = call.new_id();
        let separate = onboarding::new_account(call.state, &new, &email, &owner, BASIC);
        call.state.world.add_account(separate);
    }
    let event = if deletes {
        "user.deleted"
    } else {
        "user.disassociated"
    };
    let object = json!({"id": id, "email": email, "first_name": first, "last_name": last});
    call.emit(event, &account, object);
    Ok(Reply::empty(204))
}

/// Returns the user who receives the meetings of a removed user, if the request names one.
fn heir(call: &Call<'_>, removed: &str) -> Result<Option<Map<String, Value>>, Failure> {
    let Some(email) = call.query("transfer_email") else {
        return Ok(None);
    };
    let found = call.state.world.find_email(email);
    let found = found.filter(|(account, id)| *account == call.account && *id != removed);
    let user = match found {
        Some((_, id)) => call.target()?.user(id),
        None => None,
    };
    let message = format!("The user {email} cannot receive the data.");
    let user = user.ok_or_else(|| Failure::new(400, 300, message))?;
    Ok(Some(user.clone()))
}

/// Removes a user and everything that refers to the user, and returns the user.
fn remove(account: &mut Account, id: &str) -> Option<Map<String, Value>> {
    account.remove_below(&format!("{USERS}/{id}"));
    phone::remove_user(account, id);
    meetings::remove_user(account, id);
    for (path, collection) in &mut account.collections {
        let is_list_of_users = USER_LISTS.iter().any(|list| path.ends_with(list));
        if is_list_of_users {
            collection.remove(id);
        }
    }
    let user = account.collection_mut(USERS).remove(id)?;
    Some(user.value)
}

/// Checks that a user is neither the owner nor an admin.
fn check_not_admin(user: &Map<String, Value>) -> Result<(), Failure> {
    if [OWNER, ADMIN].contains(&text(user, "role_id")) {
        let message = "An administrator cannot be disassociated from the account.";
        return Err(Failure::new(400, 1117, message));
    }
    Ok(())
}

/// Moves a user to another account of the same primary account.
fn switch_account(call: &mut Call<'_>) -> Outcome {
    let id = call.param("userId").to_owned();
    let target = match text(&call.body(), "account_id") {
        "me" => call.caller.clone(),
        target => target.to_owned(),
    };
    if !call.state.world.may_reach(&call.caller, &target) {
        return Err(Failure::account_not_found(&target));
    }
    let user = find(call)?.clone();
    if target == call.account {
        return Ok(Reply::empty(204));
    }
    check_not_admin(&user)?;
    let email = text(&user, "email").to_owned();
    let (_, domain) = email.rsplit_once('@').unwrap_or_default();
    let domains = call.target()?.profile.get("managed_domains");
    let domains = domains.and_then(Value::as_array);
    let mut domains = domains.into_iter().flatten();
    if domains.any(|managed| managed["domain"] == domain) {
        let message = "A user of a managed domain cannot be disassociated from the account.";
        return Err(Failure::new(400, 1107, message));
    }
    let world = &call.state.world;
    let destination = world.account(&target);
    let destination = destination.ok_or_else(|| Failure::account_not_found(&target))?;
    check_type(world, destination, user_type(&user))?;
    let Some(mut user) = remove(call.target_mut()?, &id) else {
        return Err(Failure::user_not_found(&id));
    };
    // The roles of the former account do not exist in the new one.
    user.insert("role_id".to_owned(), MEMBER.into());
    let world = &mut call.state.world;
    if let Some(account) = world.account_mut(&target) {
        account.collection_mut(USERS).insert(&id, user);
    }
    world.take_email(&email, &target, &id);
    Ok(Reply::empty(204))
}

fn update_status(call: &mut Call<'_>) -> Outcome {
    let id = call.param("userId").to_owned();
    let user = find(call)?.clone();
    let body = call.body();
    let status = match text(&body, "action") {
        "activate" => "active",
        "deactivate" => "inactive",
        _ => return Ok(Reply::empty(204)),
    };
    if check_not_admin(&user).is_err() {
        return Err(Failure::not_permitted(
            "An administrator cannot be activated or deactivated.",
        ));
    }
    if status == "active" && text(&user, "status") == "inactive" {
        check_type(&call.state.world, call.target()?, user_type(&user))?;
    }
    if let Some(user) = call.target_mut()?.user_mut(&id) {
        user.insert("status".to_owned(), status.into());
    }
    Ok(Reply::empty(204))
}

fn update_email(call: &mut Call<'_>) -> Outcome {
    let id = call.param("userId").to_owned();
    let former = text(find(call)?, "email").to_owned();
    let email = text(&call.body(), "email").to_owned();
    check_new_email(call, &email)?;
    let account = call.account.clone();
    call.state.world.free_email(&former);
    call.state.world.take_email(&email, &account, &id);
    let account = call.target_mut()?;
    phone::set_email(account, &id, &email);
    meetings::set_host_email(account, &id, &email);
    if let Some(user) = account.user_mut(&id) {
        user.insert("email".to_owned(), email.into());
    }
    Ok(Reply::empty(204))
}

fn update_password(call: &mut Call<'_>) -> Outcome {
    if check_not_admin(find(call)?).is_err() {
        let message = "The password of an administrator cannot be changed.";
        return Err(Failure::new(400, 1117, message));
    }
    let body = call.body();
    let password = text(&body, "password");
    let rules: [(bool, i64, &str); 4] = [
        (
            password.chars().count() < 8,
            1124,
            "The password is too short.",
        ),
        (
            !password.contains(char::is_alphabetic),
            1125,
            "The password must contain a letter.",
        ),
        (
            !password.contains(char::is_numeric),
            1126,
            "The password must contain a digit.",
        ),
        (
            !(password.contains(char::is_uppercase) && password.contains(char::is_lowercase)),
            1128,
            "The password must contain uppercase and lowercase letters.",
        ),
    ];
    for (broken, code, message) in rules {
        if broken {
            return Err(Failure::new(400, code, message));
        }
    }
    Ok(Reply::empty(204))
}

fn summary(call: &mut Call<'_>) -> Outcome {
    let account = call.target()?;
    let count = |matches: &dyn Fn(&Map<String, Value>) -> bool| {
        account.users().filter(|(_, user)| matches(user)).count()
    };
    let active = |user: &Map<String, Value>| text(user, "status") == "active";
    let body = json!({
        "licensed_users_count": count(&|user| active(user) && user_type(user) == LICENSED),
        "basic_users_count": count(&|user| active(user) && user_type(user) == BASIC),
        "on_prem_users_count": 0,
        "room_users_count": 0,
        "pending_users_count": count(&|user| text(user, "status") == "pending"),
        "join_only_users_count": 0,
        "total_users_count": count(&|_| true),
    });
    Ok(document::reply(call, body))
}
