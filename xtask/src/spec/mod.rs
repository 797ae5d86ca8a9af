//! `cargo xtask spec`: helps to write documents.

mod diff;
mod import;
mod lint;
mod overlap;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::output::Outcome;

/// Help to write the documents in `specs/`
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    Diff(diff::Arguments),
    Import(import::Arguments),
    Lint(lint::Arguments),
    Overlap(overlap::Arguments),
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    match &arguments.task {
        Task::Diff(arguments) => diff::run(arguments),
        Task::Import(arguments) => import::run(arguments),
        Task::Lint(arguments) => lint::run(arguments),
        Task::Overlap(arguments) => overlap::run(arguments),
    }
}
