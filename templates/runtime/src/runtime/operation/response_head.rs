//! The status and headers of a response.
//!
//! Rate limiters and failure readers receive a [`ResponseHead`]. `Debug` must not show the headers.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, StatusCode};

use crate::runtime::time::calendar::parse_http_date;
use crate::runtime::time::timestamp::Timestamp;

/// The status and the headers of a response.
#[derive(Clone)]
pub struct ResponseHead {
    status: StatusCode,
    headers: HeaderMap,
    /// The time at which the response arrived, by the local clock. Set only if there is a `retry-after` header, because
    /// its wait starts at this time.
    received: Option<SystemTime>,
}

impl ResponseHead {
    /// Creates a head from a status and headers. The current time becomes the time of arrival.
    #[must_use]
    pub fn new(status: StatusCode, headers: HeaderMap) -> Self {
        let received = headers.contains_key(RETRY_AFTER).then(SystemTime::now);
        Self {
            status,
            headers,
            received,
        }
    }

    /// Returns the HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the value of the header with this name; `None` if the header is absent or is not ASCII text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns how long the server asks the client to wait before the next attempt (`Retry-After`).
    ///
    /// The header may contain seconds, an HTTP date or an RFC 3339 time. For a date, the wait is the time from the
    /// `Date` header to this date. Without a `Date` header, the wait starts when the response arrived. For a date in
    /// the past, the wait is zero.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let text = self.header(RETRY_AFTER.as_str())?.trim();
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let until = parse_http_date(text).or_else(|| Timestamp::from(text).unix_seconds())?;
        let now = self
            .header(DATE.as_str())
            .and_then(parse_http_date)
            .or_else(|| Timestamp::from(self.received?).unix_seconds())?;
        let wait = until.saturating_sub(now);
        Some(Duration::from_secs(u64::try_from(wait).unwrap_or(0)))
    }
}

impl fmt::Debug for ResponseHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Headers may contain secrets (`set-cookie`).
        f.debug_struct("ResponseHead")
            .field("status", &self.status)
            .field("headers", &self.headers.len())
            .finish_non_exhaustive()
    }
}
