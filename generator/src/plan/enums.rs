//! Enums. They have a variant for each known value, and one variant for all unknown values.

use serde::Serialize;

use super::context::Context;
use super::deprecation::Deprecation;
use super::docs::{self, Docs};
use super::fault::Planned;
use crate::model::{TypeDef, TypeId, Variant, VariantValue};
use crate::names::{ItemPath, Name};
use crate::text::Untrusted;

/// An enum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EnumPlan {
    /// The docs of the enum.
    pub docs: Docs,
    /// The deprecation, if the enum is deprecated.
    pub deprecated: Option<Deprecation>,
    /// The path of the enum.
    pub path: ItemPath,
    /// The variants for the known values.
    pub variants: EnumVariants,
    /// The docs of the variant for unknown values.
    pub unknown: Docs,
    /// The docs of the constant `KNOWN`.
    pub known: Docs,
}

/// The variants for the known values. The JSON type of the values determines how the enum is printed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum EnumVariants {
    /// All values are text.
    Text(Vec<VariantPlan<Untrusted>>),
    /// All values are 64-bit integers.
    Int(Vec<VariantPlan<i64>>),
    /// The values are booleans, other numbers, or values of several JSON types.
    Scalar(Vec<VariantPlan<ScalarPlan>>),
}

/// A value of a variant in [`EnumVariants::Scalar`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum ScalarPlan {
    /// A text.
    Text(Untrusted),
    /// A number in JSON notation.
    Number(Untrusted),
    /// `true` or `false`.
    Bool(bool),
}

/// A variant for a known value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VariantPlan<T> {
    /// The docs of the variant.
    pub docs: Docs,
    /// The name of the variant.
    pub name: Name,
    /// The value in JSON.
    pub value: T,
}

pub(super) fn plan(
    cx: Context<'_>,
    id: TypeId,
    def: &TypeDef,
    variants: &[Variant],
) -> Planned<EnumPlan> {
    let names = cx.names.variants(id)?;
    let number = |variant: &Variant| match variant.value {
        VariantValue::Int(number) => Some(number),
        _ => None,
    };
    let text = |variant: &Variant| match &variant.value {
        VariantValue::Text(text) => Some(Untrusted::new(text)),
        _ => None,
    };
    let numbers: Option<Vec<i64>> = variants.iter().map(number).collect();
    let texts: Option<Vec<Untrusted>> = variants.iter().map(text).collect();
    let (known, variants) = match (texts, numbers) {
        (Some(texts), _) => (
            docs::known_texts(),
            EnumVariants::Text(plans(variants, names, texts)),
        ),
        (None, Some(numbers)) => (
            docs::known_integers(),
            EnumVariants::Int(plans(variants, names, numbers)),
        ),
        (None, None) => {
            let values = variants.iter().map(|variant| scalar(&variant.value));
            let values = plans(variants, names, values);
            (docs::known_scalars(), EnumVariants::Scalar(values))
        }
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

fn scalar(value: &VariantValue) -> ScalarPlan {
    match value {
        VariantValue::Text(text) => ScalarPlan::Text(Untrusted::new(text)),
        VariantValue::Int(_) | VariantValue::Number(_) => {
            ScalarPlan::Number(Untrusted::new(value.text()))
        }
        VariantValue::Bool(value) => ScalarPlan::Bool(*value),
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
