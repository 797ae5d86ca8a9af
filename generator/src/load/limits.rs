//! Limits for the size of inputs.
//!
//! In: counts of a parser. Out: `E0107` when a count exceeds its limit. The limits are far above every known OpenAPI document.
//! They exist so that a hostile or broken file ends a run quickly and with little memory.

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// The most bytes of a file.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// The deepest nesting of maps and lists. Real documents have fewer than 30 levels. 128 is also the limit of `serde_json`, and
/// recursive types can be deserialized from so many levels on the usual stack of a thread.
pub const MAX_DEPTH: usize = 128;

/// The most values of a document. Each use of an alias counts every value that it refers to.
pub const MAX_NODES: usize = 2_000_000;

/// The most files that the documents of one API may refer to. Together they may be as large as one file.
pub const MAX_REFERENCED_FILES: usize = 1000;

/// The most diagnostics of one kind that a parser reports per document.
pub(super) const MAX_DIAGNOSTICS: usize = 100;

/// Counts the values of one document.
#[derive(Debug)]
pub(super) struct Budget {
    nodes_left: usize,
}

impl Budget {
    pub(super) const fn new() -> Self {
        Self {
            nodes_left: MAX_NODES,
        }
    }

    /// Counts `count` more values.
    pub(super) fn take(&mut self, count: usize, span: Span) -> Result<(), Diagnostic> {
        self.nodes_left = self.nodes_left.checked_sub(count).ok_or_else(|| {
            Diagnostic::error(Code::TooLarge, format!("the document has more than {MAX_NODES} values"))
                .label(span, "limit reached here")
                .help("split the document, or write it without nested aliases: each use of an alias counts all its values")
        })?;
        Ok(())
    }
}

/// Rejects a depth beyond the limit.
pub(super) fn check_depth(depth: usize, span: Span) -> Result<(), Diagnostic> {
    if depth <= MAX_DEPTH {
        Ok(())
    } else {
        Err(too_deep(span))
    }
}

pub(super) fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::error(Code::TooLarge, "maps and lists are nested too deeply")
        .label(span, "limit reached here")
        .help(format!(
            "move inner schemas to `components` and refer to them: the limit is {MAX_DEPTH} levels"
        ))
}

pub(super) fn too_many_bytes(span: Span, path: &str) -> Diagnostic {
    Diagnostic::error(
        Code::TooLarge,
        format!("`{path}` is larger than {} MiB", MAX_BYTES / (1024 * 1024)),
    )
    .label(span, "")
    .help("split the document by product area and list the parts in the manifest")
}

pub(super) fn too_many_referenced_files(span: Span) -> Diagnostic {
    let most = MAX_BYTES / (1024 * 1024);
    Diagnostic::error(
        Code::TooLarge,
        "the documents refer to too many or too large files",
    )
    .label(span, "limit reached here")
    .help(format!(
        "the limit is {MAX_REFERENCED_FILES} files and {most} MiB in total"
    ))
}
