//! Formats a report for a terminal. Old lists can contain any text, so every text is escaped.

use std::fmt::Write;

use super::change::{Change, Effect, Report};
use crate::text::Untrusted;

/// The number of changes in a short report.
const SHOWN: usize = 20;

/// The length of a printed report.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Length {
    /// One line for each of the strongest changes.
    Short,
    /// All changes, with their rules and the old and new text of each item.
    Full,
}

/// Formats a report with changes. The text ends with a line break.
#[must_use]
pub fn print(report: &Report, length: Length) -> String {
    let counts = [Effect::Added, Effect::Changed, Effect::Removed];
    let counts = counts.map(|effect| format!("{} {}", report.count(effect), effect.as_str()));
    let (level, counts) = (report.level(), counts.join(", "));
    let mut text = format!("change: {level} (public items: {counts})\n");
    let shown = match length {
        Length::Short => SHOWN,
        Length::Full => usize::MAX,
    };
    for change in report.changes.iter().take(shown) {
        line(change, &mut text);
        if length == Length::Full {
            details(change, &mut text);
        }
    }
    let hidden = report.changes.len().saturating_sub(shown);
    if hidden > 0 {
        // Writing to a string never fails.
        let _ = writeln!(text, "  and {hidden} more; `--verbose` shows all");
    }
    text
}

fn line(change: &Change, text: &mut String) {
    let level = change.level().as_str();
    let effect = change.effect.as_str();
    let path = Untrusted::new(change.path.as_str()).line();
    let _ = write!(text, "  {level:5} {effect:7} {} {path}", change.kind);
    if change.parts > 0 {
        let _ = write!(text, " with {} more", change.parts);
    }
    if !is_plain(change) {
        let _ = write!(text, ": {}", change.rule.text());
    }
    match &change.place {
        Some(place) => {
            let _ = write!(text, " ({})", Untrusted::new(place.as_str()).line());
        }
        None if change.effect == Effect::Removed => text.push_str(" (location unknown)"),
        None => {}
    }
    text.push('\n');
}

/// Whether the effect and the level say everything about the rule.
fn is_plain(change: &Change) -> bool {
    use super::rule::Rule;
    matches!(
        change.rule,
        Rule::ItemNew | Rule::ItemRemove | Rule::ImplItemNew | Rule::StructFieldNew
    )
}

fn details(change: &Change, text: &mut String) {
    let _ = writeln!(text, "    {}", change.rule.id());
    for (sign, side) in [('-', &change.old), ('+', &change.new)] {
        if !side.is_empty() {
            let _ = writeln!(text, "    {sign} {}", Untrusted::new(side.as_str()).line());
        }
    }
}
