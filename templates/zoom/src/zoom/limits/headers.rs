//! What Zoom says of its limits in the headers of its answers.
//!
//! In: status and headers. Out: changes of the book. It must not make any limit wider than the table has it.

use std::time::Duration;

use http::StatusCode;
use tokio::time::Instant;

use crate::runtime::ResponseHead;

use super::Needs;
use super::book::{Book, Need};
use super::ledger::Now;
use super::table::{Label, Span};

/// The longest wait after a limit that is not of the day, where nothing says how long.
const MINUTE: Duration = Duration::from_secs(60);

/// What was said.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    /// The class that Zoom counted the call in.
    pub(super) label: Option<Label>,
    /// Whether it speaks of the day; absent if it does not say.
    is_daily: Option<bool>,
    /// How many it allows.
    most: Option<u32>,
    /// How many of them are left.
    left: Option<u32>,
    /// When they are back, in seconds since 1970.
    reset: Option<u64>,
    /// How long to wait.
    wait: Option<Duration>,
    /// Whether the call was refused.
    is_refused: bool,
}

impl Told {
    pub(super) fn read(head: &ResponseHead) -> Self {
        let text = |name: &str| head.header(name).map(str::trim);
        let kind = text("x-ratelimit-type").map(str::to_ascii_lowercase);
        Self {
            label: text("x-ratelimit-category").and_then(Label::named),
            // `Daily-limit`, and `QPS` or `Per-second-limit`.
            is_daily: kind.map(|kind| kind.contains("dai") || kind.contains("day")),
            most: text("x-ratelimit-limit").and_then(|text| text.parse().ok()),
            left: text("x-ratelimit-remaining").and_then(|text| text.parse().ok()),
            reset: text("x-ratelimit-reset").and_then(|text| text.parse().ok()),
            wait: head.retry_after(),
            is_refused: head.status() == StatusCode::TOO_MANY_REQUESTS,
        }
    }

    pub(super) fn says_nothing(&self) -> bool {
        !self.is_refused && (self.is_daily.is_none() || self.most.is_none())
    }

    /// Notes it in the book.
    pub(super) fn note(&self, book: &mut Book, needs: &Needs, now: &Now) {
        // A wait of hours is none of a limit by the second.
        let is_long = self
            .wait
            .is_some_and(|wait| wait > Duration::from_secs(3600));
        let is_daily = self.is_daily.unwrap_or(is_long);
        // Of a call with limits of its own it is not said which one was reached: others are not to wait for it.
        let own = of_kind(&needs.special, is_daily);
        let common = of_kind(&needs.common, is_daily);
        if needs.special.is_empty() {
            let left = self.left;
            if let Some(most) = self.most.filter(|most| *most > 0) {
                book.change(&common, |span, ledger| ledger.learn(span, most, left, now));
            }
        }
        let is_spent = self.left == Some(0) && self.end(now).is_some() && needs.special.is_empty();
        if !self.is_refused && !is_spent {
            return;
        }
        let concerned = [own, common].into_iter().find(|found| !found.is_empty());
        // A limit of the day where the table has none.
        let concerned = concerned.unwrap_or_else(|| needs.common.clone());
        book.change(&concerned, |span, ledger| {
            let usual = match span {
                Span::Window(length) if !is_daily => now.instant + length.min(MINUTE),
                _ => now.midnight(),
            };
            ledger.block(self.end(now).unwrap_or(usual))
        });
    }

    /// When calls are let again, as far as it is said.
    fn end(&self, now: &Now) -> Option<Instant> {
        let reset = self
            .reset
            .map(|reset| Duration::from_secs(reset).saturating_sub(now.wall));
        // What is longer than a day is a mistake.
        let wait = self.wait.or(reset)?;
        Some(now.instant + wait.min(Duration::from_secs(86_400)))
    }
}

/// Those that count by the day, or those that do not.
fn of_kind(needs: &[Need], is_daily: bool) -> Vec<Need> {
    let is_wanted = |need: &&Need| (need.key.3 == Span::Day) == is_daily;
    needs.iter().filter(is_wanted).cloned().collect()
}
