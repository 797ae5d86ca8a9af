//! Lowers multipart bodies (`multipart/form-data`) to fields.
//!
//! In: the media type of a request. Out: fields that are sent as parts of the body. A field for a file has the type
//! `Ty::File`. Lists and objects inside of a part are sent as JSON text. In JSON text, `format: binary` means a plain
//! string.

use super::context::{At, Lowering};
use super::form::{BodyShape, Content, presence};
use super::media::{MediaKind, is_binary, kind_of};
use super::parameter::{is_text, says_style, style_of};
use crate::diag::{Code, Diagnostic};
use crate::model::{Context, Encoding, Field, Notation, ParamLocation, Shape, Step, Ty, TypeId};
use crate::source::Node;
use crate::text::Markdown;

/// How many nested alternatives and lists are searched for files.
const MAX_DEPTH: usize = 8;

impl<'a> Lowering<'a> {
    /// Lowers the fields of a multipart body.
    pub(super) fn part_fields(&mut self, media: &At<'a>, id: TypeId, required: bool) -> Content {
        let schema = media.get("schema");
        let resolved = schema.clone().and_then(|schema| self.resolve(schema));
        let mut content = match (&schema, resolved) {
            (Some(_), Some(at))
                if at.get("items").is_some() || at.text("type") == Some("array") =>
            {
                self.part_list(media, &at, id)
            }
            (Some(schema), Some(at)) => match self.file_type(at, false, 0) {
                Some(file) => self.unnamed(media, "file", file, Encoding::Text),
                None => self.parts_of(media, schema, id),
            },
            _ => self.unnamed_parts(media, Ty::Map(Box::new(Ty::Json))),
        };
        if content.fields.is_empty() {
            self.diagnostics.push(
                Diagnostic::warning(
                    Code::Unsupported,
                    "a multipart body without properties is not supported",
                )
                .label(media.span(), "not sent")
                .help("add `properties` to the schema of the body"),
            );
        }
        for field in &mut content.fields {
            field.presence = presence(field.presence.is_required() && required);
        }
        content
    }

    /// Lowers the properties of a body to fields, one for each part.
    fn parts_of(&mut self, media: &At<'a>, schema: &At<'a>, id: TypeId) -> Content {
        match self.body_shape(schema, id, true) {
            BodyShape::Nothing => Content::default(),
            BodyShape::Scalar => self.unnamed(media, "value", Ty::Str, Encoding::Text),
            BodyShape::Value(ty) => {
                let ty = match self.additional_files(schema) {
                    Some(file) => Ty::Map(Box::new(file)),
                    None => ty,
                };
                self.unnamed_parts(media, ty)
            }
            BodyShape::Fields(mut fields, extra) => {
                for field in &mut fields {
                    self.part_field(media, field);
                }
                let extra = extra.map(|ty| self.additional_files(schema).unwrap_or(ty));
                Content {
                    fields,
                    extra,
                    is_text: false,
                }
            }
        }
    }

    /// Returns the type of additional properties. `None` unless additional properties are files.
    fn additional_files(&mut self, schema: &At<'a>) -> Option<Ty> {
        let at = self.resolve(schema.clone())?;
        let additional = at.map("additionalProperties")?;
        self.file_type(additional, false, 0)
    }

    /// Lowers a body that is a list. Each item becomes a part. If the items are objects with files, each item becomes a
    /// group of parts.
    fn part_list(&mut self, media: &At<'a>, at: &At<'a>, id: TypeId) -> Content {
        let items = at.get("items").and_then(|items| self.resolve(items));
        let Some(items) = items else {
            let ty = Ty::List(Box::new(Ty::Json));
            return self.unnamed(media, "item", ty, Encoding::ByValue);
        };
        if let Some(file) = self.file_type(items.clone(), false, 0) {
            return self.unnamed(media, "file", Ty::List(Box::new(file)), Encoding::Text);
        }
        if self.has_files(items.clone(), 0) {
            let group = self.add_type(&items, Context::within(id, Step::Item));
            let content = self.parts_of(media, &items, group);
            if let Some(def) = self.type_mut(group) {
                def.shape = Shape::Struct {
                    fields: content.fields,
                    extra: content.extra,
                };
            }
            let ty = Ty::List(Box::new(Ty::Named(group)));
            let location = ParamLocation::Part;
            return Content {
                fields: vec![self.whole(media, "items", ty, location, Encoding::Groups)],
                ..Content::default()
            };
        }
        let element = self
            .schema(&items, Context::within(id, Step::Item))
            .element();
        let encoding = if is_text(&self.model, &element) {
            Encoding::Text
        } else {
            Encoding::ByValue
        };
        self.unnamed(media, "item", Ty::List(Box::new(element)), encoding)
    }

