//! A JSON deserializer that can leave out nested unions.
//!
//! To choose an alternative, a union first reads the *outline* of each alternative: the value without the unions that
//! are nested in it. Then the union reads only the chosen alternative completely. Nested unions take their JSON without
//! a copy. Thus, deeply nested unions do not multiply the time of reading. The module `union` chooses the alternative.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::value::{
    BorrowedStrDeserializer, MapAccessDeserializer, SeqAccessDeserializer, StringDeserializer,
};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::Error;

use crate::runtime::json::Json;

/// The type name by which a union asks the deserializer for its JSON.
const UNION: &str = "$json::union";
/// The type name by which a list asks the deserializer for its items.
pub(crate) const LIST: &str = "$json::list";
/// How deeply unions can be direct alternatives of each other.
const MAX_NESTED: usize = 8;

thread_local! {
    /// The JSON that a [`Source`] passes to a union. Serde has no way to pass a value to a visitor without a copy, so
    /// the value passes through this variable. The union takes the value before the deserializer returns.
    static HANDED: Cell<Option<Input>> = const { Cell::new(None) };
}

/// The input that a union gets from a deserializer.
pub(crate) enum Input {
    /// The union reads this JSON completely.
    Whole(Json),
    /// The union reads only the outline of this JSON. If the union is an alternative of an outer union, and so on, the
    /// number counts these outer unions.
    Outline(Json, usize),
    /// The union is nested in an outline, so it is left out.
    LeftOut,
}

/// Returns the input of a union.
pub(crate) fn input<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Input, D::Error> {
    deserializer.deserialize_newtype_struct(UNION, InputVisitor)
}

struct InputVisitor;

impl<'de> Visitor<'de> for InputVisitor {
    type Value = Input;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    // A [`Source`] calls this method after it has put its JSON into `HANDED`. Any other deserializer calls this method
    // for `null`.
    fn visit_unit<E>(self) -> Result<Input, E> {
        Ok(HANDED.take().unwrap_or(Input::Whole(Json::Null)))
    }

