//! The client: the way to every resource.

use proc_macro2::TokenStream;
use quote::quote;

use super::group::entry_name;
use super::uses::Uses;
use super::{Cx, Piece, docs, feature, ident};
use crate::model::{Group, GroupId};

/// The file of the client.
pub(super) fn piece(cx: Cx<'_>) -> Piece {
    let mut uses = Uses::default();
    for name in ["ClientBuilder", "Core"] {
        uses.runtime(name);
    }
    let mut accessors: Vec<TokenStream> = Vec::new();
    let root = root(cx, &mut uses);
    for (id, group) in cx.model.iter_groups() {
        let feature = feature(group);
        let module = cx.module_path(id);
        if let Some(accessor) = &group.accessor {
            let name = entry_name(accessor);
            let path: syn::Path = parsed(&format!("{module}::{name}"));
            let accessor_ident = ident(accessor);
            let text = docs(&format!("The calls of `{accessor}`: {}", group.title));
            accessors.push(quote! {
                #text
                #feature
                #[must_use]
                pub fn #accessor_ident(&self) -> #path {
                    #path::new(self.core.clone())
                }
            });
            continue;
        }
        accessors.extend(super::operations::custom(cx, id, &mut uses));
        for resource in cx.resources_of(id) {
            let path: syn::Path = parsed(&format!("{module}::{}", resource.handle));
            let accessor = ident(&resource.ident);
            let feature = super::outer_feature(group, resource.feature.as_ref());
            let text = docs(&format!("The calls of `{}`.", resource.ident));
            accessors.push(quote! {
                #text
                #feature
                #[must_use]
                pub fn #accessor(&self) -> #path {
                    #path::new(#root::new(self.core.clone()))
                }
            });
        }
        for scope in cx.model.scopes.iter().filter(|scope| scope.group == id) {
            uses.add("crate::ids", &scope.id);
            let path: syn::Path = parsed(&format!("{module}::{}", scope.type_name));
            let accessor = ident(&scope.accessor);
            let argument = ident(&crate::names::idents::snake(&scope.id).unwrap_or_default());
            let id_type = ident(&scope.id);
            let text = docs(&scope.docs);
            accessors.push(quote! {
                #text
                #feature
                #[must_use]
                pub fn #accessor(&self, #argument: impl Into<#id_type>) -> #path {
                    #path::new(self.core.clone(), &#argument.into())
                }
            });
        }
    }
    Piece {
        path: "client.rs".to_owned(),
        inner: TokenStream::new(),
        docs: "The client.".to_owned(),
        uses: uses.items(),
        items: items(&accessors),
    }
}

/// The name of the root scope: imported where it is used whatever features are on, by its path otherwise.
fn root(cx: Cx<'_>, uses: &mut Uses) -> TokenStream {
    let is_always_there = |(id, group): (GroupId, &Group)| {
        group.accessor.is_none()
            && group.feature.is_none()
            && cx
                .resources_of(id)
                .any(|resource| resource.feature.is_none())
    };
    if cx.model.iter_groups().any(is_always_there) {
        uses.runtime("Root");
        quote!(Root)
    } else {
        quote!(crate::runtime::Root)
    }
}

fn items(accessors: &[TokenStream]) -> Vec<TokenStream> {
    vec![
        quote! {
            #[doc = " Makes calls. Cheap to clone: all clones share one connection pool, one set of credentials and one set of limits."]
            #[derive(Clone, Debug)]
            pub struct Client {
                core: Core,
            }
        },
        quote! {
            impl Client {
                #[doc = " Begins a client."]
                pub fn builder() -> ClientBuilder<Self> {
                    ClientBuilder::new()
                }

                #[doc = " What every call goes through: for calls that this crate does not have."]
                #[must_use]
                pub fn core(&self) -> &Core {
                    &self.core
                }

                #(#accessors)*
            }
        },
        quote! {
            impl From<Core> for Client {
                fn from(core: Core) -> Self {
                    Self { core }
                }
            }
        },
    ]
}

fn parsed(path: &str) -> syn::Path {
    match syn::parse_str(path) {
        Ok(path) => path,
        // A fault of `names`, which the format stage then reports with the file's name.
        Err(_) => ident("invalid_name").into(),
    }
}
