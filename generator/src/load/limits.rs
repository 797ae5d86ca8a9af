//! Limits for the size of inputs.
//!
//! In: counts of a parser. Out: `E0107` if a count exceeds its limit. The limits are far above the size of every known OpenAPI
//! document. Because of the limits, a hostile or broken file ends a run quickly and with little memory.

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// The maximum size of a file in bytes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// The maximum nesting depth of maps and lists. Real documents have fewer than 30 levels. `serde_json` has the same
/// limit. With 128 levels, recursive types can still be deserialized on the stack of a main thread.
pub const MAX_DEPTH: usize = 128;

/// The maximum number of values in a document, without the values that aliases copy.
pub const MAX_NODES: usize = 2_000_000;

/// The maximum number of text bytes that the aliases of a document may copy. Later stages copy texts again, so a run needs about
/// ten times as much memory.
pub const MAX_ALIASED_BYTES: usize = 8 * 1024 * 1024;

/// The maximum number of values that the aliases of a document may copy.
pub const MAX_ALIASED_NODES: usize = 500_000;

/// The maximum number of files that the documents of one API may refer to. The total size of the referenced files is at most
/// [`MAX_BYTES`].
pub const MAX_REFERENCED_FILES: usize = 1000;

/// The maximum number of diagnostics of one kind that a parser reports per document.
pub(super) const MAX_DIAGNOSTICS: usize = 100;

/// The size of a tree.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Size {
    /// The number of values.
    pub(super) nodes: usize,
    /// The number of bytes in texts and keys.
    pub(super) bytes: usize,
    /// The number of levels.
    pub(super) depth: usize,
}

/// How many values and text bytes a document may still contain or copy.
#[derive(Debug)]
pub(super) struct Budget {
    nodes: usize,
    aliased_nodes: usize,
    aliased_bytes: usize,
}

impl Budget {
    pub(super) const fn new() -> Self {
        Self {
            nodes: MAX_NODES,
            aliased_nodes: MAX_ALIASED_NODES,
            aliased_bytes: MAX_ALIASED_BYTES,
        }
    }

    /// Counts a value. Returns an error if the document contains too many values.
    pub(super) fn take(&mut self, span: Span) -> Result<(), Diagnostic> {
        self.nodes = self.nodes.checked_sub(1).ok_or_else(|| {
            Diagnostic::error(
                Code::TooLarge,
                format!("the document has more than {MAX_NODES} values"),
            )
            .label(span, "limit reached here")
            .help("split the document by product area and list the parts in the manifest")
        })?;
        Ok(())
    }

    /// Counts the copy of a tree. An anchor and each use of its alias create a copy.
    pub(super) fn copy(&mut self, size: Size, span: Span) -> Result<(), Diagnostic> {
        self.aliased_nodes = self
            .aliased_nodes
            .checked_sub(size.nodes)
            .ok_or_else(|| too_many_aliases(span, &format!("{MAX_ALIASED_NODES} values")))?;
        self.aliased_bytes = self.aliased_bytes.checked_sub(size.bytes).ok_or_else(|| {
            let most = MAX_ALIASED_BYTES / (1024 * 1024);
            too_many_aliases(span, &format!("{most} MiB of text"))
        })?;
        Ok(())
    }
}

fn too_many_aliases(span: Span, most: &str) -> Diagnostic {
    Diagnostic::error(
        Code::TooLarge,
        format!("the aliases of the document copy more than {most}"),
    )
    .label(span, "limit reached here")
    .help("write the values where they are used, or move schemas to `components` and refer to them with `$ref`")
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
