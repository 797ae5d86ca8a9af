//! Values of JSON object fields.
//!
//! Values are read as leniently as their types allow. For example, `null` and an empty string are read as an empty list
//! or map. A single element is read as a list with one element. The module `object` reads the names of the fields.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::value::{MapAccessDeserializer, UnitDeserializer};
use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, Error, IgnoredAny, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, Visitor,
};

use crate::runtime::json::Json;
use crate::runtime::json::outline::LIST;
use crate::runtime::json::repair::{self, RepairKind};

/// A type for fields of JSON objects, and for decoded responses.
///
/// All schema types of this crate implement this trait. To use your own type, write an empty `impl`: the type is then
/// read with [`Deserialize`] and written with [`Serialize`].
///
/// ```ignore
/// #[derive(Deserialize, Serialize)]
/// struct Seats {
///     used: u32,
/// }
///
/// impl JsonField for Seats {}
/// ```
pub trait JsonField: DeserializeOwned + Serialize {
    /// Reads a value.
    ///
    /// # Errors
    ///
    /// The JSON is not a value of this type.
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    /// Reads the value of an optional field. Some servers do not omit an optional field, but send a placeholder such as
    /// an empty string for a number. Such a placeholder is read as `None`.
    ///
    /// # Errors
    ///
    /// The JSON is not a value of this type.
    #[inline]
    fn read_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Self::read(deserializer).map(Some)
    }

    /// Reads the value of an optional field that may be `null`. `null` is read as `None`. Any other value is read as in
    /// [`read_option`](Self::read_option).
    ///
    /// # Errors
    ///
    /// The JSON is neither `null` nor a value of this type.
    #[inline]
    fn read_nullable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_option(OptionVisitor(PhantomData))
    }

    /// Reads the value of a required field. `null` for a list or a map is read as empty, and is counted as a repair.
    ///
    /// # Errors
    ///
    /// The JSON is not a value of this type.
    #[inline]
    fn read_required<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(deserializer)
    }

    /// Reads an item of a list. `null` is read as `None` if no value of this type is `null`. The list skips such an
    /// item, and counts it as a repair.
    ///
    /// # Errors
    ///
    /// The JSON is not a value of this type.
    #[inline]
    fn read_item<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_option(ItemVisitor(PhantomData))
    }

    /// Reads an item of a list, if values are not repaired. Most types are read as in [`read`](Self::read). The list skips
    /// an item that is read as `None`.
    ///
    /// # Errors
    ///
    /// The JSON is not a value of this type.
    #[inline]
    fn read_plain_item<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Self>, D::Error> {
        Self::read(deserializer).map(Some)
    }

    /// Returns the value of a required field that is missing; `None` if the type has no empty value.
    #[must_use]
    fn missing() -> Option<Self> {
        None
    }

    /// Returns whether an object omits a field with this value.
    #[inline]
    fn is_absent(&self) -> bool {
        false
    }
}

impl JsonField for Json {}

impl<T: JsonField> JsonField for Box<T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self::new)
    }

    #[inline]
    fn read_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(T::read_option(deserializer)?.map(Self::new))
    }

    #[inline]
    fn read_item<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(T::read_item(deserializer)?.map(Self::new))
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

impl<T: JsonField> JsonField for Vec<T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read_option(deserializer).map(Option::unwrap_or_default)
    }

    #[inline]
    fn read_required<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let list = Self::read_option(deserializer)?;
        if list.is_none() {
            repair::note(RepairKind::NullAsEmpty);
        }
        Ok(list.unwrap_or_default())
    }

    fn missing() -> Option<Self> {
        Some(Self::new())
    }

    #[inline]
    fn read_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_newtype_struct(LIST, ListVisitor(PhantomData))
    }

    #[inline]
    fn read_nullable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Self::read_option(deserializer)
    }
}

