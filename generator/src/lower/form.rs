//! Lowers bodies whose properties are sent separately: forms and `multipart/form-data`.
//!
//! In: the media type of a request. Out: fields for the parameters of the operation. A body without named properties,
//! such as a map or a `oneOf`, becomes one field.

use super::context::{At, Lowering};
use super::lowered::Lowered;
use super::media::{MediaKind, kind_of};
use super::parameter::{is_text, says_style, style_of};
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Context, Encoding, Field, Model, Notation, ParamLocation, Presence, Shape, Step, Style, Ty,
    TypeId,
};
use crate::source::{Map, Node};

/// The maximum number of nested alternatives and references in a schema that are followed.
const MAX_DEPTH: usize = 8;

/// The lowered content of a form or multipart body.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// The fields that the body adds to the operation's parameters.
    pub(super) fields: Vec<Field>,
    /// The type of additional properties.
    pub(super) extra: Option<Ty>,
    /// Whether the body is a single text. The caller encodes the text as a form.
    pub(super) is_text: bool,
}

/// The content of a form or multipart body, as the schema describes it.
#[derive(Debug)]
pub(super) enum BodyShape {
    /// An object without properties.
    Nothing,
    /// The properties, and the type of additional properties.
    Fields(Vec<Field>, Option<Ty>),
    /// A single value, such as a map or a union.
    Value(Ty),
    /// A string, a number or a boolean.
    Scalar,
}

impl<'a> Lowering<'a> {
    /// Lowers the fields of a form or multipart body.
    pub(super) fn members_of_body(
        &mut self,
        kind: MediaKind,
        media: &At<'a>,
        id: TypeId,
        body: &At<'a>,
    ) -> Content {
        let required = body.node.get("required").and_then(Node::as_bool);
        match kind {
            // A multipart body is required by default, like a JSON body. A form body is optional by default.
            MediaKind::Multipart => self.part_fields(media, id, required != Some(false)),
            _ => self.form_fields(media, id, required == Some(true)),
        }
    }

    /// Lowers the fields of a form body. `encoding` in the media type determines the serialization of each field.
    fn form_fields(&mut self, media: &At<'a>, id: TypeId, required: bool) -> Content {
        let shape = match media.get("schema") {
            Some(schema) => self.body_shape(&schema, id, false),
            None => BodyShape::Value(Ty::Map(Box::new(Ty::Json))),
        };
        match shape {
            BodyShape::Nothing => Content::default(),
            BodyShape::Scalar => Content {
                is_text: true,
                ..Content::default()
            },
            BodyShape::Fields(mut fields, extra) => {
                for field in &mut fields {
                    let encoding = media.map("encoding").and_then(|map| map.map(&field.wire));
                    field.location = Some(ParamLocation::Form);
                    field.encoding = self.field_encoding(encoding.as_ref(), field);
                    field.presence = presence(field.presence.is_required() && required);
                }
                Content {
                    fields,
                    extra,
                    is_text: false,
                }
            }
            BodyShape::Value(ty) => {
                self.warn_of_form(media, &ty);
                let encoding = Encoding::Properties(property_styles(media));
                let field = self.whole(media, "form", ty, ParamLocation::Form, encoding);
                Content {
                    fields: vec![Field {
                        presence: presence(required),
                        ..field
                    }],
                    ..Content::default()
                }
            }
        }
    }

    fn field_encoding(&mut self, at: Option<&At<'a>>, field: &mut Field) -> Encoding {
        let kind = at.and_then(|at| at.text("contentType")).map(kind_of);
        match at {
            Some(at) if says_style(at.node) => self.encoding_of(at, ParamLocation::Form, &field.ty),
            _ if kind == Some(MediaKind::Json) => Encoding::Json,
            _ if is_text(&self.model, &field.ty) => Encoding::Text,
            _ if kind.is_some() => {
                // In formats other than JSON, callers encode the value themselves, so the field is a text.
                field.ty = Ty::Str;
                Encoding::Text
            }
            _ => match &field.ty {
                Ty::List(inner) if is_text(&self.model, inner) => Encoding::Text,
                Ty::Named(id) => match self.model.ty(*id).map(|def| &def.shape) {
                    Some(Shape::Union { .. }) => Encoding::ByValue,
                    _ => Encoding::Json,
                },
                _ => Encoding::Json,
            },
        }
    }

