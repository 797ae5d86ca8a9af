//! Meetings and webinars of users, and their registrants.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::document;
use crate::fake::api::route::Route;
use crate::fake::call::{Call, Outcome};
use crate::fake::exchange::Reply;
use crate::fake::failure::Failure;
use crate::fake::world::account::Account;
use crate::fake::world::collection::{Collection, Item};
use crate::fake::world::user::text;

/// What differs between meetings and webinars.
pub(crate) struct Kind {
    /// The path of the collection.
    path: &'static str,
    /// The parameter of the path.
    param: &'static str,
    /// The type of a scheduled one.
    scheduled: u64,
    /// The part of the URL for hosts and participants.
    link: &'static str,
    noun: &'static str,
}

pub(crate) const MEETING: Kind = Kind {
    path: "/meetings",
    param: "meetingId",
    scheduled: 2,
    link: "j",
    noun: "meeting",
};
pub(crate) const WEBINAR: Kind = Kind {
    path: "/webinars",
    param: "webinarId",
    scheduled: 5,
    link: "w",
    noun: "webinar",
};

/// The type of a meeting that starts at once.
const INSTANT: u64 = 1;
/// The approval type of registrants whom the host approves.
const MANUAL: u64 = 1;

/// Responds to a call about meetings, webinars or their registrants.
pub(crate) fn answer(call: &mut Call<'_>) -> Outcome {
    let is_webinar = call.id().starts_with("webinar");
    let kind = if is_webinar { &WEBINAR } else { &MEETING };
    let (resource, action) = call.id().split_once('.').unwrap_or_default();
    if call.param("userId").is_empty() && !call.param(kind.param).is_empty() {
        let path = call.route.endpoint.relative_path();
        if !path.starts_with(kind.path) {
            // A past meeting or a report can be about a meeting that Zoom has already deleted.
            return document::answer(call);
        }
        let id = find(call, kind)?;
        if resource.ends_with("_registrants") {
            return registrants(call, kind, action, &id);
        }
        return match (resource, action) {
            ("meetings" | "webinars", "get") => get(call, kind, &id),
            ("meetings" | "webinars", "update") => update(call, kind, &id),
            ("meetings" | "webinars", "delete") => delete(call, kind, &id),
            _ => document::answer(call),
        };
    }
    match (resource, action) {
        ("meetings" | "webinars", "list") => list(call, kind),
        ("meetings" | "webinars", "create") => create(call, kind),
        _ => document::answer(call),
    }
}

/// Returns the number of the meeting or webinar whose UUID is in the path, with the name of the path parameter.
pub(crate) fn number(account: &Account, route: &Route) -> Option<(&'static str, String)> {
    let path = route.endpoint.relative_path();
    let mut kinds = [&MEETING, &WEBINAR].into_iter();
    let kind = kinds.find(|kind| path.starts_with(kind.path))?;
    let uuid = route.params.get(kind.param)?.as_str();
    let items = account.collection(kind.path)?;
    if items.get(uuid).is_some() {
        return None;
    }
    let item = items
        .iter()
        .find(|item| text(&item.value, "uuid") == uuid)?;
    Some((kind.param, item.id.clone()))
}

/// Returns the number of the meeting that the path names.
fn find(call: &Call<'_>, kind: &Kind) -> Result<String, Failure> {
    let id = call.param(kind.param);
    let items = call.target()?.collection(kind.path);
    if items.is_none_or(|items| items.get(id).is_none()) {
        return Err(document::missing(call, kind.noun, 3001, id));
    }
    Ok(id.to_owned())
}

/// Returns the user that the path names.
fn host<'a>(call: &'a Call<'_>) -> Result<&'a Map<String, Value>, Failure> {
    let id = call.param("userId");
    let user = call.target()?.user(id);
    user.ok_or_else(|| Failure::user_not_found(id))
}

fn list(call: &mut Call<'_>, kind: &Kind) -> Outcome {
    let host = text(host(call)?, "id").to_owned();
    let now = call.now();
    let is_listed = |call: &Call<'_>, item: &Item| {
        let meeting = &item.value;
        let (from, to) = (call.query("from").unwrap_or(""), call.query("to"));
        let wanted = call.query("type").unwrap_or("scheduled");
        let start = text(meeting, "start_time");
        let day = start.get(..10).unwrap_or_default();
        let is_type = match wanted {
            "live" => text(meeting, "status") == "started",
            "upcoming" | "upcoming_meetings" => start.is_empty() || start >= now.as_str(),
            "previous_meetings" => !start.is_empty() && start < now.as_str(),
            _ => true,
        };
        text(meeting, "host_id") == host
            && meeting.get("type").and_then(Value::as_u64) != Some(INSTANT)
            && is_type
            && (day.is_empty() || (day >= from && to.is_none_or(|to| day <= to)))
    };
    document::page_items(call, kind.path, is_listed, |_, item| item.value.clone())
}

