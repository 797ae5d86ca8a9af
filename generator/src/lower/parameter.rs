//! Lowers the parameters of operations and path items, and determines how their values are serialized.

use std::collections::BTreeSet;

use super::context::{At, Lowering};
use super::lowered::Lowered;
use super::media::{MediaKind, kind_of};
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Context, Encoding, Field, Model, Notation, ParamLocation, Presence, Shape, Step, Style, Ty,
    TypeId,
};
use crate::source::Node;

/// How many nested types are searched for lists and objects.
const MAX_DEPTH: usize = 8;

/// Headers that never become parameters. The runtime sets them, or other parts of the document describe them.
const RESERVED_HEADERS: &[&str] = &[
    "accept",
    "authorization",
    "content-type",
    "content-length",
    "host",
];

impl<'a> Lowering<'a> {
    /// Returns the parameters of an operation. A parameter of the path item is included too, unless the operation has a
    /// parameter with the same name and location.
    pub(super) fn parameters(&mut self, path_item: &At<'a>, operation: &At<'a>) -> Vec<At<'a>> {
        let mut found: Vec<At<'a>> = Vec::new();
        let mut known: BTreeSet<(Option<&'a str>, Option<&'a str>)> = BTreeSet::new();
        for owner in [operation, path_item] {
            for parameter in owner
                .get("parameters")
                .map(|list| list.items())
                .unwrap_or_default()
            {
                let Some(parameter) = self.resolve(parameter) else {
                    continue;
                };
                if known.insert((parameter.text("in"), parameter.text("name"))) {
                    found.push(parameter);
                }
            }
        }
        found.retain(|at| !is_reserved_header(at));
        found
    }

    /// Lowers a parameter to a field.
    pub(super) fn parameter(&mut self, at: &At<'a>, context: Context) -> Option<Field> {
        let name = at.text("name")?;
        let location = location_of(at.text("in")?)?;
        let (lowered, encoding) = self.parameter_type(at, location, context);
        let required = location == ParamLocation::Path || at.flag("required");
        let schema = at.get("schema");
        let mut field = self.field_of(at, name, Lowered::plain(lowered.ty), required);
        if let Some(schema) = schema {
            let of_schema = super::schema::docs_of(schema.node);
            field.docs.constraints.extend(of_schema.constraints);
            if field.docs.text.is_empty() {
                field.docs.text = of_schema.text;
            }
        }
        field.name = at.text("x-rust-name").map(str::to_owned);
        field.presence = if required {
            Presence::Required
        } else {
            Presence::Optional
        };
        field.location = Some(location);
        field.encoding = if location == ParamLocation::Path && at.flag("x-double-encode") {
            Encoding::DoublePercent
        } else {
            encoding
        };
        Some(field)
    }

    fn parameter_type(
        &mut self,
        at: &At<'a>,
        location: ParamLocation,
        context: Context,
    ) -> (Lowered, Encoding) {
        if let Some(ty) = self.x_id(at) {
            return (Lowered::plain(ty), Encoding::Text);
        }
        if let Some(schema) = at.get("schema") {
            let mut lowered = self.schema(&schema, context);
            if location == ParamLocation::Path && self.is_text_in_path(at, &lowered.ty) {
                lowered = Lowered::plain(Ty::Str);
            }
            let encoding = self.encoding_of(at, location, &lowered.ty);
            return (lowered, encoding);
        }
        let media = at
            .map("content")
            .and_then(|offered| offered.members().into_iter().next());
        let json = |kind: &str| kind_of(kind) == MediaKind::Json;
        match media {
            Some((kind, media)) if json(kind) => {
                let schema = media.get("schema");
                let lowered = schema.map(|schema| self.schema(&schema, context));
                let encoding = match location {
                    ParamLocation::Path => Encoding::Styled(Style {
                        notation: Notation::Json,
                        exploded: false,
                        reserved: false,
                        empty: false,
                    }),
                    _ => Encoding::Json,
                };
                (lowered.unwrap_or(Lowered::plain(Ty::Json)), encoding)
            }
            // In formats other than JSON, callers encode the value themselves, so the parameter is a text.
            _ => (Lowered::plain(Ty::Str), Encoding::Text),
        }
    }

    /// Returns whether a path parameter of this type becomes a plain string. A path can only contain text, so any JSON
    /// value and a union of texts become strings.
    fn is_text_in_path(&self, at: &At<'a>, ty: &Ty) -> bool {
        let is_open = |ty: &Ty| matches!(ty, Ty::Json | Ty::Bytes | Ty::File);
        match ty {
            Ty::List(inner) | Ty::Map(inner) => is_open(inner) && !says_style(at.node),
            Ty::Named(id) => match self.model.ty(*id).map(|def| &def.shape) {
                Some(Shape::Union { arms, .. }) => {
                    arms.iter().all(|arm| is_text(&self.model, &arm.ty))
                }
                Some(Shape::Alias(ty)) => is_open(ty),
                _ => false,
            },
            other => is_open(other),
        }
    }

    /// Returns the serialization of a parameter or a form field, from `style`, `explode` and their defaults.
    pub(super) fn encoding_of(
        &mut self,
        at: &At<'a>,
        location: ParamLocation,
        ty: &Ty,
    ) -> Encoding {
        let style = style_of(at.node, location);
        self.warn_of_nesting(at, style, ty);
        self.note_empty(at, style, ty);
        encoding(&self.model, style, location, ty)
    }

    /// Reports `allowEmptyValue` if the type of the parameter has no empty value.
    fn note_empty(&mut self, at: &At<'a>, style: Style, ty: &Ty) {
        if !style.empty || matches!(ty, Ty::Str | Ty::Secret | Ty::List(_) | Ty::Json) {
            return;
        }
        let name = at.text("name").unwrap_or_default();
        let message = format!("`{name}` cannot be sent without a value");
        self.diagnostics.push(
            Diagnostic::note(Code::Unsupported, message)
                .label(at.span(), "`allowEmptyValue` has no effect on this type"),
        );
    }

    /// Reports a parameter that contains lists or objects for which its style has no notation.
    fn warn_of_nesting(&mut self, at: &At<'a>, style: Style, ty: &Ty) {
        if !is_nested(&self.model, ty, style, 0) {
            return;
        }
        let name = at
            .text("name")
            .or_else(|| at.pointer.last())
            .unwrap_or_default();
        let message = format!("lists and objects within `{name}` have no notation in its style");
        self.diagnostics.push(
            Diagnostic::warning(Code::Unsupported, message)
                .label(at.span(), "they are sent as JSON text")
                .help("describe it with `style: deepObject` or with `content`"),
        );
    }
}

