//! Functions for folders of documents and workspaces of crates, shared by the tasks `corpus` and `mutate`.
//!
//! In: folders. Out: paths of documents, a workspace manifest, and a progress bar.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};

use crate::workspace::root;

/// Returns the documents of a folder, sorted: files that end in .json, .yaml or .yml.
pub(crate) fn documents_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut documents: Vec<PathBuf> = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    for entry in entries {
        let path = entry?.path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if ending.is_some_and(|ending| ["json", "yaml", "yml"].contains(&ending)) {
            documents.push(path);
        }
    }
    documents.sort();
    Ok(documents)
}

/// Writes a workspace manifest for the folders `packages` in the folder `base`. Copies the `Cargo.lock` of this project, so that
/// the dependencies have the same versions.
pub(crate) fn write_workspace(base: &Path, packages: &[&str]) -> Result<()> {
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {packages:?}\n");
    fs::write(base.join("Cargo.toml"), manifest)?;
    fs::copy(root().join("Cargo.lock"), base.join("Cargo.lock"))?;
    Ok(())
}

/// Creates a progress bar. If stderr is not a terminal, the progress bar is hidden.
pub(crate) fn progress(count: usize, what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg} ({elapsed})");
    let bar = ProgressBar::new(count as u64).with_message(what);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
