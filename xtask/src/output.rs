//! The output and the result of a task.

use std::io::{self, Write};

use anyhow::Result;

/// The result of a task that ran to the end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Outcome {
    /// No problem.
    Success,
    /// The task reported problems.
    Problems,
    /// The command line is invalid; the task reported why.
    UsageError,
    /// A tool is not installed; the task reported how to install it.
    Skipped,
}

impl Outcome {
    /// Returns the exit code of a task.
    pub(crate) const fn exit_code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Problems => 1,
            Self::UsageError => 2,
            Self::Skipped => 3,
        }
    }
}

/// Writes the result of a task to stdout. A closed pipe, as after `| head`, is not an error.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => Ok(done?),
    }
}

/// Writes messages and progress to stderr.
pub(crate) fn eprint(text: &str) -> Result<()> {
    Ok(io::stderr().lock().write_all(text.as_bytes())?)
}
