//! Phone numbers. An account has a pool of numbers, and each number belongs to one owner at most.

use serde_json::{Map, Value, json};

use super::{NUMBERS, USERS, sites};
use crate::fake::call::{Call, Outcome};
use crate::fake::exchange::Reply;
use crate::fake::failure::Failure;
use crate::fake::random::Random;
use crate::fake::rules::document;
use crate::fake::world::account::Account;
use crate::fake::world::collection::{Collection, Item};
use crate::fake::world::user::text;

/// How many numbers an account has: all that are reserved for examples in one area code.
const POOL: usize = 100;

pub(super) fn answer(call: &mut Call<'_>, action: &str) -> Outcome {
    fill(call)?;
    match action {
        "list" => list(call),
        "get" => get(call),
        "update" => {
            number(call)?;
            document::answer(call)
        }
        "delete" => delete(call),
        "update_site" => update_site(call),
        "assign" => {
            let user = call.param("userId").to_owned();
            let assigned = assign(call, USERS, &user, "user")?;
            Ok(document::reply(call, json!({"phone_numbers": assigned})))
        }
        "unassign" => {
            let user = call.param("userId").to_owned();
            unassign(call, &user)
        }
        "add_byoc" => add_byoc(call),
        _ => document::answer(call),
    }
}

/// Gives an account its numbers when it first needs them. They are from a range that is reserved for examples.
pub(super) fn fill(call: &mut Call<'_>) -> Result<(), Failure> {
    if call.target()?.collection(NUMBERS).is_some() {
        return Ok(());
    }
    let texts = [call.account.as_str(), NUMBERS];
    let random = &mut Random::of_texts(call.state.world.seed, &texts);
    let numbers = call.target_mut()?.collection_mut(NUMBERS);
    for index in 0..POOL {
        let id = random.id();
        let number = new(&id, &format!("+120255501{index:02}"), "internal");
        numbers.insert(&id, number);
    }
    Ok(())
}

fn new(id: &str, number: &str, source: &str) -> Map<String, Value> {
    let number = json!({
        "id": id,
        "number": number,
        "number_type": "toll",
        "source": source,
        "status": "available",
        "location": "Washington, DC, United States",
        "capability": ["incoming", "outgoing"],
    });
    number.as_object().cloned().unwrap_or_default()
}

fn list(call: &mut Call<'_>) -> Outcome {
    let is_listed = |call: &Call<'_>, number: &Item| {
        let number = &number.value;
        let kind = call.query("type").unwrap_or("all");
        let extension = call.query("extension_type");
        let number_type = call.query("number_type");
        let wanted = call.query("phone_number");
        let site = call.query("site_id").unwrap_or_default();
        let assignee = number.get("assignee");
        let is_kind = match kind {
            "assigned" => assignee.is_some(),
            "unassigned" => assignee.is_none(),
            "byoc" => text(number, "source") == "external",
            _ => true,
        };
        is_kind
            && extension.is_none_or(|kind| assignee.is_some_and(|owner| owner["type"] == kind))
            && number_type.is_none_or(|kind| text(number, "number_type") == kind)
            && wanted.is_none_or(|wanted| text(number, "number") == wanted)
            && sites::has_site(number, site)
    };
    document::page_items(call, NUMBERS, is_listed, |_, number| number.value.clone())
}

/// Returns the number that the path names.
fn number<'a>(call: &'a Call<'_>) -> Result<&'a Map<String, Value>, Failure> {
    let id = call.param("phoneNumberId");
    let numbers = call.target()?.collection(NUMBERS);
    let number = numbers.and_then(|numbers| numbers.get(id));
    let number = number.ok_or_else(|| document::missing(call, "phone number", 404, id))?;
    Ok(&number.value)
}

fn get(call: &mut Call<'_>) -> Outcome {
    let number = number(call)?.clone();
    Ok(document::reply(call, number))
}

/// Returns the id of the number that an id or a number in E.164 format names.
fn find(account: &Account, name: &str) -> Option<String> {
    let mut numbers = account.collection(NUMBERS)?.iter();
    let number = numbers.find(|number| number.id == name || text(&number.value, "number") == name);
    number.map(|number| number.id.clone())
}

fn owner(account: &Account, number: &str) -> Option<String> {
    let number = account.collection(NUMBERS)?.get(number)?;
    document::id_text(number.value.get("assignee")?.get("id")?)
}

/// Assigns the numbers in `phone_numbers` of the body to an item of a collection, and returns them. If one number cannot
/// be assigned, then none is.
pub(super) fn assign(
    call: &mut Call<'_>,
    path: &str,
    id: &str,
    kind: &str,
) -> Result<Value, Failure> {
    fill(call)?;
    let body = call.body();
    let entries = body.get("phone_numbers").and_then(Value::as_array);
    let names = entries.into_iter().flatten().filter_map(|entry| {
        let name = entry
            .get("id")
            .or_else(|| entry.get("number"))
            .unwrap_or(entry);
        document::id_text(name)
    });
    let names: Vec<String> = names.collect();
    if names.is_empty() {
        let message = "The request contains no phone number.";
        return Err(document::refused(
            call,
            "contains no phone number",
            300,
            message,
        ));
    }
    assign_names(call, path, id, kind, &names)
}

