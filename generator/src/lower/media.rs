//! Request and response bodies: the media type that is used, and the type of the content.

use super::context::{At, Lowering};
use super::infer::IdHints;
use crate::model::{Arm, BodyKind, Context, OperationId, Role, Selector, Shape, Step, Success, Ty};
use crate::source::{Map, Node};
use crate::text::Markdown;

/// The most items of an example list that become examples of the item's type.
const MOST_ELEMENTS: usize = 3;

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
    /// Whether the properties of the body are sent separately.
    pub(super) const fn is_of_members(self) -> bool {
        matches!(self, Self::Form | Self::Multipart)
    }

    /// The kind of a body that is a single value.
    pub(super) const fn body(self) -> BodyKind {
        match self {
            Self::Json | Self::Form | Self::Multipart => BodyKind::Json,
            Self::Text => BodyKind::Text,
            Self::Bytes => BodyKind::Bytes,
        }
    }
}

/// The kind of a media type. Parameters such as `charset` are ignored.
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

/// The kind of an offered media type. A wildcard is bytes if its schema says so or if it has none.
fn kind_in(name: &str, media: &At<'_>) -> MediaKind {
    let bytes = media.get("schema").is_some_and(|schema| {
        let is_open = schema.node.as_map().is_some_and(Map::is_empty);
        is_open || is_binary(schema.node)
    });
    if name == "*/*" && bytes && examples_of(media).is_empty() {
        return MediaKind::Bytes;
    }
    kind_of(name)
}

/// Whether a schema describes raw bytes.
pub(super) fn is_binary(node: &Node) -> bool {
    match node.text("type") {
        Some("string") => node.text("format") == Some("binary"),
        // The notation of OpenAPI 2.
        Some("file") => true,
        _ => false,
    }
}

/// The media type that a body is sent with: a type, not a range.
pub(super) fn sent_as(media_type: &str, kind: MediaKind) -> &str {
    match kind {
        MediaKind::Bytes if media_type.contains('*') => "application/octet-stream",
        MediaKind::Text if media_type.contains('*') => "text/plain",
        MediaKind::Json if media_type.contains('*') => "application/json",
        _ => media_type,
    }
}

/// The offered media type to use: JSON before forms before others, in the order of the document.
pub(super) fn preferred<'a>(content: &At<'a>) -> Option<(&'a str, MediaKind, At<'a>)> {
    let offered = content
        .members()
        .into_iter()
        .map(|(name, media)| (name, kind_in(name, &media), media));
    offered.min_by_key(|(_, kind, _)| *kind)
}

impl<'a> Lowering<'a> {
    /// The successful result of an operation.
    pub(super) fn success(&mut self, operation: &At<'a>, id: OperationId) -> Success {
        let good = answers(operation, |status| status.starts_with('2'));
        let good = if good.is_empty() {
            answers(operation, |status| status == "default")
        } else {
            good
        };
        let mut answers: Vec<(String, Success)> = Vec::new();
        for (status, response) in good {
            let Some(response) = self.resolve(response) else {
                continue;
            };
            let mut context = Context::operation(id, Role::Response);
            if !answers.is_empty() {
                context = context.then(None, Step::Arm(answers.len(), Some(reason(status))));
            }
            // These responses never have a body, whatever the document says.
            let answer = if ["204", "205"].contains(&status) {
                Success::Empty
            } else {
                self.answer(&response, context)
            };
            if answers.iter().all(|(_, other)| *other != answer) {
                answers.push((reason(status), answer));
            }
        }
        self.one_success(operation, id, answers)
    }

    /// One result type for all successful responses.
    fn one_success(
        &mut self,
        operation: &At<'a>,
        id: OperationId,
        answers: Vec<(String, Success)>,
    ) -> Success {
        let empty = answers.iter().any(|(_, answer)| *answer == Success::Empty);
        let json: Vec<(String, Ty)> = answers
            .iter()
            .filter_map(|(name, answer)| match answer {
                Success::Json(ty) => Some((name.clone(), ty.clone())),
                _ => None,
            })
            .collect();
        let ty = match json.as_slice() {
            [] => {
                let other = answers
                    .into_iter()
                    .map(|(_, answer)| answer)
                    .find(|answer| *answer != Success::Empty);
                return other.unwrap_or(Success::Empty);
            }
            [(_, ty)] => ty.clone(),
            several if several.iter().any(|(_, ty)| *ty == Ty::Json) => Ty::Json,
            several => {
                let responses = operation
                    .map("responses")
                    .unwrap_or_else(|| operation.clone());
                let context = Context::operation(id, Role::Response)
                    .then(None, Step::Arm(0, Some("Any".to_owned())));
                let union = self.add_type(&responses, context);
                let arm = |(name, ty): &(String, Ty)| Arm {
                    ty: ty.clone(),
                    tags: Vec::new(),
                    assumed: false,
                    name: Some(name.clone()),
                    docs: Markdown::default(),
                };
                if let Some(def) = self.type_mut(union) {
                    def.shape = Shape::Union {
                        selector: Selector::Fit,
                        arms: several.iter().map(arm).collect(),
                    };
                }
                Ty::Named(union)
            }
        };
        if empty {
            Success::OptionalJson(ty)
        } else {
            Success::Json(ty)
        }
    }

