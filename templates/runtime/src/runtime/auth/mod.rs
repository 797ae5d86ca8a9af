//! Authorization: adding credentials to requests.
//!
//! The security requirements of an operation and the authorizers of the call and the client determine the credentials.
//! This module must not depend on a particular service. For its own kind of credentials, a service implements
//! [`Authorize`].

pub(crate) mod api_key;
pub(crate) mod basic;
pub(crate) mod bearer;
pub(crate) mod select;

use std::fmt;
use std::sync::Arc;

use crate::runtime::error::{Error, Result};
use crate::runtime::http::request::Request;
use crate::runtime::http::transport::BoxFuture;
use crate::runtime::operation::scheme::Scheme;

/// Adds credentials to requests.
pub trait Authorize: Send + Sync + fmt::Debug + 'static {
    /// Returns whether this authorizer has credentials for the scheme.
    fn supports(&self, scheme: &Scheme) -> bool;

    /// Checks the credentials without sending anything. For example, an empty password is an error. Default: `Ok`.
    ///
    /// If this method fails, [`ClientBuilder::build`](crate::runtime::ClientBuilder::build) fails with the same error.
    /// A call with these credentials ([`Call::auth`](crate::runtime::Call::auth)) fails too. Write the name of the
    /// invalid credential into the error.
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// Adds the credentials for `schemes`. The authorizer supports all of these schemes.
    ///
    /// The client calls this method before each attempt of a call, including retries. The time of this method counts
    /// towards the timeout of the call. The client may drop the future at any point.
    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        schemes: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>>;

    /// Handles a response in which the server rejects the credentials. If this method returns `true`, the client sends
    /// the request once more, for example with a renewed token. Default: `false`.
    ///
    /// Several concurrent calls can fail because of the same expired token. Renew the token only once: compare
    /// [`Rejection::credentials_version`] with the version of the current token. If the versions differ, another call
    /// has already renewed the token, so return `true` and keep the current token.
    fn handle_rejection(&self, rejection: &Rejection<'_>) -> bool {
        let _ = rejection;
        false
    }
}

/// The rejection of credentials by a server.
#[derive(Clone, Copy, Debug)]
pub struct Rejection<'a> {
    error: &'a Error,
    version: Option<u64>,
}

impl<'a> Rejection<'a> {
    /// Creates a rejection from the error of the server and the version of the rejected credentials.
    #[must_use]
    pub fn new(error: &'a Error, version: Option<u64>) -> Self {
        Self { error, version }
    }

    /// Returns the error that the server reported.
    #[must_use]
    pub fn error(&self) -> &'a Error {
        self.error
    }

    /// Returns the version of the rejected credentials. `None` if the authorizer did not set a version with
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

    fn check(&self) -> Result<()> {
        (**self).check()
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
