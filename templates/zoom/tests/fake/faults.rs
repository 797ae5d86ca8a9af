//! The faults that the fake injects: what arrives at a client, and whether the request was applied.

use std::io::ErrorKind::ConnectionReset;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use zoom_accounts::fake::{FakeZoom, Fault, FaultRule};
use zoom_accounts::runtime::{ErrorKind, RetryPolicy};

use crate::http::{Answer, basic, bearer, send};

async fn fake() -> (FakeZoom, String) {
    let fake = FakeZoom::builder().frozen_clock().start().await.unwrap();
    let token = bearer(&fake).await;
    (fake, token)
}

/// Injects a fault into the creation of a sub account. Returns what arrives, and the number of sub accounts.
async fn create(fault: Fault) -> (Answer, u64) {
    let (fake, token) = fake().await;
    let name = fault.name();
    fake.inject(fault.on("accounts.create").times(1)).unwrap();
    let body = r#"{"first_name":"Al","last_name":"Owner","email":"al@acme.example","password":"Secret-123-word"}"#;
    let answer = send(&fake, "POST /v2/accounts", &token, body).await;
    assert_eq!(fake.fault_counts().get(name), Some(&1), "{answer:?}");
    let list = send(&fake, "GET /v2/accounts", &token, "").await;
    let total = list.json()["total_records"].as_u64().unwrap();
    (answer, total)
}

#[tokio::test]
async fn without_a_fault_an_account_is_created() {
    let (answer, total) = create(Fault::Delay { milliseconds: 1 }).await;
    assert_eq!((answer.status, total), (201, 1), "{answer:?}");
    assert_eq!(answer.error, None);
}

#[tokio::test]
async fn a_reset_before_does_not_apply_the_request() {
    let (answer, total) = create(Fault::ResetBefore).await;
    assert_eq!((answer.error, answer.status), (Some(ConnectionReset), 0));
    assert_eq!(total, 0);
}

#[tokio::test]
async fn a_reset_after_applies_the_request() {
    let (answer, total) = create(Fault::ResetAfter).await;
    assert_eq!((answer.error, answer.status), (Some(ConnectionReset), 0));
    assert_eq!(total, 1);
}

#[tokio::test]
async fn a_truncated_body_is_half_of_the_body() {
    let (answer, total) = create(Fault::TruncatedBody).await;
    let length: usize = answer.header("content-length").unwrap().parse().unwrap();
    assert_eq!((answer.status, answer.error, total), (201, None, 1));
    assert_eq!(answer.body.len(), length / 2);
}

#[tokio::test]
async fn a_wrong_content_length_differs_from_the_body() {
    let (long, total) = create(Fault::ContentLengthTooLong).await;
    let length: usize = long.header("content-length").unwrap().parse().unwrap();
    assert_eq!((length, total), (long.body.len() + 100, 1));
    assert_ne!(long.json(), Value::Null, "the body is complete");
    let (short, total) = create(Fault::ContentLengthTooShort).await;
    let length: usize = short.header("content-length").unwrap().parse().unwrap();
    assert_eq!((length, total), (short.body.len() / 2, 1));
    assert_ne!(short.json(), Value::Null, "the body is complete");
}

#[tokio::test]
async fn malformed_json_has_the_right_length() {
    let (answer, total) = create(Fault::MalformedJson).await;
    let length: usize = answer.header("content-length").unwrap().parse().unwrap();
    assert_eq!((answer.status, length, total), (201, answer.body.len(), 1));
    assert_eq!(answer.json(), Value::Null);
    let media_type = answer.header("content-type").unwrap();
    assert!(media_type.starts_with("application/json"), "{media_type}");
}

