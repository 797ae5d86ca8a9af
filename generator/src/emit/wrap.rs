//! Breaks long lines of Markdown.
//!
//! In: Markdown and the maximum width. Out: the same Markdown with line breaks between words. Code blocks and tables are not
//! changed. The rendered text does not change.

/// Breaks the lines that are longer than `width` characters.
pub(super) fn wrapped(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut fence: Option<String> = None;
    for line in text.lines() {
        let mark = fence_of(line);
        let is_code = fence.is_some() || mark.is_some();
        match (&fence, mark) {
            (None, mark) => fence = mark,
            (Some(open), Some(mark)) if mark.starts_with(open.as_str()) => fence = None,
            (Some(_), _) => {}
        }
        let is_table = line.trim_start().starts_with('|');
        if is_code || is_table || line.chars().count() <= width {
            lines.push(line.to_owned());
        } else {
            lines.extend(broken(line, width));
        }
    }
    lines.join("\n")
}

/// If a code block starts or ends in this line, returns its backticks. Otherwise, returns `None`.
fn fence_of(line: &str) -> Option<String> {
    let rest = line.trim_start();
    let mark: String = rest.chars().take_while(|c| *c == '`').collect();
    (mark.len() >= 3).then_some(mark)
}

fn broken(line: &str, width: usize) -> Vec<String> {
    let (first, next) = indents(line);
    let mut lines = Vec::new();
    let mut current = first.clone();
    let mut is_empty = true;
    let rest = line.get(first.len()..).unwrap_or_default();
    for word in words(rest) {
        let columns = current.chars().count() + word.chars().count() + usize::from(!is_empty);
        if !is_empty && columns > width {
            lines.push(std::mem::replace(&mut current, next.clone()));
            is_empty = true;
        }
        if !is_empty {
            current.push(' ');
        }
        current.push_str(&word);
        is_empty = false;
    }
    lines.push(current);
    lines
}

/// Returns two texts for the lines of a paragraph: the indentation and the list marker of the first line, and the
/// indentation of all other lines.
fn indents(line: &str) -> (String, String) {
    let text = line.trim_start_matches([' ', '>']);
    let outer = line.get(..line.len() - text.len()).unwrap_or_default();
    let marker = list_marker(text);
    let first = format!("{outer}{marker}");
    let next = format!("{outer}{}", " ".repeat(marker.chars().count()));
    (first, next)
}

/// Returns the list marker at the start of a line, with a space: `- ` or `12. `. Returns an empty text for a line without a
/// list marker.
fn list_marker(text: &str) -> &str {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let length = match text.get(digits..) {
        Some(rest) if digits > 0 && rest.starts_with([')', '.']) => digits + 1,
        Some(rest) if digits == 0 && rest.starts_with(['-', '*', '+']) => 1,
        _ => return "",
    };
    let has_blank = text.get(length..).is_some_and(|rest| rest.starts_with(' '));
    if has_blank {
        text.get(..=length).unwrap_or_default()
    } else {
        ""
    }
}

/// Splits a text into words, between which a line can be broken. Inline code is one word. A word such as `-` stays
/// together with the word before it. Otherwise, a line could start with `-` and become a list item.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in parts(text) {
        let starts_block = word
            .starts_with(['-', '+', '*', '#', '>', '=', '|', '~', '_', ':', '<'])
            || word.starts_with("```")
            || word.starts_with(|c: char| c.is_ascii_digit())
            || word.is_empty();
        match words.last_mut() {
            Some(last) if starts_block => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// Splits a text at spaces, except for spaces in code.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        at += match rest.as_bytes() {
            [b'`', ..] => code_length(rest),
            [b'\\', next, ..] if next.is_ascii() => 2,
            [b' ', ..] => {
                parts.push(text.get(start..at).unwrap_or_default());
                start = at + 1;
                1
            }
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}

/// Returns the length of the inline code at the start of a text. Code starts and ends with the same number of backticks. If the
/// code has no end, returns the number of backticks at the start.
fn code_length(text: &str) -> usize {
    let run = |text: &str| text.bytes().take_while(|byte| *byte == b'`').count();
    let fence = run(text);
    let mut at = fence;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find('`')) {
        at += next;
        let length = text.get(at..).map_or(0, run);
        at += length;
        if length == fence {
            return at;
        }
    }
    fence
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn code_is_never_broken_whatever_backticks_it_has() {
        for code in [
            "`a b c d`",
            "`` a ` b c d ``",
            "` a ``` b c `",
            "```` a ``` b `` c ````",
        ] {
            let text = format!("some words {code} more words");
            let lines = wrapped(&text, 12);
            assert!(lines.lines().any(|line| line.contains(code)), "{lines}");
        }
    }

    #[test]
    fn backticks_that_are_text_do_not_join_words() {
        let lines = wrapped("aa \\` bb cc ``` dd", 6);
        assert_eq!(lines, "aa \\`\nbb\ncc ```\ndd");
    }
}
