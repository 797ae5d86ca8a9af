//! Sending one call: the part that does not depend on the type of its value, so that it is compiled once.
//!
//! In: a draft. Out: the response that reports no failure, or an error with all that was known of the call. It must not send a
//! request a second time, except when an authorizer says that refused credentials can be renewed.

use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use tokio::runtime::Handle;

use crate::runtime::auth::{self, Duty, Rejection};
use crate::runtime::body::Body;
use crate::runtime::call::Draft;
use crate::runtime::client::Core;
use crate::runtime::error::{Error, ErrorKind, Result};
use crate::runtime::handover::{self, Handover};
use crate::runtime::operation::Operation;
use crate::runtime::request::Request;
use crate::runtime::response::{Head, RawResponse};
use crate::runtime::trace::CallSpan;
use crate::runtime::transport::{BoxFuture, TransportError};
use crate::runtime::url::BaseUrl;

/// Sends a call.
pub(crate) fn execute(draft: Draft) -> BoxFuture<'static, Result<RawResponse>> {
    Box::pin(async move {
        let operation = draft.request.operation();
        prepare_and_send(draft)
            .await
            .map_err(|error| error.of(operation))
    })
}

/// Finds the target of a call, and sends it there.
async fn prepare_and_send(mut draft: Draft) -> Result<RawResponse> {
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
    let url = draft.request.shown_url(&base)?;
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
    let span = CallSpan::new(&draft.request, base.host());
    let target = Target {
        core: draft.core,
        base,
        is_given,
        url,
        chunk_limit: draft.is_streamed.then_some(limit),
    };
    span.around(within(
        limit,
        &target,
        exchange(draft.request, &duties, &target),
    ))
    .await
}

/// Where a call goes.
struct Target {
    core: Core,
    base: BaseUrl,
    /// Whether the call or the client named the base, so that no authorizer can change it.
    is_given: bool,
    /// The whole URL, for errors.
    url: String,
    /// The time for each chunk of the response, if it is handed on as a stream.
    chunk_limit: Option<Duration>,
}

async fn within(
    limit: Duration,
    target: &Target,
    exchange: impl Future<Output = Result<RawResponse>>,
) -> Result<RawResponse> {
    match tokio::time::timeout(limit, exchange).await {
        Ok(result) => result,
        Err(_) => Err(Error::new(
            ErrorKind::Timeout,
            format!("no complete response within {limit:?}"),
        )),
    }
    .map_err(|error| error.at(&target.url))
}

/// Sends a request, and once more if its credentials were refused and could be renewed.
async fn exchange(request: Request, duties: &[Duty], target: &Target) -> Result<RawResponse> {
    let again = if duties.is_empty() {
        None
    } else {
        request.try_clone()
    };
    let (request, versions) = authorize(request, duties).await?;
    let response = send(request, target).await?;
    let Some(error) = response.failure() else {
        return Ok(response);
    };
    if error.kind() != ErrorKind::Auth {
        return Err(error);
    }
    // Each authorizer is to be told, also after one of them said that it can renew its credentials.
    let is_renewed = (duties.iter().zip(versions))
        .filter(|((authorizer, _), version)| authorizer.rejected(&Rejection::new(&error, *version)))
        .count()
        > 0;
    let Some(request) = again.filter(|_| is_renewed) else {
        return Err(error);
    };
    let (request, _) = authorize(request, duties).await?;
    let response = send(request, target).await?;
    response.failure().map_or(Ok(response), Err)
}

/// Adds credentials, and tells of each authorizer which ones it added.
async fn authorize(mut request: Request, duties: &[Duty]) -> Result<(Request, Vec<Option<u64>>)> {
    let mut versions = Vec::with_capacity(duties.len());
    for (authorizer, schemes) in duties {
        authorizer.authorize(&mut request, schemes).await?;
        versions.push(request.credentials_version.take());
    }
    Ok((request, versions))
}

/// Sends a request and reads the response to its end, unless it is handed on as a stream.
async fn send(mut request: Request, target: &Target) -> Result<RawResponse> {
    let settings = target.core.settings();
    let operation = request.operation();
    for (name, value) in &settings.headers {
        request.default_header(name, value);
    }
    let moved = request.base_url.take().filter(|_| !target.is_given);
    let url = match &moved {
        Some(base) => request.shown_url(base)?,
        None => target.url.clone(),
    };
    let assembled = request.assemble(moved.as_ref().unwrap_or(&target.base))?;
    let response =
        (settings.transport.send(assembled).await).map_err(|error| Error::from(error).at(&url))?;
    let (parts, body) = response.into_parts();
    let head = Head::new(parts.status, parts.headers);
    let read = match target.chunk_limit {
        Some(limit) if head.status().is_success() => {
            hand_over(operation, &head, handover::limited(body, limit)).await
        }
        _ => (body.collect(settings.max_response_bytes).await).map(|body| (body, None)),
    };
    match read {
        Ok((body, stream)) => Ok(RawResponse {
            operation,
            url,
            head,
            body,
            stream,
        }),
        Err(error) => Err(Error::from(error)
            .at(&url)
            .with_response(head, &Bytes::new())),
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
