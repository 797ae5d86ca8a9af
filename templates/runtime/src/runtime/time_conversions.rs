//! Conversions between [`Timestamp`], [`Date`] and the types of the crates `chrono`, `jiff` and `time`. For each of
//! these crates, there is a feature with the same name.
//!
//! The module `calendar` parses the text.

use crate::runtime::error::Error;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::time::date::Date;
use crate::runtime::time::timestamp::Timestamp;

/// Returns the error for a text that cannot be parsed.
fn invalid(text: &str, what: &str) -> Error {
    Error::new(ErrorKind::Decode, format!("`{text}` is not {what}"))
}

#[cfg(feature = "chrono")]
mod with_chrono {
    use chrono::{DateTime, Datelike, NaiveDate, TimeZone, Utc};

    use super::{Date, Error, Timestamp, invalid};

    impl TryFrom<&Timestamp> for DateTime<Utc> {
        type Error = Error;

        fn try_from(timestamp: &Timestamp) -> Result<Self, Error> {
            timestamp
                .instant()
                .and_then(|(seconds, nanos)| Self::from_timestamp(seconds, nanos))
                .ok_or_else(|| invalid(timestamp.as_str(), "a point in time"))
        }
    }

    impl TryFrom<Timestamp> for DateTime<Utc> {
        type Error = Error;

        fn try_from(timestamp: Timestamp) -> Result<Self, Error> {
            Self::try_from(&timestamp)
        }
    }

    impl<Tz: TimeZone> From<DateTime<Tz>> for Timestamp {
        /// Formats the time in UTC.
        fn from(time: DateTime<Tz>) -> Self {
            // `chrono` represents a leap second as more than 999,999,999 nanoseconds. RFC 3339 does not allow this.
            Self::from_instant(
                time.timestamp(),
                time.timestamp_subsec_nanos().min(999_999_999),
            )
        }
    }

    impl TryFrom<&Date> for NaiveDate {
        type Error = Error;

        fn try_from(date: &Date) -> Result<Self, Error> {
            date.to_ymd()
                .and_then(|(year, month, day)| {
                    Self::from_ymd_opt(year.into(), month.into(), day.into())
                })
                .ok_or_else(|| invalid(date.as_str(), "a date"))
        }
    }

    impl TryFrom<Date> for NaiveDate {
        type Error = Error;

        fn try_from(date: Date) -> Result<Self, Error> {
            Self::try_from(&date)
        }
    }

    impl TryFrom<NaiveDate> for Date {
        type Error = Error;

        /// Fails for years below 0 and above 9999, because `yyyy-mm-dd` cannot represent them.
        fn try_from(date: NaiveDate) -> Result<Self, Error> {
            let text = format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
            let date = Self::from(text);
            if date.is_valid() {
                Ok(date)
            } else {
                Err(invalid(date.as_str(), "a date"))
            }
        }
    }
}

#[cfg(feature = "jiff")]
mod with_jiff {
    use jiff::civil;

    use super::{Date, Error, Timestamp, invalid};

    impl TryFrom<&Timestamp> for jiff::Timestamp {
        type Error = Error;

        fn try_from(timestamp: &Timestamp) -> Result<Self, Error> {
            timestamp
                .instant()
                .and_then(|(seconds, nanos)| Self::new(seconds, i32::try_from(nanos).ok()?).ok())
                .ok_or_else(|| invalid(timestamp.as_str(), "a point in time"))
        }
    }

    impl TryFrom<Timestamp> for jiff::Timestamp {
        type Error = Error;

        fn try_from(timestamp: Timestamp) -> Result<Self, Error> {
            Self::try_from(&timestamp)
        }
    }

    impl From<jiff::Timestamp> for Timestamp {
        /// Formats the time in UTC.
        fn from(time: jiff::Timestamp) -> Self {
            // Before 1970, `jiff` counts nanoseconds backwards from the second, and `from_instant` counts them
            // forwards.
            let (second, nanos) = (time.as_second(), time.subsec_nanosecond());
            match u32::try_from(nanos) {
                Ok(nanos) => Self::from_instant(second, nanos),
                Err(_) => Self::from_instant(second - 1, (1_000_000_000 + nanos).unsigned_abs()),
            }
        }
    }

    impl TryFrom<&Date> for civil::Date {
        type Error = Error;

        fn try_from(date: &Date) -> Result<Self, Error> {
            date.to_ymd()
                .and_then(|(year, month, day)| {
                    let month = i8::try_from(month).ok()?;
                    Self::new(i16::try_from(year).ok()?, month, i8::try_from(day).ok()?).ok()
                })
                .ok_or_else(|| invalid(date.as_str(), "a date"))
        }
    }

    impl TryFrom<Date> for civil::Date {
        type Error = Error;

        fn try_from(date: Date) -> Result<Self, Error> {
            Self::try_from(&date)
        }
    }

    impl TryFrom<civil::Date> for Date {
        type Error = Error;

        /// Fails for years below 0, because `yyyy-mm-dd` cannot represent them.
        fn try_from(date: civil::Date) -> Result<Self, Error> {
            let text = format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
            let date = Self::from(text);
            if date.is_valid() {
                Ok(date)
            } else {
                Err(invalid(date.as_str(), "a date"))
            }
        }
    }
}

#[cfg(feature = "time")]
mod with_time {
    use time::{Month, OffsetDateTime};

    use super::{Date, Error, Timestamp, invalid};

    impl TryFrom<&Timestamp> for OffsetDateTime {
        type Error = Error;

        fn try_from(timestamp: &Timestamp) -> Result<Self, Error> {
            timestamp
                .instant()
                .and_then(|(seconds, nanos)| {
                    Self::from_unix_timestamp(seconds)
                        .ok()?
                        .replace_nanosecond(nanos)
                        .ok()
                })
                .ok_or_else(|| invalid(timestamp.as_str(), "a point in time"))
        }
    }

    impl TryFrom<Timestamp> for OffsetDateTime {
        type Error = Error;

        fn try_from(timestamp: Timestamp) -> Result<Self, Error> {
            Self::try_from(&timestamp)
        }
    }

    impl From<OffsetDateTime> for Timestamp {
        /// Formats the time in UTC.
        fn from(time: OffsetDateTime) -> Self {
            Self::from_instant(time.unix_timestamp(), time.nanosecond())
        }
    }

    impl TryFrom<&Date> for time::Date {
        type Error = Error;

        fn try_from(date: &Date) -> Result<Self, Error> {
            date.to_ymd()
                .and_then(|(year, month, day)| {
                    Self::from_calendar_date(year.into(), Month::try_from(month).ok()?, day).ok()
                })
                .ok_or_else(|| invalid(date.as_str(), "a date"))
        }
    }

    impl TryFrom<Date> for time::Date {
        type Error = Error;

        fn try_from(date: Date) -> Result<Self, Error> {
            Self::try_from(&date)
        }
    }

    impl TryFrom<time::Date> for Date {
        type Error = Error;

        /// Fails for years below 0 and above 9999, because `yyyy-mm-dd` cannot represent them.
        fn try_from(date: time::Date) -> Result<Self, Error> {
            let text = format!(
                "{:04}-{:02}-{:02}",
                date.year(),
                u8::from(date.month()),
                date.day()
            );
            let date = Self::from(text);
            if date.is_valid() {
                Ok(date)
            } else {
                Err(invalid(date.as_str(), "a date"))
            }
        }
    }
}
