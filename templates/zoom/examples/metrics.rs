//! Counts calls, retries and waits, and measures their time. The crate `metrics` collects the numbers.
//!
//! ```text
//! cargo run --example metrics --features fake
//! ```
//!
//! In a service, an exporter such as `metrics-exporter-prometheus` publishes the numbers. This program prints them
//! instead. The requests go to a fake of Zoom in this program.

#![expect(clippy::print_stdout, reason = "the example prints its results")]

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use metrics::{
    Counter, CounterFn, Gauge, GaugeFn, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder,
    SharedString, Unit, counter, gauge, histogram,
};
use zoom_accounts::fake::FakeZoom;
use zoom_accounts::limits::{RateLimitPlan, RateLimiter};
use zoom_accounts::runtime::{FinishedCall, Observer, RateLimitBudget, RateLimitWait, Retry};
use zoom_accounts::v2::users::UserListParams;

/// Passes the events of calls to the crate `metrics`. Copy this type into your program.
#[derive(Debug)]
struct Metrics;

impl Observer for Metrics {
    fn call_finished(&self, call: &FinishedCall<'_>) {
        let operation = call.operation.id;
        let outcome = (call.error).map_or("Ok".to_owned(), |error| format!("{:?}", error.kind()));
        counter!("zoom_calls", "operation" => operation, "outcome" => outcome).increment(1);
        histogram!("zoom_call_seconds", "operation" => operation).record(call.duration);
        histogram!("zoom_rate_limit_wait_seconds").record(call.rate_limit_wait);
    }

    fn retry(&self, retry: &Retry<'_>) {
        counter!("zoom_retries", "operation" => retry.operation.id).increment(1);
    }

    fn rate_limit_wait(&self, wait: &RateLimitWait<'_>) {
        counter!("zoom_rate_limit_waits", "limit" => wait.limit.to_owned()).increment(1);
    }

    fn rate_limit_budget(&self, budget: &RateLimitBudget<'_>) {
        gauge!("zoom_calls_left", "limit" => budget.limit.to_owned()).set(budget.remaining);
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let fake = FakeZoom::builder()
        .sub_account("acme", "Acme Example")
        .start()
        .await?;
    let values = Values::default();
    metrics::set_global_recorder(values.clone())?;
    let zoom = fake
        .client_builder()
        .limiter(RateLimiter::new(RateLimitPlan::BusinessPlus).share(0.5))
        .observer(Metrics)
        .build()?;

    zoom.accounts().get("acme").await?;
    // The account has three users. Two of them fit on a page, so the list needs two calls.
    let params = UserListParams::default().page_size(2);
    let mut users = zoom
        .sub_account("acme")
        .users()
        .list()
        .params(params)
        .items();
    while let Some(user) = users.next().await {
        user?;
    }
    assert!(zoom.accounts().get("no such account").await.is_err());

    for (name, value) in values
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .iter()
    {
        println!("{name}: {value}");
    }
    Ok(())
}

/// A minimal recorder. For a histogram, it keeps only how many values there were, because the measured times differ in
/// each run.
#[derive(Clone, Default)]
struct Values(Arc<Mutex<BTreeMap<String, f64>>>);

impl Recorder for Values {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(Arc::new(Value(self.clone(), key.to_string())))
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(Arc::new(Value(self.clone(), key.to_string())))
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(Arc::new(Value(self.clone(), key.to_string())))
    }
}

/// One value of the recorder, with its name.
struct Value(Values, String);

impl Value {
    fn change(&self, change: impl FnOnce(f64) -> f64) {
        let mut values = (self.0.0.lock()).unwrap_or_else(PoisonError::into_inner);
        let value = values.entry(self.1.clone()).or_default();
        *value = change(*value);
    }
}

impl CounterFn for Value {
    fn increment(&self, _: u64) {
        self.change(|value| value + 1.0);
    }

    fn absolute(&self, _: u64) {}
}

impl GaugeFn for Value {
    fn increment(&self, by: f64) {
        self.change(|value| value + by);
    }

    fn decrement(&self, by: f64) {
        self.change(|value| value - by);
    }

    fn set(&self, to: f64) {
        self.change(|_| to);
    }
}

impl HistogramFn for Value {
    fn record(&self, _: f64) {
        self.change(|count| count + 1.0);
    }
}
