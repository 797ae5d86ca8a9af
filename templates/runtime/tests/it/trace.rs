//! Tests that tracing spans have the operation and the result of a call, but no parameter values.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::runtime::testing::MockTransport;
use crate::support::api::ops;
use crate::support::client;

/// A tracing subscriber that collects the fields of all spans.
#[derive(Clone, Default)]
struct Fields(Arc<Mutex<BTreeMap<String, String>>>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0
            .lock()
            .unwrap()
            .insert(field.name().to_owned(), format!("{value:?}"));
    }
}

impl Subscriber for Fields {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().contains("runtime")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

async fn fields_of(mock: MockTransport) -> BTreeMap<String, String> {
    let fields = Fields::default();
    let guard = tracing::subscriber::set_default(fields.clone());
    let call = client(&mock)
        .sub_account("hidden-1")
        .users()
        .get("hidden-2")
        .query("hidden-3", "hidden-4");
    drop(call.await);
    drop(guard);
    let fields = fields.0.lock().unwrap().clone();
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
