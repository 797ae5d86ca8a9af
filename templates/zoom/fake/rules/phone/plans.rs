//! Calling plans of users and common areas.

use serde_json::{Map, Value, json};

use super::USERS;
use crate::fake::call::{Call, Outcome};
use crate::fake::exchange::Reply;
use crate::fake::rules::document;

/// The types of the plans whose names the fake knows.
const METERED: u64 = 100;
const UNLIMITED: u64 = 200;

pub(super) fn answer(call: &mut Call<'_>, action: &str) -> Outcome {
    let user = call.param("userId").to_owned();
    match action {
        "assign" => assign(call, USERS, &user),
        "replace" => replace(call, &user),
        "unassign" => unassign(call, USERS, &user, "planType"),
        _ => document::answer(call),
    }
}

/// Returns the plan that a request names by its short name, such as `US/CA Unlimited`.
pub(super) fn named(name: &str) -> Value {
    let kind = if name.ends_with("Metered") {
        METERED
    } else {
        UNLIMITED
    };
    json!({"type": kind, "name": name})
}

fn list(item: &Map<String, Value>) -> Vec<Value> {
    let plans = item.get("calling_plans").and_then(Value::as_array);
    plans.cloned().unwrap_or_default()
}

/// Adds the plans in the body to an item of a collection.
pub(super) fn assign(call: &mut Call<'_>, path: &str, id: &str) -> Outcome {
    let body = call.body();
    let added = list(&body);
    if let Some(item) = call.target_mut()?.collection_mut(path).get_mut(id) {
        let mut plans = list(&item.value);
        plans.retain(|plan| added.iter().all(|added| added["type"] != plan["type"]));
        plans.extend(added);
        item.value.insert("calling_plans".to_owned(), plans.into());
    }
    Ok(document::reply(call, body.into()))
}

/// Removes the plan in the path from an item of a collection.
pub(super) fn unassign(call: &mut Call<'_>, path: &str, id: &str, param: &str) -> Outcome {
    let kind = call.param(param).to_owned();
    let mut was_there = false;
    if let Some(item) = call.target_mut()?.collection_mut(path).get_mut(id) {
        let mut plans = list(&item.value);
        let before = plans.len();
        plans.retain(|plan| document::id_text(&plan["type"]).as_ref() != Some(&kind));
        was_there = plans.len() < before;
        item.value.insert("calling_plans".to_owned(), plans.into());
    }
    if !was_there {
        let message = format!("No calling plan of the type {kind} is assigned.");
        return Err(document::refused(call, "invalid", 400, message));
    }
    Ok(Reply::empty(204))
}

fn replace(call: &mut Call<'_>, id: &str) -> Outcome {
    let body = call.body();
    let (source, target) = (body.get("source_type"), body.get("target_type"));
    let target = target.cloned().unwrap_or_default();
    let item = call.target_mut()?.collection_mut(USERS).get_mut(id);
    let mut was_there = false;
    if let Some(item) = item {
        let mut plans = list(&item.value);
        for plan in &mut plans {
            if plan.get("type") == source {
                *plan = json!({"type": target});
                was_there = true;
            }
        }
        item.value.insert("calling_plans".to_owned(), plans.into());
    }
    if !was_there {
        let message = "The user does not have the calling plan to replace.";
        return Err(document::refused(call, "calling plan", 404, message));
    }
    Ok(Reply::empty(204))
}
