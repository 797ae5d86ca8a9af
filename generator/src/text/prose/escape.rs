//! Makes text safe: removes hidden characters, and escapes the characters of Markdown.

use std::borrow::Cow;

use crate::text::{code, hidden};

/// Converts all line breaks to `\n`, and removes characters that hide or reorder text.
///
/// Tabs are kept, because the Markdown parser needs tabs for nesting.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text
        .bytes()
        .all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t'))
    {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\r' if chars.peek() == Some(&'\n') => {}
            _ if hidden::ends_line(char) => cleaned.push('\n'),
            '\u{a0}' => cleaned.push(' '),
            '\t' => cleaned.push(char),
            _ if hidden::is_hidden(char) => {}
            // Some scripts and emoji need a joiner between two characters. After an ASCII character, a joiner is
            // removed, because ASCII text needs none.
            _ if hidden::is_joiner(char) && cleaned.ends_with(|c: char| c.is_ascii()) => {}
            _ => cleaned.push(char),
        }
    }
    Cow::Owned(cleaned)
}

/// Where escaped text is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextContext {
    Prose,
    /// A table cell, where `|` ends the cell, even in code.
    Cell,
}

/// Escapes one word, so that Markdown reads the word literally at any position in a line. The word has no white space.
pub(super) fn word(word: &str, place: TextContext) -> String {
    let mut escaped = String::with_capacity(word.len() + 8);
    let is_option =
        word.starts_with("--") && word.chars().nth(2).is_some_and(char::is_alphanumeric);
    let mut underscores_mean_nothing = false;
    let mut before = None;
    for (at, char) in word.char_indices() {
        let special = match char {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
            '_' => {
                if before != Some('_') {
                    underscores_mean_nothing = before.is_some_and(char::is_alphanumeric)
                        && word.get(at..).is_some_and(starts_inside_of_name);
                }
                !underscores_mean_nothing
            }
            '&' => reads_as_entity(word.get(at + 1..).unwrap_or("")),
            '|' => place == TextContext::Cell,
            // Rustdoc converts two hyphens to a dash, which would change the name of a command option.
            '-' => at == 1 && is_option,
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        escaped.push(char);
        before = Some(char);
    }
    escaped
}

/// Returns whether a letter or digit follows the underscores at the start of `rest`. Underscores inside of a name are
/// not markup.
fn starts_inside_of_name(rest: &str) -> bool {
    rest.trim_start_matches('_')
        .starts_with(char::is_alphanumeric)
}

fn reads_as_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    // An entity name is never longer than this limit.
    let end = name
        .bytes()
        .take(40)
        .position(|byte| !byte.is_ascii_alphanumeric());
    end.is_some_and(|end| end > 0 && name.as_bytes().get(end) == Some(&b';'))
}

/// Escapes the first word of a line. Otherwise, Markdown could read the line as a list, a heading, a quote, a rule or a
/// table.
pub(super) fn at_line_start(word: &str) -> Cow<'_, str> {
    let bytes = word.as_bytes();
    let all = |set: &[u8]| bytes.iter().all(|byte| set.contains(byte));
    let digits = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if (1..=9).contains(&digits) && matches!(bytes.get(digits..), Some([b'.' | b')'])) {
        let (number, mark) = word.split_at_checked(digits).unwrap_or((word, ""));
        return Cow::Owned(format!("{number}\\{mark}"));
    }
    let special = match bytes.first() {
        Some(b'>' | b'|') => true,
        Some(b'+') => bytes.len() == 1,
        Some(b'#') => bytes.len() <= 6 && all(b"#"),
        Some(b'=') => all(b"="),
        // A word that consists only of `-`, `:`, `|` and `\` can be markup: the second line of a table, a heading, a
        // bullet or a rule.
        Some(b'-' | b':') => all(b"-:|\\"),
        _ => false,
    };
    if special {
        Cow::Owned(format!("\\{word}"))
    } else {
        Cow::Borrowed(word)
    }
}

/// Puts code between backticks. Backticks in the code do not end the code.
pub(super) fn code_span(code: &str, place: TextContext) -> String {
    let code = code.replace(char::is_whitespace, " ");
    let inner = if code.trim().is_empty() {
        " "
    } else {
        code.trim()
    };
    let span = code::in_backticks(inner);
    if place == TextContext::Cell {
        return span.replace('|', "\\|");
    }
    span
}

/// Returns the length of the longest run of backticks.
pub(super) fn longest_run(text: &str) -> usize {
    text.split(|char| char != '`')
        .map(str::len)
        .max()
        .unwrap_or(0)
}
