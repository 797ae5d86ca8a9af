//! Tests of the rate limiter over simulated days. A transport records the time of each request. The test clock is
//! paused: it advances only while all tasks wait.

#![cfg(test)]

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use tokio::time::Instant;
use zoom_accounts::limits::{RateLimitLabel, RateLimitPlan, RateLimiter};
use zoom_accounts::runtime::{
    Body, BoxFuture, Call, ClientBuilder, Core, Error, Method, Operation, RetryPolicy, Server,
    Transport, TransportError,
};

static V2: Server = Server::new("v2", "https://api.example.com/v2");
static LIGHT: Operation = operation("light", "/light", "LIGHT");
static MEDIUM: Operation = operation("medium", "/medium", "Medium");
static HEAVY: Operation = operation("heavy", "/heavy", "heavy");
static INTENSIVE: Operation = operation("intensive", "/intensive", "Resource-intensive");
static PHONE: Operation = operation("phone", "/phone/x", "heavy");
static CENTER: Operation = operation("center", "/contact_center/x", "Resource-Intensive");
static BARE: Operation = Operation::get("bare", "/bare").server(&V2);
static INVOICES: Operation = operation(
    "invoices",
    "/accounts/{accountId}/billing/invoices",
    "HEAVY",
);
static USER: Operation = Operation::new("user", Method::POST, "/users")
    .server(&V2)
    .rate_limit("LIGHT");

const fn operation(id: &'static str, path: &'static str, rate: &'static str) -> Operation {
    Operation::get(id, path).server(&V2).rate_limit(rate)
}

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);
/// The time 2026-01-20T00:00:00Z.
const TUESDAY: Duration = Duration::from_secs(1_768_867_200);

/// The status and the headers of a response.
type Reply = (u16, Vec<(&'static str, String)>);

/// A transport that records the time and path of each request.
#[derive(Clone, Debug)]
struct RequestLog {
    start: Instant,
    sent: Arc<Mutex<Vec<(String, Duration)>>>,
    replies: Arc<Mutex<Vec<Reply>>>,
}

impl RequestLog {
    fn new() -> Self {
        Self {
            start: Instant::now(),
            sent: Arc::default(),
            replies: Arc::default(),
        }
    }

    /// Adds a reply to the end of the queue.
    fn reply(&self, status: u16, headers: &[(&'static str, &str)]) {
        let headers = headers
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()));
        self.replies
            .lock()
            .unwrap()
            .push((status, headers.collect()));
    }

    fn times(&self) -> Vec<Duration> {
        self.sent
            .lock()
            .unwrap()
            .iter()
            .map(|(_, time)| *time)
            .collect()
    }

    fn paths(&self) -> Vec<String> {
        self.sent
            .lock()
            .unwrap()
            .iter()
            .map(|(path, _)| path.clone())
            .collect()
    }

    /// Returns a clock that starts at `wall` and advances together with Tokio's clock.
    fn clock(&self, wall: Duration) -> impl Fn() -> SystemTime + Send + Sync + 'static {
        let start = self.start;
        move || SystemTime::UNIX_EPOCH + wall + start.elapsed()
    }

    fn core(&self, limiter: &RateLimiter) -> Core {
        ClientBuilder::new()
            .transport(self.clone())
            .limiter(limiter.clone())
            .retry(RetryPolicy::none())
            .timeout(30 * DAY)
            .build()
            .unwrap()
    }
}

impl Transport for RequestLog {
    fn send(
        &self,
        request: http::Request<Body>,
        _: Option<&'static Operation>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let path = request.uri().path().trim_start_matches("/v2").to_owned();
        self.sent.lock().unwrap().push((path, self.start.elapsed()));
        let mut replies = self.replies.lock().unwrap();
        let (status, headers) = if replies.is_empty() {
            (200, Vec::new())
        } else {
            replies.remove(0)
        };
        let mut response = http::Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(name, value);
        }
        Box::pin(std::future::ready(Ok(response
            .body(Body::empty())
            .unwrap())))
    }
}

