//! Rate limits are kept to the call, over simulated days: a transport notes when each request is sent, by a clock that stands still
//! until all wait for it.

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
/// 2026-01-20, the midnight before it began.
const TUESDAY: Duration = Duration::from_secs(1_768_867_200);

/// A status and headers.
type Answer = (u16, Vec<(&'static str, String)>);

/// Answers, and notes what was sent when.
#[derive(Clone, Debug)]
struct Log {
    begin: Instant,
    sent: Arc<Mutex<Vec<(String, Duration)>>>,
    answers: Arc<Mutex<Vec<Answer>>>,
}

impl Log {
    fn new() -> Self {
        Self {
            begin: Instant::now(),
            sent: Arc::default(),
            answers: Arc::default(),
        }
    }

    /// Gives this answer next, after those that are to be given already.
    fn answer(&self, status: u16, headers: &[(&'static str, &str)]) {
        let headers = headers
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()));
        self.answers
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

    /// A clock that goes with Tokio's, and stands at this time now.
    fn clock(&self, begin: Duration) -> impl Fn() -> SystemTime + Send + Sync + 'static {
        let start = self.begin;
        move || SystemTime::UNIX_EPOCH + begin + start.elapsed()
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

impl Transport for Log {
    fn send(
        &self,
        request: http::Request<Body>,
        _: Option<&'static Operation>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let path = request.uri().path().trim_start_matches("/v2").to_owned();
        self.sent.lock().unwrap().push((path, self.begin.elapsed()));
        let mut answers = self.answers.lock().unwrap();
        let (status, headers) = if answers.is_empty() {
            (200, Vec::new())
        } else {
            answers.remove(0)
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

/// A limiter whose day began so long ago.
fn limiter(log: &Log, plan: RateLimitPlan, time_of_day: Duration) -> RateLimiter {
    RateLimiter::new(plan).clock(log.clock(TUESDAY + time_of_day))
}

/// Sends so many calls at once, and gives the times at which they went.
async fn burst(plan: RateLimitPlan, operation: &'static Operation, count: usize) -> Vec<Duration> {
    let log = Log::new();
    let core = log.core(&limiter(&log, plan, HOUR));
    let tasks: Vec<_> = (0..count)
        .map(|_| tokio::spawn(call(&core, operation).into_future()))
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    log.times()
}

/// Checks that no window has more than `most`, and that none is left unused.
fn assert_full(times: &[Duration], most: usize, window: Duration) {
    for (index, time) in times.iter().enumerate() {
        if let Some(later) = times.get(index + most) {
            assert!(
                *later >= *time + window,
                "{most} in {window:?}: {time:?} to {later:?}"
            );
        }
        let turn = u32::try_from(index / most).unwrap();
        let slack = Duration::from_millis(2) * turn;
        assert!(*time <= window * turn + slack, "{index}: {time:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn each_plan_has_exactly_what_the_table_gives_it() {
    for (plan, [light, medium, heavy, intensive]) in [
        (RateLimitPlan::Free, [4, 2, 1, 10]),
        (RateLimitPlan::Pro, [30, 20, 10, 10]),
        (RateLimitPlan::BusinessPlus, [80, 60, 40, 20]),
    ] {
        for (operation, most, window) in [
            (&LIGHT, light, SECOND),
            (&MEDIUM, medium, SECOND),
            (&HEAVY, heavy, SECOND),
            (&INTENSIVE, intensive, MINUTE),
        ] {
            let times = burst(plan, operation, most * 5 + 1).await;
            assert_full(&times, most, window);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn phone_and_contact_center_have_tables_of_their_own() {
    assert_full(&burst(RateLimitPlan::Pro, &PHONE, 21).await, 5, SECOND);
    assert_full(
        &burst(RateLimitPlan::BusinessPlus, &PHONE, 41).await,
        10,
        SECOND,
    );
    assert_full(&burst(RateLimitPlan::Pro, &CENTER, 21).await, 5, SECOND);
    let log = Log::new();
    let core = log.core(&limiter(&log, RateLimitPlan::Pro, HOUR));
    for operation in [&HEAVY, &PHONE, &CENTER] {
        for _ in 0..5 {
            call(&core, operation).await.unwrap();
        }
    }
    assert_eq!(log.begin.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_burst_after_idleness_is_not_larger_and_no_window_has_one_more() {
    let log = Log::new();
    let core = log.core(&limiter(&log, RateLimitPlan::Pro, HOUR));
    // Odd pauses, so that windows begin everywhere.
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
async fn a_free_account_has_a_day_for_each_class() {
    let log = Log::new();
    // Six hours are left of the first day.
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
    // The day of another class is another.
    let error = call(&core, &HEAVY).await;
    error.unwrap();
    call(&core, &MEDIUM).timeout(SECOND).await.unwrap();
}

/// What a call is refused with, and that nothing was sent.
async fn refused(log: &Log, call: Call<()>) -> Duration {
    let (count, begin) = (log.times().len(), Instant::now());
    let error: Error = call.await.unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
    assert_eq!(
        (log.times().len(), begin.elapsed()),
        (count, Duration::ZERO)
    );
    assert_eq!((error.attempts(), error.status()), (0, None));
    error.retry_after().unwrap()
}

#[tokio::test(start_paused = true)]
async fn heavy_and_resource_intensive_calls_share_a_day_that_ends_at_midnight() {
    let log = Log::new();
    let core = log.core(&limiter(&log, RateLimitPlan::Pro, 12 * HOUR));
    for count in 0..30_000 {
        let operation = if count % 600 == 0 { &INTENSIVE } else { &HEAVY };
        call(&core, operation).await.unwrap();
    }
    let times = log.times();
    for operation in [&HEAVY, &INTENSIVE] {
        let wait = refused(&log, call(&core, operation).timeout(MINUTE)).await;
        let left = (12 * HOUR).saturating_sub(log.begin.elapsed());
        assert!(wait >= left && wait < left + SECOND, "{wait:?} of {left:?}");
    }
    call(&core, &LIGHT).timeout(MINUTE).await.unwrap();
    call(&core, &PHONE).timeout(MINUTE).await.unwrap();
    // Who can wait does.
    call(&core, &HEAVY).await.unwrap();
    let last = *log.times().last().unwrap();
    assert!(last >= 12 * HOUR && last < 12 * HOUR + SECOND, "{last:?}");
    assert!(times.iter().all(|time| *time < 12 * HOUR));
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_does_not_fit_fails_at_once_and_says_how_long_it_is() {
    let log = Log::new();
    let core = log.core(&limiter(&log, RateLimitPlan::Free, HOUR));
    let tasks: Vec<_> = (0..4)
        .map(|_| tokio::spawn(call(&core, &HEAVY).into_future()))
        .collect();
    tokio::task::yield_now().await;
    let wait = refused(&log, call(&core, &HEAVY).timeout(2 * SECOND)).await;
    assert_eq!(wait, 4 * SECOND);
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert!(log.times()[3] < 4 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn calls_go_in_the_order_in_which_they_came() {
    let log = Log::new();
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
async fn a_call_that_is_dropped_gives_its_place_back() {
    let log = Log::new();
    let core = log.core(&limiter(&log, RateLimitPlan::Free, HOUR));
    let mut tasks = Vec::new();
    for _ in 0..12 {
        tasks.push(tokio::spawn(call(&core, &HEAVY).into_future()));
        tokio::task::yield_now().await;
    }
    tokio::time::sleep(SECOND / 2).await;
    // The first went; of those who wait, only the last stays.
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
async fn clones_count_together_in_several_clients() {
    let log = Log::new();
    let limiter = limiter(&log, RateLimitPlan::Free, HOUR);
    let (one, other) = (log.core(&limiter), log.core(&limiter));
    for core in [&one, &other, &one.clone(), &other] {
        call(core, &LIGHT).await.unwrap();
    }
    assert_eq!(
        refused(&log, call(&other, &LIGHT).timeout(SECOND / 2)).await,
        SECOND
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_without_a_label_counts_as_it_is_told_to() {
    let log = Log::new();
    let medium = limiter(&log, RateLimitPlan::Free, HOUR);
    let heavy = limiter(&log, RateLimitPlan::Free, HOUR).default_label(RateLimitLabel::Heavy);
    for (limiter, most) in [(medium, 2), (heavy, 1)] {
        let core = log.core(&limiter);
        for _ in 0..most {
            call(&core, &BARE).timeout(SECOND / 2).await.unwrap();
        }
        refused(&log, call(&core, &BARE).timeout(SECOND / 2)).await;
    }
}

fn invoices(core: &Core, account: &str) -> Call<()> {
    core.request(&INVOICES).path("accountId", account).empty()
}

#[tokio::test(start_paused = true)]
async fn calls_with_limits_of_their_own_keep_to_those_as_well() {
    let log = Log::new();
    let core = log.core(&limiter(&log, RateLimitPlan::Pro, HOUR));
    invoices(&core, "a").await.unwrap();
    assert_eq!(
        refused(&log, invoices(&core, "a").timeout(MINUTE)).await,
        5 * MINUTE
    );
    invoices(&core, "b").timeout(MINUTE).await.unwrap();
    call(&core, &HEAVY).timeout(MINUTE).await.unwrap();
    for _ in 0..5 {
        invoices(&core, "a").await.unwrap();
    }
    assert!(log.begin.elapsed() < 26 * MINUTE);
    let wait = refused(&log, invoices(&core, "a").timeout(HOUR)).await;
    assert!(wait > 22 * HOUR && wait < 23 * HOUR, "{wait:?}");
}

#[tokio::test(start_paused = true)]
async fn users_are_created_as_often_in_a_day_as_the_plan_allows() {
    for (plan, most) in [(RateLimitPlan::Free, 50), (RateLimitPlan::Pro, 1500)] {
        let log = Log::new();
        let core = log.core(&limiter(&log, plan, HOUR));
        for _ in 0..most {
            call(&core, &USER).await.unwrap();
        }
        assert!(refused(&log, call(&core, &USER).timeout(HOUR)).await > 20 * HOUR);
        call(&core, &MEDIUM).timeout(SECOND).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn sub_accounts_count_by_themselves_where_that_is_asked_for() {
    let log = Log::new();
    let below = |core: &Core, account: &str| {
        let path = format!("/accounts/{account}/users");
        core.custom_request(&BARE, Method::GET, path)
            .empty()
            .timeout(SECOND / 2)
    };
    let core = log.core(&limiter(&log, RateLimitPlan::Free, HOUR));
    below(&core, "a").await.unwrap();
    below(&core, "b").await.unwrap();
    refused(&log, below(&core, "c")).await;
    let core = log.core(&limiter(&log, RateLimitPlan::Free, HOUR).per_sub_account());
    for account in ["a", "a", "b", "b", "me"] {
        below(&core, account).await.unwrap();
    }
    call(&core, &MEDIUM).timeout(SECOND / 2).await.unwrap();
    for account in ["a", "b", "me"] {
        refused(&log, below(&core, account)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_the_day_that_was_reached_holds_its_class_until_zoom_lets_it() {
    let log = Log::new();
    let core = log.core(&limiter(&log, RateLimitPlan::Pro, 18 * HOUR));
    for (operation, kind, category) in
        [(&HEAVY, "Daily-limit", "Heavy"), (&LIGHT, "daily", "LIGHT")]
    {
        log.answer(
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
        let wait = refused(&log, call(&core, operation).timeout(HOUR)).await;
        assert!(wait >= 6 * HOUR && wait < 6 * HOUR + SECOND, "{wait:?}");
        call(&core, &MEDIUM).timeout(SECOND).await.unwrap();
    }
    refused(&log, call(&core, &INTENSIVE).timeout(HOUR)).await;
    tokio::time::sleep(6 * HOUR).await;
    call(&core, &HEAVY).timeout(SECOND).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_the_second_holds_its_class_for_that_second() {
    let log = Log::new();
    let core = log.core(&limiter(&log, RateLimitPlan::Pro, HOUR));
    log.answer(429, &[("x-ratelimit-type", "QPS")]);
    call(&core, &HEAVY).await.unwrap_err();
    call(&core, &LIGHT).timeout(SECOND / 2).await.unwrap();
    assert_eq!(
        refused(&log, call(&core, &HEAVY).timeout(SECOND / 2)).await,
        SECOND
    );
    // Those who wait already, wait longer.
    let reset = (TUESDAY + HOUR + 10 * SECOND).as_secs().to_string();
    log.answer(
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
async fn headers_make_limits_narrower_and_never_wider() {
    let log = Log::new();
    let core = log.core(&limiter(&log, RateLimitPlan::Pro, HOUR));
    let told = |most, left| {
        [
            ("x-ratelimit-type", "QPS"),
            ("x-ratelimit-limit", most),
            ("x-ratelimit-remaining", left),
        ]
    };
    log.answer(200, &told("3", "2"));
    for _ in 0..3 {
        call(&core, &HEAVY).await.unwrap();
    }
    refused(&log, call(&core, &HEAVY).timeout(SECOND / 2)).await;
    tokio::time::sleep(SECOND).await;
    log.answer(200, &told("500", "499"));
    for _ in 0..10 {
        call(&core, &HEAVY).timeout(SECOND / 2).await.unwrap();
    }
    refused(&log, call(&core, &HEAVY).timeout(SECOND / 2)).await;
    // Others have used most of the day.
    tokio::time::sleep(MINUTE).await;
    log.answer(
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
    assert!(refused(&log, call(&core, &HEAVY).timeout(HOUR)).await > 22 * HOUR);
}
