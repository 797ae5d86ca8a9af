//! Tests of every format of Zoom's error bodies over a real socket.

use std::time::Duration;

use serde_json::{Value, json};
use zoom_accounts::errors::{ZoomCode, missing_scopes, zoom_code};
use zoom_accounts::runtime::Outcome;
use zoom_accounts::{Error, ErrorKind};

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, v1_client, v2_client};

/// Makes a v2 call to a server that sends `reply`, and returns the error.
async fn v2(reply: Reply) -> Error {
    let server = Server::answering([reply.header("x-zm-trackingid", "WEB_test-4")]).await;
    let error = v2_client(&server)
        .accounts()
        .get(ACCOUNT)
        .await
        .unwrap_err();
    server.request().await;
    assert_eq!(error.request_id(), Some("WEB_test-4"));
    error
}

/// Makes a v1 call to a server that sends `reply`, and returns the error.
async fn v1(reply: Reply) -> Error {
    let server = Server::answering([reply]).await;
    let error = v1_client(&server)
        .v1()
        .accounts()
        .get(ACCOUNT)
        .await
        .unwrap_err();
    server.request().await;
    error
}

fn summary(error: &Error) -> (Option<&str>, Option<&str>, Option<u16>) {
    (
        error.code(),
        error.message(),
        error.status().map(|status| status.as_u16()),
    )
}

#[tokio::test]
async fn shape_1_is_a_code_with_a_message() {
    for status in [400, 404, 409, 200, 201] {
        let error = v2(Reply::json(
            status,
            &json!({"code": 1010, "message": "No."}),
        ))
        .await;
        assert_eq!(summary(&error), (Some("1010"), Some("No."), Some(status)));
        assert_eq!(zoom_code(&error), Some(ZoomCode::NotInThisAccount));
    }
}

#[tokio::test]
async fn code_1010_is_not_found_with_any_status() {
    for status in [400, 401, 404, 200] {
        let body = json!({"code": 1010, "message": "User does not belong to this account."});
        let error = v2(Reply::json(status, &body)).await;
        assert!(error.is_not_found(), "{status}");
        assert_eq!(
            (error.kind(), error.outcome(), error.is_transient()),
            (ErrorKind::Api, Outcome::Rejected, false),
            "{status}"
        );
    }
}

#[tokio::test]
async fn predicates_follow_the_code_and_not_the_status() {
    type Predicate = fn(&Error) -> bool;
    let predicates: [(Predicate, u16, i64); 7] = [
        (Error::is_not_found, 400, 4130),
        (Error::is_already_exists, 404, 2020),
        (Error::is_permission_denied, 400, 200),
        (Error::is_feature_unavailable, 400, 1109),
        (Error::is_limit_reached, 404, 1102),
        (Error::is_conflict, 404, 2000),
        (Error::is_invalid, 409, 300),
    ];
    for (index, (_, status, code)) in predicates.iter().enumerate() {
        let body = json!({"code": code, "message": "No."});
        let error = v2(Reply::json(*status, &body)).await;
        let holds: Vec<usize> = (0..predicates.len())
            .filter(|other| predicates[*other].0(&error))
            .collect();
        assert_eq!(holds, [index], "{error}");
    }
}

#[tokio::test]
async fn shape_2_adds_field_errors() {
    let body = json!({
        "code": 300,
        "message": "Validation Failed.",
        "errors": [{"field": "user_info.email", "message": "Invalid field."}],
    });
    let error = v2(Reply::json(400, &body)).await;
    assert_eq!(zoom_code(&error), Some(ZoomCode::ValidationFailed));
    let fields = error.field_errors();
    assert_eq!(fields.len(), 1);
    assert_eq!(
        (fields[0].field.as_str(), fields[0].message.as_str()),
        ("user_info.email", "Invalid field.")
    );
}

#[tokio::test]
async fn shape_3_has_the_message_in_error_message() {
    for status in [400, 200] {
        let error = v2(Reply::json(
            status,
            &json!({"code": 2010, "error_message": "No."}),
        ))
        .await;
        assert_eq!(summary(&error), (Some("2010"), Some("No."), Some(status)));
        assert!(error.is_not_found());
    }
}

#[tokio::test]
async fn shape_4_is_code_zero_and_not_an_error() {
    let body = json!({"code": 0, "error_message": "success", "id": ACCOUNT});
    let server = Server::json(&body).await;
    let account = v2_client(&server).accounts().get(ACCOUNT).await.unwrap();
    assert_eq!(account.id, ACCOUNT);
    server.request().await;
}

#[tokio::test]
async fn shape_5_is_a_reason_with_an_oauth_error_code() {
    let body = json!({"reason": "Invalid Token!", "error": "invalid_grant"});
    let error = v2(Reply::json(401, &body)).await;
    assert_eq!(
        summary(&error),
        (Some("invalid_grant"), Some("Invalid Token!"), Some(401))
    );
    assert!(error.is_auth());
    assert_eq!(zoom_code(&error).unwrap().to_string(), "invalid_grant");
}

