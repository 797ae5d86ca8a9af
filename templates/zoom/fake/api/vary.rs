//! Makes rows different that come from the same example.

use serde_json::{Map, Value};

use super::formats::is_date;

/// The properties that name an item.
const NAMES: [&str; 8] = [
    "display_name",
    "first_name",
    "label",
    "name",
    "room_name",
    "title",
    "topic",
    "user_name",
];

/// Changes the texts of a row that differ between the rows of a real list: names, addresses, numbers and dates.
pub(crate) fn row(row: &mut Map<String, Value>, index: usize) {
    for (name, value) in row {
        if let Value::String(text) = value {
            if let Some(new) = text_for(name, text, index) {
                *text = new;
            }
        }
    }
}

fn text_for(name: &str, text: &str, index: usize) -> Option<String> {
    if NAMES.contains(&name) {
        return Some(format!("{text} {index}"));
    }
    if let Some((user, domain)) = text.split_once('@') {
        return Some(format!("{user}+{index}@{domain}"));
    }
    if let Some(digits) = text.strip_prefix('+') {
        let is_number = digits.len() > 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let kept = text
            .get(..text.len().checked_sub(4)?)
            .filter(|_| is_number)?;
        return Some(format!("{kept}{:04}", index % 10_000));
    }
    // A date or a time: `2026-01-15`.
    let (month, day, rest) = (text.get(..8)?, text.get(8..10)?, text.get(10..)?);
    let is_date = is_date(text.get(..10)?);
    let day: usize = day.parse().ok().filter(|_| is_date)?;
    Some(format!("{month}{:02}{rest}", (day + index - 1) % 28 + 1))
}

/// Changes one property of a row, so that the row differs from others. Returns `None` if no property can be changed.
pub(crate) fn distinct(
    row: &Map<String, Value>,
    index: usize,
    is_new: impl Fn(&Value) -> bool,
) -> Option<Map<String, Value>> {
    let changed = row.iter().filter_map(|(name, value)| {
        let value = match value {
            Value::String(text) => Value::from(format!("{text} {index}")),
            Value::Number(number) => number.as_u64()?.saturating_add(index as u64).into(),
            _ => return None,
        };
        let mut row = row.clone();
        row.insert(name.clone(), value);
        Some(Value::Object(row))
    });
    // A text is a better name of a row than a number.
    let (texts, numbers): (Vec<Value>, Vec<Value>) =
        changed.partition(|changed| has_new_text(row, changed));
    let mut candidates = texts.into_iter().chain(numbers);
    match candidates.find(is_new)? {
        Value::Object(row) => Some(row),
        _ => None,
    }
}

fn has_new_text(row: &Map<String, Value>, changed: &Value) -> bool {
    let mut properties = row.iter();
    properties.any(|(name, value)| value.is_string() && changed.get(name) != Some(value))
}
