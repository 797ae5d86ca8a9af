//! An authorizer for bearer tokens. It never renews its token.

use http::HeaderValue;

use crate::runtime::auth::Authorize;
use crate::runtime::error::{Error, Result};
use crate::runtime::http::header::bearer_header;
use crate::runtime::http::request::Request;
use crate::runtime::http::transport::BoxFuture;
use crate::runtime::json::secret::Secret;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::operation::scheme::{Scheme, SchemeKind};

/// An authorizer that sends a fixed bearer token, for bearer, OAuth 2 and OpenID Connect schemes.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// The value of the header; `None` if a header cannot contain the token.
    header: Option<HeaderValue>,
}

impl Bearer {
    /// Creates an authorizer from a token.
    #[must_use]
    pub fn new(token: impl Into<Secret>) -> Self {
        Self {
            header: bearer_header(&token.into()),
        }
    }
}

impl Authorize for Bearer {
    fn supports(&self, scheme: &Scheme) -> bool {
        matches!(
            scheme.kind,
            SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect
        )
    }

    fn check(&self) -> Result<()> {
        let problem = match &self.header {
            None => "contains characters that a header cannot",
            Some(header) if header.as_bytes().trim_ascii() == b"Bearer" => "is empty",
            Some(_) => return Ok(()),
        };
        let message = format!("bearer token {problem}");
        Err(Error::new(ErrorKind::Config, message))
    }

    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        _: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>> {
        request.set_authorization(self.header.clone());
        Box::pin(std::future::ready(Ok(())))
    }
}
