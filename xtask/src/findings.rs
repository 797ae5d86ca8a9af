//! How findings are printed.

use anyhow::Result;
use clap::ValueEnum;
use codegen::diag::{Diagnostics, Format, Severity, render};
use codegen::source::Sources;

use crate::tell;

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Style {
    /// With the lines that each finding is about
    Human,
    /// One line each: `path:line:column: error[E0203]: message`
    Short,
    /// One JSON object a line
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

/// Prints findings; of notes only the number, unless they are asked for.
pub(crate) fn say(
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
    tell(&render(&shown, sources, style.into()))?;
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
        tell(&format!("{}\n", counts.join(", ")))
    }
}

/// A number of things.
pub(crate) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_is_not_many() {
        assert_eq!(counted(1, "file"), "1 file");
        assert_eq!(counted(0, "note"), "0 notes");
    }
}
