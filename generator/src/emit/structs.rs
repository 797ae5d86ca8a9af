//! Structs: what is sent and what comes back.

use proc_macro2::TokenStream;
use quote::quote;

use super::rust_type::runtime;
use super::uses::Uses;
use super::{Cx, docs, docs_of, ident, params};
use crate::model::{Base, Docs, Field, OperationId, Presence, Role, Step, Ty, TypeDef, TypeId};
use crate::names::TypeNames;

/// A struct and what belongs to it.
pub(super) fn items(
    cx: Cx<'_>,
    id: TypeId,
    def: &TypeDef,
    names: &TypeNames,
    fields: &[Field],
    extra: Option<&Ty>,
    uses: &mut Uses,
) -> Vec<TokenStream> {
    let usage = cx.analysis.usage.get(&id).cloned().unwrap_or_default();
    let built = usage.sent || usage.params;
    let mut items = vec![definition(cx, id, def, names, fields, extra, uses)];
    if !usage.params {
        items.push(object(names, fields, extra, uses));
    }
    if built {
        items.extend(builder(cx, id, names, fields, extra, uses));
    }
    if usage.params {
        items.push(params::implementation(names, fields, uses));
    }
    items.extend(page(cx, id, names, fields, uses));
    items
}

fn definition(
    cx: Cx<'_>,
    id: TypeId,
    def: &TypeDef,
    names: &TypeNames,
    fields: &[Field],
    extra: Option<&Ty>,
    uses: &mut Uses,
) -> TokenStream {
    let usage = cx.analysis.usage.get(&id).cloned().unwrap_or_default();
    let wire = !usage.params;
    let required = fields
        .iter()
        .any(|field| field.presence == Presence::Required);
    let nullable = fields
        .iter()
        .any(|field| field.presence == Presence::RequiredNullable);
    let default = (usage.sent || usage.params) && !required && !nullable;
    let name = ident(&names.ident);
    let members: Vec<TokenStream> = fields
        .iter()
        .zip(&names.fields)
        .map(|(field, part)| member(cx, id, field, part, wire, usage.sent, uses))
        .collect();
    let extra = extra.map(|ty| extra_member(cx, ty, &names.extra, uses));
    let mut text = super::doc_text(&def.docs, &fallback(cx, id));
    if def.inferred {
        text.push_str("\n\nInferred from the example in the spec: every member may be absent, and members that the example lacks are kept.");
    }
    let text = docs(&text);
    let default = default.then(|| quote!(Default,));
    quote! {
        #text
        #[derive(Clone, Debug, #default PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#members,)*
            #extra
        }
    }
}

