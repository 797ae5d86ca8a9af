//! Prints types, arguments, and the expressions that convert arguments.

use std::borrow::Cow;

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::ident;
use super::uses::Uses;
use crate::plan::{Accepts, ArgumentPlan, Name, TypeExpr};

/// Prints a type and imports its name.
pub(super) fn ty(expr: &TypeExpr, uses: &mut Uses) -> TokenStream {
    match expr {
        TypeExpr::Unit => quote!(()),
        TypeExpr::Bool => quote!(bool),
        TypeExpr::I64 => quote!(i64),
        TypeExpr::U64 => quote!(u64),
        TypeExpr::I128 => quote!(i128),
        TypeExpr::U128 => quote!(u128),
        TypeExpr::F64 => quote!(f64),
        TypeExpr::String => uses.prelude("String"),
        TypeExpr::Str => quote!(&'a str),
        TypeExpr::Runtime(name) => uses.runtime(name.name()),
        TypeExpr::Item(path) => uses.item(path),
        TypeExpr::External(path) => super::external::path(path),
        TypeExpr::Vec(element) => {
            let (vec, element) = (uses.prelude("Vec"), ty(element, uses));
            quote!(#vec<#element>)
        }
        TypeExpr::Map(value) => {
            let (map, key) = (map(uses), uses.prelude("String"));
            let value = ty(value, uses);
            quote!(#map<#key, #value>)
        }
        TypeExpr::Option(value) => {
            let (option, value) = (uses.prelude("Option"), ty(value, uses));
            quote!(#option<#value>)
        }
        TypeExpr::Box(value) => {
            let (boxed, value) = (uses.prelude("Box"), ty(value, uses));
            quote!(#boxed<#value>)
        }
        TypeExpr::Patch(value) => {
            let (patch, value) = (uses.runtime("Patch"), ty(value, uses));
            quote!(#patch<#value>)
        }
        TypeExpr::Stream(kind, item) => {
            let (stream, item) = (uses.runtime(kind.name()), ty(item, uses));
            quote!(#stream<#item>)
        }
    }
}

/// Prints a type like [`ty`] as text.
pub(super) fn ty_text(expr: &TypeExpr, uses: &mut Uses) -> Cow<'static, str> {
    let text = match expr {
        TypeExpr::Unit => return "()".into(),
        TypeExpr::Bool => return "bool".into(),
        TypeExpr::I64 => return "i64".into(),
        TypeExpr::U64 => return "u64".into(),
        TypeExpr::I128 => return "i128".into(),
        TypeExpr::U128 => return "u128".into(),
        TypeExpr::F64 => return "f64".into(),
        TypeExpr::String => return uses.prelude_text("String"),
        TypeExpr::Str => return "&'a str".into(),
        TypeExpr::Runtime(name) => return uses.runtime_text(name.name()),
        TypeExpr::Item(path) => uses.item_text(path),
        TypeExpr::External(path) => path.to_string(),
        TypeExpr::Vec(element) => {
            let (vec, element) = (uses.prelude_text("Vec"), ty_text(element, uses));
            format!("{vec}<{element}>")
        }
        TypeExpr::Map(value) => {
            let map = uses.add_text("std::collections", "BTreeMap");
            let key = uses.prelude_text("String");
            let value = ty_text(value, uses);
            format!("{map}<{key}, {value}>")
        }
        TypeExpr::Option(value) => {
            let (option, value) = (uses.prelude_text("Option"), ty_text(value, uses));
            format!("{option}<{value}>")
        }
        TypeExpr::Box(value) => {
            let (boxed, value) = (uses.prelude_text("Box"), ty_text(value, uses));
            format!("{boxed}<{value}>")
        }
        TypeExpr::Patch(value) => {
            let (patch, value) = (uses.runtime_text("Patch"), ty_text(value, uses));
            format!("{patch}<{value}>")
        }
        TypeExpr::Stream(kind, item) => {
            let (stream, item) = (uses.runtime_text(kind.name()), ty_text(item, uses));
            format!("{stream}<{item}>")
        }
    };
    text.into()
}

/// Prints `BTreeMap` and imports the name.
pub(super) fn map(uses: &mut Uses) -> TokenStream {
    uses.add("std::collections", "BTreeMap")
}

/// Prints an argument in a signature.
pub(super) fn argument(plan: &ArgumentPlan, uses: &mut Uses) -> TokenStream {
    argument_text(plan, uses).parse().unwrap_or_default()
}

/// Prints an argument in a signature as text.
pub(super) fn argument_text(plan: &ArgumentPlan, uses: &mut Uses) -> String {
    let name = plan.name.as_str();
    match &plan.accepts {
        Accepts::Value(exact) => format!("{name}: {}", ty_text(exact, uses)),
        Accepts::Into(target) | Accepts::Boxed(target) => {
            let (into, target) = (uses.prelude_text("Into"), ty_text(target, uses));
            format!("{name}: impl {into}<{target}>")
        }
        Accepts::Each(element) => {
            let (iterator, into) = (uses.prelude_text("IntoIterator"), uses.prelude_text("Into"));
            let element = ty_text(element, uses);
            format!("{name}: impl {iterator}<Item = impl {into}<{element}>>")
        }
        Accepts::Patch(target) => {
            let (into, patch) = (uses.prelude_text("Into"), uses.runtime_text("Patch"));
            let target = ty_text(target, uses);
            format!("{name}: impl {into}<{patch}<{target}>>")
        }
    }
}

/// Prints the expression that converts the value of an argument. The context must determine the type of the result.
pub(super) fn converted(name: &Name, accepts: &Accepts, uses: &mut Uses) -> TokenStream {
    let name = ident(name);
    match accepts {
        Accepts::Value(_) => quote!(#name),
        Accepts::Into(_) | Accepts::Patch(_) => quote!(#name.into()),
        Accepts::Boxed(_) => {
            let boxed = uses.prelude("Box");
            quote!(#boxed::new(#name.into()))
        }
        Accepts::Each(_) => {
            let into = uses.prelude("Into");
            quote!(#name.into_iter().map(#into::into).collect())
        }
    }
}

/// Prints the conversion of an argument's value. If the compiler cannot infer the target type, also prints the target type.
pub(super) fn typed_text(plan: &ArgumentPlan, uses: &mut Uses) -> String {
    let name = plan.name.as_str();
    match &plan.accepts {
        Accepts::Value(_) => name.to_owned(),
        Accepts::Into(_) | Accepts::Patch(_) => format!("{name}.into()"),
        Accepts::Boxed(_) => format!("{}::new({name}.into())", uses.prelude_text("Box")),
        Accepts::Each(element) => {
            let element = ty_text(element, uses);
            let (into, vec) = (uses.prelude_text("Into"), uses.prelude_text("Vec"));
            format!("{name}.into_iter().map({into}::into).collect::<{vec}<{element}>>()")
        }
    }
}
