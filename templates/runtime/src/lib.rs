//! The runtime of every generated client.

pub mod runtime;
