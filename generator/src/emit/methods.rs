//! Prints the methods of handles: their docs, their signatures, and the calls that build the request.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::doc_attributes;
use super::tokens::{deprecated, doc_alias, ident};
use super::types::{argument, ty, typed};
use super::uses::{RUNTIME, Uses};
use super::writes;
use crate::plan::{ArgumentPlan, MethodPlan, Reading, Send};

pub(super) fn method(plan: &MethodPlan, uses: &mut Uses) -> TokenStream {
    uses.import_trait(RUNTIME, "Scope");
    let (call, ops) = (uses.runtime("Call"), uses.add("crate", "ops"));
    let docs = doc_attributes(&plan.docs);
    let alias = doc_alias(plan.alias.as_ref());
    let deprecated = deprecated(plan.deprecated.as_ref());
    let (name, operation) = (ident(&plan.name), ident(&plan.operation));
    let mut arguments = Vec::new();
    let mut calls = Vec::new();
    for (argument, send) in &plan.arguments {
        arguments.push(self::argument(argument, uses));
        calls.push(sent(argument, send, uses));
    }
    let output = ty(&plan.output, uses);
    let params = plan.params.as_ref().map(|params| {
        let params = ty(params, uses);
        quote!(, #params)
    });
    let reading = match plan.reading {
        Reading::Empty => quote!(.empty()),
        Reading::Json => quote!(.response()),
        Reading::OptionalJson => quote!(.optional_response()),
        Reading::ByStatus => quote!(.response_by_status()),
        Reading::OptionalByStatus => quote!(.optional_response_by_status()),
        Reading::Text => quote!(.text()),
        Reading::OptionalText => quote!(.optional_text()),
        Reading::Bytes => quote!(.stream()),
        Reading::OptionalBytes => quote!(.optional_stream()),
    };
    quote! {
        #docs
        #alias
        #deprecated
        pub fn #name(&self, #(#arguments),*) -> #call<#output #params> {
            self.scope.request(&#ops::#operation) #(#calls)* #reading
        }
    }
}

/// Prints the call that writes an argument to the request.
fn sent(argument: &ArgumentPlan, send: &Send, uses: &mut Uses) -> TokenStream {
    let name = ident(&argument.name);
    let mut value = || typed(argument, uses);
    match send {
        Send::Path {
            wire,
            double: false,
        } => {
            let value = value();
            quote!(.path(#wire, &#value))
        }
        Send::Path { wire, double: true } => {
            let value = value();
            let encoding = uses.runtime("PathEncoding");
            quote!(.path_encoded(#wire, &#value, #encoding::DoubleWhenSlash))
        }
        Send::PathStyled { wire, style } => {
            let value = value();
            let style = writes::param_style(*style, uses);
            quote!(.path_styled(#wire, &#value, #style))
        }
        Send::Query(wire) => {
            let value = value();
            quote!(.query(#wire, &#value))
        }
        Send::Header(wire) => {
            let value = value();
            quote!(.header(#wire, &#value))
        }
        Send::Form(wire) => {
            let value = value();
            quote!(.form(#wire, &#value))
        }
        Send::Write(write) => {
            let value = value();
            let statement = writes::statement(write, &quote!(&#value), uses);
            quote!(.modify(|request| { #statement }))
        }
        Send::Params => quote!(.params(#name)),
        Send::Json {
            media_type: None,
            optional: false,
        } => quote!(.json_body(#name)),
        Send::Json {
            media_type: None,
            optional: true,
        } => quote!(.optional_json_body(#name)),
        Send::Json {
            media_type: Some(media_type),
            optional: false,
        } => quote!(.json_body_with_type(#media_type, #name)),
        Send::Json {
            media_type: Some(media_type),
            optional: true,
        } => quote!(.optional_json_body_with_type(#media_type, #name)),
        Send::Text { media_type } => quote!(.body(#media_type, #name.into())),
        Send::Bytes { media_type } => quote!(.body(#media_type, #name)),
        Send::Optional { media_type } => quote!(.optional_body(#media_type, #name)),
    }
}
