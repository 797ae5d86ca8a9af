//! Users with Zoom Phone. Only a user of the account can get Zoom Phone.

use serde_json::{Map, Value, json};

use super::{ADDRESSES, USERS, extension, numbers, plans, sites};
use crate::fake::call::{Call, Outcome};
use crate::fake::exchange::Reply;
use crate::fake::failure::Failure;
use crate::fake::rules::document;
use crate::fake::world::account::Account;
use crate::fake::world::collection::{Collection, Item};
use crate::fake::world::user::text;

/// How many users a batch can contain.
const MAX_BATCH: usize = 10;

pub(super) fn answer(call: &mut Call<'_>, action: &str) -> Outcome {
    match action {
        "list" => list(call),
        "get" => get(call),
        "add_batch" => add_batch(call),
        "update" => update(call),
        "update_batch" => update_batch(call),
        _ => document::answer(call),
    }
}

/// Returns a user with the numbers that are assigned to the user.
fn row(account: &Account, id: &str, user: &Map<String, Value>) -> Map<String, Value> {
    let mut row = user.clone();
    row.insert("phone_numbers".to_owned(), numbers::of(account, id));
    if let Some(site) = user.get("site") {
        row.insert("site_id".to_owned(), site["id"].clone());
    }
    row
}

fn list(call: &mut Call<'_>) -> Outcome {
    let total = listed(call)?.count();
    document::page_of(call, total, |call, places| {
        let account = call.target()?;
        let users = listed(call)?.skip(places.start).take(places.len());
        let rows = users.map(|user| row(account, &user.id, &user.value));
        Ok(rows.collect())
    })
}

/// Returns the users that the query of a list asks for.
fn listed<'a>(call: &'a Call<'_>) -> Result<impl Iterator<Item = &'a Item>, Failure> {
    let site = call.query("site_id").unwrap_or_default();
    let keyword = call.query("keyword").unwrap_or_default().to_lowercase();
    let kind = call.input.query.get("calling_type");
    let users = call.target()?.collection(USERS).into_iter();
    Ok(users.flat_map(Collection::iter).filter(move |user| {
        let user = &user.value;
        let plans = user.get("calling_plans").and_then(Value::as_array);
        let mut plans = plans.into_iter().flatten();
        let is = |name: &str| {
            call.query(name)
                .is_none_or(|wanted| text(user, name) == wanted)
        };
        let has = |name: &str| text(user, name).to_lowercase().contains(&keyword);
        let number = user.get("extension_number").map(Value::to_string);
        sites::has_site(user, site)
            && ["status", "department", "cost_center"].into_iter().all(is)
            && (has("name") || has("email") || number.is_some_and(|text| text.contains(&keyword)))
            && kind.is_none_or(|kind| plans.any(|plan| plan["type"] == *kind))
    }))
}

fn get(call: &mut Call<'_>) -> Outcome {
    let id = call.param("userId");
    let account = call.target()?;
    let user = account.collection(USERS).and_then(|users| users.get(id));
    let user = user.ok_or_else(|| document::missing(call, "user", 1001, id))?;
    let body = row(account, id, &user.value);
    Ok(document::reply(call, body))
}

/// Gives Zoom Phone to users. If one user is invalid, then no user is added.
fn add_batch(call: &mut Call<'_>) -> Outcome {
    let body = call.body();
    let entries = body.get("users").and_then(Value::as_array);
    let entries = entries.cloned().unwrap_or_default();
    check_size(call, entries.len())?;
    let mut added: Vec<Value> = Vec::new();
    for entry in entries {
        let entry = entry.as_object().cloned().unwrap_or_default();
        match add(call, &entry) {
            Ok(user) => added.push(user),
            Err(failure) => {
                let account = call.target_mut()?;
                for id in added.iter().filter_map(|user| user["id"].as_str()) {
                    super::remove_user(account, id);
                }
                return Err(failure);
            }
        }
    }
    Ok(document::reply(call, added))
}

fn check_size(call: &Call<'_>, users: usize) -> Result<(), Failure> {
    if users > MAX_BATCH {
        let message = format!("The request contains more than {MAX_BATCH} users.");
        return Err(document::refused(call, "too many users", 400, message));
    }
    Ok(())
}

