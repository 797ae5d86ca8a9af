//! The near miss: which known name a mistyped one most likely means.
//!
//! In: a name and the names that would be right. Out: the one to offer, or nothing: a far guess misleads more than silence.

/// The name among `known` that is most like `name`; `None` when none is like enough to be worth offering.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Long texts are no typing mistakes of names, and comparing them costs the product of both lengths.
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
        // The first of equals wins, so that the answer does not hang on what comes later.
        .fold(None, |best: Option<(f64, &str)>, next| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        })
        .map(|(_, candidate)| candidate)
}

/// Between 0 (nothing in common) and 1 (the same but for letter case and separators).
fn likeness(left: &str, right: &str) -> f64 {
    let bare = |text: &str| text.replace(['-', '_', ' '], "");
    if bare(left) == bare(right) {
        return 1.0;
    }
    // `desc` is `description`, however much of it is missing.
    let is_start = left.len() >= 4 && right.starts_with(left);
    let likeness = strsim::normalized_damerau_levenshtein(left, right);
    if is_start {
        likeness.max(0.75)
    } else {
        likeness
    }
}
