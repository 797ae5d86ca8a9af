//! The classes of failures: what a failure means, independent of the service.

use http::StatusCode;

use crate::runtime::operation::error_kind::ErrorKind;

/// What a failure means, independent of the service that reports it.
///
/// A failure reader assigns classes to the error codes of its service ([`Failure::class`](crate::runtime::Failure)). If
/// a failure has no such class, the HTTP status determines the class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum FailureClass {
    /// The credentials are missing, wrong or expired, or they lack a scope. The error has the kind
    /// [`ErrorKind::Auth`].
    Unauthenticated,
    /// The credentials are valid, but the user or the app lacks a permission.
    PermissionDenied,
    /// The plan, the license or the settings of the account do not include the feature.
    FeatureUnavailable,
    /// A limit is reached, such as the number of licenses. A retry does not help.
    LimitReached,
    /// Too many requests. The error has the kind [`ErrorKind::RateLimited`].
    RateLimited,
    /// The resource does not exist, or is not visible with these credentials.
    NotFound,
    /// The resource, or another resource with its unique name, already exists.
    AlreadyExists,
    /// The current state of the resource does not allow the request. For example, an order that was shipped cannot be
    /// changed.
    Conflict,
    /// The request is invalid. Change the request.
    Invalid,
}

impl FailureClass {
    /// Returns the class of an HTTP status without an error code.
    pub(crate) fn of_status(status: StatusCode) -> Option<Self> {
        match status {
            StatusCode::UNAUTHORIZED => Some(Self::Unauthenticated),
            StatusCode::FORBIDDEN => Some(Self::PermissionDenied),
            StatusCode::TOO_MANY_REQUESTS => Some(Self::RateLimited),
            StatusCode::NOT_FOUND | StatusCode::GONE => Some(Self::NotFound),
            StatusCode::CONFLICT => Some(Self::Conflict),
            StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => Some(Self::Invalid),
            _ => None,
        }
    }

    /// Returns the category of an error of this class.
    pub(crate) fn kind(self) -> ErrorKind {
        match self {
            Self::Unauthenticated => ErrorKind::Auth,
            Self::RateLimited => ErrorKind::RateLimited,
            _ => ErrorKind::Api,
        }
    }
}
