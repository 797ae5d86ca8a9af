//! Splits the JSON of a page into its items and its other properties.
//!
//! The result has the text of each item, and the page without items. Thus, the caller can decode each item separately.

use std::fmt;

use bytes::Bytes;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A page whose items are separate JSON texts.
pub(crate) struct SplitPage<'a> {
    pub(crate) items: Vec<&'a str>,
    /// The JSON of the page, with an empty list in place of the items.
    pub(crate) rest: Bytes,
}

impl<'a> SplitPage<'a> {
    /// Splits a page. `name` is the property with the list of items. If this property is a single object, the object is
    /// the only item. Returns `None` if the page is not a JSON object with such a property.
    pub(crate) fn new(body: &'a [u8], name: &str) -> Option<Self> {
        let text = std::str::from_utf8(body).ok()?;
        let Properties(properties) = serde_json::from_str(text).ok()?;
        // If a property is repeated, the last value counts.
        let (_, list) = properties.iter().rev().find(|(other, _)| other == name)?;
        let items = match list.get().as_bytes().first()? {
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(list.get()).ok()?;
                items.into_iter().map(RawValue::get).collect()
            }
            b'{' => vec![list.get()],
            _ => return None,
        };
        let mut rest = String::with_capacity(256);
        for (other, value) in &properties {
            rest.push(if rest.is_empty() { '{' } else { ',' });
            rest.push_str(&serde_json::to_string(other).ok()?);
            rest.push(':');
            rest.push_str(if other == name { "[]" } else { value.get() });
        }
        rest.push('}');
        Some(Self {
            items,
            rest: rest.into(),
        })
    }
}

/// The properties of a JSON object, in the order of the JSON text.
pub(crate) struct Properties<'a>(pub(crate) Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Properties<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PropertiesVisitor)
    }
}

struct PropertiesVisitor;

impl<'de> Visitor<'de> for PropertiesVisitor {
    type Value = Properties<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(property) = properties.next_entry()? {
            all.push(property);
        }
        Ok(Properties(all))
    }
}
