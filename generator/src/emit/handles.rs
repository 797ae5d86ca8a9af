//! Prints the handles of resources, and the `impl` blocks with their methods.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::doc_attributes;
use super::methods::method;
use super::tokens::item;
use super::uses::Uses;
use crate::plan::{HandlePlan, MethodPlan, MethodsPlan};

/// Possible names for the type parameter of a handle. The first name that the file does not use is printed.
const SCOPE_PARAMETER: &[&str] = &["S", "Within", "InScope"];

/// Prints a handle and the methods in the same file.
pub(super) fn handle(plan: &HandlePlan, uses: &mut Uses) -> Vec<TokenStream> {
    let root = uses.runtime("Root");
    let name = item(&plan.path);
    let docs = doc_attributes(&plan.docs);
    let mut items = Vec::new();
    let mut constructor = None;
    if plan.scoped {
        let scope = uses.parameter(SCOPE_PARAMETER);
        items.push(quote! {
            #docs
            #[derive(Clone, Debug)]
            pub struct #name<#scope = #root> {
                scope: #scope,
            }
        });
        items.push(quote! {
            impl<#scope> #name<#scope> {
                pub(crate) fn new(scope: #scope) -> Self {
                    Self { scope }
                }
            }
        });
    } else {
        items.push(quote! {
            #docs
            #[derive(Clone, Debug)]
            pub struct #name {
                scope: #root,
            }
        });
        // A handle without a type parameter has one `impl` block for the constructor and the methods.
        constructor = Some(quote! {
            pub(crate) fn new(scope: #root) -> Self {
                Self { scope }
            }
        });
    }
    items.extend(implementations(&plan.methods, constructor.as_ref(), uses));
    items
}

/// Prints methods of a handle. The handle itself is in another file.
pub(super) fn methods(plan: &MethodsPlan, uses: &mut Uses) -> Vec<TokenStream> {
    implementations(plan, None, uses)
}

fn implementations(
    plan: &MethodsPlan,
    constructor: Option<&TokenStream>,
    uses: &mut Uses,
) -> Vec<TokenStream> {
    let name = uses.item(&plan.handle);
    let mut all = |methods: &[MethodPlan]| -> Vec<TokenStream> {
        methods.iter().map(|plan| method(plan, uses)).collect()
    };
    let (everywhere, root) = (all(&plan.everywhere), all(&plan.root));
    let scoped = all(&plan.scoped);
    let mut items = Vec::new();
    if !everywhere.is_empty() {
        let (parameter, scope) = (uses.parameter(SCOPE_PARAMETER), uses.runtime("Scope"));
        items.push(quote!(impl<#parameter: #scope> #name<#parameter> { #(#everywhere)* }));
    }
    if !root.is_empty() || constructor.is_some() {
        items.push(quote!(impl #name { #constructor #(#root)* }));
    }
    if !scoped.is_empty() {
        let scope = uses.runtime("Scoped");
        items.push(quote!(impl #name<#scope> { #(#scoped)* }));
    }
    items
}
