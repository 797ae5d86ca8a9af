//! Splits prose into sentences and words.
//!
//! In: a block of prose. Out: sentences, as lists of tokens with their offsets.

use super::passage::{CODE, Passage};

/// Abbreviations whose dot does not end a sentence.
const ABBREVIATIONS: &[&str] = &["approx", "cf", "dr", "incl", "mr", "mrs", "resp", "vs"];

/// A word or a piece of code in a sentence.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Token {
    /// The word as it is written. Empty for code.
    pub(crate) word: String,
    /// The word as rules compare it: in lower case, and with straight apostrophes.
    pub(crate) key: String,
    /// The byte offset in the file.
    pub(crate) offset: usize,
    /// Whether there is only white space between the previous token and this one.
    pub(crate) follows: bool,
}

impl Token {
    fn new(word: &str, offset: usize, follows: bool) -> Self {
        Self {
            word: word.to_owned(),
            key: word.to_lowercase().replace('’', "'"),
            offset,
            follows,
        }
    }

    /// Returns whether this token is a word, not code.
    pub(crate) fn is_word(&self) -> bool {
        !self.word.is_empty()
    }

    /// Returns whether the token is counted for the length of the sentence. Numbers and code are not counted.
    pub(crate) fn counts(&self) -> bool {
        self.word.contains(char::is_alphabetic)
    }

    /// Returns whether this token is an acronym, such as REST. Rules never match acronyms.
    pub(crate) fn is_acronym(&self) -> bool {
        self.word.len() > 1
            && self
                .word
                .chars()
                .all(|c| c.is_uppercase() || c.is_numeric())
    }
}

/// Splits a block into sentences.
pub(crate) fn sentences(block: &Passage) -> Vec<Vec<Token>> {
    let mut sentences = Vec::new();
    let mut sentence: Vec<Token> = Vec::new();
    let text = block.text();
    let mut follows = false;
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let length = if is_word_start(c) {
            let length = word_length(rest);
            let word = rest.get(..length).unwrap_or_default();
            sentence.push(Token::new(word, block.offset(at), follows));
            follows = true;
            length
        } else if c == CODE {
            sentence.push(Token::new("", block.offset(at), follows));
            follows = true;
            c.len_utf8()
        } else {
            if ends_sentence(rest, sentence.last()) {
                sentences.push(std::mem::take(&mut sentence));
            }
            follows = follows && c.is_whitespace();
            c.len_utf8()
        };
        at += length;
    }
    sentences.push(sentence);
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

fn is_word_start(c: char) -> bool {
    c.is_alphanumeric()
}

/// Returns the length of the word at the start of a text. A word can contain hyphens, apostrophes and dots, as in `e.g` and
/// `1.10`.
fn word_length(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        let inside = next.is_some_and(is_word_start);
        if is_word_start(c) || (inside && "-'’.".contains(c)) {
            end = at + c.len_utf8();
        } else {
            break;
        }
    }
    end
}

/// Returns whether a sentence ends at the punctuation mark at the start of `rest`. `last` is the word before the mark.
fn ends_sentence(rest: &str, last: Option<&Token>) -> bool {
    let after = match rest.strip_prefix(['!', '?']) {
        Some(after) => after,
        None => match rest.strip_prefix('.') {
            Some(after) if !last.is_some_and(is_abbreviation) => after,
            _ => return false,
        },
    };
    let after = after.trim_start_matches(['.', '!', '?', ')', '"', '\'', '”', '’', ']', '*', '_']);
    after.is_empty() || after.starts_with(char::is_whitespace)
}

fn is_abbreviation(token: &Token) -> bool {
    let initial =
        token.word.len() == 1 && token.word != "I" && token.word.chars().all(char::is_uppercase);
    // This is the case for abbreviations such as `e.g` and `p.m`.
    let dotted = token.key.len() == 3 && token.key.as_bytes().get(1) == Some(&b'.');
    let letters = token.key.chars().all(|c| c.is_alphabetic() || c == '.');
    initial || (dotted && letters) || ABBREVIATIONS.contains(&token.key.as_str())
}

#[cfg(test)]
mod tests {
    use super::{Passage, sentences};

    fn split(text: &str) -> Vec<String> {
        let mut block = Passage::default();
        block.push_source(text, 0);
        let words = |sentence: &Vec<super::Token>| {
            let words = sentence.iter().map(|token| {
                if token.is_word() {
                    token.word.as_str()
                } else {
                    "#"
                }
            });
            words.collect::<Vec<_>>().join(" ")
        };
        sentences(&block).iter().map(words).collect()
    }

    #[test]
    fn a_sentence_ends_at_its_mark() {
        assert_eq!(
            split("One (two). Three? Four! Is \u{fffc} five."),
            ["One two", "Three", "Four", "Is # five"]
        );
    }

    #[test]
    fn abbreviations_numbers_and_dots_within_words_end_no_sentence() {
        assert_eq!(
            split("Some, e.g. one, i.e. two, vs. 1.10 of v2.1 at 3 p.m. today"),
            ["Some e.g one i.e two vs 1.10 of v2.1 at 3 p.m today"]
        );
    }

    #[test]
    fn quotes_and_brackets_belong_to_the_sentence_before() {
        assert_eq!(
            split("He said \"no.\" Then (so it is.) End"),
            ["He said no", "Then so it is", "End"]
        );
    }
}
