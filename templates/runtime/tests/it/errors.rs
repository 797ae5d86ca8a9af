//! Tests that each error is one line of text and contains the details that callers need.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::time::Duration;

use serde_json::{Value, json};

use crate::runtime::testing::MockTransport;
use crate::runtime::{
    Bytes, Error, ErrorKind, Failure, FailureClass, FieldError, HeaderMap, Json, Method, Operation,
    ResponseHead, Server, StatusCode, TransportErrorKind, from_json, json_field, json_object,
    json_union,
};
use crate::support::api::{AccountCreate, ops};
use crate::support::client;

async fn failing(mock: MockTransport) -> Error {
    client(&mock).users().get("u1").await.unwrap_err()
}

fn reply(status: u16, body: Value) -> MockTransport {
    MockTransport::new().on(&ops::USERS_GET).reply(status, body)
}

#[tokio::test]
async fn a_failure_with_a_status_of_success_is_an_error() {
    let body = json!({"error": {"code": 1005, "message": "user existing"}});
    let mock = MockTransport::new()
        .on(&ops::V1_ACCOUNTS_CREATE)
        .reply(200, body);
    let error = client(&mock)
        .v1()
        .accounts()
        .create(AccountCreate::new("ada@acme.example", "secret"))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "v1.accounts.create: user existing (code 1005, HTTP 200)"
    );
    assert_eq!(
        (error.kind(), error.code(), error.message()),
        (ErrorKind::Api, Some("1005"), Some("user existing"))
    );
}

#[tokio::test]
async fn common_formats_of_failures_are_read() {
    for (body, line) in [
        (
            json!({"code": 300, "message": "Bad."}),
            "users.get: Bad. (code 300, HTTP 400)",
        ),
        (
            json!({"code": "x", "error_message": "bad"}),
            "users.get: bad (code x, HTTP 400)",
        ),
        (
            json!({"error": {"code": 4, "message": "bad"}}),
            "users.get: bad (code 4, HTTP 400)",
        ),
        (
            json!({"error": "invalid_grant", "error_description": "late"}),
            "users.get: late (code invalid_grant, HTTP 400)",
        ),
        (
            json!({"error": "invalid", "reason": "Bad id"}),
            "users.get: Bad id (code invalid, HTTP 400)",
        ),
        (
            json!({"error": "Unknown thing"}),
            "users.get: Unknown thing (HTTP 400)",
        ),
        (
            json!({"title": "Bad", "detail": "No such day"}),
            "users.get: No such day (HTTP 400)",
        ),
        (
            json!({"title": "Bad", "status": 400}),
            "users.get: Bad (HTTP 400)",
        ),
        (
            json!({"strange": true}),
            "users.get: bad request (HTTP 400)",
        ),
        (json!([1, 2]), "users.get: bad request (HTTP 400)"),
        (json!("text"), "users.get: bad request (HTTP 400)"),
    ] {
        let error = failing(reply(400, body.clone())).await;
        assert_eq!(error.to_string(), line);
        assert_eq!(error.kind(), ErrorKind::Api);
        assert_eq!(error.detail::<Value>(), Some(body));
    }
}

#[tokio::test]
async fn errors_of_fields_are_kept_and_shown() {
    let errors = json!([{"field": "email", "message": "Invalid field."}, {"field": "pin"}, {"message": "m"}, "text", 5, {}]);
    let error = failing(reply(
        400,
        json!({"code": 300, "message": "Validation failed", "errors": errors}),
    ))
    .await;
    let expected = [
        ("email", "Invalid field."),
        ("pin", ""),
        ("", "m"),
        ("", "text"),
    ];
    assert_eq!(
        error.field_errors(),
        expected.map(|(field, message)| FieldError::new(field, message))
    );
    let line =
        "users.get: Validation failed; `email`: Invalid field.; `pin`: ; m (code 300, HTTP 400)";
    assert_eq!(error.to_string(), line);
}

#[tokio::test]
async fn a_failure_whose_body_is_not_json_keeps_the_body() {
    let html = "<html>gateway</html>";
    let error = failing(MockTransport::new().on(&ops::USERS_GET).reply_bytes(
        502,
        "text/html",
        html,
    ))
    .await;
    assert_eq!(error.to_string(), "users.get: bad gateway (HTTP 502)");
    assert_eq!(error.body_text().unwrap(), html);
    let error = failing(
        MockTransport::new()
            .on(&ops::USERS_GET)
            .reply_bytes(599, "text/html", ""),
    )
    .await;
    assert_eq!(
        error.to_string(),
        "users.get: server reported a failure (HTTP 599)"
    );
}

