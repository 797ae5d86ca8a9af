//! Writes complete documents from a publisher's documents and tables of words.
//!
//! In: the documents of a publisher, a list of the published operations, and [`Tables`] with our own descriptions and
//! names. Out: documents in the form that `specs/README.md` describes, and a review list for each document. Every fact
//! comes from the publisher's documents. Every sentence comes from the tables. If no table has a sentence, the document
//! contains a text that starts with `GAP:` instead, and the stage `check` reports this text.
//!
//! An import has two steps. First, `settled` reads the schemas of all operations, and `settle` gives them their final
//! names and types. Such a schema is called settled. Then the documents are written. Thus, a schema that several
//! operations use is complete before it is written.

mod body;
mod choice;
mod choose;
mod chosen;
mod components;
mod errors;
mod example;
mod facts;
mod list;
mod operation;
mod options;
mod pages;
mod parameter;
mod phrases;
mod properties;
mod prose;
mod publisher;
mod read;
mod response;
mod review;
mod schema;
mod security;
mod settle;
mod settled;
mod shape;
mod work;

pub use options::CompleteOptions;

use std::collections::BTreeSet;

use indexmap::{IndexMap, IndexSet};

use super::print;
use super::tables::Tables;
use super::tree::{Members, Tree};
use crate::source::Node;
use publisher::Publisher;
use settled::Settled;
use work::Work;

/// One of the documents that a complete import writes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Completed {
    /// The name of the document, without `.yaml`.
    pub file: String,
    /// The document, as YAML.
    pub text: String,
    /// The review list: what a person must decide or check, in Markdown.
    pub review: String,
    /// The number of operations in the document.
    pub operations: usize,
    /// The number of texts in the document that start with `GAP:`.
    pub gaps: usize,
}

/// Writes the documents that the options select. The other documents are read too, because documents share schemas.
///
/// # Errors
///
/// When a row of the table `properties` cannot be applied. The errors contain the file and the line.
pub fn complete(
    documents: &[&Node],
    tables: &Tables,
    options: &CompleteOptions,
) -> Result<Vec<Completed>, Vec<String>> {
    let publisher = Publisher::new(documents, options.mirror_prefix.as_deref());
    let mut work = Work::new(tables, options);
    let mut files: IndexMap<String, Vec<Settled<'_>>> = IndexMap::new();
    let mut asked: IndexSet<String> = IndexSet::new();
    let mut areas: BTreeSet<&str> = BTreeSet::new();
    for chosen in work.choose(&publisher) {
        let file = chosen.file().to_owned();
        let is_file = options.files.is_empty() || options.files.contains(&file);
        if is_file
            && options
                .area
                .as_ref()
                .is_none_or(|area| *area == chosen.row.area)
        {
            asked.insert(file.clone());
        }
        work.enter(&file);
        areas.insert(&chosen.row.area);
        let settled = work.settle_operation(chosen);
        files.entry(file).or_default().extend(settled);
    }
    work.add_properties(&areas)?;
    let mut written = Vec::new();
    for (file, settled) in &files {
        written.push((
            file,
            settled.len(),
            document(&mut work, file, settled, documents),
        ));
    }
    work.unused_rows();
    let written = written.into_iter();
    let written = written.filter(|(file, _, _)| asked.contains(*file));
    let completed = written.map(|(file, operations, text)| {
        work.enter(file);
        Completed {
            file: file.clone(),
            text,
            review: work.here.review.text(),
            operations,
            gaps: work.here.review.gaps,
        }
    });
    Ok(completed.collect())
}

/// Writes one document and its review list.
fn document(
    work: &mut Work<'_>,
    file: &str,
    settled: &[Settled<'_>],
    documents: &[&Node],
) -> String {
    work.enter(file);
    let mut paths: IndexMap<String, Members> = IndexMap::new();
    for settled in settled {
        let tree = work.operation(settled);
        let (path, method) = settled.target();
        paths.entry(path).or_default().push((method, tree));
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
    let comment = work.setting("comment");
    let comment = comment.unwrap_or("Written by `cargo xtask spec import`.");
    print::written(&format!("# {comment}\n"), &work.head(), &parts)
}
