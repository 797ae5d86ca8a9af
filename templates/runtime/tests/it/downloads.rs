//! Tests of streamed response bodies over a real socket.

use std::time::Duration;

use crate::runtime::{ApiKey, Bearer, ErrorKind, Method, TransportErrorKind};
use crate::support::api::Client;
use crate::support::server::{Server, Step, response};

async fn serving(script: Vec<Step>) -> (Server, Client) {
    let server = Server::start(vec![script]).await;
    let client = Client::builder()
        .auth(Bearer::new("the-token"))
        .auth(ApiKey::new("api_key", "the-key"))
        .auth(ApiKey::new("api_secret", "the-secret"))
        .base_url(&server.url)
        .max_response_bytes(1000)
        .timeout(Duration::from_millis(400))
        .build()
        .unwrap();
    (server, client)
}

fn send(text: &str) -> Step {
    Step::Send(text.to_owned())
}

fn wait(milliseconds: u64) -> Step {
    Step::Wait(Duration::from_millis(milliseconds))
}

#[tokio::test]
async fn a_streamed_body_is_yielded_as_it_arrives_and_has_no_size_limit() {
    let mut script = vec![send(
        "HTTP/1.1 200 OK\r\ncontent-length: 10000\r\nx-a: b\r\n\r\n",
    )];
    // The whole body takes longer than the timeout, but each chunk arrives within the timeout.
    for _ in 0..10 {
        script.extend([send(&"x".repeat(1000)), wait(60)]);
    }
    let (_server, client) = serving(script).await;
    let call = client.request(Method::GET, "/download").stream();
    let response = call.with_response().await.unwrap();
    assert_eq!(
        (response.header("x-a"), response.value().length()),
        (Some("b"), Some(10_000))
    );
    let mut body = response.into_value();
    assert_eq!(body.chunk().await.unwrap().unwrap(), "x".repeat(1000));
    assert_eq!(body.length(), Some(9000), "the rest has not arrived yet");
    assert_eq!(body.collect(9000).await.unwrap(), "x".repeat(9000));
}

#[tokio::test]
async fn an_incomplete_body_is_an_error() {
    for head in ["content-length: 100", "transfer-encoding: chunked"] {
        let text = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n5\r\nabcde\r\n");
        let (_server, client) = serving(vec![send(&text)]).await;
        let body = client
            .request(Method::GET, "/download")
            .stream()
            .await
            .unwrap();
        let error = body.collect(1000).await.unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Body);
    }
}

#[tokio::test]
async fn a_missing_chunk_is_a_timeout() {
    let text = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc";
    let (_server, client) = serving(vec![send(text), wait(5000)]).await;
    let mut body = client
        .request(Method::GET, "/download")
        .stream()
        .await
        .unwrap();
    assert_eq!(body.chunk().await.unwrap().unwrap(), "abc");
    let error = body.chunk().await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(source, "no further chunk within 400ms");
    assert_eq!(
        body.chunk().await.unwrap_err().kind(),
        TransportErrorKind::Body
    );
}

#[tokio::test]
async fn the_chunk_timeout_excludes_the_time_of_the_caller() {
    let text = "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nabc";
    let (_server, client) = serving(vec![send(text), wait(700), send("def"), wait(700)]).await;
    let mut body = client
        .request(Method::GET, "/download")
        .stream()
        .await
        .unwrap();
    assert_eq!(body.chunk().await.unwrap().unwrap(), "abc");
    tokio::time::sleep(Duration::from_millis(800)).await;
    assert_eq!(body.chunk().await.unwrap().unwrap(), "def");
    assert_eq!(body.chunk().await.unwrap(), None);
}

#[tokio::test]
async fn a_missing_response_head_is_a_timeout() {
    let (_server, client) = serving(vec![wait(5000)]).await;
    let error = client
        .request(Method::GET, "/download")
        .stream()
        .await
        .unwrap_err();
    assert!(error.is_timeout());
}

#[tokio::test]
async fn a_failure_of_a_streamed_call_is_an_error() {
    let body = r#"{"code": 1001, "message": "no such file"}"#;
    let (_server, client) = serving(response("404 Not Found", "", body)).await;
    let error = client
        .request(Method::GET, "/download")
        .stream()
        .await
        .unwrap_err();
    assert_eq!(
        (error.code(), error.message()),
        (Some("1001"), Some("no such file"))
    );
    let (_server, client) = serving(response("500 Server Error", "", &"x".repeat(2000))).await;
    let error = client
        .request(Method::GET, "/download")
        .stream()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Body, 500)
    );
}

#[tokio::test]
async fn a_streamed_failure_with_a_status_of_success_is_detected_with_a_failure_reader() {
    let json = "content-type: application/json\r\n";
    let failure = r#"{"error": {"code": 300, "message": "no such file"}}"#;
    let (_server, client) = serving(response("200 OK", json, failure)).await;
    let error = client
        .v1()
        .request(Method::POST, "/download")
        .stream()
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("300"));
    // A body of any size is returned unchanged if it does not report a failure.
    for length in [10, 100_000, 500_000] {
        let text = format!("{{\"file\": \"{}\"}}", "x".repeat(length));
        let (_server, client) = serving(response("200 OK", json, &text)).await;
        let body = client
            .v1()
            .request(Method::POST, "/download")
            .stream()
            .await
            .unwrap();
        assert_eq!(body.length(), u64::try_from(text.len()).ok());
        assert_eq!(body.collect(1_000_000).await.unwrap(), text);
    }
}

#[tokio::test]
async fn dropping_a_body_closes_the_connection() {
    let text = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc";
    let server = Server::start(vec![
        vec![send(text)],
        response("200 OK", "", r#"{"id": "u1"}"#),
    ])
    .await;
    let client = Client::builder()
        .auth(Bearer::new("t"))
        .base_url(&server.url)
        .build()
        .unwrap();
    drop(
        client
            .request(Method::GET, "/download")
            .stream()
            .await
            .unwrap(),
    );
    assert_eq!(client.users().get("u1").await.unwrap().id, "u1");
}
