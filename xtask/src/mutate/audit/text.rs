//! Searches the files of a crate for control characters, evaluated templates and lines that imitate other lines.

use super::super::failure::{Failure, Sort};
use super::super::hostile::{MARKER, RENDERED};
use super::place::part_of;

/// Checks a file of a crate. JSON files may contain control characters, because their content is data.
pub(crate) fn audit(path: &str, text: &str) -> Vec<Failure> {
    let mut found = Vec::new();
    let part = part_of(path);
    let is_data = path.rsplit_once('.').is_some_and(|(_, end)| end == "json");
    if !is_data && let Some((class, line)) = control(text) {
        let class = format!("{class} in {part}");
        found.push(Failure::new(
            Sort::Control,
            class,
            &format!("{path}: {line}"),
        ));
    }
    if let Some(line) = text.lines().find(|line| line.contains(RENDERED)) {
        let class = format!("a rendered template in {part}");
        found.push(Failure::new(
            Sort::Markup,
            class,
            &format!("{path}: {line}"),
        ));
    }
    let forged = text
        .lines()
        .find(|line| line.starts_with(MARKER) || line.starts_with(&format!("const {MARKER}")));
    if let Some(line) = forged.filter(|_| path == "API.txt") {
        found.push(Failure::new(Sort::Markup, "a line of API.txt", line));
    }
    found
}

/// Finds a control character in the messages of a run.
pub(crate) fn messages(text: &str) -> Option<Failure> {
    control(text)
        .map(|(class, line)| Failure::new(Sort::Control, format!("{class} in messages"), &line))
}

/// Returns the first control character or invisible character: its class, and its location.
fn control(text: &str) -> Option<(&'static str, String)> {
    let (at, c) = text.char_indices().find(|(_, c)| class(*c).is_some())?;
    let line = text.get(..at)?.lines().count();
    let around: String = text.get(..at)?.chars().rev().take(60).collect();
    let around: String = around.chars().rev().collect();
    Some((
        class(c)?,
        format!(
            "line {line}: {} before U+{:04X}",
            around.escape_debug(),
            u32::from(c)
        ),
    ))
}

fn class(c: char) -> Option<&'static str> {
    match c {
        '\n' | '\t' => None,
        '\r' => Some("a carriage return"),
        '\u{0}'..='\u{1f}' | '\u{7f}' => Some("a C0 control"),
        '\u{80}'..='\u{9f}' => Some("a C1 control"),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some("a bidirectional control")
        }
        '\u{200b}'..='\u{200d}'
        | '\u{2060}'
        | '\u{feff}'
        | '\u{ad}'
        | '\u{180e}'
        | '\u{115f}'
        | '\u{3164}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Some("an invisible character"),
        '\u{2028}' | '\u{2029}' => Some("a line separator"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{audit, messages};

    #[test]
    fn characters_that_change_what_is_shown_are_found() {
        for text in [
            "a\rb",
            "\u{1b}[31m",
            "\u{9b}31m",
            "\u{202e}",
            "\u{200b}",
            "\u{2028}",
            "\u{e0041}",
        ] {
            assert!(messages(text).is_some(), "{text:?}");
            assert_eq!(audit("src/client.rs", text).len(), 1, "{text:?}");
            assert!(audit("tests/examples/a.json", text).is_empty());
        }
        assert!(messages("a\tb\n🦀 日本").is_none());
    }
}
