//! Tests of `Error::outcome` and `Error::is_transient`, for servers on real sockets that fail in different ways.

use std::time::Duration;

use serde::Deserialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::runtime::{
    ClientBuilder, Core, Error, ErrorKind, FailureClass, Method, Operation, Outcome, RetryPolicy,
    Safety,
};

static SAFE: Operation = operation("safe", Safety::Safe);
static IDEMPOTENT: Operation = operation("idempotent", Safety::Idempotent);
static UNSAFE: Operation = operation("unsafe", Safety::Unsafe);

const fn operation(id: &'static str, safety: Safety) -> Operation {
    Operation::new(id, Method::POST, "/op").safety(safety)
}

/// What a server does with a connection.
#[derive(Clone, Copy, Debug)]
enum Behavior {
    /// Resets the connection without reading the request.
    ResetUnread,
    /// Reads the request and resets the connection.
    ResetAfterRequest,
    /// Reads the request and closes the connection.
    CloseAfterRequest,
    /// Reads the request and never responds.
    Silent,
    /// Reads the request, sends this text and closes the connection.
    Respond(&'static str),
}

use Behavior::{CloseAfterRequest, ResetAfterRequest, ResetUnread, Respond, Silent};

const HALF: Behavior = Respond("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\": ");
const HALF_400: Behavior = Respond("HTTP/1.1 400 Bad Request\r\ncontent-length: 100\r\n\r\n{\"co");
const HTML_500: Behavior = Respond(
    "HTTP/1.1 500 Internal Server Error\r\ncontent-type: text/html\r\ncontent-length: 13\r\n\r\n<html></html>",
);
const S501: Behavior = Respond("HTTP/1.1 501 Not Implemented\r\ncontent-length: 0\r\n\r\n");
const S503: Behavior = Respond("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n");
const S429: Behavior = Respond("HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n");
const S400: Behavior =
    Respond("HTTP/1.1 400 Bad Request\r\ncontent-length: 17\r\n\r\n{\"message\": \"no\"}");
const S401: Behavior = Respond("HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n");
const UNDECODABLE: Behavior = Respond("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"id\": []");
const NOT_HTTP: Behavior = Respond("nonsense\r\n\r\n");

/// Starts a server that accepts one connection for each behavior, and then refuses connections.
async fn start(behaviors: Vec<Behavior>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    if behaviors.is_empty() {
        return url;
    }
    tokio::spawn(async move {
        let mut listener = Some(listener);
        let count = behaviors.len();
        for (index, behavior) in behaviors.into_iter().enumerate() {
            let (connection, _) = listener.as_ref().unwrap().accept().await.unwrap();
            if index + 1 == count {
                listener = None;
            }
            serve(connection, behavior).await;
        }
    });
    url
}

async fn serve(mut connection: TcpStream, behavior: Behavior) {
    if let ResetUnread = behavior {
        connection.set_zero_linger().unwrap();
        return;
    }
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !request.ends_with(b"{\"a\":1}") {
        let count = connection.read(&mut buffer).await.unwrap();
        assert!(count > 0, "the client sends a complete request");
        request.extend_from_slice(&buffer[..count]);
    }
    match behavior {
        ResetAfterRequest => connection.set_zero_linger().unwrap(),
        Silent => tokio::time::sleep(Duration::from_secs(60)).await,
        Respond(text) => connection.write_all(text.as_bytes()).await.unwrap(),
        ResetUnread | CloseAfterRequest => {}
    }
}

#[derive(Debug, Deserialize)]
struct Value {
    #[expect(dead_code, reason = "read by Serde only")]
    id: String,
}

/// Calls a server with these behaviors and returns the error.
async fn error_of(
    operation: &'static Operation,
    behaviors: &[Behavior],
    policy: RetryPolicy,
) -> Error {
    let core: Core = ClientBuilder::new()
        .base_url(start(behaviors.to_vec()).await)
        .retry(policy)
        .timeout(Duration::from_secs(20))
        .build()
        .unwrap();
    let call = core.request::<()>(operation);
    let call = call.json_body(serde_json::json!({"a": 1})).json::<Value>();
    let silent = behaviors.iter().any(|behavior| matches!(behavior, Silent));
    let limit = Duration::from_millis(if silent { 300 } else { 20_000 });
    call.timeout(limit).await.unwrap_err()
}

/// Checks the kind and the outcome of an error, and whether it is transient for safe, idempotent and unsafe calls.
async fn check(behavior: Option<Behavior>, kind: ErrorKind, outcomes: [(Outcome, bool); 3]) {
    let behaviors: Vec<Behavior> = behavior.into_iter().collect();
    for (operation, (outcome, is_transient)) in
        [&SAFE, &IDEMPOTENT, &UNSAFE].into_iter().zip(outcomes)
    {
        let error = error_of(operation, &behaviors, RetryPolicy::none()).await;
        let found = (error.kind(), error.outcome(), error.is_transient());
        assert_eq!(
            found,
            (kind, outcome, is_transient),
            "{behavior:?} {error:?}"
        );
    }
}

use Outcome::{Done, NotSent, Rejected, Unknown};

#[tokio::test]
async fn a_refused_connection_is_not_sent_and_transient() {
    check(None, ErrorKind::Connect, [(NotSent, true); 3]).await;
}

#[tokio::test]
async fn a_reset_before_reading_is_a_lost_connection() {
    let expected = [(Unknown, true), (Unknown, true), (Unknown, false)];
    check(Some(ResetUnread), ErrorKind::ConnectionLost, expected).await;
}

#[tokio::test]
async fn a_connection_that_ends_after_the_request_is_a_lost_connection() {
    let expected = [(Unknown, true), (Unknown, true), (Unknown, false)];
    for behavior in [ResetAfterRequest, CloseAfterRequest] {
        check(Some(behavior), ErrorKind::ConnectionLost, expected).await;
    }
}

#[tokio::test]
async fn half_a_response_is_unknown_unless_its_status_is_a_rejection() {
    let expected = [(Unknown, true), (Unknown, true), (Unknown, false)];
    check(Some(HALF), ErrorKind::Body, expected).await;
    check(Some(HALF_400), ErrorKind::Body, [(Rejected, false); 3]).await;
}

#[tokio::test]
async fn a_timeout_after_sending_is_unknown() {
    let expected = [(Unknown, true), (Unknown, true), (Unknown, false)];
    check(Some(Silent), ErrorKind::Timeout, expected).await;
}

#[tokio::test]
async fn a_500_with_html_is_unknown_unless_the_call_is_safe() {
    let expected = [(Rejected, true), (Unknown, false), (Unknown, false)];
    check(Some(HTML_500), ErrorKind::Api, expected).await;
    let expected = [(Rejected, true), (Unknown, true), (Unknown, false)];
    check(Some(S503), ErrorKind::Api, expected).await;
    check(Some(S501), ErrorKind::Api, [(Rejected, false); 3]).await;
}

#[tokio::test]
async fn a_429_is_rejected_and_transient() {
    check(Some(S429), ErrorKind::RateLimited, [(Rejected, true); 3]).await;
}

#[tokio::test]
async fn a_400_is_rejected_and_not_transient() {
    check(Some(S400), ErrorKind::Api, [(Rejected, false); 3]).await;
    check(Some(S401), ErrorKind::Auth, [(Rejected, false); 3]).await;
}

#[tokio::test]
async fn an_undecodable_200_is_done_and_not_transient() {
    check(Some(UNDECODABLE), ErrorKind::Decode, [(Done, false); 3]).await;
}

#[tokio::test]
async fn a_response_that_is_not_http_is_unknown() {
    let expected = [(Unknown, true), (Unknown, true), (Unknown, false)];
    check(Some(NOT_HTTP), ErrorKind::Other, expected).await;
}

#[tokio::test]
async fn the_outcome_covers_all_attempts() {
    let policy = RetryPolicy::new()
        .max_attempts(2)
        .backoff(Duration::ZERO, Duration::ZERO);
    for (operation, behaviors, kind, outcome) in [
        // The server may have executed the first attempt, whatever happens to the second.
        (
            &IDEMPOTENT,
            &[CloseAfterRequest][..],
            ErrorKind::Connect,
            Unknown,
        ),
        (
            &IDEMPOTENT,
            &[CloseAfterRequest, S400],
            ErrorKind::Api,
            Unknown,
        ),
        (
            &IDEMPOTENT,
            &[CloseAfterRequest, UNDECODABLE],
            ErrorKind::Decode,
            Done,
        ),
        (&UNSAFE, &[S429], ErrorKind::Connect, Rejected),
    ] {
        let error = error_of(operation, behaviors, policy).await;
        let found = (error.kind(), error.outcome(), error.attempts());
        assert_eq!(found, (kind, outcome, 2), "{behaviors:?} {error:?}");
    }
}

#[test]
fn an_error_without_a_call_has_an_outcome() {
    let outcome = |kind| Error::new(kind, "m").outcome();
    for kind in [ErrorKind::Config, ErrorKind::Build, ErrorKind::Auth] {
        assert_eq!(outcome(kind), NotSent);
    }
    assert_eq!(outcome(ErrorKind::RateLimited), NotSent);
    assert_eq!(outcome(ErrorKind::Other), Unknown);
    assert!(!Error::new(ErrorKind::Timeout, "m").is_transient());
    assert_eq!(Error::new(ErrorKind::Other, "m").class(), None);
    let limited = Error::new(ErrorKind::RateLimited, "m");
    assert_eq!(limited.class(), Some(FailureClass::RateLimited));
}