    /// The media types of a body or a response besides the one that is used.
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

    /// The media types of a successful response besides the one that is read.
    pub(super) fn other_answers(&mut self, operation: &At<'a>) -> Vec<String> {
        let mut found = Vec::new();
        for (_, response) in answers(operation, |status| status.starts_with('2')) {
            for name in self.other_types(Some(response)) {
                if !found.contains(&name) {
                    found.push(name);
                }
            }
        }
        found
    }

    /// The error responses that have a type: statuses and types, without duplicates.
    pub(super) fn failures(&mut self, operation: &At<'a>, id: OperationId) -> Vec<(String, Ty)> {
        let mut failures: Vec<(String, Ty)> = Vec::new();
        for (status, response) in answers(operation, |status| !status.starts_with('2')) {
            let Some(response) = self.resolve(response) else {
                continue;
            };
            let media = response.map("content").as_ref().and_then(preferred);
            let Some((_, MediaKind::Json, media)) = media else {
                continue;
            };
            let Some(schema) = media.get("schema") else {
                continue;
            };
            let mut context = Context::operation(id, Role::Error);
            if !failures.is_empty() {
                context = context.then(None, Step::Arm(failures.len(), Some(reason(status))));
            }
            let ty = self.schema(&schema, context).element();
            if matches!(ty, Ty::Named(_)) {
                self.add_examples(&ty, &media);
                failures.push((status.to_owned(), ty));
            }
        }
        failures
    }

    fn answer(&mut self, response: &At<'a>, context: Context) -> Success {
        let Some((_, kind, media)) = response.map("content").as_ref().and_then(preferred) else {
            return Success::Empty;
        };
        match kind {
            MediaKind::Text => return Success::Text,
            MediaKind::Bytes | MediaKind::Multipart => return Success::Bytes,
            MediaKind::Json | MediaKind::Form => {}
        }
        let name = response.text("x-rust-name");
        let schema = media.get("schema");
        if let Some(schema) =
            schema.filter(|schema| schema.node.as_map().is_some_and(|map| !map.is_empty()))
        {
            let lowered = self.schema(&schema, context);
            self.add_examples(&lowered.ty, &media);
            if let (Ty::Named(id), Some(name)) = (&lowered.ty, name)
                && let Some(def) = self.type_mut(*id)
            {
                def.name.get_or_insert_with(|| name.to_owned());
            }
            return Success::Json(lowered.element());
        }
        let examples = examples_of(&media);
        if examples.is_empty() {
            return Success::Json(Ty::Json);
        }
        let ids = response.map("x-ids").map(|map| map.members());
        let mut hints = IdHints::new();
        for (path, id) in ids.unwrap_or_default() {
            let name = id.node.as_str().unwrap_or_default();
            let name = self.checked_id("x-ids", name, &id);
            hints.extend(name.map(|name| (path.to_owned(), name)));
        }
        Success::Json(self.infer(&examples, context, &hints, name).element())
    }

    /// Adds the examples of a media type to the type of its schema.
    pub(super) fn add_examples(&mut self, ty: &Ty, media: &At<'a>) {
        let examples = examples_of(media);
        let (ty, examples): (&Ty, Vec<At<'a>>) = match ty {
            // For a list, a few of its items are enough.
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

/// The responses with a matching status, in the order of statuses.
fn answers<'a>(operation: &At<'a>, fits: fn(&str) -> bool) -> Vec<(&'a str, At<'a>)> {
    let all = operation
        .map("responses")
        .map(|map| map.members())
        .unwrap_or_default();
    let mut found: Vec<(&str, At<'a>)> = all
        .into_iter()
        .filter(|(status, _)| fits(status) && !status.starts_with("x-"))
        .collect();
    found.sort_by(|left, right| left.0.cmp(right.0));
    found
}

/// A word for a status.
fn reason(status: &str) -> String {
    let word = match status {
        "200" => "Ok",
        "201" => "Created",
        "202" => "Accepted",
        "204" => "NoContent",
        "206" => "Partial",
        "400" => "BadRequest",
        "401" => "Unauthorized",
        "403" => "Forbidden",
        "404" => "NotFound",
        "409" => "Conflict",
        "422" => "Unprocessable",
        "429" => "TooMany",
        "default" => "Default",
        _ => return format!("Status{}", status.to_ascii_lowercase()),
    };
    word.to_owned()
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
