//! What a run reports: a table of results, and failures as files.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::Result;
use serde_json::Value;

use super::failure::{Failure, Sort};
use super::tree::text;

/// A failing mutant.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// The number of the mutant.
    pub(crate) index: usize,
    /// The document that was mutated.
    pub(crate) base: String,
    /// What was changed: kinds of mutation, or a hostile text and its places.
    pub(crate) changes: String,
    /// What happened.
    pub(crate) failure: Failure,
    /// The class of the failure with its cause, if that was looked for.
    pub(crate) cause: Option<String>,
    /// The smallest document with that failure, unless enough of its class are known.
    pub(crate) document: Option<Value>,
}

/// The number of mutants with each result.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    /// Mutants.
    pub(crate) mutants: usize,
    /// Crates.
    pub(crate) generated: usize,
    /// Mutants that the generator refused, by the code of the first error.
    pub(crate) refused: BTreeMap<String, usize>,
    /// Crates that cargo checked.
    pub(crate) checked: usize,
}

/// Writes the failing documents and `failures.tsv` into a folder.
pub(crate) fn write_cases(folder: &Path, seed: u64, cases: &[Case]) -> Result<()> {
    fs::create_dir_all(folder)?;
    let mut table = "file\tseed\tmutant\tdocument\tchanges\tsort\tclass\terror\n".to_owned();
    for case in cases {
        let file = match &case.document {
            Some(document) => {
                let file = format!("{}-{:05}.json", case.failure.sort.as_str(), case.index);
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
    fs::write(folder.join("failures.tsv"), table)?;
    Ok(())
}

/// Returns a text as a cell of a table: without line breaks and controls.
fn cell(text: &str) -> String {
    let short: String = text.chars().take(600).collect();
    short
        .escape_debug()
        .to_string()
        .replace("\\\"", "\"")
        .replace("\\'", "'")
}

/// Returns the table of results.
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
    let mut classes: BTreeMap<(Sort, &str), usize> = BTreeMap::new();
    for case in cases {
        let class = case.cause.as_ref().unwrap_or(&case.failure.class);
        *classes.entry((case.failure.sort, class)).or_default() += 1;
    }
    for ((sort, class), count) in classes {
        writeln!(table, "  {:22} {count:>7} {}", sort.as_str(), cell(class))?;
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