fn create(call: &mut Call<'_>, kind: &Kind) -> Outcome {
    let user = host(call)?;
    let (host_id, email) = (text(user, "id").to_owned(), text(user, "email").to_owned());
    let mut meeting = call.body();
    let random = &mut call.state.world.random;
    let number = random.digits(11);
    // A UUID is in base64 and can contain slashes.
    let uuid = random.id().replace('-', "+").replace('_', "/");
    let uuid = format!("{uuid}==");
    let key = random.id();
    let id = number.to_string();
    let (url, link) = (call.url, kind.link);
    let join_url = format!("{url}/{link}/{id}");
    let facts = json!({
        "id": number,
        "uuid": uuid,
        "host_id": host_id,
        "host_email": email,
        "created_at": call.now(),
        "status": "waiting",
        "join_url": join_url,
        "start_url": format!("{url}/s/{id}?zak={key}"),
    });
    let now = call.now();
    for (name, value) in [
        ("topic", Value::from("Zoom Meeting")),
        ("type", kind.scheduled.into()),
        ("duration", 60.into()),
        ("timezone", "UTC".into()),
    ] {
        meeting.entry(name).or_insert(value);
    }
    if meeting.get("type").and_then(Value::as_u64) == Some(kind.scheduled) {
        meeting.entry("start_time").or_insert(now.into());
    }
    meeting.extend(facts.as_object().cloned().unwrap_or_default());
    if has_registration(&meeting) {
        let url = format!("{url}/meeting/register/{id}");
        meeting.insert("registration_url".to_owned(), url.into());
    }
    let response = Value::from(meeting.clone());
    call.target_mut()?
        .collection_mut(kind.path)
        .insert(&id, meeting);
    Ok(document::reply(call, response))
}

/// Returns how the host approves registrants. Returns `None` if the meeting needs no registration.
fn approval(meeting: &Map<String, Value>) -> Option<u64> {
    let settings = meeting.get("settings").and_then(Value::as_object);
    let approval = settings?.get("approval_type")?.as_u64()?;
    (approval <= MANUAL).then_some(approval)
}

fn has_registration(meeting: &Map<String, Value>) -> bool {
    approval(meeting).is_some()
}

fn meeting<'a>(account: &'a Account, kind: &Kind, id: &str) -> Option<&'a Map<String, Value>> {
    let item = account.collection(kind.path)?.get(id)?;
    Some(&item.value)
}

fn get(call: &mut Call<'_>, kind: &Kind, id: &str) -> Outcome {
    let meeting = meeting(call.target()?, kind, id).cloned();
    Ok(document::reply(call, meeting.unwrap_or_default()))
}

fn update(call: &mut Call<'_>, kind: &Kind, id: &str) -> Outcome {
    let body = call.changes();
    let items = call.target_mut()?.collection_mut(kind.path);
    if let Some(item) = items.get_mut(id) {
        document::merge(&mut item.value, body);
    }
    Ok(Reply::empty(204))
}

fn delete(call: &mut Call<'_>, kind: &Kind, id: &str) -> Outcome {
    let account = call.target_mut()?;
    account.collection_mut(kind.path).remove(id);
    account.remove_below(&format!("{}/{id}", kind.path));
    Ok(Reply::empty(204))
}

fn registrants(call: &mut Call<'_>, kind: &Kind, action: &str, id: &str) -> Outcome {
    let path = format!("{}/{id}/registrants", kind.path);
    match action {
        "list" => list_registrants(call, &path),
        "create" => {
            let body = call.body();
            let registrant = register(call, kind, id, &path, body)?;
            Ok(document::reply(call, registrant))
        }
        "add_batch" => add_registrants(call, kind, id, &path),
        "update_status" => update_status(call, &path),
        "get" => {
            let name = call.param("registrantId");
            let registrants = call.target()?.collection(&path);
            let found = registrants.and_then(|registrants| registrants.get(name));
            let found = found.map(|registrant| registrant.value.clone());
            let found = found.ok_or_else(|| missing_registrant(call, name))?;
            Ok(document::reply(call, found))
        }
        "delete" => {
            let name = call.param("registrantId").to_owned();
            let removed = call.target_mut()?.collection_mut(&path).remove(&name);
            removed.ok_or_else(|| missing_registrant(call, &name))?;
            Ok(Reply::empty(204))
        }
        _ => document::answer(call),
    }
}

fn missing_registrant(call: &Call<'_>, id: &str) -> Failure {
    document::missing(call, "registrant", 300, id)
}

fn list_registrants(call: &mut Call<'_>, path: &str) -> Outcome {
    let is_listed = |call: &Call<'_>, item: &Item| {
        text(&item.value, "status") == call.query("status").unwrap_or("approved")
    };
    document::page_items(call, path, is_listed, |_, item| item.value.clone())
}

