//! Calls: the values that the methods of a client return. Awaiting a call sends its request.
//!
//! A [`Call`] consists of a request and a decoder. Its options apply only to this call. The code of this module is
//! compiled again for each type of the value. Code that does not need this type belongs in `execute`, which is compiled
//! only once.

pub(crate) mod api_client;
pub(crate) mod call_time;
pub(crate) mod client_builder;
pub(crate) mod core;
pub(crate) mod decoder;
pub(crate) mod download;
pub(crate) mod execute;
pub(crate) mod items;
pub(crate) mod observed;
pub(crate) mod observer;
pub(crate) mod page_options;
pub(crate) mod pager;
pub(crate) mod pages;
pub(crate) mod parts;
pub(crate) mod patience;
pub(crate) mod rate_limit;
pub(crate) mod request_builder;
pub(crate) mod retry;
pub(crate) mod scope;
pub(crate) mod trace;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::header::ACCEPT;

use crate::runtime::auth::Authorize;
use crate::runtime::call::decoder::Decoder;
use crate::runtime::call::execute::execute;
use crate::runtime::call::parts::CallParts;
use crate::runtime::call::retry::RetryPolicy;
use crate::runtime::error::Result;
use crate::runtime::http::body::Body;
use crate::runtime::http::params::Params;
use crate::runtime::http::response::{RawResponse, Response};
use crate::runtime::http::transport::BoxFuture;
use crate::runtime::http::url::BaseUrl;
use crate::runtime::operation::Operation;
use crate::runtime::param::Param;

/// A call of an operation. When you await the call, the client sends the request and decodes the response.
///
/// ```ignore
/// let user = client.users().get("1").timeout(Duration::from_secs(5)).await?;
/// ```
///
/// `P` is the type of the optional parameters of the operation, or `()` if it has none. `S` is the type of the stream that
/// the operation can return instead of one value: [`Events`](crate::runtime::Events),
/// [`Records`](crate::runtime::Records), or `()` if it returns no stream. To read the stream, call `events` or `records`
/// instead of awaiting the call. A call owns all its data, so
/// you can spawn it as a task. To cancel a call, drop its future. The server may already have received the request.
///
/// Calls require a Tokio runtime with time enabled. Without such a runtime, calls fail with
/// [`ErrorKind::Config`](crate::runtime::ErrorKind::Config).
///
/// # Errors
///
/// Awaiting a call fails with an [`Error`](crate::runtime::Error), whose [`kind`](crate::runtime::Error::kind) is the
/// category of the error.
#[must_use = "a call is sent only when it is awaited"]
pub struct Call<T, P = (), S = ()> {
    /// The parts are in a box, because each option moves the call and the parts are large.
    pub(crate) parts: Box<CallParts>,
    pub(crate) decoder: Decoder<T>,
    types: PhantomData<fn(P) -> S>,
}

impl<T, P, S> Call<T, P, S> {
    pub(crate) fn new(parts: Box<CallParts>, decoder: Decoder<T>) -> Self {
        Self {
            parts,
            decoder,
            types: PhantomData,
        }
    }

