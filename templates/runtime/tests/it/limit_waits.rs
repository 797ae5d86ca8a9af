//! Tests of waits for rate limits, which have a limit of their own besides the timeout of the call.

use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use crate::runtime::testing::MockTransport;
use crate::runtime::{
    BoxFuture, Error, ErrorKind, Failure, RateLimit, RateLimitContext, Result, RetryPolicy,
};
use crate::support::api::{Client, ops};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);

/// A limiter that delays each call by this time. If a call has an earlier deadline, the call fails.
#[derive(Debug)]
struct Delay(Duration);

impl RateLimit for Delay {
    fn acquire<'a>(&'a self, context: &'a RateLimitContext) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let end = Instant::now() + self.0;
            if (context.deadline()).is_some_and(|deadline| end >= deadline) {
                let failure = Failure::new().retry_after(self.0);
                return Err(Error::new(ErrorKind::RateLimited, "no capacity").with_failure(failure));
            }
            tokio::time::sleep(self.0).await;
            Ok(())
        })
    }
}

/// A limiter that waits forever, even after the deadline.
#[derive(Debug)]
struct Never;

impl RateLimit for Never {
    fn acquire<'a>(&'a self, _: &'a RateLimitContext) -> BoxFuture<'a, Result<()>> {
        Box::pin(std::future::pending())
    }
}

fn builder(mock: &MockTransport) -> crate::runtime::ClientBuilder<Client> {
    Client::builder()
        .auth(crate::runtime::Bearer::new("token"))
        .transport(mock.clone())
}

/// A list with this many pages of one user each.
fn list(pages: usize) -> MockTransport {
    let mock = MockTransport::new().on(&ops::USERS_LIST);
    (1..=pages).fold(mock, |mock, page| {
        let token = (page < pages).then(|| page.to_string());
        let users = [json!({"id": page.to_string()})];
        mock.reply(200, json!({"users": users, "next_page_token": token}))
    })
}

fn user() -> MockTransport {
    MockTransport::new()
        .on(&ops::USERS_GET)
        .reply(200, json!({"id": "u"}))
}

#[tokio::test(start_paused = true)]
async fn the_pages_of_a_list_wait_longer_than_their_timeout() {
    let client = builder(&list(5)).limiter(Delay(HOUR)).build().unwrap();
    let start = Instant::now();
    let mut users = client.users().list().items();
    let mut count = 0;
    while let Some(user) = users.next().await {
        user.unwrap();
        count += 1;
    }
    assert_eq!((count, start.elapsed()), (5, 5 * HOUR));
}

