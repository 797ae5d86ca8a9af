//! Prints the output of commands, and defines the outcome of a command.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

use anyhow::Result;
use codegen::text::Untrusted;

/// The outcome of a command.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
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
    /// Returns the exit code of the process.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
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
pub fn print(text: &str) -> Result<()> {
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
pub fn eprint(text: &str) -> Result<()> {
    let text = Untrusted::new(text).lines();
    Ok(io::stderr().lock().write_all(text.as_bytes())?)
}

/// Writes diagnostics to stderr. On a terminal, the levels of the diagnostics and the locations have colors, unless the
/// environment variable `NO_COLOR` is set.
pub fn eprint_colored(text: &str) -> Result<()> {
    let is_plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if is_plain || !io::stderr().is_terminal() {
        return eprint(text);
    }
    let text = colored(&Untrusted::new(text).lines());
    Ok(io::stderr().lock().write_all(text.as_bytes())?)
}

/// Adds colors to rendered diagnostics. `text` contains no control characters.
fn colored(text: &str) -> String {
    const STARTS: [(&str, &str); 5] = [
        ("error", "1;31"),
        ("warning", "1;33"),
        ("note", "1;34"),
        ("help", "1;36"),
        ("-->", "34"),
    ];
    let mut made = String::new();
    for line in text.split_inclusive('\n') {
        let start = line.len() - line.trim_start_matches(' ').len();
        let (indentation, rest) = line.split_at(start);
        let found = STARTS.iter().find(|(word, _)| rest.starts_with(word));
        match found.and_then(|(word, color)| Some((word, color, rest.strip_prefix(word)?))) {
            Some((word, color, rest)) => {
                let parts = [indentation, "\u{1b}[", color, "m", word, "\u{1b}[0m", rest];
                made.push_str(&parts.concat());
            }
            None => made.push_str(line),
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::colored;

    #[test]
    fn levels_and_locations_have_colors() {
        let text = "error[E0303]: x\n  --> a.yaml:1:2\n1 | error: no level\n";
        let expected = "\u{1b}[1;31merror\u{1b}[0m[E0303]: x\n  \u{1b}[34m-->\u{1b}[0m a.yaml:1:2\n1 | error: no level\n";
        assert_eq!(colored(text), expected);
    }
}
