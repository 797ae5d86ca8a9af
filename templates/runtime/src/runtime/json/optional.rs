//! Structs whose fields are all optional. Most JSON objects are such structs.
//!
//! A client has thousands of fields, and the compiler checks each function that uses a field. Therefore, a struct has
//! only two methods that use its fields: one reads a field, and one visits all fields. This module uses them to read,
//! write, print and compare the struct. The module `object` reads structs with required fields.

use std::fmt::{self, Debug};
use std::marker::PhantomData;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};

use crate::runtime::json::field::JsonField;
use crate::runtime::json::object::{
    AdditionalFields, FieldName, ObjectWriter, read_field, skip_field,
};

/// A struct whose fields are all optional. `optional_object!` implements this trait.
pub trait OptionalObject: Sized {
    /// The names of the fields in JSON. The visits have the same order.
    const NAMES: &'static [&'static str];
    /// The names of the fields in Rust. The visits have the same order.
    const RUST_NAMES: &'static [&'static str] = Self::NAMES;

    /// Creates a struct in which all fields are absent.
    fn empty() -> Self;

    /// Calls `reader` for the field with this name in JSON, or for the additional properties.
    fn read<R: ReadField>(&mut self, name: &str, reader: &mut R);

    /// Calls `visitor` for each field, with its value in `self` and in `other`, and then for the additional properties.
    fn visit<V: VisitFields>(&self, other: &Self, visitor: &mut V);
}

/// A reader of the value of a received field.
pub trait ReadField {
    /// Reads the value into a field.
    fn field<T: JsonField>(&mut self, field: &mut T);

    /// Reads the value of an additional property.
    fn extra<E: AdditionalFields>(&mut self, name: &str, extra: &mut E);

    /// Ignores the value of a field that the struct does not have.
    fn skip(&mut self);
}

/// A visitor of the fields of two values. Each call gets one field of both values, so that equality can compare them.
pub trait VisitFields {
    /// Visits a field that is omitted if its value is absent.
    fn field<T: JsonField + Debug + PartialEq>(&mut self, value: &T, other: &T);

    /// Visits a field that is never omitted.
    fn field_or_null<T: JsonField + Debug + PartialEq>(&mut self, value: &T, other: &T) {
        self.field(value, other);
    }

    /// Visits the additional properties.
    fn extra<E: AdditionalFields + Debug + PartialEq>(
        &mut self,
        name: &'static str,
        value: &E,
        other: &E,
    );
}

/// Reads a struct.
///
/// # Errors
///
/// The JSON is not an object, or a field has a value of another type.
#[inline]
pub fn read_optional_object<'de, D: Deserializer<'de>, T: OptionalObject>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: OptionalObject> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<T, A::Error> {
        let mut value = T::empty();
        let mut reader = Reader {
            fields,
            read: Ok(()),
        };
        while let Some(name) = reader.fields.next_key::<FieldName<'de>>()? {
            value.read(name.as_str(), &mut reader);
            if reader.read.is_err() {
                return reader.read.map(|()| value);
            }
        }
        Ok(value)
    }
}

/// Reads one value of a JSON object at a time.
struct Reader<'de, A: MapAccess<'de>> {
    fields: A,
    /// The result of the last read.
    read: Result<(), A::Error>,
}

impl<'de, A: MapAccess<'de>> ReadField for Reader<'de, A> {
    #[inline]
    fn field<T: JsonField>(&mut self, field: &mut T) {
        self.read = read_field(field, &mut self.fields);
    }

    #[inline]
    fn extra<E: AdditionalFields>(&mut self, name: &str, extra: &mut E) {
        self.read = extra.read_field(name.to_owned(), &mut self.fields);
    }

    #[inline]
    fn skip(&mut self) {
        self.read = skip_field(&mut self.fields);
    }
}

/// Writes a struct.
///
/// # Errors
///
/// The serializer fails.
#[inline]
pub fn write_optional_object<T: OptionalObject, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut writer = Writer {
        object: ObjectWriter::new(serializer)?,
        names: T::NAMES.iter(),
    };
    value.visit(value, &mut writer);
    writer.object.end()
}

/// Writes the fields of the first struct.
struct Writer<M: SerializeMap> {
    object: ObjectWriter<M>,
    names: std::slice::Iter<'static, &'static str>,
}

impl<M: SerializeMap> VisitFields for Writer<M> {
    #[inline]
    fn field<T: JsonField + Debug + PartialEq>(&mut self, value: &T, _: &T) {
        if let Some(name) = self.names.next() {
            self.object.field(name, value);
        }
    }

    #[inline]
    fn field_or_null<T: JsonField + Debug + PartialEq>(&mut self, value: &T, _: &T) {
        if let Some(name) = self.names.next() {
            self.object.write(name, value);
        }
    }

    fn extra<E: AdditionalFields + Debug + PartialEq>(&mut self, _: &str, value: &E, _: &E) {
        self.object.additional(value);
    }
}

/// Formats a struct as a derived `Debug` would.
///
/// # Errors
///
/// The formatter fails.
pub fn show_object<T: OptionalObject>(
    value: &T,
    name: &str,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut shown = Shown {
        fields: f.debug_struct(name),
        names: T::RUST_NAMES.iter(),
    };
    value.visit(value, &mut shown);
    shown.fields.finish()
}

/// Formats the fields of the first struct.
struct Shown<'a, 'f> {
    fields: fmt::DebugStruct<'a, 'f>,
    names: std::slice::Iter<'static, &'static str>,
}

impl VisitFields for Shown<'_, '_> {
    fn field<T: JsonField + Debug + PartialEq>(&mut self, value: &T, _: &T) {
        if let Some(name) = self.names.next() {
            self.fields.field(name, value);
        }
    }

    fn extra<E: AdditionalFields + Debug + PartialEq>(&mut self, name: &str, value: &E, _: &E) {
        self.fields.field(name, value);
    }
}

/// Returns whether all fields of two structs are equal, as a derived `PartialEq` would.
#[must_use]
#[inline]
pub fn equal_objects<T: OptionalObject>(value: &T, other: &T) -> bool {
    let mut equality = Equality(true);
    value.visit(other, &mut equality);
    equality.0
}

/// Whether all fields that were visited so far are equal.
struct Equality(bool);

impl VisitFields for Equality {
    #[inline]
    fn field<T: JsonField + Debug + PartialEq>(&mut self, value: &T, other: &T) {
        self.0 = self.0 && value == other;
    }

    #[inline]
    fn extra<E: AdditionalFields + Debug + PartialEq>(&mut self, _: &str, value: &E, other: &E) {
        self.0 = self.0 && value == other;
    }
}
