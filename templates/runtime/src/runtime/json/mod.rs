//! JSON values: how they are read and written.
//!
//! Values are read as leniently as their types allow. This module does not depend on HTTP, requests or the errors of
//! calls.

pub(crate) mod base64;
pub(crate) mod enum_name;
pub(crate) mod extra;
pub(crate) mod field;
pub(crate) mod fixed;
pub(crate) mod known;
pub(crate) mod lenient;
pub(crate) mod object;
pub(crate) mod open_enum;
pub(crate) mod optional;
pub(crate) mod outline;
pub(crate) mod patch;
pub(crate) mod repair;
pub(crate) mod scalar;
pub(crate) mod secret;
pub(crate) mod secret_integer;
pub(crate) mod strict;
pub(crate) mod tracked;
pub(crate) mod tree;
pub(crate) mod union;
pub(crate) mod unknown;

/// Any JSON value.
pub type Json = serde_json::Value;

/// The fields of a JSON object.
pub type JsonMap = serde_json::Map<String, serde_json::Value>;
