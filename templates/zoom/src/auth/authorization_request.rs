//! The data of one authorization request, while the user decides.
//!
//! When Zoom redirects the user back, `state` identifies the request that the redirect belongs to. The code verifier
//! proves that the same app starts and completes the request (PKCE, RFC 7636). The user's browser sees only the digest
//! of the verifier, not the verifier itself.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::runtime::{Error, ErrorKind, Result, Secret};

/// A request to authorize the app. Keep it until Zoom redirects the user back to the app, for example in the session of
/// the user.
///
/// `Debug` output does not contain the code verifier.
#[derive(Clone, Debug)]
pub struct AuthorizationRequest {
    state: String,
    verifier: Secret,
}

impl AuthorizationRequest {
    /// Creates a request with a random state and a random code verifier.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Other`] if the system has no source of random bytes.
    pub fn new() -> Result<Self> {
        Ok(Self {
            state: URL_SAFE_NO_PAD.encode(random::<16>()?),
            verifier: Secret::new(URL_SAFE_NO_PAD.encode(random::<32>()?)),
        })
    }

    /// Creates a request from a saved state and a saved code verifier.
    #[must_use]
    pub fn from_parts(state: impl Into<String>, verifier: impl Into<Secret>) -> Self {
        Self {
            state: state.into(),
            verifier: verifier.into(),
        }
    }

    /// Returns the state: 22 characters. It is in the authorization URL, and Zoom returns it together with the code.
    #[must_use]
    pub fn state(&self) -> &str {
        &self.state
    }

    /// Returns the code verifier: 43 characters. Only the token endpoint may receive it.
    #[must_use]
    pub fn verifier(&self) -> &Secret {
        &self.verifier
    }

    /// Returns the code challenge, which is the digest of the verifier (method `S256`).
    pub(super) fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier.expose()))
    }

    /// Returns whether the state of a redirect equals the state of this request.
    pub(super) fn matches_state(&self, state: &str) -> bool {
        !state.is_empty() && state == self.state
    }
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    match getrandom::fill(&mut bytes) {
        Ok(()) => Ok(bytes),
        Err(error) => {
            Err(Error::new(ErrorKind::Other, "system has no random bytes").with_source(error))
        }
    }
}
