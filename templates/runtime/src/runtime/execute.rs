//! Sending one call: the part that does not depend on the type of its value, so that it is compiled once.
//!
//! In: a draft. Out: the response that reports no failure, or an error with all that was known of the call. It must not send a
//! request a second time, except when an authorizer says that refused credentials can be renewed.

use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use tokio::runtime::Handle;

use crate::runtime::auth::{self, Duty};
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
    let base = match draft.base_url.take() {
        Some(base) => base,
        None => draft.core.base_url(draft.request.operation().server)?,
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
    let response = send(authorize(request, duties).await?, target).await?;
    let Some(error) = response.failure() else {
        return Ok(response);
    };
    if error.kind() != ErrorKind::Auth {
        return Err(error);
    }
    // Each authorizer is to be told, also after one of them said that it can renew its credentials.
    let is_renewed = duties
        .iter()
        .filter(|(authorizer, _)| authorizer.rejected())
        .count()
        > 0;
    let Some(request) = again.filter(|_| is_renewed) else {
        return Err(error);
    };
    let response = send(authorize(request, duties).await?, target).await?;
    response.failure().map_or(Ok(response), Err)
}

async fn authorize(mut request: Request, duties: &[Duty]) -> Result<Request> {
    for (authorizer, schemes) in duties {
        authorizer.authorize(&mut request, schemes).await?;
    }
    Ok(request)
}

/// Sends a request and reads the response to its end, unless it is handed on as a stream.
async fn send(mut request: Request, target: &Target) -> Result<RawResponse> {
    let settings = target.core.settings();
    let operation = request.operation();
    for (name, value) in &settings.headers {
        request.default_header(name, value);
    }
    let response = settings
        .transport
        .send(request.assemble(&target.base)?)
        .await?;
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
            url: target.url.clone(),
            head,
            body,
            stream,
        }),
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
