//! The part of a limit that one of several limiters may use.

/// A product of floats is inexact. With this tolerance, the share 0.29 of the limit 100 is 29 and not 28.
const TOLERANCE: f64 = 1e-9;

/// Returns the share of a limit, rounded down. The result is at least 1 and at most the limit. If the share is invalid,
/// the result is 1.
pub(super) fn part_of(limit: u32, share: f64) -> u32 {
    let part = f64::from(limit) * share + TOLERANCE;
    // A binary search rounds down without a cast from float to integer.
    let (mut low, mut high) = (1, limit.max(1));
    while low < high {
        let middle = high - (high - low) / 2;
        if f64::from(middle) <= part {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}
