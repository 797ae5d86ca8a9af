//! Creates sentences by fixed rules, where the tables have no sentence.

/// Verbs in the third person, and the past participle of each verb.
const VERBS: &[(&str, &str)] = &[
    ("Adds", "added"),
    ("Allocates", "allocated"),
    ("Assigns", "assigned"),
    ("Cancels", "canceled"),
    ("Changes", "changed"),
    ("Creates", "created"),
    ("Deletes", "deleted"),
    ("Ends", "ended"),
    ("Imports", "imported"),
    ("Invites", "invited"),
    ("Moves", "moved"),
    ("Recovers", "recovered"),
    ("Registers", "registered"),
    ("Removes", "removed"),
    ("Renames", "renamed"),
    ("Replaces", "replaced"),
    ("Resets", "reset"),
    ("Restores", "restored"),
    ("Sends", "sent"),
    ("Sets", "set"),
    ("Starts", "started"),
    ("Stops", "stopped"),
    ("Unassigns", "unassigned"),
    ("Updates", "updated"),
    ("Uploads", "uploaded"),
];

/// Words at which a noun phrase ends: in `a tour of a guide`, the noun phrase `a tour` ends at `of`.
const ENDS: &[&str] = &[
    "after", "as", "at", "before", "by", "during", "for", "from", "in", "into", "of", "on", "that",
    "to", "when", "which", "while", "with", "without",
];

/// A noun phrase with one of these words is not turned into the passive, because it may be incomplete.
const PARTS: &[&str] = &["and", "one", "its", "or"];

/// Describes what a successful operation did: `Deletes a tour of a guide.` → `The tour was deleted.`
pub(super) fn done(summary: &str, method: &str) -> String {
    passive(summary).unwrap_or_else(|| {
        let text = match method {
            "delete" => "The deletion succeeded.",
            "put" | "patch" => "The change was saved.",
            "get" | "head" => "The result.",
            _ => "The request succeeded.",
        };
        text.to_owned()
    })
}

fn passive(summary: &str) -> Option<String> {
    let sentence = summary.strip_suffix('.')?;
    let mut words = sentence.split(' ');
    let verb = words.next()?;
    let (_, participle) = VERBS.iter().find(|(third, _)| *third == verb)?;
    let mut noun: Vec<&str> = words
        .take_while(|word| !ENDS.contains(word) && !word.ends_with(','))
        .collect();
    let article = noun.first().copied()?;
    let is_one = ["a", "an", "one"].contains(&article);
    if is_one || article == "the" || article == "all" {
        noun.remove(0);
    }
    let last = noun.last()?;
    // A noun phrase with `its` or with a genitive such as `user's` is not turned into the passive, because it may be
    // incomplete.
    if noun
        .iter()
        .any(|word| word.contains('\'') || PARTS.contains(word))
    {
        return None;
    }
    let is_singular = ["ss", "us", "is"].iter().any(|end| last.ends_with(end));
    let is_plural = !is_one && last.ends_with('s') && !is_singular;
    let verb = if is_plural { "were" } else { "was" };
    Some(format!("The {} {verb} {participle}.", noun.join(" ")))
}

/// Returns a sentence for an HTTP error status without a description.
pub(super) fn failed(status: &str) -> &'static str {
    match status {
        "400" => "The request is invalid.",
        "401" => "The access token is missing, invalid or expired.",
        "403" => "The caller has no permission for this call.",
        "404" => "The requested resource does not exist.",
        "409" => "The request conflicts with the current state.",
        "410" => "The operation is no longer available.",
        "429" => "A rate limit was reached.",
        status if status.starts_with('5') => "The server failed.",
        _ => "The request failed.",
    }
}

/// Joins at most `most` different sentences to one text.
pub(super) fn joined<'a>(texts: impl IntoIterator<Item = &'a str>, most: usize) -> String {
    let mut sentences: Vec<&str> = Vec::new();
    for text in texts {
        if !text.is_empty() && !sentences.contains(&text) {
            sentences.push(text);
        }
    }
    sentences.truncate(most);
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::done;

    #[test]
    fn a_summary_becomes_a_description_of_the_success() {
        for (summary, text) in [
            ("Deletes a tour of a guide.", "The tour was deleted."),
            ("Deletes all stops of a tour.", "The stops were deleted."),
            ("Adds guides to a tour.", "The guides were added."),
            ("Changes a guide's name.", "The request succeeded."),
            ("Wakes a guide.", "The request succeeded."),
            ("Deletes a tour or a stop.", "The request succeeded."),
            ("Changes the status of a tour.", "The status was changed."),
        ] {
            assert_eq!(done(summary, "post"), text);
        }
    }
}
