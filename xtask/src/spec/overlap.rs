//! `cargo xtask spec overlap`: finds texts that repeat words of a vendor's document.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use codegen::diag::Diagnostics;
use codegen::load::{DiskFiles, load};
use codegen::overlap::Publication;

use super::import::read;
use crate::diagnostics::{Style, counted, print_diagnostics};
use crate::output::{Outcome, eprint, print};
use crate::workspace::{MANIFEST, root};

/// Find texts of our documents that have seven words in a row as a vendor's documents have them
///
/// Compares summaries, descriptions, error codes, prerequisites and descriptions of enum values. Pinned documents are not ours.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The vendor's documents, YAML or JSON
    #[arg(required = true, value_name = "DOC")]
    documents: Vec<PathBuf>,
    /// The manifest, relative to the workspace root
    #[arg(long, value_name = "PATH", default_value = MANIFEST)]
    manifest: String,
    /// The format of diagnostics
    #[arg(long, default_value = "human")]
    format: Style,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let mut publication = Publication::default();
    for path in &arguments.documents {
        match read(path)? {
            Some(document) => publication.add(&document.root),
            None => return Ok(Outcome::Problems),
        }
    }
    let mut diagnostics = Diagnostics::default();
    let (sources, loaded) = load(
        &DiskFiles::new(root()),
        &arguments.manifest,
        &mut diagnostics,
    );
    let Some(loaded) = loaded else {
        print_diagnostics(&diagnostics, &sources, arguments.format, false)?;
        return Ok(Outcome::Problems);
    };
    let mut texts = 0;
    for (entry, api) in loaded.manifest.apis.iter().zip(&loaded.apis) {
        for document in &api.documents {
            let is_pinned = entry
                .documents
                .iter()
                .any(|entry| entry.path == document.path && entry.sha256.is_some());
            if !is_pinned {
                texts += publication.compare(&document.root, &mut diagnostics);
            }
        }
    }
    print_diagnostics(&diagnostics, &sources, arguments.format, false)?;
    if diagnostics.has_errors() {
        eprint(&format!("{} compared\n", counted(texts, "text")))?;
        return Ok(Outcome::Problems);
    }
    print(&format!("{} compared\n", counted(texts, "text")))?;
    Ok(Outcome::Success)
}
