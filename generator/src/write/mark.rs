//! Recognizes the files that the generator wrote.

use std::io;
use std::path::Path;

use super::scan::start_of;
use crate::format;

/// Whether the first line of a file contains the mark of generated files.
pub(super) fn is_ours(folder: &Path, path: &str) -> io::Result<bool> {
    start_of(&folder.join(path)).map(|bytes| has_mark(&bytes))
}

pub(super) fn has_mark(bytes: &[u8]) -> bool {
    let first = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    format::has_mark(&String::from_utf8_lossy(first))
}
