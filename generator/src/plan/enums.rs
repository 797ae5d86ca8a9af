//! Open enums: the known values, and room for those that come later.

use serde::Serialize;

use super::context::Context;
use super::docs::{self, Docs};
use super::fault::Planned;
use crate::model::{TypeDef, TypeId, Variant, VariantValue};
use crate::names::{ItemPath, Name};

/// An enum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EnumPlan {
    /// Its docs.
    pub docs: Docs,
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
            "The values that this version knows, each with its number.",
            EnumVariants::Int(plans(variants, names, numbers)),
        ),
        None => (
            "The values that this version knows, each with its text.",
            EnumVariants::Text(plans(variants, names, variants.iter().map(text))),
        ),
    };
    Ok(EnumPlan {
        docs: Docs::text(docs::described(&def.docs, "One of several values.")),
        path: cx.names.ty(id)?,
        variants,
        unknown: Docs::text("A value that this version does not know."),
        known: Docs::text(known),
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
