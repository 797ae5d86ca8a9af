//! Suggestions for misspelled names.
//!
//! In: a name and the known names. Out: the most similar known name, or `None` if no known name is similar enough.

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
        .filter(|(likeness, _)| *likeness >= 0.7)
        // If several names are equally similar, the first name is returned.
        .fold(None, |best: Option<(f64, &str)>, next| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        })
        .map(|(_, candidate)| candidate)
}

/// Returns the similarity of two names, between 0 (nothing in common) and 1 (equal except for case and separators).
fn likeness(left: &str, right: &str) -> f64 {
    let bare = |text: &str| text.replace(['-', '_', ' '], "");
    if bare(left) == bare(right) {
        return 1.0;
    }
    // An abbreviation such as `desc` is similar to `description`.
    let is_start = left.len() >= 4 && right.starts_with(left);
    let likeness = strsim::normalized_damerau_levenshtein(left, right);
    if is_start {
        likeness.max(0.75)
    } else {
        likeness
    }
}
