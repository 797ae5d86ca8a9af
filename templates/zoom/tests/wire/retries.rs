//! Tests of retries over a real socket. The server counts the requests.

use std::time::{Duration, Instant, SystemTime};

use serde_json::json;
use zoom_accounts::auth::ApiKeyPair;
use zoom_accounts::runtime::{Bearer, RetryPolicy, Timestamp};
use zoom_accounts::v1;
use zoom_accounts::v2::accounts::{AccountCreate, AccountCreateRequired};
use zoom_accounts::{Client, Error, ErrorKind};

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, KEY, SECRET, TOKEN, builder};

const POLICY: RetryPolicy =
    RetryPolicy::new().backoff(Duration::from_millis(1), Duration::from_millis(5));

fn client(server: &Server) -> Client {
    builder(server)
        .auth(Bearer::new(TOKEN))
        .auth(ApiKeyPair::new(KEY, SECRET))
        .retry(POLICY)
        .build()
        .unwrap()
}

fn create_request() -> AccountCreate {
    AccountCreate::new(AccountCreateRequired {
        email: "owner@example.com",
        first_name: "Ada",
        last_name: "Example",
        password: "test-password".into(),
    })
}

/// Creates an account on a server whose first reply is `first`. Returns the result and the number of requests.
async fn create(first: Reply) -> (Result<(), Error>, usize) {
    let server = Server::answering([first, Reply::json(201, &json!({"id": ACCOUNT}))]).await;
    let result = client(&server).accounts().create(create_request()).await;
    (result.map(drop), server.count().await)
}

/// Lists accounts on a server whose first reply is `first`. Returns the result and the number of requests.
async fn list(first: Reply) -> (Result<(), Error>, usize) {
    let server = Server::answering([first, Reply::json(200, &json!({"accounts": []}))]).await;
    let result = client(&server).accounts().list().await;
    (result.map(drop), server.count().await)
}

#[tokio::test]
async fn a_create_is_not_retried_after_the_server_may_have_done_it() {
    let ok = json!({"id": ACCOUNT});
    for (name, first) in [
        ("500", Reply::json(500, &json!({}))),
        ("502", Reply::empty(502)),
        ("503", Reply::empty(503).header("retry-after", "0")),
        ("504", Reply::empty(504)),
        ("lost", Reply::lost()),
        ("short", Reply::json(201, &ok).short(5)),
    ] {
        let (result, count) = create(first).await;
        let error = result.unwrap_err();
        assert_eq!((count, error.attempts()), (1, 1), "{name}: {error}");
    }
}

#[tokio::test]
async fn v1_reads_are_retried_and_v1_creates_are_not() {
    let ok = json!({"id": ACCOUNT});
    let server = Server::answering([Reply::empty(500), Reply::json(200, &ok)]).await;
    let request = v1::accounts::AccountCreate::new(v1::accounts::AccountCreateRequired {
        email: "owner@example.com",
        first_name: "Ada",
        last_name: "Example",
        password: "test-password".into(),
    });
    let accounts = client(&server).v1().accounts();
    accounts.create(request).await.unwrap_err();
    assert_eq!(server.count().await, 1);
    let server = Server::answering([Reply::empty(500), Reply::lost(), Reply::json(200, &ok)]).await;
    let accounts = client(&server).v1().accounts();
    accounts.get(ACCOUNT).await.unwrap();
    let seen = server.requests().await;
    assert_eq!(seen.len(), 3);
    for request in &seen {
        assert_eq!(request.method, "POST");
        assert_eq!(request.body, seen[0].body);
    }
}

#[tokio::test]
async fn a_create_that_timed_out_is_not_retried() {
    let slow = Reply::json(201, &json!({"id": ACCOUNT})).stalled(Duration::from_millis(300));
    let server = Server::answering([slow, Reply::empty(500)]).await;
    let policy = POLICY.attempt_timeout(Duration::from_millis(50));
    let call = client(&server).accounts().create(create_request());
    call.retry(policy).await.unwrap();
    assert_eq!(server.count().await, 1);
}

#[tokio::test]
async fn a_rate_limited_create_is_retried() {
    let body = json!({"code": 429, "message": "Slow down."});
    let (result, count) = create(Reply::json(429, &body).header("retry-after", "0")).await;
    result.unwrap();
    assert_eq!(count, 2);
}

