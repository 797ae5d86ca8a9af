//! Zoom's OAuth: where access tokens come from, and how they are kept.
//!
//! In: the credentials of an app. Out: authorizers that put a fresh token into each call. One token serves all calls of a client
//! and its clones, and one renewal at a time is under way. No secret may reach a URL, `Debug` or an error.

#[cfg(feature = "oauth")]
mod authorization_code;
#[cfg(feature = "oauth")]
mod authorization_request;
mod denied;
mod endpoint;
mod environment;
#[cfg(feature = "file-store")]
mod file_store;
#[cfg(feature = "jwt")]
mod jwt;
mod region;
mod server_to_server;
mod store;
mod token;
mod tokens;

#[cfg(feature = "oauth")]
pub use authorization_code::AuthorizationCode;
#[cfg(feature = "oauth")]
pub use authorization_request::AuthorizationRequest;
#[cfg(feature = "file-store")]
pub use file_store::FileStore;
#[cfg(feature = "jwt")]
pub use jwt::Jwt;
pub use server_to_server::ServerToServer;
pub use store::{MemoryStore, StoreLock, TokenStore};
pub use token::Token;
