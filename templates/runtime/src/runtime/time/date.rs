//! Calendar dates that servers send as text.
//!
//! A [`Date`] keeps the text, and parses it only when the program asks for the date.

use std::cmp::Ordering;

use smol_str::SmolStr;

use crate::runtime::macros::strings::string_value;
use crate::runtime::time::calendar::parse_date;

/// A calendar date. It keeps the text that the server sent, and parses it only when the program asks for the date.
///
/// A valid text has the format `yyyy-mm-dd`. For any other text, [`is_valid`](Date::is_valid) returns `false`, and
/// [`as_str`](Date::as_str) still returns the text.
///
/// Valid dates are in the order of days. Invalid dates come after all valid ones, in the order of their texts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Date(SmolStr);

impl Date {
    /// Returns the text, exactly as the server sent it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Creates a date from a year, a month (1 to 12) and a day of the month (1 to 31). `None` if the date does not
    /// exist.
    #[must_use]
    pub fn from_ymd(year: u16, month: u8, day: u8) -> Option<Self> {
        let date = Self::from(format!("{year:04}-{month:02}-{day:02}").as_str());
        date.is_valid().then_some(date)
    }

    /// Returns the year, the month (1 to 12) and the day of the month (1 to 31). `None` if the text is not a valid
    /// date.
    #[must_use]
    pub fn to_ymd(&self) -> Option<(u16, u8, u8)> {
        let (year, month, day) = parse_date(&self.0)?;
        Some((
            year.try_into().ok()?,
            month.try_into().ok()?,
            day.try_into().ok()?,
        ))
    }

    /// Returns whether the text is a date of the calendar.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.to_ymd().is_some()
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        // Valid dates have the same width, so the order of their texts is the order of days.
        let key = |date: &Self| !date.is_valid();
        key(self)
            .cmp(&key(other))
            .then_with(|| self.0.cmp(&other.0))
    }
}

impl From<&str> for Date {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

string_value!(Date);
