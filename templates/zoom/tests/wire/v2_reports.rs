//! Tests of reports: quotas, periods and page tokens.

use futures_util::TryStreamExt;
use serde_json::json;
use zoom_accounts::limits::{RateLimitPlan, RateLimiter};
use zoom_accounts::runtime::{Bearer, ErrorKind, RetryPolicy};
use zoom_accounts::v2::dashboards::DashboardMeetingsParams;
use zoom_accounts::v2::meeting_reports::MeetingReportParticipantsParams;
use zoom_accounts::v2::reports::ReportOperationLogsParams;
use zoom_accounts::v2::types::ReportParticipantField;

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, assert_v2, builder, v2_client};

const DAYS: [(&str, &str); 2] = [("from", "2026-01-01"), ("to", "2026-01-31")];

/// The reply to a report beyond the daily limit of an account.
fn exhausted() -> Reply {
    let body = json!({"code": 429, "message": "You have reached the maximum daily rate limit."});
    Reply::json(429, &body)
        .header("x-ratelimit-type", "Daily-limit")
        .header("x-ratelimit-category", "Heavy")
        .header("x-ratelimit-remaining", "0")
        .header("date", "Tue, 20 Jan 2026 18:00:00 GMT")
        .header("retry-after", "2026-01-21T00:00:00Z")
}

#[tokio::test]
async fn a_report_beyond_the_daily_quota_fails_with_the_time_until_the_reset() {
    let server = Server::answering([exhausted()]).await;
    let client = builder(&server)
        .auth(Bearer::new("test-token"))
        .retry(RetryPolicy::default())
        .build()
        .unwrap();
    let days = ReportOperationLogsParams::new(DAYS[0].1, DAYS[1].1);
    let error = client.reports().operation_logs(days).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    let six_hours = std::time::Duration::from_secs(6 * 60 * 60);
    assert_eq!(error.retry_after(), Some(six_hours));
    // The next day is beyond the timeout of the call, so the call is not retried.
    assert_v2(
        &server.request().await,
        "GET",
        "/v2/report/operationlogs",
        &DAYS,
    );
}

#[tokio::test]
async fn reports_and_dashboards_share_a_daily_quota() {
    let server = Server::answering([exhausted()]).await;
    let client = builder(&server)
        .auth(Bearer::new("test-token"))
        .limiter(RateLimiter::new(RateLimitPlan::Pro))
        .build()
        .unwrap();
    let days = || ReportOperationLogsParams::new(DAYS[0].1, DAYS[1].1);
    let sub_account = client.sub_account(ACCOUNT);
    let error = sub_account.reports().operation_logs(days()).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::RateLimited);
    // The limiter rejects the other calls before they are sent.
    let error = client.reports().operation_logs(days()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    let days = DashboardMeetingsParams::new(DAYS[0].1, DAYS[1].1);
    let error = client.dashboards().meetings(days).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(server.requests().await.len(), 1);
}

#[tokio::test]
async fn an_expired_page_token_of_a_report_is_an_error_after_the_items_so_far() {
    let page = json!({"next_page_token": "more", "operation_logs": [{"action": "Add"}]});
    let expired = json!({"code": 300, "message": "The next page token is invalid or expired."});
    let replies = [Reply::json(200, &page), Reply::json(400, &expired)];
    let server = Server::answering(replies).await;
    let days = ReportOperationLogsParams::new(DAYS[0].1, DAYS[1].1);
    let mut logs = v2_client(&server).reports().operation_logs(days).items();
    let first = logs.try_next().await.unwrap().unwrap();
    assert_eq!(first.action.as_deref(), Some("Add"));
    let error = logs.try_next().await.unwrap_err();
    assert_eq!(error.code(), Some("300"), "{error}");
    assert!(logs.try_next().await.unwrap().is_none());
    server.requests().await;
}

#[tokio::test]
async fn the_participants_of_a_past_meeting_are_read_to_the_last_page() {
    let page = |name: &str, token: &str| {
        let person = json!({"name": name, "user_id": 16_778_240, "duration": "259"});
        Reply::json(
            200,
            &json!({"next_page_token": token, "participants": [person]}),
        )
    };
    let server = Server::answering([page("Ada", "more"), page("Kim", "")]).await;
    let account = v2_client(&server).sub_account(ACCOUNT);
    let registrants = MeetingReportParticipantsParams::default()
        .include_fields(ReportParticipantField::RegistrantId);
    let call = account
        .meeting_reports()
        .participants("aj//Xp+112QmuoKj485==");
    let people: Vec<_> = call
        .params(registrants)
        .items()
        .try_collect()
        .await
        .unwrap();
    let names: Vec<_> = people.iter().map(|person| person.name.as_deref()).collect();
    assert_eq!(names, [Some("Ada"), Some("Kim")]);
    assert_eq!(people[0].user_id.as_ref().unwrap(), "16778240");
    assert_eq!(people[0].duration, Some(259));
    let path = format!(
        "/v2/accounts/{ACCOUNT}/report/meetings/aj%252F%252FXp%252B112QmuoKj485%253D%253D/participants"
    );
    let query = [
        ("include_fields", "registrant_id"),
        ("page_size", "300"),
        ("next_page_token", "more"),
    ];
    let seen = server.requests().await;
    assert_v2(&seen[0], "GET", &path, &query[..2]);
    assert_v2(&seen[1], "GET", &path, &query);
}
