//! Sends calls. This code is not generic over the type of the value, so that it is compiled only once.
//!
//! The result is a response that reports no failure, or an error with all known details of the call. A request may be
//! repeated only if its credentials were renewed, or if the retry policy allows a retry.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::Uri;
use http::header::CONTENT_TYPE;
use tokio::runtime::Handle;
use tokio::time::{Instant, timeout, timeout_at};

use crate::runtime::auth::Rejection;
use crate::runtime::auth::select::{Assignment, select};
use crate::runtime::call::call_time::{CallTime, timeout_error};
use crate::runtime::call::core::Settings;
use crate::runtime::call::download;
use crate::runtime::call::observed::ObservedCall;
use crate::runtime::call::observer::Retry;
use crate::runtime::call::parts::CallParts;
use crate::runtime::call::rate_limit::RateLimitContext;
use crate::runtime::call::retry::RetryState;
use crate::runtime::call::trace::{self, CallSpan};
use crate::runtime::error::transport_error::TransportError;
use crate::runtime::error::{Error, Result};
use crate::runtime::http::body::Body;
use crate::runtime::http::body_slot::{self, BodySlot};
use crate::runtime::http::path::PathValue;
use crate::runtime::http::redirect::{Redirects, is_redirect};
use crate::runtime::http::request::Request;
use crate::runtime::http::response::RawResponse;
use crate::runtime::http::transport::BoxFuture;
use crate::runtime::http::url::BaseUrl;
use crate::runtime::json::strict::StrictJson;
use crate::runtime::operation::Operation;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::operation::outcome::Outcome;
use crate::runtime::operation::response_head::ResponseHead;

pub(crate) async fn execute(parts: Box<CallParts>) -> Result<Box<RawResponse>> {
    let operation = parts.request.operation();
    let observed = ObservedCall::start(&parts);
    let (mut call, span) = match prepare(parts) {
        Ok(prepared) => prepared,
        Err(error) => {
            let error = error.with_outcome(Outcome::NotSent);
            let result = Err(error.with_operation(operation));
            observed.end(&result, Duration::ZERO);
            return result;
        }
    };
    let result = span.around(call.run()).await;
    observed.end(&result, call.time.waited());
    result
}

/// Determines the URL and the authorizers of a call. If this function were `async`, its variables would make the future
/// of the call larger.
fn prepare(mut parts: Box<CallParts>) -> Result<(PreparedCall, CallSpan)> {
    if let Some(error) = parts.request.take_error() {
        return Err(error);
    }
    let CallParts { page, request, .. } = &mut *parts;
    page.apply(request)?;
    let server = parts.request.operation().server;
    let url_override = parts.base_url.take();
    let url_override = url_override.or_else(|| parts.core.url_override(server).cloned());
    let is_url_fixed = url_override.is_some();
    let base = match url_override {
        Some(base) => base,
        None => BaseUrl::parse(server.url, parts.core.settings().allow_insecure_http)?,
    };
    let values = parts.request.take_path_values();
    let url = parts.request.shown_url(&base, &values)?;
    let assignments = select(
        parts.request.operation(),
        parts.authorizer.as_ref(),
        &parts.core.settings().authorizers,
    )
    .map_err(|error| error.with_target(&url))?;
    // Tokio's timer panics outside of a Tokio runtime.
    Handle::try_current().map_err(|error| {
        Error::new(ErrorKind::Config, "calls require a Tokio runtime").with_source(error)
    })?;
    let timeout = parts.timeout.unwrap_or(parts.core.settings().timeout);
    let start = Instant::now();
    parts.core.settings().retry_budget.earn(start);
    let span = CallSpan::new(&parts.request, base.host());
    let time = CallTime::new(start, timeout, parts.wait_limit());
    let call = PreparedCall {
        parts,
        base,
        is_url_fixed,
        values,
        url,
        assignments,
        time,
        attempt_timeout: None,
        is_rejected_by_limiter: false,
        sent: AtomicU32::new(0),
        rejected: AtomicU32::new(0),
    };
    Ok((call, span))
}

