//! Structs that are JSON objects.
//!
//! The macro `json_object!` knows the field names of a struct. The code that it creates calls the functions of this
//! module to read and write the struct. The derives of Serde would do the same, but need three times the compile time.
//! This module does not depend on the types of values: the module `field` reads the values.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::runtime::json::extra::Extra;
use crate::runtime::json::field::{JsonField, next_required, next_value};
use crate::runtime::json::fixed::FixedProperty;
use crate::runtime::json::repair::{self, RepairKind};
use crate::runtime::json::strict::is_strict;

/// A struct that is a JSON object. `json_object!` implements this trait.
pub trait Object: Sized {
    /// Reads the struct from the fields of a JSON object.
    ///
    /// # Errors
    ///
    /// A required field is missing, or a field has a value of another type.
    fn from_fields<'de, A: MapAccess<'de>>(fields: A) -> Result<Self, A::Error>;
}

/// The name of a received JSON field.
#[derive(Debug)]
pub struct FieldName<'de>(Cow<'de, str>);

impl FieldName<'_> {
    /// Returns the name.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Converts into an owned string.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0.into_owned()
    }
}

impl<'de> Deserialize<'de> for FieldName<'de> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor).map(FieldName)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }

    fn visit_string<E: Error>(self, name: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<T, A::Error> {
        T::from_fields(fields)
    }
}

/// Reads an object.
///
/// # Errors
///
/// The JSON is not an object, or [`Object::from_fields`] fails.
#[inline]
pub fn read_object<'de, D: Deserializer<'de>, T: Object>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// Reads the value of an optional field, whose name was read before.
///
/// # Errors
///
/// The value does not have the type of the field.
#[inline]
pub fn read_field<'de, A: MapAccess<'de>, T: JsonField>(
    field: &mut T,
    fields: &mut A,
) -> Result<(), A::Error> {
    *field = next_value(fields)?;
    Ok(())
}

/// Reads the value of a required field, whose name was read before.
///
/// # Errors
///
/// The value does not have the type of the field.
#[inline]
pub fn read_required<'de, A: MapAccess<'de>, T: JsonField>(
    field: &mut Option<T>,
    fields: &mut A,
) -> Result<(), A::Error> {
    *field = Some(next_required(fields)?);
    Ok(())
}

/// Skips the value of a field that the struct does not have.
///
/// # Errors
///
/// The value is not JSON, or the read is strict, so that unknown fields are errors.
pub fn skip_field<'de, A: MapAccess<'de>>(fields: &mut A) -> Result<(), A::Error> {
    fields.next_value::<UnknownField>().map(|_| ())
}

/// The value of a field that the struct does not have.
struct UnknownField;

impl<'de> Deserialize<'de> for UnknownField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The error must occur while the value is read, because the path of the error then ends with this field.
        if is_strict() {
            return Err(D::Error::custom("the type does not define this field"));
        }
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

/// Skips all fields.
///
/// # Errors
///
/// The fields are not JSON, or the read is strict, so that unknown fields are errors.
pub fn skip_all<'de, A: MapAccess<'de>>(mut fields: A) -> Result<(), A::Error> {
    while fields.next_entry::<IgnoredAny, UnknownField>()?.is_some() {}
    Ok(())
}

/// Returns the value of a required field. Call this function after all fields were read. A list or a map that is missing
/// is empty if values are repaired.
///
/// # Errors
///
/// The field is missing.
#[inline]
pub fn required<T: JsonField, E: Error>(field: Option<T>, name: &'static str) -> Result<T, E> {
    match field {
        Some(value) => Ok(value),
        None => missing(name),
    }
}

#[cold]
fn missing<T: JsonField, E: Error>(name: &'static str) -> Result<T, E> {
    let empty = T::missing().filter(|_| repair::is_on());
    if empty.is_some() {
        repair::note_at(RepairKind::MissingAsEmpty, name);
    }
    empty.ok_or_else(|| E::missing_field(name))
}

/// Writes the fields of an object. If a field cannot be written, [`end`](ObjectWriter::end) returns the error of this
/// field.
#[derive(Debug)]
pub struct ObjectWriter<M: SerializeMap> {
    object: M,
    written: Result<(), M::Error>,
}

impl<M: SerializeMap> ObjectWriter<M> {
    /// Starts an object.
    ///
    /// # Errors
    ///
    /// The serializer fails.
    pub fn new<S: Serializer<SerializeMap = M, Error = M::Error>>(
        serializer: S,
    ) -> Result<Self, M::Error> {
        Ok(Self {
            object: serializer.serialize_map(None)?,
            written: Ok(()),
        })
    }

    /// Writes a field, unless its value is absent.
    #[inline]
    pub fn field<T: JsonField>(&mut self, name: &'static str, value: &T) {
        if !value.is_absent() {
            self.write(name, value);
        }
    }

    /// Writes a field. `None` is written as `null`.
    #[inline]
    pub fn field_or_null<T: JsonField>(&mut self, name: &'static str, value: &Option<T>) {
        self.write(name, value);
    }

    /// Writes a property with the fixed value `fixed`. If a response had another value, writes this other value.
    pub fn fixed<V: Serialize>(&mut self, name: &'static str, value: &FixedProperty, fixed: V) {
        match value.other() {
            Some(other) => self.write(name, other),
            None => self.write(name, &fixed),
        }
    }

    /// Writes additional properties.
    pub fn additional(&mut self, fields: &impl AdditionalFields) {
        fields.write(self);
    }

    pub(crate) fn write<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if self.written.is_ok() {
            self.written = self.object.serialize_entry(name, value);
        }
    }

    /// Ends the object.
    ///
    /// # Errors
    ///
    /// The first error of the serializer.
    pub fn end(self) -> Result<M::Ok, M::Error> {
        self.written?;
        self.object.end()
    }
}

/// A collection of additional properties: the JSON fields that a struct does not define.
pub trait AdditionalFields: Default {
    /// Reads the value of the field with this name.
    ///
    /// # Errors
    ///
    /// The value does not have the type of additional properties.
    fn read_field<'de, A: MapAccess<'de>>(
        &mut self,
        name: String,
        fields: &mut A,
    ) -> Result<(), A::Error>;

    /// Writes all fields.
    fn write<M: SerializeMap>(&self, to: &mut ObjectWriter<M>);
}

impl AdditionalFields for Extra {
    fn read_field<'de, A: MapAccess<'de>>(
        &mut self,
        name: String,
        fields: &mut A,
    ) -> Result<(), A::Error> {
        let value = next_value(fields)?;
        self.insert(name, value);
        Ok(())
    }

    fn write<M: SerializeMap>(&self, to: &mut ObjectWriter<M>) {
        for (name, value) in self.iter() {
            to.write(name, value);
        }
    }
}

impl<T: JsonField> AdditionalFields for BTreeMap<String, T> {
    fn read_field<'de, A: MapAccess<'de>>(
        &mut self,
        name: String,
        fields: &mut A,
    ) -> Result<(), A::Error> {
        let value = next_value(fields)?;
        self.insert(name, value);
        Ok(())
    }

    fn write<M: SerializeMap>(&self, to: &mut ObjectWriter<M>) {
        for (name, value) in self {
            to.write(name, value);
        }
    }
}
