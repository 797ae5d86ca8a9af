//! The command `completions`: prints a script that completes the command line.

use anyhow::Result;
use clap::{Args, Command};
use clap_complete::{Shell, generate};

use crate::output::{Outcome, print};

/// Print a script that completes commands and options in a shell
#[derive(Args, Debug)]
pub struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script for the program `command`.
pub fn run(arguments: &Arguments, command: &mut Command) -> Result<Outcome> {
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    generate(arguments.shell, command, name, &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Success)
}
