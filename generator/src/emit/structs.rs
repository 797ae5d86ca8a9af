//! Prints structs, newtypes and type aliases.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::doc_attributes;
use super::layout;
use super::piece::{Block, Code};
use super::tokens::{deprecated, ident, item};
use super::types::{argument, converted, map, ty, ty_text};
use super::uses::Uses;
use super::writes;
use crate::plan::{
    Accepts, AliasPlan, ConstructorPlan, Conversion, FieldPlan, FixedPlan, Initial, Name,
    NumberConversion, PageField, PageNumber, PagePlan, RequiredItem, RequiredPlan, SetterPlan,
    SharedParamsPlan, StructPlan, Takes, TypeExpr,
};

/// Prints a struct with its constructor, setters and implementations.
pub(super) fn items(plan: &StructPlan, uses: &mut Uses) -> Vec<Code> {
    let mut items = vec![definition(plan, uses)];
    if plan.object {
        items.push(object(plan, uses));
    }
    items.extend(builder(plan, uses));
    let writes = plan.params.iter();
    items.extend(writes.flat_map(|writes| writes::params(&plan.path, writes, uses)));
    let page = plan.page.iter();
    items.extend(page.map(|page| Code::from(self::page(plan, page, uses))));
    items
}

fn definition(plan: &StructPlan, uses: &mut Uses) -> Code {
    let mut text = String::new();
    layout::docs(&mut text, &plan.docs, "");
    layout::deprecated(&mut text, plan.deprecated.as_ref(), "");
    let is_optional = is_optional_object(plan);
    text.push_str("#[derive(Clone");
    text.push_str(if is_optional { "" } else { ", Debug" });
    text.push_str(if plan.default { ", Default" } else { "" });
    text.push_str(if is_optional { "" } else { ", PartialEq" });
    for derive in &plan.derives {
        text.push_str(", ");
        text.push_str(derive.name());
    }
    text.push_str(")]\n#[non_exhaustive]\npub struct ");
    text.push_str(plan.path.name.as_str());
    if plan.fields.is_empty() && plan.extra.is_none() {
        text.push_str(" {}\n");
        return Code::Text(text);
    }
    text.push_str(" {\n");
    for field in &plan.fields {
        self::field(&mut text, field, uses);
    }
    if let Some(extra) = &plan.extra {
        layout::docs(&mut text, &extra.docs, FIELD);
        let ty = ty_text(&extra.ty, uses);
        named(&mut text, "pub ", &extra.name, &ty);
    }
    text.push_str("}\n");
    Code::Text(text)
}

/// The indentation of a field.
const FIELD: &str = "    ";

fn field(text: &mut String, plan: &FieldPlan, uses: &mut Uses) {
    layout::docs(text, &plan.docs, FIELD);
    layout::doc_alias(text, plan.alias.as_ref(), FIELD);
    layout::deprecated(text, plan.deprecated.as_ref(), FIELD);
    let ty = ty_text(&plan.ty, uses);
    let public = if plan.fixed.is_none() { "pub " } else { "" };
    named(text, public, &plan.name, &ty);
}

fn named(text: &mut String, visibility: &str, name: &Name, ty: &str) {
    for part in [FIELD, visibility, name.as_str(), ": ", ty, ",\n"] {
        text.push_str(part);
    }
}

/// Returns whether the struct is a JSON object whose fields are all optional. The runtime's macro for these objects also
/// implements `Debug` and `PartialEq`. A struct with further derives derives these traits too.
fn is_optional_object(plan: &StructPlan) -> bool {
    let mut fields = plan.fields.iter();
    plan.object
        && plan.derives.is_empty()
        && !plan.fields.is_empty()
        && fields.all(|field| !field.required && field.fixed.is_none())
}

/// Prints the call of `optional_object!` or `json_object!` of a struct.
fn object(plan: &StructPlan, uses: &mut Uses) -> Code {
    let macro_name = if is_optional_object(plan) {
        "optional_object"
    } else {
        "json_object"
    };
    uses.import_runtime(macro_name);
    let mut text = format!("{} =>", plan.path.name.as_str());
    let mut separator = " ";
    for field in &plan.fields {
        text.push_str(separator);
        text.push_str(field.name.as_str());
        text.push_str(if field.required { "!" } else { "" });
        if let Some(wire) = &field.wire {
            text.push_str(" = ");
            text.push_str(&layout::literal(wire));
        }
        text.push_str(if field.nullable { " or null" } else { "" });
        if let Some(value) = &field.fixed {
            text.push_str(" is ");
            text.push_str(&fixed_value(value));
        }
        separator = ", ";
    }
    if let Some(extra) = &plan.extra {
        text.push_str(separator);
        text.push_str("..");
        text.push_str(extra.name.as_str());
    }
    Code::Text(layout::call(macro_name, &text, ""))
}