    fn visit_none<E>(self) -> Result<Input, E> {
        Ok(Input::Whole(Json::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Input, D::Error> {
        Json::deserialize(deserializer).map(Input::Whole)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Input, D::Error> {
        Json::deserialize(deserializer).map(Input::Whole)
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Input, A::Error> {
        Json::deserialize(MapAccessDeserializer::new(fields)).map(Input::Whole)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Input, A::Error> {
        Json::deserialize(SeqAccessDeserializer::new(items)).map(Input::Whole)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Input, E> {
        Ok(Input::Whole(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Input, E> {
        Ok(Input::Whole(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Input, E> {
        Ok(Input::Whole(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Input, E> {
        Ok(Input::Whole(value.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Input, E> {
        Ok(Input::Whole(text.into()))
    }

    fn visit_string<E>(self, text: String) -> Result<Input, E> {
        Ok(Input::Whole(text.into()))
    }
}

/// What a source does with nested unions.
#[derive(Clone, Copy)]
enum Mode<'a> {
    /// A nested union is read: it takes its JSON.
    Whole,
    /// A nested union is left out. The cell records this.
    Outline(&'a Cell<bool>),
    /// Like `Outline`, for the value of the alternative itself. If this value is a union too, the number counts the
    /// outer unions that have it as an alternative.
    Root(&'a Cell<bool>, usize),
}

/// A deserializer of a JSON value.
pub(crate) struct Source<'a> {
    json: Cow<'a, Json>,
    mode: Mode<'a>,
}

impl<'a> Source<'a> {
    /// Creates a source for the whole value, including nested unions.
    pub(crate) fn whole(json: Json) -> Self {
        Self {
            json: Cow::Owned(json),
            mode: Mode::Whole,
        }
    }

    /// Creates a source that leaves out nested unions. If it leaves one out, `left_out` becomes `true`. `nested` counts
    /// the outer unions.
    pub(crate) fn outline(json: &'a Json, nested: usize, left_out: &'a Cell<bool>) -> Self {
        Self {
            json: Cow::Borrowed(json),
            mode: Mode::Root(left_out, nested),
        }
    }

    /// Returns the input of the union that asked for it.
    fn hand_over(self) -> Result<Input, Error> {
        Ok(match self.mode {
            Mode::Whole => Input::Whole(self.json.into_owned()),
            Mode::Outline(left_out) => {
                left_out.set(true);
                Input::LeftOut
            }
            Mode::Root(..) if !self.is_nested_once_more() => {
                return Err(Error::custom("a union that is an alternative of itself"));
            }
            Mode::Root(left_out, nested) => {
                // If the inner union is incomplete, the outer one is incomplete too.
                left_out.set(true);
                Input::Outline(self.json.into_owned(), nested + 1)
            }
        })
    }

    fn is_nested_once_more(&self) -> bool {
        matches!(self.mode, Mode::Root(_, nested) if nested < MAX_NESTED)
    }

    fn below(mode: Mode<'a>) -> impl Fn(Cow<'a, Json>) -> Self {
        let mode = match mode {
            Mode::Root(left_out, _) => Mode::Outline(left_out),
            mode => mode,
        };
        move |json| Self { json, mode }
    }
}

impl<'de> Deserializer<'de> for Source<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let below = Self::below(self.mode);
        match self.json {
            Cow::Borrowed(Json::Array(items)) => {
                visitor.visit_seq(Items(items.iter().map(|item| below(Cow::Borrowed(item)))))
            }
            Cow::Owned(Json::Array(items)) => {
                visitor.visit_seq(Items(items.into_iter().map(|item| below(Cow::Owned(item)))))
            }
            Cow::Borrowed(Json::Object(fields)) => visitor.visit_map(Fields {
                rest: fields.iter().map(|(name, value)| {
                    (Cow::Borrowed(name.as_str()), below(Cow::Borrowed(value)))
                }),
                value: None,
            }),
            Cow::Owned(Json::Object(fields)) => visitor.visit_map(Fields {
                rest: fields
                    .into_iter()
                    .map(|(name, value)| (Cow::Owned(name), below(Cow::Owned(value)))),
                value: None,
            }),
            Cow::Borrowed(scalar) => scalar.deserialize_any(visitor),
            Cow::Owned(scalar) => scalar.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.json.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        match name {
            UNION => {
                HANDED.set(Some(self.hand_over()?));
                visitor.visit_unit()
            }
            // An object where a list is expected becomes a list with one element.
            LIST if self.json.is_object() => visitor.visit_some(self),
            LIST => self.deserialize_any(visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let json = self.json.into_owned();
        json.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier
    }
}

struct Items<I>(I);

impl<'de, I: Iterator<Item = Source<'de>>> SeqAccess<'de> for Items<I> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        self.0.next().map(|item| seed.deserialize(item)).transpose()
    }
}

struct Fields<'de, I> {
    rest: I,
    value: Option<Source<'de>>,
}

impl<'de, I: Iterator<Item = (Cow<'de, str>, Source<'de>)>> MapAccess<'de> for Fields<'de, I> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((name, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        match name {
            Cow::Borrowed(name) => seed.deserialize(BorrowedStrDeserializer::new(name)),
            Cow::Owned(name) => seed.deserialize(StringDeserializer::new(name)),
        }
        .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        match self.value.take() {
            Some(value) => seed.deserialize(value),
            None => Err(Error::custom("a value without a name")),
        }
    }
}

/// A deserializer that finds out whether a type has a property. It offers the type an object with only this property,
/// and records whether the type reads its value.
pub(crate) struct Probe<'a> {
    pub(crate) name: &'a str,
    pub(crate) is_known: &'a Cell<bool>,
}

impl<'de> Deserializer<'de> for Probe<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let value = Known(self.is_known);
        visitor.visit_map(serde::de::value::MapDeserializer::new(std::iter::once((
            self.name, value,
        ))))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// The value of the property that a [`Probe`] offers. A type that has the property reads it. Any other type skips it.
struct Known<'a>(&'a Cell<bool>);

impl serde::de::IntoDeserializer<'_, Error> for Known<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Known<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        self.0.set(true);
        Err(Error::custom("the property is known"))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
    }
}
