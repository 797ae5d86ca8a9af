//! Makes rows different that come from the same example.

use serde_json::{Map, Value};

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
    let (month, rest) = (text.get(..8)?, text.get(10..)?);
    let is_date = super::formats::is_date(text.get(..10)?);
    is_date.then(|| format!("{month}{:02}{rest}", index % 28 + 1))
}
