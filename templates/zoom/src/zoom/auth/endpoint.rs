//! The token endpoint.
//!
//! In: the fields of a grant. Out: a token, or why there is none. Client id and secret go in the `authorization` header, all else
//! in the body: nothing may stand in the URL.

use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, Request};

use crate::runtime::{BaseUrl, Basic, Body, Bytes, ErrorKind, ResponseHead, Secret, Transport};

use super::denied::Denied;
use super::token::Token;

/// Zoom's own, for all regions but the government's.
pub(super) const ZOOM: &str = "https://zoom.us";
/// How long one request may take, unless the caller says otherwise.
pub(super) const TIMEOUT: Duration = Duration::from_secs(10);
/// The longest answer that is read.
const MAX_ANSWER: usize = 256 * 1024;

/// The fields of a request, none of which is shown.
pub(super) type Form = Vec<(&'static str, Secret)>;

/// Where an app asks for tokens, and as whom.
#[derive(Clone, Debug)]
pub(super) struct Endpoint {
    /// What `/oauth/token` is put behind.
    pub(super) base: String,
    pub(super) client_id: String,
    /// An app that cannot keep a secret has none.
    pub(super) client_secret: Option<Secret>,
    /// Of one request.
    pub(super) timeout: Duration,
}

impl Endpoint {
    pub(super) fn new(client_id: String, client_secret: Option<Secret>) -> Self {
        Self {
            base: ZOOM.to_owned(),
            client_id,
            client_secret,
            timeout: TIMEOUT,
        }
    }

    /// Asks for a token, whose owner is named so.
    pub(super) async fn ask(
        &self,
        transport: &Arc<dyn Transport>,
        form: Form,
        owner: &str,
    ) -> Result<Token, Denied> {
        let base = BaseUrl::parse(&self.base, false).map_err(|error| Denied::setup(&error))?;
        let url = format!("{}/oauth/token", base.as_str());
        let grant = (form.iter().find(|(name, _)| *name == "grant_type"))
            .map(|(_, value)| value.expose().to_owned())
            .unwrap_or_default();
        let request = self.request(&url, form)?;
        let exchange = async {
            let (parts, body) = transport.send(request, None).await?.into_parts();
            let body = body.collect(MAX_ANSWER).await?;
            Ok((ResponseHead::new(parts.status, parts.headers), body))
        };
        let (head, body): (ResponseHead, Bytes) =
            match tokio::time::timeout(self.timeout, exchange).await {
                Ok(Ok(answer)) => answer,
                Ok(Err(error)) => return Err(Denied::unanswered(&url, error)),
                Err(_) => return Err(Denied::late(&url, self.timeout)),
            };
        let token = (head.status().is_success())
            .then(|| Token::read(&body, owner))
            .flatten();
        token.ok_or_else(|| Denied::answered(&url, &grant, head, body))
    }

    fn request(&self, url: &str, mut form: Form) -> Result<Request<Body>, Denied> {
        if self.client_id.is_empty() {
            return Err(Denied::new(ErrorKind::Auth, "client id is empty"));
        }
        let authorization = match &self.client_secret {
            Some(secret) if secret.expose().is_empty() => {
                return Err(Denied::new(ErrorKind::Auth, "client secret is empty"));
            }
            Some(secret) => {
                let pair = Basic::new(self.client_id.as_str(), secret);
                Some(pair.header_value().map_err(|error| Denied::setup(&error))?)
            }
            None => {
                form.push(("client_id", Secret::new(self.client_id.as_str())));
                None
            }
        };
        let mut body = form_urlencoded::Serializer::new(String::new());
        for (name, value) in &form {
            body.append_pair(name, value.expose());
        }
        let mut request = Request::new(Body::from(body.finish()));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = (url.parse())
            .map_err(|_| Denied::new(ErrorKind::Config, "token endpoint has no valid url"))?;
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
