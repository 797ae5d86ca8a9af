//! The lock: all names that users can write, each with its location in the documents.
//!
//! In: the lock file, and the names of this run. Out: the updated lock, and an error for each changed name. Entries of removed
//! items stay in the lock. If a removed item is added again, its name must be the same.

mod entry;
mod file;
mod hold;
mod places;

use std::collections::BTreeMap;

use crate::source::Span;

pub(super) use hold::hold;
pub use places::{Place, Places};

/// The kind of a lock entry.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Kind {
    /// The module of an API, and the client method that returns the API.
    Api,
    /// A method and its arguments.
    Method,
    /// A resource: the method that returns its handle, and the type of the handle.
    Resource,
    /// The static of a security scheme.
    Scheme,
    /// A scope: the client method that opens the scope, and the type of the scope.
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

    /// Returns the word for this kind in the lock file.
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

/// A locked name.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Locked {
    name: String,
    /// The location in the lock file. `None` for a name that this run adds.
    span: Option<Span>,
}

/// The names of one item: its own name, and the names of its parts.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Line {
    own: Locked,
    /// The names of the item's parts. A field is found by its property, and a variant by its value.
    parts: BTreeMap<String, Locked>,
}

/// All names that users can write. Each name is found by its kind and its location in the documents.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Lock {
    lines: BTreeMap<(Kind, String), Line>,
}
