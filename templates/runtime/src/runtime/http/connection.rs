//! Settings of connections: proxies, certificates, and limits of the connection pool.
//!
//! The builder of a client collects these settings for the default transport. This module does not depend on an HTTP
//! library.

use std::time::Duration;

use crate::runtime::error::{Error, Result};
use crate::runtime::json::secret::Secret;
use crate::runtime::operation::error_kind::ErrorKind;

/// The settings of connections. `None` and empty lists mean the default.
#[derive(Clone, Default)]
pub(crate) struct ConnectionOptions {
    pub(crate) connect_timeout: Option<Duration>,
    /// The URL of the proxy, which may contain a user name and a password.
    pub(crate) proxy: Option<Secret>,
    /// Whether to use the proxies in the environment variables and settings of the system.
    pub(crate) is_system_proxy_used: bool,
    /// The certificates of additional authorities, each as PEM or DER.
    pub(crate) root_certificates: Vec<Vec<u8>>,
    /// The certificate of the client and its private key, as PEM.
    pub(crate) client_certificate: Option<Secret>,
    pub(crate) max_idle_connections: Option<usize>,
    pub(crate) idle_connection_timeout: Option<Duration>,
}

impl ConnectionOptions {
    /// Fails if an option is set. The caller has set its own transport, which would ignore the option.
    pub(crate) fn check_unset(&self) -> Result<()> {
        let names: Vec<&str> = [
            (self.connect_timeout.is_some(), "`connect_timeout`"),
            (self.proxy.is_some(), "`proxy`"),
            (self.is_system_proxy_used, "`system_proxy`"),
            (!self.root_certificates.is_empty(), "`root_certificate`"),
            (self.client_certificate.is_some(), "`client_certificate`"),
            (
                self.max_idle_connections.is_some(),
                "`max_idle_connections`",
            ),
            (
                self.idle_connection_timeout.is_some(),
                "`idle_connection_timeout`",
            ),
        ]
        .into_iter()
        .filter_map(|(is_set, name)| is_set.then_some(name))
        .collect();
        if names.is_empty() {
            return Ok(());
        }
        let message = format!(
            "the client has its own transport, which would ignore {}; configure the transport instead",
            names.join(", ")
        );
        Err(Error::new(ErrorKind::Config, message))
    }
}
