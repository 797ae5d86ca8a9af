//! The tree of a document, with the location of each node.
//!
//! In: the documents that `load` parses. Out: [`Node`]s, which the stages `overlay`, `convert`, `check` and `lower`
//! read. Values have the types of YAML 1.2 (core schema), which are the types of JSON. Aliases are already replaced by
//! copies. This module does not know OpenAPI.

use foldhash::quality::RandomState;
use indexmap::IndexMap;

use super::{Pointer, Span};

/// A value and its location.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// The location in the document, or in the overlay that added the node.
    pub span: Span,
}

/// The value of a node.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// An integer or a decimal number.
    Number(Number),
    /// A string.
    Str(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping.
    Map(Map),
}

/// A number in its original notation, which avoids rounding.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Number {
    /// The digits as a JSON number, such as `-12` or `1.10`.
    pub text: String,
}

impl Number {
    /// Returns the value. `None` if the number is not an integer or does not fit into 128 bits.
    #[must_use]
    pub fn as_i128(&self) -> Option<i128> {
        self.text.parse().ok()
    }

    /// Returns the nearest floating-point value.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        self.text.parse().ok()
    }

    /// Returns whether the number has neither a fraction nor an exponent.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        self.text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
    }
}

/// The key of a mapping and its location.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Key {
    /// The key. A YAML key that is not a string, such as `200:`, is converted to text.
    pub name: String,
    /// The location.
    pub span: Span,
}

/// A mapping, in the order of the document. Every key is unique.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    /// The keys come from documents. Thus, the hasher has a random seed: no document can have keys with known collisions.
    entries: IndexMap<String, (Span, Node), RandomState>,
}

impl Map {
    /// Creates an empty mapping.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the value of a key.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.entries.get(name).map(|(_, node)| node)
    }

    /// Returns the value of a key. `None` if the value is not a string.
    #[must_use]
    pub fn text_of(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// Returns a mutable reference to the value of a key.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Node> {
        self.entries.get_mut(name).map(|(_, node)| node)
    }

    /// Returns the location of a key.
    #[must_use]
    pub fn key_span(&self, name: &str) -> Option<Span> {
        self.entries.get(name).map(|(span, _)| *span)
    }

    /// Sets the value of a key and returns the old one. An existing key keeps its position.
    pub fn insert(&mut self, key: Key, node: Node) -> Option<Node> {
        self.entries
            .insert(key.name, (key.span, node))
            .map(|(_, old)| old)
    }

    /// Sets the value of a key. An existing key keeps its position. A new key gets the location of the value.
    pub fn set(&mut self, name: &str, node: Node) {
        let key = Key {
            name: name.to_owned(),
            span: self.key_span(name).unwrap_or(node.span),
        };
        self.insert(key, node);
    }

    /// Removes a key and returns its value. The other keys keep their order.
    pub fn remove(&mut self, name: &str) -> Option<Node> {
        self.entries.shift_remove(name).map(|(_, node)| node)
    }

    /// Iterates over the entries: key, location of the key, value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Span, &Node)> {
        self.entries
            .iter()
            .map(|(name, (span, node))| (name.as_str(), *span, node))
    }

    /// Iterates over the keys and mutable references to the values.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Node)> {
        self.entries
            .iter_mut()
            .map(|(name, (_, node))| (name.as_str(), node))
    }

    /// Iterates over the keys.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Returns whether the mapping contains the key.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }

    /// Returns the number of keys.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns whether the mapping is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl Node {
    /// Creates a node.
    #[must_use]
    pub const fn new(value: Value, span: Span) -> Self {
        Self { value, span }
    }

    /// Returns the value if it is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Str(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the value if it is a boolean.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Returns the value if it is an integer that fits into 128 bits.
    #[must_use]
    pub fn as_i128(&self) -> Option<i128> {
        match &self.value {
            Value::Number(number) => number.as_i128(),
            _ => None,
        }
    }

    /// Returns the value if it is a number.
    #[must_use]
    pub fn as_number(&self) -> Option<&Number> {
        match &self.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Returns the items if the value is a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// Returns the value if it is a mapping.
    #[must_use]
    pub fn as_map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Returns a mutable reference to the mapping, if the value is a mapping.
    pub fn as_map_mut(&mut self) -> Option<&mut Map> {
        match &mut self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Returns whether the value is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// Returns the value of a key, if this node is a mapping.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.as_map()?.get(name)
    }

    /// Returns the value of a key, if this node is a mapping and the value is a string.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// Returns the node at a pointer, relative to this node.
    #[must_use]
    pub fn at(&self, pointer: &Pointer) -> Option<&Node> {
        pointer
            .parts()
            .iter()
            .try_fold(self, |node, step| node.step(step))
    }

    /// Returns the node at one step of a pointer: the value of a key, or the item at a position.
    #[must_use]
    pub fn step(&self, step: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(map) => map.get(step),
            Value::List(items) => items.get(step.parse::<usize>().ok()?),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Str(_) => None,
        }
    }

    /// Returns a mutable reference to the node at a pointer, relative to this node.
    pub fn at_mut(&mut self, pointer: &Pointer) -> Option<&mut Self> {
        pointer
            .parts()
            .iter()
            .try_fold(self, |node, part| match &mut node.value {
                Value::Map(map) => map.get_mut(part),
                Value::List(items) => items.get_mut(part.parse::<usize>().ok()?),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::Str(_) => None,
            })
    }

    /// Returns whether two nodes have the same value. Locations and the order of keys are ignored.
    #[must_use]
    pub fn same_value(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::List(left), Value::List(right)) => {
                left.len() == right.len()
                    && left
                        .iter()
                        .zip(right)
                        .all(|(left, right)| left.same_value(right))
            }
            (Value::Map(left), Value::Map(right)) => {
                left.len() == right.len()
                    && left.iter().all(|(name, _, left)| {
                        right.get(name).is_some_and(|right| left.same_value(right))
                    })
            }
            (left, right) => left == right,
        }
    }

    /// Returns the kind of the value for a message, such as `a list`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::Str(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }
}
