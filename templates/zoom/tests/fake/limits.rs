//! The rate limits of the fake of Zoom, counted on the fake's clock.

use std::time::Duration;

use crate::http::{Answer, bearer, send};
use serde_json::Value;
use zoom_accounts::Client;
use zoom_accounts::fake::{FakePlan, FakeZoom, Fault};
use zoom_accounts::runtime::RetryPolicy;

const SECOND: Duration = Duration::from_secs(1);
const PER_SECOND: &str =
    "You have reached the maximum per-second rate limit for this API. Try again later.";
const PER_DAY: &str = "You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.";

async fn fake(plan: FakePlan) -> (FakeZoom, String) {
    let fake = FakeZoom::builder()
        .frozen_clock()
        .plan(plan)
        .start()
        .await
        .unwrap();
    let token = bearer(&fake).await;
    (fake, token)
}

/// Sends a request until a limit is reached. Returns the number of calls that passed and the refusal.
async fn until_refused(fake: &FakeZoom, token: &str, request: &str, body: &str) -> (u32, Answer) {
    let mut passed = 0;
    loop {
        let answer = send(fake, request, token, body).await;
        if answer.status == 429 || passed == 500 {
            return (passed, answer);
        }
        passed += 1;
    }
}

#[tokio::test]
async fn each_plan_has_its_own_limits_per_second() {
    // An account is light, and the list of accounts is medium.
    let table = [
        (FakePlan::Free, 4, 2),
        (FakePlan::Pro, 30, 20),
        (FakePlan::BusinessPlus, 80, 60),
    ];
    for (plan, light, medium) in table {
        let (fake, token) = fake(plan).await;
        let (passed, answer) = until_refused(&fake, &token, "GET /v2/accounts/none", "").await;
        assert_eq!(passed, light, "{plan:?}");
        assert_eq!(answer.text("message"), PER_SECOND);
        assert_eq!(answer.json()["code"], 429);
        let (passed, _) = until_refused(&fake, &token, "GET /v2/accounts", "").await;
        assert_eq!(passed, medium, "{plan:?}");
    }
}

#[tokio::test]
async fn zoom_phone_has_limits_of_its_own() {
    let (fake, token) = fake(FakePlan::Pro).await;
    let (general, _) = until_refused(&fake, &token, "GET /v2/accounts", "").await;
    let (phone, _) = until_refused(&fake, &token, "GET /v2/phone/sites", "").await;
    assert_eq!((general, phone), (20, 10));
}

#[tokio::test]
async fn a_window_slides_so_that_no_second_has_more_calls_than_the_limit() {
    let (fake, token) = fake(FakePlan::Free).await;
    let call = || send(&fake, "GET /v2/accounts", &token, "");
    fake.advance(SECOND * 9 / 10);
    assert_eq!(call().await.status, 200);
    fake.advance(SECOND / 5);
    assert_eq!(call().await.status, 200);
    // The first call is 0.7 s ago, although a new second of the clock has started.
    fake.advance(SECOND / 2);
    assert_eq!(call().await.status, 429);
    fake.advance(SECOND * 3 / 10);
    assert_eq!(call().await.status, 200);
    assert_eq!(call().await.status, 429);
}

#[tokio::test]
async fn headers_describe_the_limit_and_its_end() {
    let (fake, token) = fake(FakePlan::Free).await;
    let first = send(&fake, "GET /v2/accounts", &token, "").await;
    assert_eq!(first.header("x-ratelimit-category"), Some("Medium"));
    assert_eq!(first.header("x-ratelimit-type"), Some("QPS"));
    assert_eq!(first.header("x-ratelimit-limit"), Some("2"));
    assert_eq!(first.header("x-ratelimit-remaining"), Some("1"));
    let (_, refused) = until_refused(&fake, &token, "GET /v2/accounts", "").await;
    assert_eq!(refused.header("x-ratelimit-remaining"), Some("0"));
    // The time is 2026-01-15T08:00:00Z.
    assert_eq!(refused.header("x-ratelimit-reset"), Some("1768464001"));
    assert_eq!(refused.header("retry-after"), None);
}

#[tokio::test]
async fn a_failed_call_counts_and_a_refused_call_does_not() {
    let (fake, token) = fake(FakePlan::Free).await;
    let (failed, _) = until_refused(&fake, &token, "GET /v2/accounts/none", "").await;
    assert_eq!(failed, 4);
    fake.advance(SECOND);
    let (failed, _) = until_refused(&fake, &token, "GET /v2/accounts/none", "").await;
    assert_eq!(failed, 4);
}

#[tokio::test]
async fn invoices_are_listed_once_in_five_minutes_and_six_times_a_day() {
    let (fake, token) = fake(FakePlan::Pro).await;
    let list = || send(&fake, "GET /v2/accounts/none/billing/invoices", &token, "");
    for _ in 0..6 {
        assert_eq!(list().await.status, 404);
        let refused = list().await;
        assert_eq!(refused.text("message"), PER_SECOND);
        fake.advance(SECOND * 300);
    }
    let refused = list().await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.text("message"), PER_DAY);
    assert_eq!(refused.header("x-ratelimit-type"), Some("Daily-limit"));
    assert_eq!(refused.header("retry-after"), Some("2026-01-16T00:00:00Z"));
    // Another account has its own limit.
    let other = send(&fake, "GET /v2/accounts/other/billing/invoices", &token, "").await;
    assert_eq!(other.status, 404);
    fake.advance(SECOND * 86_400);
    let token = bearer(&fake).await;
    let next_day = send(&fake, "GET /v2/accounts/none/billing/invoices", &token, "").await;
    assert_eq!(next_day.status, 404);
}

