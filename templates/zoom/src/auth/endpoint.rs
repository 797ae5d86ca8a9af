//! The OAuth token endpoint.
//!
//! The client id and secret are in the `authorization` header, and all other values are in the body. The URL contains
//! none of them.

use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, Request};

use crate::runtime::{
    BaseUrl, Basic, Body, Bytes, Error, ErrorKind, ResponseHead, Result, Secret, Transport,
};

use super::cloud::Cloud;
use super::token::Token;
use super::token_error::TokenError;

pub(super) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);
/// The size limit of a response body.
const MAX_RESPONSE: usize = 256 * 1024;

/// The form fields of a token request. All values are secret.
pub(super) type Form = Vec<(&'static str, Secret)>;

/// The token endpoint, with the credentials of the app.
#[derive(Clone, Debug)]
pub(super) struct Endpoint {
    pub(super) cloud: Cloud,
    /// The base URL that the program sets in place of the one of the cloud.
    pub(super) own_base: Option<String>,
    pub(super) client_id: String,
    /// The client secret; `None` for a public client.
    pub(super) client_secret: Option<Secret>,
    /// The timeout of one request.
    pub(super) timeout: Duration,
}

impl Endpoint {
    pub(super) fn new(client_id: String, client_secret: Option<Secret>) -> Self {
        Self {
            cloud: Cloud::default(),
            own_base: None,
            client_id,
            client_secret,
            timeout: DEFAULT_TIMEOUT,
        }
    }

    /// Returns the base URL, to which `/oauth/token` is appended.
    pub(super) fn base(&self) -> &str {
        self.own_base.as_deref().unwrap_or(self.cloud.oauth_url())
    }

    /// Checks the URL, the client id and the client secret.
    pub(super) fn check(&self) -> Result<()> {
        let base = BaseUrl::parse(self.base(), false)
            .map_err(|error| error.with_context("url of the token endpoint"))?;
        // The client would send tokens of one cloud to the API of another cloud.
        if let Some(cloud) = Cloud::of_host(base.host()).filter(|cloud| *cloud != self.cloud) {
            let message = format!(
                "url of the token endpoint belongs to another cloud; also call `cloud(Cloud::{cloud:?})`"
            );
            return Err(Error::new(ErrorKind::Config, message));
        }
        check_not_empty("client id", &self.client_id)?;
        if let Some(secret) = &self.client_secret {
            check_not_empty("client secret", secret.expose())?;
            Basic::new(self.client_id.as_str(), secret).header_value()?;
        }
        Ok(())
    }

    /// Requests a token. `owner` identifies the credentials of the request, and is stored in the token.
    pub(super) async fn request_token(
        &self,
        transport: &Arc<dyn Transport>,
        form: Form,
        owner: &str,
    ) -> Result<Token, TokenError> {
        self.check().map_err(|error| TokenError::config(&error))?;
        let base =
            BaseUrl::parse(self.base(), false).map_err(|error| TokenError::config(&error))?;
        let url = format!("{}/oauth/token", base.as_str());
        let grant = (form.iter().find(|(name, _)| *name == "grant_type"))
            .map(|(_, value)| value.expose().to_owned())
            .unwrap_or_default();
        let request = self.build_request(&url, form)?;
        let exchange = async {
            let (parts, body) = transport.send(request, None).await?.into_parts();
            let body = body.collect(MAX_RESPONSE).await?;
            Ok((ResponseHead::new(parts.status, parts.headers), body))
        };
        let (head, body): (ResponseHead, Bytes) =
            match tokio::time::timeout(self.timeout, exchange).await {
                Ok(Ok(response)) => response,
                Ok(Err(error)) => return Err(TokenError::transport(&url, error)),
                Err(_) => return Err(TokenError::timeout(&url, self.timeout)),
            };
        let token = (head.status().is_success())
            .then(|| Token::from_response(&body, owner))
            .flatten();
        token.ok_or_else(|| TokenError::response(&url, &grant, head, body))
    }

    fn build_request(&self, url: &str, mut form: Form) -> Result<Request<Body>, TokenError> {
        let authorization = if let Some(secret) = &self.client_secret {
            let basic = Basic::new(self.client_id.as_str(), secret);
            let header = basic.header_value();
            Some(header.map_err(|error| TokenError::config(&error))?)
        } else {
            form.push(("client_id", Secret::new(self.client_id.as_str())));
            None
        };
        let mut body = form_urlencoded::Serializer::new(String::new());
        for (name, value) in &form {
            body.append_pair(name, value.expose());
        }
        let mut request = Request::new(Body::from(body.finish()));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = (url.parse())
            .map_err(|_| TokenError::new(ErrorKind::Config, "invalid url of the token endpoint"))?;
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        headers.extend(authorization.map(|value| (AUTHORIZATION, value)));
        Ok(request)
    }
}

/// Fails if a credential is empty. The error contains only the name of the credential.
pub(super) fn check_not_empty(name: &str, value: &str) -> Result<()> {
    if value.trim().is_empty() {
        return Err(Error::new(ErrorKind::Config, format!("{name} is empty")));
    }
    Ok(())
}
