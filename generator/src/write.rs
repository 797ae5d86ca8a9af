//! Writes the crate to a folder.
//!
//! In: the [`OutputTree`] and a folder. Out: a [`Report`]. Besides `load`, only this stage accesses files. Only files that differ
//! are written. Generated files that are no longer needed are removed. A file that the generator did not write is never changed,
//! and then nothing is written. A run that fails changes nothing.

mod error;
mod lock;
mod report;
mod scan;
mod swap;

use std::io;
use std::path::Path;

use crate::assets::OutputTree;
use crate::format::MARK;
use lock::Lock;
use scan::{Kind, Kinds};

pub use report::Report;
pub use swap::put;

/// The folder of generated files that cannot contain a header.
const OURS_BY_PLACE: &str = "tests/examples/";
/// Files of cargo.
const NOT_OURS: &[&str] = &["Cargo.lock"];

/// What to do with the folder.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mode {
    /// Bring the folder up to date.
    Write,
    /// Report what would change.
    Check,
}

/// Compares a folder with a tree and, in [`Mode::Write`], brings it up to date.
///
/// Runs on one folder wait for each other. All new files are written to a temporary folder first, so that a full disk changes
/// nothing. If a file then cannot be replaced, the old files are restored.
///
/// # Errors
///
/// When a file cannot be read, written or removed; the error names it.
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

/// Finds out what has to happen with a file of the tree.
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
        // A hand-written file of the same name.
        report.foreign.push(path.to_owned());
    } else {
        report.changed.push(path.to_owned());
    }
    Ok(())
}

/// Whether the generator wrote the file: its first line says so.
fn is_ours(folder: &Path, path: &str) -> io::Result<bool> {
    scan::start_of(&folder.join(path)).map(|bytes| has_mark(&bytes))
}

fn has_mark(bytes: &[u8]) -> bool {
    let first = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    String::from_utf8_lossy(first).contains(MARK)
}
