//! Tests of the types that workers share in Redis. The tests start a real `redis-server` on a loopback port.
//!
//! If `redis-server` is not installed, each test is skipped and prints a line that says so. If the environment variable
//! `TEST_REDIS` is set, the tests fail instead. The Debian package is `redis-server`.

#![cfg(test)]

mod limiter;
mod processes;
mod server;
mod store;
mod walk;
mod worker;
mod zoom;
