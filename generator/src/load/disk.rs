//! Reads files on disk.
//!
//! In: paths with `/`, relative to a root folder. Out: bytes, or a [`ReadError`]. Neither `..` nor a symbolic link gives access
//! to a file outside of the root. Only regular files are opened.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use super::limits::MAX_BYTES;
use crate::input::{FileProvider, ReadError};

/// The files below a folder on disk. A symbolic link is followed if its target is below the folder.
#[derive(Clone, Debug)]
pub struct DiskFiles {
    root: PathBuf,
}

impl DiskFiles {
    /// Creates a provider for the files below `root`.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Returns the absolute path of a file or folder, with all symbolic links resolved.
    fn resolve(&self, path: &str) -> Result<PathBuf, ReadError> {
        let is_inside = Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !is_inside {
            return Err(ReadError::OutsideRoot);
        }
        let canonical = |path: &Path| fs::canonicalize(path).map_err(|error| read_error(&error));
        let root = canonical(&self.root)?;
        let full = canonical(&root.join(path))?;
        if full.starts_with(&root) {
            Ok(full)
        } else {
            Err(ReadError::OutsideRoot)
        }
    }
}

impl FileProvider for DiskFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let full = self.resolve(path)?;
        let metadata = fs::metadata(&full).map_err(|error| read_error(&error))?;
        if metadata.is_dir() {
            return Err(ReadError::IsFolder);
        }
        // Opening a named pipe would wait for a writer.
        if !metadata.is_file() {
            return Err(ReadError::NotAFile);
        }
        let mut bytes = Vec::new();
        let file = File::open(full).map_err(|error| read_error(&error))?;
        // Reading one byte more than the limit is enough to detect that the file is too large.
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
                // Links to folders are not followed, because such links can form a cycle.
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
