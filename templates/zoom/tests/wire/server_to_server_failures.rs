//! Tests of server-to-server OAuth when the token request fails. The errors must not contain secrets.

use std::error::Error as _;
use std::fmt::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use zoom_accounts::auth::ServerToServer;
use zoom_accounts::{Error, ErrorKind};

use crate::fake_zoom::{ACCOUNT_ID, BASIC, CLIENT_ID, CLIENT_SECRET, FakeZoom};
use crate::server::{Reply, Server};

/// Makes a call for which the token endpoint sends `reply`. Returns the error of the call.
async fn token_error(reply: Reply) -> Error {
    let zoom = FakeZoom::start().await;
    zoom.known().failure = Some(reply);
    let error = zoom.client().accounts().get("a").await.unwrap_err();
    assert_eq!(error.operation().unwrap().id, "accounts.get");
    let url = format!("{}/oauth/token", zoom.service.url());
    assert_eq!(error.url(), Some(url.as_str()));
    assert_eq!(zoom.tokens(), 1);
    error
}

#[tokio::test]
async fn rejected_credentials_are_reported_with_zooms_message_and_a_hint() {
    for (status, body, code, line) in [
        (
            400,
            json!({"reason": "Invalid client_id or client_secret", "error": "invalid_client"}),
            "invalid_client",
            "(client id or client secret is wrong): Invalid client_id or client_secret",
        ),
        (
            401,
            json!({"code": 4702, "message": "Invalid client."}),
            "4702",
            "(client id or client secret is wrong): Invalid client.",
        ),
        (
            400,
            json!({"reason": "Bad request", "error": "invalid_request"}),
            "invalid_request",
            "(account id may be wrong): Bad request",
        ),
        (
            400,
            json!({"errorCode": "4717", "errorMessage": "The app was disabled."}),
            "4717",
            "(app is disabled): The app was disabled.",
        ),
        (
            400,
            json!({"reason": "unsupported grant type", "error": "unsupported_grant_type"}),
            "unsupported_grant_type",
            "(app type does not support this grant): unsupported grant type",
        ),
        (
            403,
            json!({"code": 9999, "message": "No."}),
            "9999",
            ": No.",
        ),
    ] {
        let reply = Reply::json(status, &body).header("x-zm-trackingid", "WEB_test-3");
        let error = token_error(reply).await;
        assert_eq!(error.kind(), ErrorKind::Auth, "{body}");
        assert_eq!(error.code(), Some(code));
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(error.detail::<Value>(), Some(body));
        let line = if line.starts_with(':') {
            line.to_owned()
        } else {
            format!(" {line}")
        };
        let text = format!(
            "accounts.get: no access token{line} (code {code}, HTTP {status}, request id WEB_test-3)"
        );
        assert_eq!(error.to_string(), text);
    }
}

#[tokio::test]
async fn rate_limits_server_errors_and_html_pages_have_different_kinds() {
    let html = "<html>nothing here</html>";
    for (reply, kind, text) in [
        (
            Reply::json(429, &json!({"reason": "Too many", "error": "rate"})),
            ErrorKind::RateLimited,
            "Too many (code rate, HTTP 429)",
        ),
        (
            Reply::empty(500),
            ErrorKind::Api,
            "token endpoint failed (HTTP 500)",
        ),
        (
            Reply::body(503, "text/html", html),
            ErrorKind::Api,
            "token endpoint failed (HTTP 503)",
        ),
        (
            Reply::empty(302).header("location", "https://example.com"),
            ErrorKind::Api,
            "token endpoint failed (HTTP 302)",
        ),
        (
            Reply::body(401, "text/html", html),
            ErrorKind::Auth,
            "token endpoint rejected the credentials (HTTP 401)",
        ),
        (
            Reply::body(200, "text/html", html),
            ErrorKind::Decode,
            "response of the token endpoint does not contain a token (HTTP 200)",
        ),
        (
            Reply::json(200, &json!({"access_token": "", "token_type": "bearer"})),
            ErrorKind::Decode,
            "response of the token endpoint does not contain a token (HTTP 200)",
        ),
        (
            Reply::json(200, &json!({"error": "invalid_grant", "reason": "No."})),
            ErrorKind::Auth,
            "(token is expired or revoked: authorize the app again): No. (code invalid_grant, HTTP 200)",
        ),
    ] {
        let error = token_error(reply).await;
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().ends_with(text), "{error}");
        assert!(
            error
                .to_string()
                .starts_with("accounts.get: no access token"),
            "{error}"
        );
    }
    let error = token_error(Reply::empty(429).header("retry-after", "7")).await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
}

