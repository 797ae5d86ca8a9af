//! Authorization: who may add which credentials to a request.
//!
//! In: the ways in which an operation can be authorized, and the authorizers of the client or of the call. Out: which of them act
//! for which schemes. It must not know a service's own ways: those implement [`Authorize`] elsewhere.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use http::header::AUTHORIZATION;

use crate::runtime::error::{Error, ErrorKind, Result};
use crate::runtime::operation::{Operation, ParamLocation, Scheme, SchemeKind};
use crate::runtime::request::Request;
use crate::runtime::secret::Secret;
use crate::runtime::transport::BoxFuture;

/// Adds credentials to requests.
pub trait Authorize: Send + Sync + fmt::Debug + 'static {
    /// Whether this has credentials for the scheme.
    fn supports(&self, scheme: &Scheme) -> bool;

    /// Adds the credentials for these schemes, all of which this serves. It is called once for each try of a request, within the
    /// time that the call may take, and its future may be dropped at any point.
    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        schemes: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>>;

    /// Told that the server refused the credentials; `true` says that one more try is worth it, as with a token that can be
    /// renewed.
    ///
    /// Calls run side by side, and several may be refused for one token: [`Rejection::credentials_version`] tells which one it was, so that
    /// one that was renewed in the meantime is not given up.
    fn handle_rejection(&self, rejection: &Rejection<'_>) -> bool {
        let _ = rejection;
        false
    }
}

/// What is known of credentials that a server refused.
#[derive(Clone, Copy, Debug)]
pub struct Rejection<'a> {
    error: &'a Error,
    version: Option<u64>,
}

impl<'a> Rejection<'a> {
    /// A refusal of the credentials of this version, for this reason.
    #[must_use]
    pub fn new(error: &'a Error, version: Option<u64>) -> Self {
        Self { error, version }
    }

    /// What the server says.
    #[must_use]
    pub fn error(&self) -> &'a Error {
        self.error
    }

    /// Which of its credentials this authorizer had put into the request: what it said by
    /// [`Request::set_credentials_version`].
    #[must_use]
    pub fn credentials_version(&self) -> Option<u64> {
        self.version
    }
}

impl<T: Authorize + ?Sized> Authorize for Arc<T> {
    fn supports(&self, scheme: &Scheme) -> bool {
        (**self).supports(scheme)
    }

    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        schemes: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>> {
        (**self).authorize(request, schemes)
    }

    fn handle_rejection(&self, rejection: &Rejection<'_>) -> bool {
        (**self).handle_rejection(rejection)
    }
}

/// A token that the caller has: for bearer, OAuth 2 and OpenID Connect schemes.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// `None` for a token that no header can carry.
    header: Option<HeaderValue>,
}

impl Bearer {
    /// Sends this token.
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

    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        _: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>> {
        request.set_authorization(self.header.clone());
        Box::pin(std::future::ready(Ok(())))
    }
}

/// The value of the `authorization` header for a token; `None` where the token holds characters that a header cannot.
pub(crate) fn bearer_header(token: &Secret) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(["Bearer ", token.expose()].concat()).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// A user name and a password.
#[derive(Clone, Debug)]
pub struct Basic {
    user: String,
    password: Secret,
}

impl Basic {
    /// Sends this user name, which holds no colon, and this password.
    #[must_use]
    pub fn new(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self {
            user: user.into(),
            password: password.into(),
        }
    }

    /// The value of the `authorization` header.
    pub fn header_value(&self) -> Result<HeaderValue> {
        if self.user.contains(':') {
            return Err(Error::new(
                ErrorKind::Config,
                "user name holds a colon, which basic authorization cannot send",
            ));
        }
        let pair = Secret::new(format!("{}:{}", self.user, self.password.expose()));
        let text = format!("Basic {}", STANDARD.encode(pair.expose()));
        let mut value = HeaderValue::try_from(text)
            .map_err(|_| Error::new(ErrorKind::Config, "user name cannot be sent"))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

impl Authorize for Basic {
    fn supports(&self, scheme: &Scheme) -> bool {
        scheme.kind == SchemeKind::Basic
    }

    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        _: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>> {
        let done = self
            .header_value()
            .map(|value| request.insert_header(AUTHORIZATION, value));
        Box::pin(std::future::ready(done))
    }
}

/// A key, for the scheme of one name.
#[derive(Clone, Debug)]
pub struct ApiKey {
    scheme: String,
    key: Secret,
}

impl ApiKey {
    /// Sends this key where the scheme of this name wants it.
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

/// An authorizer and the schemes that it is to act for.
pub(crate) type Duty = (Arc<dyn Authorize>, Cow<'static, [&'static Scheme]>);

/// Chooses who authorizes a request of this operation.
///
/// The first alternative that has all its schemes served wins; none at all is chosen only if no other can be. Credentials of the
/// call come before those of the client, and an alternative that leaves them unused is not taken.
pub(crate) fn select(
    operation: &'static Operation,
    own: Option<&Arc<dyn Authorize>>,
    client: &[Arc<dyn Authorize>],
) -> Result<Vec<Duty>> {
    if operation.security.is_empty() {
        return Ok(Vec::new());
    }
    let mut missing = Vec::new();
    for alternative in operation
        .security
        .iter()
        .filter(|schemes| !schemes.is_empty())
    {
        let own_serves =
            |own: &Arc<dyn Authorize>| alternative.iter().any(|scheme| own.supports(scheme));
        let lacks = match assign(alternative, own, client) {
            Ok(duties) if own.is_none_or(own_serves) => return Ok(duties),
            Ok(_) => continue,
            Err(lacks) => lacks,
        };
        missing.push(
            lacks
                .iter()
                .map(|scheme| format!("`{}`", scheme.name))
                .collect::<Vec<_>>()
                .join(" and "),
        );
    }
    if own.is_none() && operation.security.iter().any(|schemes| schemes.is_empty()) {
        return Ok(Vec::new());
    }
    let message = match missing.join(" or ") {
        missing if missing.is_empty() => {
            "credentials of the call are for no scheme that the operation takes".to_owned()
        }
        missing => format!("no credentials for {missing}"),
    };
    Err(Error::new(ErrorKind::Auth, message))
}

/// Finds an authorizer for each scheme, or those schemes that have none.
fn assign(
    schemes: &'static [&'static Scheme],
    own: Option<&Arc<dyn Authorize>>,
    client: &[Arc<dyn Authorize>],
) -> std::result::Result<Vec<Duty>, Vec<&'static Scheme>> {
    let mut duties: Vec<Duty> = Vec::new();
    let mut missing = Vec::new();
    for (index, scheme) in schemes.iter().enumerate() {
        let Some(authorizer) = own
            .into_iter()
            .chain(client)
            .find(|authorizer| authorizer.supports(scheme))
        else {
            missing.push(*scheme);
            continue;
        };
        let known = duties
            .iter_mut()
            .find(|(other, _)| Arc::ptr_eq(other, authorizer));
        if let Some((_, schemes)) = known {
            schemes.to_mut().push(scheme);
        } else {
            let own = schemes.get(index..=index).unwrap_or_default();
            duties.push((Arc::clone(authorizer), Cow::Borrowed(own)));
        }
    }
    if missing.is_empty() {
        Ok(duties)
    } else {
        Err(missing)
    }
}