#[tokio::test]
async fn shape_6_is_an_error_field_of_v1() {
    for status in [200, 400] {
        let body = json!({"error": {"code": 2001, "message": "No."}});
        let error = v1(Reply::json(status, &body)).await;
        assert_eq!(summary(&error), (Some("2001"), Some("No."), Some(status)));
        assert_eq!(zoom_code(&error), Some(ZoomCode::AccountNotFound));
    }
    let body = json!({"error": {"code": 102, "message": "No."}});
    let error = v1(Reply::json(200, &body)).await;
    assert_eq!(zoom_code(&error), Some(ZoomCode::KeyPairMismatch));
}

#[tokio::test]
async fn shape_7_is_not_json_or_empty() {
    let html = "<html>\"code\": 5, \"message\"</html>";
    for (reply, kind) in [
        (Reply::empty(400), ErrorKind::Api),
        (Reply::empty(401), ErrorKind::Auth),
        (Reply::empty(429), ErrorKind::RateLimited),
        (Reply::empty(200), ErrorKind::Decode),
        (Reply::body(502, "text/html", html), ErrorKind::Api),
        (Reply::body(200, "text/html", html), ErrorKind::Decode),
        (
            Reply::body(400, "application/json", "{\"code\": 5,"),
            ErrorKind::Api,
        ),
        (
            Reply::body(400, "application/json", vec![0xff, 0xfe]),
            ErrorKind::Api,
        ),
    ] {
        let error = v2(reply).await;
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!((error.code(), zoom_code(&error)), (None, None));
        assert!(error.body().is_some());
    }
}

#[tokio::test]
async fn shape_8_lacks_the_field_name_or_its_message() {
    let body = json!({
        "code": 300,
        "message": "Validation Failed.",
        "errors": [{"message": "Invalid."}, {"field": "email"}, {}, null, 7],
    });
    let error = v2(Reply::json(400, &body)).await;
    let fields: Vec<_> = (error.field_errors().iter())
        .map(|error| (error.field.as_str(), error.message.as_str()))
        .collect();
    assert_eq!(fields, [("", "Invalid."), ("email", "")]);
    for errors in [json!(null), json!("text"), json!({"field": "a"}), json!(5)] {
        let body = json!({"code": 300, "message": "Validation Failed.", "errors": errors});
        let error = v2(Reply::json(400, &body)).await;
        assert_eq!(error.message(), Some("Validation Failed."));
        assert!(error.field_errors().is_empty());
    }
}

#[tokio::test]
async fn an_error_keeps_up_to_64_kib_of_the_body() {
    for (length, kept) in [(1000, 1000), (65536, 65536), (200_000, 65536)] {
        let text = "x".repeat(length);
        let error = v2(Reply::body(400, "text/plain", text)).await;
        assert_eq!(error.body().unwrap().len(), kept);
    }
    let body = json!({"code": 300, "message": "No.", "more": {"deep": [1]}});
    let error = v2(Reply::json(400, &body)).await;
    assert_eq!(error.detail::<Value>(), Some(body));
}

#[tokio::test]
async fn retry_after_is_read_in_all_its_forms() {
    for (value, seconds) in [
        ("7", 7),
        ("Sun, 22 Nov 2026 10:00:30 GMT", 30),
        ("2026-11-22T10:01:00Z", 60),
    ] {
        let reply = Reply::json(429, &json!({"code": 429, "message": "Too many."}))
            .header("date", "Sun, 22 Nov 2026 10:00:00 GMT")
            .header("retry-after", value);
        let error = v2(reply).await;
        assert_eq!(
            error.retry_after(),
            Some(Duration::from_secs(seconds)),
            "{value}"
        );
        assert_eq!(zoom_code(&error), Some(ZoomCode::RateLimited));
    }
}

#[tokio::test]
async fn missing_scopes_are_read_from_the_message() {
    let none: [&str; 0] = [];
    for (code, message, scopes) in [
        (
            4711,
            "Invalid access token, does not contain scopes:[a:b:master, c:d].",
            &["a:b:master", "c:d"][..],
        ),
        (
            4711,
            "Invalid access token, does not contain scopes: [a:b,c:d,]",
            &["a:b", "c:d"],
        ),
        (
            4711,
            "Invalid access token, does not contain scopes:[]",
            &none,
        ),
        (
            4711,
            "Invalid access token, does not contain scopes:[a:b",
            &["a:b"],
        ),
        (
            4700,
            "Invalid access token, does not contain role:read:admin scope.",
            &["role:read:admin"],
        ),
        (4700, "Invalid access token.", &none),
        (
            124,
            "Invalid access token, does not contain scopes:[a:b].",
            &none,
        ),
    ] {
        let error = v2(Reply::json(400, &json!({"code": code, "message": message}))).await;
        assert_eq!(missing_scopes(&error), scopes, "{message}");
        assert!(error.is_auth());
    }
}

#[test]
fn every_code_has_one_name_and_unknown_codes_are_kept() {
    let mut numbers: Vec<i64> = ZoomCode::KNOWN.iter().map(|(number, _)| *number).collect();
    let count = numbers.len();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), count);
    for (number, code) in ZoomCode::KNOWN {
        assert_eq!(ZoomCode::from(*number), *code);
        assert_eq!(code.as_i64(), Some(*number));
    }
    let unknown = ZoomCode::from(987_654);
    assert_eq!(
        (unknown.as_i64(), unknown.to_string()),
        (Some(987_654), "987654".to_owned())
    );
}
