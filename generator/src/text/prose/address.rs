//! Finds web and email addresses in text, and escapes them.

use std::fmt::Write as _;

/// Returns an address that Markdown accepts between `<>` or in `()`. Returns `None` if the text is not a web or email
/// address.
pub(super) fn checked(url: &str) -> Option<String> {
    let url = url.trim();
    let web = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let mail = url
        .strip_prefix("mailto:")
        .and_then(|address| address.split_once('@'));
    // rustdoc reads an email address without a dot as the path of an item.
    if !web.is_some_and(|rest| rest.starts_with(is_of_url))
        && !mail.is_some_and(|(_, host)| host.contains('.'))
    {
        return None;
    }
    let mut printable = String::with_capacity(url.len());
    for (at, char) in url.char_indices() {
        let plain = match char {
            ';' => !ends_entity(url.get(..at).unwrap_or("")),
            _ => is_of_url(char),
        };
        if plain {
            printable.push(char);
        } else {
            let mut buffer = [0; 4];
            for byte in char.encode_utf8(&mut buffer).bytes() {
                let _ = write!(printable, "%{byte:02X}");
            }
        }
    }
    Some(printable)
}

fn ends_entity(head: &str) -> bool {
    head.trim_end_matches(|char: char| char.is_ascii_alphanumeric() || char == '#')
        .ends_with('&')
}

/// Returns whether the character can be part of an address. Braces are allowed, because some addresses are templates.
fn is_of_url(char: char) -> bool {
    match char {
        '<' | '>' | '"' | '`' | '\\' | '|' | '^' => false,
        _ if char.is_ascii() => char.is_ascii_graphic(),
        _ => char.is_alphanumeric(),
    }
}

/// Returns whether all parentheses are balanced. Markdown requires balanced parentheses in the address of a link.
fn is_balanced(url: &str) -> bool {
    let mut open = 0_u8;
    for char in url.chars() {
        open = match char {
            '(' if open < 16 => open + 1,
            '(' => return false,
            ')' => match open.checked_sub(1) {
                Some(less) => less,
                None => return false,
            },
            _ => open,
        };
    }
    open == 0
}

/// Splits a word at its first web address. Returns the text before the address, the address, and the text after it.
pub(super) fn split_at_first(word: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let at = from + word.get(from..)?.find("http")?;
        let tail = word.get(at..)?;
        let host = tail
            .strip_prefix("https://")
            .or_else(|| tail.strip_prefix("http://"));
        if let Some(length) = host
            .and_then(|host| length_of_host(host).map(|length| tail.len() - host.len() + length))
        {
            let (url, after) = tail.split_at_checked(length)?;
            return Some((word.get(..at)?, url, after));
        }
        from = at + "http".len();
    }
}

/// Returns the length of a web address after `https://`. Punctuation and a closing bracket at the end do not belong to
/// the address.
fn length_of_host(host: &str) -> Option<usize> {
    let mut end = 0;
    while let Some(char) = host.get(end..)?.chars().next() {
        if is_of_url(char) {
            end += char.len_utf8();
        } else if let Some(length) = length_of_placeholder(host.get(end..)?) {
            end += length;
        } else {
            break;
        }
    }
    let mut url = host.get(..end)?;
    let surplus = |open: char, close: char| {
        url.matches(close)
            .count()
            .saturating_sub(url.matches(open).count())
    };
    let (mut round, mut square, mut curly) =
        (surplus('(', ')'), surplus('[', ']'), surplus('{', '}'));
    while let Some(last) = url.chars().next_back() {
        let unpaired = match last {
            ')' => &mut round,
            ']' => &mut square,
            '}' => &mut curly,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | '(' | '[' => &mut 1,
            _ => break,
        };
        if *unpaired == 0 {
            break;
        }
        *unpaired -= 1;
        url = url.get(..url.len() - 1)?;
    }
    (!url.is_empty()).then_some(url.len())
}

/// Returns the length of a placeholder such as `<name>` at the start of the text.
fn length_of_placeholder(text: &str) -> Option<usize> {
    let name = text.strip_prefix('<')?;
    let end =
        name.find(|char: char| !char.is_ascii_alphanumeric() && char != '_' && char != '-')?;
    (end > 0 && name.get(end..)?.starts_with('>')).then_some(end + 2)
}

/// Returns whether `<address>` is a valid email link in Markdown.
pub(super) fn is_plain_mail(address: &str) -> bool {
    address.starts_with(|char: char| char.is_ascii_alphanumeric())
        && address.ends_with(|char: char| char.is_ascii_alphanumeric())
        && address
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || matches!(char, '@' | '.' | '-' | '_' | '+'))
        && address.matches('@').count() == 1
        && !address.contains(".-")
        && !address.contains("-.")
        && !address.contains("..")
}

/// Returns the address in a form that can be printed between the parentheses of a link.
pub(super) fn in_brackets(url: &str) -> String {
    if is_balanced(url) {
        url.to_owned()
    } else {
        url.replace('(', "%28").replace(')', "%29")
    }
}
