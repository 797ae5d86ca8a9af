//! Sending one call: the part that does not depend on the type of its value, so that it is compiled once.
//!
//! In: a draft. Out: the response that reports no failure, or an error with all that was known of the call. It must not send a
//! request a second time, except when an authorizer says that refused credentials can be renewed, or when the policy of the call
//! says so (`retry`).

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::Uri;
use http::header::CONTENT_TYPE;
use tokio::runtime::Handle;
use tokio::time::{Instant, timeout, timeout_at};

use crate::runtime::auth::{self, Duty, Rejection};
use crate::runtime::body::Body;
use crate::runtime::call::Draft;
use crate::runtime::client::Settings;
use crate::runtime::error::{Error, ErrorKind, Result};
use crate::runtime::handover::{self, Handover};
use crate::runtime::limit::RateLimitContext;
use crate::runtime::operation::Operation;
use crate::runtime::path::PathValue;
use crate::runtime::request::Request;
use crate::runtime::response::{RawResponse, ResponseHead};
use crate::runtime::retry::Tries;
use crate::runtime::trace::CallSpan;
use crate::runtime::transport::{BoxFuture, TransportError};
use crate::runtime::url::BaseUrl;

/// In the place of a time that is beyond all clocks.
const NO_LIMIT: Duration = Duration::from_secs(60 * 60 * 24 * 365);

/// Sends a call.
pub(crate) async fn execute(draft: Box<Draft>) -> Result<Box<RawResponse>> {
    let operation = draft.request.operation();
    let (mut plan, span) = match prepare(draft) {
        Ok(prepared) => prepared,
        Err(error) => return Err(error.of(operation)),
    };
    let sent = span.around(plan.run()).await;
    sent.map_err(|error| error.of(operation))
}

/// Finds the target of a call, and the credentials that it needs. Without waiting: what is moved here takes no room in the future.
fn prepare(mut draft: Box<Draft>) -> Result<(Plan, CallSpan)> {
    if let Some(error) = draft.request.take_error() {
        return Err(error);
    }
    let Draft { page, request, .. } = &mut *draft;
    page.apply(request)?;
    let server = draft.request.operation().server;
    let given = draft.base_url.take();
    let given = given.or_else(|| draft.core.given_url(server).cloned());
    let is_given = given.is_some();
    let base = match given {
        Some(base) => base,
        None => BaseUrl::parse(server.url, draft.core.settings().allow_insecure_http)?,
    };
    let values = draft.request.take_path_values();
    let url = draft.request.shown_url(&base, &values)?;
    let duties = auth::select(
        draft.request.operation(),
        draft.credentials.as_ref(),
        &draft.core.settings().authorizers,
    )
    .map_err(|error| error.at(&url))?;
    // Tokio's timer panics outside of a runtime.
    Handle::try_current().map_err(|error| {
        Error::new(ErrorKind::Config, "calls need a Tokio runtime").with_source(error)
    })?;
    let limit = draft.timeout.unwrap_or(draft.core.settings().timeout);
    let begin = Instant::now();
    draft.core.settings().retry_budget.earn(begin);
    let span = CallSpan::new(&draft.request, base.host());
    let plan = Plan {
        draft,
        base,
        is_given,
        values,
        url,
        duties,
        limit,
        deadline: begin.checked_add(limit).unwrap_or(begin + NO_LIMIT),
        attempt_timeout: None,
        sent: AtomicU32::new(0),
    };
    Ok((plan, span))
}

/// A call of which all is known: where it goes, by whose leave, and how long it may take.
struct Plan {
    /// With the request as it is before each try.
    draft: Box<Draft>,
    base: BaseUrl,
    /// Whether the call or the client named the base, so that no authorizer can change it.
    is_given: bool,
    /// The values of the path.
    values: Vec<PathValue>,
    /// The URL without query and secrets, for errors.
    url: Uri,
    duties: Vec<Duty>,
    /// The time of the whole call.
    limit: Duration,
    /// When that time is over.
    deadline: Instant,
    /// How long a try may take once it is on its way; `None` if only the time of the call counts.
    attempt_timeout: Option<Duration>,
    /// How often the request was sent.
    sent: AtomicU32,
}

impl Plan {
    fn settings(&self) -> &Settings {
        self.draft.core.settings()
    }

    /// How often the request was sent so far.
    fn sent(&self) -> u32 {
        self.sent.load(Ordering::Relaxed)
    }

    /// Sends the request, again and again as long as it fails in a way that may pass, within the time of the call.
    async fn run(&mut self) -> Result<Box<RawResponse>> {
        let policy = self.draft.retry.unwrap_or(self.settings().retry);
        let mut tries = Tries::new(policy, self.draft.safety());
        loop {
            let may_repeat = tries.begin();
            let (request, is_kept) = self.next_request(may_repeat);
            let may_repeat = may_repeat && is_kept;
            let sent_before = self.sent();
            self.attempt_timeout = tries.attempt_timeout(may_repeat);
            let exchange = self.exchange(request, is_kept);
            let error = match timeout_at(self.deadline, exchange).await {
                Ok(Ok(response)) => return Ok(response),
                Ok(Err(error)) => error,
                Err(_) => too_late(self.limit),
            };
            let was_sent = self.sent() > sent_before;
            let pause = if may_repeat {
                tries.pause(
                    &error,
                    was_sent,
                    self.deadline,
                    &self.settings().retry_budget,
                )
            } else {
                None
            };
            match pause {
                Some(pause) => tokio::time::sleep(pause).await,
                None => return Err(error.after(self.sent()).at(&self.url)),
            }
        }
    }

