//! The tree of a document, each node with its place.
//!
//! In: what `load` parsed. Out: [`Node`], the truth of a document through overlay, check and lower. Values are YAML 1.2
//! core (a superset of JSON's); aliases are already resolved. Nothing here knows OpenAPI.

use super::{Pointer, Span};

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands: in the document, or in the overlay that put it there.
    pub span: Span,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// An integer or a decimal number.
    Number(Number),
    /// Text.
    Str(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping.
    Map(Map),
}

/// A number, kept as it was written so that nothing is rounded.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Number {
    /// The digits as a JSON number, such as `-12` or `1.10`.
    pub text: String,
}

impl Number {
    /// The value, when it is an integer that fits.
    #[must_use]
    pub fn as_i128(&self) -> Option<i128> {
        self.text.parse().ok()
    }

    /// The nearest floating point value.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        self.text.parse().ok()
    }

    /// Whether it was written without fraction and exponent.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        self.text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
    }
}

/// The name of a member and where it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Key {
    /// The name. A YAML key that is not text (`200:`) is its text.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// The members of a mapping, in the order of the document, each name once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    entries: indexmap::IndexMap<String, (Span, Node)>,
}

impl Map {
    /// A mapping without members.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of a member.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.entries.get(name).map(|(_, node)| node)
    }

    /// The text of a member, if it is text.
    #[must_use]
    pub fn text_of(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// The value of a member, to change it.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Node> {
        self.entries.get_mut(name).map(|(_, node)| node)
    }

    /// Where the name of a member stands.
    #[must_use]
    pub fn key_span(&self, name: &str) -> Option<Span> {
        self.entries.get(name).map(|(span, _)| *span)
    }

    /// Sets a member. A member of that name keeps its position and gives back its old value.
    pub fn insert(&mut self, key: Key, node: Node) -> Option<Node> {
        self.entries
            .insert(key.name, (key.span, node))
            .map(|(_, old)| old)
    }

    /// Takes a member out; the others keep their order.
    pub fn remove(&mut self, name: &str) -> Option<Node> {
        self.entries.shift_remove(name).map(|(_, node)| node)
    }

    /// The members: name, place of the name, value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Span, &Node)> {
        self.entries
            .iter()
            .map(|(name, (span, node))| (name.as_str(), *span, node))
    }

    /// The values, to change them.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Node)> {
        self.entries
            .iter_mut()
            .map(|(name, (_, node))| (name.as_str(), node))
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Whether there is such a member.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl Node {
    /// A node.
    #[must_use]
    pub const fn new(value: Value, span: Span) -> Self {
        Self { value, span }
    }

    /// The text, if it is text.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value, if it is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The integer, if it is one that fits.
    #[must_use]
    pub fn as_i128(&self) -> Option<i128> {
        match &self.value {
            Value::Number(number) => number.as_i128(),
            _ => None,
        }
    }

    /// The number, if it is one.
    #[must_use]
    pub fn as_number(&self) -> Option<&Number> {
        match &self.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The elements, if it is a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The members, if it is a map.
    #[must_use]
    pub fn as_map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The members, to change them.
    pub fn as_map_mut(&mut self) -> Option<&mut Map> {
        match &mut self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Whether it is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// A member of a map.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.as_map()?.get(name)
    }

    /// Text of a member.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// The node that a pointer names below this one.
    #[must_use]
    pub fn at(&self, pointer: &Pointer) -> Option<&Node> {
        pointer
            .parts()
            .iter()
            .try_fold(self, |node, part| match &node.value {
                Value::Map(map) => map.get(part),
                Value::List(items) => items.get(part.parse::<usize>().ok()?),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::Str(_) => None,
            })
    }

    /// The node that a pointer names below this one, to change it.
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

    /// Whether it holds the same value as another node, wherever both stand. Members may be in any order.
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

    /// What kind of value it is, in words for a message.
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
