//! Finds texts that repeat words of a publisher's document.
//!
//! In: our documents, and documents of a publisher. Out: a diagnostic for each of our texts that contains seven
//! consecutive words of a publisher's text. The texts of a publisher are copyrighted, but facts are not. Thus, at least
//! four of the seven words must be outside of backticks. This module is not a stage of the generator
//! (`cargo xtask spec overlap`).

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{Node, Value};

/// If two texts share this number of consecutive words, they overlap.
const WORDS: usize = 7;
/// At least this number of the shared words must be outside of backticks.
const PLAIN_WORDS: usize = 4;
/// The keys whose texts are compared. The value of a key can also be a list or a map of texts.
const TEXTS: &[&str] = &[
    "description",
    "summary",
    "title",
    "x-error-codes",
    "x-prerequisites",
    "x-enum-descriptions",
];

/// The texts of a publisher, as sequences of words.
#[derive(Clone, Debug, Default)]
pub struct Publication {
    words: BTreeMap<String, u32>,
    runs: BTreeSet<[u32; WORDS]>,
}

/// A word, and `true` if the word is in backticks.
type Word = (String, bool);

impl Publication {
    /// Adds the texts of a document.
    pub fn add(&mut self, document: &Node) {
        for node in texts(document) {
            let text = without_tags(node.as_str().unwrap_or_default());
            let mut ids = Vec::new();
            for (word, _) in words(&text) {
                let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
                ids.push(*self.words.entry(word).or_insert(next));
            }
            for window in ids.windows(WORDS) {
                self.runs.extend(<[u32; WORDS]>::try_from(window));
            }
        }
    }

    /// Reports the texts of a document that repeat words of the publisher. Returns the number of compared texts.
    pub fn compare(&self, document: &Node, diagnostics: &mut Diagnostics) -> usize {
        let mut count = 0;
        for node in texts(document) {
            count += 1;
            let words = words(node.as_str().unwrap_or_default());
            if let Some(shared) = self.shared(&words) {
                let message = format!("repeats `{shared}`");
                let error = Diagnostic::error(Code::TextShared, message);
                let error = error.label(node.span, "as in a document of the publisher");
                diagnostics.push(error.help("write the sentence in other words"));
            }
        }
        count
    }

    /// Returns the first sequence of at least seven words that a text shares with the publisher.
    fn shared(&self, words: &[Word]) -> Option<String> {
        let ids: Vec<Option<u32>> = words
            .iter()
            .map(|(word, _)| self.words.get(word).copied())
            .collect();
        let is_shared = |at: usize| {
            let ids: Option<Vec<u32>> = ids.get(at..at + WORDS)?.iter().copied().collect();
            let plain = words
                .get(at..at + WORDS)?
                .iter()
                .filter(|(_, quoted)| !quoted);
            let run = <[u32; WORDS]>::try_from(ids?).ok()?;
            (plain.count() >= PLAIN_WORDS && self.runs.contains(&run)).then_some(())
        };
        let first = (0..words.len()).find(|at| is_shared(*at).is_some())?;
        let rest = first..words.len();
        let more = rest.take_while(|at| is_shared(*at).is_some()).count();
        let shared = words.get(first..first + more + WORDS - 1)?;
        let shared: Vec<&str> = shared.iter().map(|(word, _)| word.as_str()).collect();
        Some(shared.join(" "))
    }
}

/// Returns the texts of a document.
fn texts(document: &Node) -> Vec<&Node> {
    let mut found = Vec::new();
    let mut open = vec![(document, false)];
    while let Some((node, is_text)) = open.pop() {
        match &node.value {
            Value::Str(_) if is_text => found.push(node),
            Value::List(items) => open.extend(items.iter().rev().map(|item| (item, is_text))),
            Value::Map(map) => {
                // `properties` can contain a property with the name `description`. Its value is a schema, not a text.
                let below = |name: &str, node: &Node| {
                    let is_map = node.as_map().is_some();
                    TEXTS.contains(&name) && (!is_map || name.starts_with("x-"))
                        || is_text && !is_map
                };
                let entries: Vec<_> = map.iter().collect();
                let entries = entries.into_iter().rev();
                open.extend(entries.map(|(name, _, node)| (node, below(name, node))));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Str(_) => {}
        }
    }
    found
}

/// Splits a text into words in lower case.
fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    for (index, part) in text.split('`').enumerate() {
        let is_quoted = index % 2 == 1;
        let lower = part.to_lowercase();
        let split = lower.split(|c: char| !c.is_ascii_alphanumeric() && c != '\'');
        let split = split.filter(|word| !word.is_empty());
        found.extend(split.map(|word| (word.to_owned(), is_quoted)));
    }
    found
}

/// Replaces HTML tags by spaces.
fn without_tags(text: &str) -> String {
    let mut parts = text.split('<');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push(' ');
        // A `<` without a later `>` is not the start of a tag.
        plain.push_str(part.split_once('>').map_or(part, |(_, rest)| rest));
    }
    plain
}
