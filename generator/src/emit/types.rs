//! Types, arguments, and the expressions that convert the value of an argument.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{ident, item};
use super::uses::Uses;
use crate::plan::{Accepts, ArgumentPlan, Name, RuntimeType, TypeExpr};

/// A type, with its imports.
pub(super) fn ty(expr: &TypeExpr, uses: &mut Uses) -> TokenStream {
    match expr {
        TypeExpr::Unit => quote!(()),
        TypeExpr::Bool => quote!(bool),
        TypeExpr::I32 => quote!(i32),
        TypeExpr::I64 => quote!(i64),
        TypeExpr::U64 => quote!(u64),
        TypeExpr::I128 => quote!(i128),
        TypeExpr::U128 => quote!(u128),
        TypeExpr::F64 => quote!(f64),
        TypeExpr::String => quote!(String),
        TypeExpr::Str => quote!(&'a str),
        TypeExpr::Runtime(name) => runtime(*name, uses),
        TypeExpr::Item(path) => {
            uses.item(path);
            let name = item(path);
            quote!(#name)
        }
        TypeExpr::Vec(element) => {
            let element = ty(element, uses);
            quote!(Vec<#element>)
        }
        TypeExpr::Map(value) => {
            uses.add("std::collections", "BTreeMap");
            let value = ty(value, uses);
            quote!(BTreeMap<String, #value>)
        }
        TypeExpr::Option(value) => {
            let value = ty(value, uses);
            quote!(Option<#value>)
        }
        TypeExpr::Box(value) => {
            let value = ty(value, uses);
            quote!(Box<#value>)
        }
        TypeExpr::Patch(value) => {
            uses.runtime("Patch");
            let value = ty(value, uses);
            quote!(Patch<#value>)
        }
    }
}

fn runtime(name: RuntimeType, uses: &mut Uses) -> TokenStream {
    uses.runtime(name.name());
    match name {
        RuntimeType::Body => quote!(Body),
        RuntimeType::Bytes => quote!(Bytes),
        RuntimeType::Date => quote!(Date),
        RuntimeType::Extra => quote!(Extra),
        RuntimeType::File => quote!(File),
        RuntimeType::FixedProperty => quote!(FixedProperty),
        RuntimeType::Json => quote!(Json),
        RuntimeType::Secret => quote!(Secret),
        RuntimeType::Timestamp => quote!(Timestamp),
        RuntimeType::Base64 => quote!(Base64),
        RuntimeType::Base64Url => quote!(Base64Url),
    }
}

/// An argument in a signature.
pub(super) fn argument(plan: &ArgumentPlan, uses: &mut Uses) -> TokenStream {
    let name = ident(&plan.name);
    let accepts = match &plan.accepts {
        Accepts::Value(exact) => ty(exact, uses),
        Accepts::Into(target) | Accepts::Boxed(target) => {
            let target = ty(target, uses);
            quote!(impl Into<#target>)
        }
        Accepts::Each(element) => {
            let element = ty(element, uses);
            quote!(impl IntoIterator<Item = impl Into<#element>>)
        }
        Accepts::Patch(target) => {
            uses.runtime("Patch");
            let target = ty(target, uses);
            quote!(impl Into<Patch<#target>>)
        }
    };
    quote!(#name: #accepts)
}

/// The value of an argument where its type is known.
pub(super) fn converted(name: &Name, accepts: &Accepts) -> TokenStream {
    let name = ident(name);
    match accepts {
        Accepts::Value(_) => quote!(#name),
        Accepts::Into(_) | Accepts::Patch(_) => quote!(#name.into()),
        Accepts::Boxed(_) => quote!(Box::new(#name.into())),
        Accepts::Each(_) => quote!(#name.into_iter().map(Into::into).collect()),
    }
}

/// The value of an argument where its type is not known.
pub(super) fn typed(plan: &ArgumentPlan, uses: &mut Uses) -> TokenStream {
    match &plan.accepts {
        Accepts::Each(element) => {
            let (name, element) = (ident(&plan.name), ty(element, uses));
            quote!(#name.into_iter().map(Into::into).collect::<Vec<#element>>())
        }
        accepts => converted(&plan.name, accepts),
    }
}