/// A call with its URL, its authorizers and its deadline, ready to be sent.
struct PreparedCall {
    /// The parts of the call, including the original request. Each attempt sends a copy of this request. If no other
    /// attempt can follow, the attempt sends the original request.
    parts: Box<CallParts>,
    base: BaseUrl,
    /// Whether the call or the client sets the base URL. If so, authorizers cannot change it.
    is_url_fixed: bool,
    /// The values of the path placeholders.
    values: Vec<PathValue>,
    /// The URL that errors may show, without query and secrets.
    url: Uri,
    assignments: Vec<Assignment>,
    time: CallTime,
    /// The timeout of the current attempt; `None` if only the timeout of the call limits it.
    attempt_timeout: Option<Duration>,
    /// Whether the rate limiter rejected the call. A retry would be rejected too.
    is_rejected_by_limiter: bool,
    /// The number of times that the request was sent.
    sent: AtomicU32,
    /// How many requests the server rejected because of their credentials, before the client renewed them.
    rejected: AtomicU32,
}

impl PreparedCall {
    fn settings(&self) -> &Settings {
        self.parts.core.settings()
    }

    /// Returns the limit for the time of each chunk of a stream.
    fn chunk_timeout(&self) -> Duration {
        (self.parts.chunk_timeout).unwrap_or(self.time.timeout())
    }

    fn sent(&self) -> u32 {
        self.sent.load(Ordering::Relaxed)
    }

    /// Sends the request and applies the retry policy.
    async fn run(&mut self) -> Result<Box<RawResponse>> {
        let policy = self.parts.retry.unwrap_or(self.settings().retry);
        let mut retries = RetryState::new(policy, self.parts.safety());
        let mut outcome = Outcome::NotSent;
        loop {
            let may_retry = retries.start_attempt();
            let (request, is_kept) = self.next_request(may_retry);
            let may_retry = may_retry && is_kept;
            let before = self.counts();
            self.attempt_timeout = retries.attempt_timeout(may_retry);
            let error = match self.exchange(request, is_kept).await {
                Ok(response) => return Ok(response),
                Err(error) => error,
            };
            let error = error.with_operation(self.parts.request.operation());
            let error = error.with_safety(self.parts.safety());
            outcome = outcome.max(self.outcome_of(&error, before));
            let error = error.with_outcome(outcome);
            // If the server reports too many requests, the wait before the retry is a wait for a rate limit.
            let is_rate_limit = error.kind() == ErrorKind::RateLimited;
            let pause = if may_retry && !self.is_rejected_by_limiter {
                let deadline = if is_rate_limit {
                    self.time.wait_deadline()
                } else {
                    Some(self.time.deadline())
                };
                retries.pause(&error, deadline, &self.settings().retry_budget)
            } else {
                None
            };
            let Some(pause) = pause else {
                return Err(error.with_attempts(self.sent()).with_target(&self.url));
            };
            let start = Instant::now();
            self.report_retry(retries.attempts(), &error, pause);
            tokio::time::sleep(pause).await;
            if is_rate_limit {
                self.time.end_wait(start);
            }
        }
    }

    /// Returns how many requests were sent, and how many of them were rejected.
    fn counts(&self) -> (u32, u32) {
        (self.sent(), self.rejected.load(Ordering::Relaxed))
    }

    /// Returns what the server did in an attempt that failed with `error`. `before` has the counts at the start of this
    /// attempt.
    fn outcome_of(&self, error: &Error, before: (u32, u32)) -> Outcome {
        let (sent, rejected) = self.counts();
        match (sent - before.0, rejected - before.1) {
            (0, _) => Outcome::NotSent,
            // The server rejected all requests of this attempt because of their credentials, and the client could not
            // renew them.
            (sent, rejected) if sent == rejected => Outcome::Rejected,
            _ => error.outcome(),
        }
    }

