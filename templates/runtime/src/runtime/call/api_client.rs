//! The interface between generated code and the builder of clients.
//!
//! Generated code lists its servers. Thus, setting the URL of a server that does not exist is an error.

use crate::runtime::call::core::Core;
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::operation::server::Server;

/// A client that [`ClientBuilder`](crate::runtime::ClientBuilder) can create. Generated code implements this trait.
pub trait ApiClient: From<Core> {
    /// All servers of the API. If this list is empty, the builder accepts every server name.
    const SERVERS: &'static [&'static Server];
}

/// A `Core` works with any server.
impl ApiClient for Core {
    const SERVERS: &'static [&'static Server] = &[];
}

/// Fails if no server has this name. The error lists the existing names.
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