    /// Returns the operation of the call.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.parts.request.operation()
    }

    /// Limits the total time of this call, including authentication and retries. This limit replaces the timeout of the
    /// client. For waits for rate limits, see [`rate_limit_timeout`](Call::rate_limit_timeout).
    ///
    /// For a list, this timeout limits each page. For a response that is a stream, the timeout first limits the time
    /// until the stream starts. Afterwards, it limits the wait for each chunk.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.parts.timeout = Some(timeout);
        self
    }

    /// Limits the total time that this call waits for rate limits. For a list, the limit applies to each page. This
    /// limit replaces the limit of the client; see
    /// [`ClientBuilder::rate_limit_timeout`](crate::runtime::ClientBuilder::rate_limit_timeout).
    pub fn rate_limit_timeout(mut self, timeout: Duration) -> Self {
        self.parts.rate_limit_timeout = Some(timeout);
        self
    }

    /// Sets the retry policy of this call. This policy replaces the policy of the client.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.parts.retry = Some(policy);
        self
    }

    /// Declares that this call is idempotent, even if its operation is not. Use it only if sending the call twice does no
    /// harm. The client then retries the call even if a response was lost; see [`RetryPolicy`].
    pub fn idempotent(mut self) -> Self {
        self.parts.is_idempotent = true;
        self
    }

    /// Sets a header. A previous header with the same name is replaced.
    pub fn header(mut self, name: &str, value: impl Param) -> Self {
        self.parts.request.set_header(name, &value);
        self
    }

    /// Adds a query parameter that the operation does not define.
    pub fn query(mut self, name: &str, value: impl Param) -> Self {
        self.parts.request.query(name, &value);
        self
    }

    /// Sends this call to another server, including its credentials. This URL takes precedence over all URLs that the
    /// client sets.
    ///
    /// Plain `http` is accepted for loopback hosts only, unless the client allows insecure HTTP. An invalid URL is an
    /// error of the category [`ErrorKind::Config`](crate::runtime::ErrorKind::Config).
    pub fn base_url(mut self, url: &str) -> Self {
        match BaseUrl::parse(url, self.parts.core.settings().allow_insecure_http) {
            Ok(url) => self.parts.base_url = Some(url),
            Err(error) => self.parts.request.fail(error),
        }
        self
    }

    /// Requests the response in another media type, such as `text/csv` or `text/event-stream`. The server must support
    /// this media type. The value of the call is then the response body as a stream. Redirects work as for
    /// [`RequestBuilder::stream`](crate::runtime::RequestBuilder::stream).
    ///
    /// The call completes when the body starts, so that you can read an event stream while its events arrive. To read
    /// the complete body, use [`Body::collect`]. The timeout of the call first limits the time until the body starts.
    /// Afterwards, it limits the wait for each chunk.
    pub fn accept(self, media_type: &str) -> Call<Body, P, S> {
        let mut call = self.header(ACCEPT.as_str(), media_type);
        call.parts.is_streamed = true;
        Call::new(call.parts, Decoder::Function(|raw| Ok(raw.take_body())))
    }

    /// Uses other credentials for this call. If `authorizer` does not support a security scheme, the client uses its
    /// own credentials for this scheme. If the credentials are invalid ([`Authorize::check`]), the call fails.
    pub fn auth(mut self, authorizer: impl Authorize) -> Self {
        if let Err(error) = authorizer.check() {
            self.parts.request.fail(error);
        }
        self.parts.authorizer = Some(Arc::new(authorizer));
        self
    }
}

impl<T, P: Params, S> Call<T, P, S> {
    /// Sets the optional parameters.
    pub fn params(mut self, params: P) -> Self {
        params.apply(&mut self.parts.request);
        self
    }
}

impl<T: Send + 'static, P, S> Call<T, P, S> {
    /// Returns a call whose value has the status, headers and body of the response, together with the decoded value.
    pub fn with_response(self) -> Call<Response<T>, P, S> {
        let decoder = self.decoder;
        let with_response =
            move |raw: &RawResponse| Response::decode(raw, |raw| decoder.decode(raw));
        Call::new(self.parts, Decoder::Closure(Arc::new(with_response)))
    }
}

impl<T, P> Call<T, P> {
    /// Sets the type of the stream that the operation can return. Generated code calls this method.
    #[doc(hidden)]
    pub fn streamable<S>(self) -> Call<T, P, S> {
        Call::new(self.parts, self.decoder)
    }
}

impl<T: Send + 'static, P, S> IntoFuture for Call<T, P, S> {
    type Output = Result<T>;
    type IntoFuture = BoxFuture<'static, Result<T>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { parts, decoder, .. } = self;
        Box::pin(async move { decoder.decode(&*execute(parts).await?) })
    }
}

impl<T, P, S> fmt::Debug for Call<T, P, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("request", &self.parts.request)
            .field("timeout", &self.parts.timeout)
            .field("rate_limit_timeout", &self.parts.rate_limit_timeout)
            .field("retry", &self.parts.retry)
            .field("base_url", &self.parts.base_url)
            .field("authorizer", &self.parts.authorizer)
            .finish_non_exhaustive()
    }
}
