//! The code that all benchmarks share: a server on a loopback socket, the bodies that the server sends, and the
//! comparison of two functions.
//!
//! In: two functions. Out: time and allocations of each, and their ratio. This module must not affect the measurement:
//! the server does not allocate per request after warm-up, and runs on its own threads.

pub mod bodies;
pub mod measure;
pub mod plain;
pub mod server;

/// An error of any type, which ends a benchmark.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The id of the requested account.
pub const ACCOUNT: &str = "Vq8mZ3kTQ1yXr5Lw-0aHsg";

/// The bearer token of the calls.
pub const TOKEN: &str = "test-token";
