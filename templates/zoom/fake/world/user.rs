//! The types and the roles of users.

use serde_json::{Map, Value};

/// The type of a user without a license.
pub(crate) const BASIC: u64 = 1;
/// The type of a user with a license.
pub(crate) const LICENSED: u64 = 2;

/// The ids of the roles that every account has.
pub(crate) const OWNER: &str = "0";
pub(crate) const ADMIN: &str = "1";
pub(crate) const MEMBER: &str = "2";

/// Returns the type of a user. A user without a type is basic.
pub(crate) fn user_type(user: &Map<String, Value>) -> u64 {
    user.get("type").and_then(Value::as_u64).unwrap_or(BASIC)
}

/// Returns a text property of an object, or an empty text.
pub(crate) fn text<'a>(object: &'a Map<String, Value>, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}
