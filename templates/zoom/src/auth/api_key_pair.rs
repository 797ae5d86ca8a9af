//! The API key and API secret of API v1.
//!
//! Every v1 call sends both as form fields. They must not be in a URL, a header, `Debug` output or an error.

use crate::runtime::{
    Authorize, BoxFuture, ParamLocation, Request, Result, Scheme, SchemeKind, Secret,
};

use super::endpoint::check_not_empty;

/// The API key and API secret of an account, for API v1.
///
/// The pair determines the account on which calls act. With the pair of a primary account, you manage its sub accounts.
/// With the pair of a sub account, you act on this sub account only. Each call sends the form fields `api_key` and
/// `api_secret`. It also sends `data_type=JSON`, because the client reads only JSON.
///
/// `Debug` output contains neither the key nor the secret. If one of them is empty, `ClientBuilder::build` fails.
#[derive(Clone, Debug)]
pub struct ApiKeyPair {
    key: Secret,
    secret: Secret,
}

impl ApiKeyPair {
    /// Creates the pair from the API key and API secret that Zoom's developer portal shows.
    #[must_use]
    pub fn new(key: impl Into<Secret>, secret: impl Into<Secret>) -> Self {
        Self {
            key: key.into(),
            secret: secret.into(),
        }
    }

    /// Sets the form fields. Existing fields with these names are replaced.
    fn set_form_fields(&self, request: &mut Request) -> Result<()> {
        self.check()?;
        request.set_form("api_key", &self.key);
        request.set_form("api_secret", &self.secret);
        request.set_form("data_type", "JSON");
        Ok(())
    }
}

impl Authorize for ApiKeyPair {
    fn supports(&self, scheme: &Scheme) -> bool {
        matches!(
            scheme.kind,
            SchemeKind::ApiKey {
                location: ParamLocation::Form,
                name: "api_key" | "api_secret"
            }
        )
    }

    fn check(&self) -> Result<()> {
        // For an empty value, Zoom would report that key and secret do not match, which hides the cause.
        check_not_empty("api key", self.key.expose())?;
        check_not_empty("api secret", self.secret.expose())
    }

    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        _schemes: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(std::future::ready(self.set_form_fields(request)))
    }
}
