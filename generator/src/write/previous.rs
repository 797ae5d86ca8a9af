//! Reads the files of an earlier run that describe the crate to its users.

use std::fs;
use std::io;
use std::path::Path;

use super::mark::is_ours;

/// The list of public items.
const LIST: &str = "API.txt";
/// The manifest of the package.
const PACKAGE: &str = "Cargo.toml";

/// The files of an earlier run that describe the crate to its users.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Previous {
    /// The list of public items.
    pub api: String,
    /// The manifest of the package.
    pub package: String,
}

/// Reads the description of the crate in a folder. Returns `None` if the folder contains no generated crate.
///
/// # Errors
///
/// When a file exists and cannot be read, or is not UTF-8. The error names the file.
pub fn previous(folder: &Path) -> io::Result<Option<Previous>> {
    if !folder.join(LIST).is_file() || !is_ours(folder, LIST)? {
        return Ok(None);
    }
    let read = |name: &str| {
        let path = folder.join(name);
        let named = |error: io::Error| {
            io::Error::new(
                error.kind(),
                format!("cannot read {}: {error}", path.display()),
            )
        };
        fs::read_to_string(&path).map_err(named)
    };
    Ok(Some(Previous {
        api: read(LIST)?,
        package: read(PACKAGE)?,
    }))
}