fn call(core: &Core, operation: &'static Operation) -> Call<()> {
    core.request(operation).empty()
}

/// Creates a limiter whose clock starts at this time of day.
fn limiter(log: &RequestLog, plan: RateLimitPlan, time_of_day: Duration) -> RateLimiter {
    RateLimiter::new(plan).clock(log.clock(TUESDAY + time_of_day))
}

/// Sends `count` calls at once and returns the time of each request.
async fn burst(plan: RateLimitPlan, operation: &'static Operation, count: usize) -> Vec<Duration> {
    let log = RequestLog::new();
    let core = log.core(&limiter(&log, plan, HOUR));
    let tasks: Vec<_> = (0..count)
        .map(|_| tokio::spawn(call(&core, operation).into_future()))
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    log.times()
}

/// Checks that no window has more than `limit` calls, and that each call starts as early as this limit allows.
fn assert_full(times: &[Duration], limit: usize, window: Duration) {
    for (index, time) in times.iter().enumerate() {
        if let Some(later) = times.get(index + limit) {
            assert!(
                *later >= *time + window,
                "{limit} in {window:?}: {time:?} to {later:?}"
            );
        }
        let round = u32::try_from(index / limit).unwrap();
        let slack = Duration::from_millis(2) * round;
        assert!(*time <= window * round + slack, "{index}: {time:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn each_plan_allows_exactly_the_calls_of_the_table() {
    for (plan, [light, medium, heavy, intensive]) in [
        (RateLimitPlan::Free, [4, 2, 1, 10]),
        (RateLimitPlan::Pro, [30, 20, 10, 10]),
        (RateLimitPlan::BusinessPlus, [80, 60, 40, 20]),
    ] {
        for (operation, limit, window) in [
            (&LIGHT, light, SECOND),
            (&MEDIUM, medium, SECOND),
            (&HEAVY, heavy, SECOND),
            (&INTENSIVE, intensive, MINUTE),
        ] {
            let times = burst(plan, operation, limit * 5 + 1).await;
            assert_full(&times, limit, window);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn phone_and_contact_center_have_separate_limits() {
    assert_full(&burst(RateLimitPlan::Pro, &PHONE, 21).await, 5, SECOND);
    assert_full(
        &burst(RateLimitPlan::BusinessPlus, &PHONE, 41).await,
        10,
        SECOND,
    );
    assert_full(&burst(RateLimitPlan::Pro, &CENTER, 21).await, 5, SECOND);
    let log = RequestLog::new();
    let core = log.core(&limiter(&log, RateLimitPlan::Pro, HOUR));
    for operation in [&HEAVY, &PHONE, &CENTER] {
        for _ in 0..5 {
            call(&core, operation).await.unwrap();
        }
    }
    assert_eq!(log.start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn no_window_exceeds_the_limit_after_an_idle_period() {
    let log = RequestLog::new();
    let core = log.core(&limiter(&log, RateLimitPlan::Pro, HOUR));
    // The pauses are irregular, so that a window can start at any time.
    for round in 0..40_u32 {
        tokio::time::sleep(Duration::from_millis(u64::from(round * 137 % 1100))).await;
        let tasks: Vec<_> = (0..(round * 7 % 23))
            .map(|_| tokio::spawn(call(&core, &HEAVY).into_future()))
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
    }
    let times = log.times();
    assert!(times.len() > 300);
    for window in times.windows(11) {
        assert!(window[10] >= window[0] + SECOND, "{window:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_free_account_has_a_daily_limit_for_each_label() {
    let log = RequestLog::new();
    // The limiter starts at 18:00, six hours before the daily reset.
    let core = log.core(&limiter(&log, RateLimitPlan::Free, 18 * HOUR));
    let tasks: Vec<_> = (0..2500)
        .map(|_| tokio::spawn(call(&core, &HEAVY).into_future()))
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let mut days = [0; 4];
    for time in log.times() {
        days[usize::try_from((time + 18 * HOUR).as_secs() / 86_400).unwrap()] += 1;
    }
    assert_eq!(days, [1000, 1000, 500, 0]);
    for window in log.times().windows(2) {
        assert!(window[1] >= window[0] + SECOND);
    }
    // The daily limit of one label does not affect calls with another label.
    let error = call(&core, &HEAVY).await;
    error.unwrap();
    call(&core, &MEDIUM).timeout(SECOND).await.unwrap();
}

/// Makes a call that the limiter rejects, and returns how long the error says to wait. Also checks that the call sends
/// nothing.
async fn rejected_wait(log: &RequestLog, call: Call<()>) -> Duration {
    let (count, start) = (log.times().len(), Instant::now());
    let error: Error = call.await.unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
    assert_eq!(
        (log.times().len(), start.elapsed()),
        (count, Duration::ZERO)
    );
    assert_eq!((error.attempts(), error.status()), (0, None));
    error.retry_after().unwrap()
}

#[tokio::test(start_paused = true)]
async fn heavy_and_resource_intensive_calls_share_a_daily_limit_until_midnight_utc() {
    let log = RequestLog::new();
    let core = log.core(&limiter(&log, RateLimitPlan::Pro, 12 * HOUR));
    for count in 0..30_000 {
        let operation = if count % 600 == 0 { &INTENSIVE } else { &HEAVY };
        call(&core, operation).await.unwrap();
    }
    let times = log.times();
    for operation in [&HEAVY, &INTENSIVE] {
        let wait = rejected_wait(&log, call(&core, operation).timeout(MINUTE)).await;
        let remaining = (12 * HOUR).saturating_sub(log.start.elapsed());
        assert!(
            wait >= remaining && wait < remaining + SECOND,
            "{wait:?} of {remaining:?}"
        );
    }
    call(&core, &LIGHT).timeout(MINUTE).await.unwrap();
    call(&core, &PHONE).timeout(MINUTE).await.unwrap();
    // With a long timeout, a call waits until the daily reset.
    call(&core, &HEAVY).await.unwrap();
    let last = *log.times().last().unwrap();
    assert!(last >= 12 * HOUR && last < 12 * HOUR + SECOND, "{last:?}");
    assert!(times.iter().all(|time| *time < 12 * HOUR));
}

#[tokio::test(start_paused = true)]
async fn a_call_fails_at_once_with_the_wait_if_the_wait_exceeds_its_timeout() {
    let log = RequestLog::new();
    let core = log.core(&limiter(&log, RateLimitPlan::Free, HOUR));
    let tasks: Vec<_> = (0..4)
        .map(|_| tokio::spawn(call(&core, &HEAVY).into_future()))
        .collect();
    tokio::task::yield_now().await;
    let wait = rejected_wait(&log, call(&core, &HEAVY).timeout(2 * SECOND)).await;
    assert_eq!(wait, 4 * SECOND);
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert!(log.times()[3] < 4 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn calls_start_in_their_order_of_arrival() {
    let log = RequestLog::new();
    let core = log.core(&limiter(&log, RateLimitPlan::Free, HOUR));
    let mut tasks = Vec::new();
    for number in 0..20 {
        let request = core.custom_request(&BARE, Method::GET, format!("/bare/{number}"));
        tasks.push(tokio::spawn(request.empty().into_future()));
        tokio::task::yield_now().await;
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let wanted: Vec<_> = (0..20).map(|number| format!("/bare/{number}")).collect();
    assert_eq!(log.paths(), wanted);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_gives_up_its_place() {
    let log = RequestLog::new();
    let core = log.core(&limiter(&log, RateLimitPlan::Free, HOUR));
    let mut tasks = Vec::new();
    for _ in 0..12 {
        tasks.push(tokio::spawn(call(&core, &HEAVY).into_future()));
        tokio::task::yield_now().await;
    }
    tokio::time::sleep(SECOND / 2).await;
    // The first call has started. The test drops all waiting calls except the last.
    let last = tasks.pop().unwrap();
    for task in tasks {
        task.abort();
    }
    last.await.unwrap().unwrap();
    let times = log.times();
    assert_eq!(times.len(), 2);
    assert!(
        times[1] >= SECOND && times[1] < SECOND + Duration::from_millis(5),
        "{times:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn clones_share_counts_across_clients() {
    let log = RequestLog::new();
    let limiter = limiter(&log, RateLimitPlan::Free, HOUR);
    let (one, other) = (log.core(&limiter), log.core(&limiter));
    for core in [&one, &other, &one.clone(), &other] {
        call(core, &LIGHT).await.unwrap();
    }
    assert_eq!(
        rejected_wait(&log, call(&other, &LIGHT).timeout(SECOND / 2)).await,
        SECOND
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_without_a_label_uses_the_default_label() {
    let log = RequestLog::new();
    let medium = limiter(&log, RateLimitPlan::Free, HOUR);
    let heavy = limiter(&log, RateLimitPlan::Free, HOUR).default_label(RateLimitLabel::Heavy);
    for (limiter, limit) in [(medium, 2), (heavy, 1)] {
        let core = log.core(&limiter);
        for _ in 0..limit {
            call(&core, &BARE).timeout(SECOND / 2).await.unwrap();
        }
        rejected_wait(&log, call(&core, &BARE).timeout(SECOND / 2)).await;
    }
}

fn invoices(core: &Core, account: &str) -> Call<()> {
    core.request(&INVOICES).path("accountId", account).empty()
}

#[tokio::test(start_paused = true)]
async fn endpoint_limits_apply_in_addition_to_label_limits() {
    let log = RequestLog::new();
    let core = log.core(&limiter(&log, RateLimitPlan::Pro, HOUR));
    invoices(&core, "a").await.unwrap();
    assert_eq!(
        rejected_wait(&log, invoices(&core, "a").timeout(MINUTE)).await,
        5 * MINUTE
    );
    invoices(&core, "b").timeout(MINUTE).await.unwrap();
    call(&core, &HEAVY).timeout(MINUTE).await.unwrap();
    for _ in 0..5 {
        invoices(&core, "a").await.unwrap();
    }
    assert!(log.start.elapsed() < 26 * MINUTE);
    let wait = rejected_wait(&log, invoices(&core, "a").timeout(HOUR)).await;
    assert!(wait > 22 * HOUR && wait < 23 * HOUR, "{wait:?}");
}

#[tokio::test(start_paused = true)]
async fn user_creation_has_a_daily_limit_per_plan() {
    for (plan, limit) in [(RateLimitPlan::Free, 50), (RateLimitPlan::Pro, 1500)] {
        let log = RequestLog::new();
        let core = log.core(&limiter(&log, plan, HOUR));
        for _ in 0..limit {
            call(&core, &USER).await.unwrap();
        }
        assert!(rejected_wait(&log, call(&core, &USER).timeout(HOUR)).await > 20 * HOUR);
        call(&core, &MEDIUM).timeout(SECOND).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn sub_accounts_count_separately_with_per_sub_account() {
    let log = RequestLog::new();
    let below = |core: &Core, account: &str| {
        let path = format!("/accounts/{account}/users");
        core.custom_request(&BARE, Method::GET, path)
            .empty()
            .timeout(SECOND / 2)
    };
    let core = log.core(&limiter(&log, RateLimitPlan::Free, HOUR));
    below(&core, "a").await.unwrap();
    below(&core, "b").await.unwrap();
    rejected_wait(&log, below(&core, "c")).await;
    let core = log.core(&limiter(&log, RateLimitPlan::Free, HOUR).per_sub_account());
    for account in ["a", "a", "b", "b", "me"] {
        below(&core, account).await.unwrap();
    }
    call(&core, &MEDIUM).timeout(SECOND / 2).await.unwrap();
    for account in ["a", "b", "me"] {
        rejected_wait(&log, below(&core, account)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_reached_daily_limit_blocks_its_label_until_the_reset() {
    let log = RequestLog::new();
    let core = log.core(&limiter(&log, RateLimitPlan::Pro, 18 * HOUR));
    for (operation, kind, category) in
        [(&HEAVY, "Daily-limit", "Heavy"), (&LIGHT, "daily", "LIGHT")]
    {
        log.reply(
            429,
            &[
                ("x-ratelimit-type", kind),
                ("x-ratelimit-category", category),
                ("date", "Tue, 20 Jan 2026 18:00:00 GMT"),
                ("retry-after", "2026-01-21T00:00:00Z"),
            ],
        );
        let error = call(&core, operation).await.unwrap_err();
        assert_eq!(error.retry_after(), Some(6 * HOUR));
        let wait = rejected_wait(&log, call(&core, operation).timeout(HOUR)).await;
        assert!(wait >= 6 * HOUR && wait < 6 * HOUR + SECOND, "{wait:?}");
        call(&core, &MEDIUM).timeout(SECOND).await.unwrap();
    }
    rejected_wait(&log, call(&core, &INTENSIVE).timeout(HOUR)).await;
    tokio::time::sleep(6 * HOUR).await;
    call(&core, &HEAVY).timeout(SECOND).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_reached_limit_per_second_blocks_its_label_for_a_second() {
    let log = RequestLog::new();
    let core = log.core(&limiter(&log, RateLimitPlan::Pro, HOUR));
    log.reply(429, &[("x-ratelimit-type", "QPS")]);
    call(&core, &HEAVY).await.unwrap_err();
    call(&core, &LIGHT).timeout(SECOND / 2).await.unwrap();
    assert_eq!(
        rejected_wait(&log, call(&core, &HEAVY).timeout(SECOND / 2)).await,
        SECOND
    );
    // If a response contains a reset time, calls that already wait are delayed too.
    let reset = (TUESDAY + HOUR + 10 * SECOND).as_secs().to_string();
    log.reply(
        429,
        &[("x-ratelimit-type", "QPS"), ("x-ratelimit-reset", &reset)],
    );
    let waiting = tokio::spawn(call(&core, &HEAVY).into_future());
    tokio::task::yield_now().await;
    call(&core, &HEAVY).await.unwrap_err();
    call(&core, &HEAVY).await.unwrap();
    waiting.await.unwrap().unwrap_or(());
    assert!(*log.times().last().unwrap() >= 10 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn headers_tighten_limits_and_never_widen_them() {
    let log = RequestLog::new();
    let core = log.core(&limiter(&log, RateLimitPlan::Pro, HOUR));
    let headers = |limit, remaining| {
        [
            ("x-ratelimit-type", "QPS"),
            ("x-ratelimit-limit", limit),
            ("x-ratelimit-remaining", remaining),
        ]
    };
    log.reply(200, &headers("3", "2"));
    for _ in 0..3 {
        call(&core, &HEAVY).await.unwrap();
    }
    rejected_wait(&log, call(&core, &HEAVY).timeout(SECOND / 2)).await;
    tokio::time::sleep(SECOND).await;
    log.reply(200, &headers("500", "499"));
    for _ in 0..10 {
        call(&core, &HEAVY).timeout(SECOND / 2).await.unwrap();
    }
    rejected_wait(&log, call(&core, &HEAVY).timeout(SECOND / 2)).await;
    // According to the headers, two more calls are allowed until the daily reset.
    tokio::time::sleep(MINUTE).await;
    log.reply(
        200,
        &[
            ("x-ratelimit-type", "Daily-limit"),
            ("x-ratelimit-limit", "30000"),
            ("x-ratelimit-remaining", "2"),
        ],
    );
    for _ in 0..3 {
        call(&core, &HEAVY).timeout(SECOND / 2).await.unwrap();
    }
    assert!(rejected_wait(&log, call(&core, &HEAVY).timeout(HOUR)).await > 22 * HOUR);
}
