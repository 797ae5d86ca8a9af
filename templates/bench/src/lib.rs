//! What the benches share: a server on a loopback socket, the bodies that it sends, and measuring two ways of doing the same.
//!
//! In: two functions. Out: what each of them took, and the ratio. It must not take part in what is measured: the server allocates
//! nothing for a request once it is warm, and runs on threads of its own.

pub mod bodies;
pub mod measure;
pub mod plain;
pub mod server;

/// An error of any type, which ends a bench.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The account that is asked for.
pub const ACCOUNT: &str = "Vq8mZ3kTQ1yXr5Lw-0aHsg";

/// The token that calls carry.
pub const TOKEN: &str = "test-token";
