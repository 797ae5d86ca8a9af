//! Prints enums. They have a variant for each known value, and one variant for all unknown values.

use proc_macro2::TokenStream;

use super::layout;
use super::piece::Code;
use super::uses::Uses;
use crate::plan::{EnumPlan, EnumVariants, ScalarPlan, VariantPlan};
use crate::text::Untrusted;

/// Prints an enum, its constant `KNOWN`, and the call of a runtime macro such as `string_enum!`.
pub(super) fn items(plan: &EnumPlan, uses: &mut Uses) -> Vec<Code> {
    match &plan.variants {
        EnumVariants::Text(variants) => {
            uses.import_runtime("string_enum");
            let value = |text: &Untrusted| layout::literal(text);
            implemented(plan, variants, ("string_enum", "&'static str"), value, uses)
        }
        EnumVariants::Int(variants) => {
            uses.import_runtime("integer_enum");
            let value = |number: &i64| grouped_text(*number);
            implemented(plan, variants, ("integer_enum", "i64"), value, uses)
        }
        EnumVariants::Scalar(variants) => {
            let known = uses.runtime_text("KnownValue");
            uses.import_runtime("scalar_enum");
            let value = |value: &ScalarPlan| match value {
                ScalarPlan::Text(text) => format!("{known}::Text({})", layout::literal(text)),
                ScalarPlan::Number(text) => format!("{known}::Number({})", layout::literal(text)),
                ScalarPlan::Bool(value) => format!("{known}::Bool({value})"),
            };
            implemented(plan, variants, ("scalar_enum", known.as_ref()), value, uses)
        }
    }
}

fn implemented<T>(
    plan: &EnumPlan,
    variants: &[VariantPlan<T>],
    (macro_name, ty): (&str, &str),
    value: impl Fn(&T) -> String,
    uses: &mut Uses,
) -> Vec<Code> {
    let name = plan.path.name.as_str();
    let pair = |variant: &VariantPlan<T>| {
        format!(
            "({}, Self::{})",
            value(&variant.value),
            variant.name.as_str()
        )
    };
    let pairs: Vec<String> = variants.iter().map(pair).collect();
    let mut known = format!("impl {name} {{\n");
    layout::docs(&mut known, &plan.known, PART);
    let constant = format!("pub const KNOWN: &'static [({ty}, Self)] = &");
    known.push_str(&layout::list(&constant, &pairs, ";", PART));
    known.push_str("}\n");
    vec![
        Code::Text(definition(plan, variants, uses)),
        Code::Text(known),
        Code::Text(layout::call(macro_name, name, "")),
    ]
}

/// The indentation of variants and constants.
const PART: &str = "    ";

fn definition<T>(plan: &EnumPlan, variants: &[VariantPlan<T>], uses: &mut Uses) -> String {
    let unknown_value = uses.runtime_text("UnknownValue");
    let mut text = String::new();
    layout::docs(&mut text, &plan.docs, "");
    layout::deprecated(&mut text, plan.deprecated.as_ref(), "");
    text.push_str("#[derive(Clone, Debug, Eq, PartialEq)]\n#[non_exhaustive]\npub enum ");
    text.push_str(plan.path.name.as_str());
    text.push_str(" {\n");
    for variant in variants {
        layout::docs(&mut text, &variant.docs, PART);
        for part in [PART, variant.name.as_str(), ",\n"] {
            text.push_str(part);
        }
    }
    layout::docs(&mut text, &plan.unknown, PART);
    for part in [PART, "Unknown(", &unknown_value, "),\n}\n"] {
        text.push_str(part);
    }
    text
}

/// Prints an integer with an underscore after every three digits: `1_000_000`.
pub(super) fn grouped(number: i64) -> TokenStream {
    grouped_text(number).parse().unwrap_or_default()
}

fn grouped_text(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) && digits.len() > 4 {
            text.push('_');
        }
        text.push(digit);
    }
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{text}")
}
