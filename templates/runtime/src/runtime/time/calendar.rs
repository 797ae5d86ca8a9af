//! Parses dates and times, and computes days of the calendar.
//!
//! This module must not read the clock.

pub(crate) const SECONDS_PER_DAY: i64 = 86_400;

/// The part of a text that is not parsed yet.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    /// Parses exactly `count` digits.
    fn digits(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let number = digits.iter().try_fold(0, |number, digit| match digit {
            b'0'..=b'9' => Some(number * 10 + i64::from(digit - b'0')),
            _ => None,
        })?;
        self.0 = rest;
        Some(number)
    }

    /// Parses one byte, which must be in `bytes`.
    fn one_of(&mut self, bytes: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        let found = bytes.contains(first).then_some(*first)?;
        self.0 = rest;
        Some(found)
    }

    /// Parses a date in the format `yyyy-mm-dd`. The date must exist: `2023-02-29` is an error.
    fn date(&mut self) -> Option<(i64, i64, i64)> {
        let year = self.digits(4)?;
        self.one_of(b"-")?;
        let month = self.digits(2)?;
        self.one_of(b"-")?;
        let day = self.digits(2)?;
        ((1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day))
            .then_some((year, month, day))
    }

    /// Parses `hh:mm:ss` or `hhmmss` as seconds since midnight. A leap second (`:60`) is read as second 59.
    fn time(&mut self) -> Option<i64> {
        let hour = self.digits(2)?;
        let colon = self.one_of(b":");
        let minute = self.digits(2)?;
        if colon.is_some() {
            self.one_of(b":")?;
        }
        let second = self.digits(2)?;
        let is_valid = hour <= 23 && minute <= 59 && second <= 60;
        is_valid.then_some(hour * 3600 + minute * 60 + second.min(59))
    }

    /// Parses the fraction of a second, such as `.25`, as nanoseconds. Without a fraction, the result is 0. Digits
    /// after the ninth digit are ignored.
    fn fraction(&mut self) -> Option<u32> {
        if self.one_of(b".").is_none() {
            return Some(0);
        }
        let (mut nanos, mut place) = (0, 100_000_000);
        let mut count = 0;
        while let Some(digit) = self.one_of(b"0123456789") {
            nanos += u32::from(digit - b'0') * place;
            place /= 10;
            count += 1;
        }
        (count > 0).then_some(nanos)
    }

    /// Parses a UTC offset (`Z`, `+hh:mm` or `+hhmm`) as seconds east of UTC.
    fn offset(&mut self) -> Option<i64> {
        let sign = match self.one_of(b"Zz+-")? {
            b'+' => 1,
            b'-' => -1,
            _ => return Some(0),
        };
        let hour = self.digits(2)?;
        let _ = self.one_of(b":");
        let minute = self.digits(2)?;
        (hour <= 23 && minute <= 59).then_some(sign * (hour * 3600 + minute * 60))
    }
}

/// Parses `yyyy-mm-dd`.
pub(crate) fn parse_date(text: &str) -> Option<(i64, i64, i64)> {
    let mut text = Cursor(text.as_bytes());
    let date = text.date()?;
    text.0.is_empty().then_some(date)
}

/// Parses a point in time. Returns whole seconds since 1970, and the nanoseconds after that second.
pub(crate) fn parse_instant(text: &str) -> Option<(i64, u32)> {
    let mut text = Cursor(text.as_bytes());
    let (year, month, day) = text.date()?;
    text.one_of(b"Tt ")?;
    let second = text.time()?;
    let nanos = text.fraction()?;
    let offset = text.offset()?;
    let seconds = days_from_civil(year, month, day) * SECONDS_PER_DAY + second - offset;
    text.0.is_empty().then_some((seconds, nanos))
}

/// Parses an HTTP date, such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7), as seconds since 1970.
pub(crate) fn parse_http_date(text: &str) -> Option<i64> {
    let (_, rest) = text.trim().split_once(", ")?;
    let mut text = Cursor(rest.as_bytes());
    let day = text.digits(2)?;
    text.one_of(b" ")?;
    let (name, rest) = text.0.split_at_checked(3)?;
    text.0 = rest;
    let names = [
        b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov",
        b"Dec",
    ];
    let month = i64::try_from(names.iter().position(|month| *month == name)?).ok()? + 1;
    text.one_of(b" ")?;
    let year = text.digits(4)?;
    text.one_of(b" ")?;
    let second = text.time()?;
    let is_date = text.0 == b" GMT" && (1..=days_in_month(year, month)).contains(&day);
    is_date.then(|| days_from_civil(year, month, day) * SECONDS_PER_DAY + second)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Returns the number of days since 1970-01-01 in the Gregorian calendar.
///
/// The algorithm is from H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    // Years start in March here, so that the leap day is the last day of a year.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Converts days since 1970-01-01 into year, month and day. This is the inverse of [`days_from_civil`].
pub(crate) fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}
