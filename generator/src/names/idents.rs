//! From a document's words to Rust identifiers. The only file that knows `heck`.
//!
//! In: any text. Out: an identifier, or `None` when nothing of the text can be one.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// Words that cannot be identifiers, and those that may become ones.
pub(super) const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Characters that carry meaning in values, and the word for each.
const SYMBOLS: &[(char, &str)] = &[
    ('+', "plus"),
    ('-', "minus"),
    ('*', "star"),
    ('/', "slash"),
    ('%', "percent"),
    ('<', "less"),
    ('>', "greater"),
    ('=', "equal"),
    ('!', "not"),
    ('~', "tilde"),
    ('&', "and"),
    ('|', "or"),
    ('#', "hash"),
    ('@', "at"),
    ('$', "dollar"),
    ('?', "question"),
    ('.', "dot"),
    (',', "comma"),
    (':', "colon"),
    (';', "semicolon"),
];

/// A type's or variant's identifier: `AccountPlan`.
#[must_use]
pub(super) fn pascal(text: &str) -> Option<String> {
    let name = words(text).to_upper_camel_case();
    let name = leading_digit(name, 'N')?;
    Some(if name == "Self" {
        "SelfValue".to_owned()
    } else {
        name
    })
}

/// A variant's identifier, for values that may be symbols: `>=` is `GreaterEqual`, `-1` is `Minus1`, the empty text is `Empty`.
#[must_use]
pub(super) fn variant(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some("Empty".to_owned());
    }
    if text.chars().all(char::is_whitespace) {
        return Some("Blank".to_owned());
    }
    let signed_number =
        text.starts_with(['+', '-']) && text.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    if signed_number || pascal(text).is_none() {
        return pascal(&spelled(text));
    }
    pascal(text)
}

/// A variant's identifier with a word for each symbol, for values that differ only in symbols.
#[must_use]
pub(super) fn variant_spelled(text: &str) -> Option<String> {
    pascal(&spelled(&text.replace('_', " underscore ")))
}

/// A variant's identifier that says which case its letters have, for values that differ only in case.
#[must_use]
pub(super) fn variant_cased(text: &str) -> Option<String> {
    let name = pascal(&spelled(text))?;
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    Some(
        if !letters.is_empty() && letters.iter().all(|c| c.is_uppercase()) {
            format!("{name}Upper")
        } else if !letters.is_empty() && letters.iter().all(|c| c.is_lowercase()) {
            format!("{name}Lower")
        } else {
            name
        },
    )
}

/// A function's, field's or module's identifier: `account_id`; a keyword gets an underscore: `type_`.
#[must_use]
pub(super) fn snake(text: &str) -> Option<String> {
    let name = words(text).to_snake_case();
    let name = leading_digit(name, 'n')?;
    Some(if KEYWORDS.contains(&name.as_str()) {
        format!("{name}_")
    } else {
        name
    })
}

/// A snake case name for a text that is all symbols.
#[must_use]
pub(super) fn snake_spelled(text: &str) -> Option<String> {
    snake(&spelled(text))
}

/// A constant's identifier: `ACCOUNTS_CREATE`.
#[must_use]
pub(super) fn shouty(text: &str) -> Option<String> {
    leading_digit(words(text).to_shouty_snake_case(), 'N')
}

/// The words of a Pascal case name, each with its capital: `Account`, `Plan`.
#[must_use]
pub(super) fn pascal_words(name: &str) -> Vec<String> {
    let snake = name.to_snake_case();
    let mut rest = name;
    let mut words = Vec::new();
    for word in snake.split('_') {
        let (head, tail) = rest.split_at_checked(word.len()).unwrap_or((rest, ""));
        words.push(head.to_owned());
        rest = tail;
    }
    words
}

/// ASCII letters and digits stay; everything else parts words. An apostrophe joins: `Account'sPlan` is `AccountsPlan`.
fn words(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\'' | '\u{2019}'))
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect()
}

/// Symbols become words.
fn spelled(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match SYMBOLS.iter().find(|(symbol, _)| *symbol == c) {
            Some((_, word)) => {
                out.push(' ');
                out.push_str(word);
                out.push(' ');
            }
            None if c.is_ascii_alphanumeric() => out.push(c),
            None if c.is_ascii() || c.is_whitespace() => out.push(' '),
            None => out.extend([" u".to_owned(), format!("{:x} ", u32::from(c))]),
        }
    }
    out
}

fn leading_digit(name: String, prefix: char) -> Option<String> {
    match name.chars().next() {
        None => None,
        Some(first) if first.is_ascii_digit() => Some(format!("{prefix}{name}")),
        Some(_) => Some(name),
    }
}
