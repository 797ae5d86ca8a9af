//! Replaces all characters of a text by ASCII characters, for use in names.

use any_ascii::any_ascii_char;

/// Replaces letters and digits with their usual ASCII transliteration: `é` becomes `e`, `認証` becomes `RenZheng`. Accents,
/// invisible characters and apostrophes are removed. Any other character becomes a space.
#[must_use]
pub fn ascii_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if is_mark(c) {
            // The character is removed, so the letters around it stay in one word.
        } else if c.is_alphanumeric() {
            let letters = any_ascii_char(c).chars();
            // Some transliterations contain an apostrophe (a hard sign) or a slash (a fraction).
            out.extend(
                letters
                    .filter(|c| !is_mark(*c))
                    .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }),
            );
        } else {
            out.push(' ');
        }
    }
    out
}

/// Returns whether a character is an apostrophe, a combining accent or invisible. Such a character does not separate
/// words.
fn is_mark(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{ad}') || (!c.is_ascii() && any_ascii_char(c).is_empty())
}

#[cfg(test)]
mod tests {
    use super::ascii_words;

    #[test]
    fn letters_keep_their_case() {
        assert_eq!(ascii_words("éÉßÆñ"), "eEssAen");
        assert_eq!(ascii_words("Привет, Юля"), "Privet  Yulya");
        assert_eq!(ascii_words("Łódź Đorđe"), "Lodz Dorde");
    }

    #[test]
    fn every_script_has_letters() {
        assert_eq!(ascii_words("認証"), "RenZheng");
        assert_eq!(ascii_words("ユーザー"), "yuza");
        assert_eq!(ascii_words("사용자"), "SaYongJa");
        assert_eq!(ascii_words("हिन्दी"), "hindi");
    }

    #[test]
    fn accents_and_apostrophes_do_not_separate_words() {
        assert_eq!(ascii_words("Account'sPlan’s"), "AccountsPlans");
        assert_eq!(
            ascii_words("cafe\u{301} a\u{200b}b о\u{44a}е"),
            "cafe ab oe"
        );
    }

    #[test]
    fn other_characters_separate_words() {
        assert_eq!(ascii_words("a-b_c🦀d½"), "a b c d1 2");
    }
}
