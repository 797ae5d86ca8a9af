//! The common form of items from rustdoc and items from `API.txt`.

/// The kinds of items that a module can contain. Other kinds, such as `field`, are parts of an item.
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
    /// The type or signature, without lifetimes and module paths. Empty for kinds without a type, such as `struct`.
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
