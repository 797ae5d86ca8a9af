//! Tests of retries and their waits. The test clock is paused: it advances only while all tasks wait.

use std::time::Duration;

use futures_util::stream;
use serde_json::json;
use tokio::time::Instant;

use crate::runtime::testing::MockTransport;
use crate::runtime::{
    Authorize, Body, BoxFuture, Bytes, Call, ClientBuilder, Core, Error, ErrorKind, Method,
    Operation, Request, Result, RetryPolicy, Safety, Scheme, SchemeKind, Server, TransportError,
    TransportErrorKind,
};

static SERVER: Server = Server::new("main", "https://api.example.com");
static SAFE: Operation = operation("safe", Safety::Safe);
static IDEMPOTENT: Operation = operation("idempotent", Safety::Idempotent);
static UNSAFE: Operation = operation("unsafe", Safety::Unsafe);

/// Creates an operation with the method `POST`. Retries depend on the safety of the operation, not on the method.
const fn operation(id: &'static str, safety: Safety) -> Operation {
    Operation::new(id, Method::POST, "/op")
        .server(&SERVER)
        .safety(safety)
}

fn mock(operation: &'static Operation) -> MockTransport {
    MockTransport::new().on(operation)
}

fn builder(mock: &MockTransport) -> ClientBuilder<Core> {
    ClientBuilder::new().transport(mock.clone())
}

fn core(mock: &MockTransport) -> Core {
    builder(mock).build().unwrap()
}

fn call(core: &Core, operation: &'static Operation) -> Call<()> {
    core.request(operation).empty()
}

/// Makes a call whose attempts all fail in the same way, and returns their number.
async fn attempts_of(
    operation: &'static Operation,
    fail: fn(MockTransport) -> MockTransport,
) -> usize {
    let mock = fail(mock(operation));
    let error = call(&core(&mock), operation).await.unwrap_err();
    let count = mock.requests().len();
    assert_eq!(error.attempts(), u32::try_from(count).unwrap());
    assert_eq!(
        error.to_string().contains(", attempts 3)") || error.to_string().ends_with(" (attempts 3)"),
        count == 3,
        "{error}"
    );
    count
}

#[tokio::test(start_paused = true)]
async fn retries_depend_on_the_safety_of_the_operation() {
    type Fail = fn(MockTransport) -> MockTransport;
    let cases: [(&str, Fail, [usize; 3]); 15] = [
        (
            "connect",
            |mock| mock.fail(TransportErrorKind::Connect),
            [3, 3, 3],
        ),
        ("429", |mock| mock.reply(429, json!({})), [3, 3, 3]),
        (
            "timeout",
            |mock| mock.fail(TransportErrorKind::Timeout),
            [3, 3, 1],
        ),
        (
            "body",
            |mock| mock.fail(TransportErrorKind::Body),
            [3, 3, 1],
        ),
        (
            "config",
            |mock| mock.fail(TransportErrorKind::Config),
            [1, 1, 1],
        ),
        (
            "lost",
            |mock| mock.fail(TransportErrorKind::ConnectionLost),
            [3, 3, 1],
        ),
        (
            "other",
            |mock| mock.fail(TransportErrorKind::Other),
            [3, 3, 1],
        ),
        ("502", |mock| mock.reply(502, json!({})), [3, 3, 1]),
        ("503", |mock| mock.reply(503, json!({})), [3, 3, 1]),
        ("504", |mock| mock.reply(504, json!({})), [3, 3, 1]),
        ("500", |mock| mock.reply(500, json!({})), [3, 1, 1]),
        ("501", |mock| mock.reply(501, json!({})), [1, 1, 1]),
        ("400", |mock| mock.reply(400, json!({})), [1, 1, 1]),
        ("401", |mock| mock.reply(401, json!({})), [1, 1, 1]),
        ("302", |mock| mock.reply(302, json!({})), [1, 1, 1]),
    ];
    for (name, fail, [safe, idempotent, unsafe_]) in cases {
        assert_eq!(attempts_of(&SAFE, fail).await, safe, "{name}, safe");
        assert_eq!(
            attempts_of(&IDEMPOTENT, fail).await,
            idempotent,
            "{name}, idempotent"
        );
        assert_eq!(attempts_of(&UNSAFE, fail).await, unsafe_, "{name}, unsafe");
    }
}

