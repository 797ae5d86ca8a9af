//! An entry describes a public item. Items from rustdoc and items from `API.txt` become entries, so that they can be
//! compared.

/// The kinds of items that a module contains. Items of any other kind, such as `field`, are parts of these items.
pub(crate) const TOP: &[&str] = &[
    "struct", "enum", "union", "trait", "macro", "static", "type", "const", "fn",
];

/// A public item, from rustdoc or from `API.txt`.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Entry {
    /// The path of the public module; `crate` is the root.
    pub(crate) section: String,
    /// The kind and the name of the item, for example `fn Call::timeout`.
    pub(crate) key: String,
    /// The type of the item, or the signature of a function. It contains no lifetimes and no module paths. For example,
    /// a struct has no type, so its text is empty.
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