    /// The request of a try, and whether it is kept as well: for another try, and for other credentials.
    fn next_request(&mut self, may_repeat: bool) -> (Box<Request>, bool) {
        let request = &mut self.draft.request;
        let copy = if may_repeat || !self.duties.is_empty() {
            request.try_clone()
        } else {
            None
        };
        match copy {
            Some(copy) => (Box::new(copy), true),
            None => (Box::new(request.take()), false),
        }
    }

    /// Sends a request, and once more if its credentials were refused and could be renewed.
    async fn exchange(&self, mut request: Box<Request>, is_kept: bool) -> Result<Box<RawResponse>> {
        let mut is_renewed = false;
        loop {
            let versions = authorize(&mut request, &self.duties).await?;
            let response = self.send(request).await?;
            let Some(error) = response.failure() else {
                return Ok(response);
            };
            if is_renewed || error.kind() != ErrorKind::Auth {
                return Err(error);
            }
            // Each authorizer is to be told, also after one of them said that it can renew its credentials.
            for (index, (authorizer, _)) in self.duties.iter().enumerate() {
                let version = versions.get(index).copied().flatten();
                is_renewed |= authorizer.handle_rejection(&Rejection::new(&error, version));
            }
            let again = (is_kept && is_renewed).then(|| self.draft.request.try_clone());
            match again.flatten() {
                Some(again) => request = Box::new(again),
                None => return Err(error),
            }
        }
    }

    /// Sends a request as soon as the limiter lets it, and reads the response to its end, unless it is handed on as a stream.
    async fn send(&self, mut request: Box<Request>) -> Result<Box<RawResponse>> {
        let settings = self.settings();
        for (name, value) in &settings.headers {
            request.default_header(name, value);
        }
        let moved = match request.base_url.take().filter(|_| !self.is_given) {
            Some(base) => {
                let url = request.shown_url(&base, &self.values)?;
                Some(Box::new((base, url)))
            }
            None => None,
        };
        let (base, url) = match moved.as_deref() {
            Some((base, url)) => (base, url),
            None => (&self.base, &self.url),
        };
        let permit = match &settings.limiter {
            Some(limiter) => {
                let context = RateLimitContext::new(&request, &self.values, self.deadline);
                let context = Box::new(context);
                (limiter.acquire(&context).await).map_err(|error| error.at(url))?;
                Some((limiter, context))
            }
            None => None,
        };
        let operation = request.operation();
        let assembled = request.assemble(base, &self.values, url)?;
        self.sent.fetch_add(1, Ordering::Relaxed);
        let response = settings.transport.send(assembled, Some(operation));
        let observe = |head: &ResponseHead| {
            if let Some((limiter, context)) = &permit {
                limiter.observe(context, head);
            }
        };
        let received = self.receive(response, url, observe);
        let received = match self.attempt_timeout {
            // In a box, as what is rare takes no room in every call's future.
            Some(limit) => {
                (timeout(limit, Box::pin(received)).await).unwrap_or_else(|_| Err(too_late(limit)))
            }
            None => received.await,
        };
        received.map_err(|error| error.at(url))
    }

    /// Takes in the response that a transport brings.
    async fn receive(
        &self,
        response: BoxFuture<'_, Result<http::Response<Body>, TransportError>>,
        url: &Uri,
        observe: impl Fn(&ResponseHead),
    ) -> Result<Box<RawResponse>> {
        let (head, body) = {
            let (parts, body) = response.await?.into_parts();
            (ResponseHead::new(parts.status, parts.headers), body)
        };
        observe(&head);
        let operation = self.draft.request.operation();
        let read = if self.draft.is_streamed && head.status().is_success() {
            // Each chunk has the time that the call had until here.
            Box::pin(hand_over(
                operation,
                &head,
                handover::limited(body, self.limit),
            ))
            .await
        } else {
            (body.collect(self.settings().max_response_bytes).await).map(|body| (body, None))
        };
        match read {
            Ok((body, stream)) => Ok(Box::new(RawResponse {
                operation,
                url: url.clone(),
                attempts: self.sent(),
                head,
                body,
                stream,
            })),
            Err(error) => Err(Error::from(error).with_response(head, &Bytes::new())),
        }
    }
}

fn too_late(limit: Duration) -> Error {
    Error::new(
        ErrorKind::Timeout,
        format!("no complete response within {limit:?}"),
    )
}

/// Adds credentials, and tells of each authorizer which ones it added, up to the last that says so.
async fn authorize(request: &mut Request, duties: &[Duty]) -> Result<Vec<Option<u64>>> {
    let mut versions = Vec::new();
    for (index, (authorizer, schemes)) in duties.iter().enumerate() {
        authorizer.authorize(request, schemes).await?;
        if let Some(version) = request.credentials_version.take() {
            versions.resize(index, None);
            versions.push(Some(version));
        }
    }
    Ok(versions)
}

/// A response as a stream, and in the place of its bytes what may be a failure: JSON of a server that has a way of its own to
/// report failures, such as with a status of success.
async fn hand_over(
    operation: &'static Operation,
    head: &ResponseHead,
    body: Body,
) -> Result<(Bytes, Option<Handover>), TransportError> {
    let is_json = |kind: &str| kind.trim_ascii_start().starts_with("application/json");
    let may_fail = operation.server.failure_reader.is_some()
        && head.header(CONTENT_TYPE.as_str()).is_some_and(is_json);
    let (seen, body) = if may_fail {
        handover::look_at(body).await?
    } else {
        (None, body)
    };
    Ok((seen.unwrap_or_default(), Some(Handover::new(body))))
}
