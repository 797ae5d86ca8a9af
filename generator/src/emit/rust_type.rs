//! Types where they are used.

use proc_macro2::TokenStream;
use quote::quote;

use super::uses::Uses;
use super::{Cx, ident};
use crate::model::{GroupId, IntKind, Presence, Ty, TypeId};

impl Cx<'_> {
    /// The Rust type of a value.
    pub(super) fn rust_type(self, ty: &Ty, uses: &mut Uses) -> TokenStream {
        match ty {
            Ty::Bool => quote!(bool),
            Ty::Int(IntKind::I32) => quote!(i32),
            Ty::Int(IntKind::I64) => quote!(i64),
            Ty::Int(IntKind::U64) => quote!(u64),
            Ty::Float => quote!(f64),
            Ty::Str => quote!(String),
            Ty::Secret => runtime("Secret", uses),
            Ty::Timestamp => runtime("Timestamp", uses),
            Ty::Date => runtime("Date", uses),
            Ty::Json => runtime("Json", uses),
            Ty::Bytes => runtime("Bytes", uses),
            Ty::File => runtime("File", uses),
            Ty::Id(name) => {
                uses.add("crate::ids", name);
                let name = ident(name);
                quote!(#name)
            }
            Ty::List(inner) => {
                let inner = self.rust_type(inner, uses);
                quote!(Vec<#inner>)
            }
            Ty::Map(inner) => {
                uses.add("std::collections", "BTreeMap");
                let inner = self.rust_type(inner, uses);
                quote!(BTreeMap<String, #inner>)
            }
            Ty::Nullable(inner) => {
                let inner = self.rust_type(inner, uses);
                quote!(Option<#inner>)
            }
            Ty::Named(id) => self.named_type(*id, uses),
        }
    }

    /// The name of a type, imported.
    pub(super) fn named_type(self, id: TypeId, uses: &mut Uses) -> TokenStream {
        let Some(names) = self.names.types.get(&id) else {
            return runtime("Json", uses);
        };
        if let Some(def) = self.model.ty(id) {
            uses.add(&self.module_path(def.group), &names.ident);
        }
        let name = ident(&names.ident);
        quote!(#name)
    }

    /// A link to a type for docs.
    pub(super) fn doc_link(self, id: TypeId) -> Option<String> {
        let name = &self.names.types.get(&id)?.ident;
        let module = self.module_path(self.model.ty(id)?.group);
        Some(format!("[`{name}`]({module}::{name})"))
    }

    /// The path of an API's module.
    pub(super) fn module_path(self, group: GroupId) -> String {
        self.module(group)
            .map_or_else(|| "crate".to_owned(), |module| format!("crate::{module}"))
    }

    /// The type of a member, boxed where its owner would contain itself.
    pub(super) fn member_type(self, owner: TypeId, ty: &Ty, uses: &mut Uses) -> TokenStream {
        let inner = self.rust_type(ty, uses);
        match ty {
            Ty::Named(id) if self.analysis.boxed.contains(&(owner, *id)) => quote!(Box<#inner>),
            _ => inner,
        }
    }

    /// The type of a member with its presence. `sent` members tell null from absent.
    pub(super) fn present_type(
        ty: TokenStream,
        presence: Presence,
        sent: bool,
        uses: &mut Uses,
    ) -> TokenStream {
        match presence {
            Presence::Required => ty,
            Presence::OptionalNullable if sent => {
                let patch = runtime("Patch", uses);
                quote!(#patch<#ty>)
            }
            Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable => {
                quote!(Option<#ty>)
            }
        }
    }

    /// The type of an argument that takes such a value, and the expression that makes the value of it.
    pub(super) fn argument(
        self,
        name: &str,
        ty: &Ty,
        owner: Option<TypeId>,
        uses: &mut Uses,
    ) -> (TokenStream, TokenStream) {
        let name = ident(name);
        let boxed = matches!((owner, ty), (Some(owner), Ty::Named(id)) if self.analysis.boxed.contains(&(owner, *id)));
        let plain = self.rust_type(ty, uses);
        match ty {
            Ty::Bool | Ty::Int(_) | Ty::Float | Ty::Map(_) | Ty::Nullable(_) | Ty::Bytes => {
                (plain, quote!(#name))
            }
            Ty::List(inner) => {
                let inner = self.rust_type(inner, uses);
                (
                    quote!(impl IntoIterator<Item = impl Into<#inner>>),
                    quote!(#name.into_iter().map(Into::into).collect()),
                )
            }
            Ty::Named(_) if boxed => (quote!(impl Into<#plain>), quote!(Box::new(#name.into()))),
            Ty::Str
            | Ty::Secret
            | Ty::Timestamp
            | Ty::Date
            | Ty::File
            | Ty::Json
            | Ty::Id(_)
            | Ty::Named(_) => (quote!(impl Into<#plain>), quote!(#name.into())),
        }
    }
}

/// A name of the runtime, imported.
pub(super) fn runtime(name: &str, uses: &mut Uses) -> TokenStream {
    uses.runtime(name);
    let name = ident(name);
    quote!(#name)
}
