//! Media types: how their content is sent and read, and their examples.

use super::context::{At, Lowering};
use super::schema::is_annotation_only;
use crate::model::{BodyKind, Ty};
use crate::source::{Map, Node};

/// The key to which `convert` moves `itemSchema`.
pub(super) const ITEM_SCHEMA: &str = "x-item-schema";

/// An example that is a list contributes at most this number of its items.
const MOST_ELEMENTS: usize = 3;

/// How the content of a media type is read or written.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum MediaKind {
    Json,
    Form,
    Multipart,
    /// A sequence of JSON values.
    Records,
    Text,
    Bytes,
}

impl MediaKind {
    /// Returns whether the properties of the body are sent separately, as in a form.
    pub(super) const fn is_of_members(self) -> bool {
        matches!(self, Self::Form | Self::Multipart)
    }

    /// Returns how a body of this kind is sent if it is a single value.
    pub(super) const fn body(self) -> BodyKind {
        match self {
            Self::Json | Self::Form | Self::Multipart => BodyKind::Json,
            Self::Records => BodyKind::Records,
            Self::Text => BodyKind::Text,
            Self::Bytes => BodyKind::Bytes,
        }
    }
}

/// Returns the kind of a media type. Parameters such as `charset` are ignored.
pub(super) fn kind_of(media_type: &str) -> MediaKind {
    let name = media_type
        .split(';')
        .next()
        .unwrap_or("")
        .trim()
        .to_ascii_lowercase();
    match name.as_str() {
        "application/json" | "text/json" | "*/*" => MediaKind::Json,
        "application/x-www-form-urlencoded" => MediaKind::Form,
        "multipart/form-data" => MediaKind::Multipart,
        "application/xml" => MediaKind::Text,
        _ if name.ends_with("+json") => MediaKind::Json,
        _ if name.ends_with("+xml") || name.starts_with("text/") => MediaKind::Text,
        _ => MediaKind::Bytes,
    }
}

/// Returns the kind of a media type in `content`. The range `*/*` means bytes if its schema is empty or describes
/// bytes, and if it has no examples.
fn kind_in(name: &str, media: &At<'_>) -> MediaKind {
    let bytes = media.get("schema").is_some_and(|schema| {
        let is_open = schema.node.as_map().is_some_and(Map::is_empty);
        is_open || is_binary(schema.node)
    });
    if is_stream(name) && is_described_record(media) {
        return MediaKind::Records;
    }
    if has_items(media.node) {
        return MediaKind::Bytes;
    }
    if name == "*/*" && bytes && examples_of(media).is_empty() {
        return MediaKind::Bytes;
    }
    kind_of(name)
}

/// Returns whether a media type has a schema of its items.
pub(super) fn has_items(node: &Node) -> bool {
    node.get(ITEM_SCHEMA).is_some()
}

/// Returns whether a media type describes the values of a sequence.
fn is_described_record(media: &At<'_>) -> bool {
    let is_value =
        |schema: At<'_>| schema.text("type") != Some("string") && !is_annotation_only(schema.node);
    media.get(ITEM_SCHEMA).is_some() || media.get("schema").is_some_and(is_value)
}

/// Returns whether a schema describes raw bytes.
pub(super) fn is_binary(node: &Node) -> bool {
    match node.text("type") {
        Some("string") => node.text("format") == Some("binary"),
        // OpenAPI 2 describes raw bytes as `type: file`.
        Some("file") => true,
        _ => false,
    }
}

/// Returns the media type in the `content-type` header of a request. A range such as `*/*` is replaced by a media type.
pub(super) fn sent_as(media_type: &str, kind: MediaKind) -> &str {
    match kind {
        MediaKind::Bytes if media_type.contains('*') => "application/octet-stream",
        MediaKind::Text if media_type.contains('*') => "text/plain",
        MediaKind::Json if media_type.contains('*') => "application/json",
        _ => media_type,
    }
}

/// Chooses the media type of a request. JSON is preferred, then forms, multipart, text and bytes. If several media
/// types have the same kind, the first one is used.
pub(super) fn preferred<'a>(content: &At<'a>) -> Option<(&'a str, MediaKind, At<'a>)> {
    let offered = content
        .members()
        .into_iter()
        .map(|(name, media)| (name, kind_in(name, &media), media));
    offered.min_by_key(|(_, kind, _)| *kind)
}

/// Whether a media type is for streams, which are read while they arrive.
pub(super) fn is_stream(media_type: &str) -> bool {
    let name = essence(media_type);
    STREAMS.contains(&name.as_str()) || name.ends_with("json-seq")
}

/// Media types of streams.
const STREAMS: &[&str] = &[
    "application/json-lines",
    "application/jsonl",
    "application/jsonlines",
    "application/ndjson",
    "application/stream+json",
    "application/x-json-stream",
    "application/x-jsonl",
    "application/x-jsonlines",
    "application/x-ndjson",
    "text/event-stream",
];

/// Returns a media type in lower case, without parameters.
pub(super) fn essence(media_type: &str) -> String {
    let name = media_type.split(';').next().unwrap_or("");
    name.trim().to_ascii_lowercase()
}

impl<'a> Lowering<'a> {
    /// Returns the media types of a request body that the client does not send.
    pub(super) fn other_types(&mut self, at: Option<At<'a>>) -> Vec<String> {
        let Some(content) = at
            .and_then(|at| self.resolve(at))
            .and_then(|at| at.map("content"))
        else {
            return Vec::new();
        };
        let used = preferred(&content).map(|(name, ..)| name);
        let names = content.members().into_iter().map(|(name, _)| name);
        names
            .filter(|name| Some(*name) != used && !name.contains(['*', '`', '\n']))
            .map(str::to_owned)
            .collect()
    }

    /// Adds the examples of a media type to the type of its schema.
    pub(super) fn add_examples(&mut self, ty: &Ty, media: &At<'a>) {
        let examples = examples_of(media);
        let (ty, examples): (&Ty, Vec<At<'a>>) = match ty {
            // The items in the example of a list are examples of the item type.
            Ty::List(inner) => {
                let items = examples.iter().flat_map(At::items);
                (inner, items.take(MOST_ELEMENTS).collect())
            }
            ty => (ty, examples),
        };
        if let Ty::Named(id) = ty
            && let Some(def) = self.type_mut(*id)
        {
            for example in examples.iter().filter_map(super::schema::example) {
                if def.examples.iter().all(|known| known.text != example.text) {
                    def.examples.push(example);
                }
            }
        }
    }
}

pub(super) fn examples_of<'a>(media: &At<'a>) -> Vec<At<'a>> {
    let named = media
        .map("examples")
        .map(|map| map.members())
        .unwrap_or_default();
    let named = named
        .into_iter()
        .filter_map(|(_, example)| example.get("value"));
    media.get("example").into_iter().chain(named).collect()
}
