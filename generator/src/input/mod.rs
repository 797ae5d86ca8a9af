//! Plain data that many stages use: documents, the manifest, and access to files.
//!
//! `load` creates these values. This module does no I/O and no parsing.

mod control;
mod error_codes;
mod files;
mod manifest;
mod single;

pub use control::{
    Choice, Control, Dependency, Filter, Renames, RustPath, known_type, words_of_format,
};
pub use error_codes::{ClassName, ErrorCode, ErrorCodes};
pub use files::{FileProvider, MemoryFiles, ReadError};
pub use manifest::{
    Answers, ApiEntry, BundleEntry, CrateInfo, DocumentEntry, KeepExtra, Manifest, ModuleEntry,
    NumberNames, PaginationNames, Policy, Reading, ScopeEntry, TokenNames,
};

use crate::source::{Node, SourceId};

/// An OpenAPI document.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The path of the document, relative to the root of the run.
    pub path: String,
    /// The source id of the document.
    pub source: SourceId,
    /// The tree of the document.
    pub root: Node,
    /// The overlays of the document, in order.
    pub overlays: Vec<OverlayFile>,
    /// The folder with the files that the document may refer to, with a trailing `/`. Empty for the root of the run.
    pub reach: String,
    /// Whether the document is only read because other documents refer to it. If so, only the targets of these
    /// references are used.
    pub is_referenced: bool,
}

/// An overlay.
#[derive(Clone, Debug, PartialEq)]
pub struct OverlayFile {
    /// The path of the overlay, relative to the root of the run.
    pub path: String,
    /// The source id of the overlay.
    pub source: SourceId,
    /// The tree of the overlay.
    pub root: Node,
}

/// The documents of an API.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadedApi {
    /// The documents in the order of the manifest, followed by the files that the documents refer to.
    pub documents: Vec<Document>,
}

/// The manifest and the documents of its APIs.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The manifest.
    pub manifest: Manifest,
    /// The documents of each API, in the order of [`Manifest::apis`].
    pub apis: Vec<LoadedApi>,
}
