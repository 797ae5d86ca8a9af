//! Credentials from environment variables.
//!
//! Only this module reads environment variables. It does so only when the program calls a `from_env` function.

use crate::runtime::{Error, ErrorKind, Result};

#[cfg(feature = "oauth")]
use super::authorization_code::AuthorizationCode;
use super::server_to_server::ServerToServer;

impl ServerToServer {
    /// Reads the credentials from `ZOOM_ACCOUNT_ID`, `ZOOM_CLIENT_ID` and `ZOOM_CLIENT_SECRET`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] with the names of the variables that are missing, empty or not UTF-8.
    pub fn from_env() -> Result<Self> {
        let [account_id, client_id, client_secret] =
            variables(["ZOOM_ACCOUNT_ID", "ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET"])?;
        Ok(Self::new(account_id, client_id, client_secret))
    }
}

#[cfg(feature = "oauth")]
impl AuthorizationCode {
    /// Reads the credentials from `ZOOM_CLIENT_ID` and `ZOOM_CLIENT_SECRET`. Zoom redirects the user to `redirect_url`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] with the names of the variables that are missing, empty or not UTF-8.
    pub fn from_env(redirect_url: impl Into<String>) -> Result<Self> {
        let [client_id, client_secret] = variables(["ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET"])?;
        Ok(Self::new(client_id, client_secret, redirect_url))
    }
}

/// Returns the values of environment variables. The error names all missing variables.
fn variables<const N: usize>(names: [&str; N]) -> Result<[String; N]> {
    let values = names.map(|name| std::env::var(name).unwrap_or_default());
    let missing: Vec<String> = (names.iter().zip(&values))
        .filter(|(_, value)| value.is_empty())
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    if missing.is_empty() {
        return Ok(values);
    }
    let message = format!(
        "missing, empty or non-UTF-8 environment variable: {}",
        missing.join(", ")
    );
    Err(Error::new(ErrorKind::Config, message))
}
