//! `cargo xtask spec`: helps to write documents.

mod import;

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
    Import(import::Arguments),
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    match &arguments.task {
        Task::Import(arguments) => import::run(arguments),
    }
}
