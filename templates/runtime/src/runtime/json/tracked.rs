//! A deserializer that tracks the path of the current value, such as `users[3].type`.
//!
//! Tracking is slow. Thus, the module `decode` uses this deserializer only for JSON that could not be read otherwise,
//! or that needs repairs. The path belongs to the current thread. If reading fails, the path ends at the invalid value.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};

/// A step from a value to a part of it.
enum Step {
    Name(String),
    Index(usize),
}

impl Step {
    fn write(&self, path: &mut String) {
        match self {
            Self::Name(name) if path.is_empty() => path.push_str(name),
            Self::Name(name) => {
                path.push('.');
                path.push_str(name);
            }
            Self::Index(index) => {
                path.push('[');
                path.push_str(&index.to_string());
                path.push(']');
            }
        }
    }
}

thread_local! {
    static PATH: RefCell<Vec<Step>> = const { RefCell::new(Vec::new()) };
}

/// Reads a value with an empty path. Returns the value and, if `read` failed, the path of the invalid value.
pub(crate) fn tracking<T, E>(read: impl FnOnce() -> Result<T, E>) -> Result<T, (E, String)> {
    let before = PATH.take();
    let value = read().map_err(|error| (error, path_of("")));
    PATH.set(before);
    value
}

/// Returns the path of the current value, or of a property of it.
pub(crate) fn path_of(name: &str) -> String {
    let mut text = String::new();
    PATH.with_borrow(|path| {
        for step in path {
            step.write(&mut text);
        }
    });
    if !name.is_empty() {
        Step::Name(name.to_owned()).write(&mut text);
    }
    text
}

/// Reads a part of the current value. If this fails, the path still ends at the part.
fn step<T, E>(step: Step, read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let depth = PATH.with_borrow_mut(|path| {
        path.push(step);
        path.len() - 1
    });
    let value = read()?;
    // A part may fail without failing the whole. Then the path is longer than it was before.
    PATH.with_borrow_mut(|path| path.truncate(depth));
    Ok(value)
}

/// A deserializer, or another part of Serde, that tracks the path. If it reads the name of a property, it stores the
/// name.
pub(crate) struct Tracked<'n, T> {
    inner: T,
    name: Option<&'n mut String>,
}

impl<T> Tracked<'_, T> {
    /// Tracks the path of a value.
    pub(crate) fn new(inner: T) -> Self {
        Self { inner, name: None }
    }
}

impl<T> Tracked<'_, T> {
    /// Stores the name of a property.
    fn store(&mut self, text: &dyn fmt::Display) {
        if let Some(name) = &mut self.name {
            **name = text.to_string();
        }
    }
}

macro_rules! deserialize {
    ($($method:ident($($argument:ident: $type:ty),*);)+) => {$(
        fn $method<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, Self::Error> {
            let Self { inner, name } = self;
            inner.$method($($argument,)* Tracked { inner: visitor, name })
        }
    )+};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Tracked<'_, D> {
    type Error = D::Error;

    deserialize! {
        deserialize_any();
        deserialize_bool();
        deserialize_i8();
        deserialize_i16();
        deserialize_i32();
        deserialize_i64();
        deserialize_i128();
        deserialize_u8();
        deserialize_u16();
        deserialize_u32();
        deserialize_u64();
        deserialize_u128();
        deserialize_f32();
        deserialize_f64();
        deserialize_char();
        deserialize_str();
        deserialize_string();
        deserialize_bytes();
        deserialize_byte_buf();
        deserialize_option();
        deserialize_unit();
        deserialize_unit_struct(name: &'static str);
        deserialize_newtype_struct(name: &'static str);
        deserialize_seq();
        deserialize_tuple(len: usize);
        deserialize_tuple_struct(name: &'static str, len: usize);
        deserialize_map();
        deserialize_struct(name: &'static str, fields: &'static [&'static str]);
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
        deserialize_identifier();
        deserialize_ignored_any();
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

macro_rules! visit {
    ($($method:ident($type:ty);)+) => {$(
        fn $method<E: Error>(mut self, value: $type) -> Result<V::Value, E> {
            self.store(&value);
            self.inner.$method(value)
        }
    )+};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Tracked<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    visit! {
        visit_bool(bool);
        visit_i8(i8);
        visit_i16(i16);
        visit_i32(i32);
        visit_i64(i64);
        visit_i128(i128);
        visit_u8(u8);
        visit_u16(u16);
        visit_u32(u32);
        visit_u64(u64);
        visit_u128(u128);
        visit_f32(f32);
        visit_f64(f64);
        visit_char(char);
        visit_str(&str);
        visit_borrowed_str(&'de str);
        visit_string(String);
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<V::Value, E> {
        self.inner.visit_bytes(bytes)
    }

    fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<V::Value, E> {
        self.inner.visit_borrowed_bytes(bytes)
    }

    fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<V::Value, E> {
        self.inner.visit_byte_buf(bytes)
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        let Self { inner, name } = self;
        inner.visit_some(Tracked {
            inner: deserializer,
            name,
        })
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<V::Value, D::Error> {
        let Self { inner, name } = self;
        inner.visit_newtype_struct(Tracked {
            inner: deserializer,
            name,
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        self.inner.visit_seq(Items { items, index: 0 })
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<V::Value, A::Error> {
        let name = String::new();
        self.inner.visit_map(Fields { fields, name })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<V::Value, A::Error> {
        self.inner.visit_enum(variant)
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Tracked<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        let Self { inner, name } = self;
        inner.deserialize(Tracked {
            inner: deserializer,
            name,
        })
    }
}

struct Items<A> {
    items: A,
    index: usize,
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Items<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        let index = self.index;
        self.index += 1;
        step(Step::Index(index), || {
            self.items.next_element_seed(Tracked::new(seed))
        })
    }

    fn size_hint(&self) -> Option<usize> {
        self.items.size_hint()
    }
}

struct Fields<A> {
    fields: A,
    /// The name of the current property.
    name: String,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Fields<A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        self.fields.next_key_seed(Tracked {
            inner: seed,
            name: Some(&mut self.name),
        })
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let name = std::mem::take(&mut self.name);
        step(Step::Name(name), || {
            self.fields.next_value_seed(Tracked::new(seed))
        })
    }

    fn size_hint(&self) -> Option<usize> {
        self.fields.size_hint()
    }
}
