//! The lock of public names: every name that users can write, by the location in the documents that the name comes from.
//!
//! In: the lock on disk, and the names of this run. Out: the new lock, and an error for each name that would change. Entries of
//! removed items stay, so that their names are not reused for other items.

mod entry;
mod file;
mod hold;

use std::collections::BTreeMap;

use crate::source::Span;

pub(super) use hold::hold;

/// The kind of an entry. The words are those in the file.
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

    /// Returns the word at the start of a line.
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
    /// The location in the lock. `None` for a name that this run adds.
    span: Option<Span>,
}

/// The names of one item.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Line {
    own: Locked,
    /// The names of its parts, keyed by what each part is in the document.
    parts: BTreeMap<String, Locked>,
}

/// Public names, keyed by kind and location.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Lock {
    lines: BTreeMap<(Kind, String), Line>,
}
