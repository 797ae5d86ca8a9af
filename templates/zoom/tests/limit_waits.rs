//! A rate limiter must not end lists and walks: their calls wait for the budget, however long that takes.

#![cfg(test)]

use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;
use zoom_accounts::limits::{RateLimitPlan, RateLimiter};
use zoom_accounts::runtime::Bearer;
use zoom_accounts::runtime::testing::MockTransport;
use zoom_accounts::v2::dashboards::DashboardMeetingsParams;
use zoom_accounts::{Client, ops};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

/// Creates a client as in the README.
fn client(mock: &MockTransport, plan: RateLimitPlan) -> Client {
    Client::builder()
        .auth(Bearer::new("a token"))
        .transport(mock.clone())
        .limiter(RateLimiter::new(plan))
        .build()
        .unwrap()
}

fn days() -> DashboardMeetingsParams {
    DashboardMeetingsParams::new("2026-01-31", "2026-01-31")
}

/// A list of meetings with this many pages. The operation is resource-intensive.
fn meetings(pages: usize) -> MockTransport {
    let mock = MockTransport::new().on(&ops::DASHBOARDS_MEETINGS);
    (1..=pages).fold(mock, |mock, page| {
        let token = if page < pages {
            page.to_string()
        } else {
            String::new()
        };
        let meetings = [json!({"uuid": page.to_string()})];
        mock.reply(200, json!({"meetings": meetings, "next_page_token": token}))
    })
}

#[tokio::test(start_paused = true)]
async fn a_list_of_heavy_calls_waits_for_the_budget_and_is_read_to_its_end() {
    for (plan, per_minute) in [
        (RateLimitPlan::Free, 10),
        (RateLimitPlan::Pro, 10),
        (RateLimitPlan::BusinessPlus, 20),
    ] {
        let mock = meetings(25);
        let zoom = client(&mock, plan);
        let start = Instant::now();
        let mut count = 0;
        let mut meetings = zoom.dashboards().meetings(days()).items();
        while let Some(meeting) = meetings.next().await {
            meeting.unwrap();
            count += 1;
        }
        assert_eq!((count, mock.requests().len()), (25, 25));
        let minutes = 24 / per_minute;
        assert!(start.elapsed() >= MINUTE * minutes && start.elapsed() < MINUTE * (minutes + 1));
    }
}

#[tokio::test(start_paused = true)]
async fn a_single_heavy_call_beyond_the_budget_fails_at_once_and_names_the_limit() {
    let zoom = client(&meetings(1), RateLimitPlan::Pro);
    for _ in 0..10 {
        zoom.dashboards().meetings(days()).await.unwrap();
    }
    tokio::time::sleep(5 * SECOND).await;
    let start = Instant::now();
    let error = zoom.dashboards().meetings(days()).await.unwrap_err();
    assert!(error.is_rate_limited());
    assert_eq!(error.retry_after(), Some(55 * SECOND));
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(
        error.to_string(),
        "dashboards.meetings: rate limit (Resource-intensive, 10 a minute) allows no call for 55s"
    );
    // A limit for waits lets the same call wait.
    let call = zoom
        .dashboards()
        .meetings(days())
        .rate_limit_timeout(MINUTE);
    call.await.unwrap();
    assert_eq!(start.elapsed(), 55 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn the_work_of_a_walk_waits_for_the_budget() {
    let accounts: Vec<_> = (0..25)
        .map(|number| json!({"id": number.to_string()}))
        .collect();
    let mock = MockTransport::new()
        .on(&ops::ACCOUNTS_LIST)
        .reply(200, json!({"accounts": accounts, "next_page_token": ""}))
        .on(&ops::DASHBOARDS_MEETINGS)
        .reply(200, json!({"meetings": [], "next_page_token": ""}));
    let zoom = client(&mock, RateLimitPlan::Pro);
    let mut walk = zoom.for_each_sub_account(8, async |scope, _| {
        scope.dashboards().meetings(days()).await.map(drop)
    });
    let mut count = 0;
    while let Some(visit) = walk.next().await {
        let (_, outcome) = visit.unwrap();
        outcome.unwrap();
        count += 1;
    }
    assert_eq!(count, 25);
    // The limit of a call takes precedence.
    let mut walk = zoom.for_each_sub_account(8, async |scope, _| {
        let call = scope.dashboards().meetings(days());
        call.rate_limit_timeout(SECOND).await.map(drop)
    });
    let mut rejected = 0;
    while let Some(visit) = walk.next().await {
        let (_, outcome) = visit.unwrap();
        if let Err(error) = outcome {
            assert!(error.is_rate_limited());
            rejected += 1;
        }
    }
    // The first walk has used five calls of the current minute.
    assert_eq!(rejected, 20);
}
