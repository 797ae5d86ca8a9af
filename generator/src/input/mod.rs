//! Plain data that many stages read: documents, the manifest and the files that they come from.
//!
//! `load` creates these values. This module does no I/O and parses nothing.

mod files;
mod manifest;
mod single;

pub use files::{FileProvider, MemoryFiles, ReadError};
pub use manifest::{
    ApiEntry, CrateInfo, DocumentEntry, Manifest, ModuleEntry, NumberNames, PaginationNames,
    Policy, ScopeEntry, TokenNames,
};

use crate::source::{Node, SourceId};

/// One OpenAPI document, as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Its path, relative to the root of the run.
    pub path: String,
    /// Its text.
    pub source: SourceId,
    /// Its tree.
    pub root: Node,
    /// What is to be laid over it, in order.
    pub overlays: Vec<OverlayFile>,
    /// Whether it is read only because another document refers into it: what nothing refers to in it does not count.
    pub is_part: bool,
}

/// An overlay, as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct OverlayFile {
    /// Its path, relative to the root of the run.
    pub path: String,
    /// Its text.
    pub source: SourceId,
    /// Its tree.
    pub root: Node,
}

/// The documents of one interface.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadedApi {
    /// Its documents, in the manifest's order, and behind them the files that they refer to.
    pub documents: Vec<Document>,
}

/// Everything that a manifest names.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The manifest.
    pub manifest: Manifest,
    /// The documents of each interface, in the order of [`Manifest::apis`].
    pub apis: Vec<LoadedApi>,
}
