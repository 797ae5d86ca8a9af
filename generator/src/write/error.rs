//! Errors that name a file.

use std::io;
use std::path::Path;

/// The same error with the name of the file.
pub(super) fn named(error: &io::Error, file: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", file.display()))
}
