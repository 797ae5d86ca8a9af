//! Reads facts from a publisher's descriptions: error codes and prerequisites.
//!
//! Sentences of the publisher are never printed. Instead, a sentence is identified by its [`fingerprint`]. The tables
//! contain our own sentence for each fingerprint.

use crate::load::sha256;

/// An error code, and the fingerprint of the publisher's error message.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct ErrorCode {
    pub(super) code: String,
    pub(super) fingerprint: String,
}

/// This text is in front of each error code in the description of a response.
const CODE: &str = "**Error Code:** `";
/// One of these texts is in front of a list of prerequisites.
const PREREQUISITES: &[&str] = &[
    "**Prerequisites:**:",
    "**Prerequisites:**",
    "**Prerequisites**:",
    "**Prerequisites**",
];

/// Returns the error codes in the description of a response.
pub(super) fn error_codes(description: &str) -> Vec<ErrorCode> {
    let mut found = Vec::new();
    for part in description.split(CODE).skip(1) {
        let Some((code, rest)) = part.split_once('`') else {
            continue;
        };
        // Some publishers separate the digits of a code: `1002_003`.
        let code = code.replace('_', "");
        let digits = code.strip_prefix('-').unwrap_or(&code);
        let is_code = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_code {
            found.push(ErrorCode {
                code,
                fingerprint: fingerprint(rest),
            });
        }
    }
    found
}

/// Returns the fingerprints of the prerequisites in the description of an operation.
pub(super) fn prerequisites(description: &str) -> Vec<String> {
    let positions = PREREQUISITES.iter().filter_map(|label| {
        let at = description.find(label)?;
        Some((at, std::cmp::Reverse(label.len())))
    });
    let Some((at, std::cmp::Reverse(length))) = positions.min() else {
        return Vec::new();
    };
    let list = description.get(at + length..).unwrap_or_default();
    let list = list.split("**Scopes").next().unwrap_or_default();
    let list = list.split("**[").next().unwrap_or_default();
    let items = list.lines().filter_map(|line| {
        let item = line.trim_start().strip_prefix('*')?;
        item.starts_with(char::is_whitespace).then(|| item.trim())
    });
    let has_words = |item: &&str| item.contains(|c: char| c.is_ascii_alphanumeric());
    items.filter(has_words).map(fingerprint).collect()
}

/// Returns whether a description contains the information that the described part is deprecated.
pub(super) fn says_deprecated(description: &str) -> bool {
    let lower = description.to_lowercase();
    let lower = lower.replace("&lt;", "<").replace("&gt;", ">");
    let start = lower.trim_start_matches(['*', '(', '[', '_', ' ']);
    let marks = [
        "**deprecated",
        "<b>deprecated",
        "<strong>deprecated",
        "this field is deprecated",
        "this field will be deprecated",
        "this parameter is deprecated",
        "this parameter will be deprecated",
    ];
    start.starts_with("deprecated") || marks.iter().any(|mark| lower.contains(mark))
}

/// Returns the fingerprint of a text: the first eight hexadecimal digits of the SHA-256 of its words.
pub(super) fn fingerprint(text: &str) -> String {
    let mut plain = String::new();
    let mut parts = text.split('<');
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        // A `<` without a later `>` is not the start of a tag.
        plain.push(' ');
        plain.push_str(part.split_once('>').map_or(part, |(_, rest)| rest));
    }
    let lower = plain.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let mut digits = sha256(words.join(" ").as_bytes());
    digits.truncate(8);
    digits
}

#[cfg(test)]
mod tests {
    use super::{error_codes, fingerprint, prerequisites, says_deprecated};

    #[test]
    fn a_description_can_say_that_a_field_is_deprecated() {
        for text in [
            "**Deprecated.** Use `stop`.",
            "The stop. &lt;b&gt;Deprecated:&lt;/b&gt; use `stops`.",
            "The stop.\n\n**This field is deprecated and",
        ] {
            assert!(says_deprecated(text), "{text}");
        }
        assert!(!says_deprecated("`walk`, or `hike` (deprecated)."));
    }

    #[test]
    fn codes_and_prerequisites_are_found_by_their_fingerprints() {
        let text = "Not found.<br>\n**Error Code:** `12` <br>\n No <b>tour</b>.<br>\n**Error Code:** `-3`<br>Gone!";
        let codes: Vec<(String, String)> = error_codes(text)
            .into_iter()
            .map(|found| (found.code, found.fingerprint))
            .collect();
        let expected = [("12", "no tour"), ("-3", "gone")];
        let expected = expected.map(|(code, text)| (code.to_owned(), fingerprint(text)));
        assert_eq!(codes, expected);
        let text = "Lists tours.\n\n**Prerequisites:**\n*  \n* A bus\n * A [driver](x)\n\n**[Scopes](y):** `a`\n* no";
        assert_eq!(
            prerequisites(text),
            [fingerprint("a bus"), fingerprint("A driver x")]
        );
        assert_eq!(
            fingerprint("the vehicle"),
            fingerprint("<i>The</i>  vehicle.")
        );
    }
}
