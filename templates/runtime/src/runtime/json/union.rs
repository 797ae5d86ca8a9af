//! Unions: values that have one of several types.
//!
//! A union is an enum with a variant for each type. The *tag* is a property such as `type`, whose value selects the
//! variant. If there is no tag, the union selects the variant that preserves the most values of the JSON. A value with
//! an unknown tag is kept as JSON. OpenAPI documents are often wrong about the fields of a variant, so a variant need
//! not fit completely.

use std::cell::Cell;

use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};
use serde_json::Error;

use crate::runtime::json::Json;
use crate::runtime::json::outline::{self, Input, Probe, Source};
use crate::runtime::json::repair;
use crate::runtime::json::secret::Compared;
use crate::runtime::json::strict::{is_strict, reading};

/// A variant of a union, with the tag values that select it and the functions that read it.
#[derive(Debug)]
pub struct UnionVariant<U> {
    /// The tag values that select this variant; empty if the variant has no tag value.
    pub tags: &'static [&'static str],
    /// Reads the outline of the variant: the value without nested unions. Returns `None` if the JSON does not fit the
    /// type.
    pub outline: fn(&Json, usize) -> Option<Outline<U>>,
    /// Reads the variant.
    pub read: fn(Json) -> Result<U, Error>,
    /// Returns whether the type of the variant has the property with this name.
    pub knows: fn(&str) -> bool,
}

/// A value of a variant, read without nested unions.
#[derive(Debug)]
pub struct Outline<U> {
    /// The value of the variant.
    value: U,
    /// The number of JSON values that the variant preserves.
    kept: usize,
    /// The number of JSON properties that the variant preserves.
    properties: usize,
    /// Whether a nested union was left out.
    is_partial: bool,
}

/// Reads the outline of a variant of type `T`. `nested` counts the outer unions that have this union as an alternative.
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
    // The value does not matter here: `is_known` records whether `T` reads the property.
    drop(T::deserialize(Probe {
        name,
        is_known: &is_known,
    }));
    is_known.get()
}

/// Reads a union. The property `tag` selects the variant. Without a tag, the variant that preserves the most values is
/// selected. If no variant is selected, `other` creates the value from the JSON.
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
        // Unknown fields do not matter for the choice. A strict read reports them when it reads the chosen variant
        // again.
        // A repair must not change the choice, and only the repairs of the chosen variant count.
        Input::Whole(json) => match unrepaired(|| choose(&json, 0, tag, variants)) {
            None => Ok(other(json)),
            Some((_, found)) if !found.is_partial && !is_strict() && !repair::is_on() => {
                Ok(found.value)
            }
            // This normally succeeds, because the outline could be read and nested unions accept any JSON.
            Some((variant, _)) => {
                let json = without_written_tag(json, tag, variant);
                (variant.read)(json).map_err(D::Error::custom)
            }
        },
    }
}

/// Chooses a variant. Repairs of the values that are read meanwhile are not recorded.
fn unrepaired<T>(choose: impl FnOnce() -> T) -> T {
    let (choice, is_noted) = repair::fast(|| reading(false, choose));
    if is_noted {
        repair::again();
    }
    choice
}

/// Removes the tag if the type of the variant does not have it. The union itself writes this tag, so a strict read must
/// not report the tag as an unknown field.
fn without_written_tag<U>(mut json: Json, tag: Option<&str>, variant: &UnionVariant<U>) -> Json {
    if let (true, Some(tag), Json::Object(fields)) = (is_strict(), tag, &mut json) {
        if !variant.tags.is_empty() && !(variant.knows)(tag) {
            fields.remove(tag);
        }
    }
    json
}

/// Chooses the variant for a value. Returns the variant and its outline.
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
    // The value may still fit a variant without tag values. It must never become a variant with another tag.
    let untagged = || variants.iter().filter(|variant| variant.tags.is_empty());
    outline.or_else(|| best(json, nested, untagged()))
}

/// Returns the variant that preserves the most values. If several variants preserve the same number of values, returns
/// the first.
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
    // A variant may be unreadable, for example because a required property is missing. If it knows more properties of
    // the JSON than the best variant preserves, the server probably meant this variant. Then no variant is selected.
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

/// Counts the scalars that `sent` and `back` both have at the same path. `back` is the JSON of a variant that was read
/// from `sent`.
fn kept(sent: &Json, back: &Json) -> usize {
    match (sent, back) {
        (Json::Object(sent), Json::Object(back)) => {
            // Each object counts as one, so that an empty object counts more than a value of another type.
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
        // A nested union was left out, so `back` is `null`. The union would preserve all values, but only those of its
        // first level are counted.
        (Json::Object(sent), Json::Null) => 1 + sent.len(),
        (Json::Array(sent), Json::Null) => 1 + sent.len(),
        (_, Json::Null) => 1,
        (sent, back) => usize::from(sent == back),
    }
}

/// Writes a variant whose type does not have the tag, and adds the tag.
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
