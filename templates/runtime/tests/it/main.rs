//! Tests of the public API of the runtime, with a generated client and over sockets.

#![allow(
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::unwrap_used,
    reason = "clippy spares only functions that are tests themselves, not what they share"
)]

use codegen_runtime::runtime;

/// The generated client. Its code uses paths such as `crate::client` and `crate::ops`.
#[rustfmt::skip]
#[path = "../api/out"]
pub mod emitted_code {
    pub mod client;
    pub mod ids;
    pub mod lists;
    pub mod media;
    pub mod ops;
    pub mod streams;
    pub mod styles;
    pub mod v1;
    pub mod v2;
}
pub use emitted_code::{client, ids, lists, media, ops, streams, styles, v1, v2};

mod support;

mod body;
mod events;
mod optional;
mod path;
mod repairs;
mod secrets;
mod text;
mod time;
mod unions;
mod values;

#[cfg(feature = "test-util")]
mod auth;
#[cfg(feature = "test-util")]
mod bulk;
#[cfg(feature = "test-util")]
mod config;
#[cfg(feature = "reqwest")]
mod downloads;
#[cfg(feature = "test-util")]
mod emitted;
#[cfg(feature = "test-util")]
mod errors;
#[cfg(feature = "test-util")]
mod items;
#[cfg(feature = "test-util")]
mod limit_waits;
#[cfg(feature = "test-util")]
mod limits;
#[cfg(feature = "reqwest")]
mod list_styles;
#[cfg(feature = "reqwest")]
mod media_types;
#[cfg(feature = "test-util")]
mod mock;
#[cfg(feature = "test-util")]
mod multipart;
#[cfg(feature = "test-util")]
mod observer;
#[cfg(feature = "reqwest")]
mod outcomes;
#[cfg(feature = "test-util")]
mod pages;
#[cfg(feature = "reqwest")]
mod parameters;
#[cfg(feature = "reqwest")]
mod proxies;
#[cfg(feature = "reqwest")]
mod redirects;
#[cfg(feature = "test-util")]
mod requests;
#[cfg(feature = "test-util")]
mod retries;
mod stream_syntax;
#[cfg(feature = "reqwest")]
mod streams_of_events;
#[cfg(feature = "reqwest")]
mod streams_of_records;
#[cfg(feature = "test-util")]
mod strict_mock;
#[cfg(all(feature = "rustls", not(feature = "native-tls")))]
mod tls;
#[cfg(all(feature = "test-util", feature = "tracing"))]
mod trace;
#[cfg(feature = "reqwest")]
mod uploads;
#[cfg(feature = "reqwest")]
mod wire;
#[cfg(feature = "reqwest")]
mod wire_unions;
