//! What can be wrong with a mutant.

use serde::{Deserialize, Serialize};

/// What one process found out about a document.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Verdict {
    /// Whether a crate was generated.
    pub(crate) generated: bool,
    /// The codes of the errors.
    pub(crate) errors: Vec<String>,
    /// The message of the first error.
    pub(crate) message: String,
    /// The failures, one of each class, the worst first.
    pub(crate) failures: Vec<Failure>,
}

/// Something that must not happen.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) struct Failure {
    /// The sort of failure.
    pub(crate) sort: Sort,
    /// What failures with one cause have in common.
    pub(crate) class: String,
    /// The first lines of the error.
    pub(crate) detail: String,
    /// Whether only cargo notices it.
    #[serde(skip)]
    pub(crate) by_cargo: bool,
}

/// Sorts of failures, the worst first.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Sort {
    /// Code of the document is code of the crate, of its docs or of its tests.
    Escape,
    /// The process ended in a panic, without stack or by another signal.
    Panic,
    /// The process reached the time limit.
    Timeout,
    /// The process reached the memory limit.
    Memory,
    /// An error of the generator itself, `E9999`.
    Internal,
    /// A second run gave another crate.
    Nondeterminism,
    /// No crate, and no error that says why, or an error without a place.
    Unexplained,
    /// A name that the generator has to avoid: `invalid_name`, or a path that some systems refuse.
    Name,
    /// The crate does not compile without warnings.
    Compile,
    /// The docs of the crate have warnings.
    Docs,
    /// A test of the crate fails.
    Test,
    /// A character that controls a terminal or the direction of text is printed as it is.
    Control,
    /// HTML, a link or a template of a document is part of a page as it is.
    Markup,
}

impl Sort {
    /// The name in reports and file names.
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
            Self::Compile => "compile",
            Self::Docs => "docs",
            Self::Test => "test",
            Self::Control => "control",
            Self::Markup => "markup",
        }
    }

    /// Whether a limit of the process was reached.
    pub(crate) const fn is_limit(self) -> bool {
        matches!(self, Self::Timeout | Self::Memory)
    }
}

impl Failure {
    /// Creates a failure. Of the detail, the first lines are kept.
    pub(crate) fn new(sort: Sort, class: impl Into<String>, detail: &str) -> Self {
        let lines: Vec<&str> = detail.lines().take(DETAIL_LINES).collect();
        Self {
            sort,
            class: class.into(),
            detail: lines.join("\n"),
            by_cargo: false,
        }
    }

    /// Creates a failure that only cargo notices.
    pub(crate) fn of_cargo(sort: Sort, class: impl Into<String>, detail: &str) -> Self {
        Self {
            by_cargo: true,
            ..Self::new(sort, class, detail)
        }
    }

    /// Whether another failure probably has the same cause.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.sort == other.sort && self.class == other.class
    }
}

impl Verdict {
    /// Creates the verdict on a process that ended early.
    pub(crate) fn of_failure(failure: Failure) -> Self {
        Self {
            failures: vec![failure],
            ..Self::default()
        }
    }

    /// Whether there is a failure with the cause of another one.
    pub(crate) fn has(&self, failure: &Failure) -> bool {
        self.failures.iter().any(|found| found.is_like(failure))
    }
}

/// How many lines of an error are kept.
const DETAIL_LINES: usize = 12;
