//! Tests of JSON Web Tokens that an app signs itself.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::json;
use zoom_accounts::auth::{Jwt, ServerToServer, VideoSdk};
use zoom_accounts::{Client, ErrorKind};

use crate::server::{Reply, Service};

/// Each entry has an API key, a text, and the expected token. The API secret is the text, repeated ten times. Some
/// secrets are longer than a block of SHA-256, which HMAC handles differently.
const TOKENS: &[(&str, &str, &str)] = &[
    (
        "test-key",
        "s",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJ0ZXN0LWtleSIsImV4cCI6MTYwMDAwMDA2MH0.O6FzS-lusJTCi59jRuDntgJM6yDE-Ran5jHEmE44k9Y",
    ),
    (
        "test-key",
        "test-s",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJ0ZXN0LWtleSIsImV4cCI6MTYwMDAwMDA2MH0.N_iKzT9F6UHqh48cpQXNOh38KckpxJxkwlJrF4cq44Y",
    ),
    (
        "k\"ü",
        "test-secret",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJrXCLDvCIsImV4cCI6MTYwMDAwMDA2MH0.Kpt4g6doiiNRwsvg2SFP5auASHM7GQNlmT3zjkY3hkM",
    ),
];

/// Returns the time at which the tokens in `TOKENS` were signed.
fn then() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_600_000_000)
}

#[test]
fn tokens_match_those_of_another_implementation() {
    let life = Duration::from_secs(60);
    for (key, secret, token) in TOKENS {
        let signed = Jwt::new(*key, secret.repeat(10))
            .lifetime(life)
            .token(then());
        assert_eq!(signed.unwrap().expose(), *token);
    }
}

#[tokio::test]
async fn a_call_has_a_token_that_expires_in_minutes() {
    let service = Service::start(|_| Reply::json(200, &json!({"id": "a"}))).await;
    let client = Client::builder()
        .server_url("v2", format!("{}/v2", service.url()))
        .auth(Jwt::new("test-key", "test-secret"))
        .build()
        .unwrap();
    let before = SystemTime::now();
    client.accounts().get("a").await.unwrap();
    let sent = service.seen()[0]
        .header("authorization")
        .unwrap()
        .to_owned();
    let possible = (0..5).map(|late| {
        let token = Jwt::new("test-key", "test-secret").token(before + Duration::from_secs(late));
        format!("Bearer {}", token.unwrap().expose())
    });
    assert!(possible.into_iter().any(|token| token == sent));
}

#[test]
fn an_empty_key_or_secret_is_an_error_and_no_secret_is_printed() {
    for (key, secret) in [("", "s"), ("k", "")] {
        let error = Jwt::new(key, secret).token(then()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
    }
    assert!(!format!("{:?}", Jwt::new("k", "test-secret")).contains("test-secret"));
}

#[tokio::test]
async fn only_operations_of_the_video_sdk_use_the_credentials_of_the_video_sdk() {
    let service = Service::start(|request| match request.path.as_str() {
        "/oauth/token" => Reply::json(200, &json!({"access_token": "oauth", "expires_in": 3600})),
        _ => Reply::json(200, &json!({})),
    })
    .await;
    let builder = || {
        Client::builder()
            .server_url("v2", format!("{}/v2", service.url()))
            .auth(ServerToServer::new("a", "c", "s").oauth_url(service.url()))
    };
    let client = builder()
        .auth(VideoSdk::new("key", "secret"))
        .build()
        .unwrap();
    client.meetings().get("85512345678").await.unwrap();
    client.video_sdk_sessions().get("a-session").await.unwrap();
    let sent: Vec<String> = (service.seen().iter())
        .filter_map(|request| request.header("authorization").map(str::to_owned))
        .filter(|header| header.starts_with("Bearer "))
        .collect();
    assert_eq!(sent[0], "Bearer oauth");
    // The payload starts with `{"iss":"key"`.
    assert!(sent[1].contains(".eyJpc3MiOiJrZXki"), "{}", sent[1]);

    // The operation does not accept OAuth tokens, so the client must not send one.
    let client = builder().build().unwrap();
    let error = client
        .video_sdk_sessions()
        .get("a-session")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
}
