//! One of several types.
//!
//! In: JSON, and the types that it may be of. Out: the type that fits it best. Documents are often wrong about which
//! members an alternative has, so no alternative has to fit whole: the one that keeps the most of what was sent is taken.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::runtime::Json;
use crate::runtime::json_path::untracked;

/// An alternative: the values of the tag that name it, and how it is read.
#[derive(Debug)]
pub struct UnionVariant<U> {
    /// The values of the tag that name it; empty where there is no tag.
    pub tags: &'static [&'static str],
    /// Reads it, and tells how many of the values that were sent it keeps.
    pub read: fn(&Json) -> Option<(usize, U)>,
}

/// An alternative of the union whose `impl` this stands in: its variant, and the values of the tag that name it.
#[doc(hidden)]
#[macro_export]
macro_rules! union_variant {
    ($variant:ident $(, $tag:literal)*) => {
        $crate::runtime::union::UnionVariant {
            tags: &[$($tag),*],
            read: |json| $crate::runtime::union::read_variant(json, Self::$variant),
        }
    };
}

pub use union_variant;

/// Reads an alternative of type `T`, and tells how many of the values that were sent it keeps.
pub fn read_variant<T: DeserializeOwned + Serialize, U>(
    json: &Json,
    wrap: fn(T) -> U,
) -> Option<(usize, U)> {
    let value = T::deserialize(json).ok()?;
    let kept = serde_json::to_value(&value).map_or(0, |back| kept(json, &back));
    Some((kept, wrap(value)))
}

/// The alternative that the tag names, if it can be read; otherwise the one that keeps the most, the first of equals.
/// `None` when none can be read.
#[must_use]
pub fn read_union<U>(json: &Json, tag: Option<&str>, variants: &[UnionVariant<U>]) -> Option<U> {
    untracked(|| best(json, tag, variants))
}

fn best<U>(json: &Json, tag: Option<&str>, variants: &[UnionVariant<U>]) -> Option<U> {
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

/// How many scalars of `sent` stand in `back` at the same place.
fn kept(sent: &Json, back: &Json) -> usize {
    match (sent, back) {
        (Json::Object(sent), Json::Object(back)) => {
            // An empty object counts too: it tells an object from anything else.
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
