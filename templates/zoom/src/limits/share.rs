//! The part of a limit that one of several limiters uses.

/// Tolerates the inexactness of a product of floats, so that 0.29 of 100 is 29.
const TOLERANCE: f64 = 1e-9;

/// Returns the part of a limit, rounded down; at least 1 and at most the limit. An invalid share results in 1.
pub(super) fn part_of(limit: u32, share: f64) -> u32 {
    let part = f64::from(limit) * share + TOLERANCE;
    // A binary search rounds down without a lossy cast.
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
