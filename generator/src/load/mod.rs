//! Reads the inputs of a run.
//!
//! In: a [`FileProvider`] and the path of a manifest or of a document. Out: the texts ([`Sources`]) and their trees ([`Loaded`],
//! [`Document`]), or diagnostics `E0101` to `E0105` and `E0107`. Only the stages `load` and `write` access files. This stage
//! knows YAML, JSON and the manifest. From OpenAPI, this stage knows only references, to find the files that documents refer to.

mod disk;
mod duplicate;
mod events;
pub mod json;
mod limits;
mod manifest;
mod merge;
mod parse;
mod referenced;
mod scalar;
mod spans;
mod tags;
mod text;
pub mod yaml;

pub use disk::DiskFiles;
pub use limits::{
    MAX_ALIASED_BYTES, MAX_ALIASED_NODES, MAX_BYTES, MAX_DEPTH, MAX_NODES, MAX_REFERENCED_FILES,
};
pub use parse::load_text;

use parse::load_bytes;
use sha2::{Digest, Sha256};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::input::{
    Document, DocumentEntry, FileProvider, Loaded, LoadedApi, Manifest, OverlayFile,
};
use crate::source::{Node, Pointer, Sources, Span};

/// Reads a manifest and all files that the manifest names.
///
/// Always returns the texts, because diagnostics point to the texts. If a file is unreadable or invalid, reports every problem
/// and returns no documents.
pub fn load(
    files: &dyn FileProvider,
    manifest_path: &str,
    diagnostics: &mut Diagnostics,
) -> (Sources, Option<Loaded>) {
    let mut sources = Sources::default();
    let mut found = Diagnostics::default();
    let loaded =
        load_all(files, manifest_path, &mut sources, &mut found).filter(|_| !found.has_errors());
    diagnostics.extend(found);
    (sources, loaded)
}