#[tokio::test]
async fn each_rate_limit_has_its_text_and_its_header() {
    let (second, applied) = create(Fault::RateLimitPerSecond).await;
    assert_eq!((second.status, applied), (429, 0));
    assert!(second.text("message").contains("per-second"), "{second:?}");
    assert_eq!(second.header("x-ratelimit-reset"), Some("1768464001"));
    let (day, applied) = create(Fault::RateLimitPerDay).await;
    assert_eq!((day.status, applied), (429, 0));
    assert!(day.text("message").contains("daily"), "{day:?}");
    assert_eq!(day.header("retry-after"), Some("2026-01-16T00:00:00Z"));
    // A client can compare both times: this is the date of the fake's clock.
    assert_eq!(day.header("date"), Some("Thu, 15 Jan 2026 08:00:00 GMT"));
    let (concurrent, applied) = create(Fault::RateLimitConcurrent).await;
    assert_eq!((concurrent.status, applied), (429, 0));
    assert!(
        concurrent
            .text("message")
            .starts_with("Too many concurrent requests.")
    );
}

#[tokio::test]
async fn server_errors_have_html_pages() {
    for (fault, status) in [
        (Fault::InternalServerError, 500),
        (Fault::BadGateway, 502),
        (Fault::ServiceUnavailable, 503),
    ] {
        let (answer, applied) = create(fault).await;
        assert_eq!((answer.status, applied), (status, 0));
        assert!(answer.body.starts_with("<html>"), "{answer:?}");
        assert_eq!(
            answer.header("content-type"),
            Some("text/html; charset=utf-8")
        );
    }
}

#[tokio::test]
async fn a_failure_can_have_the_status_of_a_success() {
    let (answer, applied) = create(Fault::FailureWithStatus200).await;
    let body = json!({"code": 200, "message": "No permission."});
    assert_eq!((answer.status, answer.json(), applied), (200, body, 0));
}

#[tokio::test]
async fn a_redirect_keeps_the_path_and_the_query() {
    let (fake, token) = fake().await;
    let to = "https://api-eu.zoom.example/".to_owned();
    fake.inject(Fault::Redirect { to }).unwrap();
    let answer = send(&fake, "GET /v2/accounts?page_size=5", &token, "").await;
    assert_eq!(answer.status, 307);
    let location = "https://api-eu.zoom.example/v2/accounts?page_size=5";
    assert_eq!(answer.header("location"), Some(location));
}

#[tokio::test]
async fn an_expired_token_stays_expired_and_a_revoked_token_is_invalid() {
    for (fault, message) in [
        (Fault::TokenExpired, "Access token is expired."),
        (Fault::TokenRevoked, "Invalid access token."),
    ] {
        let (fake, token) = fake().await;
        fake.inject(fault.clone().times(1)).unwrap();
        for _ in 0..2 {
            let answer = send(&fake, "GET /v2/accounts", &token, "").await;
            assert_eq!(answer.json(), json!({"code": 124, "message": message}));
        }
        assert_eq!(fake.fault_counts().get(fault.name()), Some(&1));
    }
}

