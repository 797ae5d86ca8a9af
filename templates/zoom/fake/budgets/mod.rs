//! The rate limits, counted on the fake's clock.

mod claim;
mod extras;
mod table;

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub(crate) use claim::Counted;
use claim::{Claim, Period};

use super::clock;
use super::failure::Failure;

/// A day in seconds.
const DAY: u64 = 86_400;
/// The longest window.
const LONGEST: Duration = Duration::from_secs(1800);

const PER_SECOND: &str =
    "You have reached the maximum per-second rate limit for this API. Try again later.";
const PER_DAY: &str = "You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.";
const CONCURRENT: &str =
    "Too many concurrent requests. A request to disassociate this user has already been made.";

/// The plan of the partner's account, which determines the rate limits of the fake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FakePlan {
    /// An account without a paid plan.
    Free,
    /// A Pro account.
    Pro,
    /// A Business, Education, Enterprise or Partner account.
    BusinessPlus,
}

/// The headers of a response.
pub(crate) type Headers = Vec<(&'static str, String)>;

/// The calls that were counted.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Budgets {
    /// The plan of the partner. `None` turns the limits off.
    pub(crate) plan: Option<FakePlan>,
    /// The times of the last calls of each pool with a window, in nanoseconds.
    windows: BTreeMap<String, VecDeque<u64>>,
    /// The number of calls of each pool with a limit per day.
    days: BTreeMap<String, u32>,
    /// The day of the counts in `days`.
    day: u64,
}

impl Budgets {
    /// Counts a call, or reports that a limit was reached. A call that is refused does not count. Returns the headers of
    /// the response.
    pub(crate) fn take(&mut self, call: &Counted<'_>, now: Duration) -> Result<Headers, Failure> {
        let Some(plan) = self.plan else {
            return Ok(Headers::new());
        };
        let mut claims = table::claims(call, plan);
        claims.extend(extras::claims(call, plan));
        self.take_all(&claims, now)?;
        let first = claims.first();
        Ok(first.map_or_else(Headers::new, |claim| {
            claim.headers(claim.limit.saturating_sub(self.used(claim, now)))
        }))
    }

    /// Counts a call of API v1, which has limits of its own. They do not depend on the plan.
    pub(crate) fn take_v1(
        &mut self,
        account: &str,
        path: &str,
        now: Duration,
    ) -> Result<(), Failure> {
        if self.plan.is_none() {
            return Ok(());
        }
        self.take_all(&[table::claim_v1(account, path)], now)
    }

    fn take_all(&mut self, claims: &[Claim], now: Duration) -> Result<(), Failure> {
        self.start_day(now);
        for claim in claims {
            if self.used(claim, now) >= claim.limit {
                return Err(self.refuse(claim, now));
            }
        }
        for claim in claims {
            match claim.period {
                Period::Window(length) => {
                    let times = self.windows.entry(claim.pool.clone()).or_default();
                    times.retain(|time| is_within(*time, length, now));
                    times.push_back(nanoseconds(now));
                }
                Period::Day => *self.days.entry(claim.pool.clone()).or_default() += 1,
            }
        }
        Ok(())
    }

    /// Returns how many calls of a pool count at this time.
    fn used(&self, claim: &Claim, now: Duration) -> u32 {
        match claim.period {
            Period::Window(length) => {
                let times = self.windows.get(&claim.pool).into_iter().flatten();
                let count = times.filter(|time| is_within(**time, length, now)).count();
                u32::try_from(count).unwrap_or(u32::MAX)
            }
            Period::Day => self.days.get(&claim.pool).copied().unwrap_or(0),
        }
    }

    fn refuse(&self, claim: &Claim, now: Duration) -> Failure {
        let mut failure = match claim.period {
            Period::Window(length) => {
                let times = self.windows.get(&claim.pool).into_iter().flatten();
                let mut times = times.filter(|time| is_within(**time, length, now));
                let first = times.next().copied().unwrap_or_default();
                per_second(Duration::from_nanos(first).saturating_add(length))
            }
            Period::Day => per_day(now),
        };
        failure.headers.extend(claim.headers(0));
        failure
    }

    /// Forgets the counts of the day before. A day starts at midnight UTC.
    fn start_day(&mut self, now: Duration) {
        let day = now.as_secs() / DAY;
        if day != self.day {
            self.day = day;
            self.days.clear();
            self.windows.retain(|_, times| {
                times
                    .back()
                    .is_some_and(|time| is_within(*time, LONGEST, now))
            });
        }
    }
}

/// Returns whether a call at `time` still counts in a window that ends now.
fn is_within(time: u64, length: Duration, now: Duration) -> bool {
    now.saturating_sub(Duration::from_nanos(time)) < length
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// Returns the failure for too many calls in a short time. `reset` is the time from which calls work again.
pub(crate) fn per_second(reset: Duration) -> Failure {
    let seconds = reset.as_secs() + u64::from(reset.subsec_nanos() > 0);
    Failure::new(429, 429, PER_SECOND).header("x-ratelimit-reset", seconds.to_string())
}

/// Returns the failure for too many calls in a day. Calls work again from the next midnight UTC.
pub(crate) fn per_day(now: Duration) -> Failure {
    let midnight = (now.as_secs() / DAY + 1) * DAY;
    Failure::new(429, 429, PER_DAY).header("retry-after", clock::timestamp(midnight))
}

/// Returns the failure for calls about one resource at the same time.
pub(crate) fn concurrent() -> Failure {
    Failure::new(429, 429, CONCURRENT)
}
