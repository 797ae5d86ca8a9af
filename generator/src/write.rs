//! Writes the crate to a folder.
//!
//! In: the [`OutputTree`] and a folder. Out: a [`Report`]. Only the stages `load` and `write` access files. Unchanged files are
//! not written. Generated files that are no longer needed are removed. If the folder contains a hand-written file, nothing is
//! written. A failed run changes nothing.

mod error;
mod lock;
mod mark;
mod previous;
mod report;
mod scan;
mod swap;

use std::io;
use std::path::Path;

use crate::assets::OutputTree;
use lock::Lock;
use mark::{has_mark, is_ours};
use scan::{Kind, Kinds};

pub use previous::{Previous, previous};
pub use report::Report;
pub use swap::put;

/// A folder whose files all belong to the generator, although the files have no header.
const OURS_BY_PLACE: &str = "tests/examples/";
/// Files that cargo writes into the folder. The generator neither changes nor removes them.
const NOT_OURS: &[&str] = &["Cargo.lock"];

/// What to do if the folder differs from the generated files.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mode {
    /// Write, replace and remove files until the folder matches.
    Write,
    /// Only report the differences.
    Check,
}

/// Compares a folder with a tree and, in [`Mode::Write`], brings the folder up to date.
///
/// Runs for the same folder wait for each other. New files are first written to a temporary folder, so that a full disk changes
/// nothing. If replacing a file fails, the old files are restored.
///
/// # Errors
///
/// When a file cannot be read, written or removed. The error names the file.
pub fn write(folder: &Path, tree: &OutputTree, mode: Mode) -> io::Result<Report> {
    scan::check_folder(folder)?;
    if mode == Mode::Check {
        return compare(folder, tree, &scan::scan(folder)?.kinds);
    }
    let created = swap::create_folders(folder)?;
    let written = locked(folder, tree);
    if written.is_err() {
        swap::remove_folders(&created);
    }
    written
}

fn locked(folder: &Path, tree: &OutputTree) -> io::Result<Report> {
    let _lock = Lock::take(folder)?;
    let found = scan::scan(folder)?;
    let report = compare(folder, tree, &found.kinds)?;
    if report.foreign.is_empty() {
        swap::clear(folder, &found.drafts)?;
        swap::replace(folder, tree, &report)?;
    }
    Ok(report)
}

fn compare(folder: &Path, tree: &OutputTree, found: &Kinds) -> io::Result<Report> {
    let mut report = Report::default();
    for (path, kind) in found {
        let is_known = tree.contains_key(path) || NOT_OURS.contains(&path.as_str());
        if is_known || *kind == Kind::Folder {
            continue;
        }
        if *kind != Kind::File {
            report.block(path, *kind);
        } else if path.starts_with(OURS_BY_PLACE) || is_ours(folder, path)? {
            report.removed.push(path.clone());
        } else {
            report.foreign.push(path.clone());
        }
    }
    for (path, bytes) in tree {
        place(folder, path, bytes, found, &mut report)?;
    }
    report.foreign.sort();
    report.foreign.dedup();
    Ok(report)
}

/// Compares one file of the tree with the folder, and adds the difference to the report.
fn place(
    folder: &Path,
    path: &str,
    bytes: &[u8],
    found: &Kinds,
    report: &mut Report,
) -> io::Result<()> {
    let above = scan::folders_of(path).map(|above| (above, Kind::Folder));
    for (place, expected) in above.chain([(path, Kind::File)]) {
        if let Some(kind) = found.get(place).filter(|kind| **kind != expected) {
            report.block(place, *kind);
            return Ok(());
        }
    }
    if !found.contains_key(path) {
        report.added.push(path.to_owned());
    } else if scan::has_content(&folder.join(path), bytes)? {
        report.unchanged += 1;
    } else if has_mark(bytes) && !is_ours(folder, path)? {
        // The folder contains a hand-written file at this path.
        report.foreign.push(path.to_owned());
    } else {
        report.changed.push(path.to_owned());
    }
    Ok(())
}
