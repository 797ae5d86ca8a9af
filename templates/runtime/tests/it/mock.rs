//! Tests of the mock transport, which records requests.

use serde_json::json;

use crate::runtime::testing::MockTransport;
use crate::support::api::ops;
use crate::support::client;

#[tokio::test]
async fn replies_are_sent_in_order_and_the_last_is_repeated() {
    let mock = MockTransport::new()
        .on(&ops::USERS_GET)
        .reply(200, json!({"id": "1"}))
        .reply(200, json!({"id": "2"}));
    let users = client(&mock).users();
    for id in ["1", "2", "2"] {
        assert_eq!(users.get("u").await.unwrap().id, id);
    }
    mock.verify().unwrap();
}

#[tokio::test]
async fn an_exhausted_rule_yields_to_the_next() {
    let mock = MockTransport::new()
        .on(&ops::USERS_GET)
        .reply(200, json!({"id": "1"}))
        .times(1)
        .on(&ops::USERS_GET)
        .reply(200, json!({"id": "2"}));
    let users = client(&mock).users();
    assert_eq!(users.get("u").await.unwrap().id, "1");
    assert_eq!(users.get("u").await.unwrap().id, "2");
}

#[tokio::test]
async fn verify_reports_missing_calls() {
    let mock = MockTransport::new()
        .on(&ops::USERS_GET)
        .reply(200, json!({}))
        .times(2);
    assert_eq!(
        mock.verify().unwrap_err(),
        "`users.get` was called 0 times, expected 2"
    );
}

#[tokio::test]
async fn verify_reports_calls_without_a_reply() {
    let mock = MockTransport::new();
    let error = client(&mock).users().get("u").await.unwrap_err();
    let text = "mock has no reply to `users.get` (GET /v2/users/u)";
    assert_eq!(error.to_string(), format!("users.get: {text}"));
    assert_eq!(mock.verify().unwrap_err(), text);
    assert_eq!(mock.requests().len(), 1);
}

#[test]
fn verify_reports_an_invalid_mock() {
    for (mock, text) in [
        (
            MockTransport::new().reply(200, json!({})),
            "invalid mock: `reply` before `on`",
        ),
        (
            MockTransport::new().times(1),
            "invalid mock: `times` before `on`",
        ),
        (
            MockTransport::new().on(&ops::USERS_GET).header("a", "b"),
            "invalid mock: option before `reply`",
        ),
        (
            MockTransport::new()
                .on(&ops::USERS_GET)
                .reply(99, json!({})),
            "invalid mock: invalid HTTP status 99",
        ),
        (
            MockTransport::new()
                .on(&ops::USERS_GET)
                .reply(200, json!({}))
                .header("a b", "c"),
            "invalid mock: invalid header",
        ),
    ] {
        assert_eq!(mock.verify().unwrap_err(), text);
    }
}
