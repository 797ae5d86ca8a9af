//! Bodies of responses that callers get as streams.
//!
//! In: the body of a response. Out: the same body with a limit of time for each chunk, and a way to hand it to the one that asks
//! for it. It must not read more than what a failure may have.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::time::{Instant, Sleep};

use crate::runtime::body::Body;
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// The longest JSON in which a failure is looked for, where a server reports failures with a status of success.
const MAX_FAILURE: usize = 64 * 1024;

/// A body that waits for the one that asks for it first.
#[derive(Clone)]
pub(crate) struct Handover(Arc<Mutex<Option<Body>>>);

impl Handover {
    pub(crate) fn new(body: Body) -> Self {
        Self(Arc::new(Mutex::new(Some(body))))
    }

    pub(crate) fn take(&self) -> Option<Body> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The body if it is as short as a failure, and a body that gives all of it in any case.
pub(crate) async fn look_at(mut body: Body) -> Result<(Option<Bytes>, Body), TransportError> {
    let length = body.length();
    let mut chunks = VecDeque::new();
    let mut seen = BytesMut::new();
    while seen.len() <= MAX_FAILURE {
        let Some(chunk) = body.chunk().await? else {
            let whole = seen.freeze();
            return Ok((Some(whole.clone()), whole.into()));
        };
        seen.extend_from_slice(&chunk);
        chunks.push_back(chunk);
    }
    let rest = Body::from_stream(Begun { chunks, body });
    Ok((
        None,
        match length {
            Some(length) => rest.with_length(length),
            None => rest,
        },
    ))
}

/// A body whose first chunks were read already.
struct Begun {
    chunks: VecDeque<Bytes>,
    body: Body,
}

impl Stream for Begun {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.chunks.pop_front() {
            Some(chunk) => Poll::Ready(Some(Ok(chunk))),
            None => self.body.poll_chunk(context),
        }
    }
}

/// The body, each chunk of which must come within this time. To be called within a Tokio runtime.
pub(crate) fn limited(body: Body, limit: Duration) -> Body {
    if body.as_bytes().is_some() {
        return body;
    }
    let length = body.length();
    let limited = Body::from_stream(Limited {
        body,
        limit,
        sleep: Box::pin(tokio::time::sleep(limit)),
        is_waiting: false,
        is_over: false,
    });
    match length {
        Some(length) => limited.with_length(length),
        None => limited,
    }
}

struct Limited {
    body: Body,
    limit: Duration,
    sleep: Pin<Box<Sleep>>,
    /// Whether a chunk is waited for: a caller that takes its time does not count.
    is_waiting: bool,
    is_over: bool,
}

impl Stream for Limited {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.is_over {
            return Poll::Ready(None);
        }
        if let Poll::Ready(chunk) = self.body.poll_chunk(context) {
            self.is_waiting = false;
            self.is_over = !matches!(chunk, Some(Ok(_)));
            return Poll::Ready(chunk);
        }
        if !self.is_waiting {
            // A time beyond all clocks is no limit.
            let Some(end) = Instant::now().checked_add(self.limit) else {
                return Poll::Pending;
            };
            self.sleep.as_mut().reset(end);
            self.is_waiting = true;
        }
        if self.sleep.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        self.is_over = true;
        let message = format!("no further chunk within {:?}", self.limit);
        Poll::Ready(Some(Err(TransportError::new(
            TransportErrorKind::Timeout,
            message,
        ))))
    }
}
