//! A public item in the form in which the two lists are compared.

/// The kinds of items that a module can contain. Items of all other kinds, such as fields, are parts of an item of these kinds.
pub(crate) const TOP: &[&str] = &[
    "struct", "enum", "union", "trait", "macro", "static", "type", "const", "fn",
];

/// A public item.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Entry {
    /// The path of the public module; `crate` is the root.
    pub(crate) section: String,
    /// The item and its kind, such as `fn Call::timeout`.
    pub(crate) key: String,
    /// The type or signature in reduced form. Empty if it is not compared.
    pub(crate) detail: String,
}

impl Entry {
    pub(crate) fn new(section: &str, key: String, detail: String) -> Self {
        Self {
            section: section.to_owned(),
            key,
            detail,
        }
    }
}
