//! The interface between generated code and the builder of clients.
//!
//! In: the servers that generated code lists. Out: an error if a program configures a server that does not exist.

use crate::runtime::call::core::Core;
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::operation::server::Server;

/// A client that [`ClientBuilder`](crate::runtime::ClientBuilder) can create. Generated code implements this trait.
pub trait ApiClient: From<Core> {
    /// All servers of the API. If the list is empty, the servers are unknown, and every name is accepted.
    const SERVERS: &'static [&'static Server];
}

/// A core sends requests for the servers of any operation.
impl ApiClient for Core {
    const SERVERS: &'static [&'static Server] = &[];
}

/// Fails if no server has this name. The error lists the names that exist.
pub(crate) fn check_server(servers: &[&Server], name: &str) -> Result<()> {
    if servers.is_empty() || servers.iter().any(|server| server.name == name) {
        return Ok(());
    }
    let mut names: Vec<String> = Vec::new();
    for server in servers {
        let quoted = format!("`{}`", server.name);
        if !names.contains(&quoted) {
            names.push(quoted);
        }
    }
    let message = format!(
        "unknown server `{name}`; use one of these servers: {}",
        names.join(", ")
    );
    Err(Error::new(ErrorKind::Config, message))
}