    fn report_retry(&self, attempt: u32, error: &Error, pause: Duration) {
        trace::retry(attempt, error, pause);
        if let Some(observer) = &self.settings().observer {
            observer.retry(&Retry {
                operation: self.parts.request.operation(),
                attempt,
                error,
                pause,
            });
        }
    }

    /// Returns the request of an attempt. Also returns whether the original request is kept, for a retry or for renewed
    /// credentials.
    fn next_request(&mut self, may_retry: bool) -> (Box<Request>, bool) {
        let request = &mut self.parts.request;
        let copy = if may_retry || !self.assignments.is_empty() {
            request.try_clone()
        } else {
            None
        };
        match copy {
            Some(copy) => (Box::new(copy), true),
            None => (Box::new(request.take()), false),
        }
    }

    /// Sends a request. If the server rejects the credentials and an authorizer renews them, sends the request once
    /// more.
    async fn exchange(
        &mut self,
        mut request: Box<Request>,
        is_kept: bool,
    ) -> Result<Box<RawResponse>> {
        let mut is_renewed = false;
        loop {
            let permit = self.permit(&request).await?;
            // A token can expire during a wait for a rate limit. Therefore, the credentials are added after the wait.
            let authorized = authorize(&mut request, &self.assignments);
            let versions = (timeout_at(self.time.deadline(), authorized).await)
                .unwrap_or_else(|_| Err(self.time.timeout_error()))?;
            let response = timeout_at(self.time.deadline(), self.send(request, permit));
            let response = (response.await).unwrap_or_else(|_| Err(self.time.timeout_error()))?;
            let Some(error) = response.failure() else {
                return Ok(response);
            };
            if is_renewed || error.kind() != ErrorKind::Auth {
                return Err(error);
            }
            // Each authorizer must learn of the rejection, even if another one has already renewed its credentials.
            for (index, (authorizer, _)) in self.assignments.iter().enumerate() {
                let version = versions.get(index).copied().flatten();
                is_renewed |= authorizer.handle_rejection(&Rejection::new(&error, version));
            }
            let again = (is_kept && is_renewed).then(|| self.parts.request.try_clone());
            match again.flatten() {
                Some(again) => {
                    self.rejected.fetch_add(1, Ordering::Relaxed);
                    request = Box::new(again);
                }
                None => return Err(error),
            }
        }
    }

    /// Waits until the rate limiter permits the request.
    async fn permit(&mut self, request: &Request) -> Result<Option<Box<RateLimitContext>>> {
        let Some(limiter) = &self.parts.core.settings().limiter else {
            return Ok(None);
        };
        let deadline = self.time.wait_deadline();
        let observer = self.settings().observer.clone();
        let context = RateLimitContext::new(request, &self.values, deadline, observer);
        let context = Box::new(context);
        let start = Instant::now();
        let acquired = limiter.acquire(&context);
        let acquired = match deadline {
            Some(deadline) => (timeout_at(deadline, acquired).await)
                .unwrap_or_else(|_| Err(self.time.wait_error())),
            None => acquired.await,
        };
        self.time.end_wait(start);
        if let Err(error) = acquired {
            self.is_rejected_by_limiter = error.kind() == ErrorKind::RateLimited;
            return Err(error.with_target(&self.url));
        }
        Ok(Some(context))
    }

