//! Generates a crate in memory, for tasks that measure or test the generator. `cargo xtask generate` itself is the
//! command `generate` of the package `openapi-to-crate`.

use std::path::Path;

use anyhow::{Result, bail};
use codegen::input::{Policy, Reading};
use codegen::load::DiskFiles;
use codegen::pipeline::{self, Single, run_single};

use crate::workspace::root;

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    /// Whether warnings are errors.
    pub(crate) strict: bool,
    /// Whether the docs of each method show an example call.
    pub(crate) examples: bool,
    /// How the types of responses are read.
    pub(crate) reading: Reading,
}

/// Generates the crate of a document in memory.
pub(crate) fn outcome(
    spec: &Path,
    name: Option<&str>,
    options: Options,
) -> Result<pipeline::Outcome> {
    let Some(file) = spec.file_name().and_then(|name| name.to_str()) else {
        bail!("`{}` is not a file", spec.display());
    };
    let folder = spec
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let policy = if options.strict {
        Policy::Strict
    } else {
        Policy::Lenient
    };
    Ok(run_single(&Single {
        files: &DiskFiles::new(folder),
        templates: &DiskFiles::new(root()),
        path: file,
        name,
        policy,
        examples: options.examples,
        reading: options.reading,
    }))
}
