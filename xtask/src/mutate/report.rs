//! Prints the results of a run as a table, and writes failures to files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::Result;
use serde_json::Value;

use super::failure::{Failure, Sort};
use super::tree::text;

/// A mutant on which the generator fails.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// The number of the mutant.
    pub(crate) index: usize,
    /// The name of the document that was mutated.
    pub(crate) base: String,
    /// What was changed: the kinds of mutation, or a hostile text and its places.
    pub(crate) changes: String,
    pub(crate) failure: Failure,
    /// The single mutation or place that causes the failure. `None` if it is not known.
    pub(crate) cause: Option<String>,
    /// The minimized document. `None` if there are already enough documents for failures of this class.
    pub(crate) document: Option<Value>,
}

/// The number of mutants with each result.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    /// The number of all mutants.
    pub(crate) mutants: usize,
    /// The number of mutants from which a crate was generated.
    pub(crate) generated: usize,
    /// The number of mutants with errors, by the code of the first error.
    pub(crate) refused: BTreeMap<String, usize>,
    /// The number of crates that cargo checked.
    pub(crate) checked: usize,
}

/// The name of the file that lists the mutants on which the generator fails.
const TABLE: &str = "failures.tsv";

/// Writes the minimized documents and the file `failures.tsv` into a folder.
pub(crate) fn write_cases(folder: &Path, seed: u64, cases: &[Case]) -> Result<()> {
    fs::create_dir_all(folder)?;
    remove_old(folder)?;
    let mut names = BTreeSet::new();
    let mut table = "file\tseed\tmutant\tdocument\tchanges\tsort\tclass\terror\n".to_owned();
    for case in cases {
        let file = match &case.document {
            Some(document) => {
                let file = file_name(case, &mut names);
                fs::write(folder.join(&file), text(document))?;
                file
            }
            None => "-".to_owned(),
        };
        writeln!(
            table,
            "{file}\t{seed}\t{}\t{}\t{}\t{}\t{}\t{}",
            case.index,
            case.base,
            case.changes,
            case.failure.sort.as_str(),
            cell(&case.failure.class),
            cell(&case.failure.detail),
        )?;
    }
    fs::write(folder.join(TABLE), table)?;
    Ok(())
}

/// Returns the file name of a case. If a mutant has several failures, a letter distinguishes the names.
fn file_name(case: &Case, names: &mut BTreeSet<String>) -> String {
    let start = format!("{}-{:05}", case.failure.sort.as_str(), case.index);
    let mut name = format!("{start}.json");
    for letter in 'b'..='z' {
        if names.insert(name.clone()) {
            break;
        }
        name = format!("{start}{letter}.json");
    }
    name
}

/// Removes the documents in the `failures.tsv` of an earlier run.
fn remove_old(folder: &Path) -> Result<()> {
    let table = fs::read_to_string(folder.join(TABLE)).unwrap_or_default();
    let files = table
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').next());
    for file in files.filter(|file| !file.contains('/')) {
        let file = folder.join(file);
        if file.is_file() {
            fs::remove_file(file)?;
        }
    }
    Ok(())
}

/// Formats a text as a table cell, without line breaks and control characters.
fn cell(text: &str) -> String {
    let short: String = text.chars().take(600).collect();
    short
        .escape_debug()
        .to_string()
        .replace("\\\"", "\"")
        .replace("\\'", "'")
}

/// Formats the table of results.
pub(crate) fn summary(seed: u64, counts: &Counts, cases: &[Case]) -> Result<String> {
    let mut table = format!("seed {seed}\n");
    let refused: usize = counts.refused.values().sum();
    writeln!(table, "{:24} {:>7}", "mutants", counts.mutants)?;
    writeln!(table, "{:24} {:>7}", "crates", counts.generated)?;
    writeln!(table, "{:24} {refused:>7}", "refused")?;
    for (code, count) in &counts.refused {
        writeln!(table, "  {code:22} {count:>7}")?;
    }
    writeln!(table, "{:24} {:>7}", "checked by cargo", counts.checked)?;
    writeln!(table, "{:24} {:>7}", "failures", cases.len())?;
    let mut classes: BTreeMap<(Sort, String), usize> = BTreeMap::new();
    for case in cases {
        let class = match &case.cause {
            Some(cause) => format!("{}: {cause}", case.failure.class),
            None => case.failure.class.clone(),
        };
        *classes.entry((case.failure.sort, class)).or_default() += 1;
    }
    for ((sort, class), count) in classes {
        writeln!(table, "  {:22} {count:>7} {}", sort.as_str(), cell(&class))?;
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::super::failure::{Failure, Sort};
    use super::{Case, Counts, cell, summary};

    #[test]
    fn failures_of_one_class_are_one_line_and_the_worst_is_first() {
        let case = |sort, class: &str| Case {
            index: 1,
            base: "a".to_owned(),
            changes: String::new(),
            failure: Failure::new(sort, class, ""),
            cause: None,
            document: None,
        };
        let cases = [
            case(Sort::Compile, "b"),
            case(Sort::Panic, "a"),
            case(Sort::Compile, "b"),
        ];
        let table = summary(7, &Counts::default(), &cases).unwrap();
        let last: Vec<&str> = table.lines().rev().take(2).collect();
        assert_eq!(
            last[0].split_whitespace().collect::<Vec<_>>(),
            ["compile", "2", "b"]
        );
        assert_eq!(
            last[1].split_whitespace().collect::<Vec<_>>(),
            ["panic", "1", "a"]
        );
    }

    #[test]
    fn a_cell_is_one_line_without_controls() {
        assert_eq!(cell("a\tb\n\u{1b}\"'"), "a\\tb\\n\\u{1b}\"'");
    }
}
