//! Calls: what the methods of a client return, and what awaiting them sends.
//!
//! In: a request and a decoder of its response. Out: a [`Call`], with options for this one call. It must not do work
//! that does not depend on the type of the value: `execute` does, and is compiled once.

pub(crate) mod client_builder;
pub(crate) mod core;
pub(crate) mod decoder;
pub(crate) mod execute;
pub(crate) mod page_options;
pub(crate) mod pager;
pub(crate) mod pages;
pub(crate) mod parts;
pub(crate) mod rate_limit;
pub(crate) mod request_builder;
pub(crate) mod retry;
pub(crate) mod scope;
pub(crate) mod trace;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::ACCEPT;

use crate::runtime::auth::Authorize;
use crate::runtime::call::decoder::Decoder;
use crate::runtime::call::execute::execute;
use crate::runtime::call::parts::CallParts;
use crate::runtime::call::retry::RetryPolicy;
use crate::runtime::error::Result;
use crate::runtime::http::params::Params;
use crate::runtime::http::response::{RawResponse, Response};
use crate::runtime::http::transport::BoxFuture;
use crate::runtime::http::url::BaseUrl;
use crate::runtime::operation::Operation;
use crate::runtime::param::Param;

/// A call of an operation. Await it to send the request and to decode the response.
///
/// ```ignore
/// let user = client.users().get("1").timeout(Duration::from_secs(5)).await?;
/// ```
///
/// `P` is the type of the optional parameters of the operation, `()` if it has none. A call owns everything it needs,
/// so that it can be spawned as a task. Dropping its future cancels the call, although the server may already have
/// received the request.
///
/// Calls require a Tokio runtime with time enabled. Without one, they fail with
/// [`ErrorKind::Config`](crate::runtime::ErrorKind::Config).
///
/// # Errors
///
/// Awaiting a call fails with an [`Error`](crate::runtime::Error), whose [`kind`](crate::runtime::Error::kind) is its
/// category.
#[must_use = "a call is sent only when it is awaited"]
pub struct Call<T, P = ()> {
    /// Boxed: it is large, and each option of a call moves it.
    pub(crate) parts: Box<CallParts>,
    pub(crate) decoder: Decoder<T>,
    params: PhantomData<fn(P)>,
}

impl<T, P> Call<T, P> {
    pub(crate) fn new(parts: Box<CallParts>, decoder: Decoder<T>) -> Self {
        Self {
            parts,
            decoder,
            params: PhantomData,
        }
    }

    /// The operation of the call.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.parts.request.operation()
    }

    /// Limits the total time of this call, including authentication, rate-limit waits and retries. It replaces the
    /// timeout of the client.
    ///
    /// For a list, it limits the time of each page. For a response that is a stream, it limits the time until the
    /// stream starts, and then the time of each chunk.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.parts.timeout = Some(timeout);
        self
    }

    /// Sets the retry policy of this call. It replaces the policy of the client.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.parts.retry = Some(policy);
        self
    }

    /// Declares this call idempotent, although its operation is not in general. It is then retried like an idempotent
    /// operation ([`RetryPolicy`]), also if its response was lost.
    pub fn idempotent(mut self) -> Self {
        self.parts.is_idempotent = true;
        self
    }

    /// Sets a header. It replaces headers with the same name.
    pub fn header(mut self, name: &str, value: impl Param) -> Self {
        self.parts.request.set_header(name, &value);
        self
    }

    /// Adds a query parameter that the operation does not define.
    pub fn query(mut self, name: &str, value: impl Param) -> Self {
        self.parts.request.query(name, &value);
        self
    }

    /// Sends this call to another server, including the credentials. It replaces the base URL of the client.
    ///
    /// Plain `http` is accepted for loopback hosts only, unless the client allows it. An invalid URL is an error of the
    /// category [`ErrorKind::Config`](crate::runtime::ErrorKind::Config).
    pub fn base_url(mut self, url: &str) -> Self {
        match BaseUrl::parse(url, self.parts.core.settings().allow_insecure_http) {
            Ok(url) => self.parts.base_url = Some(url),
            Err(error) => self.parts.request.fail(error),
        }
        self
    }

    /// Requests the response in another media type, and returns its bytes. The server must support the media type.
    pub fn accept(self, media_type: &str) -> Call<Bytes, P> {
        let call = self.header(ACCEPT.as_str(), media_type);
        Call::new(call.parts, Decoder::Function(|raw| Ok(raw.body().clone())))
    }

    /// Authorizes this call with other credentials. Those of the client are used for security schemes that `authorizer`
    /// does not support.
    pub fn auth(mut self, authorizer: impl Authorize) -> Self {
        self.parts.authorizer = Some(Arc::new(authorizer));
        self
    }
}

impl<T, P: Params> Call<T, P> {
    /// Sets the optional parameters.
    pub fn params(mut self, params: P) -> Self {
        params.apply(&mut self.parts.request);
        self
    }
}

impl<T: Send + 'static, P> Call<T, P> {
    /// Returns status, headers and body of the response together with the value.
    pub fn with_response(self) -> Call<Response<T>, P> {
        let decoder = self.decoder;
        let with_response =
            move |raw: &RawResponse| Ok(Response::new(decoder.decode(raw)?, raw.clone()));
        Call::new(self.parts, Decoder::Closure(Arc::new(with_response)))
    }
}

impl<T: Send + 'static, P> IntoFuture for Call<T, P> {
    type Output = Result<T>;
    type IntoFuture = BoxFuture<'static, Result<T>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { parts, decoder, .. } = self;
        Box::pin(async move { decoder.decode(&*execute(parts).await?) })
    }
}

impl<T, P> fmt::Debug for Call<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("request", &self.parts.request)
            .field("timeout", &self.parts.timeout)
            .field("retry", &self.parts.retry)
            .field("base_url", &self.parts.base_url)
            .field("authorizer", &self.parts.authorizer)
            .finish_non_exhaustive()
    }
}