    /// Sends the request and receives the response.
    async fn send(
        &self,
        mut request: Box<Request>,
        permit: Option<Box<RateLimitContext>>,
    ) -> Result<Box<RawResponse>> {
        let settings = self.settings();
        for (name, value) in &settings.headers {
            request.default_header(name, value);
        }
        let moved = match request.base_url.take().filter(|_| !self.is_url_fixed) {
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
        let operation = request.operation();
        let assembled = request.assemble(base, &self.values, url)?;
        self.sent.fetch_add(1, Ordering::Relaxed);
        let redirects = (self.parts.is_streamed)
            .then(|| Redirects::of(&assembled, settings.allow_insecure_http))
            .flatten();
        let response = settings.transport.send(assembled, Some(operation));
        let observe = |head: &ResponseHead| {
            if let (Some(limiter), Some(context)) = (&settings.limiter, &permit) {
                limiter.observe(context, head);
            }
        };
        let received = self.receive(response, url, redirects, observe);
        let received = match self.attempt_timeout {
            // A boxed future keeps the future of the call small. Only an attempt with a timeout needs it.
            Some(limit) => (timeout(limit, Box::pin(received)).await)
                .unwrap_or_else(|_| Err(timeout_error(limit))),
            None => received.await,
        };
        received.map_err(|error| error.with_target(url))
    }

    /// Receives the response from a transport. Reads the complete body, unless the caller gets it as a stream.
    async fn receive(
        &self,
        response: BoxFuture<'_, Result<http::Response<Body>, TransportError>>,
        url: &Uri,
        redirects: Option<Box<Redirects>>,
        observe: impl Fn(&ResponseHead),
    ) -> Result<Box<RawResponse>> {
        let (head, is_strict, body) = {
            let (parts, body) = response.await?.into_parts();
            let is_strict = parts.extensions.get::<StrictJson>().is_some();
            let head = ResponseHead::new(parts.status, parts.headers);
            (head, is_strict, body)
        };
        observe(&head);
        if let Some(redirects) = redirects.filter(|_| is_redirect(head.status())) {
            return Box::pin(self.download(redirects, head, url)).await;
        }
        let operation = self.parts.request.operation();
        let read = if self.parts.is_streamed && head.status().is_success() {
            // The timeout of the call now limits the wait for each chunk.
            Box::pin(body_as_stream(
                operation,
                &head,
                body_slot::with_chunk_timeout(body, self.chunk_timeout()),
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
                is_strict,
                stream,
            })),
            Err(error) => Err(Error::from(error).with_response(head, &Bytes::new())),
        }
    }
}

impl PreparedCall {
    /// Downloads a file from the host that the API redirects to.
    async fn download(
        &self,
        redirects: Box<Redirects>,
        head: ResponseHead,
        url: &Uri,
    ) -> Result<Box<RawResponse>> {
        let settings = self.settings();
        let (head, body) = download::follow(
            redirects,
            head,
            &settings.transport,
            settings.max_response_bytes,
        )
        .await?;
        Ok(Box::new(RawResponse {
            operation: self.parts.request.operation(),
            url: url.clone(),
            attempts: self.sent(),
            is_strict: false,
            head,
            body: Bytes::new(),
            stream: Some(BodySlot::new(body_slot::with_chunk_timeout(
                body,
                self.chunk_timeout(),
            ))),
        }))
    }
}

/// Adds credentials. Returns the credentials version of each authorizer. The list ends with the last authorizer that
/// sets a version.
async fn authorize(request: &mut Request, assignments: &[Assignment]) -> Result<Vec<Option<u64>>> {
    let mut versions = Vec::new();
    for (index, (authorizer, schemes)) in assignments.iter().enumerate() {
        authorizer.authorize(request, schemes).await?;
        if let Some(version) = request.credentials_version.take() {
            versions.resize(index, None);
            versions.push(Some(version));
        }
    }
    Ok(versions)
}

/// Returns the body of a response as a stream. If the body may report a failure, also returns its bytes.
///
/// A body may report a failure only if it is JSON and the server has a failure reader. The status of such a failure can
/// be a success status.
async fn body_as_stream(
    operation: &'static Operation,
    head: &ResponseHead,
    body: Body,
) -> Result<(Bytes, Option<BodySlot>), TransportError> {
    // JSON streams, such as `application/jsonl`, have another media type.
    let is_json = |kind: &str| {
        let name = kind.split(';').next().unwrap_or(kind).trim_ascii();
        name.eq_ignore_ascii_case("application/json")
    };
    let may_be_failure = operation.server.failure_reader.is_some()
        && head.header(CONTENT_TYPE.as_str()).is_some_and(is_json);
    let (peeked, body) = if may_be_failure {
        body_slot::peek(body).await?
    } else {
        (None, body)
    };
    Ok((peeked.unwrap_or_default(), Some(BodySlot::new(body))))
}
