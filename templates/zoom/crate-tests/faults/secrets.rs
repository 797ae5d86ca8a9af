//! Looks for secrets in errors and in logs.

/// A part of every password in this test.
pub(crate) const PASSWORD: &str = "quay-Lantern";

/// Parts of the secrets: passwords, access tokens, the client secret, and the start of the `Basic` credentials.
const SECRETS: [&str; 4] = [
    PASSWORD,
    "fake-token-",
    "fake-client-secret",
    "ZmFrZS1jbGllbnQtaWQ6",
];

/// Returns the first secret in a text.
pub(crate) fn find(text: &str) -> Option<&'static str> {
    SECRETS.into_iter().find(|secret| text.contains(secret))
}

#[cfg(feature = "tracing")]
pub(crate) use log::capture;

/// Without the feature `tracing`, the client writes no log.
#[cfg(not(feature = "tracing"))]
pub(crate) fn capture() -> Vec<String> {
    Vec::new()
}

#[cfg(feature = "tracing")]
mod log {
    use std::fmt;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicU64, Ordering};

    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    static FOUND: Mutex<Vec<String>> = Mutex::new(Vec::new());

    /// Captures the log from the first call on. Returns the fields with secrets since the last call.
    pub(crate) fn capture() -> Vec<String> {
        // The second call fails, because the log is already captured.
        let _ = tracing::subscriber::set_global_default(Capture(AtomicU64::new(1)));
        std::mem::take(&mut FOUND.lock().unwrap())
    }

    /// A subscriber that looks for secrets in all fields of all spans and events.
    struct Capture(AtomicU64);

    struct Fields;

    impl Visit for Fields {
        fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
            if let Some(secret) = super::find(&format!("{value:?}")) {
                let text = format!("the log field {} contains {secret}", field.name());
                FOUND.lock().unwrap().push(text);
            }
        }
    }

    impl Subscriber for Capture {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, span: &Attributes<'_>) -> Id {
            span.record(&mut Fields);
            Id::from_u64(self.0.fetch_add(1, Ordering::Relaxed))
        }

        fn record(&self, _: &Id, values: &Record<'_>) {
            values.record(&mut Fields);
        }

        fn record_follows_from(&self, _: &Id, _: &Id) {}

        fn event(&self, event: &Event<'_>) {
            event.record(&mut Fields);
        }

        fn enter(&self, _: &Id) {}

        fn exit(&self, _: &Id) {}
    }
}
