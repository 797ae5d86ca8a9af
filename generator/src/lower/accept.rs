//! Chooses the media type of a response that a call reads, and the media types in the `accept` header of its request.
//!
//! In: the `content` of responses. Out: the media type to read, and the value of the `accept` header.

use super::context::{At, Lowering};
use super::media::{MediaKind, essence, examples_of, has_items, is_binary, is_stream, kind_of};
use super::schema::is_annotation_only;
use crate::openapi::{Resolver, Target};
use crate::source::{Map, Node, Value};

/// Accepts all other media types, with a low priority.
const REST: &str = "*/*;q=0.1";

/// A media type in the `content` of a response.
#[derive(Clone, Debug)]
pub(super) struct Offer<'a> {
    /// The media type, as written in the document.
    pub(super) name: &'a str,
    pub(super) kind: MediaKind,
    pub(super) media: At<'a>,
    /// The schema, after following references.
    schema: Option<&'a Node>,
    rank: Rank,
}

impl Offer<'_> {
    /// Returns whether the document shows neither the type of the response nor an example. A schema with only a
    /// description does not show the type.
    pub(super) fn is_open(&self) -> bool {
        self.schema.is_none_or(is_annotation_only) && examples_of(&self.media).is_empty()
    }

    /// Returns whether a call that reads this media type could also read `other` as the same type.
    fn reads(&self, other: &Self) -> bool {
        match self.kind {
            MediaKind::Bytes | MediaKind::Multipart | MediaKind::Records => true,
            MediaKind::Text | MediaKind::Form => other.kind == self.kind,
            MediaKind::Json => {
                other.kind == MediaKind::Json
                    && match (self.schema, other.schema) {
                        (Some(left), Some(right)) => left.same_value(right),
                        (left, right) => left.is_none() && right.is_none(),
                    }
            }
        }
    }
}

/// How well a media type describes a response. The first variant describes a response best.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Rank {
    Json,
    Text,
    Bytes,
    OpenJson,
    OpenXml,
    /// A range such as `*/*` that has no example, and whose schema does not describe its values.
    OpenRange,
}

/// The media types that a call accepts.
#[derive(Clone, Debug, Default)]
pub(super) struct Accepted {
    /// The media types that the call reads. Each successful response contributes one.
    pub(super) read: Vec<String>,
    /// Further media types of successful responses that the call could read as the same type.
    pub(super) also: Vec<String>,
}

impl Accepted {
    /// Adds the media types of a response. `used` is the media type that the call reads.
    pub(super) fn add(&mut self, offers: &[Offer<'_>], used: &Offer<'_>) {
        self.read.extend(range_of(used.name));
        let others = offers.iter().filter(|offer| used.reads(offer));
        self.also
            .extend(others.filter_map(|offer| range_of(offer.name)));
    }

    /// Returns the value of the `accept` header. `None` if the runtime's default for `kind` has the same meaning.
    pub(super) fn header(self, kind: Option<MediaKind>, errors: Vec<String>) -> Option<String> {
        let mut rest = false;
        let is_any = !self.read.is_empty() && self.read.iter().all(|range| range == "*/*");
        if is_any && kind != Some(MediaKind::Json) {
            return None;
        }
        let read = self.read.into_iter().map(|range| match kind {
            // A range such as `*/*` would let the server send another format than JSON.
            Some(MediaKind::Json) if range.contains('*') => "application/json".to_owned(),
            _ => range,
        });
        let mut ranges: Vec<(String, &str)> = Vec::new();
        let weighted = (read.map(|range| (range, "")))
            .chain(self.also.into_iter().map(|range| (range, ";q=0.9")))
            .chain(errors.into_iter().map(|range| (range, ";q=0.5")));
        for (range, weight) in weighted {
            if range == "*/*" {
                rest = true;
            } else if ranges
                .iter()
                .all(|(known, _)| !known.eq_ignore_ascii_case(&range))
            {
                ranges.push((range, weight));
            }
        }
        let (first, others) = ranges.split_first()?;
        let is_json = first.0.eq_ignore_ascii_case("application/json");
        if is_json && others.is_empty() && matches!(kind, None | Some(MediaKind::Json)) {
            return None;
        }
        // The header usually ends with `*/*`, because errors may have other media types. The header omits `*/*` for streams and
        // versioned JSON. With `*/*`, the server could choose a finite body or another version.
        let is_exact = kind.is_some()
            && !is_json
            && (kind_of(&first.0) == MediaKind::Json || is_stream(&first.0));
        let mut header = first.0.clone();
        for (range, weight) in others {
            header.push_str(", ");
            header.push_str(range);
            header.push_str(weight);
        }
        if rest || !is_exact {
            header.push_str(", ");
            header.push_str(REST);
        }
        Some(header)
    }
}

impl<'a> Lowering<'a> {
    /// Returns the media types of a response, in document order.
    pub(super) fn offers(&self, response: &At<'a>) -> Vec<Offer<'a>> {
        let content = response.map("content").map(|content| content.members());
        let content = content.unwrap_or_default().into_iter();
        content
            .map(|(name, media)| self.offer(name, media))
            .collect()
    }

    fn offer(&self, name: &'a str, media: At<'a>) -> Offer<'a> {
        let schema = media.get("schema").map(|schema| self.peek(schema));
        let may_be_binary = schema.as_ref().is_some_and(|schema| self.is_binary(schema));
        let schema = schema.map(|schema| schema.node);
        let is_described = schema.is_some_and(is_informative) || !examples_of(&media).is_empty();
        let is_any = ["*/*", "application/*"].contains(&essence(name).as_str());
        let kind = match kind_of(name) {
            _ if may_be_binary
                || is_stream(name)
                || has_items(media.node)
                || (is_any && !is_described) =>
            {
                MediaKind::Bytes
            }
            _ if is_any && schema.is_some_and(is_structured) => MediaKind::Json,
            MediaKind::Form => MediaKind::Text,
            MediaKind::Multipart => MediaKind::Bytes,
            kind => kind,
        };
        let rank = match kind {
            _ if is_any && !is_described => Rank::OpenRange,
            MediaKind::Json if is_described => Rank::Json,
            MediaKind::Json => Rank::OpenJson,
            MediaKind::Text if !is_described && essence(name).contains("xml") => Rank::OpenXml,
            MediaKind::Text | MediaKind::Form => Rank::Text,
            MediaKind::Bytes | MediaKind::Multipart | MediaKind::Records => Rank::Bytes,
        };
        Offer {
            name,
            kind,
            media,
            schema,
            rank,
        }
    }

