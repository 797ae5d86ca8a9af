//! Splits the text of types and signatures at places outside of brackets.

/// Returns the first offset outside of all brackets at which `wanted` starts.
pub(super) fn find(text: &str, wanted: &str) -> Option<usize> {
    let first = wanted.bytes().next()?;
    let mut depth = 0_usize;
    let mut before = b' ';
    for (at, byte) in text.bytes().enumerate() {
        let is_start = depth == 0 && byte == first;
        if is_start && text.get(at..).is_some_and(|rest| rest.starts_with(wanted)) {
            return Some(at);
        }
        match byte {
            b'(' | b'[' | b'{' | b'<' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            // The arrow `->` closes nothing.
            b'>' if before != b'-' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = byte;
    }
    None
}

/// Splits a text at the first separator outside of all brackets.
pub(super) fn split_once<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    let at = find(text, separator)?;
    Some((text.get(..at)?, text.get(at + separator.len()..)?))
}

/// Splits a text at every separator outside of all brackets. An empty text has no parts.
pub(super) fn split<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((part, behind)) = split_once(rest, separator) {
        parts.push(part);
        rest = behind;
    }
    if !rest.is_empty() {
        parts.push(rest);
    }
    parts
}

/// Reads a group in these brackets at the start of a text. Returns the text between the brackets, and the text after them.
pub(super) fn group<'a>(text: &'a str, open: &str, close: &str) -> Option<(&'a str, &'a str)> {
    split_once(text.strip_prefix(open)?, close)
}

/// Returns the length of the identifier at the start of a text.
pub(super) fn word(text: &str) -> usize {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_'));
    end.unwrap_or(text.len())
}

/// Calls `visit` with each part of a text in order. The flag is whether the part is an identifier. A lifetime is one
/// part together with its `'`.
pub(super) fn words<'a>(text: &'a str, mut visit: impl FnMut(&'a str, bool)) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match word(rest) {
            0 if first == '\'' => 1 + word(rest.get(1..).unwrap_or_default()),
            0 => first.len_utf8(),
            length => length,
        };
        let (part, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        visit(part, part.len() > 1 || word(part) > 0);
        rest = behind;
    }
}
