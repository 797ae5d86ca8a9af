//! The error codes of a server.

use serde::Serialize;

use crate::text::Markdown;

/// The error codes of a server.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorCodes {
    /// The name of their type.
    pub type_name: String,
    /// Whether a hand-written module exports the type.
    pub is_exported: bool,
    /// Its docs.
    pub docs: Markdown,
    /// The codes, sorted by number.
    pub codes: Vec<ErrorCode>,
}

/// An error code.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorCode {
    /// Its number.
    pub number: i64,
    /// The name of its variant.
    pub name: String,
    /// The HTTP statuses with which the server's documentation lists the code.
    pub statuses: Vec<u16>,
    /// What the code means with any HTTP status that is not in `class_by_status`.
    pub class: Option<FailureClass>,
    /// What the code means with single HTTP statuses.
    pub class_by_status: Vec<(u16, FailureClass)>,
    /// Its docs.
    pub docs: Markdown,
}

/// What a failure means, independent of the service. The runtime has an enum with the same variants.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureClass {
    /// The credentials are missing, wrong or expired.
    Unauthenticated,
    /// A permission is missing.
    PermissionDenied,
    /// The plan, the license or the settings do not include the feature.
    FeatureUnavailable,
    /// A limit is reached.
    LimitReached,
    /// Too many requests.
    RateLimited,
    /// The resource does not exist.
    NotFound,
    /// The resource already exists.
    AlreadyExists,
    /// The state of the resource does not allow the request.
    Conflict,
    /// The request is invalid.
    Invalid,
}

impl FailureClass {
    /// All classes with their names in specs.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("unauthenticated", Self::Unauthenticated),
        ("permission-denied", Self::PermissionDenied),
        ("feature-unavailable", Self::FeatureUnavailable),
        ("limit-reached", Self::LimitReached),
        ("rate-limited", Self::RateLimited),
        ("not-found", Self::NotFound),
        ("already-exists", Self::AlreadyExists),
        ("conflict", Self::Conflict),
        ("invalid", Self::Invalid),
    ];
}
