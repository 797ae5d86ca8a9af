//! What Zoom's error responses mean.
//!
//! - [`zoom_code`] returns the Zoom code of an [`Error`](crate::runtime::Error) as a [`ZoomCode`].
//! - [`missing_scopes`] returns the OAuth scopes that the token lacks.
//!
//! [`Error`](crate::runtime::Error) itself contains the kind, HTTP status, request id, invalid fields and body.

mod code;
mod failure;
mod scopes;

pub use code::{ZoomCode, zoom_code};
#[doc(hidden)]
pub use failure::{read_v1_failure, read_v2_failure};
pub use scopes::missing_scopes;
