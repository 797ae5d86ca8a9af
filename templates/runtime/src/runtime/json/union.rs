//! Unions: values that have one of several types.
//!
//! In: JSON, and the variants of a union. Out: the variant that the tag selects, or else the variant that fits best. A
//! value with an unknown tag is kept as JSON. Documents are often wrong about the fields of a variant, so a variant
//! need not fit completely. Without a tag, the variant that preserves the most values is selected.

use std::cell::Cell;

use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};
use serde_json::Error;

use crate::runtime::json::Json;
use crate::runtime::json::outline::{self, Input, Probe, Source};
use crate::runtime::json::secret::Compared;
use crate::runtime::json::strict::{is_strict, reading};

/// A variant of a union: the tag values that select the variant, and functions that read it.
#[derive(Debug)]
pub struct UnionVariant<U> {
    /// The tag values that select this variant; empty if no tag value selects the variant.
    pub tags: &'static [&'static str],
    /// Reads the variant without nested unions. Returns `None` if the JSON does not fit the type.
    pub outline: fn(&Json, usize) -> Option<Outline<U>>,
    /// Reads the variant.
    pub read: fn(Json) -> Result<U, Error>,
    /// Returns whether the type of the variant has the property with this name.
    pub knows: fn(&str) -> bool,
}

/// A variant without nested unions.
#[derive(Debug)]
pub struct Outline<U> {
    /// The value of the variant.
    value: U,
    /// The number of JSON values that the variant preserves.
    kept: usize,
    /// The number of JSON properties that the variant preserves.
    properties: usize,
    /// Whether a nested union is omitted.
    is_partial: bool,
}

/// Reads the outline of a variant of type `T`. `nested` is the number of outer unions that have the union as an
/// alternative.
pub fn outline_variant<T: DeserializeOwned + Serialize, U>(
    json: &Json,
    nested: usize,
    wrap: fn(T) -> U,
) -> Option<Outline<U>> {
    let is_partial = Cell::new(false);
    let value = T::deserialize(Source::outline(json, nested, &is_partial)).ok()?;
    let back = serde_json::to_value(Compared(&value)).unwrap_or_default();
    Some(Outline {
        kept: kept(json, &back),
        properties: names(json).filter(|name| back.get(name).is_some()).count(),
        value: wrap(value),
        is_partial: is_partial.get(),
    })
}

/// Reads a variant of type `T`.
///
/// # Errors
///
/// The JSON is not a `T`.
pub fn read_variant<T: DeserializeOwned, U>(json: Json, wrap: fn(T) -> U) -> Result<U, Error> {
    T::deserialize(Source::whole(json)).map(wrap)
}

/// Returns whether the type of a variant has the property with this name.
#[must_use]
pub fn knows_property<T: DeserializeOwned, U>(name: &str, _: fn(T) -> U) -> bool {
    let is_known = Cell::new(false);
    // The result is ignored, because `is_known` records whether `T` reads the property.
    drop(T::deserialize(Probe {
        name,
        is_known: &is_known,
    }));
    is_known.get()
}

/// Reads a union: the variant that the property `tag` selects, or the variant that preserves the most values. If no
/// variant can be read, `other` creates the value from the JSON.
///
/// # Errors
///
/// The input is not JSON.
pub fn read_union<'de, D: Deserializer<'de>, U>(
    deserializer: D,
    tag: Option<&str>,
    variants: &[UnionVariant<U>],
    other: fn(Json) -> U,
) -> Result<U, D::Error> {
    match outline::input(deserializer)? {
        Input::LeftOut => Ok(other(Json::Null)),
        Input::Outline(json, nested) => Ok(match choose(&json, nested, tag, variants) {
            Some((_, found)) => found.value,
            None => other(json),
        }),
        // Unknown fields do not change the choice. They are found when the chosen variant is read again.
        Input::Whole(json) => match reading(false, || choose(&json, 0, tag, variants)) {
            None => Ok(other(json)),
            Some((_, found)) if !found.is_partial && !is_strict() => Ok(found.value),
            // This step normally succeeds: the outline was readable, and nested unions accept any JSON.
            Some((variant, _)) => {
                let json = without_written_tag(json, tag, variant);
                (variant.read)(json).map_err(D::Error::custom)
            }
        },
    }
}