#[tokio::test]
async fn a_missing_token_response_is_a_timeout_or_connect_error() {
    let zoom = FakeZoom::start().await;
    zoom.known().pause = Duration::from_secs(3);
    let credentials = zoom.credentials().token_timeout(Duration::from_millis(100));
    let client = zoom.builder(credentials).build().unwrap();
    let start = Instant::now();
    let error = client.accounts().get("a").await.unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(2));
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(
        error.to_string(),
        "accounts.get: no access token: no response from the token endpoint within 100ms"
    );
    assert!(error.url().unwrap().ends_with("/oauth/token"));

    let closed = Server::refusing();
    let credentials = zoom.credentials().oauth_url(closed.url());
    let client = zoom.builder(credentials).build().unwrap();
    let error = client.accounts().get("a").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.source().is_some());

    let error =
        token_error_with_body(Reply::json(200, &json!({"access_token": "test"})).short(5)).await;
    assert_eq!(error.kind(), ErrorKind::Body);
}

async fn token_error_with_body(reply: Reply) -> Error {
    let zoom = FakeZoom::start().await;
    zoom.known().failure = Some(reply);
    zoom.client().accounts().get("a").await.unwrap_err()
}

/// Returns everything that an error and its sources print with `Display` and `Debug`.
fn print(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}");
    let mut source = error.source();
    while let Some(cause) = source {
        write!(text, "\n{cause}\n{cause:?}").unwrap();
        source = cause.source();
    }
    text
}

#[tokio::test]
async fn no_output_contains_credentials_or_tokens() {
    let token = "test-token-";
    let hidden = [CLIENT_SECRET, token, BASIC.strip_prefix("Basic ").unwrap()];
    let assert_hidden = |text: String| {
        for hidden in hidden {
            assert!(!text.contains(hidden), "{text}");
        }
    };
    let zoom = FakeZoom::start().await;
    let credentials = zoom.credentials();
    let builder = zoom.builder(credentials.clone());
    assert_hidden(format!("{credentials:?} {credentials:#?} {builder:?}"));
    let client = builder.build().unwrap();
    client.accounts().get("a").await.unwrap();
    assert_hidden(format!(
        "{credentials:?} {credentials:#?} {client:?} {client:#?}"
    ));
    let call = client.accounts().get("a").auth(credentials.clone());
    assert_hidden(format!("{call:?} {call:#?}"));
    let odd = json!({"access_token": {"a": "test-token-1"}, "expires_in": "test-token-1"});
    for reply in [
        Reply::json(200, &odd),
        Reply::json(400, &odd),
        Reply::json(500, &json!([CLIENT_SECRET])),
        Reply::json(200, &json!({"access_token": "test-token-1\n"})),
        Reply::json(200, &json!({"access_token": "test-token-1"})).short(9),
    ] {
        assert_hidden(print(&token_error_with_body(reply).await));
    }
}

#[test]
fn from_env_reads_the_credentials() {
    // A process cannot set its own environment variables safely, so the next test runs in another process.
    let run = |variables: &[(&str, &str)]| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let name = "server_to_server_failures::print_credentials_of_the_environment";
        command.args([name, "--exact", "--ignored", "--nocapture"]);
        for name in ["ZOOM_ACCOUNT_ID", "ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET"] {
            command.env_remove(name);
        }
        command.envs(variables.iter().copied());
        let output = command.output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    let all = [
        ("ZOOM_ACCOUNT_ID", ACCOUNT_ID),
        ("ZOOM_CLIENT_ID", CLIENT_ID),
        ("ZOOM_CLIENT_SECRET", CLIENT_SECRET),
    ];
    let text = run(&all);
    assert!(
        text.contains(ACCOUNT_ID) && text.contains(CLIENT_ID),
        "{text}"
    );
    assert!(!text.contains(CLIENT_SECRET), "{text}");
    let text = run(&all[..1]);
    assert!(
        text.contains("environment variable: `ZOOM_CLIENT_ID`, `ZOOM_CLIENT_SECRET`"),
        "{text}"
    );
    let text = run(&[all[0], all[1], ("ZOOM_CLIENT_SECRET", "")]);
    assert!(
        text.contains("environment variable: `ZOOM_CLIENT_SECRET`"),
        "{text}"
    );
}

#[test]
#[ignore = "runs in a process of the test above"]
#[expect(clippy::print_stdout, reason = "the test above reads it")]
fn print_credentials_of_the_environment() {
    match ServerToServer::from_env() {
        Ok(credentials) => println!("{credentials:?}"),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Config);
            println!("{error}");
        }
    }
}
