//! The table of accepted faults. The examples with these faults are correct, although other parts of the document
//! contradict them.
//!
//! In: a table with operations, places, paths and reasons. Out: the reason for accepting a fault, and the rows that no
//! fault needed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// The rows of the table of accepted faults.
#[derive(Debug, Default)]
pub(crate) struct Exceptions {
    rows: Vec<Row>,
    used: BTreeSet<usize>,
}

#[derive(Debug)]
struct Row {
    line: usize,
    /// The HTTP method and the path of the operation in our specifications.
    operation: String,
    /// `request`, or the status of a response.
    place: String,
    /// The JSON path of the value, in which each index is written as `[]`.
    path: String,
    reason: String,
}

impl Exceptions {
    /// Reads the table. If the file does not exist, the table is empty.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        if !path.is_file() {
            return Ok(Self::default());
        }
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        Self::parse(&text).with_context(|| path.display().to_string())
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        let mut rows = Vec::new();
        for (index, line) in text.lines().enumerate().skip(1) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let cells: Vec<&str> = line.split('\t').collect();
            let [operation, place, path, reason] = cells.as_slice() else {
                bail!(
                    "line {}: expected an operation, a place, a path and a reason",
                    index + 1
                );
            };
            rows.push(Row {
                line: index + 1,
                operation: (*operation).to_owned(),
                place: (*place).to_owned(),
                path: (*path).to_owned(),
                reason: (*reason).to_owned(),
            });
        }
        let used = BTreeSet::new();
        Ok(Self { rows, used })
    }

    /// Returns the reason for accepting a fault, and marks its row as used.
    pub(crate) fn reason(&mut self, operation: &str, place: &str, path: &str) -> Option<&str> {
        let mut rows = self.rows.iter().enumerate();
        let (index, row) = rows.find(|(_, row)| {
            row.operation == operation && row.place == place && row.path == path
        })?;
        self.used.insert(index);
        Some(&row.reason)
    }

    /// Returns the line numbers of the rows for these operations that no fault needed.
    pub(crate) fn unused(&self, operations: &BTreeSet<String>) -> Vec<usize> {
        let rows = self.rows.iter().enumerate();
        rows.filter(|(index, row)| {
            !self.used.contains(index) && operations.contains(&row.operation)
        })
        .map(|(_, row)| row.line)
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Exceptions;

    const TABLE: &str = "operation\tplace\tpath\treason\n# A comment.\nGET /cups\t200\tcups[].size\tThe size is a text.\n";

    #[test]
    fn an_exception_has_a_reason_and_is_used() {
        let mut exceptions = Exceptions::parse(TABLE).unwrap();
        let operations = BTreeSet::from(["GET /cups".to_owned()]);
        assert_eq!(exceptions.unused(&operations), [3]);
        assert_eq!(exceptions.reason("GET /cups", "200", "cups[].color"), None);
        let reason = exceptions.reason("GET /cups", "200", "cups[].size");
        assert_eq!(reason, Some("The size is a text."));
        assert!(exceptions.unused(&operations).is_empty());
    }

    #[test]
    fn rows_of_other_operations_need_no_exception() {
        let exceptions = Exceptions::parse(TABLE).unwrap();
        assert!(exceptions.unused(&BTreeSet::new()).is_empty());
    }

    #[test]
    fn a_row_needs_four_cells() {
        let error = Exceptions::parse("operation\nGET /cups\t200\n").unwrap_err();
        assert!(error.to_string().starts_with("line 2: expected"));
    }
}
