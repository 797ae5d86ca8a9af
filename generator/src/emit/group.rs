//! The module of one API.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::uses::Uses;
use super::{Cx, Piece, docs, ident, inner_feature, resources, scopes, type_items};
use crate::model::{Group, GroupId, OperationId};
use crate::names::Resource;

/// The files of an API.
pub(super) fn pieces(cx: Cx<'_>, id: GroupId, group: &Group) -> Vec<Piece> {
    let folder = group
        .module
        .as_deref()
        .map(|module| format!("{module}/"))
        .unwrap_or_default();
    let module = cx.module_path(id);
    let mut pieces = Vec::new();
    let mut modules: Vec<(String, Vec<String>)> = Vec::new();
    let mut homes: BTreeMap<String, Home<'_>> = BTreeMap::new();
    for resource in cx.resources_of(id) {
        for (position, (home, operations)) in resource.parts.iter().enumerate() {
            let whole = position == 0;
            homes
                .entry(home.clone())
                .or_default()
                .calls
                .push((resource, operations, whole));
        }
    }
    for (ty, names) in &cx.names.types {
        if cx.model.ty(*ty).is_some_and(|def| def.group == id) {
            homes.entry(names.home.clone()).or_default().types = true;
        }
    }
    for (name, home) in homes {
        let mut uses = Uses::default();
        let mut items = Vec::new();
        let mut own: BTreeSet<String> = BTreeSet::new();
        for (resource, operations, whole) in &home.calls {
            if *whole {
                own.insert(resource.handle.clone());
                items.extend(resources::items(cx, resource, &mut uses));
            } else {
                uses.add(&module, &resource.handle);
                items.extend(resources::part(cx, resource, operations, &mut uses));
            }
        }
        own.extend(types(cx, id, &name, &mut items, &mut uses));
        modules.push((name.clone(), own.iter().cloned().collect()));
        pieces.push(Piece {
            path: format!("{folder}{name}.rs"),
            inner: TokenStream::new(),
            docs: home.docs(),
            uses: uses.without(&module, &own).items(),
            items,
        });
    }
    pieces.push(root(cx, id, group, &folder, &modules));
    pieces
}

/// What one module holds.
#[derive(Default)]
struct Home<'a> {
    /// Methods of resources; whether the handle itself is here too.
    calls: Vec<(&'a Resource, &'a [OperationId], bool)>,
    types: bool,
}

impl Home<'_> {
    fn docs(&self) -> String {
        match self.calls.first() {
            Some((resource, ..)) if self.types => format!(
                "The calls of `{}` and the types of their own.",
                resource.ident
            ),
            Some((resource, ..)) => format!("The calls of `{}`.", resource.ident),
            None => "Types of requests and answers.".to_owned(),
        }
    }
}

/// The types of one module; their names.
fn types(
    cx: Cx<'_>,
    group: GroupId,
    home: &str,
    items: &mut Vec<TokenStream>,
    uses: &mut Uses,
) -> Vec<String> {
    let mut own = Vec::new();
    for (id, def, names) in cx.types_in(group, home) {
        items.extend(type_items(cx, id, def, names, uses));
        own.push(names.ident.clone());
    }
    own
}

fn root(
    cx: Cx<'_>,
    id: GroupId,
    group: &Group,
    folder: &str,
    modules: &[(String, Vec<String>)],
) -> Piece {
    let mut uses = Uses::default();
    let mut items: Vec<TokenStream> = Vec::new();
    let mut sorted: Vec<&(String, Vec<String>)> = modules.iter().collect();
    sorted.sort();
    let gate = |name: &str| inner_feature(cx.names.gates.get(&(id, name.to_owned())));
    for (name, _) in &sorted {
        let (gate, name) = (gate(name), ident(name));
        items.push(quote!(#gate mod #name;));
    }
    for (name, exported) in sorted.iter().filter(|(_, exported)| !exported.is_empty()) {
        let (gate, name) = (gate(name), ident(name));
        let exported = exported.iter().map(|name| ident(name));
        items.push(quote!(#gate pub use #name::{#(#exported),*};));
    }
    let mut own: BTreeSet<String> = modules
        .iter()
        .flat_map(|(_, names)| names.iter().cloned())
        .collect();
    if let Some(accessor) = &group.accessor {
        items.extend(entry(cx, id, accessor, &mut uses));
    }
    for scope in cx.model.scopes.iter().filter(|scope| scope.group == id) {
        items.extend(scopes::items(cx, id, scope, &mut uses));
        own.insert(scope.type_name.clone());
    }
    let text = [
        format!("{} {}", group.title, group.version)
            .trim()
            .to_owned(),
        group.docs.clone(),
    ];
    Piece {
        path: format!("{folder}mod.rs"),
        inner: TokenStream::new(),
        docs: text.join("\n\n").trim().to_owned(),
        uses: uses.without(&cx.module_path(id), &own).items(),
        items,
    }
}

/// The type that the client's accessor of this API returns.
fn entry(cx: Cx<'_>, id: GroupId, accessor: &str, uses: &mut Uses) -> Vec<TokenStream> {
    uses.runtime("Core");
    uses.runtime("Root");
    let name = ident(&entry_name(accessor));
    let accessors: Vec<TokenStream> = cx
        .resources_of(id)
        .map(|resource| {
            let (accessor, handle) = (ident(&resource.ident), ident(&resource.handle));
            let text = docs(&format!("The calls of `{}`.", resource.ident));
            let gate = inner_feature(resource.feature.as_ref());
            quote! {
                #text
                #gate
                #[must_use]
                pub fn #accessor(&self) -> #handle {
                    #handle::new(Root::new(self.core.clone()))
                }
            }
        })
        .collect();
    let custom = super::operations::custom(cx, id, uses);
    let text = docs(&format!("The calls of `{accessor}`, by resource."));
    vec![
        quote! {
            #text
            #[derive(Clone, Debug)]
            pub struct #name {
                core: Core,
            }
        },
        quote! {
            impl #name {
                pub(crate) fn new(core: Core) -> Self {
                    Self { core }
                }

                #custom

                #(#accessors)*
            }
        },
    ]
}

/// The name of that type.
pub(super) fn entry_name(accessor: &str) -> String {
    crate::names::idents::pascal(accessor).unwrap_or_default()
}
