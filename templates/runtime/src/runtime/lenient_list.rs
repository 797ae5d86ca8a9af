//! Reading lists of what is no scalar, which servers do not always send as lists.
//!
//! In: JSON. Out: elements, each read by its own `Deserialize`: none from `null` and empty text, the one from an object or a text.
//! It must not know what the elements are, and what it writes it leaves to `Serialize`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    Deserialize, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::ser::{Serialize, Serializer};

/// For `#[serde(with = "lenient_list")]`: reads a list, or an option of one.
pub fn deserialize<'de, D: Deserializer<'de>, T: List>(deserializer: D) -> Result<T, D::Error> {
    T::read(deserializer)
}

/// For `#[serde(with = "lenient_list")]`: writes a list as it is.
pub fn serialize<S: Serializer, T: Serialize>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}

/// A type that [`deserialize`] reads.
pub trait List: Sized {
    /// Reads it.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

impl<T: for<'de> Deserialize<'de>> List for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = deserializer.deserialize_any(ElementsVisitor(PhantomData))?;
        Ok(read.unwrap_or_default())
    }
}

impl<T: for<'de> Deserialize<'de>> List for Option<Vec<T>> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ElementsVisitor(PhantomData))
    }
}

/// Reads elements by their own `Deserialize`. `None` when there is no list at all.
struct ElementsVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ElementsVisitor<T> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        T::deserialize(text.into_deserializer()).map(|element| Some(vec![element]))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members)).map(|element| Some(vec![element]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Some(list))
    }
}
