//! Unions: values that have one of several types.
//!
//! In: JSON, and the variants of a union. Out: the variant that fits best. Documents are often wrong about which fields
//! a variant has, so no variant has to fit completely: the variant that preserves the most values wins.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::runtime::json::Json;

/// A variant of a union: the values of the discriminator that select it, and how to read it.
#[derive(Debug)]
pub struct UnionVariant<U> {
    /// The values of the discriminator that select this variant; empty without a discriminator.
    pub tags: &'static [&'static str],
    /// Reads the variant, and counts how many of the values that were sent it preserves.
    pub read: fn(&Json) -> Option<(usize, U)>,
}

/// Reads a variant of type `T`, and counts how many of the values that were sent it preserves. `None` if the JSON is
/// not a `T`.
pub fn read_variant<T: DeserializeOwned + Serialize, U>(
    json: &Json,
    wrap: fn(T) -> U,
) -> Option<(usize, U)> {
    let value = T::deserialize(json).ok()?;
    let kept = serde_json::to_value(&value).map_or(0, |back| kept(json, &back));
    Some((kept, wrap(value)))
}

/// Reads the variant that the discriminator selects. If that fails, reads the variant that preserves the most values,
/// the first of several. `None` if no variant can be read.
#[must_use]
pub fn read_union<U>(json: &Json, tag: Option<&str>, variants: &[UnionVariant<U>]) -> Option<U> {
    let tag = tag.and_then(|name| json.get(name)).and_then(Json::as_str);
    if let Some(tag) = tag {
        let named = variants.iter().find(|variant| variant.tags.contains(&tag));
        if let Some((_, value)) = named.and_then(|variant| (variant.read)(json)) {
            return Some(value);
        }
    }
    let mut best: Option<(usize, U)> = None;
    for variant in variants {
        let Some((kept, value)) = (variant.read)(json) else {
            continue;
        };
        if best.as_ref().is_none_or(|(most, _)| kept > *most) {
            best = Some((kept, value));
        }
    }
    best.map(|(_, value)| value)
}

/// Counts the scalars of `sent` that `back` has at the same path.
fn kept(sent: &Json, back: &Json) -> usize {
    match (sent, back) {
        (Json::Object(sent), Json::Object(back)) => {
            // An empty object counts too: it is different from a value of any other type.
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
        (sent, back) => usize::from(sent == back),
    }
}
