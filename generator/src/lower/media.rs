//! Bodies and answers: the media type that is used, and the type of what it holds.

use super::context::{At, Lowering};
use super::infer::IdHints;
use crate::model::{BodyKind, Context, Role, Success, Ty};

/// How a media type is read or written.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum MediaKind {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
}

impl MediaKind {
    /// The kind of body, for those that are one value.
    pub(super) const fn body(self) -> BodyKind {
        match self {
            Self::Json | Self::Form | Self::Multipart => BodyKind::Json,
            Self::Text => BodyKind::Text,
            Self::Bytes => BodyKind::Bytes,
        }
    }
}

/// The kind of a media type; parameters such as `charset` do not matter.
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

/// The media type to use of those offered: JSON before forms before the rest, in the order of the document.
pub(super) fn preferred<'a>(content: &At<'a>) -> Option<(&'a str, MediaKind, At<'a>)> {
    let offered = content
        .members()
        .into_iter()
        .map(|(name, media)| (name, kind_of(name), media));
    offered.min_by_key(|(_, kind, _)| *kind)
}

impl<'a> Lowering<'a> {
    /// What comes back when all went well, from the answers of an operation.
    pub(super) fn success(&mut self, operation: &At<'a>, index: usize) -> Success {
        let responses = operation
            .map("responses")
            .map(|map| map.members())
            .unwrap_or_default();
        let mut good: Vec<(&str, At<'a>)> = responses
            .iter()
            .filter(|(status, _)| status.starts_with('2'))
            .map(|(s, at)| (*s, at.clone()))
            .collect();
        if good.is_empty() {
            good = responses
                .into_iter()
                .filter(|(status, _)| *status == "default")
                .collect();
        }
        good.sort_by(|left, right| left.0.cmp(right.0));
        for (_, response) in good {
            let Some(response) = self.resolve(response) else {
                continue;
            };
            let Some((_, kind, media)) = response.map("content").as_ref().and_then(preferred)
            else {
                continue;
            };
            return self.answer(&response, kind, &media, index);
        }
        Success::Empty
    }

    fn answer(
        &mut self,
        response: &At<'a>,
        kind: MediaKind,
        media: &At<'a>,
        index: usize,
    ) -> Success {
        match kind {
            MediaKind::Text => return Success::Text,
            MediaKind::Bytes => return Success::Bytes,
            MediaKind::Json | MediaKind::Form | MediaKind::Multipart => {}
        }
        let context = Context::operation(index, Role::Response);
        let name = response.text("x-rust-name");
        if let Some(schema) = media
            .get("schema")
            .filter(|schema| schema.node.as_map().is_some_and(|map| !map.is_empty()))
        {
            let lowered = self.schema(&schema, context);
            self.add_examples(&lowered.ty, media);
            if let (Ty::Named(id), Some(name)) = (&lowered.ty, name)
                && let Some(def) = self.type_mut(*id)
            {
                def.name.get_or_insert_with(|| name.to_owned());
            }
            return Success::Json(lowered.element());
        }
        let examples = examples_of(media);
        if examples.is_empty() {
            return Success::Json(Ty::Json);
        }
        let hints: IdHints = response
            .map("x-ids")
            .map(|map| map.members())
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(path, id)| Some((path.to_owned(), id.node.as_str()?.to_owned())))
            .collect();
        Success::Json(self.infer(&examples, context, &hints, name).element())
    }

    /// Keeps the examples of a media type with the type of its schema.
    pub(super) fn add_examples(&mut self, ty: &Ty, media: &At<'a>) {
        let texts: Vec<String> = examples_of(media)
            .iter()
            .filter_map(|at| super::schema::json_text(at.node))
            .collect();
        if let Ty::Named(id) = ty
            && let Some(def) = self.type_mut(*id)
        {
            for text in texts {
                if !def.examples.contains(&text) {
                    def.examples.push(text);
                }
            }
        }
    }
}

/// The examples of a media type.
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
