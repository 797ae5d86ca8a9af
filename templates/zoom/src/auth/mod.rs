//! Credentials for Zoom's APIs, and stores that keep OAuth tokens.
//!
//! Pass credentials to [`ClientBuilder::auth`](crate::runtime::ClientBuilder::auth):
//!
//! | credentials | for | feature |
//! |---|---|---|
//! | [`ServerToServer`] | a server-to-server OAuth app, which acts for its own account | |
//! | `AuthorizationCode` | an OAuth app that a user authorizes (authorization code with PKCE) | `oauth` |
//! | [`AccessToken`] | an access token that you already have | |
//! | [`ApiKeyPair`] | API v1: an API key and an API secret | |
//! | `VideoSdk` | the operations of the Video SDK: the API key and API secret of a Video SDK account | `jwt` |
//! | `Jwt` | a JWT app; Zoom ended this app type in 2023 | `jwt` |
//!
//! Accounts of Zoom for Government are in another [`Cloud`]. For these accounts, set the cloud of the credentials.
//!
//! Several processes can share a token with a [`TokenStore`]. For any other kind of credentials, implement
//! [`Authorize`](crate::runtime::Authorize).
//!
//! A client and all its clones share one token. Only one renewal of it runs at a time. URLs, `Debug` output and errors
//! contain no secrets.

mod access_token;
mod api_key_pair;
#[cfg(feature = "oauth")]
mod authorization_code;
#[cfg(feature = "oauth")]
mod authorization_request;
mod cloud;
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
mod token_error;
mod token_manager;
#[cfg(feature = "jwt")]
mod video_sdk;

pub use access_token::AccessToken;
pub use api_key_pair::ApiKeyPair;
#[cfg(feature = "oauth")]
pub use authorization_code::AuthorizationCode;
#[cfg(feature = "oauth")]
pub use authorization_request::AuthorizationRequest;
pub use cloud::Cloud;
#[cfg(feature = "file-store")]
pub use file_store::FileStore;
#[cfg(feature = "jwt")]
pub use jwt::Jwt;
pub use server_to_server::ServerToServer;
pub use store::{MemoryStore, StoreLock, TokenStore};
pub use token::Token;
#[cfg(feature = "jwt")]
pub use video_sdk::VideoSdk;