/// Returns whether a node contains `style`, `explode` or `allowReserved`.
pub(super) fn says_style(node: &Node) -> bool {
    ["style", "explode", "allowReserved"]
        .iter()
        .any(|key| node.get(key).is_some())
}

/// Returns the style of a parameter or a form field, with OpenAPI's defaults.
pub(super) fn style_of(node: &Node, location: ParamLocation) -> Style {
    let notation = match node.text("style") {
        Some("simple") => Notation::Simple,
        Some("label") => Notation::Label,
        Some("matrix") => Notation::Matrix,
        Some("form") => Notation::Form,
        Some("spaceDelimited") => Notation::Space,
        Some("pipeDelimited") => Notation::Pipe,
        Some("deepObject") => Notation::DeepObject,
        _ if matches!(location, ParamLocation::Path | ParamLocation::Header) => Notation::Simple,
        _ => Notation::Form,
    };
    let flag = |key: &str| node.get(key).and_then(Node::as_bool);
    let in_query = location == ParamLocation::Query;
    Style {
        notation,
        exploded: notation != Notation::DeepObject
            && flag("explode").unwrap_or(notation == Notation::Form),
        reserved: (in_query || location == ParamLocation::Form)
            && flag("allowReserved") == Some(true),
        empty: in_query && flag("allowEmptyValue") == Some(true),
    }
}

