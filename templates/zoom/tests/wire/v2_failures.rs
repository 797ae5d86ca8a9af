//! Tests of failed v2 calls: codes, invalid fields and the request id.

use std::time::Duration;

use serde_json::{Value, json};
use zoom_accounts::v2::accounts::{AccountCreate, AccountCreateRequired};
use zoom_accounts::{Error, ErrorKind};

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, v2_client};

/// Calls `create` on a server that sends `reply`, and returns the error.
async fn create(reply: Reply) -> Error {
    let server = Server::answering([reply.header("x-zm-trackingid", "WEB_test-2")]).await;
    let request = AccountCreate::new(AccountCreateRequired {
        email: "owner@example.com",
        first_name: "Ada",
        last_name: "Example",
        password: "test-password".into(),
    });
    let error = v2_client(&server)
        .accounts()
        .create(request)
        .await
        .unwrap_err();
    server.request().await;
    assert_eq!(error.operation().unwrap().id, "accounts.create");
    assert_eq!(error.request_id(), Some("WEB_test-2"));
    assert!(error.url().unwrap().ends_with("/v2/accounts"));
    error
}

#[tokio::test]
async fn a_code_and_a_message_are_read() {
    let body = json!({"code": 1005, "message": "The email address is already in use."});
    let error = create(Reply::json(409, &body)).await;
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.code(), Some("1005"));
    assert_eq!(
        error.message(),
        Some("The email address is already in use.")
    );
    assert_eq!(error.status().unwrap().as_u16(), 409);
    assert!(error.field_errors().is_empty());
    assert_eq!(error.detail::<Value>(), Some(body));
    assert_eq!(
        error.to_string(),
        "accounts.create: The email address is already in use. (code 1005, HTTP 409, request id WEB_test-2)"
    );
}

#[tokio::test]
async fn invalid_fields_are_read() {
    let body = json!({
        "code": 300,
        "message": "Validation Failed.",
        "errors": [
            {"field": "user_info.email", "message": "Invalid field."},
            {"message": "No field."},
            {"field": "password"},
            5,
        ],
    });
    let error = create(Reply::json(400, &body)).await;
    assert_eq!(error.code(), Some("300"));
    let fields: Vec<_> = error
        .field_errors()
        .iter()
        .map(|error| (error.field.as_str(), error.message.as_str()))
        .collect();
    let expected = [
        ("user_info.email", "Invalid field."),
        ("", "No field."),
        ("password", ""),
    ];
    assert_eq!(fields, expected);
    assert!(
        error
            .to_string()
            .contains("`user_info.email`: Invalid field."),
        "{error}"
    );
}

#[tokio::test]
async fn other_failure_shapes_are_read() {
    for (status, body, code, message) in [
        (
            400,
            json!({"code": "300", "error_message": "No."}),
            Some("300"),
            Some("No."),
        ),
        (
            200,
            json!({"code": 200, "message": "No permission."}),
            Some("200"),
            Some("No permission."),
        ),
        (
            200,
            json!({"code": 200, "error_message": "No permission."}),
            Some("200"),
            Some("No permission."),
        ),
        (
            400,
            json!({"reason": "Bad request", "error": "invalid_request"}),
            Some("invalid_request"),
            Some("Bad request"),
        ),
        (500, json!({"title": "Oops"}), None, Some("Oops")),
        (500, json!(["no object"]), None, None),
    ] {
        let error = create(Reply::json(status, &body)).await;
        assert_eq!(error.kind(), ErrorKind::Api, "{body}");
        assert_eq!((error.code(), error.message()), (code, message), "{body}");
        assert_eq!(error.status().unwrap().as_u16(), status);
    }
}

#[tokio::test]
async fn a_code_in_a_success_is_not_a_failure_if_it_is_zero_or_has_no_message() {
    for body in [
        json!({"id": ACCOUNT, "code": 0, "message": "success"}),
        json!({"id": ACCOUNT, "code": 0, "error_message": "success"}),
        json!({"id": ACCOUNT, "code": 5}),
        json!({"id": ACCOUNT, "code": "ABC", "message": "a member of the account"}),
    ] {
        let server = Server::json(&body).await;
        let account = v2_client(&server).accounts().get(ACCOUNT).await.unwrap();
        server.request().await;
        assert_eq!(account.id, ACCOUNT);
    }
}

#[tokio::test]
async fn rejected_tokens_are_auth_errors_under_any_status() {
    for (status, code, message) in [
        (401, 124, "Invalid access token."),
        (400, 124, "Access token is expired."),
        (400, 4700, "Invalid access token."),
        (
            400,
            4711,
            "Invalid access token, does not contain scopes:[account:master].",
        ),
    ] {
        let body = json!({"code": code, "message": message});
        let error = create(Reply::json(status, &body)).await;
        assert_eq!(error.kind(), ErrorKind::Auth, "{code}");
        assert!(error.is_auth());
        assert_eq!(error.code(), Some(code.to_string().as_str()));
        assert_eq!(error.message(), Some(message));
    }
    let error = create(Reply::empty(401)).await;
    assert!(error.is_auth());
}

#[tokio::test]
async fn a_rate_limit_error_has_retry_after() {
    let body = json!({"code": 429, "message": "Rate limit reached."});
    let error = create(Reply::json(429, &body).header("retry-after", "3")).await;
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
}

#[tokio::test]
async fn a_limit_of_zoom_phone_with_the_code_429_is_no_rate_limit() {
    let body =
        json!({"code": 429, "message": "Each user can be assigned up to three desk phones."});
    let error = create(Reply::json(400, &body)).await;
    assert_eq!(error.kind(), ErrorKind::Api);
    assert!(!error.is_transient());
}

#[tokio::test]
async fn missing_resources_are_not_found_errors_by_code_or_status() {
    for (status, code) in [(404, 2001), (400, 2001), (404, 300), (400, 1001)] {
        let body = json!({"code": code, "message": "Account does not exist."});
        let error = create(Reply::json(status, &body)).await;
        assert!(error.is_not_found(), "{status} {code}");
    }
    let body = json!({"code": 300, "message": "Invalid."});
    assert!(!create(Reply::json(400, &body)).await.is_not_found());
}

#[tokio::test]
async fn an_html_error_page_is_kept() {
    let html = "<html>Forbidden</html>";
    let error = create(Reply::body(403, "text/html", html)).await;
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.body_text().unwrap(), html);
    assert_eq!(error.code(), None);
    let error = create(Reply::body(200, "text/html", html)).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.body_text().unwrap(), html);
}

#[tokio::test]
async fn a_field_of_the_wrong_type_is_an_error_with_its_path() {
    let body = json!({"accounts": [{"id": "a"}, {"id": "b", "seats": "many"}]});
    let server = Server::json(&body).await;
    let error = v2_client(&server).accounts().list().await.unwrap_err();
    server.request().await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.json_path(), Some("accounts[1].seats"));
    assert_eq!(error.detail::<Value>(), Some(body));
}
