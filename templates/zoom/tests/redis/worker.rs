//! A worker that makes calls with a shared limiter. A log records when each call starts.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use zoom_accounts::limits::{RateLimitPlan, RateLimiter};
use zoom_accounts::redis::{Outage, SharedLimiter};
use zoom_accounts::runtime::{
    Body, BoxFuture, Call, ClientBuilder, Core, Operation, RetryPolicy, Server, Transport,
    TransportError,
};

use crate::server::RedisServer;

static V2: Server = Server::new("v2", "https://api.example.com/v2");
pub(crate) static HEAVY: Operation = operation("heavy", "/heavy", "heavy");
pub(crate) static INTENSIVE: Operation = operation("intensive", "/intensive", "Resource-intensive");

const fn operation(id: &'static str, path: &'static str, rate: &'static str) -> Operation {
    Operation::get(id, path).server(&V2).rate_limit(rate)
}

pub(crate) const SECOND: Duration = Duration::from_secs(1);

/// The status and the headers of a response.
pub(crate) type Reply = (u16, Vec<(&'static str, &'static str)>);

/// A transport that records the start of each call. All workers of a test share one log.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log {
    starts: Arc<Mutex<Vec<Duration>>>,
    replies: Arc<Mutex<Vec<Reply>>>,
}

impl Log {
    /// Sets the reply to the next call.
    pub(crate) fn reply(&self, status: u16, headers: &[(&'static str, &'static str)]) {
        self.replies
            .lock()
            .unwrap()
            .push((status, headers.to_vec()));
    }

    /// Returns the starts of the calls in order.
    pub(crate) fn starts(&self) -> Vec<Duration> {
        let mut starts = self.starts.lock().unwrap().clone();
        starts.sort_unstable();
        starts
    }

    /// Checks that no window of a second contains more than `limit` calls.
    pub(crate) fn assert_within(&self, limit: usize) {
        let starts = self.starts();
        for window in starts.windows(limit + 1) {
            assert!(window[limit] >= window[0] + SECOND, "{window:?}");
        }
    }
}

impl Transport for Log {
    fn send(
        &self,
        _: http::Request<Body>,
        _: Option<&'static Operation>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        self.starts.lock().unwrap().push(now());
        let reply = self.replies.lock().unwrap().pop();
        let (status, headers) = reply.unwrap_or((200, Vec::new()));
        let mut response = http::Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(name, value);
        }
        let response = response.body(Body::empty()).unwrap();
        Box::pin(std::future::ready(Ok(response)))
    }
}

/// Returns the time since 1970-01-01T00:00:00Z. This clock is the same for all processes of the machine.
pub(crate) fn now() -> Duration {
    SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap()
}

/// Creates a worker with its own connection to Redis.
pub(crate) fn worker(server: &RedisServer, log: &Log, plan: RateLimitPlan, outage: Outage) -> Core {
    let limiter = SharedLimiter::new(&server.redis(), "reseller", RateLimiter::new(plan));
    ClientBuilder::new()
        .transport(log.clone())
        .limiter(limiter.during_outage(outage))
        .retry(RetryPolicy::none())
        .timeout(120 * SECOND)
        .build()
        .unwrap()
}

pub(crate) fn call(core: &Core, operation: &'static Operation) -> Call<()> {
    core.request(operation).empty()
}