    /// Returns the target of a reference, or the node itself. This method reports no unresolved references, because
    /// other code reports them.
    pub(super) fn followed(&self, at: At<'a>) -> At<'a> {
        let target = at
            .text("$ref")
            .map(|text| Resolver::new(self.documents).resolve(at.document, text));
        match target {
            Some(Ok(Target {
                document,
                pointer,
                node,
            })) => At {
                node,
                pointer,
                document,
            },
            _ => at,
        }
    }

    /// Follows the references of a schema, including an `allOf` with a single part.
    pub(super) fn peek(&self, schema: At<'a>) -> At<'a> {
        let mut here = self.followed(schema);
        // `convert` moves a reference into an `allOf` if there are keywords beside the reference.
        for _ in 0..MAX_STEPS {
            let parts = here.get("allOf").map(|parts| parts.items());
            match parts.unwrap_or_default().as_slice() {
                [only] if here.text("type").is_none() => here = self.followed(only.clone()),
                _ => break,
            }
        }
        here
    }

    /// Returns whether a schema describes raw bytes, or alternatives of raw bytes and text.
    fn is_binary(&self, schema: &At<'a>) -> bool {
        let lists = ["oneOf", "anyOf"]
            .iter()
            .filter_map(|name| schema.get(name));
        let alternatives: Vec<&Node> = lists
            .flat_map(|list| list.items())
            .map(|one| self.peek(one).node)
            .collect();
        let is_string = |node: &&Node| node.text("type") == Some("string");
        let may_be =
            alternatives.iter().any(|node| is_binary(node)) && alternatives.iter().all(is_string);
        may_be || is_binary(schema.node)
    }
}

/// The maximum number of references and `allOf` parts that are followed from a schema.
const MAX_STEPS: usize = 16;

/// Returns the media type that describes the response best. If several are equal, returns the first one in the
/// document.
pub(super) fn best<'o, 'a>(offers: &'o [Offer<'a>]) -> Option<&'o Offer<'a>> {
    offers.iter().min_by_key(|offer| offer.rank)
}

/// Converts a media type to an element of the `accept` header. `None` if the media type is invalid.
///
/// The `charset` is removed, because servers rarely state the `charset` of a response.
pub(super) fn range_of(media_type: &str) -> Option<String> {
    let mut parts = media_type.split(';').map(str::trim);
    let name = parts.next()?;
    let (kind, subtype) = name.split_once('/')?;
    let is_token = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    if !is_token(kind) || !is_token(subtype) {
        return None;
    }
    let mut range = name.to_owned();
    for part in parts.filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=')?;
        if key.eq_ignore_ascii_case("charset") || key.eq_ignore_ascii_case("q") {
            continue;
        }
        let quoted = value
            .strip_prefix('"')
            .and_then(|value| value.strip_suffix('"'));
        let is_plain = |text: &str| {
            text.bytes()
                .all(|byte| (b' '..=b'~').contains(&byte) && !b"\"\\".contains(&byte))
        };
        if !is_token(key) || !(is_token(value) || quoted.is_some_and(is_plain)) {
            return None;
        }
        range.push_str("; ");
        range.push_str(part);
    }
    Some(range)
}

/// Returns whether a schema describes its values. For example, `{type: object}` and `{}` do not.
fn is_informative(schema: &Node) -> bool {
    let is_empty = |node: &Node| match &node.value {
        Value::Bool(_) | Value::Null => true,
        Value::Map(map) => map.is_empty(),
        Value::List(list) => list.is_empty(),
        Value::Number(_) | Value::Str(_) => false,
    };
    let says = |name: &str, node: &Node| match name {
        "type" => node.as_str() != Some("object"),
        "properties" | "additionalProperties" => !is_empty(node),
        "example" => true,
        _ => {
            !crate::openapi::keywords::is_annotation(name) && name != "nullable" && !is_empty(node)
        }
    };
    (schema.as_map()).is_some_and(|map| map.iter().any(|(name, _, node)| says(name, node)))
}

/// Returns whether a schema is not empty and does not describe a string.
fn is_structured(schema: &Node) -> bool {
    schema.text("type") != Some("string") && schema.as_map().is_some_and(|map| !Map::is_empty(map))
}