/// Assigns numbers to an item of a collection, and returns them.
pub(super) fn assign_names(
    call: &mut Call<'_>,
    path: &str,
    id: &str,
    kind: &str,
    names: &[String],
) -> Result<Value, Failure> {
    let account = call.target()?;
    let mut numbers = Vec::new();
    for name in names {
        let Some(number) = find(account, name) else {
            return Err(document::missing(call, "phone number", 400, name));
        };
        if owner(account, &number).is_some() || numbers.contains(&number) {
            let message = format!("The phone number {name} is already assigned.");
            return Err(document::refused(call, "already assigned", 400, message));
        }
        numbers.push(number);
    }
    let item = account.collection(path).and_then(|items| items.get(id));
    let item = item.map(|item| item.value.clone()).unwrap_or_default();
    let name = item.get("name").or_else(|| item.get("display_name"));
    let owner = json!({
        "id": id,
        "type": kind,
        "name": name,
        "extension_number": item.get("extension_number"),
    });
    let pool = call.target_mut()?.collection_mut(NUMBERS);
    let mut assigned = Vec::new();
    for number in numbers {
        let Some(number) = pool.get_mut(&number) else {
            continue;
        };
        number.value.insert("assignee".to_owned(), owner.clone());
        if let Some(site) = item.get("site") {
            number.value.insert("site".to_owned(), site.clone());
        }
        assigned.push(reference(&number.value));
    }
    Ok(assigned.into())
}

fn reference(number: &Map<String, Value>) -> Value {
    json!({
        "id": number.get("id"),
        "number": number.get("number"),
        "source": number.get("source"),
        "status": number.get("status"),
    })
}

/// Returns the numbers of an owner as its rows contain them.
pub(super) fn of(account: &Account, owner: &str) -> Value {
    let numbers = account.collection(NUMBERS).into_iter();
    let numbers = numbers
        .flat_map(Collection::iter)
        .map(|number| &number.value);
    let numbers = numbers.filter(|number| {
        let assignee = number.get("assignee");
        assignee.is_some_and(|assignee| assignee["id"] == owner)
    });
    numbers.map(reference).collect()
}

/// Takes the number in the path from its owner.
pub(super) fn unassign(call: &mut Call<'_>, owner: &str) -> Outcome {
    let name = call.param("phoneNumberId");
    let account = call.target()?;
    let number = find(account, name);
    let number = number.filter(|number| self::owner(account, number).as_deref() == Some(owner));
    let Some(number) = number else {
        let message = format!("The phone number {name} is not assigned to the owner.");
        return Err(document::refused(call, "phone number", 400, message));
    };
    if let Some(number) = call.target_mut()?.collection_mut(NUMBERS).get_mut(&number) {
        number.value.remove("assignee");
    }
    Ok(Reply::empty(204))
}

/// Takes all numbers from an owner.
pub(super) fn unassign_all(account: &mut Account, owner: &str) {
    let numbers = account.collections.get_mut(NUMBERS);
    for number in numbers.into_iter().flat_map(Collection::iter_mut) {
        let assignee = number.value.get("assignee");
        if assignee.is_some_and(|assignee| assignee["id"] == owner) {
            number.value.remove("assignee");
        }
    }
}

/// Returns the ids of unassigned numbers.
fn unassigned(call: &Call<'_>, names: Option<&Value>) -> Result<Vec<String>, Failure> {
    let account = call.target()?;
    let names = match names {
        Some(Value::Array(names)) => names.iter().filter_map(document::id_text).collect(),
        Some(Value::String(names)) => names.split(',').map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    let mut numbers = Vec::new();
    for name in names {
        match find(account, &name) {
            Some(number) if owner(account, &number).is_none() => numbers.push(number),
            _ => {
                let message = format!("The account has no unassigned phone number {name}.");
                return Err(document::refused(call, "unassigned", 300, message));
            }
        }
    }
    Ok(numbers)
}

fn delete(call: &mut Call<'_>) -> Outcome {
    let numbers = unassigned(call, call.input.query.get("phone_numbers"))?;
    let pool = call.target_mut()?.collection_mut(NUMBERS);
    for number in numbers {
        pool.remove(&number);
    }
    Ok(Reply::empty(204))
}

fn update_site(call: &mut Call<'_>) -> Outcome {
    let site = sites::find(call, call.param("siteId"))?;
    let numbers = unassigned(call, call.body().get("phone_numbers"))?;
    let pool = call.target_mut()?.collection_mut(NUMBERS);
    for number in numbers {
        if let Some(number) = pool.get_mut(&number) {
            number.value.insert("site".to_owned(), site.clone());
        }
    }
    Ok(Reply::empty(204))
}

/// Adds numbers of the account's own carrier.
fn add_byoc(call: &mut Call<'_>) -> Outcome {
    let body = call.body();
    let entries = body.get("phone_numbers").and_then(Value::as_array);
    let mut added = Vec::new();
    for name in entries.into_iter().flatten().filter_map(document::id_text) {
        if find(call.target()?, &name).is_some() {
            let message = format!("The account already has the phone number {name}.");
            return Err(document::refused(call, "phone number", 300, message));
        }
        let id = call.new_id();
        let number = new(&id, &name, "external");
        added.push(reference(&number));
        call.target_mut()?
            .collection_mut(NUMBERS)
            .insert(&id, number);
    }
    let body = json!({"phone_numbers": added});
    Ok(document::reply(call, body))
}
