//! Multipart bodies (`multipart/form-data`): their fields, and which of them are files.
//!
//! In: the media type of a request. Out: fields that are sent as parts; files have a type of their own. Deeper values are JSON
//! within a part, where bytes are strings and stay as they are.

use super::context::{At, Lowering};
use super::media::{MediaKind, is_binary, kind_of};
use super::parameter::{encoding_of, is_text};
use crate::diag::{Code, Diagnostic};
use crate::model::{Encoding, Field, ParamLocation, Presence, Ty, TypeId};
use crate::source::Node;
use crate::text::Markdown;

/// How deep a file may be nested in alternatives and lists.
const MAX_DEPTH: usize = 8;

impl<'a> Lowering<'a> {
    /// The fields of a multipart body.
    pub(super) fn part_fields(&mut self, media: &At<'a>, id: TypeId, required: bool) -> Vec<Field> {
        let schema = media.get("schema");
        let mut fields = schema
            .map(|schema| self.inline_form(&schema, id))
            .unwrap_or_default();
        if fields.is_empty() {
            self.diagnostics.push(
                Diagnostic::warning(
                    Code::Unsupported,
                    "a multipart body without properties is not supported",
                )
                .label(media.span(), "not sent")
                .help("add `properties` to the schema of the body"),
            );
        }
        for field in &mut fields {
            let encoding = media.map("encoding").and_then(|map| map.map(&field.wire));
            let kinds = encoding.as_ref().and_then(|at| at.text("contentType"));
            let file = self
                .member_at(field)
                .and_then(|at| self.file_type(at, kinds.is_some_and(is_of_files), 0));
            if let Some(file) = file {
                field.ty = file;
                field.docs.constraints.extend(kinds.map(content_types));
            }
            field.location = Some(ParamLocation::Part);
            field.encoding = self.part_encoding(encoding.as_ref(), kinds, &field.ty);
            field.presence = if field.presence.is_required() && required {
                Presence::Required
            } else {
                Presence::Optional
            };
        }
        fields
    }

    fn part_encoding(&self, at: Option<&At<'a>>, kinds: Option<&str>, ty: &Ty) -> Encoding {
        let element = match ty {
            Ty::List(inner) => inner,
            other => other,
        };
        if *element == Ty::File {
            return Encoding::Text;
        }
        if kinds.is_some_and(|kinds| kind_of(kinds) == MediaKind::Json) {
            return Encoding::Json;
        }
        if !is_text(&self.model, element) {
            return Encoding::ByValue;
        }
        // Only an explicit style counts: by default, a list is one part for each item.
        match at.filter(|at| at.node.get("style").is_some() || at.node.get("explode").is_some()) {
            Some(at) => encoding_of(&self.model, at.node, ParamLocation::Part, ty),
            None => Encoding::Text,
        }
    }

    /// The schema of a property.
    fn member_at(&self, field: &Field) -> Option<At<'a>> {
        let document = self
            .documents
            .iter()
            .find(|document| document.path == field.origin.document)?;
        let node = document.root.at(&field.origin.pointer)?;
        Some(At {
            node,
            pointer: field.origin.pointer.clone(),
            document,
        })
    }

    /// The type of a field that is a file or a list of files. `None` if it is neither. `is_said` if its content type makes
    /// strings files.
    fn file_type(&mut self, at: At<'a>, is_said: bool, depth: usize) -> Option<Ty> {
        if depth > MAX_DEPTH {
            return None;
        }
        let at = self.resolve(at)?;
        let parts = |key: &str| at.get(key).map(|list| list.items()).unwrap_or_default();
        let alternatives: Vec<At<'a>> = parts("oneOf")
            .into_iter()
            .chain(parts("anyOf"))
            .filter(|at| !is_null(at.node))
            .collect();
        if !alternatives.is_empty() {
            let types: Option<Vec<Ty>> = alternatives
                .into_iter()
                .map(|at| self.file_type(at, is_said, depth + 1))
                .collect();
            let types = types?;
            return types
                .iter()
                .find(|ty| matches!(ty, Ty::List(_)))
                .or(types.first())
                .cloned();
        }
        for part in parts("allOf") {
            let found = self.file_type(part, is_said, depth + 1);
            if found.is_some() {
                return found;
            }
        }
        if let Some(items) = at.get("items") {
            let element = self.file_type(items, is_said, depth + 1)?;
            return (element == Ty::File).then(|| Ty::List(Box::new(element)));
        }
        let is_text = at.node.text("type") == Some("string") && at.node.get("enum").is_none();
        let is_open = at.node.get("type").is_none() && at.node.get("properties").is_none();
        (is_binary(at.node) || (is_said && (is_text || is_open))).then_some(Ty::File)
    }
}

/// Whether an alternative only allows `null`.
fn is_null(node: &Node) -> bool {
    let mut values = node
        .get("enum")
        .and_then(Node::as_list)
        .unwrap_or_default()
        .iter();
    node.text("type") == Some("null")
        || values.next().is_some_and(Node::is_null) && values.next().is_none()
}

/// Whether only files have these content types.
fn is_of_files(kinds: &str) -> bool {
    kinds.split(',').map(str::trim).all(|kind| {
        ["image/", "audio/", "video/"]
            .iter()
            .any(|family| kind.starts_with(family))
            || [
                "application/octet-stream",
                "application/pdf",
                "application/zip",
            ]
            .contains(&kind)
    })
}

/// A sentence about the content types of a file.
fn content_types(kinds: &str) -> Markdown {
    let kinds = kinds.split(',').map(|kind| Markdown::code(kind.trim()));
    Markdown::fill("Content type: {}.", &[&Markdown::join(kinds, " or ")])
}
