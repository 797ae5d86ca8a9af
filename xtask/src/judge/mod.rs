//! `cargo xtask judge`: compares this project with sources outside of the project.

mod answers;
mod clients;
mod documents;
mod fake;
mod fuzz;
mod proxy;
mod semver;
mod styles;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::output::Outcome;

/// Compare this project with other libraries, other tools and the examples of a vendor
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    subject: Subject,
}

#[derive(Debug, Subcommand)]
enum Subject {
    Answers(answers::Arguments),
    Clients(clients::Arguments),
    Documents(documents::Arguments),
    Semver(semver::Arguments),
    Fuzz(fuzz::Arguments),
    Proxy(proxy::Arguments),
    Styles(styles::Arguments),
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    match &arguments.subject {
        Subject::Answers(arguments) => answers::run(arguments),
        Subject::Clients(arguments) => clients::run(arguments),
        Subject::Documents(arguments) => documents::run(arguments),
        Subject::Semver(arguments) => semver::run(arguments),
        Subject::Fuzz(arguments) => fuzz::run(arguments),
        Subject::Proxy(arguments) => proxy::run(arguments),
        Subject::Styles(arguments) => styles::run(arguments),
    }
}
