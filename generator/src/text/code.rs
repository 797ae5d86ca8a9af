//! Formats inline code in Markdown.

use std::borrow::Cow;

use super::hidden;

/// The maximum number of characters in inline code. Longer code is cut and ends with an ellipsis.
const LIMIT: usize = 500;

/// Formats a text as inline code on one line. Spaces at both ends are kept. Hidden characters are shown as escapes.
pub(super) fn span(text: &str) -> String {
    let shown = hidden::escaped(&shortened(text));
    in_backticks(if shown.is_empty() { "\"\"" } else { &shown })
}

/// Puts a text without line breaks and hidden characters between backticks. Backticks in the text do not end the code.
///
/// If the text contains backticks, the code starts and ends with two backticks. More than two are never used, because
/// three backticks at the start of a line would start a code block.
pub(super) fn in_backticks(text: &str) -> String {
    let fences = ["`", "``"].into_iter();
    let mut fences = fences.filter(|fence| !has_run(text, fence.len()));
    let Some(fence) = fences.next() else {
        return in_backticks(&text.replace('`', "\\u{60}"));
    };
    // Markdown removes one space from both ends of inline code, unless the code consists of spaces.
    let is_blank = text.trim_matches(' ').is_empty();
    let needs_pad = text.starts_with([' ', '`']) || text.ends_with([' ', '`']);
    let pad = if needs_pad && !is_blank { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Returns whether a text contains a run of exactly this many backticks.
fn has_run(text: &str, length: usize) -> bool {
    let mut runs = text.split(|char| char != '`');
    text.contains('`') && runs.any(|run| run.len() == length)
}

fn shortened(text: &str) -> Cow<'_, str> {
    if text.len() <= LIMIT {
        return Cow::Borrowed(text);
    }
    match text.char_indices().nth(LIMIT) {
        Some((at, _)) => Cow::Owned(format!("{}…", text.get(..at).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}
