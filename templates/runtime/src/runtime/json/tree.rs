//! Converts values into trees of text, before they become parameters.
//!
//! A [`Tree`] has the structure of a serializable value, and its fields in the same order. The module `style` writes
//! the tree as a parameter.

use serde::Serialize;
use serde::ser::{
    Error as _, Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
    SerializeTupleStruct, Serializer,
};
use serde_json::{Error, Result};

use crate::runtime::json::secret::{self, Exposed};

/// The prefix of the names under which `serde_json` serializes numbers and raw JSON.
const RAW_JSON: &str = "$serde_json::private::";

/// A value as a tree of text.
#[derive(Clone, PartialEq)]
pub(crate) enum Tree {
    /// An absent value, or `null`.
    Null,
    /// A string.
    Text(String),
    /// A string that errors and `Debug` must hide.
    Secret(String),
    /// A number that errors and `Debug` must hide, as JSON text.
    SecretLiteral(String),
    /// A number or a boolean, as JSON text.
    Literal(String),
    /// A list.
    List(Vec<Tree>),
    /// An object.
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// Converts a value, including the text of its secrets.
    pub(crate) fn of<V: Serialize + ?Sized>(value: &V) -> Result<Self> {
        Exposed(value).serialize(TreeSerializer)
    }

    /// Returns whether errors and `Debug` must hide the value or a part of it.
    pub(crate) fn is_secret(&self) -> bool {
        match self {
            Self::Secret(_) | Self::SecretLiteral(_) => true,
            Self::List(items) => items.iter().any(Self::is_secret),
            Self::Object(fields) => fields.iter().any(|(_, value)| value.is_secret()),
            Self::Null | Self::Text(_) | Self::Literal(_) => false,
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        *self == Self::Null
    }

    /// Returns whether the value is a string, a number or a boolean.
    pub(crate) fn is_scalar(&self) -> bool {
        matches!(
            self,
            Self::Text(_) | Self::Secret(_) | Self::SecretLiteral(_) | Self::Literal(_)
        )
    }

    /// Returns the text of a string, a number or a boolean. A list or an object is returned as JSON.
    pub(crate) fn into_text(self) -> String {
        match self {
            Self::Text(text)
            | Self::Secret(text)
            | Self::SecretLiteral(text)
            | Self::Literal(text) => text,
            Self::Null => String::new(),
            nested => {
                let mut json = String::new();
                nested.write_json(&mut json);
                json
            }
        }
    }

    fn write_json(&self, to: &mut String) {
        match self {
            Self::Null => to.push_str("null"),
            Self::Text(text) | Self::Secret(text) => push_quoted(text, to),
            Self::Literal(text) | Self::SecretLiteral(text) => to.push_str(text),
            Self::List(items) => {
                to.push('[');
                for (index, item) in items.iter().enumerate() {
                    to.push_str(if index == 0 { "" } else { "," });
                    item.write_json(to);
                }
                to.push(']');
            }
            Self::Object(fields) => {
                to.push('{');
                for (index, (name, value)) in fields.iter().enumerate() {
                    to.push_str(if index == 0 { "" } else { "," });
                    push_quoted(name, to);
                    to.push(':');
                    value.write_json(to);
                }
                to.push('}');
            }
        }
    }
}

fn push_quoted(text: &str, to: &mut String) {
    to.push_str(&serde_json::Value::from(text).to_string());
}

struct TreeSerializer;

macro_rules! literals {
    ($($method:ident $type:ty),+) => {$(
        fn $method(self, value: $type) -> Result<Tree> {
            Ok(Tree::Literal(value.to_string()))
        }
    )+};
}

impl Serializer for TreeSerializer {
    type Ok = Tree;
    type Error = Error;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = List;
    type SerializeTupleVariant = Impossible<Tree, Error>;
    type SerializeMap = Object;
    type SerializeStruct = Object;
    type SerializeStructVariant = Impossible<Tree, Error>;

    literals!(
        serialize_bool bool, serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64,
        serialize_i128 i128, serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64,
        serialize_u128 u128
    );

