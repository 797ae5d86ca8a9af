//! Decoding of the response of a call.

use std::sync::Arc;

use crate::runtime::error::Result;
use crate::runtime::http::response::RawResponse;

/// Decodes the response of a call into its value.
pub(crate) enum Decoder<T> {
    /// The decoding function of an operation.
    Function(fn(&RawResponse) -> Result<T>),
    /// A closure that wraps another decoder.
    Closure(Arc<DecodeFn<T>>),
}

type DecodeFn<T> = dyn Fn(&RawResponse) -> Result<T> + Send + Sync;

impl<T> Decoder<T> {
    pub(crate) fn decode(&self, raw: &RawResponse) -> Result<T> {
        match self {
            Self::Function(decode) => decode(raw),
            Self::Closure(decode) => decode(raw),
        }
    }
}
