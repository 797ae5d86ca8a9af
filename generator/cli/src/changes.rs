//! Prints what a run changes for the users of a crate. `codegen`, `generate` and `spec diff` share these options.

use anyhow::Result;
use clap::{Args, ValueEnum};
use codegen::changes::Comparison;
use codegen::semver::{Length, Level};

use crate::output::{eprint, print};

/// How the changes for users of the crate are reported.
#[derive(Args, Clone, Debug)]
pub struct ChangeOptions {
    /// Exit with 1 and write nothing if the change for users of the crate is of this level or above
    #[arg(long, value_enum, value_name = "LEVEL")]
    deny: Option<Denied>,
    /// Print a draft of the changelog entry in Markdown
    #[arg(long)]
    changelog: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Denied {
    /// The public items change
    Minor,
    /// Code that uses the crate may no longer compile
    Major,
}

impl ChangeOptions {
    /// Prints the changes to stderr, and the draft of the changelog to stdout. Returns `false` if the options deny the changes.
    ///
    /// # Errors
    ///
    /// When the text cannot be printed.
    pub fn report(&self, comparison: &Comparison, verbose: bool) -> Result<bool> {
        eprint(&comparison.text(length(verbose)))?;
        if self.changelog {
            print(&comparison.changelog())?;
        }
        self.allows(comparison)
    }

    /// Prints the changes to stdout, or the draft of the changelog instead. Returns `false` if the options deny the changes.
    ///
    /// # Errors
    ///
    /// When the text cannot be printed.
    pub fn print(&self, comparison: &Comparison, verbose: bool) -> Result<bool> {
        let text = comparison.text(length(verbose));
        if self.changelog {
            print(&comparison.changelog())?;
        } else if text.is_empty() {
            print("change: patch (no public item has changed)\n")?;
        } else {
            print(&text)?;
        }
        self.allows(comparison)
    }

    /// Returns whether the result is a draft of the changelog.
    #[must_use]
    pub const fn is_draft(&self) -> bool {
        self.changelog
    }

    fn allows(&self, comparison: &Comparison) -> Result<bool> {
        let (denied, name) = match self.deny {
            None => return Ok(true),
            Some(Denied::Minor) => (Level::Minor, "minor"),
            Some(Denied::Major) => (Level::Major, "major"),
        };
        let allowed = !comparison.reaches(denied);
        if !allowed {
            eprint(&format!("error: `--deny {name}` forbids this change\n"))?;
        }
        Ok(allowed)
    }
}

const fn length(verbose: bool) -> Length {
    if verbose { Length::Full } else { Length::Short }
}