#[tokio::test]
async fn the_status_determines_kind_and_predicates() {
    let error = failing(reply(404, json!({}))).await;
    assert!(error.is_not_found() && error.kind() == ErrorKind::Api);
    let error = failing(reply(401, json!({}))).await;
    assert!(error.is_auth() && !error.is_not_found());
    let error = failing(reply(403, json!({}))).await;
    assert_eq!(error.kind(), ErrorKind::Api);
    let error = failing(reply(429, json!({})).header("retry-after", "7")).await;
    assert!(error.is_rate_limited());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
}

#[tokio::test]
async fn retry_after_is_read_in_all_its_formats() {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    for (value, seconds) in [
        ("0", Some(0)),
        ("Sun, 06 Nov 1994 08:50:37 GMT", Some(60)),
        ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
        ("1994-11-07T08:49:37Z", Some(86_400)),
        ("1994-11-06T10:49:38+02:00", Some(1)),
        ("soon", None),
        ("-5", None),
        ("Sun, 31 Feb 1994 08:50:37 GMT", None),
    ] {
        let error = failing(
            reply(429, json!({}))
                .header("date", date)
                .header("retry-after", value),
        )
        .await;
        assert_eq!(
            error.retry_after(),
            seconds.map(Duration::from_secs),
            "{value}"
        );
    }
}

#[tokio::test]
async fn retry_after_is_relative_to_the_local_clock_without_a_date_header() {
    for (value, least, most) in [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0, 0),
        ("9999-01-01T00:00:00Z", 1_000_000, u64::MAX),
    ] {
        let error = failing(reply(429, json!({})).header("retry-after", value)).await;
        let seconds = error.retry_after().unwrap().as_secs();
        assert!((least..=most).contains(&seconds), "{value}: {seconds}");
    }
}

#[tokio::test]
async fn display_shows_the_request_id() {
    let error =
        failing(reply(500, json!({"message": "oops"})).header("x-trackingid", "WEB_ab12")).await;
    assert_eq!(
        error.to_string(),
        "users.get: oops (HTTP 500, request id WEB_ab12)"
    );
    assert_eq!(error.request_id(), Some("WEB_ab12"));
    assert_eq!(error.header("x-trackingid"), Some("WEB_ab12"));
    assert_eq!(error.url(), Some("https://api.example.com/v2/users/u1"));
    assert_eq!(error.operation().unwrap().id, "users.get");
}

#[tokio::test]
async fn messages_of_a_server_are_truncated_to_one_line() {
    let error = failing(reply(
        500,
        json!({"message": format!("a\r\nb\u{1b}[31m{}", "x".repeat(9999))}),
    ))
    .await;
    let line = error.to_string();
    assert!(line.starts_with("users.get: a  b [31mxx"), "{line}");
    assert!(
        line.ends_with("x… (HTTP 500)") && line.chars().count() < 600,
        "{line}"
    );
}

#[tokio::test]
async fn a_decode_error_has_the_path_to_the_value() {
    let mock = MockTransport::new()
        .on(&ops::USERS_LIST)
        .reply(200, json!({"users": [{"id": "1"}, {"id": []}]}));
    let error = client(&mock).users().list().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "users.list: response does not match its schema at `users[1].id` (HTTP 200)"
    );
    assert!(error.is_decode());
    assert_eq!(error.json_path(), Some("users[1].id"));
    assert!(error.body_text().unwrap().starts_with("{\"users\":"));
    let source = error.source().unwrap().to_string();
    assert!(
        source.contains("invalid type: sequence, expected a string")
            && !error.to_string().contains(&source)
    );
}

/// A union that accepts any JSON value, even an invalid list of seats.
#[derive(Debug)]
enum Shrug {
    Seats(Vec<Seat>),
    Other(Json),
}

json_union!(Shrug => Seats);

#[derive(Debug)]
struct Seat {
    number: i64,
    shrug: Option<Shrug>,
}

json_object!(Seat => number!, shrug);

#[derive(Debug)]
struct Rows(Vec<Vec<Seat>>);

json_field!(Rows, transparent);

#[tokio::test]
async fn the_path_of_a_decode_error_leads_through_lists_and_maps() {
    for (body, path) in [
        (json!([{"number": 1}, {"number": "x"}]), "[1].number"),
        (
            json!([{"shrug": [{"number": "x"}], "number": {}}]),
            "[0].number",
        ),
        (json!([{}]), "[0]"),
    ] {
        let mock = MockTransport::new().on(&ops::V2_REQUEST).reply(200, body);
        let call = client(&mock).request(Method::GET, "/users");
        let error = call.response::<Vec<Seat>>().await.unwrap_err();
        assert!(error.is_decode());
        assert_eq!(error.json_path(), Some(path));
    }
    let body = json!({"a": [[{"number": 1}]], "b": [[], [{}, {"number": []}]]});
    let mock = MockTransport::new().on(&ops::V2_REQUEST).reply(200, body);
    let call = client(&mock).request(Method::GET, "/users");
    let call = call.response::<BTreeMap<String, Rows>>();
    assert_eq!(call.await.unwrap_err().json_path(), Some("b[1][0]"));
}

