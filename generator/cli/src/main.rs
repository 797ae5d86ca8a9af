//! The program `openapi-to-crate`.

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use openapi_to_crate::output::eprint;
use openapi_to_crate::{completions, explain, generate};

/// Generates a typed async Rust client crate from OpenAPI documents.
#[derive(Debug, Parser)]
#[command(name = "openapi-to-crate", version, after_help = AFTER_HELP)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Examples:
  openapi-to-crate generate petstore.yaml -o petstore-client
  openapi-to-crate generate --init petstore.yaml     write codegen.yaml, the manifest
  openapi-to-crate generate                          generate the crate of ./codegen.yaml
  openapi-to-crate generate --check                  fail if the crate is out of date
  openapi-to-crate explain E0303

Exit codes:
  0  success
  1  a problem was reported: an error in a document, a crate that is out of date
  2  invalid command line";

#[derive(Debug, Subcommand)]
enum Command {
    Generate(generate::Arguments),
    Explain(explain::Arguments),
    Completions(completions::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments, &mut Arguments::command()),
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
    fn every_command_and_every_option_has_help() {
        for command in Arguments::command().get_subcommands() {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for argument in command.get_arguments() {
                let id = argument.get_id();
                assert!(argument.get_help().is_some(), "{} {id}", command.get_name());
            }
        }
    }
}
