//! Tests of v1 calls that fail: in Zoom's v1, or in a proxy on the way.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use zoom_accounts::v1::accounts::{AccountCreate, AccountCreateRequired};
use zoom_accounts::{Error, ErrorKind, ops};

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, builder, v1_client};

/// Calls `create` on a server that sends `reply`, and returns the error.
async fn create(reply: Reply) -> Error {
    let server = Server::answering([reply]).await;
    let request = AccountCreate::new(AccountCreateRequired {
        email: "owner@example.com",
        first_name: "Ada",
        last_name: "Example",
        password: "test-password".into(),
    });
    let error = v1_client(&server)
        .v1()
        .accounts()
        .create(request)
        .await
        .unwrap_err();
    server.request().await;
    assert!(std::ptr::eq(
        error.operation().unwrap(),
        &raw const ops::V1_ACCOUNTS_CREATE
    ));
    assert_eq!(error.operation().unwrap().id, "v1.accounts.create");
    assert!(error.url().unwrap().ends_with("/v1/ma/account/create"));
    error
}

fn status(error: &Error) -> Option<u16> {
    error.status().map(|status| status.as_u16())
}

#[tokio::test]
async fn an_error_field_is_a_failure_under_any_status() {
    for http in [200, 201, 400, 500] {
        let body = json!({"error": {"code": 1005, "message": "user existing"}, "id": ACCOUNT});
        let reply = Reply::json(http, &body).header("x-zm-trackingid", "WEB_test-1");
        let error = create(reply).await;
        assert_eq!(error.kind(), ErrorKind::Api);
        assert_eq!(error.code(), Some("1005"));
        assert_eq!(error.message(), Some("user existing"));
        assert_eq!(status(&error), Some(http));
        assert_eq!(error.request_id(), Some("WEB_test-1"));
        assert_eq!(error.detail::<Value>(), Some(body));
        let text = format!(
            "v1.accounts.create: user existing (code 1005, HTTP {http}, request id WEB_test-1)"
        );
        assert_eq!(error.to_string(), text);
    }
}

#[tokio::test]
async fn an_error_field_of_another_shape_is_a_failure() {
    for (error_member, code, message) in [
        (
            json!({"code": "300", "message": "Missing field."}),
            Some("300"),
            Some("Missing field."),
        ),
        (json!({"code": 200}), Some("200"), None),
        (json!({"message": "Not now."}), None, Some("Not now.")),
        (json!("Not now."), None, Some("Not now.")),
        (json!({}), None, None),
    ] {
        let error = create(Reply::json(200, &json!({"error": error_member}))).await;
        assert_eq!(error.kind(), ErrorKind::Api);
        assert_eq!(error.code(), code);
        assert_eq!(error.message(), message);
        assert_eq!(status(&error), Some(200));
    }
}

#[tokio::test]
async fn a_key_pair_mismatch_is_an_auth_error() {
    let body = json!({"error": {"code": 102, "message": "Api key and secret are not matched."}});
    let error = create(Reply::json(200, &body)).await;
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(error.is_auth());
    assert_eq!(error.code(), Some("102"));
    assert_eq!(status(&error), Some(200));
}

#[tokio::test]
async fn the_request_limit_code_is_a_rate_limit_error_under_any_status() {
    let text = "Sorry, the maximum number of api requests has been reached.";
    for http in [200, 403] {
        let body = json!({"error": {"code": 403, "message": text}});
        let error = create(Reply::json(http, &body).header("retry-after", "1")).await;
        assert_eq!(error.kind(), ErrorKind::RateLimited);
        assert!(error.is_rate_limited() && !error.is_auth());
        assert_eq!(error.code(), Some("403"));
        assert_eq!(error.message(), Some(text));
        assert_eq!(status(&error), Some(http));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));
    }
}

#[tokio::test]
async fn an_unknown_account_is_a_not_found_error() {
    let body = json!({"error": {"code": 2001, "message": "Account does not exist."}});
    let server = Server::json(&body).await;
    let error = v1_client(&server)
        .v1()
        .accounts()
        .get(ACCOUNT)
        .await
        .unwrap_err();
    server.request().await;
    assert!(error.is_not_found());
    assert_eq!(error.operation().unwrap().id, "v1.accounts.get");
}

