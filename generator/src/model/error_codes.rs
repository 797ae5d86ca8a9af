//! The error codes of a server.

use serde::Serialize;

use crate::text::Markdown;

/// The error codes of a server, from which an enum is generated.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorCodes {
    /// The name of the enum.
    pub type_name: String,
    /// Whether a hand-written module re-exports the enum.
    pub is_exported: bool,
    /// The docs of the enum.
    pub docs: Markdown,
    /// The codes, sorted by number.
    pub codes: Vec<ErrorCode>,
}

/// An error code.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorCode {
    /// The number that the server sends.
    pub number: i64,
    /// The name of the enum's variant for the code.
    pub name: String,
    /// The HTTP statuses of responses with this code, from the server's documentation.
    pub statuses: Vec<u16>,
    /// The class of the code. It applies to all HTTP statuses that are not in `class_by_status`.
    pub class: Option<FailureClass>,
    /// The class of the code for each HTTP status that changes the meaning of the code.
    pub class_by_status: Vec<(u16, FailureClass)>,
    /// The docs of the variant.
    pub docs: Markdown,
}

/// The class of an error code: a meaning that is the same for every service. The runtime has an enum with the same
/// variants.
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
    /// All classes, each with its name in the file of error codes.
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
