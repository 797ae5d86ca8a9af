//! The state of one authorization request while the user decides.
//!
//! `state` links the redirect to the request. The code verifier proves to the token endpoint that the same app started
//! the request (PKCE, RFC 7636). The user's browser may receive the digest of the verifier, but not the verifier
//! itself.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::runtime::{Error, ErrorKind, Result, Secret};

/// An authorization request. Keep the request until Zoom redirects the user back to the app, for example in the user's
/// session.
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

    /// Creates a request from the saved state and code verifier.
    #[must_use]
    pub fn from_parts(state: impl Into<String>, verifier: impl Into<Secret>) -> Self {
        Self {
            state: state.into(),
            verifier: verifier.into(),
        }
    }

    /// Returns the state: 22 characters in the authorization URL, which Zoom returns with the code.
    #[must_use]
    pub fn state(&self) -> &str {
        &self.state
    }

    /// Returns the code verifier: 43 characters that only the token endpoint may receive.
    #[must_use]
    pub fn verifier(&self) -> &Secret {
        &self.verifier
    }

    /// Returns the code challenge: the digest of the verifier with the method `S256`.
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
