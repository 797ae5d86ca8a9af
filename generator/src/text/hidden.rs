//! Characters that readers do not see: control characters, direction marks, zero-width characters and line separators.

/// Returns whether a program treats this character as the end of a line. Editors, compilers and browsers differ here.
pub(super) const fn ends_line(char: char) -> bool {
    matches!(
        char,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Returns whether a character is hidden: a control character, a direction mark or a zero-width character. The compiler
/// rejects direction marks in source code.
///
/// Zero-width joiners are not hidden here, because some scripts and emoji need them. Spaces are not hidden either.
pub(super) fn is_hidden(char: char) -> bool {
    char.is_control()
        || matches!(char,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Returns whether a name or a value must show this character as an escape. Here, joiners are escaped too, because
/// names and values do not need them.
pub(super) fn is_unseen(char: char) -> bool {
    ends_line(char) || is_hidden(char) || is_joiner(char)
}

/// Returns whether a character is a zero-width joiner or non-joiner.
pub(super) const fn is_joiner(char: char) -> bool {
    matches!(char, '\u{200c}' | '\u{200d}')
}

/// Appends a character as a Rust escape, such as `\n` or `\u{202e}`.
pub(super) fn escape(char: char, to: &mut String) {
    match char {
        '\n' => to.push_str("\\n"),
        '\r' => to.push_str("\\r"),
        '\t' => to.push_str("\\t"),
        _ => to.extend(char.escape_unicode()),
    }
}

/// Replaces each hidden character with its escape.
pub(super) fn escaped(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        if is_unseen(char) {
            escape(char, &mut escaped);
        } else {
            escaped.push(char);
        }
    }
    escaped
}
