//! Measures a call for the observer of its client.
//!
//! At the end of the call, the observer receives a [`FinishedCall`]. Without an observer, this module must not read the
//! clock.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::runtime::call::observer::{FinishedCall, Observer};
use crate::runtime::call::parts::CallParts;
use crate::runtime::error::{Error, Result};
use crate::runtime::http::response::RawResponse;
use crate::runtime::operation::Operation;

/// A call that has started; `None` if the client has no observer.
pub(crate) struct ObservedCall(Option<Started>);

struct Started {
    observer: Arc<dyn Observer>,
    operation: &'static Operation,
    start: Instant,
}

impl ObservedCall {
    pub(crate) fn start(parts: &CallParts) -> Self {
        let observer = parts.core.settings().observer.as_ref();
        Self(observer.map(|observer| Started {
            observer: Arc::clone(observer),
            operation: parts.request.operation(),
            start: Instant::now(),
        }))
    }

    pub(crate) fn end(self, result: &Result<Box<RawResponse>>, rate_limit_wait: Duration) {
        let Some(started) = self.0 else {
            return;
        };
        let (status, attempts) = match result {
            Ok(response) => (Some(response.head().status()), response.attempts),
            Err(error) => (Error::status(error), error.attempts()),
        };
        started.observer.call_finished(&FinishedCall {
            operation: started.operation,
            error: result.as_ref().err(),
            status,
            attempts,
            duration: started.start.elapsed(),
            rate_limit_wait,
        });
    }
}
