//! Where the bytes of a run come from.
//!
//! In: paths relative to the root of the run, with `/`. Out: bytes, or a [`ReadError`]. No path leads out of
//! the root, and nothing is fetched from a network. This file knows nothing of what the bytes mean.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use super::limits::MAX_BYTES;

/// Gives the files of a run.
pub trait FileProvider {
    /// The bytes of a file. A file above [`MAX_BYTES`](super::MAX_BYTES) may be given in part, as long as the part is above
    /// it too.
    ///
    /// # Errors
    /// When there is no such file below the root, or it cannot be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError>;

    /// The paths of all files below a folder (`""` is the root), sorted.
    ///
    /// # Errors
    /// When there is no such folder below the root, or it cannot be read.
    fn list(&self, folder: &str) -> Result<Vec<String>, ReadError>;
}

/// Why a file or folder cannot be read.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ReadError {
    /// There is nothing of that name.
    NotFound,
    /// The path leads out of the root, or is absolute.
    OutsideRoot,
    /// A folder stands where a file should be.
    IsFolder,
    /// What the system said.
    Other(String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("no such file"),
            Self::OutsideRoot => f.write_str("the path leads out of the root folder"),
            Self::IsFolder => f.write_str("it is a folder"),
            Self::Other(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for ReadError {}

/// The files below a folder of this machine. A symbolic link to a file is read wherever it leads.
#[derive(Clone, Debug)]
pub struct DiskFiles {
    root: PathBuf,
}

impl DiskFiles {
    /// Reads below `root`.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    fn resolve(&self, path: &str) -> Result<PathBuf, ReadError> {
        let inside = Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if inside {
            Ok(self.root.join(path))
        } else {
            Err(ReadError::OutsideRoot)
        }
    }
}

impl FileProvider for DiskFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let full = self.resolve(path)?;
        if full.is_dir() {
            return Err(ReadError::IsFolder);
        }
        let mut bytes = Vec::new();
        let file = File::open(full).map_err(|error| read_error(&error))?;
        // One byte more than allowed is enough to know that there is too much.
        let most = u64::try_from(MAX_BYTES)
            .unwrap_or(u64::MAX)
            .saturating_add(1);
        file.take(most)
            .read_to_end(&mut bytes)
            .map_err(|error| read_error(&error))?;
        Ok(bytes)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, ReadError> {
        let prefix = folder.trim_matches('/');
        let mut found = Vec::new();
        let mut open = vec![(self.resolve(prefix)?, prefix.to_owned())];
        while let Some((full, prefix)) = open.pop() {
            for entry in fs::read_dir(full).map_err(|error| read_error(&error))? {
                let entry = entry.map_err(|error| read_error(&error))?;
                let name = entry.file_name().into_string().map_err(|name| {
                    ReadError::Other(format!("the name {} is not UTF-8", name.display()))
                })?;
                let path = if prefix.is_empty() {
                    name
                } else {
                    format!("{prefix}/{name}")
                };
                // Links to folders are not followed: they can lead in a circle.
                if entry
                    .file_type()
                    .map_err(|error| read_error(&error))?
                    .is_dir()
                {
                    open.push((entry.path(), path));
                } else if entry.path().is_file() {
                    found.push(path);
                }
            }
        }
        found.sort();
        Ok(found)
    }
}

fn read_error(error: &std::io::Error) -> ReadError {
    if error.kind() == ErrorKind::NotFound {
        ReadError::NotFound
    } else {
        ReadError::Other(error.kind().to_string())
    }
}

/// Files that stand in memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryFiles {
    files: BTreeMap<String, Vec<u8>>,
}

impl MemoryFiles {
    /// No files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, in place of one of the same path.
    #[must_use]
    pub fn with(mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.into(), bytes.into());
        self
    }
}

impl FromIterator<(String, Vec<u8>)> for MemoryFiles {
    fn from_iter<I: IntoIterator<Item = (String, Vec<u8>)>>(files: I) -> Self {
        Self {
            files: files.into_iter().collect(),
        }
    }
}

impl FileProvider for MemoryFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        self.files.get(path).cloned().ok_or(ReadError::NotFound)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, ReadError> {
        let folder = folder.trim_matches('/');
        let below = |path: &str| {
            folder.is_empty()
                || path
                    .strip_prefix(folder)
                    .is_some_and(|rest| rest.starts_with('/'))
        };
        let found: Vec<String> = self
            .files
            .keys()
            .filter(|path| below(path))
            .cloned()
            .collect();
        if found.is_empty() && !folder.is_empty() {
            Err(ReadError::NotFound)
        } else {
            Ok(found)
        }
    }
}
