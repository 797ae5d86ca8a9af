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
use crate::runtime::client::Core;
use crate::runtime::error::{Error, ErrorKind, Result};
use crate::runtime::handover::{self, Handover};
use crate::runtime::limit::LimitContext;
use crate::runtime::operation::{Operation, Safety};
use crate::runtime::path::PathValue;
use crate::runtime::request::Request;
use crate::runtime::response::{Head, RawResponse};
use crate::runtime::retry::{RetryPolicy, Tries};
use crate::runtime::trace::CallSpan;
use crate::runtime::transport::{BoxFuture, TransportError};
use crate::runtime::url::BaseUrl;

/// In the place of a time that is beyond all clocks.
const NO_LIMIT: Duration = Duration::from_secs(60 * 60 * 24 * 365);

/// Sends a call.
pub(crate) async fn execute(draft: Draft) -> Result<RawResponse> {
    let operation = draft.request.operation();
    let sent = match prepare(draft) {
        Ok(Prepared {
            request,
            duties,
            target,
            call,
            span,
        }) => span.around(call.run(request, &duties, &target)).await,
        Err(error) => Err(error),
    };
    sent.map_err(|error| error.of(operation))
}

/// A call of which all is known.
struct Prepared {
    request: Box<Request>,
    duties: Vec<Duty>,
    target: Target,
    call: Repeated,
    span: CallSpan,
}

/// Finds the target of a call, and the credentials that it needs. Without waiting: what is moved here takes no room in the future.
fn prepare(mut draft: Draft) -> Result<Prepared> {
    if let Some(error) = draft.request.take_error() {
        return Err(error);
    }
    draft.page.apply(&mut draft.request)?;
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
    let call = Repeated {
        limit,
        policy: draft.retry.unwrap_or(draft.core.settings().retry),
        safety: draft.safety(),
    };
    let span = CallSpan::new(&draft.request, base.host());
    let target = Target {
        core: draft.core,
        base,
        is_given,
        values,
        url,
        deadline: begin.checked_add(limit).unwrap_or(begin + NO_LIMIT),
        chunk_limit: draft.is_streamed.then_some(limit),
        sent: AtomicU32::new(0),
    };
    Ok(Prepared {
        request: draft.request,
        duties,
        target,
        call,
        span,
    })
}

/// Where a call goes.
struct Target {
    core: Core,
    base: BaseUrl,
    /// Whether the call or the client named the base, so that no authorizer can change it.
    is_given: bool,
    /// The values of the path.
    values: Vec<PathValue>,
    /// The URL without query and secrets, for errors.
    url: Uri,
    /// When the time of the call is over.
    deadline: Instant,
    /// The time for each chunk of the response, if it is handed on as a stream.
    chunk_limit: Option<Duration>,
    /// How often the request was sent.
    sent: AtomicU32,
}

impl Target {
    /// How often the request was sent so far.
    fn sent(&self) -> u32 {
        self.sent.load(Ordering::Relaxed)
    }
}

/// How a call is repeated.
struct Repeated {
    /// The time of the whole call.
    limit: Duration,
    policy: RetryPolicy,
    safety: Safety,
}

impl Repeated {
    /// Sends a request, again and again as long as it fails in a way that may pass, within the time of the call.
    async fn run(
        self,
        mut request: Box<Request>,
        duties: &[Duty],
        target: &Target,
    ) -> Result<RawResponse> {
        let budget = &target.core.settings().retry_budget;
        let mut tries = Tries::new(self.policy, self.safety, budget, target.deadline);
        loop {
            let may_repeat = tries.begin();
            // One copy is for both: for other credentials, and for another try.
            let kept = if may_repeat || !duties.is_empty() {
                request.try_clone().map(Box::new)
            } else {
                None
            };
            let may_repeat = may_repeat && kept.is_some();
            let sent_before = target.sent();
            let patience = tries.try_timeout(may_repeat);
            let exchange = exchange(request, kept.as_deref(), duties, target, patience);
            let error = match timeout_at(target.deadline, exchange).await {
                Ok(Ok(response)) => return Ok(response),
                Ok(Err(error)) => error,
                Err(_) => too_late(self.limit),
            };
            let was_sent = target.sent() > sent_before;
            let next = kept.filter(|_| may_repeat);
            let next = next.and_then(|next| Some((next, tries.pause(&error, was_sent)?)));
            let Some((next, pause)) = next else {
                return Err(error.after(target.sent()).at(&target.url));
            };
            tokio::time::sleep(pause).await;
            request = next;
        }
    }
}