#[tokio::test]
async fn heavy_and_resource_intensive_calls_share_a_limit_until_midnight() {
    let (fake, token) = fake(FakePlan::Pro).await;
    let heavy = "GET /v2/accounts/me/plans/usage";
    let intensive = "GET /v2/metrics/meetings?from=2026-01-14&to=2026-01-15";
    assert_eq!(send(&fake, heavy, &token, "").await.status, 200);
    let mut snapshot: Value = serde_json::from_str(&fake.snapshot()).unwrap();
    let days = snapshot["state"]["budgets"]["days"].as_object_mut();
    for (_, count) in days.unwrap() {
        assert_eq!(*count, 1);
        *count = 29_999.into();
    }
    fake.restore(&snapshot.to_string()).unwrap();
    assert_ne!(send(&fake, intensive, &token, "").await.status, 429);
    for request in [heavy, intensive] {
        let refused = send(&fake, request, &token, "").await;
        assert_eq!(refused.text("message"), PER_DAY, "{request}");
        assert_eq!(refused.header("x-ratelimit-limit"), Some("30000"));
    }
    // The time is 2026-01-15T08:00:00Z, and the token lives one hour.
    fake.advance(SECOND * (16 * 3600 - 1));
    let token = bearer(&fake).await;
    assert_eq!(send(&fake, heavy, &token, "").await.status, 429);
    fake.advance(SECOND);
    assert_eq!(send(&fake, heavy, &token, "").await.status, 200);
}

#[tokio::test]
async fn users_are_created_fifty_times_a_day_on_the_free_plan() {
    let (fake, token) = fake(FakePlan::Free).await;
    let mut created = 0;
    let refused = loop {
        let body = format!(
            r#"{{"action":"create","user_info":{{"email":"u{created}@users.example","type":1}}}}"#
        );
        fake.advance(SECOND);
        let answer = send(&fake, "POST /v2/users", &token, &body).await;
        if answer.status == 429 || created == 60 {
            break answer;
        }
        created += 1;
    };
    assert_eq!(created, 50);
    assert_eq!(refused.header("x-ratelimit-limit"), Some("50"));
    let body = r#"{"action":"ssoCreate","user_info":{"email":"sso@users.example","type":1}}"#;
    let other = send(&fake, "POST /v2/users", &token, body).await;
    assert_ne!(other.status, 429, "the limit is one of the action create");
}

#[tokio::test]
async fn a_host_creates_and_updates_a_hundred_meetings_a_day() {
    let (fake, token) = fake(FakePlan::BusinessPlus).await;
    let users = send(&fake, "GET /v2/users", &token, "").await.json();
    let owner = users["users"][0]["email"].as_str().unwrap().to_owned();
    let id = users["users"][0]["id"].as_str().unwrap().to_owned();
    let body = r#"{"topic":"Planning","type":2}"#;
    for number in 0..100 {
        fake.advance(SECOND);
        // The email address and the id are one user.
        let user = if number % 2 == 0 { &owner } else { &id };
        let request = format!("POST /v2/users/{user}/meetings");
        assert_ne!(send(&fake, &request, &token, body).await.status, 429);
    }
    fake.advance(SECOND);
    let request = format!("POST /v2/users/{id}/meetings");
    let refused = send(&fake, &request, &token, body).await;
    assert_eq!(refused.text("message"), PER_DAY);
}

#[tokio::test]
async fn without_a_plan_nothing_is_limited() {
    let fake = FakeZoom::builder()
        .frozen_clock()
        .plan(FakePlan::Free)
        .no_limits();
    let fake = fake.start().await.unwrap();
    let token = bearer(&fake).await;
    for _ in 0..50 {
        let answer = send(&fake, "GET /v2/accounts", &token, "").await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("x-ratelimit-limit"), None);
    }
}

/// Returns a client of API v1 with the key pair of the primary account.
fn v1_client(fake: &FakeZoom) -> Client {
    let builder = fake.client_builder().auth(fake.primary_key_pair());
    builder.retry(RetryPolicy::none()).build().unwrap()
}

#[tokio::test]
async fn api_v1_lists_once_a_second_and_does_ten_other_calls_a_second() {
    let (fake, _) = fake(FakePlan::BusinessPlus).await;
    let client = v1_client(&fake);
    let list = async || client.v1().accounts().list().await;
    let get = async || client.v1().accounts().get("none").await;
    assert!(list().await.is_ok());
    let refused = list().await.unwrap_err();
    assert_eq!(refused.code(), Some("403"), "{refused}");
    for _ in 0..10 {
        assert_ne!(get().await.unwrap_err().code(), Some("403"));
    }
    assert_eq!(get().await.unwrap_err().code(), Some("403"));
    fake.advance(SECOND);
    assert!(list().await.is_ok());
    fake.advance(SECOND);
    // A fault has the form of API v1 too.
    fake.inject(Fault::RateLimitPerDay.on("v1.accounts.list"))
        .unwrap();
    assert_eq!(list().await.unwrap_err().code(), Some("403"));
}
