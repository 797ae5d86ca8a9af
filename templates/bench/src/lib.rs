//! The code that all benchmarks share: a server on a loopback socket, the bodies that the server sends, and the
//! comparison of two functions.
//!
//! The server must not affect the measurement. Therefore, it runs on its own threads, and does not allocate memory
//! after the first calls.

pub mod bodies;
pub mod instructions;
pub mod measure;
pub mod pin;
pub mod plain;
pub mod server;

/// An error of any type. It ends the benchmark.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A function that a benchmark measures.
pub type Call<'a> = dyn FnMut() -> Result<(), BoxError> + 'a;

/// The id of the requested account.
pub const ACCOUNT: &str = "Vq8mZ3kTQ1yXr5Lw-0aHsg";

/// The bearer token of the calls.
pub const TOKEN: &str = "test-token";
