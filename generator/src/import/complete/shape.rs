//! A publisher's schemas after reading: without references, and without the mistakes that `read` fixes.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::source::{Node, Value};

/// A schema of a publisher.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shape {
    pub(super) kind: Kind,
    pub(super) format: Option<String>,
    pub(super) flags: BTreeSet<Flag>,
    /// The keywords that limit the values, such as `maxLength`, in print order.
    pub(super) limits: Vec<(&'static str, Literal)>,
    pub(super) pattern: Option<String>,
    /// The values of the `enum`.
    pub(super) values: Vec<Literal>,
    pub(super) default: Option<Literal>,
    /// The publisher's example. It shows the format of a string, and is never printed.
    pub(super) example: Option<String>,
    /// Notes for the review list.
    pub(super) notes: Vec<&'static str>,
}

/// A keyword that is `true`. The variants are in print order.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Flag {
    Nullable,
    Deprecated,
    ReadOnly,
    WriteOnly,
}

impl Flag {
    pub(super) const ALL: &'static [Self] = &[
        Self::Nullable,
        Self::Deprecated,
        Self::ReadOnly,
        Self::WriteOnly,
    ];

    /// Returns the keyword.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Nullable => "nullable",
            Self::Deprecated => "deprecated",
            Self::ReadOnly => "readOnly",
            Self::WriteOnly => "writeOnly",
        }
    }
}

/// The kind of a schema.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Kind {
    /// Any JSON value.
    #[default]
    Any,
    Text,
    Integer,
    Number,
    Boolean,
    List(Box<Shape>),
    Object(Object),
    Choice(Choice),
    /// A reference to a named schema in the registry.
    Named(String),
}

/// The properties of an object schema.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Object {
    pub(super) properties: IndexMap<String, Shape>,
    pub(super) required: Vec<String>,
    /// The tag, if the object is an alternative of a `oneOf`: the property whose value identifies the alternative.
    pub(super) tag: Option<String>,
    /// The schema of `additionalProperties`.
    pub(super) additional: Option<Box<Shape>>,
}

/// The alternatives of a `oneOf`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Choice {
    pub(super) alternatives: Vec<Shape>,
    /// The tag: the property whose value identifies the alternative.
    pub(super) tag: Option<String>,
}

/// A scalar value: a default or a value of an enum.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Literal {
    Text(String),
    Number(String),
    Boolean(bool),
}

impl Literal {
    /// Reads a scalar. Returns `None` for `null`, lists and maps.
    pub(super) fn of(node: &Node) -> Option<Self> {
        match &node.value {
            Value::Str(text) => Some(Self::Text(text.clone())),
            Value::Number(number) => Some(Self::Number(number.text.clone())),
            Value::Bool(value) => Some(Self::Boolean(*value)),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// Returns the value as text.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Text(text) | Self::Number(text) => text.clone(),
            Self::Boolean(value) => value.to_string(),
        }
    }

    pub(super) fn is_integer(&self) -> bool {
        matches!(self, Self::Number(text) if text.parse::<i128>().is_ok())
    }
}

impl Shape {
    /// Creates a schema of a kind, with no other keywords.
    pub(super) fn of(kind: Kind) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }

    pub(super) fn is_deprecated(&self) -> bool {
        self.flags.contains(&Flag::Deprecated)
    }

    pub(super) const fn is_object(&self) -> bool {
        matches!(self.kind, Kind::Object(_))
    }

    /// Returns whether the schema is an object without properties.
    pub(super) fn is_empty_object(&self) -> bool {
        matches!(&self.kind, Kind::Object(object) if object.properties.is_empty() && object.additional.is_none())
    }

    /// Returns the properties of an object.
    pub(super) fn properties(&self) -> impl Iterator<Item = (&str, &Self)> {
        let object = match &self.kind {
            Kind::Object(object) => Some(object),
            _ => None,
        };
        let all = object.into_iter().flat_map(|object| &object.properties);
        all.map(|(name, shape)| (name.as_str(), shape))
    }

    /// Returns a property of an object.
    pub(super) fn property(&self, name: &str) -> Option<&Self> {
        self.properties()
            .find(|(other, _)| *other == name)
            .map(|(_, shape)| shape)
    }

    /// Returns the schema of the items of a list.
    pub(super) fn items(&self) -> Option<&Self> {
        match &self.kind {
            Kind::List(items) => Some(items),
            _ => None,
        }
    }

    /// Returns the integer value of a limit such as `maxLength`.
    pub(super) fn limit(&self, name: &str) -> Option<i128> {
        let found = self.limits.iter().find(|(other, _)| *other == name);
        found.and_then(|(_, value)| value.text().parse().ok())
    }
}
