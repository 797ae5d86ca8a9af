//! Determines the size of integers.

use crate::model::IntKind;
use crate::source::{Node, Number};

/// Returns the integer type for the values that a schema allows. The result is `i64`, unless the bounds, the default or
/// the format need a larger type.
pub(super) fn kind_of(node: &Node) -> IntKind {
    let bound = |name: &str| node.get(name).and_then(Node::as_number).map(reach);
    let low = [bound("minimum"), bound("default")]
        .into_iter()
        .flatten()
        .min();
    let high = [bound("maximum"), bound("default")]
        .into_iter()
        .flatten()
        .max();
    let is_unsigned = bound("minimum").is_some_and(|low| low >= Reach::I64);
    let is_negative = low == Some(Reach::Negative);
    match (low, high) {
        (_, Some(Reach::Above)) if is_unsigned => IntKind::U128,
        (Some(Reach::Below), _) | (_, Some(Reach::Above)) => IntKind::I128,
        (_, Some(Reach::U64)) if is_negative => IntKind::I128,
        (_, Some(Reach::U64)) => IntKind::U64,
        _ => match node.text("format") {
            Some("uint64") => IntKind::U64,
            Some("int128") => IntKind::I128,
            Some("uint128") => IntKind::U128,
            _ => IntKind::I64,
        },
    }
}

/// Returns the integer type that can hold all values.
pub(super) fn kind_of_all(values: &[i128]) -> IntKind {
    let fits = |test: fn(i128) -> bool| values.iter().all(|value| test(*value));
    if fits(|value| i64::try_from(value).is_ok()) {
        IntKind::I64
    } else if fits(|value| u64::try_from(value).is_ok()) {
        IntKind::U64
    } else {
        IntKind::I128
    }
}

/// The range of numbers to which a bound belongs, in ascending order. `Below` contains the numbers that are less than
/// every `i64`.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Reach {
    Below,
    Negative,
    I64,
    U64,
    Above,
}

fn reach(number: &Number) -> Reach {
    if let Some(value) = number.as_i128() {
        return match (i64::try_from(value), u64::try_from(value)) {
            (Ok(value), _) if value < 0 => Reach::Negative,
            (Ok(_), _) => Reach::I64,
            (_, Ok(_)) => Reach::U64,
            _ if value < 0 => Reach::Below,
            _ => Reach::Above,
        };
    }
    // The number has a fraction, an exponent, or more than 128 bits. The limits are a little above the greatest 64-bit values,
    // because documents often round these values.
    match number.as_f64() {
        Some(value) if value < -9.3e18 => Reach::Below,
        Some(value) if value < 0.0 => Reach::Negative,
        Some(value) if value > 1.85e19 => Reach::Above,
        Some(value) if value > 9.3e18 => Reach::U64,
        _ => Reach::I64,
    }
}
