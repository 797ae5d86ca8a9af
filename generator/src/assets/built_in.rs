//! The templates that are part of the program.

use crate::input::{FileProvider, ReadError};

/// The path and the bytes of each template, sorted by path. `build.rs` writes the list.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// The templates of every generated crate: the runtime, `Cargo.toml` and the README. They are part of the program, so
/// that the generator works in any folder.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuiltIn;

impl FileProvider for BuiltIn {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let found = FILES.iter().find(|(known, _)| *known == path);
        let (_, bytes) = found.ok_or(ReadError::NotFound)?;
        Ok(bytes.to_vec())
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, ReadError> {
        let is_below = |path: &&str| {
            let rest = path.strip_prefix(folder);
            folder.is_empty() || rest.is_some_and(|rest| rest.starts_with('/'))
        };
        let paths = FILES.iter().map(|(path, _)| *path);
        let found: Vec<String> = paths.filter(is_below).map(str::to_owned).collect();
        if found.is_empty() {
            return Err(ReadError::NotFound);
        }
        Ok(found)
    }

    fn is_on_disk(&self) -> bool {
        false
    }
}