    fn serialize_f32(self, value: f32) -> Result<Tree> {
        finite(value.is_finite(), value.to_string())
    }

    fn serialize_f64(self, value: f64) -> Result<Tree> {
        finite(value.is_finite(), value.to_string())
    }

    fn serialize_char(self, value: char) -> Result<Tree> {
        Ok(Tree::Text(value.to_string()))
    }

    fn serialize_str(self, value: &str) -> Result<Tree> {
        Ok(Tree::Text(value.to_owned()))
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<Tree> {
        let bytes = bytes.iter().map(|byte| Tree::Literal(byte.to_string()));
        Ok(Tree::List(bytes.collect()))
    }

    fn serialize_none(self) -> Result<Tree> {
        Ok(Tree::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Tree> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Tree> {
        Ok(Tree::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Tree> {
        Ok(Tree::Null)
    }

    fn serialize_unit_variant(self, _: &str, _: u32, variant: &str) -> Result<Tree> {
        Ok(Tree::Text(variant.to_owned()))
    }

    fn serialize_newtype_struct<T>(self, name: &'static str, value: &T) -> Result<Tree>
    where
        T: Serialize + ?Sized,
    {
        Ok(match value.serialize(self)? {
            Tree::Text(text) if name == secret::NAME => Tree::Secret(text),
            Tree::Literal(text) if name == secret::NAME => Tree::SecretLiteral(text),
            other => other,
        })
    }

    fn serialize_newtype_variant<T>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Tree>
    where
        T: Serialize + ?Sized,
    {
        Ok(Tree::Object(vec![(
            variant.to_owned(),
            value.serialize(self)?,
        )]))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple(self, _: usize) -> Result<List> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant> {
        Err(unsupported(variant))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Object> {
        Ok(Object::default())
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Object> {
        Ok(Object {
            is_raw: name.starts_with(RAW_JSON),
            ..Object::default()
        })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant> {
        Err(unsupported(variant))
    }
}

fn finite(is_finite: bool, text: String) -> Result<Tree> {
    if is_finite {
        Ok(Tree::Literal(text))
    } else {
        Err(Error::custom("number is not finite"))
    }
}

fn unsupported(variant: &str) -> Error {
    Error::custom(format!("variant `{variant}` has several values"))
}

/// A list that is not complete yet.
struct List(Vec<Tree>);

impl SerializeSeq for List {
    type Ok = Tree;
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.0.push(Tree::of(value)?);
        Ok(())
    }

    fn end(self) -> Result<Tree> {
        Ok(Tree::List(self.0))
    }
}

impl SerializeTuple for List {
    type Ok = Tree;
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<Tree> {
        SerializeSeq::end(self)
    }
}

impl SerializeTupleStruct for List {
    type Ok = Tree;
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<Tree> {
        SerializeSeq::end(self)
    }
}

/// An object that is not complete yet.
#[derive(Default)]
struct Object {
    fields: Vec<(String, Tree)>,
    key: String,
    /// Whether the object represents raw JSON, which `serde_json` serializes as an object with one field.
    is_raw: bool,
}

impl SerializeMap for Object {
    type Ok = Tree;
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        let key = Tree::of(key)?;
        if !key.is_scalar() {
            return Err(Error::custom("key must be a string"));
        }
        self.key = key.into_text();
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let key = std::mem::take(&mut self.key);
        self.fields.push((key, Tree::of(value)?));
        Ok(())
    }

    fn end(self) -> Result<Tree> {
        Ok(Tree::Object(self.fields))
    }
}

impl SerializeStruct for Object {
    type Ok = Tree;
    type Error = Error;

    fn serialize_field<T>(&mut self, name: &'static str, value: &T) -> Result<()>
    where
        T: Serialize + ?Sized,
    {
        self.fields.push((name.to_owned(), Tree::of(value)?));
        Ok(())
    }

    fn end(mut self) -> Result<Tree> {
        Ok(match self.fields.pop() {
            Some((_, Tree::Text(json))) if self.is_raw => Tree::Literal(json),
            last => {
                self.fields.extend(last);
                Tree::Object(self.fields)
            }
        })
    }
}