impl<T: JsonField> JsonField for BTreeMap<String, T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(deserializer
            .deserialize_any(MapVisitor(PhantomData))?
            .unwrap_or_default())
    }

    #[inline]
    fn read_required<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = deserializer.deserialize_any(MapVisitor(PhantomData))?;
        if map.is_none() {
            repair::note(RepairKind::NullAsEmpty);
        }
        Ok(map.unwrap_or_default())
    }

    fn missing() -> Option<Self> {
        Some(Self::new())
    }
}

/// Reads a value with [`JsonField::read`] where Serde needs a [`Deserialize`] type.
pub(crate) struct FieldValue<T>(pub(crate) T);

impl<'de, T: JsonField> Deserialize<'de> for FieldValue<T> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

/// Reads a value with [`JsonField::read_required`] where Serde needs a [`Deserialize`] type.
struct RequiredValue<T>(T);

impl<'de, T: JsonField> Deserialize<'de> for RequiredValue<T> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read_required(deserializer).map(Self)
    }
}

/// An item of a list, which is `None` if the list skips it.
struct Item<T>(Option<T>);

impl<'de, T: JsonField> Deserialize<'de> for Item<T> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read_item(deserializer).map(Self)
    }
}

/// An item of a list in the first read, which repairs nothing.
struct PlainItem<T>(Option<T>);

impl<'de, T: JsonField> Deserialize<'de> for PlainItem<T> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read_plain_item(deserializer).map(Self)
    }
}

/// Reads the value of a required field, after the name of the field was read.
#[inline]
pub(crate) fn next_required<'de, A: MapAccess<'de>, T: JsonField>(
    fields: &mut A,
) -> Result<T, A::Error> {
    fields.next_value().map(|RequiredValue(value)| value)
}

/// Reads the value of a field, after the name of the field was read.
#[inline]
pub(crate) fn next_value<'de, A: MapAccess<'de>, T: JsonField>(
    fields: &mut A,
) -> Result<T, A::Error> {
    fields.next_value().map(|FieldValue(value)| value)
}

/// Reads an item of a list. If the type has no value for `null`, `null` is read as `None`.
struct ItemVisitor<T>(PhantomData<T>);

impl<'de, T: JsonField> Visitor<'de> for ItemVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an item")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        let null: UnitDeserializer<E> = ().into_deserializer();
        Ok(T::read_required(null).ok().or_else(skipped))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        self.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::read(deserializer).map(Some)
    }
}

/// Counts an item that a list skips.
pub(crate) fn skipped<T>() -> Option<T> {
    repair::note(RepairKind::NullItem);
    None
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

/// Reads a list. A single element is read as a list with one element. `null` and an empty string are read as `None`.
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

    // A `Source` of the module `outline` calls this method for a single element. Thus, unions in the element can take
    // their JSON without a copy.
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        Self::one(deserializer)
    }

    #[inline]
    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
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
    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Self::Value, A::Error> {
        Self::one(MapAccessDeserializer::new(fields))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        if repair::is_on() {
            while let Some(Item(item)) = items.next_element()? {
                list.extend(item);
            }
            return Ok(Some(list));
        }
        while let Some(PlainItem(item)) = items.next_element()? {
            if let Some(item) = item {
                list.push(item);
            }
        }
        Ok(Some(list))
    }
}

/// Reads a map. `null` is read as `None`.
struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: JsonField> Visitor<'de> for MapVisitor<T> {
    type Value = Option<BTreeMap<String, T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    // Some servers send an empty list in place of an empty object.
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        match items.next_element::<IgnoredAny>()? {
            None => Ok(Some(BTreeMap::new())),
            Some(_) => Err(A::Error::invalid_type(Unexpected::Seq, &self)),
        }
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.trim().is_empty() {
            return Ok(Some(BTreeMap::new()));
        }
        Err(E::invalid_type(Unexpected::Str(text), &self))
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(key) = entries.next_key::<String>()? {
            let item = next_value(&mut entries)?;
            map.insert(key, item);
        }
        Ok(Some(map))
    }
}
