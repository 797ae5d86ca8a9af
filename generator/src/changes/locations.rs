//! Finds the location in the documents that causes each change.

use std::collections::BTreeMap;

use crate::names::{Place, Places};
use crate::pipeline::Outcome;
use crate::semver::{Change, Report};
use crate::source::{SourceId, Sources, Span};

/// Sets the location of each change. `old` is the earlier run; without it, the locations of removed items come from the lock.
pub(super) fn locate(report: &mut Report, old: Option<&Outcome>, new: &Outcome) {
    if report.changes.is_empty() {
        return;
    }
    let places = places(new);
    let before = match old {
        Some(old) => self::places(old),
        None => new.stages.names.as_ref().map(|names| names.lock.places()),
    };
    let mut lines = Lines::new(&new.sources);
    let mut old_lines = Lines::new(old.map_or(&new.sources, |old| &old.sources));
    report.locate(|change| {
        let path = item(change)?;
        let (now, then) = (places.as_ref()?, before.as_ref()?);
        // The type of a removed field can still exist.
        let new = |place: &Place| (place.clone(), true);
        let old = |place: &Place| (place.clone(), false);
        let (place, is_new) = (now.get(path).map(new))
            .or_else(|| then.get(path).map(old))
            .or_else(|| now.owner(path).map(new))
            .or_else(|| then.owner(path).map(old))?;
        Some(if is_new {
            lines.text(&place)
        } else {
            old_lines.text(&place)
        })
    });
}

fn places(outcome: &Outcome) -> Option<Places> {
    let stages = &outcome.stages;
    Some(stages.names.as_ref()?.places(stages.model.as_ref()?))
}

/// Returns the path of the item that has the location. An implemented trait has the location of its type.
fn item(change: &Change) -> Option<&str> {
    match change.kind.as_str() {
        "feature" | "dependency" | "package" => None,
        "impl" => change.path.split_once(": ").map(|(ty, _)| ty),
        _ => Some(&change.path),
    }
}

/// Formats locations. The starts of the lines of each source are computed once.
struct Lines<'s> {
    sources: &'s Sources,
    starts: BTreeMap<SourceId, Vec<usize>>,
}

impl<'s> Lines<'s> {
    const fn new(sources: &'s Sources) -> Self {
        Self {
            sources,
            starts: BTreeMap::new(),
        }
    }

    fn text(&mut self, place: &Place) -> String {
        match place.span {
            Some(span) => format!("{}:{}", self.sources.path(span.source), self.line(span)),
            None => place.text.clone(),
        }
    }

    /// Returns the line number of a span, counted from 1.
    fn line(&mut self, span: Span) -> usize {
        let text = self.sources.file(span.source);
        let text = text.map_or("", |file| file.text.as_str());
        let starts = self.starts.entry(span.source).or_insert_with(|| {
            let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(breaks).collect()
        });
        starts.partition_point(|start| *start <= span.start)
    }
}