#[tokio::test]
async fn an_html_page_under_a_success_status_is_a_decode_error_with_the_body() {
    let html = "<!DOCTYPE html><html><body>Down for maintenance</body></html>";
    let error = create(Reply::body(200, "text/html", html)).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.is_decode());
    assert_eq!((error.code(), error.message()), (None, None));
    assert_eq!(status(&error), Some(200));
    assert_eq!(error.body_text().unwrap(), html);
    assert_eq!(
        error.to_string(),
        "v1.accounts.create: response is not valid JSON (HTTP 200)"
    );
}

#[tokio::test]
async fn an_html_page_under_an_error_status_is_an_api_error_with_the_body() {
    let html = "<html>\"error\": bad gateway</html>";
    let error = create(Reply::body(502, "text/html", html)).await;
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!((error.code(), error.message()), (None, None));
    assert_eq!(status(&error), Some(502));
    assert_eq!(error.body_text().unwrap(), html);
    assert_eq!(
        error.to_string(),
        "v1.accounts.create: bad gateway (HTTP 502)"
    );
}

#[tokio::test]
async fn an_empty_body_is_an_error_of_its_status() {
    let error = create(Reply::empty(200)).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(status(&error), Some(200));
    assert_eq!(error.body(), Some(&b""[..]));
    let error = create(Reply::empty(404)).await;
    assert_eq!(error.kind(), ErrorKind::Api);
    assert!(error.is_not_found());
    assert_eq!(error.body(), Some(&b""[..]));
    let error = create(Reply::empty(401)).await;
    assert_eq!(error.kind(), ErrorKind::Auth);
    let error = create(Reply::empty(429)).await;
    assert_eq!(error.kind(), ErrorKind::RateLimited);
}

#[tokio::test]
async fn json_without_an_object_is_a_decode_error() {
    for body in [json!([]), json!("id"), json!(null), json!(5)] {
        let error = create(Reply::json(200, &body)).await;
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        assert_eq!(error.detail::<Value>(), Some(body));
    }
    let error = create(Reply::json(200, &json!({"id": {"a": 1}}))).await;
    assert_eq!(error.json_path(), Some("id"));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let reply = Reply::empty(302).header("location", "https://example.com/elsewhere");
    let error = create(reply).await;
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(status(&error), Some(302));
    assert!(error.to_string().contains("redirect"), "{error}");
}

#[tokio::test]
async fn a_truncated_body_is_a_body_error() {
    let error = create(Reply::json(200, &json!({"id": ACCOUNT})).short(10)).await;
    assert_eq!(error.kind(), ErrorKind::Body);
    assert_eq!(status(&error), Some(200));
    assert_eq!((error.code(), error.message()), (None, None));
}

#[tokio::test]
async fn a_body_over_the_size_limit_is_a_body_error() {
    let server = Server::json(&json!({"id": ACCOUNT, "padding": "x".repeat(2000)})).await;
    let client = builder(&server)
        .auth(zoom_accounts::auth::ApiKeyPair::new(
            "test-key",
            "test-secret",
        ))
        .max_response_bytes(1000)
        .build();
    let error = client
        .unwrap()
        .v1()
        .accounts()
        .get(ACCOUNT)
        .await
        .unwrap_err();
    server.request().await;
    assert_eq!(error.kind(), ErrorKind::Body);
    assert_eq!(status(&error), Some(200));
}

#[tokio::test]
async fn a_slow_body_is_a_timeout_error() {
    let reply = Reply::json(200, &json!({"id": ACCOUNT})).stalled(Duration::from_millis(1500));
    let server = Server::answering([reply]).await;
    let accounts = v1_client(&server).v1().accounts();
    let start = Instant::now();
    let call = accounts.get(ACCOUNT).timeout(Duration::from_millis(200));
    let error = call.await.unwrap_err();
    assert!(start.elapsed() < Duration::from_millis(1400));
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.is_timeout());
    assert_eq!(error.operation().unwrap().id, "v1.accounts.get");
    assert_eq!((error.code(), error.message()), (None, None));
    server.request().await;
}

#[tokio::test]
async fn a_refused_connection_is_a_connect_error() {
    let server = Server::refusing();
    let client = v1_client(&server);
    let error = client.v1().accounts().get(ACCOUNT).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_connect());
    assert_eq!(status(&error), None);
    assert_eq!(error.body(), None);
    assert_eq!(error.operation().unwrap().id, "v1.accounts.get");
    assert!(error.url().unwrap().ends_with("/v1/ma/account/get"));
}
