//! The tasks of the project, run as `cargo xtask TASK`. Each task is a module.
//!
//! The package `codegen` generates code from documents. Most tasks only parse arguments, call functions of `codegen`,
//! print the result and set the exit code.

mod api;
mod changes;
mod ci;
mod codegen;
mod compile;
mod corpus;
mod crates;
mod diagnostics;
mod explain;
mod features;
mod generate;
mod golden;
mod judge;
mod lint_text;
mod mutate;
mod ops;
mod output;
mod package;
mod release;
mod soak;
mod spec;
mod stats;
mod usage;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use mimalloc::MiMalloc;

use output::eprint;

/// The generator allocates memory for millions of small values. The allocator of glibc would need a quarter of the time
/// of a run. This allocator is faster.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Keeps the client crate in `generated/` up to date with the OpenAPI documents in `specs/`.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  success
  1  a problem was reported: an error in a document, a file out of date, a failed step
  2  invalid command line
  3  skipped: a tool is not installed";

#[derive(Debug, Subcommand)]
enum Task {
    Codegen(codegen::Arguments),
    Generate(generate::Arguments),
    Corpus(corpus::Arguments),
    Mutate(mutate::Arguments),
    Golden(golden::Arguments),
    Judge(judge::Arguments),
    LintText(lint_text::Arguments),
    Api(api::Arguments),
    Features(features::Arguments),
    Explain(explain::Arguments),
    Ops(ops::Arguments),
    Spec(spec::Arguments),
    Stats(stats::Arguments),
    Soak(soak::Arguments),
    Ci(ci::Arguments),
    Release(release::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Codegen(arguments) => codegen::run(&arguments),
        Task::Generate(arguments) => generate::run(&arguments),
        Task::Corpus(arguments) => corpus::run(&arguments),
        Task::Mutate(arguments) => mutate::run(&arguments),
        Task::Golden(arguments) => golden::run(&arguments),
        Task::Judge(arguments) => judge::run(&arguments),
        Task::LintText(arguments) => lint_text::run(&arguments),
        Task::Api(arguments) => api::run(&arguments),
        Task::Features(arguments) => features::run(&arguments),
        Task::Explain(arguments) => explain::run(&arguments),
        Task::Ops(arguments) => ops::run(&arguments),
        Task::Spec(arguments) => spec::run(&arguments),
        Task::Stats(arguments) => stats::run(&arguments),
        Task::Soak(arguments) => soak::run(&arguments),
        Task::Ci(arguments) => ci::run(&arguments),
        Task::Release(arguments) => release::run(&arguments),
    };
    match outcome {
        Ok(outcome) => ExitCode::from(outcome.exit_code()),
        Err(error) => {
            // If stderr is closed, the error cannot be reported anywhere else.
            let _ = eprint(&format!("error: {error:#}\n"));
            ExitCode::from(1)
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Arguments;

    #[test]
    fn the_command_line_is_valid() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_task_and_every_option_has_help() {
        for task in Arguments::command().get_subcommands() {
            assert!(task.get_about().is_some(), "{}", task.get_name());
            for argument in task.get_arguments() {
                assert!(
                    argument.get_help().is_some(),
                    "{} {}",
                    task.get_name(),
                    argument.get_id()
                );
            }
        }
    }
}
