//! `cargo xtask api`: compares `API.txt` with the public items that rustdoc lists.
//!
//! In: rustdoc's JSON for the generated crate, and `API.txt`. Out: items that are only in one of the two lists, and
//! items whose types differ.

mod compare;
mod entry;
mod listing;
mod rustdoc;
mod surface;
mod tests;
mod text;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use crate::output::{Outcome, eprint, print};
use crate::workspace::{GENERATED, root};
use compare::Comparison;
use listing::Listing;
use rustdoc::{Documentation, INSTALL};

/// Compare `generated/API.txt` with the public items that rustdoc lists
///
/// Builds the docs of the generated crate as JSON, with all features, in `target/api`. JSON is an unstable format of rustdoc.
/// Therefore, the task uses a nightly toolchain, or the default toolchain with `RUSTC_BOOTSTRAP`. If no toolchain has rustdoc,
/// the exit code is 3.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Exit with 1 if the lists differ
    #[arg(long)]
    check: bool,
    /// Read this JSON file of rustdoc instead of running rustdoc
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Compare this list instead of `generated/API.txt`
    #[arg(long, value_name = "FILE")]
    list: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let documentation = match &arguments.json {
        Some(path) => Some(Documentation::read(path)?),
        None => Documentation::build()?,
    };
    let Some(documentation) = documentation else {
        eprint(&format!(
            "skipped: no toolchain has rustdoc; install it with `{INSTALL}`\n"
        ))?;
        return Ok(Outcome::Skipped);
    };
    let version = documentation.format_version;
    eprint(&format!("format of rustdoc: {version}\n"))?;
    let path = (arguments.list.clone()).unwrap_or_else(|| root().join(GENERATED).join("API.txt"));
    let text = fs::read_to_string(&path);
    let text = text.with_context(|| format!("cannot read `{}`", path.display()))?;
    let comparison = Comparison::of(&documentation, Listing::read(&text));
    print(&comparison.to_string())?;
    if arguments.check && !comparison.is_clean() {
        return Ok(Outcome::Problems);
    }
    Ok(Outcome::Success)
}