/// Returns how a value of a type is serialized in a style.
fn encoding(model: &Model, style: Style, location: ParamLocation, ty: &Ty) -> Encoding {
    let is_list = matches!(ty, Ty::List(_));
    let is_path_style = matches!(style.notation, Notation::Label | Notation::Matrix);
    if style.reserved || is_path_style || (style.empty && is_list) {
        return Encoding::Styled(style);
    }
    if is_text(model, ty) {
        return Encoding::Text;
    }
    let list_of_texts = matches!(ty, Ty::List(inner) if is_text(model, inner));
    let in_query = location == ParamLocation::Query;
    // `allowEmptyValue` is removed, because it only affects empty lists.
    let style = Style {
        empty: false,
        ..style
    };
    match (style.notation, style.exploded) {
        (Notation::DeepObject, _) if in_query => Encoding::DeepObject,
        (Notation::Form | Notation::Space | Notation::Pipe, true) if list_of_texts => {
            Encoding::Text
        }
        (Notation::Simple, _) | (Notation::Form, false) if list_of_texts => {
            Encoding::CommaDelimited
        }
        (Notation::Space, false) if list_of_texts => Encoding::SpaceDelimited,
        (Notation::Pipe, false) if list_of_texts => Encoding::PipeDelimited,
        (Notation::Form, true) if in_query && is_object(model, ty) => Encoding::ExplodedObject,
        _ => Encoding::Styled(style),
    }
}

/// Returns whether a type contains lists or objects for which the style has no notation.
fn is_nested(model: &Model, ty: &Ty, style: Style, depth: usize) -> bool {
    if depth > MAX_DEPTH || matches!(style.notation, Notation::DeepObject | Notation::Json) {
        return false;
    }
    let is_flat = |ty: &Ty| *ty == Ty::Json || is_text(model, ty) || is_union_of_texts(model, ty);
    // An exploded object sends each property as a separate parameter. A property that is a list sends the same
    // parameter several times.
    let repeats = style.exploded && style.notation == Notation::Form;
    let is_property = |ty: &Ty| match ty {
        Ty::List(inner) if repeats => is_flat(inner),
        other => is_flat(other),
    };
    match ty {
        Ty::Nullable(inner) => is_nested(model, inner, style, depth + 1),
        Ty::List(inner) => !is_flat(inner),
        Ty::Map(inner) => !is_property(inner),
        Ty::Named(id) => match model.ty(*id).map(|def| &def.shape) {
            Some(Shape::Struct { fields, extra }) => {
                let fields = fields.iter().map(|field| &field.ty);
                !fields.chain(extra).all(is_property)
            }
            Some(Shape::Union { arms, .. }) => arms
                .iter()
                .any(|arm| is_nested(model, &arm.ty, style, depth + 1)),
            _ => false,
        },
        _ => false,
    }
}

fn is_union_of_texts(model: &Model, ty: &Ty) -> bool {
    let Some(def) = ty.named().and_then(|id| model.ty(id)) else {
        return false;
    };
    matches!(ty, Ty::Named(_) | Ty::Nullable(_))
        && matches!(&def.shape, Shape::Union { arms, .. } if arms.iter().all(|arm| is_text(model, &arm.ty)))
}

pub(super) fn member_context(parent: TypeId, name: &str) -> Context {
    Context::within(parent, Step::Member(name.to_owned()))
}

fn is_reserved_header(at: &At<'_>) -> bool {
    let name = at.text("name").unwrap_or("");
    at.text("in") == Some("header")
        && RESERVED_HEADERS
            .iter()
            .any(|reserved| name.eq_ignore_ascii_case(reserved))
}

fn location_of(text: &str) -> Option<ParamLocation> {
    match text {
        "path" => Some(ParamLocation::Path),
        "query" => Some(ParamLocation::Query),
        "header" => Some(ParamLocation::Header),
        "cookie" => Some(ParamLocation::Cookie),
        _ => None,
    }
}

/// Returns whether a value of the type is serialized as one string.
pub(super) fn is_text(model: &Model, ty: &Ty) -> bool {
    match ty {
        Ty::Bool
        | Ty::Int(_)
        | Ty::Float
        | Ty::Str
        | Ty::Secret
        | Ty::SecretInt
        | Ty::Timestamp
        | Ty::Date
        | Ty::Base64(_)
        | Ty::Id(_)
        | Ty::External(_) => true,
        Ty::Nullable(inner) => is_text(model, inner),
        Ty::Named(id) => matches!(
            model.ty(*id).map(|def| &def.shape),
            Some(Shape::Enum { .. })
        ),
        Ty::Bytes | Ty::File | Ty::Json | Ty::List(_) | Ty::Map(_) => false,
    }
}

fn is_object(model: &Model, ty: &Ty) -> bool {
    match ty {
        Ty::Map(_) => true,
        Ty::Named(id) => matches!(
            model.ty(*id).map(|def| &def.shape),
            Some(Shape::Struct { .. })
        ),
        _ => false,
    }
}
