//! The response of a stream: it is requested, and then read chunk by chunk.

use std::task::{Context, Poll};

use bytes::Bytes;

use crate::runtime::call::execute::execute;
use crate::runtime::call::parts::CallParts;
use crate::runtime::error::transport_error::{BodyTooLong, TransportError, TransportErrorKind};
use crate::runtime::error::{Error, Result};
use crate::runtime::http::body::Body;
use crate::runtime::http::response::RawResponse;
use crate::runtime::http::transport::BoxFuture;
use crate::runtime::operation::Operation;

/// A response that arrives chunk by chunk.
pub(crate) struct Connection {
    operation: &'static Operation,
    step: Step,
    /// The response without its body, after it has arrived.
    response: Option<Box<RawResponse>>,
}

enum Step {
    /// Send the request when the stream is polled.
    Start(Box<CallParts>),
    Wait(BoxFuture<'static, Result<Box<RawResponse>>>),
    Read(Body),
    End,
}

impl Connection {
    /// Prepares the request. Polling the connection sends it.
    pub(crate) fn new(mut parts: Box<CallParts>) -> Self {
        parts.is_streamed = true;
        Self {
            operation: parts.request.operation(),
            step: Step::Start(parts),
            response: None,
        }
    }

    /// Returns the response without its body. Returns `None` before it has arrived.
    pub(crate) fn response(&self) -> Option<&RawResponse> {
        self.response.as_deref()
    }

    /// Closes the connection.
    pub(crate) fn close(&mut self) {
        self.step = Step::End;
    }

    /// Changes the request, if it is not sent yet.
    pub(crate) fn modify(&mut self, modify: impl FnOnce(&mut CallParts)) {
        if let Step::Start(parts) = &mut self.step {
            modify(parts);
        }
    }

    /// Polls for the response head. Must be called before [`poll_chunk`](Self::poll_chunk).
    pub(crate) fn poll_response(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        loop {
            match std::mem::replace(&mut self.step, Step::End) {
                Step::Start(parts) => self.step = Step::Wait(Box::pin(execute(parts))),
                Step::Wait(mut response) => match response.as_mut().poll(context) {
                    Poll::Ready(Ok(raw)) => {
                        self.step = Step::Read(raw.take_body());
                        self.response = Some(raw);
                        return Poll::Ready(Ok(()));
                    }
                    Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                    Poll::Pending => {
                        self.step = Step::Wait(response);
                        return Poll::Pending;
                    }
                },
                step @ (Step::Read(_) | Step::End) => {
                    self.step = step;
                    return Poll::Ready(Ok(()));
                }
            }
        }
    }

    /// Polls for the next chunk of the body; `None` is the end of the body.
    pub(crate) fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        let Step::Read(body) = &mut self.step else {
            return Poll::Ready(None);
        };
        let chunk = match body.poll_chunk(context) {
            Poll::Ready(Some(Ok(chunk))) => return Poll::Ready(Some(Ok(chunk))),
            Poll::Ready(chunk) => chunk,
            Poll::Pending => return Poll::Pending,
        };
        self.close();
        Poll::Ready(chunk.map(|chunk| chunk.map_err(|error| self.error(error))))
    }

    /// Creates the error for an item that is longer than the limit.
    pub(crate) fn too_long(&self, limit: usize) -> Error {
        let source = BodyTooLong(limit);
        let error = TransportError::new(TransportErrorKind::Body, source);
        self.error(error.with_message(format!("item of the stream is longer than {limit} bytes")))
    }

    /// Adds the details of the response to an error.
    fn error(&self, error: TransportError) -> Error {
        let error = Error::from(error).with_operation(self.operation);
        match &self.response {
            Some(raw) => error
                .with_target(&raw.url)
                .with_attempts(raw.attempts)
                .with_response(raw.head.clone(), &Bytes::new()),
            None => error,
        }
    }
}
