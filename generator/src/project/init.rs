//! Writes the first manifest of a crate.
//!
//! In: documents. Out: the text of `codegen.yaml`, with comments that describe the keys of the manifest.

use std::path::{Path, PathBuf};

use super::{MANIFEST, PathError, Project, Source, paths};
use crate::diag::Diagnostics;
use crate::input::{ApiEntry, Manifest, Policy};
use crate::load::{DiskFiles, load_document, load_manifest};
use crate::source::Sources;

/// A new manifest, which is not written yet.
#[derive(Debug)]
pub struct Init {
    /// The path of the manifest: `codegen.yaml` in the folder that contains all documents.
    pub path: PathBuf,
    /// The text of the manifest. `None` if a document cannot be read.
    pub text: Option<String>,
    /// The problems that were found.
    pub diagnostics: Diagnostics,
    /// The texts that the diagnostics refer to.
    pub sources: Sources,
}

impl Project {
    /// Creates a manifest for the documents of the project.
    ///
    /// # Errors
    ///
    /// When a path is not below the root folder, or is not UTF-8.
    pub fn init(&self) -> Result<Init, PathError> {
        let listed: &[PathBuf] = match &self.source {
            Source::Documents(paths) => paths,
            Source::Manifest(_) | Source::Text(_) => &[],
        };
        let (root, documents) = paths::all_below(self.options.root.as_deref(), listed)?;
        let files = DiskFiles::new(&root);
        let mut diagnostics = Diagnostics::default();
        let mut sources = Sources::default();
        let read: Vec<_> = documents
            .iter()
            .filter_map(|path| load_document(&files, path, &mut sources, &mut diagnostics))
            .collect();
        let read: Vec<_> = read.iter().collect();
        let name = self.options.name.as_deref();
        let manifest = Manifest::of_documents(&read, name, self.policy());
        let manifest = manifest.filter(|_| read.len() == documents.len());
        Ok(Init {
            path: root.join(MANIFEST),
            text: manifest.map(|manifest| text(&manifest, self.options.examples)),
            diagnostics,
            sources,
        })
    }

    /// Whether a manifest names at least one of the documents, which are in the folder of the manifest or below. A
    /// manifest with a mistake names every document, so that the mistake is reported.
    #[must_use]
    pub fn names(manifest: &Path, documents: &[PathBuf]) -> bool {
        let Ok((root, path)) = paths::below(None, manifest) else {
            return false;
        };
        let files = DiskFiles::new(&root);
        let mut found = Diagnostics::default();
        let read = load_manifest(&files, &path, &mut Sources::default(), &mut found);
        let Some(read) = read else { return true };
        let mut inner = documents
            .iter()
            .filter_map(|path| paths::below(Some(&root), path).ok());
        inner.any(|(_, path)| {
            let mut entries = read.apis.iter().flat_map(|api| &api.documents);
            entries.any(|entry| entry.path == path)
        })
    }
}

/// Formats a text as YAML.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn text(manifest: &Manifest, examples: bool) -> String {
    let package = &manifest.crate_;
    let description = package.description.as_deref().unwrap_or_default();
    let examples = if examples { "" } else { "# " };
    let mut text = format!(
        "\
# The manifest of a client crate. In this folder, `openapi-to-crate generate` writes the crate, and
# `openapi-to-crate generate --check` fails if the crate is out of date. Paths are relative to this folder.

crate:
  name: {}
  version: {}
  description: {}
  # license: MIT OR Apache-2.0
  rust-version: \"1.85\"
  # Show an example call in the docs of each method.
  {examples}examples: true

# The folder of the crate. Files in it that were not generated are never changed.
out: generated

apis:
",
        quoted(&package.name),
        quoted(&package.version),
        quoted(description),
    );
    for api in &manifest.apis {
        text.push_str(&api_text(api));
    }
    text.push_str(HINTS);
    text
}

fn api_text(api: &ApiEntry) -> String {
    let mut lines = vec![format!("  - name: {}", quoted(&api.name))];
    if api.module.is_empty() {
        lines.push("    # The modules of the resources are at the root of the crate.".to_owned());
        lines.push("    module: crate".to_owned());
    }
    let accessor = api.accessor.iter();
    lines.extend(accessor.map(|name| format!("    accessor: {}", quoted(name))));
    let policy = match api.policy {
        Policy::Strict => "strict",
        Policy::Lenient => "lenient",
    };
    lines.push(
        "    # `lenient` repairs mistakes in the document and warns; `strict` treats warnings as errors."
            .to_owned(),
    );
    lines.push(format!("    policy: {policy}"));
    lines.push("    documents:".to_owned());
    let documents = api.documents.iter();
    lines.extend(documents.map(|document| format!("      - path: {}", quoted(&document.path))));
    let lines: Vec<String> = lines.into_iter().map(|line| line + "\n").collect();
    lines.concat()
}

/// Examples of further keys. Each of them is a comment.
const HINTS: &str = "    # Corrections of a document, as OpenAPI Overlays: `overlays: [corrections.yaml]` beside its `path`.
    # Only some operations and the types that they use, by tag, path or operationId:
    # include: {tags: [orders], paths: ['/orders/**'], operations: [getOrder]}
    # exclude: {tags: [internal]}
    # Other names: types by schema, methods by operationId, resources by tag.
    # rename:
    #   types: {OrderDTO: Order}
    #   methods: {getAllOrdersV2: list}
    #   resources: {order-controller: orders}
    # Your own Rust types instead of schemas. Each crate is in `dependencies` below.
    # types: {Money: 'rust_decimal::Decimal'}
    # A Cargo feature for each resource:
    # features: resources

# Rust types for strings with a format: date-time and date (chrono or jiff), uuid (uuid), decimal (rust_decimal), or the
# path of a type.
# formats: {date-time: chrono, uuid: uuid}

# Further derives: Eq and Hash, for the types that can have them.
# derives: [Eq, Hash]

# The crates of your types.
# dependencies:
#   rust_decimal: {version: '1', features: [serde]}
";
