//! What an app keeps while a user decides whether to authorize it.
//!
//! In: random bytes. Out: a state, by which the answer is known to belong to the question, and a verifier, by which the token
//! endpoint knows who asked (PKCE, RFC 7636). The verifier must not reach the user's browser: only its digest does.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::runtime::{Error, ErrorKind, Result, Secret};

/// One question to a user, to be kept until the answer comes: in the user's session, for an app on a server.
///
/// `Debug` does not show the verifier.
#[derive(Clone, Debug)]
pub struct AuthorizationRequest {
    state: String,
    verifier: Secret,
}

impl AuthorizationRequest {
    /// A new question, of bytes that the system makes at random.
    ///
    /// It fails with [`ErrorKind::Other`] where the system has none.
    pub fn new() -> Result<Self> {
        Ok(Self {
            state: URL_SAFE_NO_PAD.encode(random::<16>()?),
            verifier: Secret::new(URL_SAFE_NO_PAD.encode(random::<32>()?)),
        })
    }

    /// A question that was kept.
    #[must_use]
    pub fn from_parts(state: impl Into<String>, verifier: impl Into<Secret>) -> Self {
        Self {
            state: state.into(),
            verifier: verifier.into(),
        }
    }

    /// The state: 22 characters that stand in the URL, and come back with the code.
    #[must_use]
    pub fn state(&self) -> &str {
        &self.state
    }

    /// The verifier: 43 characters that only the token endpoint may see.
    #[must_use]
    pub fn verifier(&self) -> &Secret {
        &self.verifier
    }

    /// The digest of the verifier, by the method `S256`.
    pub(super) fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier.expose()))
    }

    /// Whether a state that came back is this one.
    pub(super) fn is_answered_by(&self, state: &str) -> bool {
        !state.is_empty() && state == self.state
    }
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    match getrandom::fill(&mut bytes) {
        Ok(()) => Ok(bytes),
        Err(error) => {
            Err(Error::new(ErrorKind::Other, "system gives no random bytes").with_source(error))
        }
    }
}
