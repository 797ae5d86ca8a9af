//! Counts the calls, and collects what is wrong.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use zoom_accounts::Error;
use zoom_accounts::runtime::{FinishedCall, Observer, Outcome};

use crate::books::Presence;
use crate::secrets;

/// The codes for a name that is in use. Every name in this test is new, so such a code means that the client has sent a
/// request twice.
const IN_USE: [&str; 2] = ["1005", "4132"];
/// The other codes that can follow from a fault. 124 is an invalid token, and 429 is a limit. 200 is a missing
/// permission, or a missing plan of an account with a group. The others are about things that a lost call has already changed.
const EXPECTED: [&str; 6] = ["124", "200", "429", "1001", "2100", "4131"];

/// What the client reported about a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Done,
    NotDone,
    Unknown,
}

/// Something that must not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A call was applied twice, or a list contains an item twice.
    Duplicate,
    /// A call that was reported as done was not applied, or an item is missing in a list.
    Loss,
    /// A call that was reported as not done was applied.
    WrongReport,
    /// A call was refused, although it is valid.
    Refusal,
    /// A secret in an error, in a log or at another host, or a task that did not end.
    Leak,
}

/// What all tasks of a run share.
#[derive(Debug, Default)]
pub(crate) struct Judge {
    /// The number of calls, lists and walks.
    pub(crate) operations: AtomicU64,
    /// The number of operations that failed.
    pub(crate) failures: AtomicU64,
    /// The number of operations whose outcome is unknown.
    pub(crate) unknown: AtomicU64,
    /// The number of requests, with retries.
    pub(crate) requests: AtomicU64,
    /// The sub accounts, by the email address of the owner.
    pub(crate) accounts: Mutex<BTreeMap<String, Presence>>,
    pub(crate) findings: Mutex<Vec<(Kind, String)>>,
}

impl Judge {
    /// Records the result of an operation.
    pub(crate) fn verdict<T>(&self, name: &str, result: &Result<T, Error>) -> Verdict {
        self.operations.fetch_add(1, Ordering::Relaxed);
        let Err(error) = result else {
            return Verdict::Done;
        };
        self.failures.fetch_add(1, Ordering::Relaxed);
        self.inspect(name, error);
        match error.outcome() {
            Outcome::Done => Verdict::Done,
            Outcome::Unknown => {
                self.unknown.fetch_add(1, Ordering::Relaxed);
                Verdict::Unknown
            }
            _ => Verdict::NotDone,
        }
    }

    /// Counts a list that was read.
    pub(crate) fn count_list(&self, is_complete: bool) {
        self.operations.fetch_add(1, Ordering::Relaxed);
        let failures = u64::from(!is_complete);
        self.failures.fetch_add(failures, Ordering::Relaxed);
    }

    /// Looks for secrets in an error, and for the code of a name that is in use.
    pub(crate) fn inspect(&self, name: &str, error: &Error) {
        let mut texts = vec![
            error.to_string(),
            format!("{error:?}"),
            format!("{error:#?}"),
        ];
        let mut source = error.source();
        while let Some(cause) = source {
            texts.extend([cause.to_string(), format!("{cause:?}")]);
            source = cause.source();
        }
        for secret in texts.iter().filter_map(|text| secrets::find(text)) {
            self.leak(format!("{name}: an error contains {secret}"));
        }
        if error.code().is_some_and(|code| IN_USE.contains(&code)) {
            self.duplicate(format!("{name}: sent twice: {error}"));
        } else if error.code().is_some_and(|code| !EXPECTED.contains(&code)) {
            self.refusal(format!("{name}: {error}"));
        }
    }

    fn find(&self, kind: Kind, text: String) {
        self.findings.lock().unwrap().push((kind, text));
    }

    pub(crate) fn duplicate(&self, text: String) {
        self.find(Kind::Duplicate, text);
    }

    pub(crate) fn loss(&self, text: String) {
        self.find(Kind::Loss, text);
    }

    pub(crate) fn wrong(&self, text: String) {
        self.find(Kind::WrongReport, text);
    }

    fn refusal(&self, text: String) {
        self.find(Kind::Refusal, text);
    }

    pub(crate) fn leak(&self, text: String) {
        self.find(Kind::Leak, text);
    }
}

/// Counts the requests of a client.
#[derive(Debug)]
pub(crate) struct Requests(pub(crate) Arc<Judge>);

impl Observer for Requests {
    fn call_finished(&self, call: &FinishedCall<'_>) {
        let attempts = u64::from(call.attempts);
        self.0.requests.fetch_add(attempts, Ordering::Relaxed);
    }
}
