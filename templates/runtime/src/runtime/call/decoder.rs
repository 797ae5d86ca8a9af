//! Decoding of the response of a call.

use std::sync::Arc;

use crate::runtime::call::trace;
use crate::runtime::error::Result;
use crate::runtime::http::response::RawResponse;
use crate::runtime::json::repair;

/// Decodes the response of a call into its value.
pub(crate) enum Decoder<T> {
    /// The decoding function of an operation.
    Function(fn(&RawResponse) -> Result<T>),
    /// A closure that wraps another decoder.
    Closure(Arc<DecodeFn<T>>),
}

type DecodeFn<T> = dyn Fn(&RawResponse) -> Result<T> + Send + Sync;

impl<T> Decoder<T> {
    /// Decodes a response. The repairs are an event, and are reported to the `Response` of the call, if there is one.
    pub(crate) fn decode(&self, raw: &RawResponse) -> Result<T> {
        let (value, repairs) = repair::collecting(|| match self {
            Self::Function(decode) => decode(raw),
            Self::Closure(decode) => decode(raw),
        });
        if !repairs.is_empty() {
            trace::repaired(raw.operation, &repairs);
            repair::report(repairs);
        }
        value
    }
}
