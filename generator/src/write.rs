//! Writes the crate to a folder.
//!
//! In: the [`OutputTree`] and a folder. Out: a [`Report`]. Besides `load`, only this stage accesses files. Only files that differ
//! are written, each atomically. Generated files that are no longer needed are removed. A file that the generator did not write
//! is never changed, and then nothing is written.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::assets::OutputTree;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::format::MARK;

/// Folders of cargo and git.
const PASSED_OVER: &[&str] = &["target", ".git"];
/// The folder of generated files that cannot contain a header.
const OURS_BY_PLACE: &str = "tests/examples/";
/// Files of cargo.
const NOT_OURS: &[&str] = &["Cargo.lock"];
/// The suffix of temporary files.
const DRAFT: &str = ".codegen-draft";

/// What to do with the folder.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mode {
    /// Bring the folder up to date.
    Write,
    /// Report what would change.
    Check,
}

/// The differences, by path below the folder.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Report {
    /// New files.
    pub added: Vec<String>,
    /// Files with other content.
    pub changed: Vec<String>,
    /// Generated files that are no longer needed.
    pub removed: Vec<String>,
    /// Files that the generator did not write. If there are any, nothing is written.
    pub foreign: Vec<String>,
    /// The number of files that are up to date.
    pub unchanged: usize,
}

impl Report {
    /// Whether the folder is up to date.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.added.is_empty()
            && self.changed.is_empty()
            && self.removed.is_empty()
            && self.foreign.is_empty()
    }

    /// A diagnostic for each file that the generator did not write. `folder` is the name of the folder in messages.
    #[must_use]
    pub fn foreign_files(&self, folder: &str) -> Diagnostics {
        let mut diagnostics = Diagnostics::default();
        for path in &self.foreign {
            diagnostics.push(
                Diagnostic::error(
                    Code::ForeignFile,
                    format!("`{folder}/{path}` is in the way: the generator did not write it"),
                )
                .in_file(format!("{folder}/{path}"))
                .help(
                    "move it to a folder for hand-written code, or delete it; nothing was written",
                ),
            );
        }
        diagnostics
    }
}

/// Compares a folder with a tree and, in [`Mode::Write`], brings it up to date.
///
/// # Errors
///
/// When a file cannot be read, written or removed; the error names it.
pub fn write(folder: &Path, tree: &OutputTree, mode: Mode) -> io::Result<Report> {
    let mut report = Report::default();
    for path in listed(folder)? {
        if !tree.contains_key(&path) && !NOT_OURS.contains(&path.as_str()) {
            let list = if path.starts_with(OURS_BY_PLACE) || is_ours(&folder.join(&path))? {
                &mut report.removed
            } else {
                &mut report.foreign
            };
            list.push(path);
        }
    }
    for (path, bytes) in tree {
        match fs::read(folder.join(path)) {
            Ok(old) if old == *bytes => report.unchanged += 1,
            // A hand-written file of the same name.
            Ok(old) if has_mark(bytes) && !has_mark(&old) => report.foreign.push(path.clone()),
            Ok(_) => report.changed.push(path.clone()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                report.added.push(path.clone());
            }
            Err(error) => return Err(named(&error, &folder.join(path))),
        }
    }
    if mode == Mode::Write && report.foreign.is_empty() {
        for path in report.added.iter().chain(&report.changed) {
            if let Some(bytes) = tree.get(path) {
                put(&folder.join(path), bytes)?;
            }
        }
        for path in &report.removed {
            let file = folder.join(path);
            match fs::remove_file(&file) {
                // Another run removed it.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                removed => removed.map_err(|error| named(&error, &file))?,
            }
            remove_empty(file.parent(), folder);
        }
    }
    Ok(report)
}

/// Writes a file atomically: readers see the old text or the new one. Runs at the same time do not disturb each other.
///
/// # Errors
///
/// When the file cannot be written; the error names it, and no temporary file is left behind.
pub fn put(file: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(parent) = file.parent() {
        fs::create_dir_all(parent).map_err(|error| named(&error, parent))?;
    }
    let (draft, mut open) = draft_of(file)?;
    let written = open
        .write_all(bytes)
        .map_err(|error| named(&error, &draft))
        .and_then(|()| fs::rename(&draft, file).map_err(|error| named(&error, file)));
    if written.is_err() {
        // The first error is the one to report.
        let _ = fs::remove_file(&draft);
    }
    written
}

/// The number of temporary files of this process, so that each has its own name.
static DRAFTS: AtomicU64 = AtomicU64::new(0);

/// Creates a temporary file beside a file. Its name is used by no other process and no other thread.
fn draft_of(file: &Path) -> io::Result<(PathBuf, File)> {
    let name = file.file_name().unwrap_or_default();
    loop {
        let number = DRAFTS.fetch_add(1, Ordering::Relaxed);
        let mut own = OsString::from(".");
        own.push(name);
        own.push(format!(".{}-{number}{DRAFT}", std::process::id()));
        let draft = file.with_file_name(own);
        match File::options().write(true).create_new(true).open(&draft) {
            Ok(open) => return Ok((draft, open)),
            // Left by a process that was killed and had the same id.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(named(&error, &draft)),
        }
    }
}

/// Every file below a folder, with `/`, sorted.
fn listed(folder: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut open: Vec<(PathBuf, String)> = vec![(folder.to_owned(), String::new())];
    while let Some((place, prefix)) = open.pop() {
        let entries = match fs::read_dir(&place) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(named(&error, &place)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| named(&error, &place))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            if entry
                .file_type()
                .map_err(|error| named(&error, &entry.path()))?
                .is_dir()
            {
                if !PASSED_OVER.contains(&name.as_str()) {
                    open.push((entry.path(), format!("{path}/")));
                }
            } else if !name.ends_with(DRAFT) {
                // A draft is a file that another run is about to write.
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether the generator wrote the file: its first line says so.
fn is_ours(file: &Path) -> io::Result<bool> {
    fs::read(file)
        .map(|bytes| has_mark(&bytes))
        .map_err(|error| named(&error, file))
}

fn has_mark(bytes: &[u8]) -> bool {
    let first = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    String::from_utf8_lossy(first).contains(MARK)
}

fn remove_empty(folder: Option<&Path>, root: &Path) {
    let mut folder = folder;
    while let Some(place) = folder.filter(|place| *place != root) {
        if fs::remove_dir(place).is_err() {
            return;
        }
        folder = place.parent();
    }
}

fn named(error: &io::Error, file: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", file.display()))
}
