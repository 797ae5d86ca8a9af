//! `cargo xtask spec diff`: compares the clients of two documents.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use codegen::changes::{between, requests};
use codegen::pipeline;
use openapi_to_crate::changes;

use crate::diagnostics::{Style, print_diagnostics};
use crate::generate::{Options, outcome};
use crate::output::{Outcome, print};

/// The name of the crate of both documents. A new title must not change the crate.
const NAME: &str = "client";
/// The number of differences of requests that are shown without `--verbose`.
const SHOWN: usize = 20;

/// List what changes for users of a client if its OpenAPI document changes, and write nothing
///
/// Generates the clients of both documents in memory, and compares their public items. Also lists differences of requests that no
/// Rust type shows, such as another path or server.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The old document
    old: PathBuf,
    /// The new document
    new: PathBuf,
    #[command(flatten)]
    changes: changes::ChangeOptions,
    /// The format of diagnostics
    #[arg(long, value_enum, default_value_t = Style::Human)]
    format: Style,
    /// Print notes and all changes, not only some of them
    #[arg(long, short)]
    verbose: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let (old, new) = (client(&arguments.old)?, client(&arguments.new)?);
    for outcome in [&old, &new] {
        if outcome.tree.is_none() {
            print_diagnostics(
                &outcome.diagnostics,
                &outcome.sources,
                arguments.format,
                arguments.verbose,
            )?;
            return Ok(Outcome::Problems);
        }
    }
    let comparison = between(&old, &new);
    let allowed = arguments.changes.print(&comparison, arguments.verbose)?;
    let lines = if arguments.changes.is_draft() {
        Vec::new()
    } else {
        requests(&old, &new)
    };
    let shown = if arguments.verbose { usize::MAX } else { SHOWN };
    if !lines.is_empty() {
        print("requests:\n")?;
    }
    for line in lines.iter().take(shown) {
        print(&format!("  {line}\n"))?;
    }
    let hidden = lines.len().saturating_sub(shown);
    if hidden > 0 {
        print(&format!("  and {hidden} more; `--verbose` shows all\n"))?;
    }
    // The process ends here. Freeing millions of values would only cost time.
    std::mem::forget((old, new));
    Ok(if allowed {
        Outcome::Success
    } else {
        Outcome::Problems
    })
}

fn client(document: &Path) -> Result<pipeline::Outcome> {
    outcome(document, Some(NAME), Options::default())
}
