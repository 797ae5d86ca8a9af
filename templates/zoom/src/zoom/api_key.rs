//! The key pair of API v1.
//!
//! In: an account's API key and API secret. Out: the three form fields that every v1 call carries. They never reach a URL.

use crate::runtime::{Authorize, BoxFuture, Place, Request, Result, Scheme, SchemeKind, Secret};

/// The API key pair of an account, for API v1.
///
/// The pair names the account: the primary account's own pair manages sub accounts, a sub account's pair acts inside that
/// sub account. Each call carries it in its form as `api_key` and `api_secret`, with `data_type=JSON`.
///
/// `Debug` shows neither.
#[derive(Clone, Debug)]
pub struct ApiKey {
    key: Secret,
    secret: Secret,
}

impl ApiKey {
    /// Takes the pair as Zoom's developer portal shows it.
    #[must_use]
    pub fn new(key: impl Into<Secret>, secret: impl Into<Secret>) -> Self {
        Self { key: key.into(), secret: secret.into() }
    }
}

impl Authorize for ApiKey {
    fn serves(&self, scheme: &Scheme) -> bool {
        matches!(scheme.kind, SchemeKind::ApiKey { place: Place::Form, name: "api_key" | "api_secret" })
    }

    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        _schemes: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>> {
        request.set_form("api_key", &self.key);
        request.set_form("api_secret", &self.secret);
        request.set_form("data_type", "JSON");
        Box::pin(std::future::ready(Ok(())))
    }
}