/// Gives Zoom Phone to one user and returns the user's row of the response.
fn add(call: &mut Call<'_>, entry: &Map<String, Value>) -> Result<Value, Failure> {
    numbers::fill(call)?;
    let email = text(entry, "email");
    let id = match call.state.world.find_email(email) {
        Some((account, id)) if account == call.account => id.to_owned(),
        _ => return Err(Failure::user_not_found(email)),
    };
    if call
        .target()?
        .collection(USERS)
        .is_some_and(|users| users.get(&id).is_some())
    {
        let message = format!("The user {email} already has Zoom Phone.");
        return Err(document::refused(call, "property is invalid", 300, message));
    }
    let number = extension::choose(call, entry.get("extension_number"))?;
    let site = match text(entry, "site_name") {
        "" => None,
        name => Some(sites::find_name(call, name)?),
    };
    let names = entry.get("calling_plans").and_then(Value::as_array);
    let names = names.into_iter().flatten().filter_map(Value::as_str);
    let plans: Vec<Value> = names.map(plans::named).collect();
    let (phone_user_id, extension_id) = (call.new_id(), call.new_id());
    let user = call.target()?.user(&id).cloned().unwrap_or_default();
    let status = match text(entry, "activation_status") {
        "" => "activate",
        status => status,
    };
    let value = json!({
        "id": id,
        "email": email,
        "name": user.get("display_name"),
        "phone_user_id": phone_user_id,
        "extension_id": extension_id,
        "extension_number": number,
        "calling_plans": plans,
        "status": status,
        "department": user.get("dept"),
        "cost_center": user.get("cost_center"),
    });
    let mut value = value.as_object().cloned().unwrap_or_default();
    value.retain(|_, value| !value.is_null());
    if let Some(site) = site {
        value.insert("site".to_owned(), site);
    }
    call.target_mut()?.collection_mut(USERS).insert(&id, value);
    let numbers = entry.get("phone_numbers").and_then(Value::as_array);
    let numbers = numbers.into_iter().flatten().filter_map(document::id_text);
    let numbers: Vec<String> = numbers.collect();
    if let Err(failure) = numbers::assign_names(call, USERS, &id, "user", &numbers) {
        super::remove_user(call.target_mut()?, &id);
        return Err(failure);
    }
    Ok(json!({"email": email, "id": id}))
}

fn update(call: &mut Call<'_>) -> Outcome {
    let id = call.param("userId").to_owned();
    let mut body = call.changes();
    let user = call
        .target()?
        .collection(USERS)
        .and_then(|users| users.get(&id));
    let user = user.map(|user| user.value.clone()).unwrap_or_default();
    body.remove("template_id");
    if let Some(number) = extension::change(call, &user, &body)? {
        body.insert("extension_number".to_owned(), number);
    } else {
        body.remove("extension_number");
    }
    if let Some(site) = sites::of_body(call, &body)? {
        body.insert("site".to_owned(), site);
    }
    let address = text(&body, "emergency_address_id");
    if !address.is_empty() {
        let addresses = call.target()?.collection(ADDRESSES);
        let found = addresses.and_then(|addresses| addresses.get(address));
        let found = found.ok_or_else(|| document::missing(call, "emergency address", 300, address));
        let found = found?.value.clone();
        body.insert("emergency_address".to_owned(), found.into());
    }
    if let Some(user) = call.target_mut()?.collection_mut(USERS).get_mut(&id) {
        document::merge(&mut user.value, body);
    }
    Ok(Reply::empty(204))
}

/// Moves users to a site, or changes whether they can make and receive calls.
fn update_batch(call: &mut Call<'_>) -> Outcome {
    let body = call.body();
    let ids = body.get("user_ids").and_then(Value::as_array);
    let ids = ids.into_iter().flatten().filter_map(document::id_text);
    let ids: Vec<String> = ids.collect();
    check_size(call, ids.len())?;
    let users = call.target()?.collection(USERS);
    let unknown = ids
        .iter()
        .find(|id| users.is_none_or(|users| users.get(id).is_none()));
    if let Some(id) = unknown {
        return Err(document::missing(call, "user", 300, id));
    }
    let (name, value) = match text(&body, "batch_type") {
        "move_site" => ("site", sites::find(call, text(&body, "site_id"))?),
        "assign_pending_user" => ("status", "activate".into()),
        _ => {
            let status = body.get("activation_status").cloned();
            ("status", status.unwrap_or_else(|| "activate".into()))
        }
    };
    let users = call.target_mut()?.collection_mut(USERS);
    for id in ids {
        if let Some(user) = users.get_mut(&id) {
            user.value.insert(name.to_owned(), value.clone());
        }
    }
    Ok(Reply::empty(204))
}
