//! Scopes: a path prefix as an object, with the operations that exist below it.

use proc_macro2::TokenStream;
use quote::quote;

use super::uses::Uses;
use super::{Cx, docs, ident};
use crate::model::{GroupId, Operation, Scope};
use crate::names::Resource;

/// Whether the path of an operation begins with the prefix of a scope.
pub(super) fn is_below(operation: &Operation, scope: &Scope) -> bool {
    operation
        .path
        .strip_prefix(&scope.prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The type of a scope: it leads to every resource that has an operation below the prefix.
pub(super) fn items(
    cx: Cx<'_>,
    group: GroupId,
    scope: &Scope,
    uses: &mut Uses,
) -> Vec<TokenStream> {
    for name in ["Core", "Scoped"] {
        uses.runtime(name);
    }
    uses.add("crate::ids", &scope.id);
    let name = ident(&scope.type_name);
    let id = ident(&scope.id);
    let (prefix, parameter) = (&scope.prefix, &scope.parameter);
    let text = docs(&scope.docs);
    let accessors = cx
        .resources_of(group)
        .filter(|resource| has_operations(cx, resource, scope))
        .map(|resource| {
            let (accessor, handle) = (ident(&resource.ident), ident(&resource.handle));
            uses.add(&cx.module_path(group), &resource.handle);
            let text = docs(&format!(
                "The calls of `{}` that exist below `{}`.",
                resource.ident, scope.prefix
            ));
            let gate = super::inner_feature(resource.feature.as_ref());
            quote! {
                #text
                #gate
                #[must_use]
                pub fn #accessor(&self) -> #handle<Scoped> {
                    #handle::new(self.scope.clone())
                }
            }
        });
    let accessors: Vec<TokenStream> = accessors.collect();
    let like = super::operations::custom_ident(cx, group);
    let custom = like.map(|like| {
        uses.add("crate", "ops");
        uses.add("http", "Method");
        uses.runtime("RequestBuilder");
        quote! {
            #[doc = " Begins a request that this crate has no method for. Its path is put behind the prefix and may hold placeholders, which"]
            #[doc = " [`RequestBuilder::path`] fills."]
            pub fn request(&self, method: Method, path: impl Into<String>) -> RequestBuilder {
                self.scope.custom_request(&ops::#like, method, path)
            }
        }
    });
    let definition = quote! {
        #text
        #[derive(Clone, Debug)]
        pub struct #name {
            scope: Scoped,
        }
    };
    let implementation = quote! {
        impl #name {
            pub(crate) fn new(core: Core, id: &#id) -> Self {
                Self { scope: Scoped::new(core, #prefix, #parameter, id) }
            }

            #custom

            #(#accessors)*
        }
    };
    vec![definition, implementation]
}

/// Whether any operation of a resource exists below the prefix.
pub(super) fn has_operations(cx: Cx<'_>, resource: &Resource, scope: &Scope) -> bool {
    let operations = resource
        .operations
        .iter()
        .filter_map(|id| cx.model.operation(*id));
    operations
        .into_iter()
        .any(|operation| operation.mirrored || is_below(operation, scope))
}
