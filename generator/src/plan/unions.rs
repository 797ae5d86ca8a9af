//! Unions: one of several types.

use serde::Serialize;

use super::context::Context;
use super::deprecation::Deprecation;
use super::docs::{self, Docs};
use super::fault::Planned;
use super::type_expr::TypeExpr;
use crate::model::{Arm, Selector, Shape, Ty, TypeDef, TypeId, VariantValue};
use crate::names::{ItemPath, Name};
use crate::text::Untrusted;

/// A union and the conversions into it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnionPlan {
    /// Its docs.
    pub docs: Docs,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecation>,
    /// The path of the union.
    pub path: ItemPath,
    /// The property whose value selects the alternative.
    pub tag: Option<Untrusted>,
    /// Whether the status of the response selects the alternative.
    pub by_status: bool,
    /// The alternatives.
    pub variants: Vec<AlternativePlan>,
    /// The docs of the variant for values that match no alternative.
    pub other: Docs,
    /// The variant that text converts into, if exactly one alternative is text.
    pub from_text: Option<Name>,
}

/// An alternative of a union.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AlternativePlan {
    /// Its docs.
    pub docs: Docs,
    /// Its variant.
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
    /// The tag values that select the alternative.
    pub tags: Vec<Untrusted>,
    /// Whether the union writes the tag, because the type does not contain it.
    pub adds_tag: bool,
    /// Whether the type converts into the union as this alternative. Only the first alternative of a type does.
    pub converts: bool,
}

/// Plans a union.
pub(super) fn plan(
    cx: Context<'_>,
    id: TypeId,
    def: &TypeDef,
    selector: &Selector,
    arms: &[Arm],
) -> Planned<UnionPlan> {
    let names = cx.names.alternatives(id)?;
    // A union that the status selects is only received.
    let by_status = *selector == Selector::Status;
    let tag = match selector {
        Selector::Property(tag) => Some(tag.as_str()),
        Selector::Fit | Selector::Status => None,
    };
    let mut variants: Vec<AlternativePlan> = Vec::new();
    for (arm, name) in arms.iter().zip(&names) {
        let ty = cx.part_type(id, &arm.ty)?;
        variants.push(AlternativePlan {
            docs: docs::alternative(cx, arm)?,
            name: name.clone(),
            converts: !by_status && variants.iter().all(|variant| variant.ty != ty),
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
        docs: docs::any_type(cx, id, def)?,
        deprecated: Deprecation::when(def.docs.deprecated),
        path: cx.names.ty(id)?,
        tag: tag.map(Untrusted::new),
        by_status,
        variants,
        other: docs::unmatched_value(),
        from_text,
    })
}

/// Whether a type is a struct that lacks the property.
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

/// Whether an alternative is text.
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
