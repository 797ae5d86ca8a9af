//! The meaning of Zoom's error responses.
//!
//! - [`zoom_code`] returns the Zoom code of an [`Error`](crate::runtime::Error) as a [`ZoomCode`].
//! - [`missing_scopes`] returns the OAuth scopes that the token lacks.
//!
//! [`ZoomCode::class`] returns what a code means in general, for example "not found". Predicates of
//! [`Error`](crate::runtime::Error), such as [`is_not_found`](crate::runtime::Error::is_not_found), use this class.
//!
//! The [`Error`](crate::runtime::Error) itself has the kind, the HTTP status, the request id, the invalid fields and
//! the body.

mod code;
mod failure;
mod scopes;

pub use code::zoom_code;
#[doc(hidden)]
pub use failure::{read_v1_failure, read_v2_failure};
pub use scopes::missing_scopes;

pub use crate::error_codes::ZoomCode;
