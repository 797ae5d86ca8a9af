//! An authorizer for API keys.
//!
//! The security scheme defines where the key is sent, for example in the header `X-Api-Key`.

use crate::runtime::auth::Authorize;
use crate::runtime::error::{Error, Result};
use crate::runtime::http::request::Request;
use crate::runtime::http::transport::BoxFuture;
use crate::runtime::json::secret::Secret;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::operation::scheme::{ParamLocation, Scheme, SchemeKind};

/// An authorizer that sends an API key for one named security scheme.
#[derive(Clone, Debug)]
pub struct ApiKey {
    scheme: String,
    key: Secret,
}

impl ApiKey {
    /// Creates an authorizer from the name of a security scheme and the key. The scheme defines the parameter that
    /// contains the key.
    #[must_use]
    pub fn new(scheme: impl Into<String>, key: impl Into<Secret>) -> Self {
        Self {
            scheme: scheme.into(),
            key: key.into(),
        }
    }
}

impl Authorize for ApiKey {
    fn supports(&self, scheme: &Scheme) -> bool {
        scheme.name == self.scheme && matches!(scheme.kind, SchemeKind::ApiKey { .. })
    }

    fn check(&self) -> Result<()> {
        if self.key.expose().trim().is_empty() {
            let message = format!("api key for the scheme `{}` is empty", self.scheme);
            return Err(Error::new(ErrorKind::Config, message));
        }
        Ok(())
    }

    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        schemes: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>> {
        for scheme in schemes {
            if let SchemeKind::ApiKey { location, name } = scheme.kind {
                match location {
                    ParamLocation::Query => request.set_query(name, &self.key),
                    ParamLocation::Header => request.set_header(name, &self.key),
                    ParamLocation::Cookie => request.cookie(name, &self.key),
                    ParamLocation::Form => request.set_form(name, &self.key),
                }
            }
        }
        Box::pin(std::future::ready(Ok(())))
    }
}
