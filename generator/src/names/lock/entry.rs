//! Lists all names that users can write, each with its location in the documents. The lock contains these names.

use std::fmt::Write;

use super::super::crate_names::Names;
use super::super::location;
use super::super::tables::{Resource, TypeNames};
use super::Kind;
use crate::model::{
    Alphabet, Arm, Base, Field, GroupId, Input, Model, Operation, Origin, ParamLocation, Shape,
    Step, Ty, TypeDef, Variant, VariantValue,
};
use crate::source::Span;

/// An item of the crate, with the names that this run chose for it.
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) place: String,
    pub(super) name: String,
    /// The location in the document. `None` for an item that the manifest defines.
    pub(super) span: Option<Span>,
    pub(super) parts: Vec<Part>,
}

/// A part of an item that has its own name, such as a field or an argument.
pub(super) struct Part {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) span: Option<Span>,
}

impl Part {
    fn new(key: impl Into<String>, name: impl Into<String>, span: Option<Span>) -> Self {
        Self {
            key: key.into(),
            name: name.into(),
            span,
        }
    }
}

/// Lists every public name of the crate.
pub(super) fn entries(model: &Model, names: &Names) -> Vec<Entry> {
    let apis = model.groups.iter().map(|group| Entry {
        kind: Kind::Api,
        place: escaped(&group.name),
        name: group.module.clone().unwrap_or_else(|| "crate".to_owned()),
        span: None,
        parts: (group.accessor.iter())
            .map(|accessor| Part::new("accessor", accessor, None))
            .collect(),
    });
    let resources = names.resources.iter().map(|found| resource(model, found));
    let schemes = names.schemes.iter().map(|((group, scheme), name)| Entry {
        kind: Kind::Scheme,
        place: of_api(model, *group, scheme),
        name: name.clone(),
        span: None,
        parts: Vec::new(),
    });
    let scopes = model.scopes.iter().map(|scope| Entry {
        kind: Kind::Scope,
        place: of_api(model, scope.group, scope.prefix.trim_start_matches('/')),
        name: scope.accessor.clone(),
        span: Some(scope.span),
        parts: vec![Part::new("type", &scope.type_name, Some(scope.span))],
    });
    let methods = model
        .operations
        .iter()
        .zip(&names.operations)
        .map(|(operation, names)| Entry {
            kind: Kind::Method,
            place: place(&operation.origin),
            name: names.id.clone(),
            span: Some(operation.origin.span),
            parts: arguments(operation, &names.arguments),
        });
    let types = names.types.iter().filter_map(|(id, names)| {
        let def = model.ty(*id)?;
        Some(of_type(model, def, names))
    });
    apis.chain(resources)
        .chain(schemes)
        .chain(scopes)
        .chain(methods)
        .chain(types)
        .collect()
}

fn resource(model: &Model, resource: &Resource) -> Entry {
    let accessor = model
        .group(resource.group)
        .and_then(|group| group.accessor.as_deref());
    let first = resource.operations.first();
    Entry {
        kind: Kind::Resource,
        place: of_api(model, resource.group, &resource.key),
        name: match accessor {
            Some(accessor) => format!("{accessor}.{}", resource.ident),
            None => resource.ident.clone(),
        },
        span: first
            .and_then(|id| model.operation(*id))
            .map(|operation| operation.origin.span),
        parts: vec![Part::new("handle", &resource.handle, None)],
    }
}

fn arguments(operation: &Operation, names: &[String]) -> Vec<Part> {
    let span = Some(operation.origin.span);
    let inputs = operation.inputs.iter().zip(names);
    inputs
        .filter_map(|(input, name)| match input {
            Input::Argument { wire, location, .. } => {
                Some(Part::new(located(*location, wire), name, span))
            }
            // The struct of parameters is always passed as `request`.
            Input::Params { .. } => None,
        })
        .collect()
}

