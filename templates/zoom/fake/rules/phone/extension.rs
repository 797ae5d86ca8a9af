//! Extension numbers. They are unique in an account.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{AREAS, GROUPS, QUEUES, RECEPTIONISTS, USERS};
use crate::fake::call::Call;
use crate::fake::failure::Failure;
use crate::fake::rules::document;
use crate::fake::world::account::Account;
use crate::fake::world::collection::Collection;

/// The collections whose items have an extension number.
const OWNERS: [&str; 5] = [USERS, RECEPTIONISTS, QUEUES, GROUPS, AREAS];
/// The first number that Zoom chooses itself.
const FIRST: u64 = 801;

/// Returns the number in a JSON value, which is a number or a text.
pub(super) fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

fn taken(account: &Account) -> BTreeSet<u64> {
    let items = OWNERS.iter().filter_map(|path| account.collection(path));
    let items = items.flat_map(Collection::iter);
    items
        .filter_map(|item| number(item.value.get("extension_number")?))
        .collect()
}

/// Returns the extension number of a new item: the wanted one, or the next free one.
pub(super) fn choose(call: &Call<'_>, wanted: Option<&Value>) -> Result<u64, Failure> {
    let taken = taken(call.target()?);
    let Some(wanted) = wanted else {
        let free = (FIRST..).find(|number| !taken.contains(number));
        return Ok(free.unwrap_or(FIRST));
    };
    let number = number(wanted).filter(|number| (3..=6).contains(&number.to_string().len()));
    let Some(number) = number else {
        let message = "The extension number must have 3 to 6 digits.";
        return Err(document::refused(call, "wrong length", 300, message));
    };
    if taken.contains(&number) {
        let message = format!("The extension number {number} is already in use.");
        return Err(document::refused(call, "already in use", 300, message));
    }
    Ok(number)
}

/// Checks and returns the extension number of a change, if the change has one.
pub(super) fn change(
    call: &Call<'_>,
    current: &Map<String, Value>,
    body: &Map<String, Value>,
) -> Result<Option<Value>, Failure> {
    let Some(wanted) = body.get("extension_number") else {
        return Ok(None);
    };
    let current = current.get("extension_number").and_then(number);
    if current.is_some() && number(wanted) == current {
        return Ok(None);
    }
    choose(call, Some(wanted)).map(|number| Some(json!(number)))
}
