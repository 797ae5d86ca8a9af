//! Reads the list of the operations that the publisher offers to users, such as `GET /users`.

use super::publisher::key;
use crate::openapi::keywords::METHODS;

/// An operation in this list.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Listed {
    /// The HTTP method, in lower case.
    pub(super) method: String,
    /// The path, as written in the list.
    pub(super) path: String,
}

impl Listed {
    /// Reads a line that contains an operation, such as `GET /users`. All other words of the line are ignored.
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

    /// Returns the method and the path, without the prefix and without the names of placeholders. Two operations are
    /// the same if these values are equal.
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
