//! The HTTP server of the fake: bodies that it does not read, and methods that a path does not support.

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use zoom_accounts::fake::FakeZoom;

use crate::http::{bearer, send};

/// Sends the start of a request without a body, and returns what arrives until the connection ends.
async fn without_body(fake: &FakeZoom, length: u64) -> std::io::Result<String> {
    let host = fake.url().trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).await?;
    let head =
        format!("POST /v2/users HTTP/1.1\r\nhost: {host}\r\ncontent-length: {length}\r\n\r\n");
    stream.write_all(head.as_bytes()).await?;
    let mut text = String::new();
    stream.read_to_string(&mut text).await?;
    Ok(text)
}

#[tokio::test]
async fn a_body_above_the_limit_is_refused_before_it_is_sent() -> std::io::Result<()> {
    let fake = FakeZoom::start().await?;
    let text = without_body(&fake, 256 * 1024 * 1024 + 1).await?;
    assert!(text.starts_with("HTTP/1.1 413 "), "{text}");
    assert!(text.contains("\"code\":413"), "{text}");
    Ok(())
}

// The clock of the runtime goes on to the end of each pause at once.
#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_arrive_ends_the_connection() -> std::io::Result<()> {
    let fake = FakeZoom::start().await?;
    let text = without_body(&fake, 10).await?;
    assert!(text.starts_with("HTTP/1.1 408 "), "{text}");
    assert!(text.contains("within 60 seconds"), "{text}");
    Ok(())
}

#[tokio::test]
async fn a_wrong_method_is_refused_with_the_methods_of_the_path() {
    let fake = FakeZoom::builder().frozen_clock().start().await.unwrap();
    let token = bearer(&fake).await;
    for (request, allowed) in [
        ("GET /oauth/token", "POST"),
        ("PUT /oauth/revoke", "POST"),
        ("POST /oauth/authorize", "GET"),
        ("PUT /v2/accounts", "GET, POST"),
        ("DELETE /rec/a.mp4", "GET"),
    ] {
        let answer = send(&fake, request, &token, "").await;
        assert_eq!(
            (answer.status, &answer.json()["code"]),
            (405, &json!(405)),
            "{request}"
        );
        let header = answer.header("allow").unwrap_or_default();
        let mut methods: Vec<&str> = header.split(", ").collect();
        methods.sort_unstable();
        assert_eq!(methods.join(", "), allowed, "{request}");
    }
}

#[tokio::test]
async fn a_page_token_works_with_another_page_size() {
    let fake = FakeZoom::builder().sub_account("acme", "Acme Example");
    let fake = fake.start().await.unwrap();
    let token = bearer(&fake).await;
    let list = "GET /v2/accounts/acme/users";
    let first = send(&fake, &format!("{list}?page_size=1"), &token, "").await;
    let next = first.text("next_page_token");
    let rest = send(&fake, &format!("{list}?next_page_token={next}"), &token, "").await;
    assert_eq!(
        rest.json()["users"].as_array().map(Vec::len),
        Some(2),
        "{rest:?}"
    );
    let other = format!("{list}?status=inactive&next_page_token={next}");
    assert_eq!(send(&fake, &other, &token, "").await.status, 400);
}