fn fixed_value(value: &FixedPlan) -> String {
    match value {
        FixedPlan::Text(text) => layout::literal(text),
        FixedPlan::Int(number) => match i32::try_from(*number) {
            Ok(number) => Literal::i32_unsuffixed(number).to_string(),
            Err(_) => Literal::i64_suffixed(*number).to_string(),
        },
        FixedPlan::Bool(value) => value.to_string(),
    }
}

/// Prints `new` and the setters.
fn builder(plan: &StructPlan, uses: &mut Uses) -> Option<Code> {
    let name = item(&plan.path);
    let new = plan.constructor.as_ref();
    let new = new.map(|new| (constructor(new, uses).to_string(), false));
    let setters = plan.setters.iter().map(|plan| {
        let (arguments, has_layout) = setter(plan, uses);
        (layout::call("setter", &arguments, FIELD), has_layout)
    });
    let items: Vec<(String, bool)> = new.into_iter().chain(setters).collect();
    (!items.is_empty()).then(|| {
        Code::Block(Block {
            header: format!("impl {name}"),
            items,
        })
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

/// Prints the arguments of the macro call that defines a setter. Also returns whether they have the layout of a macro call.
fn setter(plan: &SetterPlan, uses: &mut Uses) -> (String, bool) {
    uses.import_runtime("setter");
    let deprecated = layout::deprecated_attribute(plan.deprecated.as_ref());
    let deprecated = deprecated
        .map(|attribute| attribute + " ")
        .unwrap_or_default();
    let (word, target) = match &plan.accepts {
        Accepts::Value(value) => ("", value),
        Accepts::Into(target) => ("into ", target),
        Accepts::Boxed(target) => ("boxed ", target),
        Accepts::Each(element) => ("list ", element),
        Accepts::Patch(target) => ("patch ", target),
    };
    let ty = ty_text(target, uses);
    let field = plan.field.as_str();
    // In a macro call, `prettyplease` puts spaces around angle brackets. It puts fewer spaces into paths.
    let has_layout = !ty.contains("::") && deprecated.is_empty();
    if target.is_external() && deprecated.is_empty() {
        // `prettyplease` would print `patch ::chrono` without the space.
        return (format!("{field}, {word}{ty}"), true);
    }
    let ty = ty.replace('<', " < ").replace('>', " >");
    (format!("{deprecated}{field}, {word}{ty}"), has_layout)
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
    let id = page.id.as_ref();
    let token = token.or_else(|| Some(id_of_last(id?, page, &option, &some, uses)));
    let more = page.more.as_ref().map(|field| {
        let name = ident(&field.name);
        let value = if field.optional {
            quote!(self.#name)
        } else {
            quote!(#some(self.#name))
        };
        quote! {
            fn has_more(&self) -> #option<bool> {
                #value
            }
        }
    });
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

            #more

            #(#numbers)*
        }
    }
}

/// Prints the method that returns the id of the last item, unless no more pages follow.
fn id_of_last(
    id: &PageField,
    page: &PagePlan,
    option: &TokenStream,
    some: &TokenStream,
    uses: &mut Uses,
) -> TokenStream {
    let (items, name) = (ident(&page.items.name), ident(&id.name));
    let last = if page.items.optional {
        quote!(self.#items.as_ref()?.last()?)
    } else {
        quote!(self.#items.last()?)
    };
    let none = uses.prelude("None");
    let end = page.more.as_ref().map(|more| {
        let more_name = ident(&more.name);
        let is_end = if more.optional {
            quote!(self.#more_name == #some(false))
        } else {
            quote!(!self.#more_name)
        };
        quote!(if #is_end { return #none; })
    });
    let value = if id.optional {
        quote!(last.#name.as_deref())
    } else {
        quote!(#some(&last.#name))
    };
    quote! {
        fn next_token(&self) -> #option<&str> {
            #end
            let last = #last;
            #value
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
