//! Finds phrases in sentences.
//!
//! In: a pattern such as `is|are no *`, and the tokens of a sentence. Out: the ranges of tokens that match. A pattern
//! is a list of words. `a|b` matches either of two words. `*` matches any word or a piece of code.

use std::ops::Range;

use super::sentence::Token;

/// A pattern of words.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Phrase {
    pattern: String,
    /// For each word of the pattern, its alternatives. An empty list matches any word.
    words: Vec<Vec<String>>,
}

impl Phrase {
    /// Parses a pattern.
    pub(crate) fn new(pattern: &str) -> Self {
        let words = pattern.split_whitespace().map(|word| match word {
            "*" => Vec::new(),
            word => word.split('|').map(str::to_lowercase).collect(),
        });
        Self {
            pattern: pattern.to_owned(),
            words: words.collect(),
        }
    }

    pub(crate) fn pattern(&self) -> &str {
        &self.pattern
    }

    /// Returns the ranges of tokens that match the phrase.
    pub(crate) fn find(&self, sentence: &[Token]) -> Vec<Range<usize>> {
        let length = self.words.len();
        if length == 0 {
            return Vec::new();
        }
        let windows = sentence.windows(length).enumerate();
        let hits = windows.filter(|(_, window)| {
            let mut pairs = window.iter().zip(&self.words).enumerate();
            pairs
                .all(|(index, (token, word))| (index == 0 || token.follows) && matches(token, word))
        });
        hits.map(|(at, _)| at..at + length).collect()
    }
}

fn matches(token: &Token, alternatives: &[String]) -> bool {
    alternatives.is_empty() || (!token.is_acronym() && alternatives.contains(&token.key))
}

#[cfg(test)]
mod tests {
    use super::Phrase;
    use crate::lint_text::passage::Passage;
    use crate::lint_text::sentence::sentences;

    fn count(pattern: &str, text: &str) -> usize {
        let mut block = Passage::default();
        block.push_source(text, 0);
        let sentences = sentences(&block);
        let phrase = Phrase::new(pattern);
        sentences
            .iter()
            .map(|sentence| phrase.find(sentence).len())
            .sum()
    }

    #[test]
    fn words_match_whole_and_in_any_case() {
        assert_eq!(count("tell|tells", "Tells what tellers tell."), 2);
        assert_eq!(count("rest", "The REST interface, and the rest"), 1);
        assert_eq!(count("answer", "auto-answer"), 0);
    }

    #[test]
    fn phrases_match_across_lines_and_not_across_marks() {
        assert_eq!(count("passed over", "It is passed\nover. Passed, over"), 1);
        assert_eq!(count("is no *", "It is no \u{fffc}. It is no"), 1);
        assert_eq!(count("of one's own", "a document of one’s own"), 1);
    }
}
