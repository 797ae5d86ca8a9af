//! Prints diagnostics.

use anyhow::Result;
use clap::ValueEnum;
use codegen::diag::{Diagnostics, Format, Severity, render};
use codegen::source::Sources;

use crate::output::{eprint, eprint_colored};

/// The output format of diagnostics.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Style {
    /// With the source lines of each diagnostic
    Human,
    /// One line for each diagnostic: `path:line:column: error[E0203]: message`
    Short,
    /// One JSON object per line
    Json,
}

impl From<Style> for Format {
    fn from(style: Style) -> Self {
        match style {
            Style::Human => Self::Human,
            Style::Short => Self::Short,
            Style::Json => Self::Json,
        }
    }
}

/// Prints diagnostics and the number of errors, warnings and notes. Prints the notes themselves only if `verbose` is set.
pub fn print_diagnostics(
    diagnostics: &Diagnostics,
    sources: &Sources,
    style: Style,
    verbose: bool,
) -> Result<()> {
    let mut shown = Diagnostics::default();
    for diagnostic in diagnostics.iter() {
        if verbose || diagnostic.severity != Severity::Note {
            shown.push(diagnostic.clone());
        }
    }
    let text = render(&shown, sources, style.into());
    match style {
        Style::Human => eprint_colored(&text)?,
        Style::Short | Style::Json => eprint(&text)?,
    }
    if matches!(style, Style::Json) {
        return Ok(());
    }
    let notes = diagnostics.len() - shown.len();
    let mut counts = Vec::new();
    for (count, what) in [
        (diagnostics.count(Severity::Error), "error"),
        (diagnostics.count(Severity::Warning), "warning"),
    ] {
        counts.extend((count > 0).then(|| counted(count, what)));
    }
    counts.extend(
        (notes > 0).then(|| format!("{} (`--verbose` shows them)", counted(notes, "note"))),
    );
    if counts.is_empty() {
        Ok(())
    } else {
        eprint(&format!("{}\n", counts.join(", ")))
    }
}

/// Formats a count with its noun, such as `1 file` or `2 files`.
#[must_use]
pub fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn a_count_of_one_is_singular() {
        assert_eq!(counted(1, "file"), "1 file");
        assert_eq!(counted(0, "note"), "0 notes");
    }
}
