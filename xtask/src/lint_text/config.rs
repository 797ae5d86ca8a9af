//! The configuration of `lint-text`: the files, rules and exceptions of `xtask/lint-text.yaml`.
//!
//! In: the text of [`CONFIG`]. Out: [`Config`].

use anyhow::{Context, Result, anyhow, ensure};
use codegen::diag::{Diagnostics, Format, render};
use codegen::load::yaml;
use codegen::source::{Node, Sources};
use serde::Deserialize;

use super::phrase::Phrase;

pub(crate) const CONFIG: &str = "xtask/lint-text.yaml";

/// The files to check, with the rules and exceptions.
#[derive(Debug)]
pub(crate) struct Config {
    /// A sentence with more words is reported.
    pub(crate) most_words: usize,
    /// The files to check, grouped by kind.
    pub(crate) files: Vec<FileSet>,
    /// The YAML keys whose text is prose.
    pub(crate) prose_keys: Vec<String>,
    /// The YAML keys whose values are data instead of prose, such as `enum`.
    pub(crate) data_keys: Vec<String>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) allowed: Vec<Allowed>,
}

/// The format of a file. It determines which texts of the file are checked.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// Rust: comments, docs and messages.
    Rust,
    /// Rust: comments and docs.
    RustComments,
    /// Rust: docs.
    RustDocs,
    Markdown,
    /// A Jinja template of a Markdown file.
    MarkdownTemplate,
    /// YAML: comments, and the values of [`Config::prose_keys`].
    Yaml,
    /// TOML and similar formats: comments that start with `#`.
    Comments,
}

/// Files of the same format.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct FileSet {
    pub(crate) kind: Kind,
    /// The end of the file names, such as `.rs`.
    pub(crate) ends: String,
    /// The folders and files to check.
    #[serde(rename = "in")]
    pub(crate) places: Vec<String>,
    /// The folders and files to exclude.
    #[serde(default, rename = "not-in")]
    pub(crate) excluded: Vec<String>,
}

/// A rule that forbids phrases.
#[derive(Debug)]
pub(crate) struct Rule {
    /// The forbidden phrases.
    pub(crate) phrases: Vec<Phrase>,
    /// The suggested replacement.
    pub(crate) write: String,
    /// Longer phrases that contain a forbidden phrase, but are allowed.
    pub(crate) except: Vec<Phrase>,
    /// The folders and files to which the rule applies. An empty list means all files.
    pub(crate) only: Vec<String>,
    /// The folders and files to which the rule does not apply.
    pub(crate) excluded: Vec<String>,
}

/// An exception: a forbidden phrase that is allowed in some files.
#[derive(Debug)]
pub(crate) struct Allowed {
    pub(crate) phrase: Phrase,
    /// The folders and files in which the phrase is allowed.
    pub(crate) places: Vec<String>,
    /// The line in the configuration that contains the exception.
    pub(crate) line: usize,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Entries {
    most_words: usize,
    files: Vec<FileSet>,
    prose_keys: Vec<String>,
    data_keys: Vec<String>,
    rules: Vec<RuleEntry>,
    allow: Vec<AllowEntry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RuleEntry {
    find: Vec<String>,
    write: String,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    only: Vec<String>,
    #[serde(default)]
    not_in: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct AllowEntry {
    phrase: String,
    #[serde(rename = "in")]
    places: Vec<String>,
    reason: String,
}

impl Config {
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        let id = sources.add(CONFIG, text);
        let root = yaml::parse(text, id, &mut diagnostics).filter(|_| !diagnostics.has_errors());
        let root = root.with_context(|| render(&diagnostics, &sources, Format::Short))?;
        let entries: Entries = yaml::typed(&root).map_err(|error| anyhow!("{CONFIG}: {error}"))?;
        ensure!(!entries.rules.is_empty(), "{CONFIG}: no rules");
        let places = root
            .get("allow")
            .and_then(Node::as_list)
            .unwrap_or_default();
        let mut allowed = Vec::new();
        for (entry, node) in entries.allow.into_iter().zip(places) {
            let line = sources.line_column(node.span).line;
            ensure!(
                !entry.reason.trim().is_empty(),
                "{CONFIG}:{line}: empty reason"
            );
            allowed.push(Allowed {
                phrase: Phrase::new(&entry.phrase),
                places: entry.places,
                line,
            });
        }
        Ok(Self {
            most_words: entries.most_words,
            files: entries.files,
            prose_keys: entries.prose_keys,
            data_keys: entries.data_keys,
            rules: entries.rules.into_iter().map(Rule::new).collect(),
            allowed,
        })
    }
}

impl Rule {
    fn new(entry: RuleEntry) -> Self {
        let phrases = |patterns: &[String]| patterns.iter().map(|text| Phrase::new(text)).collect();
        Self {
            phrases: phrases(&entry.find),
            write: entry.write,
            except: phrases(&entry.except),
            only: entry.only,
            excluded: entry.not_in,
        }
    }

    /// Returns whether the rule applies to a file.
    pub(crate) fn holds_in(&self, path: &str) -> bool {
        (self.only.is_empty() || is_in(path, &self.only)) && !is_in(path, &self.excluded)
    }
}

/// Returns whether a path is one of the `places`, or is below one of them.
pub(crate) fn is_in(path: &str, places: &[String]) -> bool {
    places.iter().any(|place| {
        path.strip_prefix(place.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || place.ends_with('/'))
    })
}

#[cfg(test)]
mod tests {
    use super::{Config, is_in};

    #[test]
    fn a_place_is_a_file_or_a_folder() {
        let places = ["a/b".to_owned(), "c.md".to_owned()];
        assert!(is_in("a/b/c.rs", &places));
        assert!(is_in("c.md", &places));
        assert!(!is_in("a/bc.rs", &places));
    }

    #[test]
    fn an_exception_needs_a_reason() {
        let text = "most-words: 35\nfiles: []\nprose-keys: []\ndata-keys: []\nrules:\n  - find: [tell]\n    write: report\nallow:\n  - phrase: tell\n    in: [a]\n    reason: \"\"\n";
        let error = Config::parse(text).unwrap_err().to_string();
        assert!(error.contains(":9: empty reason"), "{error}");
    }
}
