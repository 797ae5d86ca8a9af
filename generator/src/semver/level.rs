//! The part of a version number that a change needs.

use std::fmt;

/// The part of the version that changes, from the weakest to the strongest.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Level {
    /// The public items are the same.
    Patch,
    /// Code that uses the crate still compiles, except in the rare cases that Cargo's reference accepts.
    Minor,
    /// Code that uses the crate may no longer compile.
    Major,
}

impl Level {
    /// Returns the name of the level, such as `major`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
