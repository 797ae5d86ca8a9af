//! Prints structs, newtypes and type aliases.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::doc_attributes;
use super::tokens::{deprecated, doc_alias, ident, item};
use super::types::{argument, converted, map, ty};
use super::uses::Uses;
use super::writes;
use crate::plan::{
    Accepts, AliasPlan, ConstructorPlan, Conversion, FieldPlan, FixedPlan, Initial, Name,
    NumberConversion, PageField, PageNumber, PagePlan, RequiredItem, RequiredPlan, SetterPlan,
    SharedParamsPlan, StructPlan, Takes, TypeExpr,
};

/// Prints a struct with its constructor, setters and implementations.
pub(super) fn items(plan: &StructPlan, uses: &mut Uses) -> Vec<TokenStream> {
    let mut items = vec![definition(plan, uses)];
    if plan.object {
        items.push(object(plan, uses));
    }
    items.extend(builder(plan, uses));
    let writes = plan.params.iter();
    items.extend(writes.map(|writes| writes::params(&plan.path, writes, uses)));
    let page = plan.page.iter();
    items.extend(page.map(|page| self::page(plan, page, uses)));
    items
}

fn definition(plan: &StructPlan, uses: &mut Uses) -> TokenStream {
    let name = item(&plan.path);
    let docs = doc_attributes(&plan.docs);
    let fields: Vec<TokenStream> = plan.fields.iter().map(|plan| field(plan, uses)).collect();
    let extra = plan.extra.as_ref().map(|extra| {
        let (docs, name) = (doc_attributes(&extra.docs), ident(&extra.name));
        let ty = ty(&extra.ty, uses);
        quote!(#docs pub #name: #ty)
    });
    let default = plan.default.then(|| quote!(Default,));
    let deprecated = deprecated(plan.deprecated.as_ref());
    quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, #default PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            #extra
        }
    }
}

fn field(plan: &FieldPlan, uses: &mut Uses) -> TokenStream {
    let (docs, name) = (doc_attributes(&plan.docs), ident(&plan.name));
    let ty = ty(&plan.ty, uses);
    let alias = doc_alias(plan.alias.as_ref());
    let deprecated = deprecated(plan.deprecated.as_ref());
    let public = plan.fixed.is_none().then(|| quote!(pub));
    quote! {
        #docs
        #alias
        #deprecated
        #public #name: #ty
    }
}

