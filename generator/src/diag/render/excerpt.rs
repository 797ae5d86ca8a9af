//! Selects the source lines that a diagnostic shows.
//!
//! In: the labels of a diagnostic. Out: [`Excerpt`]s, short texts with marked ranges. If a label spans several lines, only the
//! first line is marked. Nearby labels in one file share an excerpt. A very long line is cut to the text around its label.

use std::borrow::Cow;
use std::ops::Range;

use super::lines::{Lines, border};
use crate::diag::Label;
use crate::source::SourceId;
use crate::text::Untrusted;

/// A line with at most this number of bytes is shown whole. A longer line is cut.
const LONG_LINE: usize = 300;
/// A cut line keeps this number of bytes before the start of a label, and `KEPT_AFTER` bytes after the start.
const KEPT_BEFORE: usize = 40;
const KEPT_AFTER: usize = 80;
const CUT: &str = "...";
/// The maximum number of bytes in an excerpt that several labels share.
const SHARED: usize = 4096;

/// A part of a source file.
pub(super) struct Excerpt<'a> {
    pub(super) path: String,
    pub(super) text: Cow<'a, str>,
    /// The number of the first line, counted from 1.
    pub(super) line: usize,
    pub(super) marks: Vec<Mark<'a>>,
    /// The column that the renderer prints, and the real column. `None` if the line is not cut.
    columns: Option<(usize, usize)>,
}

/// A marked range of an excerpt, and the text of its label.
pub(super) struct Mark<'a> {
    pub(super) range: Range<usize>,
    pub(super) text: &'a str,
    pub(super) primary: bool,
}

impl Excerpt<'_> {
    /// Replaces the column in the rendered excerpt with the real column. If a line is cut, the renderer counts columns from the
    /// cut.
    pub(super) fn with_true_column(&self, drawn: String) -> String {
        let Some((shown, column)) = self.columns else {
            return drawn;
        };
        let place = |column: usize| format!("{}:{}:{column}\n", self.path, self.line);
        drawn.replacen(&place(shown), &place(column), 1)
    }

    fn is_primary(&self) -> bool {
        self.marks.iter().any(|mark| mark.primary)
    }
}

/// A label together with the first line that it marks.
struct Placed<'a> {
    label: &'a Label,
    source: SourceId,
    /// The number of the line, counted from 0.
    line: usize,
    /// The byte range of the line.
    bytes: Range<usize>,
    /// The byte range that is marked in the line.
    marked: Range<usize>,
}

/// Returns the excerpts of a diagnostic. The excerpt with the primary label comes first.
pub(super) fn excerpts<'a>(labels: &'a [Label], lines: &mut Lines<'a>) -> Vec<Excerpt<'a>> {
    let mut placed: Vec<Placed<'a>> = labels.iter().map(|label| place(label, lines)).collect();
    placed.sort_by_key(|placed| (placed.source, placed.marked.start));
    let mut excerpts: Vec<Excerpt<'a>> = Vec::new();
    let mut near: Vec<Placed<'a>> = Vec::new();
    for next in placed {
        let joins = near.first().zip(near.last()).is_some_and(|(first, last)| {
            let cut = [last, &next]
                .iter()
                .any(|placed| placed.bytes.len() > LONG_LINE);
            first.source == next.source && !cut && next.bytes.end - first.bytes.start <= SHARED
        });
        if !joins {
            excerpts.extend(excerpt(&std::mem::take(&mut near), lines));
        }
        near.push(next);
    }
    excerpts.extend(excerpt(&near, lines));
    excerpts.sort_by_key(|excerpt| !excerpt.is_primary());
    excerpts
}

fn place<'a>(label: &'a Label, lines: &mut Lines<'a>) -> Placed<'a> {
    let source = label.span.source;
    let text = lines.text(source);
    let line = lines.line_of(source, label.span.start.min(text.len()));
    let bytes = lines.line(source, line);
    let start = border(text, label.span.start).clamp(bytes.start, bytes.end);
    let end = border(text, label.span.end).clamp(start, bytes.end);
    let kept = text.get(start..end).unwrap_or("").trim_end().len();
    Placed {
        label,
        source,
        line,
        bytes,
        marked: start..start + kept,
    }
}

/// Creates the excerpt for a group of nearby labels. `None` if the group is empty.
fn excerpt<'a>(near: &[Placed<'a>], lines: &mut Lines<'a>) -> Option<Excerpt<'a>> {
    let (first, last) = near.first().zip(near.last())?;
    let whole = lines.text(first.source);
    let path = Untrusted::new(lines.path(first.source)).line();
    let line = first.line + 1;
    if near.len() == 1 && first.bytes.len() > LONG_LINE {
        return Some(cut(first, lines));
    }
    let start = first.bytes.start;
    let text = Cow::Borrowed(whole.get(start..last.bytes.end).unwrap_or(""));
    let mark = |placed: &Placed<'a>| Mark {
        range: placed.marked.start - start..placed.marked.end - start,
        text: &placed.label.text,
        primary: placed.label.primary,
    };
    Some(Excerpt {
        path,
        text,
        line,
        marks: near.iter().map(mark).collect(),
        columns: None,
    })
}

fn cut<'a>(placed: &Placed<'a>, lines: &mut Lines<'a>) -> Excerpt<'a> {
    let whole = lines.text(placed.source);
    let path = Untrusted::new(lines.path(placed.source)).line();
    let Placed {
        label,
        bytes,
        marked,
        ..
    } = placed;
    let from = border(
        whole,
        marked.start.saturating_sub(KEPT_BEFORE).max(bytes.start),
    );
    let to = border(whole, (marked.start + KEPT_AFTER).min(bytes.end));
    let before = if from > bytes.start { CUT } else { "" };
    let after = if to < bytes.end { CUT } else { "" };
    let text = format!("{before}{}{after}", whole.get(from..to).unwrap_or(""));
    let start = before.len() + marked.start - from;
    let range = start..start + marked.end.min(to) - marked.start;
    let mut characters = |range| lines.characters(placed.source, range);
    let shown = before.len() + characters(from..marked.start) + 1;
    let column = characters(bytes.start..marked.start) + 1;
    Excerpt {
        path,
        text: Cow::Owned(text),
        line: placed.line + 1,
        marks: vec![Mark {
            range,
            text: &label.text,
            primary: label.primary,
        }],
        columns: Some((shown, column)),
    }
}
