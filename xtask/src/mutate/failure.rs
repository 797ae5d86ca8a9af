//! The failures of a mutant.

use serde::{Deserialize, Serialize};

/// The result of running the generator on one document.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Verdict {
    /// Whether a crate was generated.
    pub(crate) generated: bool,
    /// The codes of all errors.
    pub(crate) errors: Vec<String>,
    /// The message of the first error.
    pub(crate) message: String,
    /// The failures, the worst first. If several failures have the same class, only one is kept.
    pub(crate) failures: Vec<Failure>,
}

/// A failure of the generator or of a crate.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) struct Failure {
    pub(crate) sort: Sort,
    /// A text that is equal for failures with the same cause.
    pub(crate) class: String,
    /// The first lines of the error.
    pub(crate) detail: String,
    /// Whether only cargo detects the failure, such as a compiler error.
    #[serde(skip)]
    pub(crate) by_cargo: bool,
}

/// The sorts of failures. The worst sort is first.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Sort {
    /// Text of the document has become code: in the crate, in its docs or in its tests.
    Escape,
    /// The process crashed: by a panic, a stack overflow or another signal.
    Panic,
    /// The process reached the time limit.
    Timeout,
    /// The process reached the memory limit.
    Memory,
    /// The generator reported a bug of its own (`E9999`).
    Internal,
    /// Two runs have different results.
    Nondeterminism,
    /// The result and the errors do not match: a crate is missing without an error, a crate exists in spite of an
    /// error, or an error has no location.
    Unexplained,
    /// A name that the generator must avoid: `invalid_name`, or a path that some systems refuse.
    Name,
    /// A file of the crate does not parse as Rust.
    Syntax,
    /// The crate does not compile without warnings.
    Compile,
    /// The docs of the crate have warnings.
    Docs,
    /// A test of the crate fails.
    Test,
    /// The output contains a character that controls a terminal or the text direction.
    Control,
    /// The output contains HTML, a link or a template from the document that is not escaped.
    Markup,
}

impl Sort {
    /// Returns the name for reports and file names.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Escape => "escape",
            Self::Panic => "panic",
            Self::Timeout => "timeout",
            Self::Memory => "memory",
            Self::Internal => "internal",
            Self::Nondeterminism => "nondeterminism",
            Self::Unexplained => "unexplained",
            Self::Name => "name",
            Self::Syntax => "syntax",
            Self::Compile => "compile",
            Self::Docs => "docs",
            Self::Test => "test",
            Self::Control => "control",
            Self::Markup => "markup",
        }
    }

    /// Returns whether the process reached a limit, of time or of memory.
    pub(crate) const fn is_limit(self) -> bool {
        matches!(self, Self::Timeout | Self::Memory)
    }
}

impl Failure {
    /// Creates a failure with the first lines of the detail.
    pub(crate) fn new(sort: Sort, class: impl Into<String>, detail: &str) -> Self {
        let lines: Vec<&str> = detail.lines().take(DETAIL_LINES).collect();
        Self {
            sort,
            class: class.into(),
            detail: lines.join("\n"),
            by_cargo: false,
        }
    }

    /// Creates a failure that only cargo detects.
    pub(crate) fn of_cargo(sort: Sort, class: impl Into<String>, detail: &str) -> Self {
        Self {
            by_cargo: true,
            ..Self::new(sort, class, detail)
        }
    }

    /// Returns whether another failure probably has the same cause.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.sort == other.sort && self.class == other.class
    }
}

impl Verdict {
    /// Creates the verdict for a process that ended early.
    pub(crate) fn of_failure(failure: Failure) -> Self {
        Self {
            failures: vec![failure],
            ..Self::default()
        }
    }

    /// Returns whether one of the failures has the same cause as `failure`.
    pub(crate) fn has(&self, failure: &Failure) -> bool {
        self.failures.iter().any(|found| found.is_like(failure))
    }
}

/// The maximum number of lines in [`Failure::detail`].
const DETAIL_LINES: usize = 12;
