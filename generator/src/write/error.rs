//! Adds the name of a file to errors of the operating system.

use std::io;
use std::path::Path;

/// Adds the name of the file to an error.
pub(super) fn named(error: &io::Error, file: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", file.display()))
}
