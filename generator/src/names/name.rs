//! Valid Rust identifiers and paths. Only the stage `names` can create a [`Name`]. Later stages copy and print names.
//!
//! In: a text that a naming rule created. Out: a [`Name`], or a [`NameFault`] if the text is not an identifier.

use std::fmt;

use serde::Serialize;

use super::idents::is_keyword;

/// A valid Rust identifier.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Name(String);

/// A naming error: a name is missing or is not an identifier.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NameFault {
    /// The error message.
    pub message: String,
}

impl NameFault {
    /// Creates the error for an item that has no name.
    pub(super) fn missing(thing: impl fmt::Display) -> Self {
        Self {
            message: format!("{thing} has no name"),
        }
    }
}

impl Name {
    /// Creates a name from a text. Returns an error if the text is not an identifier.
    pub(super) fn new(text: &str) -> Result<Self, NameFault> {
        let is_referenced = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let starts_well = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let is_word = text.chars().all(is_referenced) && text != "_" && text != "Self";
        if starts_well && is_word && !is_keyword(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NameFault {
                message: format!("`{text}` is not an identifier"),
            })
        }
    }

    /// Returns the name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The path of a module from the root of the crate. An empty path means the crate root.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct ModulePath(Vec<Name>);

impl ModulePath {
    /// Creates the path of a module from the module names below the crate root.
    pub(super) const fn new(steps: Vec<Name>) -> Self {
        Self(steps)
    }

    /// Returns the module names of the path, starting below the crate root.
    #[must_use]
    pub fn steps(&self) -> &[Name] {
        &self.0
    }

    /// Returns the path of an item in this module.
    #[must_use]
    pub fn item(&self, name: Name) -> ItemPath {
        ItemPath {
            module: self.clone(),
            name,
        }
    }

    /// Returns the path of a child module.
    #[must_use]
    pub fn child(&self, name: Name) -> Self {
        let mut steps = self.0.clone();
        steps.push(name);
        Self(steps)
    }
}

impl fmt::Display for ModulePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("crate")?;
        self.0.iter().try_for_each(|step| write!(f, "::{step}"))
    }
}

/// The path of an item: its module and its name.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct ItemPath {
    /// The module.
    pub module: ModulePath,
    /// The name of the item.
    pub name: Name,
}

impl fmt::Display for ItemPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::{}", self.module, self.name)
    }
}