    /// Creates one field for a whole body.
    pub(super) fn whole(
        &mut self,
        media: &At<'a>,
        name: &str,
        ty: Ty,
        location: ParamLocation,
        encoding: Encoding,
    ) -> Field {
        let at = media.get("schema").unwrap_or_else(|| media.clone());
        let mut field = self.field_of(&at, name, Lowered::plain(ty), true);
        field.name = None;
        field.location = Some(location);
        field.encoding = encoding;
        field
    }

    /// Reports a form body that is a list or a single value.
    fn warn_of_form(&mut self, media: &At<'a>, ty: &Ty) {
        let (message, label) = match ty {
            Ty::List(_) => (
                "a form body that is a list has no defined notation",
                "its items are sent with the names `0`, `1` and so on",
            ),
            ty if !is_object_like(&self.model, ty, 0) => (
                "a form body cannot be a single value",
                "an alternative that is not an object is an error of the call",
            ),
            _ => return,
        };
        self.diagnostics
            .push(Diagnostic::warning(Code::Unsupported, message).label(media.span(), label));
    }

    /// Lowers the schema of a body. The properties become fields of the type `id`. `joined` determines the result for
    /// alternatives. If `joined` is true, the properties of all alternatives become fields. Otherwise, the body is one
    /// value.
    pub(super) fn body_shape(&mut self, schema: &At<'a>, id: TypeId, joined: bool) -> BodyShape {
        let Some(at) = self.resolve(schema.clone()) else {
            return BodyShape::Value(Ty::Map(Box::new(Ty::Json)));
        };
        let at = self.only_part(at, 0);
        if has_nothing(at.node) {
            return BodyShape::Nothing;
        }
        let context = self
            .model
            .ty(id)
            .map_or_else(|| Context::component(""), |def| def.context.clone());
        let alternatives = alternatives(&at);
        let is_union = !alternatives.is_empty() && at.node.get("properties").is_none();
        let lowered = if joined && is_union && self.are_objects(&alternatives) {
            self.joined_object(&at, Some(id), context)
        } else if is_union && at.pointer != schema.pointer {
            // `at` is a shared schema with alternatives. If it becomes a union, the body is a value of this union. If
            // it becomes a struct, the properties of the body become fields.
            let lowered = self.schema(schema, member(id));
            match self.shape(&lowered.ty) {
                Some(Shape::Struct { .. }) => self.inline(&at, Some(id), context),
                _ => lowered,
            }
        } else {
            self.inline(&at, Some(id), context)
        };
        self.shape_of_type(&at, lowered.ty, id)
    }

    fn shape_of_type(&mut self, at: &At<'a>, ty: Ty, id: TypeId) -> BodyShape {
        match ty {
            Ty::Json => BodyShape::Value(Ty::Map(Box::new(Ty::Json))),
            Ty::Map(_) | Ty::List(_) => BodyShape::Value(ty),
            Ty::Nullable(inner) => self.shape_of_type(at, *inner, id),
            Ty::Named(named) => match self.shape(&ty).cloned() {
                Some(Shape::Struct { fields, extra }) => {
                    let extra = extra.filter(|_| self.says_additional(at.clone(), 0));
                    if named == id {
                        self.clear(id);
                    }
                    BodyShape::Fields(fields, extra)
                }
                Some(Shape::Union { .. }) if named == id => BodyShape::Value(self.moved(id)),
                Some(Shape::Union { .. }) => BodyShape::Value(ty),
                Some(Shape::Alias(inner)) => self.shape_of_type(at, inner, id),
                Some(Shape::Enum { .. }) | None => BodyShape::Scalar,
            },
            _ => BodyShape::Scalar,
        }
    }

    /// Resets the type to its placeholder shape, because it will contain the parameters of the operation instead.
    fn clear(&mut self, id: TypeId) {
        if let Some(def) = self.type_mut(id) {
            def.shape = Shape::Alias(Ty::Json);
        }
    }

    /// Moves the shape of the type `id` to a new type, because `id` will contain the parameters of the operation
    /// instead.
    fn moved(&mut self, id: TypeId) -> Ty {
        let Some(mut def) = self.model.ty(id).cloned() else {
            return Ty::Json;
        };
        def.context = member(id);
        self.clear(id);
        Ty::Named(self.model.add_type(def))
    }

