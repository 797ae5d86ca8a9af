//! Tests that an observer receives the events of each call.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;

use crate::runtime::testing::MockTransport;
use crate::runtime::{
    Bearer, BoxFuture, FinishedCall, Observer, RateLimit, RateLimitBudget, RateLimitContext,
    RateLimitWait, Result, Retry, RetryPolicy,
};
use crate::support::api::{Client, ops};

/// Records all events as text.
#[derive(Debug, Default)]
struct Log(Mutex<Vec<String>>);

impl Log {
    fn add(&self, event: String) {
        self.0.lock().unwrap().push(event);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Observer for Log {
    fn call_finished(&self, call: &FinishedCall<'_>) {
        self.add(format!(
            "{}: {:?}, status {:?}, attempts {}, {}s of {}s",
            call.operation.id,
            call.error.map(crate::runtime::Error::kind),
            call.status.map(|status| status.as_u16()),
            call.attempts,
            call.rate_limit_wait.as_secs(),
            call.duration.as_secs(),
        ));
    }

    fn retry(&self, retry: &Retry<'_>) {
        let (id, kind) = (retry.operation.id, retry.error.kind());
        self.add(format!(
            "{id}: retry after attempt {}, {kind:?}, {}s",
            retry.attempt,
            retry.pause.as_secs()
        ));
    }

    fn rate_limit_wait(&self, wait: &RateLimitWait<'_>) {
        let (id, limit) = (wait.operation.id, wait.limit);
        self.add(format!(
            "{id}: {limit}, {:?}, at most {:?}",
            wait.wait, wait.at_most
        ));
    }

    fn rate_limit_budget(&self, budget: &RateLimitBudget<'_>) {
        self.add(format!("{}: {} left", budget.limit, budget.remaining));
    }
}

/// A limiter that delays each call by 7 seconds, and always reports the same number of remaining calls.
#[derive(Debug)]
struct Limiter;

impl RateLimit for Limiter {
    fn acquire<'a>(&'a self, context: &'a RateLimitContext) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let wait = Duration::from_secs(7);
            context.report_wait("Heavy, 10 a minute", wait);
            tokio::time::sleep(wait).await;
            assert!(context.is_observed());
            context.report_budget("Heavy, 10 a minute", 3);
            Ok(())
        })
    }
}

fn builder(mock: &MockTransport, log: &Arc<Log>) -> crate::runtime::ClientBuilder<Client> {
    Client::builder()
        .auth(Bearer::new("token"))
        .transport(mock.clone())
        .observer(Arc::clone(log))
}

#[tokio::test(start_paused = true)]
async fn an_observer_receives_waits_budgets_retries_and_the_end_of_a_call() {
    let mock = MockTransport::new()
        .on(&ops::USERS_GET)
        .reply(429, json!({}))
        .header("retry-after", "3")
        .reply(200, json!({"id": "u"}));
    let log = Arc::new(Log::default());
    let policy = RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO);
    let client = builder(&mock, &log).limiter(Limiter).retry(policy);
    client.build().unwrap().users().get("u").await.unwrap();
    assert_eq!(
        log.take(),
        [
            "users.get: Heavy, 10 a minute, 7s, at most Some(30s)",
            "Heavy, 10 a minute: 3 left",
            "users.get: retry after attempt 1, RateLimited, 3s",
            "users.get: Heavy, 10 a minute, 7s, at most Some(20s)",
            "Heavy, 10 a minute: 3 left",
            "users.get: None, status Some(200), attempts 2, 17s of 17s",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn an_observer_receives_failed_calls_and_each_page_of_a_list() {
    let mock = MockTransport::new()
        .on(&ops::USERS_GET)
        .reply(404, json!({"code": 1001}))
        .on(&ops::USERS_LIST)
        .reply(200, json!({"users": [], "next_page_token": "2"}))
        .reply(200, json!({"users": [], "next_page_token": ""}));
    let log = Arc::new(Log::default());
    let client = builder(&mock, &log).build().unwrap();
    client.users().get("u").await.unwrap_err();
    // The page size 0 is invalid, so the client sends nothing.
    client.users().list().page_size(0).await.unwrap_err();
    assert!(client.users().list().items().next().await.is_none());
    assert_eq!(
        log.take(),
        [
            "users.get: Some(Api), status Some(404), attempts 1, 0s of 0s",
            "users.list: Some(Config), status None, attempts 0, 0s of 0s",
            "users.list: None, status Some(200), attempts 1, 0s of 0s",
            "users.list: None, status Some(200), attempts 1, 0s of 0s",
        ]
    );
}
