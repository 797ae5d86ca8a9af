//! What the members of a JSON object hold.
//!
//! In: JSON. Out: values, read as tolerantly as their types allow: an empty list from `null` or empty text, a list of one from its
//! one element, an empty map from an empty list. It must not know which members an object has: that is told in `object`.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, Error, IgnoredAny, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, Visitor,
};

use crate::runtime::json_path::{in_element, in_member};
use crate::runtime::{Json, Patch, Secret};

/// A type of values that a member of an [`Object`](crate::runtime::object::Object) can hold.
///
/// Whoever writes such a type by hand implements it without methods: what [`Deserialize`] and [`Serialize`] do is what happens.
pub trait JsonField: DeserializeOwned + Serialize {
    /// Reads a value that was sent.
    ///
    /// # Errors
    ///
    /// What was sent is no such value.
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    /// Reads a value of an optional member. `None` stands for what was sent in place of leaving the member out, such as empty
    /// text for a number.
    ///
    /// # Errors
    ///
    /// What was sent is no such value.
    #[inline]
    fn read_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Self::read(deserializer).map(Some)
    }

    /// Reads a value of an optional member, or `None` from `null`: as [`read_option`](Self::read_option) does. What is read by its
    /// JSON type anyway looks for `null` there.
    ///
    /// # Errors
    ///
    /// What was sent is no such value.
    #[inline]
    fn read_nullable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_option(OptionVisitor(PhantomData))
    }

    /// Whether a member that holds this is left out.
    #[inline]
    fn is_absent(&self) -> bool {
        false
    }
}

/// Lets members hold a type as its `Deserialize` and `Serialize` are. With `transparent`, it is read and written as the one value
/// that it wraps.
#[doc(hidden)]
#[macro_export]
macro_rules! json_field {
    ($type:ident) => {
        impl $crate::runtime::member::JsonField for $type {}
    };
    ($type:ident, transparent) => {
        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
            where
                D: ::serde::Deserializer<'de>,
            {
                $crate::runtime::member::JsonField::read(deserializer).map(Self)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
            where
                S: ::serde::Serializer,
            {
                ::serde::Serialize::serialize(&self.0, serializer)
            }
        }

        $crate::json_field!($type);
    };
}

pub use json_field;

impl JsonField for Json {}

impl JsonField for Secret {}

impl<T: JsonField> JsonField for Box<T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self::new)
    }

    #[inline]
    fn read_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(T::read_option(deserializer)?.map(Self::new))
    }
}

impl<T: JsonField> JsonField for Option<T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read_nullable(deserializer)
    }

    #[inline]
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: JsonField> JsonField for Patch<T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::read(deserializer)?.map_or(Self::Clear, Self::Set))
    }

    #[inline]
    fn is_absent(&self) -> bool {
        self.is_keep()
    }
}

impl<T: JsonField> JsonField for Vec<T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read_option(deserializer).map(Option::unwrap_or_default)
    }

    #[inline]
    fn read_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData))
    }

    #[inline]
    fn read_nullable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Self::read_option(deserializer)
    }
}

impl<T: JsonField> JsonField for BTreeMap<String, T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MapVisitor(PhantomData))
    }
}

/// A value as its [`JsonField::read`] reads it, for what asks for [`Deserialize`].
struct Value<T>(T);

impl<'de, T: JsonField> Deserialize<'de> for Value<T> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

/// Reads what the member of this name holds.
#[inline]
pub(crate) fn value_of<'de, A: MapAccess<'de>, T: JsonField>(
    name: &str,
    members: &mut A,
) -> Result<T, A::Error> {
    match members.next_value() {
        Ok(Value(value)) => Ok(value),
        Err(error) => {
            in_member(name);
            Err(error)
        }
    }
}

struct OptionVisitor<T>(PhantomData<T>);

impl<'de, T: JsonField> Visitor<'de> for OptionVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::read_option(deserializer)
    }
}

/// Reads a list, or its one element. `None` when there is no list at all.
struct ListVisitor<T>(PhantomData<T>);

impl<T: JsonField> ListVisitor<T> {
    fn one<'de, D: Deserializer<'de>>(element: D) -> Result<Option<Vec<T>>, D::Error> {
        T::read(element).map(|element| Some(vec![element]))
    }
}

impl<'de, T: JsonField> Visitor<'de> for ListVisitor<T> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        Self::one(text.into_deserializer())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Self::one(value.into_deserializer())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Self::one(value.into_deserializer())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Self::one(value.into_deserializer())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Self::one(value.into_deserializer())
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        Self::one(MapAccessDeserializer::new(members))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Value(item)) =
            (items.next_element()).inspect_err(|_| in_element(list.len()))?
        {
            list.push(item);
        }
        Ok(Some(list))
    }
}

struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: JsonField> Visitor<'de> for MapVisitor<T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    // Some servers cannot tell an empty object from an empty list.
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        match items.next_element::<IgnoredAny>()? {
            None => Ok(BTreeMap::new()),
            Some(_) => Err(A::Error::invalid_type(Unexpected::Seq, &self)),
        }
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(BTreeMap::new())
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(key) = entries.next_key::<String>()? {
            let item = value_of(&key, &mut entries)?;
            map.insert(key, item);
        }
        Ok(map)
    }
}