#[tokio::test(start_paused = true)]
async fn a_successful_retry_is_the_result() {
    let mock = mock(&SAFE)
        .fail(TransportErrorKind::Connect)
        .reply(503, json!({}))
        .reply(200, json!({"id": 7}));
    let value: Call<serde_json::Value> =
        core(&mock).request(&SAFE).json_body(json!({"a": 1})).json();
    let response = value.with_response().await.unwrap();
    assert_eq!(response.value(), &json!({"id": 7}));
    assert_eq!(response.attempts(), 3);
    for request in mock.requests() {
        assert_eq!(request.json(), Some(json!({"a": 1})));
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_can_be_declared_idempotent() {
    let mock = mock(&UNSAFE)
        .fail(TransportErrorKind::Other)
        .reply(502, json!({}))
        .reply(500, json!({}));
    let error = call(&core(&mock), &UNSAFE).idempotent().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 500);
    assert_eq!(error.attempts(), 3);
    let mock = self::mock(&SAFE).reply(500, json!({}));
    let error = call(&core(&mock), &SAFE).idempotent().await.unwrap_err();
    assert_eq!(error.attempts(), 3, "a safe operation stays safe");
}

#[tokio::test(start_paused = true)]
async fn the_retry_policy_of_a_call_replaces_that_of_the_client() {
    let mock = mock(&SAFE).reply(503, json!({}));
    let core = builder(&mock).retry(RetryPolicy::none()).build().unwrap();
    let error = call(&core, &SAFE).await.unwrap_err();
    assert_eq!(error.attempts(), 1);
    assert_eq!(error.to_string(), "safe: service unavailable (HTTP 503)");
    let own = call(&core, &SAFE).retry(RetryPolicy::new().max_attempts(5));
    assert_eq!(own.await.unwrap_err().attempts(), 5);
    let zero = call(&core, &SAFE).retry(RetryPolicy::new().max_attempts(0));
    assert_eq!(zero.await.unwrap_err().attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn attempts_are_zero_if_nothing_was_sent() {
    let core = core(&MockTransport::new());
    let error = call(&core, &SAFE).base_url("ftp://example.com").await;
    assert_eq!(error.unwrap_err().attempts(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_streamed_body_is_never_retried() {
    let mock = mock(&SAFE).fail(TransportErrorKind::Connect);
    let chunks = stream::iter([Ok::<_, TransportError>(Bytes::from_static(b"x"))]);
    let request = core(&mock).request::<()>(&SAFE);
    let call = request
        .body("text/plain", Body::from_stream(chunks))
        .empty();
    assert_eq!(call.await.unwrap_err().attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_body_above_the_size_limit_is_not_retried() {
    let mock = mock(&SAFE).reply(200, json!({"long": "x".repeat(100)}));
    let core = builder(&mock).max_response_bytes(50).build().unwrap();
    let error = call(&core, &SAFE).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Body, 1));
}

/// Makes a call. Returns its result, and its duration on the test clock.
async fn time(call: Call<()>) -> (Duration, std::result::Result<(), Error>) {
    let start = Instant::now();
    let result = call.await;
    (start.elapsed(), result)
}

#[tokio::test(start_paused = true)]
async fn waits_are_random_and_their_maximum_doubles() {
    let policy = RetryPolicy::new()
        .max_attempts(6)
        .backoff(Duration::from_secs(1), Duration::from_secs(4));
    let mut waits = Vec::new();
    for _ in 0..20 {
        let mock = mock(&SAFE).reply(503, json!({}));
        let core = builder(&mock).retry(policy).build().unwrap();
        let (took, result) = time(call(&core, &SAFE)).await;
        assert_eq!(result.unwrap_err().attempts(), 6);
        assert!(took <= Duration::from_secs(1 + 2 + 4 + 4 + 4) + Duration::from_millis(10));
        waits.push(took);
    }
    waits.sort();
    waits.dedup();
    assert!(waits.len() > 10, "{waits:?}");
    assert!(
        waits.iter().max().unwrap() > &Duration::from_secs(6),
        "{waits:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_waited_for_in_full() {
    for (status, name, value) in [
        (429, "retry-after", "7"),
        (503, "retry-after", "7"),
        (429, "retry-after", "Sun, 06 Nov 1994 08:49:44 GMT"),
        (429, "retry-after", "1994-11-06T08:49:44Z"),
        (429, "retry-after", "1994-11-06T10:49:44+02:00"),
    ] {
        let mock = mock(&IDEMPOTENT)
            .reply(status, json!({}))
            .header("date", "Sun, 06 Nov 1994 08:49:37 GMT")
            .header(name, value)
            .reply(200, json!({}));
        let (took, result) = time(call(&core(&mock), &IDEMPOTENT)).await;
        result.unwrap();
        let least = Duration::from_secs(7);
        assert!(
            took >= least && took < least + Duration::from_millis(300),
            "{value}: {took:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_without_retry_after_is_retried_after_a_second() {
    let mock = mock(&UNSAFE).reply(429, json!({})).reply(200, json!({}));
    let (took, result) = time(call(&core(&mock), &UNSAFE)).await;
    result.unwrap();
    assert!(
        took >= Duration::from_secs(1) && took < Duration::from_millis(1300),
        "{took:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_is_not_started() {
    for value in [
        "31",
        "Sun, 06 Nov 1994 08:50:08 GMT",
        "1994-11-07T00:00:00Z",
        "18446744073709551615",
    ] {
        let mock = mock(&SAFE)
            .reply(429, json!({"message": "slow down"}))
            .header("date", "Sun, 06 Nov 1994 08:49:37 GMT")
            .header("retry-after", value);
        let (took, result) = time(call(&core(&mock), &SAFE)).await;
        let error = result.unwrap_err();
        assert_eq!(took, Duration::ZERO, "{value}");
        assert!(error.is_rate_limited());
        assert!(error.retry_after().unwrap() >= Duration::from_secs(31));
        assert_eq!(error.attempts(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn all_attempts_share_the_timeout_of_the_call() {
    let mock = mock(&SAFE)
        .reply(503, json!({}))
        .delay(Duration::from_secs(3));
    let policy = RetryPolicy::new()
        .max_attempts(100)
        .backoff(Duration::from_millis(1), Duration::from_millis(1));
    let core = builder(&mock).retry(policy).build().unwrap();
    let (took, result) = time(call(&core, &SAFE).timeout(Duration::from_secs(10))).await;
    let error = result.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.attempts(), 4);
    assert_eq!(
        error.to_string(),
        "safe: no complete response within 10s (attempts 4)"
    );
    assert!(
        took >= Duration::from_secs(10) && took < Duration::from_millis(10_010),
        "{took:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_times_out_is_retried_if_retries_are_safe() {
    let slow = |operation| {
        mock(operation)
            .reply(200, json!({}))
            .delay(Duration::from_secs(20))
            .reply(200, json!({}))
    };
    let policy = RetryPolicy::new().attempt_timeout(Duration::from_secs(2));
    let mock = slow(&SAFE);
    let (took, result) = time(call(&core(&mock), &SAFE).retry(policy)).await;
    result.unwrap();
    assert!(took < Duration::from_secs(3));
    assert_eq!(mock.requests().len(), 2);
    // The client does not retry an unsafe operation, so the attempt has no timeout of its own.
    let mock = slow(&UNSAFE);
    let (took, result) = time(call(&core(&mock), &UNSAFE).retry(policy)).await;
    result.unwrap();
    assert!(took >= Duration::from_secs(20));
    assert_eq!(mock.requests().len(), 1);
    // The last attempt may use all the remaining time of the call.
    let mock = self::mock(&SAFE)
        .reply(200, json!({}))
        .delay(Duration::from_secs(20));
    let (took, result) = time(call(&core(&mock), &SAFE).retry(policy.max_attempts(2))).await;
    result.unwrap();
    assert!(took >= Duration::from_secs(22));
}

#[tokio::test(start_paused = true)]
async fn a_final_attempt_timeout_is_reported() {
    let mock = mock(&SAFE)
        .reply(200, json!({}))
        .delay(Duration::from_secs(20));
    let policy = RetryPolicy::new()
        .attempt_timeout(Duration::from_secs(2))
        .budget(0, 0);
    let core = builder(&mock).retry(policy).build().unwrap();
    let error = call(&core, &SAFE).await.unwrap_err();
    assert_eq!(error.to_string(), "safe: no complete response within 2s");
    assert!(error.is_timeout());
}

#[tokio::test(start_paused = true)]
async fn clones_of_a_client_share_the_retry_budget() {
    let mock = mock(&SAFE).reply(503, json!({}));
    let policy = RetryPolicy::new().max_attempts(2).budget(10, 5);
    let core = builder(&mock).retry(policy).build().unwrap();
    for _ in 0..100 {
        call(&core.clone(), &SAFE).await.unwrap_err();
    }
    // The budget permits the 5 retries that it starts with, 10 retries for 100 calls, and a few for the time that
    // passes.
    let repeated = mock.requests().len() - 100;
    assert!((14..=17).contains(&repeated), "{repeated}");
    tokio::time::sleep(Duration::from_secs(120)).await;
    let before = mock.requests().len();
    for _ in 0..20 {
        call(&core, &SAFE).await.unwrap_err();
    }
    let repeated = mock.requests().len() - before - 20;
    assert!((11..=13).contains(&repeated), "{repeated}");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_while_waiting_sends_nothing() {
    let mock = mock(&SAFE).reply(429, json!({})).header("retry-after", "5");
    let call = call(&core(&mock), &SAFE).into_future();
    tokio::time::timeout(Duration::from_secs(1), call)
        .await
        .unwrap_err();
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(mock.requests().len(), 1);
}

/// An authorizer that counts its calls. The first call fails.
#[derive(Debug, Default)]
struct Flaky(std::sync::atomic::AtomicU32);

impl Authorize for Flaky {
    fn supports(&self, scheme: &Scheme) -> bool {
        scheme.kind == SchemeKind::Bearer
    }

    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        _: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>> {
        let count = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        request.set_bearer(&format!("token-{count}").into());
        Box::pin(async move {
            match count {
                0 => Err(TransportError::new(TransportErrorKind::Timeout, "slow").into()),
                _ => Ok(()),
            }
        })
    }
}

static BEARER: Scheme = Scheme::new("bearer", SchemeKind::Bearer);
static SECURED: Operation = operation("secured", Safety::Unsafe).security(&[&[&BEARER]]);

#[tokio::test(start_paused = true)]
async fn a_failed_authorizer_is_retried_since_nothing_was_sent() {
    let mock = mock(&SECURED).reply(200, json!({}));
    let core = builder(&mock).auth(Flaky::default()).build().unwrap();
    let response = call(&core, &SECURED).with_response().await.unwrap();
    assert_eq!(response.attempts(), 1);
    assert_eq!(
        mock.requests()[0].header("authorization"),
        Some("Bearer token-1")
    );
}