#[tokio::test]
async fn a_create_is_retried_if_the_caller_marks_it_idempotent() {
    let ok = json!({"id": ACCOUNT});
    let server = Server::answering([Reply::lost(), Reply::json(201, &ok)]).await;
    let call = client(&server).accounts().create(create_request());
    let created = call.idempotent().with_response().await.unwrap();
    assert_eq!(created.attempts(), 2);
    let seen = server.requests().await;
    assert_eq!(seen[0].json(), seen[1].json());
}

#[tokio::test]
async fn a_list_is_retried_after_every_transient_error() {
    let page = json!({"accounts": []});
    for (name, first) in [
        ("500", Reply::empty(500)),
        ("502", Reply::body(502, "text/html", "<html>")),
        ("503", Reply::empty(503)),
        ("504", Reply::empty(504)),
        ("lost", Reply::lost()),
        ("short", Reply::json(200, &page).short(5)),
    ] {
        let (result, count) = list(first).await;
        result.unwrap();
        assert_eq!(count, 2, "{name}");
    }
    let (result, count) = list(Reply::empty(400)).await;
    assert_eq!((result.unwrap_err().attempts(), count), (1, 1));
}

#[tokio::test]
async fn a_list_fails_after_three_attempts_and_reports_them() {
    let server = Server::answering(vec![Reply::empty(503); 4]).await;
    let error = client(&server).accounts().list().await.unwrap_err();
    assert_eq!(server.count().await, 3);
    assert_eq!(error.attempts(), 3);
    assert_eq!(
        error.to_string(),
        "accounts.list: service unavailable (HTTP 503, attempts 3)"
    );
}

#[tokio::test]
async fn a_create_that_reached_no_server_is_retried() {
    let server = Server::refusing();
    let error = client(&server).accounts().create(create_request()).await;
    let error = error.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
}

#[tokio::test]
async fn a_retry_waits_for_retry_after_in_all_its_forms() {
    let soon = SystemTime::now() + Duration::from_secs(2);
    let iso = Timestamp::from(soon);
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    for (name, reply) in [
        ("seconds", Reply::empty(429).header("retry-after", "1")),
        (
            "HTTP date",
            Reply::empty(429)
                .header("date", date)
                .header("retry-after", "Sun, 06 Nov 1994 08:49:38 GMT"),
        ),
        (
            "ISO 8601",
            Reply::empty(429)
                .header("date", date)
                .header("retry-after", "1994-11-06T08:49:38Z"),
        ),
        (
            "ISO 8601 by this clock",
            Reply::empty(429).header("retry-after", iso.as_str()),
        ),
    ] {
        let start = Instant::now();
        let (result, count) = create(reply).await;
        result.unwrap();
        assert_eq!(count, 2, "{name}");
        let took = start.elapsed();
        // Earlier cases take seconds, so the time in the case `ISO 8601 by this clock` may already have passed.
        let least = Duration::from_millis(if name.ends_with("clock") { 0 } else { 1000 });
        assert!(
            took >= least && took < Duration::from_secs(5),
            "{name}: {took:?}"
        );
    }
}

#[tokio::test]
async fn a_daily_limit_is_an_error_at_once() {
    let reply = Reply::json(429, &json!({"code": 429, "message": "Daily limit."}))
        .header("date", "Sun, 06 Nov 1994 08:49:37 GMT")
        .header("retry-after", "1994-11-07T00:00:00Z");
    let start = Instant::now();
    let (result, count) = list(reply).await;
    let error = result.unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(2));
    assert!(error.is_rate_limited());
    let left = Duration::from_secs(15 * 3600 + 10 * 60 + 23);
    assert_eq!((error.retry_after(), count), (Some(left), 1));
}

#[tokio::test]
async fn an_expired_page_token_ends_the_list_with_its_own_error() {
    let page = json!({"accounts": [{"id": "a"}], "next_page_token": "t1"});
    let old = json!({"code": 300, "message": "The next page token is invalid or expired."});
    let server = Server::answering([Reply::json(200, &page), Reply::json(400, &old)]).await;
    let mut items = client(&server).accounts().list().items();
    items.next().await.unwrap().unwrap();
    let error = items.next().await.unwrap().unwrap_err();
    assert!(error.is_page_expired());
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Api, 1));
    assert!(items.next().await.is_none());
    server.requests().await;
    let other = json!({"code": 300, "message": "Validation Failed."});
    let (result, _) = list(Reply::json(400, &other)).await;
    assert!(!result.unwrap_err().is_page_expired());
}