#[tokio::test]
async fn invalid_json_is_an_error_with_the_body() {
    for (body, line) in [
        ("", "users.get: response is empty, expected JSON (HTTP 200)"),
        (
            " \r\n",
            "users.get: response is empty, expected JSON (HTTP 200)",
        ),
        ("<html>", "users.get: response is not valid JSON (HTTP 200)"),
        (
            "{\"id\": \"1\"",
            "users.get: response is not valid JSON (HTTP 200)",
        ),
        (
            "{\"id\": \"1\"} {}",
            "users.get: response is not valid JSON (HTTP 200)",
        ),
        (
            "[]",
            "users.get: response does not match its schema (HTTP 200)",
        ),
    ] {
        let error = failing(MockTransport::new().on(&ops::USERS_GET).reply_bytes(
            200,
            "application/json",
            body,
        ))
        .await;
        assert_eq!(error.to_string(), line);
        assert_eq!(
            (error.kind(), error.body_text().unwrap().as_ref()),
            (ErrorKind::Decode, body)
        );
    }
}

#[tokio::test]
async fn json_that_is_not_utf8_is_an_error_with_the_body() {
    let body: &[u8] = b"{\"id\": \"\xff\"}";
    let mock = MockTransport::new().on(&ops::USERS_GET).reply_bytes(
        200,
        "application/json",
        body.to_vec(),
    );
    let error = failing(mock).await;
    assert_eq!(
        error.to_string(),
        "users.get: response is not valid JSON (HTTP 200)"
    );
    assert_eq!(error.body().unwrap(), body);
    assert!(error.source().unwrap().to_string().contains("index 8"));
}

#[test]
fn from_json_reads_as_tolerantly_as_responses() {
    let seat: Seat = from_json(br#"{"number": "5"}"#).unwrap();
    assert_eq!((seat.number, seat.shrug.is_none()), (5, true));
    let error = from_json::<Vec<Seat>>(br#"[{"number": 1}, {"number": {}}]"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "text does not match its schema at `[1].number`"
    );
    assert_eq!(
        (error.kind(), error.json_path()),
        (ErrorKind::Decode, Some("[1].number"))
    );
    let error = from_json::<Seat>(b"<html>").unwrap_err();
    assert_eq!(error.to_string(), "text is not valid JSON");
}

#[tokio::test]
async fn text_that_is_not_utf8_is_an_error() {
    let mock =
        MockTransport::new()
            .on(&ops::STATUS_GET)
            .reply_bytes(200, "text/plain", &b"\xff"[..]);
    let error = client(&mock).status().get().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "status.get: response is not UTF-8 (HTTP 200)"
    );
}

#[tokio::test]
async fn long_bodies_are_truncated_and_never_shown() {
    let body = format!("secret{}", "x".repeat(100_000));
    let error = failing(MockTransport::new().on(&ops::USERS_GET).reply_bytes(
        500,
        "text/plain",
        body,
    ))
    .await;
    assert_eq!(error.body().unwrap().len(), 64 * 1024);
    let debug = format!("{error:?}");
    assert!(
        debug.contains("body_len: Some(65536)") && !debug.contains("secret"),
        "{debug}"
    );
}

#[tokio::test]
async fn failures_of_the_transport_keep_their_kind_and_their_source() {
    for (kind, expected, text) in [
        (
            TransportErrorKind::Connect,
            ErrorKind::Connect,
            "users.get: cannot connect",
        ),
        (
            TransportErrorKind::ConnectionLost,
            ErrorKind::ConnectionLost,
            "users.get: connection was closed before the response",
        ),
        (
            TransportErrorKind::Timeout,
            ErrorKind::Timeout,
            "users.get: timed out",
        ),
        (
            TransportErrorKind::Body,
            ErrorKind::Body,
            "users.get: reading the body failed",
        ),
        (
            TransportErrorKind::Other,
            ErrorKind::Other,
            "users.get: request failed",
        ),
    ] {
        let error = failing(MockTransport::new().on(&ops::USERS_GET).fail(kind)).await;
        assert_eq!((error.kind(), error.to_string().as_str()), (expected, text));
        assert_eq!(error.source().unwrap().to_string(), "failure of the mock");
        assert_eq!(error.is_connect(), expected == ErrorKind::Connect);
        assert_eq!(error.is_timeout(), expected == ErrorKind::Timeout);
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_ends_at_its_timeout() {
    let mock = reply(200, json!({})).delay(Duration::from_secs(60));
    let error = client(&mock)
        .users()
        .get("u1")
        .timeout(Duration::from_millis(250))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "users.get: no complete response within 250ms"
    );
    assert!(error.is_timeout() && error.url().is_some());
    let error = client(&mock).users().get("u1").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "users.get: no complete response within 30s"
    );
}

