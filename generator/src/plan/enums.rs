//! Open enums: the known values, and room for those that come later.

use serde::Serialize;

use super::context::Context;
use super::deprecation::Deprecation;
use super::docs::{self, Docs};
use super::fault::Planned;
use crate::model::{TypeDef, TypeId, Variant, VariantValue};
use crate::names::{ItemPath, Name};

/// An enum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EnumPlan {
    /// Its docs.
    pub docs: Docs,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecation>,
    /// Where it is.
    pub path: ItemPath,
    /// Its known values.
    pub variants: EnumVariants,
    /// The docs of the variant for other values.
    pub unknown: Docs,
    /// The docs of the list of known values.
    pub known: Docs,
}

/// The known values of an enum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum EnumVariants {
    /// Texts.
    Text(Vec<VariantPlan<String>>),
    /// Integers.
    Int(Vec<VariantPlan<i64>>),
}

/// A known value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VariantPlan<T> {
    /// Its docs.
    pub docs: Docs,
    /// Its name.
    pub name: Name,
    /// Its value in JSON.
    pub value: T,
}

/// The plan of an enum.
pub(super) fn plan(
    cx: Context<'_>,
    id: TypeId,
    def: &TypeDef,
    variants: &[Variant],
) -> Planned<EnumPlan> {
    let names = cx.names.variants(id)?;
    let number = |variant: &Variant| match variant.value {
        VariantValue::Int(number) => Some(number),
        VariantValue::Text(_) => None,
    };
    let numbers: Option<Vec<i64>> = variants.iter().map(number).collect();
    let (known, variants) = match numbers {
        Some(numbers) => (
            docs::known_integers(),
            EnumVariants::Int(plans(variants, names, numbers)),
        ),
        None => (
            docs::known_texts(),
            EnumVariants::Text(plans(variants, names, variants.iter().map(text))),
        ),
    };
    Ok(EnumPlan {
        docs: docs::any_type(cx, id, def)?,
        deprecated: Deprecation::when(def.docs.deprecated),
        path: cx.names.ty(id)?,
        variants,
        unknown: docs::unknown_value(),
        known,
    })
}

fn text(variant: &Variant) -> String {
    match &variant.value {
        VariantValue::Text(text) => text.clone(),
        VariantValue::Int(number) => number.to_string(),
    }
}

fn plans<T>(
    variants: &[Variant],
    names: Vec<Name>,
    values: impl IntoIterator<Item = T>,
) -> Vec<VariantPlan<T>> {
    let variants = variants.iter().zip(names).zip(values);
    variants
        .map(|((variant, name), value)| VariantPlan {
            docs: docs::variant(variant),
            name,
            value,
        })
        .collect()
}
