//! Collects what a person must decide or check.

use std::fmt::Write;

use indexmap::{IndexMap, IndexSet};

/// The list of what a person must decide or check, by kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Review {
    sections: IndexMap<&'static str, IndexSet<String>>,
    /// The number of marked gaps.
    pub(super) gaps: usize,
}

impl Review {
    /// Adds a line. A line that the section already has is not repeated.
    pub(super) fn add(&mut self, section: &'static str, line: impl Into<String>) {
        let lines = self.sections.entry(section).or_default();
        lines.insert(line.into());
    }

    /// Adds a gap, and returns the text that marks the gap in the document.
    pub(super) fn gap(&mut self, table: &'static str, what: &str) -> String {
        self.gaps += 1;
        self.add("gaps", format!("{table}.tsv: {what}"));
        format!("GAP: {what} has no row in {table}.tsv")
    }

    /// Returns the list as text.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for (section, lines) in &self.sections {
            // Writing to a string never fails.
            let _ = writeln!(text, "## {section} ({})", lines.len());
            for line in lines {
                let _ = writeln!(text, "- {line}");
            }
            text.push('\n');
        }
        text
    }
}
