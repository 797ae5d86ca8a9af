//! The formats of texts that Zoom checks.

/// Returns whether a text is a date, such as `2026-01-15`.
pub(crate) fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let (Some(year), Some(month)) = (number(year, 4), number(month, 2)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    };
    (1..=12).contains(&month) && number(day, 2).is_some_and(|day| (1..=days).contains(&day))
}

/// Returns whether a text is a time, such as `2026-01-15T08:00:00Z`.
///
/// Zoom also accepts a time without an offset. It then belongs to the time zone of the request or of the user.
pub(crate) fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else {
        return false;
    };
    let (clock, offset) = match time.find(['Z', 'z', '+', '-']) {
        Some(index) => time.split_at(index),
        None => (time, "Z"),
    };
    let (seconds, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let fraction_is_valid =
        !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    is_date(date) && is_clock(seconds, &[23, 59, 60]) && fraction_is_valid && is_offset(offset)
}

fn is_offset(text: &str) -> bool {
    text.eq_ignore_ascii_case("z")
        || text
            .strip_prefix(['+', '-'])
            .is_some_and(|text| is_clock(text, &[23, 59]))
}

/// Returns whether a text has numbers of two digits with colons between them, each within its limit.
fn is_clock(text: &str, limits: &[u32]) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let valid = |(part, limit): (&&str, &u32)| number(part, 2).is_some_and(|value| value <= *limit);
    parts.len() == limits.len() && parts.iter().zip(limits).all(valid)
}

/// Returns the value of a text with exactly this many decimal digits.
fn number(text: &str, digits: usize) -> Option<u32> {
    let valid = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| text.parse().ok())?
}
