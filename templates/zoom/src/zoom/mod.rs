//! What is Zoom's own: its credentials and the ways in which it says that a call failed.
//!
//! In: the runtime's public seams. Out: [`ApiKey`], the authorizers of [`auth`], [`RateLimiter`], what codes mean, and the readers
//! of failures that the operations' servers name. It must not reach into the runtime, nor know a single operation, but for the
//! paths that have limits of their own.

mod api_key;
pub mod auth;
mod code;
pub mod errors;
mod limits;
mod scopes;

pub use api_key::ApiKey;
pub use code::{ZoomCode, zoom_code};
pub use limits::{Label, Plan, RateLimiter};
pub use scopes::missing_scopes;
