//! Writes complete documents from a publisher's documents and tables of words.
//!
//! In: the documents of a publisher, a list of the published operations, and [`Tables`] with our own words and names. Out: a
//! document in the form that `specs/README.md` describes, and a review list. Every fact comes from the publisher's documents, and
//! every sentence from the tables. What no table has becomes a text that starts with `GAP:`, which the stage `check` reports.
//!
//! An import has two steps. First, all schemas are read and get their names (`settle`). Then everything is written. Thus, a
//! schema that several operations use is complete before it is written.

mod body;
mod choice;
mod choose;
mod components;
mod example;
mod list;
mod operation;
mod options;
mod pages;
mod parameter;
mod phrases;
mod prose;
mod publisher;
mod read;
mod review;
mod schema;
mod settle;
mod shape;
mod work;

pub use options::CompleteOptions;

use indexmap::IndexMap;

use super::print;
use super::tables::Tables;
use super::tree::{Members, Tree};
use crate::source::Node;
use publisher::Publisher;
use work::Work;

/// The result of a complete import.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Completed {
    /// The document, as YAML.
    pub text: String,
    /// What a person must decide or check.
    pub review: String,
    /// The number of operations in the document.
    pub operations: usize,
    /// The number of gaps.
    pub gaps: usize,
}

/// Writes a document with the operations that the options choose.
#[must_use]
pub fn complete(documents: &[&Node], tables: &Tables, options: &CompleteOptions) -> Completed {
    let publisher = Publisher::new(documents, options.mirror_prefix.as_deref());
    let mut work = Work::new(tables, options);
    let chosen = work.choose(&publisher);
    let operations = chosen.len();
    let mut settled = Vec::new();
    for chosen in chosen {
        let key = (chosen.path.clone(), chosen.method.clone());
        settled.extend(work.settle_operation(chosen).map(|settled| (key, settled)));
    }
    let mut paths: IndexMap<String, Members> = IndexMap::new();
    for ((path, method), settled) in &settled {
        let tree = work.operation(settled);
        paths
            .entry(path.clone())
            .or_default()
            .push((method.clone(), tree));
    }
    let paths = paths.into_iter();
    let mut paths: Members = paths
        .map(|(path, methods)| (path, Tree::Spaced(methods)))
        .collect();
    let components = work.components(documents, &mut paths);
    let parts = [
        ("paths", Tree::Spaced(paths)),
        ("components", Tree::Spaced(components)),
    ];
    let head = work.head();
    work.unused_rows();
    let comment = "# Written by `cargo xtask spec import` from the tables in `specs/import`.\n";
    Completed {
        text: print::written(comment, &head, &parts),
        review: work.review.text(),
        operations,
        gaps: work.review.gaps,
    }
}
