//! Converts an unquoted YAML scalar to a value, according to the core schema of YAML 1.2.
//!
//! In: the text of an unquoted scalar. Out: a [`Value`]. Only `true` and `false` are booleans (`no`, `on`, `yes` are
//! strings). Dates are strings. A number is converted to JSON notation without changing its value. Some texts look like
//! numbers, but stay strings, because a number would lose information. Examples are `0755`, `1_000`, `.inf`, `.nan` and
//! hexadecimal numbers of more than 128 bits.

use crate::source::{Number, Value};

/// Returns the value of an unquoted scalar.
pub(super) fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).map_or_else(|| Value::Str(text.to_owned()), Value::Number),
    }
}

/// Parses a number by the YAML 1.2 core schema and returns it in JSON notation.
pub(super) fn number(text: &str) -> Option<Number> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let radix = |digits: &str, radix: u32| {
        // `from_str_radix` would accept a sign.
        let value = digits
            .chars()
            .all(|digit| digit.is_digit(radix))
            .then(|| i128::from_str_radix(digits, radix).ok())?;
        Some(Number {
            text: value?.to_string(),
        })
    };
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    decimal(text)
}

fn decimal(text: &str) -> Option<Number> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match rest.find(['e', 'E']) {
        Some(at) => (rest.get(..at)?, Some(rest.get(at + 1..)?)),
        None => (rest, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    if !digits(whole) || leading_zero || !fraction.is_none_or(digits) {
        return None;
    }
    if whole.is_empty() && fraction.is_none_or(str::is_empty) {
        return None;
    }
    let exponent = match exponent {
        Some(exponent) => {
            let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            if unsigned.is_empty() || !digits(unsigned) {
                return None;
            }
            format!("e{exponent}")
        }
        None => String::new(),
    };
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = match fraction {
        // YAML allows `5.`, but JSON requires a digit after the dot.
        Some("") => ".0".to_owned(),
        Some(fraction) => format!(".{fraction}"),
        None => String::new(),
    };
    Some(Number {
        text: format!("{sign}{whole}{fraction}{exponent}"),
    })
}
