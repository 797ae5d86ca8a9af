//! The output and the result of a task.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

use anyhow::Result;
use codegen::text::Untrusted;

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

/// Writes the result of a task to stdout. A closed pipe, as after `| head`, is not an error. Text cannot control a terminal.
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

/// Writes messages and progress to stderr. They may contain text of documents, which cannot control the terminal.
pub(crate) fn eprint(text: &str) -> Result<()> {
    let text = Untrusted::new(text).lines();
    Ok(io::stderr().lock().write_all(text.as_bytes())?)
}
