//! Changes either all files of a folder or none.
//!
//! In: a folder and the differences to the generated files. First, new files are written to a temporary folder, and old
//! files are linked or copied there. A full disk or a missing permission ends the run at this point, before any change.
//! Then files are removed, and new files are moved to their paths. If this fails, the old files are restored. If a run
//! is killed, the next run removes its temporary files.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::error::named;
use super::lock::Lock;
use super::report::Report;
use super::scan::{self, DRAFT};
use crate::assets::OutputTree;

/// Writes a file atomically: readers see either the old or the new text. Concurrent runs for the same folder wait for each
/// other.
///
/// # Errors
///
/// When the file cannot be written. The error names the file, and no temporary file is left behind.
pub fn put(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let parent = file
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let folder = parent.unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| named(&error, folder))?;
    let _lock = Lock::take(folder)?;
    let mut name = OsString::from(".");
    name.push(file.file_name().unwrap_or_default());
    name.push(DRAFT);
    let draft = folder.join(name);
    // A killed run may have left the temporary file behind.
    remove(&draft)?;
    let written = fs::write(&draft, bytes).and_then(|()| fs::rename(&draft, file));
    if written.is_err() {
        // If removing the temporary file fails too, only the first error is reported.
        let _ = fs::remove_file(&draft);
    }
    written.map_err(|error| named(&error, file))
}

/// Creates a folder and its parents. Returns the created folders, from the innermost to the outermost.
pub(super) fn create_folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let missing = folder
        .ancestors()
        .filter(|place| !place.as_os_str().is_empty());
    let missing: Vec<PathBuf> = missing
        .take_while(|place| !place.exists())
        .map(Path::to_owned)
        .collect();
    match fs::create_dir_all(folder) {
        Ok(()) => Ok(missing),
        Err(error) => {
            remove_folders(&missing);
            Err(named(&error, folder))
        }
    }
}

/// Removes the empty folders in `folders`.
pub(super) fn remove_folders(folders: &[PathBuf]) {
    for folder in folders {
        // Removing a folder fails if the folder is not empty. Then the folder is kept.
        let _ = fs::remove_dir(folder);
    }
}

/// Removes the temporary files of killed runs. The caller must hold the lock of the folder.
pub(super) fn clear(folder: &Path, drafts: &[PathBuf]) -> io::Result<()> {
    remove(&folder.join(DRAFT))?;
    drafts.iter().try_for_each(|path| remove(path))
}

/// Removes a file or a folder if it exists. Symbolic links are not followed.
fn remove(path: &Path) -> io::Result<()> {
    let removed = match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    };
    removed.map_err(|error| named(&error, path))
}

/// Writes, replaces and removes files, until the folder contains the generated files. The caller must hold the lock of
/// the folder.
pub(super) fn replace(folder: &Path, tree: &OutputTree, report: &Report) -> io::Result<()> {
    if report.is_clean() {
        return Ok(());
    }
    let mut swap = Swap {
        folder,
        drafts: folder.join(DRAFT),
        steps: Vec::new(),
        done: 0,
        made: Vec::new(),
        known: BTreeSet::new(),
    };
    let replaced = swap.prepare(tree, report).and_then(|()| swap.apply());
    if replaced.is_err() {
        swap.undo();
    }
    // If removing the temporary folder fails, the next run removes the folder.
    let _ = remove(&swap.drafts);
    if replaced.is_ok() {
        remove_empty(folder, &report.removed);
    }
    replaced
}

struct Swap<'a> {
    folder: &'a Path,
    /// The temporary folder.
    drafts: PathBuf,
    steps: Vec<Step>,
    /// How many steps are completed.
    done: usize,
    /// The folders that this run created, in the order of creation.
    made: Vec<PathBuf>,
    /// Folders that exist, so that they are not created again.
    known: BTreeSet<PathBuf>,
}

/// A change to one file.
struct Step {
    file: PathBuf,
    /// The temporary file with the new content. `None` if the file is removed.
    new: Option<PathBuf>,
    /// A hard link to the old file, or a copy. `None` if the file is new.
    old: Option<PathBuf>,
}

impl Swap<'_> {
    /// Writes the new files to the temporary folder, and links or copies the old files to the same folder.
    fn prepare(&mut self, tree: &OutputTree, report: &Report) -> io::Result<()> {
        fs::create_dir(&self.drafts).map_err(|error| named(&error, &self.drafts))?;
        // Files are removed before new files are added. On a file system that ignores case, an old and a new file can
        // have the same path.
        for path in &report.removed {
            self.step(path, None, true)?;
        }
        for path in &report.changed {
            self.step(path, tree.get(path), true)?;
        }
        for path in &report.added {
            self.step(path, tree.get(path), false)?;
        }
        Ok(())
    }

    fn step(&mut self, path: &str, bytes: Option<&Vec<u8>>, is_old: bool) -> io::Result<()> {
        let number = self.steps.len();
        let file = self.folder.join(path);
        let mut step = Step {
            new: None,
            old: None,
            file,
        };
        if let Some(bytes) = bytes {
            let new = self.drafts.join(format!("new-{number}"));
            fs::write(&new, bytes).map_err(|error| named(&error, &step.file))?;
            step.new = Some(new);
        }
        if is_old {
            let old = self.drafts.join(format!("old-{number}"));
            // Some file systems do not support hard links.
            fs::hard_link(&step.file, &old)
                .or_else(|_| fs::copy(&step.file, &old).map(|_| ()))
                .map_err(|error| named(&error, &step.file))?;
            step.old = Some(old);
        } else if let Some(parent) = step.file.parent()
            && self.known.insert(parent.to_owned())
        {
            self.made.extend(create_folders(parent)?.into_iter().rev());
        }
        self.steps.push(step);
        Ok(())
    }

    fn apply(&mut self) -> io::Result<()> {
        for step in &self.steps {
            let done = match &step.new {
                Some(new) => fs::rename(new, &step.file),
                None => fs::remove_file(&step.file),
            };
            done.map_err(|error| named(&error, &step.file))?;
            self.done += 1;
        }
        Ok(())
    }

    /// Restores the old files. Further errors are ignored, because the first error is reported.
    fn undo(&self) {
        for step in self.steps.iter().take(self.done).rev() {
            let _ = match &step.old {
                Some(old) => fs::rename(old, &step.file),
                None => fs::remove_file(&step.file),
            };
        }
        for folder in self.made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Removes the parent folders of removed files, unless a folder contains other files.
fn remove_empty(folder: &Path, removed: &[String]) {
    for path in removed {
        let above: Vec<&str> = scan::folders_of(path).collect();
        for place in above.into_iter().rev() {
            if fs::remove_dir(folder.join(place)).is_err() {
                break;
            }
        }
    }
}