    /// Returns whether an object has a property that is a file. Properties in `allOf`, `oneOf` and `anyOf` are
    /// included.
    fn has_files(&mut self, at: At<'a>, depth: usize) -> bool {
        let Some(at) = self.resolve(at).filter(|_| depth <= MAX_DEPTH) else {
            return false;
        };
        let properties = at.map("properties").map(|map| map.members());
        let properties = properties.unwrap_or_default();
        let parts = ["allOf", "oneOf", "anyOf"].map(|key| at.get(key));
        let parts = parts.into_iter().flatten().flat_map(|list| list.items());
        properties
            .into_iter()
            .any(|(_, property)| self.file_type(property, false, 0).is_some())
            || parts
                .collect::<Vec<_>>()
                .into_iter()
                .any(|part| self.has_files(part, depth + 1))
    }

    /// Returns one field for a body that is a map or another single value. The keys of the value are sent as the names
    /// of the parts.
    fn unnamed_parts(&mut self, media: &At<'a>, ty: Ty) -> Content {
        let encoding = Encoding::Properties(Vec::new());
        Content {
            fields: vec![self.whole(media, "parts", ty, ParamLocation::Part, encoding)],
            ..Content::default()
        }
    }

    /// Returns one field named `name` for a body without property names, such as a list. Reports that the document has
    /// no names for the parts.
    fn unnamed(&mut self, media: &At<'a>, name: &str, ty: Ty, encoding: Encoding) -> Content {
        let message = "the document has no name for the parts of this body";
        self.diagnostics.push(
            Diagnostic::warning(Code::Unsupported, message)
                .label(media.span(), format!("each part is named `{name}`"))
                .help("describe the body as an object with a property for each part"),
        );
        let is_list = matches!(ty, Ty::List(_));
        let mut field = self.whole(media, name, ty, ParamLocation::Part, encoding);
        field.name = is_list.then(|| format!("{name}s"));
        Content {
            fields: vec![field],
            ..Content::default()
        }
    }

    /// Changes a field, so that its value is sent as a part of the body.
    fn part_field(&mut self, media: &At<'a>, field: &mut Field) {
        let encoding = media.map("encoding").and_then(|map| map.map(&field.wire));
        let kinds = encoding.as_ref().and_then(|at| at.text("contentType"));
        let file = self
            .member_at(field)
            .and_then(|at| self.file_type(at, kinds.is_some_and(is_of_files), 0));
        let is_file = file.is_some();
        if let Some(file) = file {
            field.ty = file;
            field.docs.constraints.extend(kinds.map(content_types));
        }
        field.location = Some(ParamLocation::Part);
        field.encoding = self.part_encoding(encoding.as_ref(), kinds, &mut field.ty);
        let is_written = !is_file && matches!(field.encoding, Encoding::Typed { json: false, .. });
        if is_written {
            field.docs.constraints.extend(kinds.map(content_types));
        }
        if let Some(at) = encoding {
            self.part_headers(&at, field);
        }
    }