/// Removes the tag if the type of the variant does not have it. The union writes such a tag, so a strict read must not
/// report it as an unknown field.
fn without_written_tag<U>(mut json: Json, tag: Option<&str>, variant: &UnionVariant<U>) -> Json {
    if let (true, Some(tag), Json::Object(fields)) = (is_strict(), tag, &mut json) {
        if !variant.tags.is_empty() && !(variant.knows)(tag) {
            fields.remove(tag);
        }
    }
    json
}

/// Chooses the variant for a value, and returns the variant with its outline.
fn choose<'v, U>(
    json: &Json,
    nested: usize,
    tag: Option<&str>,
    variants: &'v [UnionVariant<U>],
) -> Option<(&'v UnionVariant<U>, Outline<U>)> {
    let Some(sent) = tag.and_then(|name| tag_text(json.get(name)?)) else {
        return best(json, nested, variants.iter());
    };
    let selected = variants
        .iter()
        .find(|variant| variant.tags.contains(&sent.as_str()));
    let outline = selected.and_then(|variant| Some((variant, (variant.outline)(json, nested)?)));
    // A value with a tag is never read as a variant with another tag.
    let untagged = || variants.iter().filter(|variant| variant.tags.is_empty());
    outline.or_else(|| best(json, nested, untagged()))
}

/// Returns the variant that preserves the most values. If several variants preserve equally many values, returns the
/// first of them.
fn best<'v, U: 'v>(
    json: &Json,
    nested: usize,
    variants: impl Iterator<Item = &'v UnionVariant<U>>,
) -> Option<(&'v UnionVariant<U>, Outline<U>)> {
    let mut best: Option<(&UnionVariant<U>, Outline<U>)> = None;
    let mut failed = Vec::new();
    for variant in variants {
        let Some(outline) = (variant.outline)(json, nested) else {
            failed.push(variant);
            continue;
        };
        if best
            .as_ref()
            .is_none_or(|(_, best)| outline.kept > best.kept)
        {
            best = Some((variant, outline));
        }
    }
    // A variant is unreadable if, for example, a required property is missing. If an unreadable variant knows more JSON
    // properties than the best variant preserves, no variant is selected: the unreadable variant is probably meant.
    let sent = names(json).count();
    best.filter(|(_, best)| {
        best.properties >= sent
            || failed.iter().all(|variant| {
                let known = names(json).filter(|name| (variant.knows)(name)).count();
                known <= best.properties
            })
    })
}

/// Returns the value of a tag as text.
fn tag_text(tag: &Json) -> Option<String> {
    match tag {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(value) => Some(value.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

/// Returns the property names of an object.
fn names(json: &Json) -> impl Iterator<Item = &str> {
    let fields = json.as_object();
    fields
        .into_iter()
        .flat_map(|fields| fields.keys().map(String::as_str))
}

/// Counts the scalars of `sent` that `back` has at the same path.
fn kept(sent: &Json, back: &Json) -> usize {
    match (sent, back) {
        (Json::Object(sent), Json::Object(back)) => {
            // Each object counts as one, so that an empty object differs from values of other types.
            1 + sent
                .iter()
                .filter_map(|(name, value)| Some(kept(value, back.get(name)?)))
                .sum::<usize>()
        }
        (Json::Array(sent), Json::Array(back)) => {
            1 + sent
                .iter()
                .zip(back)
                .map(|(sent, back)| kept(sent, back))
                .sum::<usize>()
        }
        // `back` is `null` for an omitted union. A union keeps every value, but only the values of the first level are
        // counted.
        (Json::Object(sent), Json::Null) => 1 + sent.len(),
        (Json::Array(sent), Json::Null) => 1 + sent.len(),
        (_, Json::Null) => 1,
        (sent, back) => usize::from(sent == back),
    }
}

/// Writes a variant and adds the tag, which the type of the variant does not have.
///
/// # Errors
///
/// The value cannot be serialized, or the serializer fails.
pub fn write_with_tag<S: Serializer>(
    serializer: S,
    value: &impl Serialize,
    tag: &str,
    tag_value: &str,
) -> Result<S::Ok, S::Error> {
    let mut json = serde_json::to_value(value).map_err(serde::ser::Error::custom)?;
    if let Json::Object(fields) = &mut json {
        fields.insert(tag.to_owned(), tag_value.into());
    }
    json.serialize(serializer)
}
