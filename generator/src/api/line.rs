//! One line in the list of public items.

use std::fmt;

use super::cfg::{Conditions, simplified};

/// The kind of item that a line lists.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Kind {
    /// A struct.
    Struct,
    /// A union.
    Union,
    /// An enum.
    Enum,
    /// A trait.
    Trait,
    /// A macro.
    Macro,
    /// A re-export.
    Use,
    /// A static.
    Static,
    /// A field of a struct.
    Field,
    /// A variant of an enum.
    Variant,
    /// A type alias or an associated type.
    Type,
    /// A constant.
    Const,
    /// A function.
    Fn,
    /// A `const` function.
    ConstFn,
    /// An async function.
    AsyncFn,
    /// Traits that a type implements.
    Impl,
}

/// One line of a section.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Line {
    /// The kind of the listed item.
    pub kind: Kind,
    /// The name of the item. For a field, a variant or a method, the name of the type or trait that contains the item.
    pub owner: String,
    /// The text after the kind, such as `Pages::next(&mut self)` after `async fn`.
    pub text: String,
    /// Notes that are printed in brackets after the text, such as `deprecated`.
    pub tags: Vec<&'static str>,
    /// The conditions under which the listed item exists.
    pub conditions: Vec<String>,
    /// Whether the text starts with generic parameters, as in `impl<T: Page>`.
    pub is_generic: bool,
}

impl Line {
    pub(super) fn new(kind: Kind, owner: &str, text: String) -> Self {
        Self {
            kind,
            owner: owner.to_owned(),
            text,
            tags: Vec::new(),
            conditions: Vec::new(),
            is_generic: false,
        }
    }

    pub(super) fn tag_if(mut self, holds: bool, tag: &'static str) -> Self {
        self.tags.extend(Some(tag).filter(|_| holds));
        self
    }

    pub(super) fn under(mut self, conditions: &Conditions) -> Self {
        self.conditions = simplified(conditions);
        self
    }
}

impl Line {
    /// Returns the sort key of a line in its section: owner, kind, text. Fields and variants keep the order of the source code.
    pub(super) fn order(&self) -> (&str, u8, &str) {
        let (rank, text) = match self.kind {
            Kind::Struct | Kind::Union | Kind::Enum | Kind::Trait | Kind::Macro => (0, ""),
            Kind::Use | Kind::Static => (0, self.text.as_str()),
            Kind::Field | Kind::Variant => (1, ""),
            Kind::Type | Kind::Const => (2, self.text.as_str()),
            Kind::Fn | Kind::ConstFn | Kind::AsyncFn => (3, self.text.as_str()),
            Kind::Impl => (4, self.text.as_str()),
        };
        (&self.owner, rank, text)
    }
}

impl Kind {
    /// Returns the keywords at the start of a line of this kind.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Struct => "struct",
            Self::Union => "union",
            Self::Enum => "enum",
            Self::Trait => "trait",
            Self::Macro => "macro",
            Self::Use => "use",
            Self::Static => "static",
            Self::Field => "field",
            Self::Variant => "variant",
            Self::Type => "type",
            Self::Const => "const",
            Self::Fn => "fn",
            Self::ConstFn => "const fn",
            Self::AsyncFn => "async fn",
            Self::Impl => "impl",
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let space = if self.is_generic { "" } else { " " };
        write!(f, "{}{space}{}", self.kind.as_str(), self.text)?;
        let tags = self.tags.iter().copied();
        let tags: Vec<&str> = tags
            .chain(self.conditions.iter().map(String::as_str))
            .collect();
        if tags.is_empty() {
            return Ok(());
        }
        write!(f, " [{}]", tags.join(", "))
    }
}
