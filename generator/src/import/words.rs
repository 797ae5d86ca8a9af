//! Builds the names of the skeleton from names of the publisher's document.

/// Splits a text into words of letters and digits.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Returns the words in lower case, separated by `_`.
pub(super) fn snake(text: &str) -> String {
    words(text)
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join("_")
}

/// Returns the words with capital letters, without separators.
pub(super) fn pascal(text: &str) -> String {
    words(&text.replace('\'', ""))
        .flat_map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|c| c.to_ascii_uppercase());
            first.into_iter().chain(letters)
        })
        .collect()
}
