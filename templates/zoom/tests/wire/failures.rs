//! Calls of v1 that fail, in all the ways that v1 and what stands before it have: each error says what is known of it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use zoom_accounts::v1::AccountCreate;
use zoom_accounts::{Error, ErrorKind, ops};

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, builder, v1_client};

/// The error of creating an account where the server answers so.
async fn create(reply: Reply) -> Error {
    let server = Server::answering([reply]).await;
    let request = AccountCreate::new("owner@example.com", "Ada", "Example", "test-password");
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
async fn an_error_member_is_a_failure_under_any_status() {
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
async fn an_error_member_of_another_shape_is_a_failure_too() {
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
async fn a_key_pair_that_does_not_match_is_an_error_of_authorization() {
    let body = json!({"error": {"code": 102, "message": "Api key and secret are not matched."}});
    let error = create(Reply::json(200, &body)).await;
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(error.is_auth());
    assert_eq!(error.code(), Some("102"));
    assert_eq!(status(&error), Some(200));
}

#[tokio::test]
async fn the_limit_of_requests_is_told_by_the_code_under_any_status() {
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
async fn an_account_that_does_not_exist_is_not_found() {
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
async fn a_page_of_html_under_success_cannot_be_decoded_and_is_kept() {
    let html = "<!DOCTYPE html><html><body>Down for maintenance</body></html>";
    let error = create(Reply::body(200, "text/html", html)).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.is_decode());
    assert_eq!((error.code(), error.message()), (None, None));
    assert_eq!(status(&error), Some(200));
    assert_eq!(error.body_text().unwrap(), html);
    assert_eq!(
        error.to_string(),
        "v1.accounts.create: response is not JSON (HTTP 200)"
    );
}

#[tokio::test]
async fn a_page_of_html_under_a_failure_is_that_failure_and_is_kept() {
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
async fn an_empty_body_is_told_by_its_status() {
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
async fn json_that_is_no_object_cannot_be_decoded() {
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
async fn a_body_that_ends_too_early_is_an_error_of_the_body() {
    let error = create(Reply::json(200, &json!({"id": ACCOUNT})).short(10)).await;
    assert_eq!(error.kind(), ErrorKind::Body);
    assert_eq!(status(&error), Some(200));
    assert_eq!((error.code(), error.message()), (None, None));
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_an_error_of_the_body() {
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
async fn a_body_that_is_too_slow_is_an_error_of_time() {
    let reply = Reply::json(200, &json!({"id": ACCOUNT})).stalled(Duration::from_millis(1500));
    let server = Server::answering([reply]).await;
    let accounts = v1_client(&server).v1().accounts();
    let begin = Instant::now();
    let call = accounts.get(ACCOUNT).timeout(Duration::from_millis(200));
    let error = call.await.unwrap_err();
    assert!(begin.elapsed() < Duration::from_millis(1400));
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.is_timeout());
    assert_eq!(error.operation().unwrap().id, "v1.accounts.get");
    assert_eq!((error.code(), error.message()), (None, None));
    server.request().await;
}

#[tokio::test]
async fn a_connection_that_is_refused_is_an_error_of_connecting() {
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