fn too_late(limit: Duration) -> Error {
    Error::new(
        ErrorKind::Timeout,
        format!("no complete response within {limit:?}"),
    )
}

/// Sends a request, and once more if its credentials were refused and could be renewed.
async fn exchange(
    mut request: Box<Request>,
    kept: Option<&Request>,
    duties: &[Duty],
    target: &Target,
    patience: Option<Duration>,
) -> Result<RawResponse> {
    let mut is_renewed = false;
    loop {
        let versions = authorize(&mut request, duties).await?;
        let response = send(request, target, patience).await?;
        let Some(error) = response.failure() else {
            return Ok(response);
        };
        if is_renewed || error.kind() != ErrorKind::Auth {
            return Err(error);
        }
        // Each authorizer is to be told, also after one of them said that it can renew its credentials.
        for (index, (authorizer, _)) in duties.iter().enumerate() {
            let version = versions.get(index).copied().flatten();
            is_renewed |= authorizer.rejected(&Rejection::new(&error, version));
        }
        let again = kept.filter(|_| is_renewed);
        match again.and_then(Request::try_clone) {
            Some(again) => request = Box::new(again),
            None => return Err(error),
        }
    }
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

/// Sends a request as soon as the limiter lets it, and reads the response to its end, unless it is handed on as a stream. Once it
/// is on its way, it may take as long as `patience`.
async fn send(
    mut request: Box<Request>,
    target: &Target,
    patience: Option<Duration>,
) -> Result<RawResponse> {
    let settings = target.core.settings();
    for (name, value) in &settings.headers {
        request.default_header(name, value);
    }
    let moved = request.base_url.take().filter(|_| !target.is_given);
    let url = match &moved {
        Some(base) => request.shown_url(base, &target.values)?,
        None => target.url.clone(),
    };
    let permit = match &settings.limiter {
        Some(limiter) => {
            let context = LimitContext::new(&request, &target.values, target.deadline);
            (limiter.acquire(&context).await).map_err(|error| error.at(&url))?;
            Some((limiter, context))
        }
        None => None,
    };
    let operation = request.operation();
    let base = moved.as_ref().unwrap_or(&target.base);
    let assembled = request.assemble(base, &target.values, &url)?;
    let observe = |head: &Head| {
        if let Some((limiter, context)) = &permit {
            limiter.observe(context, head);
        }
    };
    target.sent.fetch_add(1, Ordering::Relaxed);
    let response = settings.transport.send(assembled);
    let transfer = transfer(operation, response, target, observe);
    let result = match patience {
        Some(patience) => {
            (timeout(patience, transfer).await).unwrap_or_else(|_| Err(too_late(patience)))
        }
        None => transfer.await,
    };
    let (head, body, stream) = result.map_err(|error| error.at(&url))?;
    Ok(RawResponse {
        operation,
        url,
        attempts: target.sent(),
        head,
        body,
        stream,
    })
}

/// Takes in the response that a transport brings.
async fn transfer(
    operation: &'static Operation,
    response: BoxFuture<'static, Result<http::Response<Body>, TransportError>>,
    target: &Target,
    observe: impl Fn(&Head),
) -> Result<(Head, Bytes, Option<Handover>)> {
    let settings = target.core.settings();
    let (parts, body) = response.await?.into_parts();
    let head = Head::new(parts.status, parts.headers);
    observe(&head);
    let read = match target.chunk_limit {
        Some(limit) if head.status().is_success() => {
            hand_over(operation, &head, handover::limited(body, limit)).await
        }
        _ => (body.collect(settings.max_response_bytes).await).map(|body| (body, None)),
    };
    match read {
        Ok((body, stream)) => Ok((head, body, stream)),
        Err(error) => Err(Error::from(error).with_response(head, &Bytes::new())),
    }
}

/// A response as a stream, and in the place of its bytes what may be a failure: JSON of a server that has a way of its own to
/// report failures, such as with a status of success.
async fn hand_over(
    operation: &'static Operation,
    head: &Head,
    body: Body,
) -> Result<(Bytes, Option<Handover>), TransportError> {
    let is_json = |kind: &str| kind.trim_ascii_start().starts_with("application/json");
    let may_fail = operation.server.errors.is_some()
        && head.header(CONTENT_TYPE.as_str()).is_some_and(is_json);
    let (seen, body) = if may_fail {
        handover::look_at(body).await?
    } else {
        (None, body)
    };
    Ok((seen.unwrap_or_default(), Some(Handover::new(body))))
}
