//! Access to the files of a run.
//!
//! Stages read files only through a [`FileProvider`]. Paths are relative to the root of the run and use `/`. Nothing is
//! downloaded.

use std::collections::BTreeMap;
use std::fmt;

/// Provides the files of a run. The stages of a run use the provider on several threads.
pub trait FileProvider: Sync {
    /// Reads a file. An implementation may stop after more than [`MAX_BYTES`](crate::load::MAX_BYTES) bytes.
    ///
    /// # Errors
    ///
    /// When the file does not exist below the root, or cannot be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError>;

    /// Lists the paths of all files below a folder, sorted. `""` is the root.
    ///
    /// # Errors
    ///
    /// When the folder does not exist below the root, or cannot be read.
    fn list(&self, folder: &str) -> Result<Vec<String>, ReadError>;

    /// Whether the files are on disk, so that copies of the files may mention their paths.
    fn is_on_disk(&self) -> bool {
        true
    }
}

/// The reason why a file or folder cannot be read.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ReadError {
    /// The file or folder does not exist.
    NotFound,
    /// The path is absolute, or leaves the root through `..` or a symbolic link.
    OutsideRoot,
    /// The path is a folder instead of a file.
    IsFolder,
    /// The path is a named pipe, a socket or a device. Reading the path may never end.
    NotAFile,
    /// Another error of the operating system.
    Other(String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("no such file"),
            Self::OutsideRoot => {
                f.write_str("the path, or a symbolic link in it, leaves the root folder")
            }
            Self::IsFolder => f.write_str("it is a folder"),
            Self::NotAFile => f.write_str("it is a named pipe, a socket or a device, not a file"),
            Self::Other(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for ReadError {}

/// Files in memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryFiles {
    files: BTreeMap<String, Vec<u8>>,
}

impl MemoryFiles {
    /// Creates a provider without files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file. An existing file with the same path is replaced.
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
