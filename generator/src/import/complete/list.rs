//! Reads the list of published operations.

use super::publisher::key;
use crate::openapi::keywords::METHODS;

/// A published operation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Listed {
    /// The method, in lower case.
    pub(super) method: String,
    /// The path as the list writes it.
    pub(super) path: String,
}

impl Listed {
    /// Reads an operation such as `GET /users`. Other words of the line are ignored.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let method = words.find_map(|word| {
            let lower = word.to_lowercase();
            (word == word.to_uppercase() && METHODS.contains(&lower.as_str())).then_some(lower)
        })?;
        let path = words.next().filter(|path| path.starts_with('/'))?;
        Some(Self {
            method,
            path: path.to_owned(),
        })
    }

    /// Returns the method and the path without the prefix and the names of placeholders.
    pub(super) fn key(&self, prefix: Option<&str>) -> (String, String) {
        (self.method.clone(), key(&self.path, prefix))
    }
}

/// Reads a list. Empty lines and comments are ignored.
pub(super) fn read(text: &str) -> Vec<Listed> {
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'));
    lines.filter_map(Listed::parse).collect()
}

#[cfg(test)]
mod tests {
    use super::{Listed, read};

    #[test]
    fn a_line_may_have_more_words_than_the_operation() {
        let all = read("# GET /no\n\nGET /tours\ntravel POST /tours/{id} json\nnothing\n");
        let all: Vec<(&str, &str)> = all
            .iter()
            .map(|Listed { method, path }| (method.as_str(), path.as_str()))
            .collect();
        assert_eq!(all, [("get", "/tours"), ("post", "/tours/{id}")]);
    }
}
