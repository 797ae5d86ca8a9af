//! What a request to an OAuth endpoint contains, and the failures of these endpoints.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::{App, Tokens};
use crate::fake::exchange::{Reply, Request};

/// A failure of an OAuth endpoint. Its body has another format than the failures of the API.
#[derive(Clone, Copy, Debug)]
pub(super) struct Denial {
    /// The error of RFC 6749, such as `invalid_grant`.
    error: &'static str,
    reason: &'static str,
}

impl Denial {
    pub(super) const fn new(error: &'static str, reason: &'static str) -> Self {
        Self { error, reason }
    }

    pub(super) fn into_reply(self) -> Reply {
        Reply::json(400, json!({"reason": self.reason, "error": self.error}))
    }
}

/// The parameters of a request, which Zoom accepts in the query and in a form.
#[derive(Debug)]
pub(super) struct Params(Vec<(String, String)>);

impl Params {
    pub(super) fn of(request: &Request) -> Self {
        let mut pairs = request.query.clone();
        pairs.extend(request.form());
        Self(pairs)
    }

    /// Returns whether a parameter is sent twice, which RFC 6749 forbids.
    pub(super) fn has_duplicate(&self) -> bool {
        let mut names = BTreeSet::new();
        !self.0.iter().all(|(name, _)| names.insert(name))
    }

    /// Returns the value of a parameter. An empty value counts as missing.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut pairs = self.0.iter();
        let (_, value) = pairs.find(|(key, value)| key == name && !value.is_empty())?;
        Some(value)
    }
}

/// The app that sent a request.
#[derive(Debug)]
pub(super) struct Sender {
    pub(super) app: App,
    /// Whether the app sent its secret. An app that cannot keep a secret sends only its client id.
    pub(super) proved: bool,
}

const INVALID_CLIENT: Denial = Denial::new("invalid_client", "Invalid client_id or client_secret");

/// Returns the app that sent a request.
pub(super) fn sender(
    tokens: &Tokens,
    request: &Request,
    params: &Params,
) -> Result<Sender, Denial> {
    let (id, secret) = if let Some(header) = request.header("authorization") {
        let (id, secret) = basic(header).ok_or(INVALID_CLIENT)?;
        (id, Some(secret))
    } else {
        let id = params.get("client_id").ok_or(INVALID_CLIENT)?;
        (id.to_owned(), None)
    };
    let mut apps = tokens.apps.iter();
    let app = apps.find(|app| app.client_id == id);
    let app = app.filter(|app| {
        secret
            .as_ref()
            .is_none_or(|secret| app.client_secret == *secret)
    });
    Ok(Sender {
        app: app.cloned().ok_or(INVALID_CLIENT)?,
        proved: secret.is_some(),
    })
}

/// Decodes the value of an `authorization` header with the scheme `Basic`.
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

impl Sender {
    /// Fails if the app did not send its secret.
    pub(super) fn require_secret(&self) -> Result<(), Denial> {
        if self.proved {
            Ok(())
        } else {
            Err(INVALID_CLIENT)
        }
    }
}
