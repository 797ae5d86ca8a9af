//! Credentials: all that a client can be given to [`auth`](crate::runtime::ClientBuilder::auth).
//!
//! In: what the runtime and Zoom's own part have. Out: the same under one name. It must not add anything.

pub use crate::runtime::{Authorize, Basic, Bearer};
pub use crate::zoom::ApiKey;
pub use crate::zoom::auth::*;
