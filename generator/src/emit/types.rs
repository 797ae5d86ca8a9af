//! Prints types, arguments, and the expressions that convert arguments.

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
    }
}

/// Prints `BTreeMap` and imports the name.
pub(super) fn map(uses: &mut Uses) -> TokenStream {
    uses.add("std::collections", "BTreeMap")
}

/// Prints an argument in a signature.
pub(super) fn argument(plan: &ArgumentPlan, uses: &mut Uses) -> TokenStream {
    let name = ident(&plan.name);
    let accepts = match &plan.accepts {
        Accepts::Value(exact) => ty(exact, uses),
        Accepts::Into(target) | Accepts::Boxed(target) => {
            let (into, target) = (uses.prelude("Into"), ty(target, uses));
            quote!(impl #into<#target>)
        }
        Accepts::Each(element) => {
            let (iterator, into) = (uses.prelude("IntoIterator"), uses.prelude("Into"));
            let element = ty(element, uses);
            quote!(impl #iterator<Item = impl #into<#element>>)
        }
        Accepts::Patch(target) => {
            let (into, patch) = (uses.prelude("Into"), uses.runtime("Patch"));
            let target = ty(target, uses);
            quote!(impl #into<#patch<#target>>)
        }
    };
    quote!(#name: #accepts)
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
pub(super) fn typed(plan: &ArgumentPlan, uses: &mut Uses) -> TokenStream {
    match &plan.accepts {
        Accepts::Each(element) => {
            let (name, element) = (ident(&plan.name), ty(element, uses));
            let (into, vec) = (uses.prelude("Into"), uses.prelude("Vec"));
            quote!(#name.into_iter().map(#into::into).collect::<#vec<#element>>())
        }
        accepts => converted(&plan.name, accepts, uses),
    }
}