    fn part_encoding(&self, at: Option<&At<'a>>, kinds: Option<&str>, ty: &mut Ty) -> Encoding {
        let content_types: Vec<String> = kinds
            .unwrap_or_default()
            .split(',')
            .map(str::trim)
            .filter(|kind| !kind.is_empty() && !kind.contains('*'))
            .map(str::to_owned)
            .collect();
        let first = content_types.first().map(String::as_str);
        let kind = first.map(kind_of);
        let is_list = matches!(ty, Ty::List(_));
        let element = match ty {
            Ty::List(inner) => inner,
            other => other,
        };
        let typed = |json| Encoding::Typed {
            json,
            content_types: content_types.clone(),
        };
        if *element == Ty::File {
            return match first {
                None | Some("application/octet-stream") => Encoding::Text,
                Some(_) => typed(false),
            };
        }
        let style = at.map(|at| style_of(at.node, ParamLocation::Form));
        if let Some(style) = style.filter(|style| style.notation == Notation::DeepObject)
            && (is_list || !is_text(&self.model, element))
        {
            return Encoding::Styled(style);
        }
        if kind == Some(MediaKind::Json) {
            return match first {
                Some("application/json") => Encoding::Json,
                _ => typed(true),
            };
        }
        if let Some(kind) = kind {
            if !is_text(&self.model, element) {
                // In formats other than JSON, callers encode the value themselves.
                *element = if kind == MediaKind::Bytes {
                    Ty::File
                } else {
                    Ty::Str
                };
            }
            return typed(false);
        }
        if !is_text(&self.model, element) {
            return Encoding::ByValue;
        }
        // Without a `style` in the document, each item of a list is sent as a separate part.
        match at.filter(|at| is_list && says_style(at.node)) {
            Some(at) => match (at.text("style"), at.flag("explode")) {
                (Some("spaceDelimited"), false) => Encoding::SpaceDelimited,
                (Some("pipeDelimited"), false) => Encoding::PipeDelimited,
                (_, false) if at.node.get("explode").is_some() => Encoding::CommaDelimited,
                _ => Encoding::Text,
            },
            None => Encoding::Text,
        }
    }

    /// Adds a description of the headers to the docs of a file part. For other parts, reports that headers are not
    /// supported.
    fn part_headers(&mut self, at: &At<'a>, field: &mut Field) {
        let declared = at.map("headers").map(|map| map.members());
        let declared: Vec<(&str, At<'a>)> = declared
            .unwrap_or_default()
            .into_iter()
            .filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"))
            .collect();
        if declared.is_empty() {
            return;
        }
        let element = match &field.ty {
            Ty::List(inner) => inner,
            other => other,
        };
        if *element == Ty::File {
            let names = declared.iter().map(|(name, _)| Markdown::code(name));
            let text = Markdown::fill(
                "Set its part headers with `File::header`: {}.",
                &[&Markdown::join(names, ", ")],
            );
            field.docs.constraints.push(text);
            return;
        }
        for (name, header) in declared {
            let message = format!(
                "header `{name}` of the part `{}` is not supported",
                field.wire
            );
            self.diagnostics.push(
                Diagnostic::warning(Code::Unsupported, message)
                    .label(header.span(), "not sent")
                    .help("only the part of a file can have headers"),
            );
        }
    }

    /// Returns the node of the schema to which the origin of a field points.
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

    /// Returns `Ty::File` for a file, and a list of `Ty::File` for a list of files. Returns `None` for other schemas.
    /// If `is_said` is true, the document gives the part a content type such as `image/png`. Then a string is a file
    /// too.
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

/// Returns whether an alternative allows only `null`.
fn is_null(node: &Node) -> bool {
    let mut values = node
        .get("enum")
        .and_then(Node::as_list)
        .unwrap_or_default()
        .iter();
    node.text("type") == Some("null")
        || values.next().is_some_and(Node::is_null) && values.next().is_none()
}

/// Returns whether a comma-separated list contains only content types of files, such as `image/png`.
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

/// Describes content types in a sentence, such as `Content type: image/png.`
fn content_types(kinds: &str) -> Markdown {
    let kinds = kinds.split(',').map(|kind| Markdown::code(kind.trim()));
    Markdown::fill("Content type: {}.", &[&Markdown::join(kinds, " or ")])
}
