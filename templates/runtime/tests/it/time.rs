//! Tests that timestamps and dates keep the text of the server, even if it is not a valid time.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use serde_json::json;

use crate::runtime::{Date, Timestamp};
use crate::support::properties;

fn seconds(text: &str) -> Option<i64> {
    Timestamp::from(text).unix_seconds()
}

#[test]
fn timestamps_are_parsed_in_the_formats_that_servers_write() {
    for text in [
        "2015-01-27T14:05:08Z",
        "2015-01-27T140508Z",
        "2015-01-27t14:05:08z",
        "2015-01-27 14:05:08Z",
        "2015-01-27T14:05:08.000Z",
        "2015-01-27T16:05:08+02:00",
        "2015-01-27T16:05:08+0200",
        "2015-01-27T140508.5Z",
        "2015-01-26T23:35:08-14:30",
        "2015-01-27T14:05:08.123456789123Z",
    ] {
        assert_eq!(seconds(text), Some(1_422_367_508), "{text}");
    }
    assert_eq!(seconds("1969-12-31T23:59:59Z"), Some(-1));
    assert_eq!(seconds("2000-02-29T00:00:00Z"), Some(951_782_400));
    assert_eq!(seconds("2016-12-31T23:59:60Z"), Some(1_483_228_799));
}

#[test]
fn invalid_timestamps_keep_their_text() {
    for text in [
        "",
        "soon",
        "2015-01-27",
        "2015-01-27T14:05:08",
        "2015-13-27T14:05:08Z",
        "2015-02-29T14:05:08Z",
        "1900-02-29T00:00:00Z",
        "2015-01-27T24:05:08Z",
        "2015-01-27T14:60:08Z",
        "2015-01-27T14:05:61Z",
        "2015-01-27T14:0508Z",
        "2015-01-27T14:05:08.Z",
        "2015-01-27T14:05:08ZZ",
        "2015-01-27T14:05:08+2:00",
        "20150127T140508Z",
        "2015-01-27T14:05:08+99:00",
        "٢٠١٥-01-27T14:05:08Z",
    ] {
        let timestamp: Timestamp = serde_json::from_value(json!(text)).unwrap();
        assert!(
            !timestamp.is_valid() && timestamp.to_system_time().is_none(),
            "{text}"
        );
        assert_eq!(
            (
                timestamp.as_str(),
                serde_json::to_value(&timestamp).unwrap()
            ),
            (text, json!(text))
        );
    }
}

#[test]
fn a_timestamp_is_sent_as_the_text_that_was_received() {
    let json = json!("2015-01-27T140508Z");
    let timestamp: Timestamp = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(timestamp).unwrap(), json);
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn timestamps_are_compared_by_instant() {
    let (utc, offset) = (
        Timestamp::from("2026-01-01T00:00:00Z"),
        Timestamp::from("2026-01-01T01:00:00.000+01:00"),
    );
    assert_eq!(utc, offset);
    assert_eq!(hash(&utc), hash(&offset));
    assert_ne!(utc.as_str(), offset.as_str());
    let mut times = [
        "unknown",
        "2026-01-01T00:30:00+01:00",
        "2025-12-31T23:31:00Z",
        "?",
    ]
    .map(Timestamp::from);
    times.sort();
    assert_eq!(
        times.each_ref().map(Timestamp::as_str),
        [
            "2026-01-01T00:30:00+01:00",
            "2025-12-31T23:31:00Z",
            "?",
            "unknown"
        ]
    );
    assert_ne!(Timestamp::from("?"), Timestamp::from("unknown"));
}

#[test]
fn dates_are_ordered_by_day_and_invalid_dates_come_last() {
    let mut dates = ["0000-13-01", "2026-02-01", "1999-12-31", ""].map(Date::from);
    dates.sort();
    assert_eq!(
        dates.each_ref().map(Date::as_str),
        ["1999-12-31", "2026-02-01", "", "0000-13-01"]
    );
}

#[test]
fn system_times_are_formatted_in_utc() {
    let time =
        |seconds, nanos| Timestamp::from(SystemTime::UNIX_EPOCH + Duration::new(seconds, nanos));
    assert_eq!(time(1_422_367_508, 0), "2015-01-27T14:05:08Z");
    assert_eq!(time(0, 120_000_000), "1970-01-01T00:00:00.12Z");
    let before = SystemTime::UNIX_EPOCH - Duration::from_millis(500);
    assert_eq!(Timestamp::from(before), "1969-12-31T23:59:59.5Z");
    assert_eq!(Timestamp::from(before).to_system_time(), Some(before));
}

