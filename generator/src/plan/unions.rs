//! Unions: enums with one variant for each alternative.

use serde::Serialize;

use super::context::Context;
use super::deprecation::Deprecation;
use super::docs::{self, Docs};
use super::fault::Planned;
use super::type_expr::TypeExpr;
use crate::model::{Arm, Derive, Selector, Shape, Ty, TypeDef, TypeId, VariantValue};
use crate::names::{ItemPath, Name};
use crate::text::Untrusted;

/// A union and its `From` implementations.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnionPlan {
    /// The docs of the union.
    pub docs: Docs,
    /// The deprecation, if the union is deprecated.
    pub deprecated: Option<Deprecation>,
    /// The path of the union.
    pub path: ItemPath,
    /// Further derives.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub derives: Vec<Derive>,
    /// The property whose value selects the alternative.
    pub tag: Option<Untrusted>,
    /// Whether the HTTP status of the response selects the alternative.
    pub by_status: bool,
    /// The alternatives.
    pub variants: Vec<AlternativePlan>,
    /// The docs of the variant for values that match no alternative.
    pub other: Docs,
    /// The variant that `From<&str>` creates. `None` unless exactly one alternative is text.
    pub from_text: Option<Name>,
    /// The docs of the constant that lists the names of all events. `None` unless the union contains all events of an
    /// API.
    pub event_names: Option<Docs>,
}

/// An alternative of a union.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AlternativePlan {
    /// The docs of the alternative.
    pub docs: Docs,
    /// The name of the variant.
    pub name: Name,
    /// The type of the alternative.
    pub ty: TypeExpr,
    /// The values of the tag property that select this alternative.
    pub tags: Vec<Untrusted>,
    /// Whether the union writes the tag property, because the type of the alternative has no such property.
    pub adds_tag: bool,
    /// Whether the union implements `From` for the type. If several alternatives have the same type, this is `true`
    /// only for the first.
    pub converts: bool,
}

pub(super) fn plan(
    cx: Context<'_>,
    id: TypeId,
    def: &TypeDef,
    selector: &Selector,
    arms: &[Arm],
) -> Planned<UnionPlan> {
    let names = cx.names.alternatives(id)?;
    // `From` implementations help to create requests. A union that the HTTP status selects is only in responses.
    let by_status = *selector == Selector::Status;
    let tag = match selector {
        Selector::Property(tag) => Some(tag.as_str()),
        Selector::Fit | Selector::Status => None,
    };
    let is_events = cx.group(def.group)?.events == Some(id);
    let mut variants: Vec<AlternativePlan> = Vec::new();
    for (arm, name) in arms.iter().zip(&names) {
        let ty = cx.part_type(id, &arm.ty)?;
        variants.push(AlternativePlan {
            docs: match arm.tags.first() {
                Some(tag) if is_events => docs::event(tag),
                _ => docs::alternative(cx, arm)?,
            },
            name: name.clone(),
            // Users receive events, but do not create them. Thus, events need no `From` implementations.
            converts: !by_status && !is_events && variants.iter().all(|variant| variant.ty != ty),
            ty,
            tags: arm.tags.iter().map(Untrusted::new).collect(),
            adds_tag: tag.is_some_and(|tag| lacks(cx, &arm.ty, tag)) && !arm.tags.is_empty(),
        });
    }
    let texts = arms.iter().zip(names);
    let mut texts = texts.filter(|(arm, _)| !by_status && is_text(cx, arm));
    let from_text = match (texts.next(), texts.next()) {
        (Some((_, name)), None) => Some(name),
        _ => None,
    };
    Ok(UnionPlan {
        docs: if is_events {
            docs::events()
        } else {
            docs::any_type(cx, id, def)?
        },
        deprecated: Deprecation::when(def.docs.deprecated),
        path: cx.names.ty(id)?,
        derives: cx.analysis.derives.get(&id).cloned().unwrap_or_default(),
        tag: tag.map(Untrusted::new),
        by_status,
        variants,
        other: if is_events {
            docs::unknown_event()
        } else {
            docs::unmatched_value()
        },
        from_text,
        event_names: is_events.then(docs::event_names),
    })
}

/// Returns whether a type is a struct that has no field for the property.
fn lacks(cx: Context<'_>, ty: &Ty, property: &str) -> bool {
    match ty {
        Ty::Named(id) => match cx.ty(*id).map(|def| &def.shape) {
            Ok(Shape::Struct { fields, .. }) => fields.iter().all(|field| field.wire != property),
            Ok(Shape::Alias(ty)) => lacks(cx, ty, property),
            _ => false,
        },
        _ => false,
    }
}

/// Returns whether an alternative is a string, an id or an enum of strings.
fn is_text(cx: Context<'_>, arm: &Arm) -> bool {
    match &arm.ty {
        Ty::Str | Ty::Id(_) => true,
        Ty::Named(id) => match cx.ty(*id).map(|def| &def.shape) {
            Ok(Shape::Enum { variants }) => variants
                .iter()
                .all(|variant| matches!(variant.value, VariantValue::Text(_))),
            _ => false,
        },
        _ => false,
    }
}
