//! Zoom's OAuth: where access tokens come from, and how they are kept.
//!
//! In: the credentials of an app. Out: authorizers that put a fresh token into each call. One token serves all calls of a client
//! and its clones, and one renewal at a time is under way. No secret may reach a URL, `Debug` or an error.

mod denied;
mod endpoint;
mod environment;
mod region;
mod server_to_server;
mod store;
mod token;
mod tokens;

pub use server_to_server::ServerToServer;
pub use store::{MemoryStore, StoreLock, TokenStore};
pub use token::Token;
