//! Tests that tracing spans have the operation and the result of a call, but no parameter values.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::runtime::testing::MockTransport;
use crate::runtime::{
    Bearer, BoxFuture, RateLimit, RateLimitContext, Result, RetryPolicy, TransportErrorKind,
};
use crate::support::api::{Client, ops};
use crate::support::client;

/// A subscriber that collects the fields of all spans, and all events.
#[derive(Clone, Default)]
struct Collector {
    fields: Arc<Mutex<BTreeMap<String, String>>>,
    /// Each event as text: its level and its fields.
    events: Arc<Mutex<Vec<String>>>,
}

struct Fields<'a>(&'a mut BTreeMap<String, String>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}

impl Subscriber for Collector {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // The target must be the name of the crate alone, so that filters need no names of private modules.
        metadata.target() == "codegen_runtime"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        assert_eq!(*span.metadata().level(), Level::DEBUG);
        span.record(&mut Fields(&mut self.fields.lock().unwrap()));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Fields(&mut self.fields.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = BTreeMap::new();
        event.record(&mut Fields(&mut fields));
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let event = format!("{} {}", event.metadata().level(), fields.join(" "));
        self.events.lock().unwrap().push(event);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

async fn fields_of(mock: MockTransport) -> BTreeMap<String, String> {
    let collector = Collector::default();
    let guard = tracing::subscriber::set_default(collector.clone());
    let call = client(&mock)
        .sub_account("hidden-1")
        .users()
        .get("hidden-2")
        .query("hidden-3", "hidden-4");
    drop(call.await);
    drop(guard);
    let fields = collector.fields.lock().unwrap().clone();
    assert!(!format!("{fields:?}").contains("hidden"), "{fields:?}");
    fields
}

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

const CALL: [(&str, &str); 5] = [
    ("otel.name", "\"users.get\""),
    ("otel.kind", "\"client\""),
    ("http.request.method", "\"GET\""),
    ("url.template", "\"/accounts/{accountId}/users/{userId}\""),
    ("server.address", "\"api.example.com\""),
];

#[tokio::test]
async fn the_status_of_a_successful_call_is_recorded() {
    let mut expected = map(&CALL);
    expected.insert("http.response.status_code".to_owned(), "200".to_owned());
    assert_eq!(
        fields_of(
            MockTransport::new()
                .on(&ops::USERS_GET)
                .reply(200, json!({"id": "u"}))
        )
        .await,
        expected
    );
}

#[tokio::test]
async fn the_request_id_is_recorded() {
    for status in [200, 404] {
        let mock = MockTransport::new()
            .on(&ops::USERS_GET)
            .reply(status, json!({"id": "u"}))
            .header("x-trackingid", "trace-1");
        let id = fields_of(mock).await.remove("request_id");
        assert_eq!(id.as_deref(), Some("\"trace-1\""));
    }
}

/// A limiter that delays each call. The path of the call contains the number of seconds.
#[derive(Debug)]
struct Limiter;

impl RateLimit for Limiter {
    fn acquire<'a>(&'a self, context: &'a RateLimitContext) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let seconds = context.path_value("userId").unwrap().parse().unwrap();
            context.report_wait("Heavy, 10 a minute", Duration::from_secs_f64(seconds));
            Ok(())
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_for_a_rate_limit_is_an_event_with_the_limit_and_the_time() {
    let mock = MockTransport::new()
        .on(&ops::USERS_GET)
        .reply(200, json!({"id": "u"}));
    let client: Client = Client::builder()
        .auth(Bearer::new("hidden-1"))
        .transport(mock)
        .limiter(Limiter)
        .build()
        .unwrap();
    let collector = Collector::default();
    let guard = tracing::subscriber::set_default(collector.clone());
    client.users().get("0.5").await.unwrap();
    client.users().get("6").await.unwrap();
    let walk = Client::from(client.core().for_walk());
    walk.users().get("90").await.unwrap();
    drop(guard);
    let message = "message=waiting for a rate limit";
    assert_eq!(
        *collector.events.lock().unwrap(),
        [
            format!("DEBUG at_most=30s limit=\"Heavy, 10 a minute\" {message} wait=500ms"),
            format!("INFO at_most=30s limit=\"Heavy, 10 a minute\" {message} wait=6s"),
            format!("WARN limit=\"Heavy, 10 a minute\" {message} wait=90s"),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_retry_is_an_event_with_the_attempt_the_error_and_the_pause() {
    let mock = MockTransport::new()
        .on(&ops::USERS_GET)
        .reply(503, json!({"code": 7, "message": "hidden-1"}))
        .header("x-trackingid", "trace-1")
        .header("retry-after", "2")
        .fail(TransportErrorKind::Connect)
        .reply(200, json!({"id": "u"}));
    let client: Client = Client::builder()
        .auth(Bearer::new("hidden-2"))
        .transport(mock)
        .retry(RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO))
        .build()
        .unwrap();
    let collector = Collector::default();
    let guard = tracing::subscriber::set_default(collector.clone());
    client.users().get("hidden-3").await.unwrap();
    drop(guard);
    assert_eq!(
        *collector.events.lock().unwrap(),
        [
            "WARN attempt=1 error.code=\"7\" error.kind=Api http.response.status_code=503 \
             message=retrying a failed call pause=2s request_id=\"trace-1\"",
            "WARN attempt=2 error.kind=Connect message=retrying a failed call pause=0ns",
        ]
    );
}

#[tokio::test]
async fn the_error_of_a_failed_call_is_recorded() {
    let mut expected = map(&CALL);
    expected.extend(map(&[
        ("http.response.status_code", "404"),
        ("error.kind", "Api"),
        ("error.code", "\"1001\""),
    ]));
    let mock = MockTransport::new()
        .on(&ops::USERS_GET)
        .reply(404, json!({"code": 1001, "message": "hidden-5"}));
    assert_eq!(fields_of(mock).await, expected);
}

#[tokio::test]
async fn a_repair_is_an_event_without_the_path_of_the_value() {
    let collector = Collector::default();
    let guard = tracing::subscriber::set_default(collector.clone());
    let page = json!({"users": [null, {"id": "hidden"}, null], "next_page_token": ""});
    let mock = MockTransport::new().on(&ops::USERS_LIST).reply(200, page);
    let users = client(&mock).users().list().with_response().await.unwrap();
    drop(guard);
    assert_eq!(
        *collector.events.lock().unwrap(),
        [concat!(
            "DEBUG first=\"null-item\" ",
            "message=repaired a response that differs from its document ",
            "operation=\"users.list\" repairs=2"
        )]
    );
    let repairs = users.repairs().list();
    let paths: Vec<&str> = repairs.iter().map(|repair| repair.path.as_str()).collect();
    assert_eq!(paths, ["users[0]", "users[2]"]);
}