    /// If an `allOf` has one part, returns this part. If other keywords add properties or alternatives, returns the
    /// schema itself.
    fn only_part(&mut self, at: At<'a>, depth: usize) -> At<'a> {
        let adds = ["properties", "additionalProperties", "oneOf", "anyOf"]
            .iter()
            .any(|key| at.node.get(key).is_some());
        let parts = at.get("allOf").map(|list| list.items()).unwrap_or_default();
        let [part] = parts.as_slice() else { return at };
        if adds || depth > MAX_DEPTH {
            return at;
        }
        match self.resolve(part.clone()) {
            Some(part) => self.only_part(part, depth + 1),
            None => at,
        }
    }

    /// Returns whether each alternative describes an object or has an `allOf`.
    fn are_objects(&mut self, alternatives: &[At<'a>]) -> bool {
        let mut resolved = alternatives.iter().map(|at| self.resolve(at.clone()));
        resolved.all(|at| {
            at.is_some_and(|at| {
                at.text("type") == Some("object")
                    || at.node.get("properties").is_some()
                    || at.node.get("allOf").is_some()
            })
        })
    }

    /// Returns whether a schema or a schema inside of it contains `additionalProperties` with a value other than
    /// `false`.
    fn says_additional(&mut self, at: At<'a>, depth: usize) -> bool {
        let Some(at) = self.resolve(at).filter(|_| depth <= MAX_DEPTH) else {
            return false;
        };
        let own = at.node.get("additionalProperties");
        let parts = at.get("allOf").map(|list| list.items()).unwrap_or_default();
        own.is_some_and(|node| node.as_bool() != Some(false))
            || parts
                .into_iter()
                .chain(alternatives(&at))
                .any(|part| self.says_additional(part, depth + 1))
    }
}

fn member(id: TypeId) -> Context {
    Context::within(id, Step::Member("form".to_owned()))
}

pub(super) fn presence(required: bool) -> Presence {
    if required {
        Presence::Required
    } else {
        Presence::Optional
    }
}

fn alternatives<'a>(at: &At<'a>) -> Vec<At<'a>> {
    let lists = ["oneOf", "anyOf"].map(|key| at.get(key));
    let lists = lists.into_iter().flatten();
    lists.flat_map(|list| list.items()).collect()
}

/// Returns whether a schema describes an object that cannot have properties.
fn has_nothing(node: &Node) -> bool {
    let composed = ["allOf", "oneOf", "anyOf", "$ref"]
        .iter()
        .any(|key| node.get(key).is_some());
    let declared = node.get("properties").and_then(Node::as_map);
    let additional = node.get("additionalProperties");
    let is_closed = additional.map_or(declared.is_some(), |node| node.as_bool() == Some(false));
    !composed && declared.is_none_or(Map::is_empty) && is_closed
}

/// Returns the style of each property that has one in the `encoding` of a body.
fn property_styles(media: &At<'_>) -> Vec<(String, Style)> {
    let described = media.map("encoding").map(|map| map.members());
    let mut styles = Vec::new();
    for (name, at) in described.unwrap_or_default() {
        let json = at
            .text("contentType")
            .is_some_and(|kind| kind_of(kind) == MediaKind::Json);
        if says_style(at.node) {
            styles.push((name.to_owned(), style_of(at.node, ParamLocation::Form)));
        } else if json {
            let style = Style {
                notation: Notation::Json,
                exploded: false,
                reserved: false,
                empty: false,
            };
            styles.push((name.to_owned(), style));
        }
    }
    styles
}

/// Returns whether all values of a type are objects. Any JSON value counts as an object here.
fn is_object_like(model: &Model, ty: &Ty, depth: usize) -> bool {
    match ty {
        Ty::Map(_) | Ty::Json => true,
        Ty::Nullable(inner) => is_object_like(model, inner, depth + 1),
        Ty::Named(id) => match model.ty(*id).map(|def| &def.shape) {
            Some(Shape::Struct { .. }) => true,
            Some(Shape::Union { arms, .. }) if depth <= MAX_DEPTH => arms
                .iter()
                .all(|arm| is_object_like(model, &arm.ty, depth + 1)),
            Some(Shape::Alias(inner)) => is_object_like(model, inner, depth + 1),
            _ => false,
        },
        _ => false,
    }
}
