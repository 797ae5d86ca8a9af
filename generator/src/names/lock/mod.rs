//! The lock of public names: what a user can name, by the place that each name comes from.
//!
//! In: the lock as it is on disk, and the names of this run. Out: the lock as it is to be, and an error for each name that
//! would change. Lines of things that are gone stay, so that a name is not given to another thing.

mod entry;
mod file;
mod hold;

use std::collections::BTreeMap;

use crate::source::Span;

pub(super) use hold::hold;

/// What a line is about. The words are those of the file.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Kind {
    /// A module of an API, and the accessor of the client.
    Api,
    /// A method and its arguments.
    Method,
    /// The accessor of a resource, and its handle.
    Resource,
    /// The static of a security scheme.
    Scheme,
    /// The accessor of a scope, and its type.
    Scope,
    /// A type and its fields or variants.
    Type,
}

impl Kind {
    const ALL: [Self; 6] = [
        Self::Api,
        Self::Method,
        Self::Resource,
        Self::Scheme,
        Self::Scope,
        Self::Type,
    ];

    /// The word at the start of a line.
    const fn word(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Method => "method",
            Self::Resource => "resource",
            Self::Scheme => "scheme",
            Self::Scope => "scope",
            Self::Type => "type",
        }
    }
}

/// A name that is locked.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Locked {
    name: String,
    /// Where the lock says so; `None` for a name that this run adds.
    span: Option<Span>,
}

/// The names of one thing.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Line {
    own: Locked,
    /// The names of its parts, by what they are in the document.
    parts: BTreeMap<String, Locked>,
}

/// Public names by kind and place.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Lock {
    lines: BTreeMap<(Kind, String), Line>,
}
