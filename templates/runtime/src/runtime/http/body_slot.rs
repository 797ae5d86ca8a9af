//! Response bodies that callers get as streams.
//!
//! A [`BodySlot`] holds a body until the caller takes it. Each chunk has a timeout. This module reads only the start of
//! a body, because a short body may report a failure.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::time::{Instant, Sleep};

use crate::runtime::error::transport_error::{TransportError, TransportErrorKind};
use crate::runtime::http::body::Body;

/// The maximum size of a body that can report a failure, in bytes. The failure has a success status.
const MAX_FAILURE: usize = 64 * 1024;

/// A body that the caller can take once.
#[derive(Clone)]
pub(crate) struct BodySlot(Arc<Mutex<Option<Body>>>);

impl BodySlot {
    pub(crate) fn new(body: Body) -> Self {
        Self(Arc::new(Mutex::new(Some(body))))
    }

    /// Takes the body; `None` if the caller has already taken it.
    pub(crate) fn take(&self) -> Option<Body> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Reads the start of a body, and returns its bytes if the body is short enough to report a failure. Also returns a
/// body with all bytes, including those that were read.
pub(crate) async fn peek(mut body: Body) -> Result<(Option<Bytes>, Body), TransportError> {
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
    let rest = Body::from_stream(Peeked { chunks, body });
    Ok((
        None,
        match length {
            Some(length) => rest.with_length(length),
            None => rest,
        },
    ))
}

/// A body whose first chunks were already read. The stream returns these chunks first.
struct Peeked {
    chunks: VecDeque<Bytes>,
    body: Body,
}

impl Stream for Peeked {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.chunks.pop_front() {
            Some(chunk) => Poll::Ready(Some(Ok(chunk))),
            None => self.body.poll_chunk(context),
        }
    }
}

/// Limits the time to wait for each chunk of a body. Call this function within a Tokio runtime.
pub(crate) fn with_chunk_timeout(body: Body, timeout: Duration) -> Body {
    if body.as_bytes().is_some() {
        return body;
    }
    let length = body.length();
    let timed = Body::from_stream(TimedBody {
        body,
        timeout,
        sleep: Box::pin(tokio::time::sleep(timeout)),
        is_waiting: false,
        is_over: false,
    });
    match length {
        Some(length) => timed.with_length(length),
        None => timed,
    }
}

struct TimedBody {
    body: Body,
    timeout: Duration,
    sleep: Pin<Box<Sleep>>,
    /// Whether the caller waits for a chunk. While the caller processes a chunk, the timeout does not run.
    is_waiting: bool,
    is_over: bool,
}

impl Stream for TimedBody {
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
            // If the end of the timeout is too far away for the clock, there is no timeout.
            let Some(end) = Instant::now().checked_add(self.timeout) else {
                return Poll::Pending;
            };
            self.sleep.as_mut().reset(end);
            self.is_waiting = true;
        }
        if self.sleep.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        self.is_over = true;
        let message = format!("no further chunk within {:?}", self.timeout);
        Poll::Ready(Some(Err(TransportError::new(
            TransportErrorKind::Timeout,
            message,
        ))))
    }
}
