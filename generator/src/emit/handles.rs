//! Handles of resources, and their methods by the scopes on which each exists.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::doc_attributes;
use super::methods::method;
use super::tokens::item;
use super::uses::Uses;
use crate::plan::{HandlePlan, MethodPlan, MethodsPlan};

/// A handle and the methods in its own module.
pub(super) fn handle(plan: &HandlePlan, uses: &mut Uses) -> Vec<TokenStream> {
    uses.runtime("Root");
    let name = item(&plan.path);
    let docs = doc_attributes(&plan.docs);
    let mut items = Vec::new();
    let mut constructor = None;
    if plan.scoped {
        items.push(quote! {
            #docs
            #[derive(Clone, Debug)]
            pub struct #name<S = Root> {
                scope: S,
            }
        });
        items.push(quote! {
            impl<S> #name<S> {
                pub(crate) fn new(scope: S) -> Self {
                    Self { scope }
                }
            }
        });
    } else {
        items.push(quote! {
            #docs
            #[derive(Clone, Debug)]
            pub struct #name {
                scope: Root,
            }
        });
        // A handle that exists on one scope only is created where its methods are.
        constructor = Some(quote! {
            pub(crate) fn new(scope: Root) -> Self {
                Self { scope }
            }
        });
    }
    items.extend(implementations(&plan.methods, constructor.as_ref(), uses));
    items
}

/// Methods of a handle that another module defines.
pub(super) fn methods(plan: &MethodsPlan, uses: &mut Uses) -> Vec<TokenStream> {
    uses.item(&plan.handle);
    implementations(plan, None, uses)
}

fn implementations(
    plan: &MethodsPlan,
    constructor: Option<&TokenStream>,
    uses: &mut Uses,
) -> Vec<TokenStream> {
    let name = item(&plan.handle);
    let mut all = |methods: &[MethodPlan]| -> Vec<TokenStream> {
        methods.iter().map(|plan| method(plan, uses)).collect()
    };
    let (everywhere, root) = (all(&plan.everywhere), all(&plan.root));
    let scoped = all(&plan.scoped);
    let mut items = Vec::new();
    if !everywhere.is_empty() {
        items.push(quote!(impl<S: Scope> #name<S> { #(#everywhere)* }));
    }
    if !root.is_empty() || constructor.is_some() {
        items.push(quote!(impl #name { #constructor #(#root)* }));
    }
    if !scoped.is_empty() {
        uses.runtime("Scoped");
        items.push(quote!(impl #name<Scoped> { #(#scoped)* }));
    }
    items
}
