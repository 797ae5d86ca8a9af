//! Converts text to Rust identifiers. Only this module uses `heck`.
//!
//! In: any text. Out: an identifier, or `None` if the text contains no usable character.

use crate::text::ascii_words;
use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// Rust keywords, including reserved keywords, in alphabetical order.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The word that replaces a symbol if two values differ only in symbols.
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

/// Windows device names. Windows reserves these file names, with any extension.
const DEVICES: &[&str] = &["aux", "con", "nul", "prn"];
/// The start of Windows device names that end in a digit, such as `com1`.
const NUMBERED_DEVICES: &[&str] = &["com", "lpt"];
/// The maximum length of an identifier. Rustdoc uses identifiers in file names, and a file name can have at most 255 bytes.
const MOST_LETTERS: usize = 200;
/// The maximum length of a module name.
const MOST_OF_MODULE: usize = 60;

/// Returns the identifier of a type or variant: `AccountPlan`.
#[must_use]
pub(super) fn pascal(text: &str) -> Option<String> {
    let text = ascii_words(text);
    let name = match lower_words(&text) {
        Some(words) => words.map(capitalized).collect(),
        None => text.to_upper_camel_case(),
    };
    let name = bounded(leading_digit(name, 'N')?, MOST_LETTERS);
    Some(if name == "Self" {
        "SelfValue".to_owned()
    } else {
        name
    })
}

/// Returns the identifier of a variant whose value may be a symbol: `GreaterEqual` for `>=`, `Minus1` for `-1`, `Empty` for the
/// empty text.
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

/// Returns the identifier of a variant with a word for each symbol. It distinguishes values such as `a+b` and `a-b`.
#[must_use]
pub(super) fn variant_spelled(text: &str) -> Option<String> {
    pascal(&spelled(&text.replace('_', " underscore ")))
}

/// Returns the identifier of a variant that ends in `Upper` or `Lower`. It distinguishes values such as `GB` and `gb`.
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

/// Returns the identifier of a function, field or module: `account_id`. A keyword gets an underscore: `type_`.
#[must_use]
pub(super) fn snake(text: &str) -> Option<String> {
    Some(without_keyword(bounded(whole_snake(text)?, MOST_LETTERS)))
}

/// Returns a name in snake case. It can be a keyword or too long, so callers must check it.
fn whole_snake(text: &str) -> Option<String> {
    let text = ascii_words(text);
    let name = match lower_words(&text) {
        Some(words) => joined(words),
        None => text.to_snake_case(),
    };
    leading_digit(name, 'n')
}

/// Returns the words of a text in snake case.
pub(super) fn snake_words(text: &str) -> Vec<String> {
    // The first word keeps a number at the start of the text from getting a letter.
    let name = whole_snake(&format!("x {text}")).unwrap_or_default();
    let words = name.split('_').filter(|word| !word.is_empty());
    words.skip(1).map(str::to_owned).collect()
}

/// Splits an ASCII text without capitals into words. `None` if the text has capitals, which can also start words. Most names have
/// no capitals, and `heck` needs much longer to find words.
fn lower_words(text: &str) -> Option<impl Iterator<Item = &str>> {
    let is_lower = text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_uppercase());
    is_lower.then(|| {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric());
        words.filter(|word| !word.is_empty())
    })
}

/// Joins words with `_`.
fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut name = String::new();
    for word in words {
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(word);
    }
    name
}

/// Returns a word of ASCII letters with a capital at its start.
fn capitalized(word: &str) -> String {
    let mut word = word.to_owned();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}

/// Returns the identifier of a module, which is also the name of its file. A long name loses its repeated words, then its last
/// words. A Windows device name gets an underscore: `aux_`.
#[must_use]
pub(super) fn module(text: &str) -> Option<String> {
    let name = without_keyword(shortened(whole_snake(text)?));
    let is_numbered = |stem: &&str| {
        let rest = name.strip_prefix(*stem);
        rest.is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']))
    };
    let is_device = DEVICES.contains(&name.as_str()) || NUMBERED_DEVICES.iter().any(is_numbered);
    Some(if is_device { format!("{name}_") } else { name })
}

