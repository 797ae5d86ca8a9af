//! Tests that lists and walks wait for rate limits as long as necessary, and that the limiter reports the remaining
//! calls.

#![cfg(test)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;
use zoom_accounts::limits::{RateLimitLabel, RateLimitPlan, RateLimiter};
use zoom_accounts::runtime::testing::MockTransport;
use zoom_accounts::runtime::{Bearer, Observer, RateLimitBudget, RateLimitWait};
use zoom_accounts::v2::dashboards::DashboardMeetingsParams;
use zoom_accounts::{Client, ClientBuilder, ops};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

fn builder(mock: &MockTransport) -> ClientBuilder<Client> {
    Client::builder()
        .auth(Bearer::new("a token"))
        .transport(mock.clone())
}

/// Creates a client with the settings that the README shows.
fn client(mock: &MockTransport, plan: RateLimitPlan) -> Client {
    let limiter = RateLimiter::new(plan);
    builder(mock).limiter(limiter).build().unwrap()
}

fn days() -> DashboardMeetingsParams {
    DashboardMeetingsParams::new("2026-01-31", "2026-01-31")
}

/// A mock with a list of meetings that has this many pages. The operation is resource-intensive.
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
    // With a `rate_limit_timeout`, the same call waits.
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
    // The `rate_limit_timeout` of a call takes precedence.
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
    // The first walk has already used five calls of this minute.
    assert_eq!(rejected, 20);
}

#[tokio::test(start_paused = true)]
async fn a_share_takes_a_part_of_each_limit() {
    let mock = meetings(1);
    let limiter = RateLimiter::new(RateLimitPlan::Pro).share(0.5);
    let zoom = builder(&mock).limiter(limiter.clone()).build().unwrap();
    for left in (0..5).rev() {
        zoom.dashboards().meetings(days()).await.unwrap();
        assert_eq!(limiter.remaining(RateLimitLabel::ResourceIntensive), left);
    }
    let error = zoom.dashboards().meetings(days()).await.unwrap_err();
    let name = "rate limit (Resource-intensive, 5 a minute)";
    assert!(error.to_string().contains(name), "{error}");
    assert_eq!(limiter.remaining(RateLimitLabel::Light), 15);
    tokio::time::sleep(MINUTE).await;
    assert_eq!(limiter.remaining(RateLimitLabel::ResourceIntensive), 5);
}

#[test]
fn a_share_is_rounded_down_to_at_least_one_call_and_at_most_the_limit() {
    for (share, calls) in [
        (1.0, 10),
        (0.99, 9),
        (0.7, 7),
        (0.1, 1),
        (1.0 / 3.0, 3),
        (0.001, 1),
        (0.0, 1),
        (-1.0, 1),
        (f64::NAN, 1),
        (f64::NEG_INFINITY, 1),
        (2.0, 10),
        (f64::INFINITY, 10),
    ] {
        let limiter = RateLimiter::new(RateLimitPlan::Pro).share(share);
        let remaining = limiter.remaining(RateLimitLabel::ResourceIntensive);
        assert_eq!(remaining, calls, "{share}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_the_server_reports_is_shared_too() {
    let mock = meetings(1)
        .header("x-ratelimit-type", "Daily-limit")
        .header("x-ratelimit-limit", "1000")
        .header("x-ratelimit-remaining", "30");
    let limiter = RateLimiter::new(RateLimitPlan::Pro).share(0.01);
    let zoom = builder(&mock).limiter(limiter.clone()).build().unwrap();
    zoom.dashboards().meetings(days()).await.unwrap();
    // The share of the limit per minute is 1 call. The call above has used it.
    assert_eq!(limiter.remaining(RateLimitLabel::ResourceIntensive), 0);
    tokio::time::sleep(MINUTE).await;
    assert_eq!(limiter.remaining(RateLimitLabel::ResourceIntensive), 1);
    // The share of the daily limit is 10 calls. The server reports that 30 calls of the account remain, so this share
    // is not affected.
    let observer = Arc::new(Budgets::default());
    let builder = builder(&mock).limiter(limiter);
    let zoom = builder.observer(Arc::clone(&observer)).build().unwrap();
    zoom.dashboards().meetings(days()).await.unwrap();
    let daily = "Heavy and resource-intensive, 10 a day: 8".to_owned();
    assert!(observer.0.lock().unwrap().contains(&daily));
}

/// Records the waits, and how many calls each limit still allows.
#[derive(Debug, Default)]
struct Budgets(Mutex<Vec<String>>);

impl Observer for Budgets {
    fn rate_limit_budget(&self, budget: &RateLimitBudget<'_>) {
        let budget = format!("{}: {}", budget.limit, budget.remaining);
        self.0.lock().unwrap().push(budget);
    }

    fn rate_limit_wait(&self, wait: &RateLimitWait<'_>) {
        let wait = format!("{}: wait of {:?}", wait.limit, wait.wait);
        self.0.lock().unwrap().push(wait);
    }
}

#[tokio::test(start_paused = true)]
async fn an_observer_receives_the_limit_of_each_wait_and_the_remaining_budgets() {
    let observer = Arc::new(Budgets::default());
    let zoom = builder(&meetings(11))
        .limiter(RateLimiter::new(RateLimitPlan::Pro))
        .observer(Arc::clone(&observer))
        .build()
        .unwrap();
    let mut pages = zoom.dashboards().meetings(days()).pages();
    for _ in 0..10 {
        pages.next().await.unwrap().unwrap();
    }
    let first: Vec<_> = std::mem::take(&mut *observer.0.lock().unwrap());
    let used_up = "Resource-intensive, 10 a minute: 0".to_owned();
    let daily = |left: u32| format!("Heavy and resource-intensive, 30000 a day: {left}");
    assert_eq!(first.len(), 20);
    assert_eq!(first[18..], [used_up, daily(29_990)]);
    pages.next().await.unwrap().unwrap();
    assert_eq!(
        *observer.0.lock().unwrap(),
        [
            "Resource-intensive, 10 a minute: wait of 60s".to_owned(),
            "Resource-intensive, 10 a minute: 9".to_owned(),
            daily(29_989),
        ]
    );
}