#[test]
fn dates_are_parsed_and_formatted() {
    let date = Date::from("2026-02-28");
    assert_eq!(date.to_ymd(), Some((2026, 2, 28)));
    assert_eq!(Date::from_ymd(2026, 2, 28), Some(date));
    assert_eq!(Date::from_ymd(2026, 2, 29), None);
    assert_eq!(
        Date::from_ymd(2024, 2, 29).unwrap().to_string(),
        "2024-02-29"
    );
    for text in [
        "",
        "2026-2-8",
        "2026-02-30",
        "2026-00-01",
        "2026-02-28T00:00:00Z",
        "28.02.2026",
    ] {
        let date: Date = serde_json::from_value(json!(text)).unwrap();
        assert!(!date.is_valid(), "{text}");
        assert_eq!(date.as_str(), text);
    }
}

proptest! {
    #![proptest_config(properties())]

    #[test]
    fn any_system_time_round_trips(seconds in -62_135_596_800_i64..253_402_300_800, nanos in 0_u32..1_000_000_000) {
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let time = if seconds < 0 { SystemTime::UNIX_EPOCH - whole } else { SystemTime::UNIX_EPOCH + whole };
        let time = time + Duration::from_nanos(u64::from(nanos));
        let timestamp = Timestamp::from(time);
        prop_assert_eq!(timestamp.unix_seconds(), Some(seconds));
        prop_assert_eq!(timestamp.to_system_time(), Some(time));
    }

    #[test]
    fn parsing_never_panics(text in ".*", near in "[0-9TtZz:+. -]{0,32}") {
        for text in [text, near] {
            let _ = (Timestamp::from(text.as_str()).to_system_time(), Date::from(text).to_ymd());
        }
    }
}

#[cfg(feature = "chrono")]
#[test]
fn timestamps_and_dates_convert_to_chrono_and_back() {
    use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Utc};

    let time = DateTime::<Utc>::try_from(&Timestamp::from("2015-01-27T140508.25Z")).unwrap();
    assert_eq!(
        (time.timestamp(), time.timestamp_subsec_millis()),
        (1_422_367_508, 250)
    );
    let offset = FixedOffset::east_opt(7200).unwrap();
    assert_eq!(
        Timestamp::from(time.with_timezone(&offset)),
        "2015-01-27T14:05:08.25Z"
    );
    let day = NaiveDate::try_from(Date::from("2024-02-29")).unwrap();
    assert_eq!(
        (day.year(), Date::try_from(day).unwrap()),
        (2024, "2024-02-29".into())
    );
    let error = DateTime::<Utc>::try_from(Timestamp::from("soon")).unwrap_err();
    assert_eq!(error.to_string(), "`soon` is not a point in time");
    assert!(Date::try_from(NaiveDate::MAX).is_err());
}

#[cfg(feature = "jiff")]
#[test]
fn timestamps_and_dates_convert_to_jiff_and_back() {
    for text in [
        "2015-01-27T14:05:08Z",
        "2015-01-27T14:05:08.25Z",
        "1969-12-31T23:59:58.75Z",
        "1901-01-01T00:00:00Z",
    ] {
        let time = jiff::Timestamp::try_from(Timestamp::from(text)).unwrap();
        assert_eq!(time.to_string(), text);
        assert_eq!(Timestamp::from(time).as_str(), text);
    }
    let error = jiff::Timestamp::try_from(Timestamp::from("soon")).unwrap_err();
    assert!(error.to_string().contains("`soon`"), "{error}");
    let date = jiff::civil::Date::try_from(Date::from("2024-02-29")).unwrap();
    assert_eq!(date, jiff::civil::date(2024, 2, 29));
    assert_eq!(Date::try_from(date).unwrap().as_str(), "2024-02-29");
    assert!(jiff::civil::Date::try_from(Date::from("2023-02-29")).is_err());
    assert!(Date::try_from(jiff::civil::date(-1, 1, 1)).is_err());
}

#[cfg(feature = "time")]
#[test]
fn timestamps_and_dates_convert_to_time_and_back() {
    let time = time::OffsetDateTime::try_from(&Timestamp::from("2015-01-27T140508.25Z")).unwrap();
    assert_eq!(
        (time.unix_timestamp(), time.millisecond()),
        (1_422_367_508, 250)
    );
    assert_eq!(Timestamp::from(time), "2015-01-27T14:05:08.25Z");
    let day = time::Date::try_from(Date::from("2024-02-29")).unwrap();
    assert_eq!(
        (day.year(), Date::try_from(day).unwrap()),
        (2024, "2024-02-29".into())
    );
    let error = time::Date::try_from(Date::from("soon")).unwrap_err();
    assert_eq!(error.to_string(), "`soon` is not a date");
    assert!(Date::try_from(time::Date::MIN).is_err());
}