/// Shortens the name of a module if it is too long. Repeated words are dropped first, then the last words.
fn shortened(name: String) -> String {
    if name.len() <= MOST_OF_MODULE {
        return name;
    }
    let mut words: Vec<&str> = name.split('_').filter(|word| !word.is_empty()).collect();
    words.dedup();
    let mut short = String::new();
    for word in words {
        if !short.is_empty() && short.len() + 1 + word.len() > MOST_OF_MODULE {
            break;
        }
        if !short.is_empty() {
            short.push('_');
        }
        short.push_str(word);
    }
    bounded(short, MOST_OF_MODULE)
}

/// Cuts a name to at most `most` bytes.
fn bounded(mut name: String, most: usize) -> String {
    // Identifiers are always ASCII, so every byte is a character.
    if name.len() > most && name.is_ascii() {
        name.truncate(most);
        name.truncate(name.trim_end_matches('_').len());
    }
    name
}

/// Whether a text is a Rust keyword.
pub(super) fn is_keyword(text: &str) -> bool {
    KEYWORDS.binary_search(&text).is_ok()
}

fn without_keyword(name: String) -> String {
    if is_keyword(&name) {
        format!("{name}_")
    } else {
        name
    }
}

/// Returns a snake case name with a word for each symbol.
#[must_use]
pub(super) fn snake_spelled(text: &str) -> Option<String> {
    snake(&spelled(text))
}

/// Returns the identifier of a constant: `ACCOUNTS_CREATE`.
#[must_use]
pub(super) fn shouty(text: &str) -> Option<String> {
    let text = ascii_words(text);
    let name = match lower_words(&text) {
        Some(words) => joined(words).to_ascii_uppercase(),
        None => text.to_shouty_snake_case(),
    };
    let name = leading_digit(name, 'N')?;
    Some(bounded(name, MOST_LETTERS))
}

/// Returns a constant's identifier with a word for each symbol.
#[must_use]
pub(super) fn shouty_spelled(text: &str) -> Option<String> {
    shouty(&spelled(text))
}

/// Splits a Pascal case name into its words: `AccountPlan` → `Account`, `Plan`.
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

/// Replaces each symbol with its word, and each non-ASCII character with its code point.
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

#[cfg(test)]
mod tests {
    use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

    use super::{
        KEYWORDS, MOST_LETTERS, capitalized, is_keyword, joined, lower_words, module, pascal,
        shouty, snake,
    };

    #[test]
    fn every_keyword_is_found() {
        assert!(KEYWORDS.iter().all(|keyword| is_keyword(keyword)));
    }

    #[test]
    fn words_without_capitals_have_the_names_that_heck_gives() {
        for text in ["", "_", "a", "a_b", "__a--b2 c__", "2fa", "x9y", "a.b/c"] {
            let words = || lower_words(text).into_iter().flatten();
            assert_eq!(joined(words()), text.to_snake_case());
            let pascal: String = words().map(capitalized).collect();
            assert_eq!(pascal, text.to_upper_camel_case());
            let shouty = joined(words()).to_ascii_uppercase();
            assert_eq!(shouty, text.to_shouty_snake_case());
        }
        assert!(lower_words("aB").is_none());
    }

    #[test]
    fn a_module_has_the_name_of_no_device() {
        for (text, name) in [
            ("aux", "aux_"),
            ("NUL", "nul_"),
            ("Con", "con_"),
            ("prn", "prn_"),
            ("com1", "com1_"),
            ("LPT9", "lpt9_"),
            ("com10", "com10"),
            ("lpt", "lpt"),
            ("auxiliary", "auxiliary"),
        ] {
            assert_eq!(module(text).as_deref(), Some(name));
        }
    }

    #[test]
    fn a_long_module_keeps_its_first_words_once() {
        let text = format!("Operations about {}long tags", "very ".repeat(60));
        assert_eq!(
            module(&text).as_deref(),
            Some("operations_about_very_long_tags")
        );
        let words = "one two three four five six seven eight nine ten eleven twelve thirteen";
        let name = "one_two_three_four_five_six_seven_eight_nine_ten_eleven";
        assert_eq!(module(words).as_deref(), Some(name));
        assert_eq!(module(&"x".repeat(300)), Some("x".repeat(60)));
    }

    #[test]
    fn an_identifier_fits_into_the_name_of_a_file() {
        let long = "x".repeat(5000);
        for name in [pascal(&long), snake(&long), shouty(&long)] {
            assert_eq!(name.map(|name| name.len()), Some(MOST_LETTERS));
        }
    }
}
