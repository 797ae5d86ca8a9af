//! The project's tasks, as `cargo xtask`. Each task is a file; what it works on is the workspace that it was built in.
//!
//! Thin by intent: what a task does to documents and files is done by `codegen`, and here stands what is said and how a
//! task ends.

mod ci;
mod codegen;
mod compile;
mod corpus;
mod explain;
mod findings;
mod generate;
mod golden;
mod lint_text;
mod ops;
mod spec;
mod stats;
mod usage;
mod workspace;

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Reads the OpenAPI documents below `specs/` and keeps the client crate in `generated/` up to date with them.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

/// What all tasks have in common.
const EXIT_CODES: &str = "\
Exit codes:
  0  all is well
  1  there is something to mend: a finding, a file out of date, a failed step
  2  the command line is wrong";

#[derive(Debug, Subcommand)]
enum Task {
    Codegen(codegen::Arguments),
    Generate(generate::Arguments),
    Corpus(corpus::Arguments),
    Golden(golden::Arguments),
    LintText(lint_text::Arguments),
    Explain(explain::Arguments),
    Ops(ops::Arguments),
    Spec(spec::Arguments),
    Stats(stats::Arguments),
    Ci(ci::Arguments),
}

/// How a task ended, if nothing went wrong on the way.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum End {
    /// All is well.
    Fine,
    /// There is something to mend; it was said.
    Findings,
    /// The command line is wrong; it was said.
    Usage,
}

fn main() -> ExitCode {
    let ended = match Arguments::parse().task {
        Task::Codegen(arguments) => codegen::run(&arguments),
        Task::Generate(arguments) => generate::run(&arguments),
        Task::Corpus(arguments) => corpus::run(&arguments),
        Task::Golden(arguments) => golden::run(&arguments),
        Task::LintText(arguments) => lint_text::run(&arguments),
        Task::Explain(arguments) => explain::run(&arguments),
        Task::Ops(arguments) => ops::run(&arguments),
        Task::Spec(arguments) => spec::run(&arguments),
        Task::Stats(arguments) => stats::run(&arguments),
        Task::Ci(arguments) => ci::run(&arguments),
    };
    match ended {
        Ok(End::Fine) => ExitCode::SUCCESS,
        Ok(End::Findings) => ExitCode::from(1),
        Ok(End::Usage) => ExitCode::from(2),
        Err(error) => {
            // Nothing is left to be done if even this cannot be said.
            let _ = tell(&format!("error: {error:#}\n"));
            ExitCode::from(1)
        }
    }
}

/// Writes the result of a task. A reader that has gone away, such as `head`, is no error.
fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => Ok(done?),
    }
}

/// Writes what is to be said of a task, beside its result.
fn tell(text: &str) -> Result<()> {
    Ok(io::stderr().lock().write_all(text.as_bytes())?)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Arguments;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_task_and_every_option_says_what_it_does() {
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
