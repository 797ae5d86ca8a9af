//! Credentials from the environment of the process, for those who ask for it.
//!
//! In: variables of fixed names. Out: authorizers. It is the one place that reads the environment, and nothing calls it by itself.

use crate::runtime::{Error, ErrorKind, Result};

#[cfg(feature = "oauth")]
use super::authorization_code::AuthorizationCode;
use super::server_to_server::ServerToServer;

impl ServerToServer {
    /// Reads `ZOOM_ACCOUNT_ID`, `ZOOM_CLIENT_ID` and `ZOOM_CLIENT_SECRET`.
    ///
    /// Variables that are missing or empty are named in an error of the kind [`ErrorKind::Config`].
    pub fn from_env() -> Result<Self> {
        let [account_id, client_id, client_secret] =
            variables(["ZOOM_ACCOUNT_ID", "ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET"])?;
        Ok(Self::new(account_id, client_id, client_secret))
    }
}

#[cfg(feature = "oauth")]
impl AuthorizationCode {
    /// Reads `ZOOM_CLIENT_ID` and `ZOOM_CLIENT_SECRET`; `redirect_url` is where Zoom sends the user back to.
    ///
    /// Variables that are missing or empty are named in an error of the kind [`ErrorKind::Config`].
    pub fn from_env(redirect_url: impl Into<String>) -> Result<Self> {
        let [client_id, client_secret] = variables(["ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET"])?;
        Ok(Self::new(client_id, client_secret, redirect_url))
    }
}

/// The values of these variables, all of which must be there.
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
        "environment lacks {}, or what it holds is no text",
        missing.join(" and ")
    );
    Err(Error::new(ErrorKind::Config, message))
}