/// The line that makes it an object of JSON.
fn object(names: &TypeNames, fields: &[Field], extra: Option<&Ty>, uses: &mut Uses) -> TokenStream {
    uses.runtime("json_object");
    let name = ident(&names.ident);
    let members = fields.iter().zip(&names.fields).map(|(field, part)| {
        let member = ident(part);
        let wire = (member != field.wire).then(|| {
            let wire = &field.wire;
            quote!(= #wire)
        });
        let null = (field.presence == Presence::RequiredNullable).then(|| quote!(or null));
        let must = (field.presence == Presence::Required).then(|| quote!(!));
        quote!(#member #must #wire #null)
    });
    let extra = extra.map(|_| {
        let name = ident(&names.extra);
        quote!(..#name)
    });
    let members = members.chain(extra);
    quote!(json_object!(#name => #(#members),*);)
}

fn member(
    cx: Cx<'_>,
    owner: TypeId,
    field: &Field,
    part: &str,
    wire: bool,
    sent: bool,
    uses: &mut Uses,
) -> TokenStream {
    let name = ident(part);
    let text = docs_of(&field.docs, &format!("The member `{}`.", field.wire));
    let ty = cx.member_type(owner, &field.ty, uses);
    let ty = Cx::present_type(ty, field.presence, sent && wire, uses);
    quote! {
        #text
        pub #name: #ty
    }
}

fn extra_member(cx: Cx<'_>, ty: &Ty, part: &str, uses: &mut Uses) -> TokenStream {
    let name = ident(part);
    let ty = if *ty == Ty::Json {
        runtime("Extra", uses)
    } else {
        uses.add("std::collections", "BTreeMap");
        let inner = cx.rust_type(ty, uses);
        quote!(BTreeMap<String, #inner>)
    };
    quote! {
        #[doc = " Members that the document does not name."]
        pub #name: #ty
    }
}

/// `new` and the setters.
fn builder(
    cx: Cx<'_>,
    id: TypeId,
    names: &TypeNames,
    fields: &[Field],
    extra: Option<&Ty>,
    uses: &mut Uses,
) -> Option<TokenStream> {
    let name = ident(&names.ident);
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    let mut setters = Vec::new();
    for (field, part) in fields.iter().zip(&names.fields) {
        let member = ident(part);
        let (ty, value) = cx.argument(part, &field.ty, Some(id), uses);
        match field.presence {
            Presence::Required => {
                arguments.push(quote!(#member: #ty));
                values.push(if value.to_string() == *part {
                    quote!(#member)
                } else {
                    quote!(#member: #value)
                });
            }
            Presence::RequiredNullable => {
                let plain = cx.rust_type(&field.ty, uses);
                arguments.push(quote!(#member: Option<#plain>));
                values.push(quote!(#member));
            }
            Presence::Optional | Presence::OptionalNullable => {
                let patch = field.presence == Presence::OptionalNullable
                    && cx
                        .analysis
                        .usage
                        .get(&id)
                        .is_some_and(|usage| !usage.params);
                values.push(if patch {
                    quote!(#member: Patch::Keep)
                } else {
                    quote!(#member: None)
                });
                setters.push(setter(cx, id, field, part, patch, uses));
            }
        }
    }
    if let Some(ty) = extra {
        let member = ident(&names.extra);
        let kind = if *ty == Ty::Json {
            quote!(Extra)
        } else {
            quote!(BTreeMap)
        };
        values.push(quote!(#member: #kind::default()));
    }
    // A struct without members that must be given has `Default`.
    let new = (!arguments.is_empty()).then(|| {
        quote! {
            #[doc = " Makes one with the members that must be given."]
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
        }
    });
    (new.is_some() || !setters.is_empty()).then(|| {
        quote! {
            impl #name {
                #new

                #(#setters)*
            }
        }
    })
}

/// The line that stands for a setter.
fn setter(
    cx: Cx<'_>,
    owner: TypeId,
    field: &Field,
    part: &str,
    patch: bool,
    uses: &mut Uses,
) -> TokenStream {
    uses.runtime("setter");
    let member = ident(part);
    if patch {
        let inner = cx.member_type(owner, &field.ty, uses);
        return quote!(setter!(#member, patch #inner););
    }
    let boxed = matches!(field.ty, Ty::Named(id) if cx.analysis.boxed.contains(&(owner, id)));
    let plain = cx.rust_type(&field.ty, uses);
    match &field.ty {
        Ty::Bool | Ty::Int(_) | Ty::Float | Ty::Map(_) | Ty::Nullable(_) | Ty::Bytes => {
            quote!(setter!(#member, #plain);)
        }
        Ty::List(inner) => {
            let inner = cx.rust_type(inner, uses);
            quote!(setter!(#member, list #inner);)
        }
        _ if boxed => quote!(setter!(#member, boxed #plain);),
        _ => quote!(setter!(#member, into #plain);),
    }
}

/// How a page is read.
fn page(
    cx: Cx<'_>,
    id: TypeId,
    names: &TypeNames,
    fields: &[Field],
    uses: &mut Uses,
) -> Option<TokenStream> {
    let page = cx.analysis.pages.get(&id)?;
    uses.runtime("Page");
    let name = ident(&names.ident);
    let item = cx.rust_type(&page.item, uses);
    let part = |index: usize| {
        Some((
            ident(names.fields.get(index)?),
            fields.get(index)?.presence == Presence::Required,
        ))
    };
    let items = part(page.items).map(|(part, required)| {
        if required {
            quote!(self.#part)
        } else {
            quote!(self.#part.unwrap_or_default())
        }
    })?;
    let token = page.token.and_then(part).map(|(part, required)| {
        let value = if required {
            quote!(Some(&self.#part))
        } else {
            quote!(self.#part.as_deref())
        };
        quote! {
            fn next_token(&self) -> Option<&str> {
                #value
            }
        }
    });
    let number = |function: &str, index: Option<usize>| {
        let function = ident(function);
        index.and_then(part).map(|(part, required)| {
            let value = if required {
                quote!(Some(self.#part))
            } else {
                quote!(self.#part)
            };
            quote! {
                fn #function(&self) -> Option<i64> {
                    #value
                }
            }
        })
    };
    let page_number = number("page_number", page.number);
    let page_count = number("page_count", page.count);
    Some(quote! {
        impl Page for #name {
            type Item = #item;

            fn into_items(self) -> Vec<Self::Item> {
                #items
            }

            #token

            #page_number

            #page_count
        }
    })
}

/// A type that is another under a name of its own: it is there because it contains itself.
pub(super) fn alias(
    cx: Cx<'_>,
    id: TypeId,
    def: &TypeDef,
    names: &TypeNames,
    ty: &Ty,
    uses: &mut Uses,
) -> Vec<TokenStream> {
    uses.runtime("json_field");
    let name = ident(&names.ident);
    let text = docs_of(&def.docs, &fallback(cx, id));
    let inner = cx.member_type(id, ty, uses);
    let definition = quote! {
        #text
        #[derive(Clone, Debug, PartialEq)]
        pub struct #name(pub #inner);
    };
    vec![definition, quote!(json_field!(#name, transparent);)]
}

/// What to say of a type of which the document says nothing.
pub(super) fn fallback(cx: Cx<'_>, id: TypeId) -> String {
    let method = |id: OperationId| cx.names.operation(id).map_or("", |names| names.id.as_str());
    let Some(context) = cx.model.ty(id).map(|def| &def.context) else {
        return String::new();
    };
    if cx
        .analysis
        .usage
        .get(&id)
        .is_some_and(|usage| usage.calls > 1)
    {
        return "Parameters that several operations have.".to_owned();
    }
    let whole = match &context.base {
        Base::Operation(operation, Role::Request) => {
            format!("what `{}` is given", method(*operation))
        }
        Base::Operation(operation, Role::Params) => {
            format!("the parameters of `{}`", method(*operation))
        }
        Base::Operation(operation, Role::Response) => {
            format!("what `{}` answers", method(*operation))
        }
        Base::Operation(operation, Role::Error) => {
            format!("what `{}` answers when it failed", method(*operation))
        }
        Base::Type(parent) => cx
            .doc_link(*parent)
            .unwrap_or_else(|| "a message".to_owned()),
        Base::Component(key) => format!("the schema `{key}`"),
    };
    let member = context.steps.iter().rev().find_map(|step| match step {
        Step::Member(name) => Some(name.as_str()),
        Step::Item | Step::Input | Step::Arm(..) => None,
    });
    match (context.steps.as_slice(), member) {
        ([Step::Input], _) => format!("What is sent of {whole}."),
        ([], _) => format!(
            "{}{}.",
            whole.get(..1).unwrap_or("").to_uppercase(),
            whole.get(1..).unwrap_or("")
        ),
        (_, Some(member)) => format!("The `{member}` of {whole}."),
        (_, None) => format!("A part of {whole}."),
    }
}

/// The docs of a type, or what can be said of it.
pub(super) fn type_docs(cx: Cx<'_>, id: TypeId, text: &Docs) -> TokenStream {
    docs_of(text, &fallback(cx, id))
}
