//! Days as text, such as `2026-01-15`. Days in this format are ordered like their texts.

use super::clock;
use crate::runtime::{Date, Timestamp};

const SECONDS_OF_DAY: u64 = 24 * 60 * 60;

/// Returns the day of a time, in seconds since 1970-01-01T00:00:00Z.
fn day(seconds: u64) -> String {
    let time = clock::timestamp(seconds);
    let (day, _) = time.split_once('T').unwrap_or_default();
    day.to_owned()
}

/// Returns whether a text is a day of the calendar.
pub(crate) fn is_day(text: &str) -> bool {
    Date::from(text).is_valid()
}

/// Returns the day that is this number of days later. Returns the text itself if it is not a day.
pub(crate) fn add_days(date: &str, days: u64) -> String {
    match seconds(date) {
        Some(seconds) => day(seconds.saturating_add(days.saturating_mul(SECONDS_OF_DAY))),
        None => date.to_owned(),
    }
}

/// Returns the day that is this number of months later. If that month is too short, returns its last day. Returns the
/// text itself if it is not a day.
pub(crate) fn add_months(date: &str, months: u32) -> String {
    let later = Date::from(date).to_ymd().and_then(|(year, month, day)| {
        let months = u32::from(year) * 12 + u32::from(month) - 1 + months;
        let year = u16::try_from(months / 12).ok()?;
        let month = u8::try_from(months % 12 + 1).ok()?;
        (1..=day)
            .rev()
            .find_map(|day| Date::from_ymd(year, month, day))
    });
    later.map_or_else(|| date.to_owned(), |date| date.as_str().to_owned())
}

/// Returns the first day after `today` that is a whole number of periods after `start`. A period has this number of
/// months, at least 1.
pub(crate) fn next_period(start: &str, months: u32, today: &str) -> String {
    let months = months.max(1);
    let count = |date: &str| {
        let (year, month, _) = Date::from(date).to_ymd()?;
        Some(u32::from(year) * 12 + u32::from(month))
    };
    let elapsed = match (count(start), count(today)) {
        (Some(start), Some(today)) => today.saturating_sub(start) / months,
        _ => 0,
    };
    let next = add_months(start, elapsed * months);
    if next.as_str() > today && elapsed > 0 {
        next
    } else {
        add_months(start, (elapsed + 1) * months)
    }
}

fn seconds(date: &str) -> Option<u64> {
    let time = Timestamp::from(format!("{date}T00:00:00Z").as_str());
    u64::try_from(time.unix_seconds()?).ok()
}