fn of_type(model: &Model, def: &TypeDef, names: &TypeNames) -> Entry {
    let group = model.group(def.group);
    let module = group.and_then(|group| group.module.as_deref());
    let is_flat = group.is_some_and(|group| group.events.is_some());
    let half =
        def.context.steps.contains(&Step::Input) && matches!(def.context.base, Base::Type(_));
    // Two types can come from the same location in the document. The suffix distinguishes them.
    let input = match def.context.steps.last() {
        _ if half => "+input",
        Some(Step::Base) => "+base",
        _ => "",
    };
    let span = Some(def.origin.span);
    let parts: Vec<Part> = match &def.shape {
        Shape::Struct { fields, extra } => fields
            .iter()
            .zip(&names.fields)
            .map(|(field, name)| Part::new(field_key(field), name, Some(field.origin.span)))
            .chain(extra.iter().map(|_| Part::new("*", &names.extra, span)))
            .collect(),
        Shape::Enum { variants } => variants
            .iter()
            .zip(&names.variants)
            .map(|(variant, name)| Part::new(variant_key(variant), name, span))
            .collect(),
        Shape::Union { arms, .. } => arms
            .iter()
            .zip(&names.arms)
            .map(|(arm, name)| Part::new(arm_key(model, arm), name, span))
            .collect(),
        Shape::Alias(_) => Vec::new(),
    };
    Entry {
        kind: Kind::Type,
        place: format!("{}{input}", place(&def.origin)),
        name: match module {
            Some(module) if is_flat => format!("{module}::{}", names.ident),
            Some(module) => format!("{module}::{}::{}", names.home, names.ident),
            None => format!("{}::{}", names.home, names.ident),
        },
        span,
        parts,
    }
}

fn field_key(field: &Field) -> String {
    match field.location {
        Some(location) => located(location, &field.wire),
        None => escaped(&field.wire),
    }
}

fn variant_key(variant: &Variant) -> String {
    match &variant.value {
        VariantValue::Text(text) => escaped(text),
        VariantValue::Int(number) => format!("integer:{number}"),
        VariantValue::Number(number) => format!("number:{number}"),
        VariantValue::Bool(value) => format!("boolean:{value}"),
    }
}

/// Returns the text that identifies an alternative in the lock: its first tag, or its type if it has no tag.
fn arm_key(model: &Model, arm: &Arm) -> String {
    match arm.tags.first() {
        Some(tag) => format!("tag:{}", escaped(tag)),
        None => type_key(model, &arm.ty),
    }
}

fn type_key(model: &Model, ty: &Ty) -> String {
    match ty {
        Ty::List(inner) => format!("list:{}", type_key(model, inner)),
        Ty::Map(inner) => format!("map:{}", type_key(model, inner)),
        Ty::Nullable(inner) => type_key(model, inner),
        Ty::Id(name) => name.clone(),
        Ty::External(path) => path.to_string(),
        Ty::Named(id) => model
            .ty(*id)
            .map_or_else(String::new, |def| place(&def.origin)),
        Ty::Bool => "boolean".to_owned(),
        Ty::Int(_) => "integer".to_owned(),
        Ty::Float => "number".to_owned(),
        Ty::Str => "string".to_owned(),
        Ty::Secret => "password".to_owned(),
        Ty::SecretInt => "secret integer".to_owned(),
        Ty::Timestamp => "date-time".to_owned(),
        Ty::Date => "date".to_owned(),
        Ty::Bytes | Ty::Base64(Alphabet::Standard) => "byte".to_owned(),
        Ty::Base64(Alphabet::Url) => "base64url".to_owned(),
        Ty::File => "binary".to_owned(),
        Ty::Json => "any".to_owned(),
    }
}

fn located(at: ParamLocation, wire: &str) -> String {
    format!("{}:{}", location::word(at), escaped(wire))
}

fn of_api(model: &Model, group: GroupId, key: &str) -> String {
    let api = model.group(group).map_or("", |group| group.name.as_str());
    escaped(&format!("{api}/{key}"))
}

fn place(origin: &Origin) -> String {
    escaped(&format!("{}{}", origin.document, origin.pointer))
}

/// Percent-encodes the characters that separate the words of the lock file. An empty text becomes `%`.
fn escaped(text: &str) -> String {
    if text.is_empty() {
        return "%".to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        let separates =
            matches!(letter, '=' | '%') || letter.is_whitespace() || letter.is_control();
        if separates {
            // Writing to a `String` cannot fail.
            let _ = write!(out, "%{:02X}", u32::from(letter));
        } else {
            out.push(letter);
        }
    }
    out
}