#[test]
fn a_call_outside_of_a_runtime_is_an_error_and_does_not_panic() {
    let mock = MockTransport::new();
    let mut call = client(&mock).users().get("u1").into_future();
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = call.as_mut().poll(&mut context) else {
        panic!("a call without a runtime must fail at once");
    };
    assert_eq!(
        error.to_string(),
        "users.get: calls require a Tokio runtime"
    );
}

static READER: Server =
    Server::new("reader", "https://api.example.com").failure_reader(|head, body| {
        let code = head.header("x-code")?;
        let failure = Failure::new()
            .code(code)
            .message(format!("{} bytes", body.len()));
        Some(match code {
            "gone" => failure.class(FailureClass::NotFound),
            "limit" => failure
                .kind(ErrorKind::RateLimited)
                .retry_after(Duration::from_secs(3)),
            "page" => failure.page_expired(),
            _ => failure,
        })
    });
static READ: Operation = Operation::new("read", Method::GET, "/read").server(&READER);

#[tokio::test]
async fn the_failure_reader_of_a_server_decides_what_is_a_failure() {
    let mock = MockTransport::new()
        .on(&READ)
        .reply(200, json!({}))
        .header("x-code", "gone")
        .reply(200, json!({}))
        .header("x-code", "limit")
        .reply(200, json!({}))
        .header("x-code", "page")
        .reply(400, json!({"message": "common"}));
    let core: crate::runtime::Core = crate::runtime::ClientBuilder::new()
        .transport(mock)
        .retry(crate::runtime::RetryPolicy::none())
        .build()
        .unwrap();
    let gone = core.request::<()>(&READ).empty().await.unwrap_err();
    assert!(gone.is_not_found());
    assert_eq!(gone.to_string(), "read: 2 bytes (code gone, HTTP 200)");
    let limit = core.request::<()>(&READ).empty().await.unwrap_err();
    assert!(limit.is_rate_limited());
    assert_eq!(limit.retry_after(), Some(Duration::from_secs(3)));
    let page = core.request::<()>(&READ).empty().await.unwrap_err();
    assert!(page.is_page_expired() && !limit.is_page_expired());
    let common = core.request::<()>(&READ).empty().await.unwrap_err();
    assert_eq!(common.to_string(), "read: common (HTTP 400)");
}

#[test]
fn users_can_create_errors() {
    let head = ResponseHead::new(StatusCode::BAD_REQUEST, HeaderMap::new());
    let error = Error::new(ErrorKind::Auth, "token was rejected")
        .with_failure(Failure::new().code("invalid_client"))
        .with_response(head, &Bytes::from_static(b"{}"))
        .with_source(std::fmt::Error);
    assert_eq!(
        error.to_string(),
        "token was rejected (code invalid_client, HTTP 400)"
    );
    assert!(
        error.source().is_some() && error.operation().is_none() && error.request_id().is_none()
    );
}

#[test]
fn display_shows_the_context_before_the_message() {
    let error = Error::new(ErrorKind::Auth, "own message").with_context("no token");
    assert_eq!(error.to_string(), "no token: own message");
    let error = error.with_failure(Failure::new().message("their message").code("7"));
    assert_eq!(error.to_string(), "no token: their message (code 7)");
    assert_eq!(error.message(), Some("their message"));
    let error = error
        .with_url("https://id.example.com/token")
        .with_url("https://example.com");
    assert_eq!(error.url(), Some("https://id.example.com/token"));
}

#[tokio::test]
async fn a_truncated_body_is_marked_and_has_no_detail() {
    let padded = |length: usize| json!({"code": 1, "message": "x".repeat(length)});
    let whole = failing(reply(400, padded(100))).await;
    assert!(!whole.is_body_truncated());
    assert_eq!(whole.detail::<Json>(), Some(padded(100)));

    let truncated = failing(reply(400, padded(64 * 1024))).await;
    assert!(truncated.is_body_truncated());
    assert_eq!(truncated.body().map(<[u8]>::len), Some(64 * 1024));
    assert_eq!(truncated.detail::<Json>(), None);
    assert_eq!(
        truncated.code(),
        Some("1"),
        "read before the body is truncated"
    );

    assert!(!Error::new(ErrorKind::Other, "no response").is_body_truncated());
}
