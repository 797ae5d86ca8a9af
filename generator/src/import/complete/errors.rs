//! Writes the error responses of operations.

use indexmap::{IndexMap, IndexSet};

use super::phrases;
use super::prose;
use super::publisher::Published;
use super::read::Reader;
use super::work::Work;
use crate::import::tree::{Members, Tree};
use crate::source::{Map, Node};

/// An error that an operation can return: the HTTP status, the error code and our description.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct ErrorWords {
    pub(super) status: String,
    pub(super) code: String,
    pub(super) words: String,
}

impl Work<'_> {
    /// Returns the errors that the publisher documents for an operation, with our descriptions from the table `codes`.
    pub(super) fn codes(
        &mut self,
        first: &Published<'_>,
        area: &str,
        title: &str,
    ) -> Vec<ErrorWords> {
        let reader = Reader {
            document: first.document,
        };
        let mut found = Vec::new();
        let statuses = first.node.get("responses").and_then(Node::as_map);
        for (status, _, node) in statuses.into_iter().flat_map(Map::iter) {
            let map = reader.resolve(node);
            let description = map
                .and_then(|map| map.text_of("description"))
                .unwrap_or_default();
            for error in prose::error_codes(description) {
                let rows = self.tables.codes.all(area, &error.code);
                let of =
                    |fingerprint: &str| rows.iter().find(|row| row.cell(1) == Some(fingerprint));
                let row = of(&error.fingerprint).or_else(|| of("*"));
                let words = match row {
                    Some(row) => row.cell(2).unwrap_or_default().to_owned(),
                    // Some publishers document an error under a success status. Most tables have no description for
                    // such an error, so it is only added to the review list.
                    None if status.starts_with('2') => {
                        let line =
                            format!("{title}: {status} {} {}", error.code, error.fingerprint);
                        self.here.review.add("errors under a success status", line);
                        continue;
                    }
                    None => {
                        let what = format!("{} {} of {title}", error.code, error.fingerprint);
                        self.here.review.gap("codes", &what)
                    }
                };
                found.push(ErrorWords {
                    status: status.to_owned(),
                    code: error.code,
                    words,
                });
            }
        }
        found
    }

    /// Writes the response for an error status.
    pub(super) fn error(&self, status: &str, errors: &[&ErrorWords]) -> Tree {
        if status == "429"
            && let Some(reference) = self.setting("rate-limited")
        {
            return Tree::Block(vec![(
                "$ref".to_owned(),
                Tree::Text(self.reference(reference)),
            )]);
        }
        let words = phrases::joined(errors.iter().map(|error| error.words.as_str()), 2);
        let words = if words.is_empty() {
            phrases::failed(status).to_owned()
        } else {
            words
        };
        let mut members: Members = vec![("description".to_owned(), Tree::text(&words))];
        if let Some(reference) = self.setting("error-body") {
            let schema = Tree::Block(vec![(
                "$ref".to_owned(),
                Tree::Text(self.reference(reference)),
            )]);
            let first = errors.first();
            let code = first.map_or(status, |error| &error.code);
            let message = first.map_or(words.as_str(), |error| &error.words);
            let example = vec![
                ("code".to_owned(), Tree::Plain(code.to_owned())),
                ("message".to_owned(), Tree::text(message)),
            ];
            let media = vec![
                ("schema".to_owned(), schema),
                ("example".to_owned(), Tree::Block(example)),
            ];
            let content = vec![("application/json".to_owned(), Tree::Block(media))];
            members.push(("content".to_owned(), Tree::Block(content)));
        }
        Tree::Block(members)
    }
}

/// Returns the description of each error code, sorted by code. A code with several causes has a list of descriptions.
pub(super) fn code_words(errors: &[ErrorWords]) -> Members {
    let mut texts: IndexMap<&str, IndexSet<&str>> = IndexMap::new();
    for error in errors {
        let causes = texts.entry(&error.code).or_default();
        causes.extend(Some(error.words.as_str()).filter(|words| !words.is_empty()));
    }
    texts.sort_by(|one, _, other, _| {
        let number = |code: &str| code.parse::<i128>().unwrap_or(i128::MAX);
        number(one).cmp(&number(other))
    });
    let texts = texts.into_iter();
    texts
        .map(|(code, causes)| {
            let mut causes: Vec<Tree> = causes.into_iter().map(Tree::text).collect();
            let words = if causes.len() == 1 {
                causes.remove(0)
            } else {
                Tree::Lines(causes)
            };
            (code.to_owned(), words)
        })
        .collect()
}
