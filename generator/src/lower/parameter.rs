//! The parameters of operations and paths, and their serialization.

use std::collections::BTreeSet;

use super::context::{At, Lowering};
use super::lowered::Lowered;
use crate::model::{
    Context, Encoding, Field, Model, ParamLocation, Presence, Shape, Step, Ty, TypeId,
};
use crate::source::Node;

/// Headers that OpenAPI describes elsewhere, or that the runtime sets.
const RESERVED_HEADERS: &[&str] = &[
    "accept",
    "authorization",
    "content-type",
    "content-length",
    "host",
];

impl<'a> Lowering<'a> {
    /// The parameters of an operation: its own, and those of its path that it does not override.
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

    /// A parameter as a field.
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
            if location == ParamLocation::Path && !self.fits_path(&lowered.ty) {
                // A path segment can only be a string.
                lowered = Lowered::plain(Ty::Str);
            }
            let encoding = encoding_of(&self.model, at.node, location, &lowered.ty);
            return (lowered, encoding);
        }
        let media = at
            .map("content")
            .and_then(|offered| offered.members().into_iter().next());
        match media.and_then(|(_, media)| media.get("schema")) {
            Some(schema) => (self.schema(&schema, context), Encoding::Json),
            None => (Lowered::plain(Ty::Str), Encoding::Text),
        }
    }

    fn fits_path(&self, ty: &Ty) -> bool {
        is_text(&self.model, ty) || matches!(ty, Ty::List(inner) if is_text(&self.model, inner))
    }
}

/// The context of a parameter of an operation.
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

/// The serialization of a parameter, from `style` and `explode` with their defaults.
pub(super) fn encoding_of(
    model: &Model,
    node: &Node,
    location: ParamLocation,
    ty: &Ty,
) -> Encoding {
    let default_style = if matches!(location, ParamLocation::Path | ParamLocation::Header) {
        "simple"
    } else {
        "form"
    };
    let style = node.text("style").unwrap_or(default_style);
    let explode = node
        .get("explode")
        .and_then(Node::as_bool)
        .unwrap_or(style == "form");
    let list_of_texts = matches!(ty, Ty::List(inner) if is_text(model, inner));
    match style {
        "deepObject" => Encoding::DeepObject,
        "form" if explode && is_object(model, ty) => Encoding::ExplodedObject,
        _ if !list_of_texts => {
            if is_text(model, ty) {
                Encoding::Text
            } else {
                Encoding::Json
            }
        }
        "spaceDelimited" => Encoding::SpaceDelimited,
        "pipeDelimited" => Encoding::PipeDelimited,
        "form" if explode => Encoding::Text,
        _ => Encoding::CommaDelimited,
    }
}

/// Whether a value of the type is serialized as one string.
pub(super) fn is_text(model: &Model, ty: &Ty) -> bool {
    match ty {
        Ty::Bool
        | Ty::Int(_)
        | Ty::Float
        | Ty::Str
        | Ty::Secret
        | Ty::Timestamp
        | Ty::Date
        | Ty::Base64(_)
        | Ty::Id(_) => true,
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
