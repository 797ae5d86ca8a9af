//! State that workers on several machines share in Redis or Valkey.
//!
//! | type | shared state |
//! |---|---|
//! | [`RedisStore`] | one OAuth token, which one worker at a time renews |
//! | [`SharedLimiter`] | one count of calls, so that all workers together keep the rate limits |
//! | [`SharedWalk`] | the accounts of a walk, each of which one worker at a time works on |
//!
//! All types need a [`Redis`] server, version 7 or later. Each decision is one Lua script on this server. The scripts
//! use the clock of the server, so the clocks of the workers do not matter.
//!
//! All keys start with the [prefix](Redis::prefix), and all keys expire. All keys of one object contain the same part
//! in braces, so that a cluster keeps them on one node.
#![cfg(feature = "redis")]

mod limiter;
mod outage;
mod reservations;
mod server;
mod store;
mod walk;

pub use limiter::SharedLimiter;
pub use outage::Outage;
pub use server::Redis;
pub use store::RedisStore;
pub use walk::{Lease, SharedWalk, WalkProgress};
