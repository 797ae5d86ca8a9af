//! What is Zoom's own: its credentials and the ways in which it says that a call failed.
//!
//! In: the runtime's public seams. Out: [`ApiKey`] and the readers of failures that the operations' servers name. It must
//! not reach into the runtime, nor know a single operation.

mod api_key;
pub mod errors;

pub use api_key::ApiKey;
