//! Lists the contents of a folder.
//!
//! In: a folder. Out: the kind of each entry below the folder. Symbolic links are not followed. Only regular files are
//! opened, because opening a named pipe would wait forever.

use std::collections::BTreeMap;
use std::fs::{self, File, FileType};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use super::error::named;

/// The name of the temporary folder, and the end of the names of temporary files. Only a killed run leaves temporary
/// files behind.
pub(super) const DRAFT: &str = ".codegen-draft";
/// The name of the lock file on systems that cannot open folders.
pub(super) const LOCK_FILE: &str = ".codegen-lock";
/// Files and folders that `scan` ignores, because Cargo, Git or this stage creates them.
const PASSED_OVER: &[&str] = &["target", ".git", DRAFT, LOCK_FILE];
/// To find the first line of a file, at most this number of bytes is read.
const START: u64 = 4096;

/// The kind of each entry below a folder, by path. Paths contain `/` on all systems.
pub(super) type Kinds = BTreeMap<String, Kind>;

/// The entries below a folder.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) kinds: Kinds,
    /// Temporary files of [`put`](super::put) that killed runs left behind.
    pub(super) drafts: Vec<PathBuf>,
}

/// The kind of a folder entry.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    File,
    Folder,
    Link,
    Other,
    /// An entry whose name is not valid UTF-8.
    Unnameable,
}

impl Kind {
    fn of(file_type: FileType) -> Self {
        if file_type.is_symlink() {
            Self::Link
        } else if file_type.is_dir() {
            Self::Folder
        } else if file_type.is_file() {
            Self::File
        } else {
            Self::Other
        }
    }

    /// Returns the kind in words, such as `a symbolic link`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::File => "a file",
            Self::Folder => "a folder",
            Self::Link => "a symbolic link",
            Self::Other => "a named pipe, a socket or a device",
            Self::Unnameable => "a file whose name is not UTF-8",
        }
    }
}

/// Returns an error if the path exists and is not a folder. A symbolic link to a folder is accepted.
pub(super) fn check_folder(folder: &Path) -> io::Result<()> {
    let kind = match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => return Ok(()),
        Ok(metadata) => Kind::of(metadata.file_type()).name(),
        Err(error) if error.kind() == ErrorKind::NotFound => match fs::symlink_metadata(folder) {
            Ok(_) => "a symbolic link to nothing",
            Err(_) => return Ok(()),
        },
        Err(error) => return Err(named(&error, folder)),
    };
    let message = format!(
        "{}: it is {kind}, not a folder; choose another folder or delete it",
        folder.display()
    );
    Err(io::Error::new(ErrorKind::NotADirectory, message))
}

/// Lists the entries below a folder, at any depth.
pub(super) fn scan(folder: &Path) -> io::Result<Found> {
    let mut found = Found::default();
    let mut open: Vec<(PathBuf, String)> = vec![(folder.to_owned(), String::new())];
    while let Some((place, prefix)) = open.pop() {
        let entries = match fs::read_dir(&place) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(named(&error, &place)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| named(&error, &place))?;
            let name = entry.file_name();
            let path = format!("{prefix}{}", name.to_string_lossy());
            if prefix.is_empty() && PASSED_OVER.contains(&path.as_str()) {
                continue;
            }
            let file_type = entry.file_type();
            let mut kind = Kind::of(file_type.map_err(|error| named(&error, &entry.path()))?);
            if name.to_str().is_none() {
                kind = Kind::Unnameable;
            } else if kind == Kind::Folder {
                open.push((entry.path(), format!("{path}/")));
            } else if kind == Kind::File && is_draft(&path) {
                found.drafts.push(entry.path());
                continue;
            }
            found.kinds.insert(path, kind);
        }
    }
    Ok(found)
}

/// Returns whether a path belongs to a temporary file of [`put`](super::put).
fn is_draft(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.starts_with('.') && name.len() > DRAFT.len() && name.ends_with(DRAFT)
}

/// Lists the parent folders of a path, from the outermost to the innermost.
pub(super) fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}

pub(super) fn has_content(file: &Path, bytes: &[u8]) -> io::Result<bool> {
    let read = || {
        let expected = u64::try_from(bytes.len()).ok();
        if Some(fs::metadata(file)?.len()) != expected {
            return Ok(false);
        }
        fs::read(file).map(|old| old == bytes)
    };
    read().map_err(|error: io::Error| named(&error, file))
}

/// Reads at most [`START`] bytes from the start of a file.
pub(super) fn start_of(file: &Path) -> io::Result<Vec<u8>> {
    let read = || {
        let mut start = Vec::new();
        File::open(file)?.take(START).read_to_end(&mut start)?;
        Ok(start)
    };
    read().map_err(|error: io::Error| named(&error, file))
}
