//! `cargo xtask spec lint`: checks that documents have everything that users need.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use clap::Args;
use codegen::diag::Diagnostics;
use codegen::input::{Document, Loaded, Policy};
use codegen::lint::{Exceptions, Lint};
use codegen::load::{DiskFiles, load};
use codegen::source::Sources;

use crate::diagnostics::{Style, counted, print_diagnostics};
use crate::output::{Outcome, eprint, print};
use crate::workspace::{MANIFEST, root};

/// Check that the documents have every fact, description and example that users need
///
/// Reports operations without resource, method, summary, scopes, rate limit or error codes; pages without `x-pagination`; JSON
/// bodies without an example; and schemas, properties, parameters and responses without a description. `codegen` accepts such
/// documents.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Check only these documents of the manifest; by default all, except pinned documents and webhooks
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    /// The manifest, relative to the workspace root
    #[arg(long, value_name = "PATH", default_value = MANIFEST)]
    manifest: String,
    /// A table of what operations may lack: operation, key, reason
    #[arg(long, value_name = "FILE", default_value = "specs/lint-exceptions.tsv")]
    exceptions: String,
    /// The format of diagnostics
    #[arg(long, default_value = "human")]
    format: Style,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
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
    let path = root().join(&arguments.exceptions);
    let exceptions = match exceptions(&path)? {
        Ok(exceptions) => exceptions,
        Err(errors) => {
            for error in errors {
                eprint(&format!("error: {}:{error}\n", arguments.exceptions))?;
            }
            return Ok(Outcome::Problems);
        }
    };
    let own = own_documents(&loaded);
    let is_asked = |document: &Document| {
        let names = arguments
            .files
            .iter()
            .map(|file| file.trim_start_matches("./"));
        let mut names =
            names.map(|name| document.path == name || document.path.ends_with(&format!("/{name}")));
        arguments.files.is_empty() || names.any(|is_same| is_same)
    };
    let mut count = 0;
    for (documents, document) in &own {
        if is_asked(document) {
            count += 1;
            let lint = Lint {
                documents,
                pagination: &loaded.manifest.pagination,
                exceptions: &exceptions,
            };
            lint.check(document, &mut diagnostics);
        }
    }
    report(arguments, &diagnostics, &sources, &exceptions, count)
}

fn report(
    arguments: &Arguments,
    diagnostics: &Diagnostics,
    sources: &Sources,
    exceptions: &Exceptions,
    count: usize,
) -> Result<Outcome> {
    if count == 0 {
        eprint("error: the manifest has no such document\n")?;
        return Ok(Outcome::UsageError);
    }
    print_diagnostics(diagnostics, sources, arguments.format, false)?;
    let unused = exceptions.unused();
    if arguments.files.is_empty() {
        for line in &unused {
            eprint(&format!(
                "error: {}:{line}: no operation needs this exception\n",
                arguments.exceptions
            ))?;
        }
        if !unused.is_empty() {
            return Ok(Outcome::Problems);
        }
    }
    if diagnostics.has_errors() {
        return Ok(Outcome::Problems);
    }
    print(&format!("{} checked\n", counted(count, "document")))?;
    Ok(Outcome::Success)
}

/// Returns our own documents, each with the list of all documents of its API. Pinned documents and webhooks are not
/// included.
pub(super) fn own_documents(loaded: &Loaded) -> Vec<(&[Document], &Document)> {
    let mut own = Vec::new();
    for (entry, api) in loaded.manifest.apis.iter().zip(&loaded.apis) {
        if entry.event_property.is_some() || entry.policy == Policy::Lenient {
            continue;
        }
        for document in &api.documents {
            let is_pinned = entry
                .documents
                .iter()
                .any(|entry| entry.path == document.path && entry.sha256.is_some());
            if !is_pinned && !document.is_referenced {
                own.push((api.documents.as_slice(), document));
            }
        }
    }
    own
}

fn exceptions(path: &Path) -> Result<Result<Exceptions, Vec<String>>> {
    if !path.is_file() {
        return Ok(Ok(Exceptions::default()));
    }
    let text = fs::read_to_string(path).with_context(|| format!("`{}`", path.display()))?;
    Ok(Exceptions::parse(&text))
}
