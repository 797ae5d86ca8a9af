//! Reports what a run changes for the users of the crate.
//!
//! In: the result of a run, and the crate of an earlier run: its folder, or the result of a run over another document. Out: a
//! [`Comparison`], with the location in the documents that causes each change. Only [`since_last_run`] accesses files.

mod locations;
mod wire;

use std::io;
use std::path::Path;

use crate::assets::{OutputTree, package_facts};
use crate::pipeline::Outcome;
use crate::semver::{Length, Level, Report, Version, changelog, compare, print};
use crate::write::{Previous, previous};
use locations::locate;

pub use wire::requests;

/// The comparison of a crate with an earlier version.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Comparison {
    /// There is no earlier version.
    First,
    /// The earlier version cannot be compared. The text is the reason.
    Unknown(String),
    /// The differences.
    Known(Report),
}

impl Comparison {
    /// Whether a change of this level is possible. A comparison that failed may hide any change.
    #[must_use]
    pub fn reaches(&self, level: Level) -> bool {
        match self {
            Self::First => false,
            Self::Unknown(_) => true,
            Self::Known(report) => report.level() >= level,
        }
    }

    /// Formats the comparison for a terminal. Empty if nothing has changed.
    #[must_use]
    pub fn text(&self, length: Length) -> String {
        match self {
            Self::Known(report) if !report.changes.is_empty() => print(report, length),
            Self::First | Self::Known(_) => String::new(),
            Self::Unknown(reason) => format!("change: unknown ({reason})\n"),
        }
    }

    /// Drafts the entry of a changelog in Markdown. Empty if there is nothing to report.
    #[must_use]
    pub fn changelog(&self) -> String {
        match self {
            Self::Known(report) => changelog(report),
            Self::First | Self::Unknown(_) => String::new(),
        }
    }
}

/// Compares the result of a run with the crate in the folder that the run would update.
///
/// # Errors
///
/// When a file of the folder cannot be read.
pub fn since_last_run(folder: &Path, outcome: &Outcome) -> io::Result<Comparison> {
    let Some(old) = previous(folder)? else {
        return Ok(Comparison::First);
    };
    let Some(new) = outcome.tree.as_ref().map(described) else {
        return Ok(Comparison::Unknown("the run has errors".to_owned()));
    };
    let mut comparison = described_changes(&old, &new);
    if let Comparison::Known(report) = &mut comparison {
        locate(report, None, outcome);
    }
    Ok(comparison)
}

/// Compares the results of two runs.
#[must_use]
pub fn between(old: &Outcome, new: &Outcome) -> Comparison {
    let (Some(before), Some(after)) = (&old.tree, &new.tree) else {
        return Comparison::Unknown("a run has errors".to_owned());
    };
    let mut comparison = described_changes(&described(before), &described(after));
    if let Comparison::Known(report) = &mut comparison {
        locate(report, Some(old), new);
    }
    comparison
}

/// Returns the files of a run that describe the crate to its users.
fn described(tree: &OutputTree) -> Previous {
    let text = |path: &str| {
        let bytes = tree.get(path).map_or(&[][..], Vec::as_slice);
        String::from_utf8_lossy(bytes).into_owned()
    };
    Previous {
        api: text("API.txt"),
        package: text("Cargo.toml"),
    }
}

fn described_changes(old: &Previous, new: &Previous) -> Comparison {
    if old == new {
        return Comparison::Known(Report::default());
    }
    if !old.api.contains("\n## ") {
        return Comparison::Unknown("the old `API.txt` has no section".to_owned());
    }
    let facts = (package_facts(&old.package), package_facts(&new.package));
    let (old_facts, new_facts) = match facts {
        (Ok(old), Ok(new)) => (old, new),
        (Err(error), _) | (_, Err(error)) => {
            let reason = format!("`Cargo.toml` cannot be read: {}", error.trim());
            return Comparison::Unknown(reason);
        }
    };
    let old = Version {
        api: &old.api,
        package: &old_facts,
    };
    let new = Version {
        api: &new.api,
        package: &new_facts,
    };
    Comparison::Known(compare(old, new))
}