#[tokio::test(start_paused = true)]
async fn the_timeout_of_a_page_excludes_its_wait_and_still_applies_to_the_server() {
    for (delay, is_in_time) in [(29 * SECOND, true), (31 * SECOND, false)] {
        let client = builder(&list(1).delay(delay))
            .limiter(Delay(MINUTE))
            .build()
            .unwrap();
        let start = Instant::now();
        let page = client.users().list().pages().next().await.unwrap();
        match page {
            Ok(_) => assert!(is_in_time),
            Err(error) => {
                assert!(!is_in_time, "{error}");
                assert_eq!(error.kind(), ErrorKind::Timeout);
                assert_eq!(start.elapsed(), MINUTE + 30 * SECOND);
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_single_call_fails_at_once_if_its_wait_exceeds_its_timeout() {
    let client = builder(&user())
        .limiter(Delay(40 * SECOND))
        .build()
        .unwrap();
    let start = Instant::now();
    let error = client.users().get("u").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.retry_after(), start.elapsed()),
        (ErrorKind::RateLimited, Some(40 * SECOND), Duration::ZERO)
    );
    // Awaiting a list requests only one page. Therefore, the limit of a single call applies.
    let client = builder(&list(1))
        .limiter(Delay(40 * SECOND))
        .build()
        .unwrap();
    assert!(client.users().list().await.unwrap_err().is_rate_limited());
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_timeout_applies_instead_of_the_defaults() {
    let delayed = |mock: &MockTransport| builder(mock).limiter(Delay(MINUTE));
    let client = delayed(&user())
        .rate_limit_timeout(2 * MINUTE)
        .build()
        .unwrap();
    let start = Instant::now();
    client.users().get("u").await.unwrap();
    assert_eq!(start.elapsed(), MINUTE);
    let call = client.users().get("u").rate_limit_timeout(SECOND);
    assert!(call.await.unwrap_err().is_rate_limited());

    let client = delayed(&list(2)).build().unwrap();
    let mut pages = (client.users().list())
        .rate_limit_timeout(MINUTE / 2)
        .pages();
    let start = Instant::now();
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(
        (error.is_rate_limited(), start.elapsed()),
        (true, Duration::ZERO)
    );
    // `Duration::MAX` for the call also takes precedence over the limit of the client.
    let client = delayed(&list(2))
        .rate_limit_timeout(SECOND)
        .build()
        .unwrap();
    let mut pages = (client.users().list())
        .rate_limit_timeout(Duration::MAX)
        .pages();
    pages.next().await.unwrap().unwrap();
    pages.next().await.unwrap().unwrap();
    assert!(pages.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_timeout_limits_all_waits_of_a_call_together() {
    let mock = MockTransport::new()
        .on(&ops::USERS_GET)
        .reply(503, json!({}))
        .reply(200, json!({"id": "u"}));
    let client = builder(&mock).limiter(Delay(40 * SECOND)).build().unwrap();
    let call = client.users().get("u").rate_limit_timeout(MINUTE);
    let error = call.await.unwrap_err();
    assert_eq!((error.is_rate_limited(), error.attempts()), (true, 1));
}

#[tokio::test(start_paused = true)]
async fn a_limiter_that_ignores_the_deadline_does_not_block_a_call() {
    let client = builder(&user()).limiter(Never).build().unwrap();
    let error = client.users().get("u").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let start = Instant::now();
    let call = client.users().get("u").rate_limit_timeout(MINUTE);
    let error = call.await.unwrap_err();
    assert_eq!(
        (error.kind(), start.elapsed()),
        (ErrorKind::RateLimited, MINUTE)
    );
}

#[tokio::test(start_paused = true)]
async fn a_rejection_by_the_limiter_is_not_retried() {
    let client = builder(&user())
        .limiter(Delay(10 * SECOND))
        .rate_limit_timeout(SECOND)
        .retry(RetryPolicy::new().max_attempts(5))
        .build()
        .unwrap();
    let start = Instant::now();
    let error = client.users().get("u").await.unwrap_err();
    assert_eq!(
        (error.is_rate_limited(), start.elapsed()),
        (true, Duration::ZERO)
    );
}

#[tokio::test(start_paused = true)]
async fn a_page_waits_for_retry_after_beyond_its_timeout() {
    let mock = MockTransport::new()
        .on(&ops::USERS_LIST)
        .reply(429, json!({}))
        .header("retry-after", "90")
        .reply(200, json!({"users": [], "next_page_token": ""}));
    let client = builder(&mock).build().unwrap();
    let start = Instant::now();
    let mut pages = client.users().list().pages();
    pages.next().await.unwrap().unwrap();
    assert!(start.elapsed() >= 90 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_single_call_does_not_wait_for_retry_after_beyond_its_timeout() {
    let mock = MockTransport::new()
        .on(&ops::USERS_GET)
        .reply(429, json!({}))
        .header("retry-after", "90")
        .reply(200, json!({"id": "u"}));
    let client = builder(&mock).build().unwrap();
    let start = Instant::now();
    let error = client.users().get("u").await.unwrap_err();
    assert_eq!(
        (error.retry_after(), start.elapsed()),
        (Some(90 * SECOND), Duration::ZERO)
    );
    let mock_again = MockTransport::new()
        .on(&ops::USERS_GET)
        .reply(429, json!({}))
        .header("retry-after", "90")
        .reply(200, json!({"id": "u"}));
    let client = builder(&mock_again)
        .rate_limit_timeout(2 * MINUTE)
        .build()
        .unwrap();
    client.users().get("u").await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_calls_of_a_core_for_walks_wait_without_a_limit() {
    let client = builder(&user()).limiter(Delay(HOUR)).build().unwrap();
    let walk = Client::from(client.core().for_walk());
    walk.users().get("u").await.unwrap();
    walk.sub_account("a").users().get("u").await.unwrap();
    let call = walk.users().get("u").rate_limit_timeout(SECOND);
    assert!(call.await.unwrap_err().is_rate_limited());
}