/// Prints the `json_object!` call of a struct.
fn object(plan: &StructPlan, uses: &mut Uses) -> TokenStream {
    uses.import_runtime("json_object");
    let name = item(&plan.path);
    let fields = plan.fields.iter().map(|plan| {
        let field = ident(&plan.name);
        let wire = plan.wire.as_ref().map(|wire| quote!(= #wire));
        let null = plan.nullable.then(|| quote!(or null));
        let required = plan.required.then(|| quote!(!));
        let fixed = plan.fixed.as_ref().map(|value| {
            let value = fixed_value(value);
            quote!(is #value)
        });
        quote!(#field #required #wire #null #fixed)
    });
    let extra = plan.extra.iter().map(|extra| {
        let name = ident(&extra.name);
        quote!(..#name)
    });
    let fields = fields.chain(extra);
    quote!(json_object!(#name => #(#fields),*);)
}

fn fixed_value(value: &FixedPlan) -> TokenStream {
    match value {
        FixedPlan::Text(text) => quote!(#text),
        FixedPlan::Int(number) => {
            let number = match i32::try_from(*number) {
                Ok(number) => Literal::i32_unsuffixed(number),
                Err(_) => Literal::i64_suffixed(*number),
            };
            quote!(#number)
        }
        FixedPlan::Bool(value) => quote!(#value),
    }
}

/// Prints `new` and the setters.
fn builder(plan: &StructPlan, uses: &mut Uses) -> Option<TokenStream> {
    let name = item(&plan.path);
    let new = plan.constructor.as_ref();
    let new = new.map(|plan| constructor(plan, uses));
    let setters: Vec<TokenStream> = plan.setters.iter().map(|plan| setter(plan, uses)).collect();
    (new.is_some() || !setters.is_empty()).then(|| {
        quote! {
            impl #name {
                #new

                #(#setters)*
            }
        }
    })
}

fn constructor(plan: &ConstructorPlan, uses: &mut Uses) -> TokenStream {
    let docs = doc_attributes(&plan.docs);
    let arguments: Vec<TokenStream> = match &plan.takes {
        Takes::Arguments(plans) => plans.iter().map(|plan| argument(plan, uses)).collect(),
        Takes::Named(plan) => {
            let required = required_type(plan);
            vec![quote!(required: #required)]
        }
    };
    let values: Vec<TokenStream> = plan
        .values
        .iter()
        .map(|(name, initial)| value(name, initial, uses))
        .collect();
    quote! {
        #docs
        #[must_use]
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    }
}

/// Prints the type of a struct of required fields. The type has a lifetime if a field is a `&str`.
fn required_type(plan: &RequiredPlan) -> TokenStream {
    let name = item(&plan.path);
    if plan.borrows {
        quote!(#name<'_>)
    } else {
        quote!(#name)
    }
}

/// Prints a struct of required fields. Its conversion creates the full struct: `AccountCreateRequired` becomes
/// `AccountCreate`.
pub(super) fn required(required: &RequiredItem, uses: &mut Uses) -> Vec<TokenStream> {
    let plan = &required.plan;
    let docs = doc_attributes(&required.docs);
    let (name, of) = (item(&plan.path), item(&plan.of));
    let fields = plan
        .fields
        .iter()
        .zip(&required.fields)
        .map(|(field, docs)| {
            let (docs, name) = (doc_attributes(docs), ident(&field.name));
            let ty = ty(&field.ty, uses);
            quote!(#docs pub #name: #ty)
        });
    let lifetime = plan.borrows.then(|| quote!(<'a>));
    let copy = plan.copy.then(|| quote!(Copy,));
    let definition = quote! {
        #docs
        #[derive(Clone, #copy Debug, PartialEq)]
        pub struct #name #lifetime {
            #(#fields,)*
        }
    };
    let (required, from) = (required_type(plan), uses.prelude("From"));
    let conversion = quote! {
        impl #from<#required> for #of {
            fn from(required: #required) -> Self {
                Self::new(required)
            }
        }
    };
    vec![definition, conversion]
}

/// Prints the initial value of a field in a constructor.
fn value(name: &Name, initial: &Initial, uses: &mut Uses) -> TokenStream {
    let field = ident(name);
    match initial {
        Initial::Argument(Accepts::Value(_)) => quote!(#field),
        Initial::Argument(accepts) => {
            let value = converted(name, accepts, uses);
            quote!(#field: #value)
        }
        Initial::Required(conversion) => match conversion {
            Conversion::None => quote!(#field: required.#field),
            Conversion::Into => quote!(#field: required.#field.into()),
            Conversion::MapInto => {
                let into = uses.prelude("Into");
                quote!(#field: required.#field.map(#into::into))
            }
            Conversion::Boxed => {
                let boxed = uses.prelude("Box");
                quote!(#field: #boxed::new(required.#field))
            }
        },
        Initial::None => {
            let none = uses.prelude("None");
            quote!(#field: #none)
        }
        Initial::Keep => {
            let patch = uses.runtime("Patch");
            quote!(#field: #patch::Keep)
        }
        Initial::Default(TypeExpr::Map(_)) => {
            let map = map(uses);
            quote!(#field: #map::default())
        }
        Initial::Default(plain) => {
            let plain = ty(plain, uses);
            quote!(#field: #plain::default())
        }
    }
}

/// Prints the macro call that defines a setter.
fn setter(plan: &SetterPlan, uses: &mut Uses) -> TokenStream {
    uses.import_runtime("setter");
    let field = ident(&plan.field);
    let deprecated = deprecated(plan.deprecated.as_ref());
    let mut printed = |expr: &TypeExpr| ty(expr, uses);
    match &plan.accepts {
        Accepts::Value(value) => {
            let value = printed(value);
            quote!(setter!(#deprecated #field, #value);)
        }
        Accepts::Into(target) => {
            let target = printed(target);
            quote!(setter!(#deprecated #field, into #target);)
        }
        Accepts::Boxed(target) => {
            let target = printed(target);
            quote!(setter!(#deprecated #field, boxed #target);)
        }
        Accepts::Each(element) => {
            let element = printed(element);
            quote!(setter!(#deprecated #field, list #element);)
        }
        Accepts::Patch(target) => {
            let target = printed(target);
            quote!(setter!(#deprecated #field, patch #target);)
        }
    }
}

/// Prints the implementation of the trait `Page`, through which the client reads pages.
fn page(plan: &StructPlan, page: &PagePlan, uses: &mut Uses) -> TokenStream {
    let (page_trait, option) = (uses.runtime("Page"), uses.prelude("Option"));
    let (vec, some) = (uses.prelude("Vec"), uses.prelude("Some"));
    let name = item(&plan.path);
    let item = ty(&page.item, uses);
    let field = ident(&page.items.name);
    let items = if page.items.optional {
        quote!(self.#field.unwrap_or_default())
    } else {
        quote!(self.#field)
    };
    let token = page.token.as_ref();
    let token = token.map(|field| next_token(field, &option, &some));
    let numbers = [
        (quote!(page_number), &page.number),
        (quote!(page_count), &page.count),
        (quote!(total_records), &page.total),
    ];
    let numbers = numbers.into_iter().filter_map(|(method, field)| {
        let value = number(field.as_ref()?, uses);
        Some(quote! {
            fn #method(&self) -> #option<i64> {
                #value
            }
        })
    });
    let wire = &page.items_wire;
    quote! {
        impl #page_trait for #name {
            type Item = #item;

            const ITEMS: &'static str = #wire;

            fn into_items(self) -> #vec<Self::Item> {
                #items
            }

            #token

            #(#numbers)*
        }
    }
}

fn next_token(field: &PageField, option: &TokenStream, some: &TokenStream) -> TokenStream {
    let name = ident(&field.name);
    let value = if field.optional {
        quote!(self.#name.as_deref())
    } else {
        quote!(#some(&self.#name))
    };
    quote! {
        fn next_token(&self) -> #option<&str> {
            #value
        }
    }
}

fn number(number: &PageNumber, uses: &mut Uses) -> TokenStream {
    let name = ident(&number.field.name);
    match (number.conversion, number.field.optional) {
        (NumberConversion::None, true) => quote!(self.#name),
        (NumberConversion::None, false) => {
            let some = uses.prelude("Some");
            quote!(#some(self.#name))
        }
        (NumberConversion::TryInto, true) => {
            quote!(self.#name.and_then(|number| number.try_into().ok()))
        }
        (NumberConversion::TryInto, false) => quote!(self.#name.try_into().ok()),
    }
}

/// Prints a newtype.
pub(super) fn alias(plan: &AliasPlan, uses: &mut Uses) -> Vec<TokenStream> {
    uses.import_runtime("json_field");
    let name = item(&plan.path);
    let docs = doc_attributes(&plan.docs);
    let inner = ty(&plan.ty, uses);
    let deprecated = deprecated(plan.deprecated.as_ref());
    let definition = quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, PartialEq)]
        pub struct #name(pub #inner);
    };
    vec![definition, quote!(json_field!(#name, transparent);)]
}

/// Prints the alias that an operation has for its struct of parameters. Another operation defines this struct.
pub(super) fn shared_params(plan: &SharedParamsPlan, uses: &mut Uses) -> Vec<TokenStream> {
    let (docs, name, of) = (
        doc_attributes(&plan.docs),
        item(&plan.path),
        uses.item(&plan.of),
    );
    vec![quote!(#docs pub type #name = #of;)]
}
