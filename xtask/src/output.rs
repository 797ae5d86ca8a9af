//! Prints the output of tasks, and defines the outcome of a task.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

use anyhow::Result;
use codegen::text::Untrusted;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Outcome {
    /// The task found no problem.
    Success,
    /// The task reported problems.
    Problems,
    /// The command line is invalid; the task reported why.
    UsageError,
    /// A tool is not installed; the task printed the installation command.
    Skipped,
}

impl Outcome {
    pub(crate) const fn exit_code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Problems => 1,
            Self::UsageError => 2,
            Self::Skipped => 3,
        }
    }
}

/// Writes the result of a task to stdout. It is not an error if the reader has closed stdout, as `head` does. On a
/// terminal, control characters are escaped.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    let text = if out.is_terminal() {
        Cow::Owned(Untrusted::new(text).lines())
    } else {
        Cow::Borrowed(text)
    };
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => Ok(done?),
    }
}

/// Writes a message to stderr. Messages can contain text of documents, so control characters are escaped.
pub(crate) fn eprint(text: &str) -> Result<()> {
    let text = Untrusted::new(text).lines();
    Ok(io::stderr().lock().write_all(text.as_bytes())?)
}
