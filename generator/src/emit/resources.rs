//! Resources: handles whose methods are the calls.

use proc_macro2::TokenStream;
use quote::quote;

use super::methods::{Receiver, method};
use super::uses::Uses;
use super::{Cx, docs, ident, scopes};
use crate::model::{Operation, OperationId};
use crate::names::{OperationNames, Resource};

/// The handle of a resource and its methods, by the scopes on which each exists.
pub(super) fn items(cx: Cx<'_>, resource: &Resource, uses: &mut Uses) -> Vec<TokenStream> {
    uses.runtime("Root");
    let name = ident(&resource.handle);
    let scoped =
        cx.model.scopes.iter().any(|scope| {
            scope.group == resource.group && scopes::has_operations(cx, resource, scope)
        });
    let text = docs(&format!(
        "The calls of `{}`. Cheap to clone; it may be sent to another task.",
        resource.ident
    ));
    let seen = (resource.parts.len() > 1).then(|| quote!(pub(super)));
    let mut items = if scoped {
        vec![
            quote! {
                #text
                #[derive(Clone, Debug)]
                pub struct #name<S = Root> {
                    #seen scope: S,
                }
            },
            quote! {
                impl<S> #name<S> {
                    pub(crate) fn new(scope: S) -> Self {
                        Self { scope }
                    }
                }
            },
        ]
    } else {
        vec![quote! {
            #text
            #[derive(Clone, Debug)]
            pub struct #name {
                #seen scope: Root,
            }
        }]
    };
    let own = resource
        .parts
        .first()
        .map(|(_, operations)| operations.as_slice())
        .unwrap_or_default();
    // A handle that stands on one scope alone is made where its methods are.
    let constructor = (!scoped).then(|| {
        quote! {
            pub(crate) fn new(scope: Root) -> Self {
                Self { scope }
            }
        }
    });
    items.extend(implementations(
        cx,
        resource,
        own,
        constructor.as_ref(),
        uses,
    ));
    items
}

/// The methods of some of a resource's operations, by the scopes on which each exists.
pub(super) fn part(
    cx: Cx<'_>,
    resource: &Resource,
    ids: &[OperationId],
    uses: &mut Uses,
) -> Vec<TokenStream> {
    implementations(cx, resource, ids, None, uses)
}

fn implementations(
    cx: Cx<'_>,
    resource: &Resource,
    ids: &[OperationId],
    constructor: Option<&TokenStream>,
    uses: &mut Uses,
) -> Vec<TokenStream> {
    let name = ident(&resource.handle);
    let operations: Vec<(OperationId, &Operation, &OperationNames)> = ids
        .iter()
        .filter_map(|id| Some((*id, cx.model.operation(*id)?, cx.names.operation(*id)?)))
        .collect();
    let scope = cx
        .model
        .scopes
        .iter()
        .find(|scope| scope.group == resource.group);
    let below =
        |operation: &Operation| scope.is_some_and(|scope| scopes::is_below(operation, scope));
    let mut methods =
        |wanted: &dyn Fn(&Operation) -> bool, receiver: Receiver<'_>| -> Vec<TokenStream> {
            let chosen = operations
                .iter()
                .filter(|(_, operation, _)| wanted(operation));
            chosen
                .map(|operation| method(cx, *operation, receiver, uses))
                .collect()
        };
    let everywhere = methods(&|operation| operation.mirrored, Receiver::Any);
    let own = methods(&|operation| !operation.mirrored, Receiver::Root);
    let native = match scope {
        Some(scope) => methods(&below, Receiver::Scoped(&scope.parameter)),
        None => Vec::new(),
    };
    let mut items = Vec::new();
    if !everywhere.is_empty() {
        uses.runtime("Scope");
        items.push(quote!(impl<S: Scope> #name<S> { #(#everywhere)* }));
    }
    if !own.is_empty() || constructor.is_some() {
        items.push(quote!(impl #name { #constructor #(#own)* }));
    }
    if !native.is_empty() {
        uses.runtime("Scoped");
        items.push(quote!(impl #name<Scoped> { #(#native)* }));
    }
    items
}