#[tokio::test]
async fn a_slow_response_arrives_completely() {
    let (fake, token) = fake().await;
    let expected = send(&fake, "GET /v2/users", &token, "").await.json();
    fake.inject(Fault::Drip { milliseconds: 20 }).unwrap();
    let start = Instant::now();
    let answer = send(&fake, "GET /v2/users", &token, "").await;
    assert!(start.elapsed() >= Duration::from_millis(15 * 20));
    assert_eq!((answer.status, answer.json()), (200, expected));
    fake.clear_faults();
    fake.inject(Fault::Delay { milliseconds: 300 }).unwrap();
    let start = Instant::now();
    send(&fake, "GET /v2/users", &token, "").await;
    assert!(start.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn a_row_of_a_wrong_type_is_in_a_list_only() {
    let (fake, token) = fake().await;
    fake.inject(Fault::WrongRowType.on("users.*").times(1))
        .unwrap();
    let user = "GET /v2/users/owner@primary.example";
    assert_eq!(send(&fake, user, &token, "").await.json()["type"], 2);
    assert!(fake.fault_counts().is_empty(), "a user has no list of rows");
    let list = send(&fake, "GET /v2/users", &token, "").await.json();
    assert!(list["users"][0].is_string(), "{list}");
    let list = send(&fake, "GET /v2/users", &token, "").await.json();
    assert!(list["users"][0].is_object(), "the rule is used up: {list}");
}

#[tokio::test]
async fn a_rule_hits_its_operation_and_its_number_of_calls() {
    let (fake, token) = fake().await;
    fake.inject(Fault::BadGateway.on("accounts.list").times(2))
        .unwrap();
    fake.inject(Fault::ServiceUnavailable.on("oauth.token").times(1))
        .unwrap();
    let list = async || send(&fake, "GET /v2/accounts", &token, "").await.status;
    assert_eq!(send(&fake, "GET /v2/users", &token, "").await.status, 200);
    assert_eq!((list().await, list().await, list().await), (502, 502, 200));
    let form = "grant_type=client_credentials";
    let answer = send(&fake, "POST /oauth/token", &basic(&fake.app()), form).await;
    assert_eq!(answer.status, 503);
    let counts = fake.fault_counts();
    let counts: Vec<(&str, u64)> = counts
        .iter()
        .map(|(name, count)| (&**name, *count))
        .collect();
    assert_eq!(counts, [("bad_gateway", 2), ("service_unavailable", 1)]);
}

#[tokio::test]
async fn the_seed_determines_which_calls_a_probability_hits() {
    let mut runs = Vec::new();
    for seed in [7, 7, 8] {
        let rule = Fault::BadGateway.on("accounts.list").probability(0.5);
        let fake = FakeZoom::builder().seed(seed).faults([rule]);
        let fake = fake.start().await.unwrap();
        let token = bearer(&fake).await;
        let mut hits = Vec::new();
        for _ in 0..32 {
            hits.push(send(&fake, "GET /v2/accounts", &token, "").await.status == 502);
        }
        runs.push(hits);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
    let hits = runs[0].iter().filter(|hit| **hit).count();
    assert!((5..=27).contains(&hits), "{hits} of 32 calls");
}

#[tokio::test]
async fn the_client_reports_each_broken_response_as_its_kind_of_error() {
    for (fault, kind) in [
        (Fault::ResetAfter, ErrorKind::ConnectionLost),
        (Fault::TruncatedBody, ErrorKind::Body),
        (Fault::ContentLengthTooLong, ErrorKind::Body),
        (Fault::ContentLengthTooShort, ErrorKind::Decode),
        (Fault::MalformedJson, ErrorKind::Decode),
        (Fault::WrongRowType, ErrorKind::Decode),
        (Fault::FailureWithStatus200, ErrorKind::Api),
        (Fault::BadGateway, ErrorKind::Api),
        (Fault::RateLimitPerDay, ErrorKind::RateLimited),
    ] {
        let fake = FakeZoom::builder().frozen_clock().start().await.unwrap();
        let client = fake
            .client_builder()
            .retry(RetryPolicy::none())
            .build()
            .unwrap();
        fake.inject(fault.clone().on("users.list").times(1))
            .unwrap();
        let error = client.users().list().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{fault:?}: {error}");
        assert!(
            client.users().list().await.is_ok(),
            "{fault:?}: the next call works"
        );
    }
}

#[tokio::test]
async fn the_client_renews_a_token_that_a_fault_has_revoked() {
    let (fake, _) = fake().await;
    let client = fake.client();
    fake.inject(Fault::TokenRevoked.on("users.list").times(1))
        .unwrap();
    assert!(client.users().list().await.is_ok());
    assert_eq!(fake.fault_counts().get("token_revoked"), Some(&1));
}

#[test]
fn a_rule_is_the_same_in_rust_and_in_json() {
    let json = r#"[
        {"fault": "reset_after", "operation": "users.create", "times": 2},
        {"fault": {"delay": {"milliseconds": 500}}, "probability": 0.1}
    ]"#;
    let rules = [
        Fault::ResetAfter.on("users.create").times(2),
        Fault::Delay { milliseconds: 500 }.probability(0.1),
    ];
    assert_eq!(FaultRule::parse_list(json), Ok(rules.to_vec()));
    for name in Fault::NAMES.iter().copied() {
        let fault = match name {
            "delay" | "drip" => json!({name: {"milliseconds": 1}}),
            "redirect" => json!({name: {"to": "https://api-eu.zoom.example"}}),
            _ => json!(name),
        };
        let fault: Fault = serde_json::from_value(fault).unwrap();
        assert_eq!(fault.name(), name);
    }
}

#[test]
fn an_error_in_a_list_of_rules_names_the_place_and_the_known_names() {
    for (json, texts) in [
        (
            r#"[{"fault": "boom"}]"#,
            ["`boom`", "`reset_after`", "line 1"],
        ),
        (r#"[{"fault": "drip", "at": 1}]"#, ["invalid", "", "line 1"]),
        (
            r#"[{"fault": "bad_gateway", "time": 1}]"#,
            ["`time`", "`times`", "line 1"],
        ),
        (
            r#"[{"fault": "bad_gateway", "operation": "users.creat"}]"#,
            ["rule 1: operation: ", "`users.creat`", "users.create"],
        ),
        (
            r#"[{"fault": "bad_gateway"}, {"fault": "bad_gateway", "operation": "usr.list"}]"#,
            ["rule 2: operation: ", "resources", "users"],
        ),
        (
            r#"[{"fault": "bad_gateway", "times": 0}]"#,
            ["rule 1: times: ", "0", "minimum"],
        ),
        (
            r#"[{"fault": "bad_gateway", "probability": 2}]"#,
            ["rule 1: probability: ", "2", "1"],
        ),
        (
            r#"[{"fault": {"redirect": {"to": "somewhere"}}}]"#,
            ["rule 1: fault.redirect.to: ", "`somewhere`", "https://"],
        ),
        (
            r#"[{"fault": {"delay": {"milliseconds": 600001}}}]"#,
            ["rule 1: fault.delay.milliseconds: ", "600001", "600000"],
        ),
        (
            r#"[{"fault": {"redirect": {"to": "https://api-eu.zoom.example/v2"}}}]"#,
            ["rule 1: fault.redirect.to: ", "/v2`", "without a path"],
        ),
        (
            r#"[{"fault": {"redirect": {"to": "https://a@zoom.example"}}}]"#,
            ["rule 1: fault.redirect.to: ", "`https://a@", ""],
        ),
        (
            r#"[{"fault": "delay"}]"#,
            [
                "missing field `milliseconds`",
                r#"{"delay": {"milliseconds": 500}}"#,
                "line 1",
            ],
        ),
        (
            r#"[{"fault": {"drip": {}}}]"#,
            ["missing field `milliseconds`", "", "line 1"],
        ),
        (r#"[{"fault": 5}]"#, ["name of a fault", "5", "line 1"]),
        ("{}", ["invalid list", "", "line 1"]),
    ] {
        let error = FaultRule::parse_list(json).unwrap_err().to_string();
        for text in texts {
            assert!(error.contains(text), "`{text}` is not in: {error}");
        }
    }
}

#[tokio::test]
async fn a_fake_with_an_invalid_rule_does_not_start() {
    let builder = FakeZoom::builder().faults([Fault::BadGateway.on("nothing")]);
    let error = builder.start().await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
}

#[tokio::test]
async fn a_fault_that_is_not_possible_does_not_hide_a_later_rule() {
    let (fake, _) = fake().await;
    let form = "grant_type=client_credentials";
    // A token request has no access token, and its response has no list.
    for fault in [Fault::TokenRevoked, Fault::WrongRowType, Fault::BadGateway] {
        fake.inject(fault.on("oauth.token")).unwrap();
    }
    fake.inject(Fault::TruncatedBody.on("oauth.token")).unwrap();
    let answer = send(&fake, "POST /oauth/token", &basic(&fake.app()), form).await;
    // The request was applied for the second rule. After that, HTTP 502 without an effect is not possible.
    assert_eq!(
        (answer.status, answer.json()),
        (200, Value::Null),
        "{answer:?}"
    );
    let counts = fake.fault_counts();
    assert_eq!(
        counts.into_iter().collect::<Vec<_>>(),
        [("truncated_body".to_owned(), 1)]
    );
    fake.clear_faults();
    for fault in [Fault::TokenRevoked, Fault::BadGateway] {
        fake.inject(fault.on("oauth.token")).unwrap();
    }
    let answer = send(&fake, "POST /oauth/token", &basic(&fake.app()), form).await;
    assert_eq!(answer.status, 502);
}
