//! Suggestions for misspelled names.
//!
//! In: a name and the known names. Out: the most similar known name, or `None` if no known name is similar enough.

/// The least similarity of a suggestion.
const LEAST: f64 = 0.7;

/// Returns the known name that is most similar to `name`. `None` if no known name is similar enough.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Longer texts are not compared, because the cost of a comparison is the product of the two lengths.
    const LONGEST: usize = 200;
    if name.len() > LONGEST {
        return None;
    }
    let wanted = name.to_ascii_lowercase();
    known
        .into_iter()
        .filter(|candidate| *candidate != name && candidate.len() <= LONGEST)
        .map(|candidate| {
            (
                likeness(&wanted, &candidate.to_ascii_lowercase()),
                candidate,
            )
        })
        .filter(|(likeness, _)| *likeness >= LEAST)
        // If several names are equally similar, the first name is returned.
        .fold(None, |best: Option<(f64, &str)>, next| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        })
        .map(|(_, candidate)| candidate)
}

/// Returns the similarity of two names, between 0 (nothing in common) and 1 (equal except for case and separators). A similarity
/// below [`LEAST`] can be returned as 0.
fn likeness(left: &str, right: &str) -> f64 {
    if bare(left).eq(bare(right)) {
        return 1.0;
    }
    // An abbreviation such as `desc` is similar to `description`.
    let is_start = left.len() >= 4 && right.starts_with(left);
    let least = if is_start { 0.75 } else { 0.0 };
    if most_alike(left, right) < LEAST {
        return least;
    }
    strsim::normalized_damerau_levenshtein(left, right).max(least)
}

/// Returns the characters of a name without separators.
fn bare(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !matches!(c, '-' | '_' | ' '))
}

/// Returns an upper limit of `normalized_damerau_levenshtein`, which is much cheaper to compute. Each character that only one of
/// the names contains needs at least one change.
fn most_alike(left: &str, right: &str) -> f64 {
    // Characters with the same last bits share a bit. Thus, a missing character may not be counted, but no other one is.
    let bit = |c: char| 1_u128 << (u32::from(c) % 128);
    let set = |text: &str| text.chars().fold(0, |set, c| set | bit(c));
    let missing = |text: &str, set: u128| text.chars().filter(|c| set & bit(*c) == 0).count();
    let (left_length, right_length) = (left.chars().count(), right.chars().count());
    let changes = left_length
        .abs_diff(right_length)
        .max(missing(left, set(right)))
        .max(missing(right, set(left)));
    let ratio = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    1.0 - ratio(changes) / ratio(left_length.max(right_length).max(1))
}

#[cfg(test)]
mod tests {
    use super::{LEAST, likeness, most_alike};

    #[test]
    fn the_upper_limit_is_never_below_the_similarity() {
        let names = [
            "",
            "a",
            "ab",
            "ba",
            "type",
            "tpye",
            "types",
            "x-id",
            "xid",
            "x-rust-name",
            "x-rate-limit",
            "description",
            "desc",
            "größe",
            "grosse",
            "\u{80}",
            "\u{100}",
        ];
        for (left, right) in names
            .iter()
            .flat_map(|left| names.map(|right| (*left, right)))
        {
            let exact = strsim::normalized_damerau_levenshtein(left, right);
            assert!(most_alike(left, right) >= exact, "{left:?} {right:?}");
        }
    }

    #[test]
    fn separators_and_abbreviations_are_similar() {
        assert!(likeness("x_rust name", "x-rust-name") >= LEAST);
        assert!(likeness("desc", "description") >= LEAST);
        assert!(likeness("des", "description") < LEAST);
        assert!(likeness("tpye", "type") >= LEAST);
    }
}
