//! Collects what a person must decide or check.

use std::fmt::Write;

use indexmap::{IndexMap, IndexSet};

/// The review list: what a person must decide or check. The lines are grouped into sections.
#[derive(Clone, Debug, Default)]
pub(super) struct Review {
    sections: IndexMap<&'static str, IndexSet<String>>,
    /// The number of texts in the document that start with `GAP:`.
    pub(super) gaps: usize,
}

impl Review {
    /// Adds a line to a section. A line that is already in the section is not added again.
    pub(super) fn add(&mut self, section: &'static str, line: impl Into<String>) {
        let lines = self.sections.entry(section).or_default();
        lines.insert(line.into());
    }

    /// Records that the table has no text for `what`. Returns the text that marks the gap in the document, which starts
    /// with `GAP:`.
    pub(super) fn gap(&mut self, table: &'static str, what: &str) -> String {
        self.gaps += 1;
        self.add("gaps", format!("{table}.tsv: {what}"));
        format!("GAP: {what} has no row in {table}.tsv")
    }

    /// Returns the review list as Markdown.
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
