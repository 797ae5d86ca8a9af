//! Points in time and days, as servers write them.
//!
//! In: text. Out: [`Timestamp`] and [`Date`], which keep that text and read it only when asked, so that one odd date does not
//! spoil a whole response. It must not ask what time it is now.

use std::time::{Duration, SystemTime};

use crate::runtime::text::string_value;

const SECONDS_PER_DAY: i64 = 86_400;

/// A point in time: its text, exactly as the server wrote it, read only when asked.
///
/// What is read is RFC 3339, with or without a fraction of a second, and also times without colons, such as
/// `2015-01-27T140508Z`. Text that is neither stays available as [`as_str`](Timestamp::as_str).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Timestamp(String);

impl Timestamp {
    /// The text as the server wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the text could be read as a point in time.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.instant().is_some()
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, negative before.
    #[must_use]
    pub fn unix_seconds(&self) -> Option<i64> {
        self.instant().map(|(seconds, _)| seconds)
    }

    /// The same point in time for the standard library.
    #[must_use]
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let (seconds, nanos) = self.instant()?;
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let second = if seconds < 0 {
            SystemTime::UNIX_EPOCH.checked_sub(whole)?
        } else {
            SystemTime::UNIX_EPOCH.checked_add(whole)?
        };
        second.checked_add(Duration::from_nanos(u64::from(nanos)))
    }

    /// Seconds since 1970 and nanoseconds on top of them.
    pub(crate) fn instant(&self) -> Option<(i64, u32)> {
        parse_instant(&self.0)
    }

    /// The text of a point in time given as seconds since 1970 and nanoseconds on top of them.
    pub(crate) fn from_instant(seconds: i64, nanos: u32) -> Self {
        let (year, month, day) = civil_from_days(seconds.div_euclid(SECONDS_PER_DAY));
        let second = seconds.rem_euclid(SECONDS_PER_DAY);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
        if nanos > 0 {
            let fraction = format!(".{nanos:09}");
            text.push_str(fraction.trim_end_matches('0'));
        }
        text.push('Z');
        Self(text)
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<SystemTime> for Timestamp {
    /// In UTC; whole seconds are written without a fraction.
    fn from(time: SystemTime) -> Self {
        // A clock beyond the 64-bit range of seconds is held at its end.
        let (seconds, nanos) = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => (
                i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
                after.subsec_nanos(),
            ),
            Err(before) => {
                let before = before.duration();
                let seconds = i64::try_from(before.as_secs()).map_or(i64::MIN, |seconds| -seconds);
                match before.subsec_nanos() {
                    0 => (seconds, 0),
                    nanos => (seconds.saturating_sub(1), 1_000_000_000 - nanos),
                }
            }
        };
        Self::from_instant(seconds, nanos)
    }
}

string_value!(Timestamp);

/// A day: its text, exactly as the server wrote it, read only when asked.
///
/// What is read is `yyyy-mm-dd`. Text that is not stays available as [`as_str`](Date::as_str).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Date(String);

impl Date {
    /// The text as the server wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The day of this year, month (1 to 12) and day of the month (1 to 31), if there is such a day.
    #[must_use]
    pub fn from_ymd(year: u16, month: u8, day: u8) -> Option<Self> {
        let date = Self(format!("{year:04}-{month:02}-{day:02}"));
        date.is_valid().then_some(date)
    }

    /// Year, month (1 to 12) and day of the month (1 to 31).
    #[must_use]
    pub fn to_ymd(&self) -> Option<(u16, u8, u8)> {
        let mut text = Cursor(self.0.as_bytes());
        let (year, month, day) = text.date()?;
        if !text.0.is_empty() {
            return None;
        }
        Some((
            year.try_into().ok()?,
            month.try_into().ok()?,
            day.try_into().ok()?,
        ))
    }

    /// Whether the text could be read as a day.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.to_ymd().is_some()
    }
}

impl From<&str> for Date {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

string_value!(Date);

/// Text that is read from its front.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    /// Exactly this many digits, as a number.
    fn digits(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let number = digits.iter().try_fold(0, |number, digit| match digit {
            b'0'..=b'9' => Some(number * 10 + i64::from(digit - b'0')),
            _ => None,
        })?;
        self.0 = rest;
        Some(number)
    }

    /// One of these bytes.
    fn one_of(&mut self, bytes: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        let found = bytes.contains(first).then_some(*first)?;
        self.0 = rest;
        Some(found)
    }

    /// `yyyy-mm-dd`, of a day that exists.
    fn date(&mut self) -> Option<(i64, i64, i64)> {
        let year = self.digits(4)?;
        self.one_of(b"-")?;
        let month = self.digits(2)?;
        self.one_of(b"-")?;
        let day = self.digits(2)?;
        ((1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day))
            .then_some((year, month, day))
    }

    /// `hh:mm:ss` or `hhmmss`, as seconds of the day. A leap second counts as the second before it.
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

    /// `.` and digits, as nanoseconds; digits beyond the ninth are dropped.
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

    /// `Z`, `+hh:mm` or `+hhmm`, as seconds east of UTC.
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

/// Seconds since 1970 and nanoseconds on top of them.
fn parse_instant(text: &str) -> Option<(i64, u32)> {
    let mut text = Cursor(text.as_bytes());
    let (year, month, day) = text.date()?;
    text.one_of(b"Tt ")?;
    let second = text.time()?;
    let nanos = text.fraction()?;
    let offset = text.offset()?;
    let seconds = days_from_civil(year, month, day) * SECONDS_PER_DAY + second - offset;
    text.0.is_empty().then_some((seconds, nanos))
}

/// Seconds since 1970 of the date in a header, such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
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

/// Days since 1970-01-01 in the Gregorian calendar (H. Hinnant, "chrono-compatible low-level date algorithms").
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March, so that the leap day is the last of its year.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The inverse of [`days_from_civil`].
fn civil_from_days(days: i64) -> (i64, i64, i64) {
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