/// Reads a manifest without the files that the manifest names.
///
/// If the manifest cannot be read or is invalid, reports every problem and returns `None`.
pub fn load_manifest(
    files: &dyn FileProvider,
    manifest_path: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Manifest> {
    let (_, manifest) = manifest_at(files, manifest_path, sources, diagnostics)?;
    Some(manifest)
}

/// Reads a manifest. Also returns its tree.
fn manifest_at(
    files: &dyn FileProvider,
    manifest_path: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<(Node, Manifest)> {
    let bytes = read(files, manifest_path, None, diagnostics)?;
    let root = load_bytes(bytes, manifest_path, sources, diagnostics)?;
    // The manifest is a format of this project, so every warning about a manifest is an error.
    diagnostics.deny_warnings_in(root.span.source);
    let manifest = manifest::read(&root, diagnostics)?;
    Some((root, manifest))
}

fn load_all(
    files: &dyn FileProvider,
    manifest_path: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Loaded> {
    let (root, mut manifest) = manifest_at(files, manifest_path, sources, diagnostics)?;
    load_error_codes(files, &mut manifest, &root, sources, diagnostics);
    let mut apis = Vec::new();
    for (at, api) in manifest.apis.iter().enumerate() {
        let entries = Pointer::root().child("apis").child(at).child("documents");
        let mut documents = Vec::new();
        let reach = api.root.as_deref();
        for (at, entry) in api.documents.iter().enumerate() {
            let place = root.at(&entries.child(at));
            documents.extend(load_entry(files, entry, reach, place, sources, diagnostics));
        }
        referenced::add(files, &mut documents, sources, diagnostics);
        apis.push(LoadedApi { documents });
    }
    Some(Loaded { manifest, apis })
}

/// Reads the file of the error codes, if the manifest names one.
fn load_error_codes(
    files: &dyn FileProvider,
    manifest: &mut Manifest,
    root: &Node,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) {
    let Some(entry) = &mut manifest.error_codes else {
        return;
    };
    let named_at = root.at(&Pointer::root().child("error-codes").child("file"));
    let bytes = read(
        files,
        &entry.file,
        named_at.map(|node| node.span),
        diagnostics,
    );
    let root = bytes.and_then(|bytes| load_bytes(bytes, &entry.file, sources, diagnostics));
    if let Some(root) = root {
        // Like the manifest, the file is our own format.
        diagnostics.deny_warnings_in(root.span.source);
        manifest::add_error_codes(entry, &root, diagnostics);
    }
}

/// Returns the folder with the files that a document may refer to: `root`, or the folder of the document.
fn reach_of(path: &str, root: Option<&str>) -> String {
    match root.map(|root| root.trim_matches('/')) {
        None => referenced::folder_of(path).to_owned(),
        Some("" | ".") => String::new(),
        Some(root) => format!("{root}/"),
    }
}

/// Reads a document and its overlays. `reach` is the folder with the files that the document may refer to. `place` is the
/// document's entry in the manifest.
fn load_entry(
    files: &dyn FileProvider,
    entry: &DocumentEntry,
    reach: Option<&str>,
    place: Option<&Node>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let span_of = |name: &str| {
        place
            .and_then(|place| place.get(name))
            .map(|node| node.span)
    };
    let bytes = read(files, &entry.path, span_of("path"), diagnostics);
    if let (Some(bytes), Some(expected)) = (&bytes, &entry.sha256) {
        check_sum(bytes, expected, entry, span_of("sha256"), diagnostics);
    }
    let root = bytes.and_then(|bytes| load_bytes(bytes, &entry.path, sources, diagnostics));
    let mut overlays = Vec::new();
    for (at, path) in entry.overlays.iter().enumerate() {
        let named_at = place
            .and_then(|place| place.at(&Pointer::root().child("overlays").child(at)))
            .map(|node| node.span);
        let bytes = read(files, path, named_at, diagnostics);
        if let Some(root) = bytes.and_then(|bytes| load_bytes(bytes, path, sources, diagnostics)) {
            overlays.push(OverlayFile {
                path: path.clone(),
                source: root.span.source,
                root,
            });
        }
    }
    let root = root?;
    Some(Document {
        path: entry.path.clone(),
        source: root.span.source,
        root,
        overlays,
        reach: reach_of(&entry.path, reach),
        is_referenced: false,
    })
}

fn check_sum(
    bytes: &[u8],
    expected: &str,
    entry: &DocumentEntry,
    named_at: Option<Span>,
    diagnostics: &mut Diagnostics,
) {
    let actual = sha256(bytes);
    if actual == expected {
        return;
    }
    let diagnostic = Diagnostic::error(
        Code::ChecksumMismatch,
        format!("`{}` has changed", entry.path),
    );
    let diagnostic = match named_at {
        Some(span) => diagnostic.label(span, "pinned checksum"),
        None => diagnostic,
    };
    diagnostics.push(diagnostic.help(format!(
        "restore the file and put corrections into an overlay; for a new version of the document, pin its checksum: {actual}"
    )));
}

/// Returns the SHA-256 of bytes, as 64 lower-case hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    let digits = Sha256::digest(bytes)
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .collect::<Vec<_>>();
    digits
        .into_iter()
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .collect()
}

/// Reads one document without a manifest and without overlays.
///
/// If the document cannot be read or is not well-formed, reports the reason and returns `None`.
pub fn load_document(
    files: &dyn FileProvider,
    path: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let bytes = read(files, path, None, diagnostics)?;
    let root = load_bytes(bytes, path, sources, diagnostics)?;
    Some(Document {
        path: path.to_owned(),
        source: root.span.source,
        root,
        overlays: Vec::new(),
        reach: String::new(),
        is_referenced: false,
    })
}

/// Reads one document without a manifest, and the files that the document refers to. The referenced files can be anywhere below
/// the root of `files`.
///
/// If the document cannot be read or is not well-formed, reports the reason and returns `None`.
pub fn load_api(
    files: &dyn FileProvider,
    path: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<LoadedApi> {
    let mut documents = vec![load_document(files, path, sources, diagnostics)?];
    referenced::add(files, &mut documents, sources, diagnostics);
    Some(LoadedApi { documents })
}

fn read(
    files: &dyn FileProvider,
    path: &str,
    named_at: Option<Span>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<u8>> {
    match files.read(path) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            let diagnostic = Diagnostic::error(
                Code::FileUnreadable,
                format!("`{path}` cannot be read: {error}"),
            );
            diagnostics.push(match named_at {
                Some(span) => diagnostic.label(span, "named here"),
                None => diagnostic.in_file(path),
            });
            None
        }
    }
}
