//! How big an input may be.
//!
//! In: counts of a parser that is at work. Out: `E0107` when one goes beyond its limit. The limits stand far above every
//! known OpenAPI document; they are there so that a hostile or broken file ends a run quickly and in little memory.

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// The most bytes that one file may have.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// How deep maps and lists may stand in one another. Real documents stay below 30; 128 is also what `serde_json` reads, and what
/// recursive types can be deserialised from on a thread's usual stack.
pub const MAX_DEPTH: usize = 128;

/// The most values that one document may have. Each use of an alias counts every value that it stands for.
pub const MAX_NODES: usize = 2_000_000;

/// The most files that the documents of one interface may refer to. Together they may be as big as one file.
pub const MAX_PARTS: usize = 1000;

/// The most findings of one kind that a parser tells of one document.
pub(super) const MAX_FINDINGS: usize = 100;

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

    /// Takes `count` values off.
    pub(super) fn take(&mut self, count: usize, span: Span) -> Result<(), Diagnostic> {
        self.nodes_left = self.nodes_left.checked_sub(count).ok_or_else(|| {
            Diagnostic::error(Code::TooLarge, format!("the document has more than {MAX_NODES} values"))
                .label(span, "the limit is reached here")
                .help("an alias counts each value that it stands for; split the document, or write it without nested aliases")
        })?;
        Ok(())
    }
}

/// Says no to a depth beyond the limit.
pub(super) fn check_depth(depth: usize, span: Span) -> Result<(), Diagnostic> {
    if depth <= MAX_DEPTH {
        Ok(())
    } else {
        Err(too_deep(span))
    }
}

pub(super) fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TooLarge,
        "maps and lists stand too deep in one another",
    )
    .label(span, "the limit is reached here")
    .help(format!(
        "at most {MAX_DEPTH} levels are read; move inner schemas to `components` and refer to them"
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

pub(super) fn too_many_parts(span: Span) -> Diagnostic {
    let most = MAX_BYTES / (1024 * 1024);
    Diagnostic::error(Code::TooLarge, "the documents refer to too much")
        .label(span, "the limit is reached here")
        .help(format!(
            "at most {MAX_PARTS} files of together {most} MiB are followed"
        ))
}
