//! Structs whose fields are all optional. Most JSON objects are such structs.
//!
//! A client has thousands of fields, and the compiler checks each function that uses a field. Therefore, a struct has
//! only two methods that visit its fields. This module uses them to read, write, print and compare the struct. The
//! module `object` reads structs with required fields.

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

    /// Calls `reader` for each field, and then for the additional properties.
    fn read<R: ReadFields>(&mut self, reader: &mut R);

    /// Calls `visitor` for each field of two structs, and then for the additional properties.
    fn visit<V: VisitFields>(&self, other: &Self, visitor: &mut V);
}

/// A visitor that reads fields.
pub trait ReadFields {
    /// Reads the value of the next field, if it is the next value of the JSON object.
    fn field<T: JsonField>(&mut self, field: &mut T);

    /// Reads additional properties.
    fn extra<E: AdditionalFields>(&mut self, extra: &mut E);
}

/// A visitor of the fields of two structs. It gets the same field of both structs at once.
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
            names: T::NAMES,
            position: 0,
            next: Next::End,
            has_extra: true,
        };
        reader.advance();
        // Each round visits all fields. Servers usually send the fields of an object in a fixed order, so one round is
        // enough.
        loop {
            reader.position = 0;
            match reader.next {
                Next::End => return Ok(value),
                Next::Failure(failure) => return Err(failure),
                Next::Field(_) | Next::Extra(_) => value.read(&mut reader),
            }
            // The struct has no additional properties, because no visit has read this one.
            if let Next::Extra(_) = reader.next {
                reader.has_extra = false;
                let skipped = skip_field(&mut reader.fields);
                reader.proceed(skipped);
            }
        }
    }
}

/// Reads the values of a JSON object in the order of the JSON text.
struct Reader<'de, A: MapAccess<'de>> {
    fields: A,
    names: &'static [&'static str],
    /// The index of the field that is visited now.
    position: usize,
    next: Next<'de, A::Error>,
    /// Whether the struct may have additional properties.
    has_extra: bool,
}

/// The next value of a JSON object.
enum Next<'de, E> {
    /// The value of the field with this index.
    Field(usize),
    /// The value of an additional property.
    Extra(FieldName<'de>),
    /// There is no value.
    End,
    /// The object cannot be read.
    Failure(E),
}

impl<'de, A: MapAccess<'de>> Reader<'de, A> {
    /// Reads names until a visit can use one.
    #[inline]
    fn advance(&mut self) {
        self.next = self.next_name().unwrap_or_else(Next::Failure);
    }

    fn next_name(&mut self) -> Result<Next<'de, A::Error>, A::Error> {
        while let Some(name) = self.fields.next_key::<FieldName<'de>>()? {
            if let Some(index) = self.find(name.as_str()) {
                return Ok(Next::Field(index));
            }
            if self.has_extra {
                return Ok(Next::Extra(name));
            }
            skip_field(&mut self.fields)?;
        }
        Ok(Next::End)
    }

    /// Finds the index of a name. Starts at the field that is visited now, because the name usually belongs to one of
    /// the next fields.
    #[inline]
    fn find(&self, name: &str) -> Option<usize> {
        let (before, after) = self.names.split_at_checked(self.position)?;
        match after.iter().position(|other| *other == name) {
            Some(index) => Some(self.position + index),
            None => before.iter().position(|other| *other == name),
        }
    }

    /// If the value was read, reads the next name.
    #[inline]
    fn proceed(&mut self, read: Result<(), A::Error>) {
        match read {
            Ok(()) => self.advance(),
            Err(failure) => self.next = Next::Failure(failure),
        }
    }
}

impl<'de, A: MapAccess<'de>> ReadFields for Reader<'de, A> {
    #[inline]
    fn field<T: JsonField>(&mut self, field: &mut T) {
        while matches!(self.next, Next::Field(next) if next == self.position) {
            let read = read_field(field, &mut self.fields);
            self.proceed(read);
        }
        self.position += 1;
    }

    #[inline]
    fn extra<E: AdditionalFields>(&mut self, extra: &mut E) {
        while let Next::Extra(name) = &mut self.next {
            let read = extra.read_field(std::mem::take(name), &mut self.fields);
            self.proceed(read);
        }
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
