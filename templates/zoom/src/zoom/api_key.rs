//! The key pair of API v1.
//!
//! In: an account's API key and API secret. Out: the three form fields that every v1 call carries. They must not reach a URL,
//! a header, `Debug` or an error.

use crate::runtime::{
    Authorize, BoxFuture, Error, ErrorKind, ParamLocation, Request, Result, Scheme, SchemeKind,
    Secret,
};

/// The API key pair of an account, for API v1.
///
/// The pair names the account: the primary account's own pair manages sub accounts, a sub account's pair acts inside that
/// sub account. Each call carries it in its form as `api_key` and `api_secret`, with `data_type=JSON`, since the client
/// reads JSON alone.
///
/// `Debug` shows neither. A call fails with [`ErrorKind::Auth`], and nothing is sent, if one of the two is empty.
#[derive(Clone, Debug)]
pub struct ApiKey {
    key: Secret,
    secret: Secret,
}

impl ApiKey {
    /// Takes the pair as Zoom's developer portal shows it.
    #[must_use]
    pub fn new(key: impl Into<Secret>, secret: impl Into<Secret>) -> Self {
        Self {
            key: key.into(),
            secret: secret.into(),
        }
    }

    /// Adds the pair to a form. It takes the place of fields of the same names, so that none is there twice.
    fn add_to(&self, request: &mut Request) -> Result<()> {
        for (value, what) in [(&self.key, "api key"), (&self.secret, "api secret")] {
            // The server would tell it as a pair that does not match, which leads to look in the wrong place.
            if value.expose().is_empty() {
                return Err(Error::new(ErrorKind::Auth, format!("{what} is empty")));
            }
        }
        request.set_form("api_key", &self.key);
        request.set_form("api_secret", &self.secret);
        request.set_form("data_type", "JSON");
        Ok(())
    }
}

impl Authorize for ApiKey {
    fn supports(&self, scheme: &Scheme) -> bool {
        matches!(
            scheme.kind,
            SchemeKind::ApiKey {
                location: ParamLocation::Form,
                name: "api_key" | "api_secret"
            }
        )
    }

    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        _schemes: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(std::future::ready(self.add_to(request)))
    }
}