/// Registers a person and returns the registrant with the properties of the response. A person who is already registered
/// keeps the id, and the approval of the host.
fn register(
    call: &mut Call<'_>,
    kind: &Kind,
    id: &str,
    path: &str,
    mut registrant: Map<String, Value>,
) -> Result<Map<String, Value>, Failure> {
    let meeting = meeting(call.target()?, kind, id)
        .cloned()
        .unwrap_or_default();
    let Some(approval) = approval(&meeting) else {
        let message = format!("The {} does not require registration.", kind.noun);
        return Err(document::refused(call, "registration", 300, message));
    };
    let email = text(&registrant, "email");
    let known = registered(call.target()?, path, email);
    let was_approved = known
        .as_ref()
        .is_some_and(|known| text(&known.value, "status") == "approved");
    let known = known.map(|known| known.id.clone());
    let registrant_id = known.unwrap_or_else(|| call.new_id());
    let approves = registrant.remove("auto_approve") == Some(Value::Bool(true));
    let is_approved = approves || was_approved;
    let status = if approval == MANUAL && !is_approved {
        "pending"
    } else {
        "approved"
    };
    let join_url = format!("{}?tk={registrant_id}", text(&meeting, "join_url"));
    let facts = json!({
        "id": registrant_id,
        "status": status,
        "create_time": call.now(),
        "join_url": join_url,
    });
    registrant.extend(facts.as_object().cloned().unwrap_or_default());
    let registrants = call.target_mut()?.collection_mut(path);
    registrants.insert(&registrant_id, registrant.clone());
    for name in ["id", "topic", "start_time", "occurrences"] {
        if let Some(value) = meeting.get(name) {
            registrant.insert(name.to_owned(), value.clone());
        }
    }
    registrant.insert("registrant_id".to_owned(), registrant_id.into());
    Ok(registrant)
}

/// Returns the registrant with an email address.
fn registered<'a>(account: &'a Account, path: &str, email: &str) -> Option<&'a Item> {
    let mut registrants = account.collection(path)?.iter();
    registrants.find(|item| text(&item.value, "email").eq_ignore_ascii_case(email))
}

fn add_registrants(call: &mut Call<'_>, kind: &Kind, id: &str, path: &str) -> Outcome {
    let body = call.body();
    let entries = body.get("registrants").and_then(Value::as_array);
    let approves = body
        .get("auto_approve")
        .cloned()
        .unwrap_or(Value::Bool(false));
    let mut added = Vec::new();
    for entry in entries.into_iter().flatten().filter_map(Value::as_object) {
        let mut entry = entry.clone();
        entry.insert("auto_approve".to_owned(), approves.clone());
        added.push(register(call, kind, id, path, entry)?);
    }
    Ok(document::reply(call, json!({"registrants": added})))
}

/// Approves, denies or cancels registrants. Registrants who do not exist are skipped.
fn update_status(call: &mut Call<'_>, path: &str) -> Outcome {
    let body = call.body();
    let entries = body.get("registrants").and_then(Value::as_array);
    let entries = entries.into_iter().flatten();
    let mut named: BTreeSet<&str> = BTreeSet::new();
    let mut emails: BTreeSet<String> = BTreeSet::new();
    for entry in entries {
        named.extend(entry["id"].as_str());
        emails.extend(entry["email"].as_str().map(str::to_ascii_lowercase));
    }
    let registrants = call.target_mut()?.collection_mut(path);
    let ids = registrants.iter().filter(|item| {
        let email = text(&item.value, "email").to_ascii_lowercase();
        named.contains(item.id.as_str()) || emails.contains(&email)
    });
    let ids: Vec<String> = ids.map(|item| item.id.clone()).collect();
    for id in ids {
        let status = match text(&body, "action") {
            "approve" => "approved",
            "deny" => "denied",
            _ => {
                registrants.remove(&id);
                continue;
            }
        };
        if let Some(registrant) = registrants.get_mut(&id) {
            registrant.value.insert("status".to_owned(), status.into());
        }
    }
    Ok(Reply::empty(204))
}

/// Changes the email address of the host in the meetings and webinars of a user.
pub(crate) fn set_host_email(account: &mut Account, id: &str, email: &str) {
    for kind in [&MEETING, &WEBINAR] {
        set_host(account, kind, id, (id, email));
    }
}

/// Gives the meetings or the webinars of a user to another user.
pub(crate) fn transfer(account: &mut Account, kind: &Kind, from: &str, to: &Map<String, Value>) {
    set_host(account, kind, from, (text(to, "id"), text(to, "email")));
}

/// Sets the id and the email address of the host in what a user hosts.
fn set_host(account: &mut Account, kind: &Kind, from: &str, (id, email): (&str, &str)) {
    let all = account.collections.get_mut(kind.path).into_iter();
    let all = all.flat_map(Collection::iter_mut);
    for item in all.filter(|item| text(&item.value, "host_id") == from) {
        item.value.insert("host_id".to_owned(), id.into());
        item.value.insert("host_email".to_owned(), email.into());
    }
}

/// Removes the meetings and webinars of a user who leaves the account.
pub(crate) fn remove_user(account: &mut Account, id: &str) {
    for kind in [&MEETING, &WEBINAR] {
        let all = account.collection(kind.path).into_iter();
        let all = all.flat_map(Collection::iter);
        let own = all.filter(|item| text(&item.value, "host_id") == id);
        let own: Vec<String> = own.map(|item| item.id.clone()).collect();
        for id in own {
            account.collection_mut(kind.path).remove(&id);
            account.remove_below(&format!("{}/{id}", kind.path));
        }
    }
}
