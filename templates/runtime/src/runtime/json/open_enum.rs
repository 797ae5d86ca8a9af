//! Finds values in the list of an open enum's known values.
//!
//! For example, this module finds the variant for a text, or the text of a variant. A client has hundreds of enums.
//! Therefore, this code must be here and not in the code of the macros, which is compiled for each enum.

use std::cmp::Ordering;
use std::fmt::Debug;
use std::hash::{Hash, Hasher};

use crate::runtime::json::enum_name::{ParseEnumError, find_name};
use crate::runtime::json::known::KnownValue;

/// Finds the entry of a value in the list.
fn entry<'a, K, T: PartialEq>(known: &'a [(K, T)], value: &T) -> Option<&'a K> {
    let found = known.iter().find(|(_, other)| other == value);
    found.map(|(key, _)| key)
}

/// Returns the position of a known value in the list. For an unknown value, returns the number of known values.
fn position<K, T: PartialEq>(known: &[(K, T)], value: &T) -> usize {
    let found = known.iter().position(|(_, other)| other == value);
    found.unwrap_or(known.len())
}

/// Hashes a known value.
pub fn hash_known<K, T: PartialEq, H: Hasher>(known: &[(K, T)], value: &T, state: &mut H) {
    position(known, value).hash(state);
}

/// Compares two values. At most one of them may be unknown. An unknown value is greater than all known values.
#[must_use]
pub fn compare_known<K, T: PartialEq>(known: &[(K, T)], value: &T, other: &T) -> Ordering {
    position(known, value).cmp(&position(known, other))
}

/// Returns the text of a known value.
#[must_use]
pub fn known_text<T: PartialEq>(known: &[(&'static str, T)], value: &T) -> &'static str {
    entry(known, value).copied().unwrap_or_default()
}

/// Finds the known value with this text.
#[must_use]
pub fn find_text<T: Clone>(known: &[(&'static str, T)], text: &str) -> Option<T> {
    let found = known.iter().find(|(known, _)| *known == text);
    found.map(|(_, value)| value.clone())
}

/// Returns the known value with this text.
///
/// # Errors
///
/// The text is not the text of a known value.
pub fn parse_text<T: Clone>(
    name: &str,
    known: &[(&'static str, T)],
    text: &str,
) -> Result<T, ParseEnumError> {
    let mut texts = known.iter().map(|(text, _)| (*text).to_owned());
    find_text(known, text).ok_or_else(|| ParseEnumError::new(name, text, &mut texts))
}

/// Returns the number of a known value.
#[must_use]
pub fn known_number<T: PartialEq>(known: &[(i64, T)], value: &T) -> Option<i64> {
    entry(known, value).copied()
}

/// Finds the known value with this number.
#[must_use]
pub fn find_number<T: Clone>(known: &[(i64, T)], number: i64) -> Option<T> {
    let found = known.iter().find(|(known, _)| *known == number);
    found.map(|(_, value)| value.clone())
}

/// Returns the known value with this name or number.
///
/// # Errors
///
/// The text is neither the name nor the number of a known value.
pub fn parse_name<T: Clone + Debug>(
    name: &str,
    known: &[(i64, T)],
    text: &str,
) -> Result<T, ParseEnumError> {
    let mut names = known
        .iter()
        .map(|(number, value)| (*number, value as &dyn Debug));
    let number = find_name(&mut names, text);
    let mut values = known
        .iter()
        .map(|(number, value)| format!("{value:?} ({number})"));
    number
        .and_then(|number| find_number(known, number))
        .ok_or_else(|| ParseEnumError::new(name, text, &mut values))
}

/// Returns a value that was read from a text.
///
/// # Errors
///
/// The value is unknown.
pub fn parse_scalar<T: PartialEq>(
    name: &str,
    known: &[(KnownValue, T)],
    value: T,
    text: &str,
) -> Result<T, ParseEnumError> {
    let mut texts = known.iter().map(|(known, _)| known.as_str().to_owned());
    match entry(known, &value) {
        Some(_) => Ok(value),
        None => Err(ParseEnumError::new(name, text, &mut texts)),
    }
}
