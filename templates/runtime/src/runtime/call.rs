//! Calls: what methods of a client give, and what awaiting sends.
//!
//! In: a request and a way to decode its response. Out: a [`Call`], with options of this one call. It must not do the work that
//! does not depend on the type of the response: `execute` does, and is compiled once.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::ACCEPT;

use crate::runtime::auth::Authorize;
use crate::runtime::client::Core;
use crate::runtime::error::Result;
use crate::runtime::execute::execute;
use crate::runtime::operation::{Operation, Safety};
use crate::runtime::pages::PageOptions;
use crate::runtime::params::{Param, Params};
use crate::runtime::request::Request;
use crate::runtime::response::{RawResponse, Response};
use crate::runtime::retry::RetryPolicy;
use crate::runtime::transport::BoxFuture;
use crate::runtime::url::BaseUrl;

/// Makes the value of a call from its response.
pub(crate) enum Decode<T> {
    /// As the operation has it.
    Plain(fn(&RawResponse) -> Result<T>),
    /// With more around it.
    Around(Arc<Around<T>>),
}

type Around<T> = dyn Fn(&RawResponse) -> Result<T> + Send + Sync;

impl<T> Decode<T> {
    pub(crate) fn read(&self, raw: &RawResponse) -> Result<T> {
        match self {
            Self::Plain(decode) => decode(raw),
            Self::Around(decode) => decode(raw),
        }
    }
}

/// All of a call but the type of its value.
pub(crate) struct Draft {
    pub(crate) core: Core,
    pub(crate) request: Request,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    /// Whether the caller says that the call may be sent twice.
    pub(crate) is_idempotent: bool,
    /// Whether the body of the response is handed on as a stream.
    pub(crate) is_streamed: bool,
    pub(crate) base_url: Option<BaseUrl>,
    pub(crate) credentials: Option<Arc<dyn Authorize>>,
    pub(crate) page: PageOptions,
}

impl Draft {
    pub(crate) fn new(core: Core, operation: &'static Operation) -> Self {
        let request = Request::new(operation, Arc::clone(core.transport()));
        Self {
            core,
            request,
            timeout: None,
            retry: None,
            is_idempotent: false,
            is_streamed: false,
            base_url: None,
            credentials: None,
            page: PageOptions::default(),
        }
    }

    /// What may happen when the call is sent twice.
    pub(crate) fn safety(&self) -> Safety {
        match self.request.operation().safety {
            Safety::Unsafe if self.is_idempotent => Safety::Idempotent,
            safety => safety,
        }
    }

    /// A copy, unless the body of the request, or a part of it, is a stream.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        Some(Self {
            core: self.core.clone(),
            request: self.request.try_clone()?,
            timeout: self.timeout,
            retry: self.retry,
            is_idempotent: self.is_idempotent,
            is_streamed: self.is_streamed,
            base_url: self.base_url.clone(),
            credentials: self.credentials.clone(),
            page: self.page.clone(),
        })
    }
}

/// A call that is sent when it is awaited.
///
/// `P` is the type of the operation's optional parameters; `()` where it has none. A call owns all it needs, so that it can be
/// spawned as a task. Dropping the future before it is done ends the call, though the server may have the request by then.
///
/// Calls need a Tokio runtime with time enabled.
#[must_use = "a call is sent only when it is awaited"]
pub struct Call<T, P = ()> {
    /// In a box: it is large, and each option of a call hands it on.
    pub(crate) draft: Box<Draft>,
    pub(crate) decode: Decode<T>,
    params: PhantomData<fn(P)>,
}

impl<T, P> Call<T, P> {
    pub(crate) fn new(draft: Box<Draft>, decode: Decode<T>) -> Self {
        Self {
            draft,
            decode,
            params: PhantomData,
        }
    }

    /// The operation that is called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.draft.request.operation()
    }

    /// Limits the time of this call, from its begin to the last byte of its response. Of a list, each page has this time; of a response that
    /// is a stream, all until the stream begins, and then each chunk.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.draft.timeout = Some(timeout);
        self
    }

    /// Repeats this call by this policy, in the place of the client's.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.draft.retry = Some(policy);
        self
    }

    /// Says that this call may be sent twice without harm, though its operation may not in general: it is then repeated as an
    /// idempotent one is ([`RetryPolicy`]), also after an answer that was lost.
    pub fn idempotent(mut self) -> Self {
        self.draft.is_idempotent = true;
        self
    }

    /// Sends this header, in the place of any other of the same name.
    pub fn header(mut self, name: &str, value: impl Param) -> Self {
        self.draft.request.set_header(name, &value);
        self
    }

    /// Adds this parameter, which the operation's own do not know, to the query.
    pub fn query(mut self, name: &str, value: impl Param) -> Self {
        self.draft.request.query(name, &value);
        self
    }

    /// Sends this call to another server. The credentials go there too; plain `http` is for loopback hosts only, unless the client
    /// allows it.
    pub fn base_url(mut self, url: &str) -> Self {
        match BaseUrl::parse(url, self.draft.core.settings().allow_insecure_http) {
            Ok(url) => self.draft.base_url = Some(url),
            Err(error) => self.draft.request.fail(error),
        }
        self
    }

    /// Asks for the answer in this media type, and gives its bytes. The server has to have it.
    pub fn accept(self, media_type: &str) -> Call<Bytes, P> {
        let call = self.header(ACCEPT.as_str(), media_type);
        Call::new(call.draft, Decode::Plain(|raw| Ok(raw.body().clone())))
    }

    /// Authorizes this call by other credentials than the client's, which still stand in for schemes that these do not serve.
    pub fn auth(mut self, credentials: impl Authorize) -> Self {
        self.draft.credentials = Some(Arc::new(credentials));
        self
    }
}

impl<T, P: Params> Call<T, P> {
    /// Sends these optional parameters.
    pub fn params(mut self, params: P) -> Self {
        params.apply(&mut self.draft.request);
        self
    }
}

impl<T: Send + 'static, P> Call<T, P> {
    /// Gives status, headers and body of the response beside the value.
    pub fn with_response(self) -> Call<Response<T>, P> {
        let decode = self.decode;
        let with_response =
            move |raw: &RawResponse| Ok(Response::new(decode.read(raw)?, raw.clone()));
        Call::new(self.draft, Decode::Around(Arc::new(with_response)))
    }
}

impl<T: Send + 'static, P> IntoFuture for Call<T, P> {
    type Output = Result<T>;
    type IntoFuture = BoxFuture<'static, Result<T>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { draft, decode, .. } = self;
        Box::pin(async move { decode.read(&*execute(draft).await?) })
    }
}

impl<T, P> fmt::Debug for Call<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("request", &self.draft.request)
            .field("timeout", &self.draft.timeout)
            .field("retry", &self.draft.retry)
            .field("base_url", &self.draft.base_url)
            .field("credentials", &self.draft.credentials)
            .finish_non_exhaustive()
    }
}
