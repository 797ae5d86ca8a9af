//! Prints the statements that write parameters and form fields to a request.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{ident, item};
use super::uses::Uses;
use crate::plan::{ItemPath, ListStyle, Name, Notation, Style, Write, WriteCall};

/// Prints the implementation of the runtime's trait `Params`.
pub(super) fn params(path: &ItemPath, writes: &[(Name, Write)], uses: &mut Uses) -> TokenStream {
    let (params, request) = (uses.runtime("Params"), uses.runtime("Request"));
    let name = item(path);
    let statements: Vec<TokenStream> = writes
        .iter()
        .map(|(field, write)| {
            let field = ident(field);
            statement(write, &quote!(&self.#field), uses)
        })
        .collect();
    quote! {
        impl #params for #name {
            fn apply(&self, request: &mut #request) {
                #(#statements)*
            }
        }
    }
}

/// Prints the statement that writes a value to the variable `request`.
pub(super) fn statement(write: &Write, value: &TokenStream, uses: &mut Uses) -> TokenStream {
    let wire = &write.wire;
    match &write.call {
        WriteCall::Query => quote!(request.query(#wire, #value);),
        WriteCall::QueryList(style) => {
            let style = list_style(*style, uses);
            quote!(request.query_list(#wire, #value, #style);)
        }
        WriteCall::QueryJson => quote!(request.query_json(#wire, #value);),
        WriteCall::QueryDeepObject => quote!(request.query_deep_object(#wire, #value);),
        WriteCall::QueryObject => quote!(request.query_object(#value);),
        WriteCall::QueryStyled(style) => {
            let style = param_style(*style, uses);
            quote!(request.query_styled(#wire, #value, #style);)
        }
        WriteCall::Form => quote!(request.form(#wire, #value);),
        WriteCall::FormList(style) => {
            let style = list_style(*style, uses);
            quote!(request.form_list(#wire, #value, #style);)
        }
        WriteCall::FormJson => quote!(request.form_json(#wire, #value);),
        WriteCall::FormValue => quote!(request.form_value(#wire, #value);),
        WriteCall::FormStyled(style) => {
            let style = param_style(*style, uses);
            quote!(request.form_styled(#wire, #value, #style);)
        }
        WriteCall::FormObject(styles) => {
            let styles: Vec<TokenStream> = styles
                .iter()
                .map(|(name, style)| {
                    let style = param_style(*style, uses);
                    quote!((#name, #style))
                })
                .collect();
            quote!(request.form_object(#value, &[#(#styles),*]);)
        }
        WriteCall::FileTyped(types) => quote!(request.file_typed(#wire, #value, &[#(#types),*]);),
        WriteCall::FileMap => quote!(request.file_map(#value);),
        WriteCall::File => quote!(request.file(#wire, #value);),
        WriteCall::Part => quote!(request.part(#wire, #value);),
        WriteCall::PartList(style) => {
            let style = list_style(*style, uses);
            quote!(request.part_list(#wire, #value, #style);)
        }
        WriteCall::PartJson => quote!(request.part_json(#wire, #value);),
        WriteCall::PartTyped(kind) => quote!(request.part_typed(#wire, #value, #kind);),
        WriteCall::PartJsonTyped(kind) => quote!(request.part_json_typed(#wire, #value, #kind);),
        WriteCall::PartValue => quote!(request.part_value(#wire, #value);),
        WriteCall::PartStyled(style) => {
            let style = param_style(*style, uses);
            quote!(request.part_styled(#wire, #value, #style);)
        }
        WriteCall::PartObject => quote!(request.part_object(#value);),
        WriteCall::PartGroups => {
            let params = uses.runtime("Params");
            quote!(#params::apply(#value, request);)
        }
        WriteCall::Header => quote!(request.header(#wire, #value);),
        WriteCall::HeaderJson => quote!(request.header_json(#wire, #value);),
        WriteCall::HeaderStyled(style) => {
            let style = param_style(*style, uses);
            quote!(request.header_styled(#wire, #value, #style);)
        }
        WriteCall::CookieStyled(style) => {
            let style = param_style(*style, uses);
            quote!(request.cookie_styled(#wire, #value, #style);)
        }
        WriteCall::Cookie => quote!(request.cookie(#wire, #value);),
        WriteCall::CookieList(style) => {
            let style = list_style(*style, uses);
            quote!(request.cookie_list(#wire, #value, #style);)
        }
        WriteCall::CookieJson => quote!(request.cookie_json(#wire, #value);),
    }
}

/// Prints a `ParamStyle` of the runtime.
pub(super) fn param_style(style: Style, uses: &mut Uses) -> TokenStream {
    let name = uses.runtime("ParamStyle");
    let notation = match style.notation {
        Notation::Simple => quote!(SIMPLE),
        Notation::Label => quote!(LABEL),
        Notation::Matrix => quote!(MATRIX),
        Notation::Form => quote!(FORM),
        Notation::Space => quote!(SPACE_DELIMITED),
        Notation::Pipe => quote!(PIPE_DELIMITED),
        Notation::DeepObject => quote!(DEEP_OBJECT),
        Notation::Json => quote!(JSON),
    };
    let exploded = style.exploded.then(|| quote!(.exploded()));
    let reserved = style.reserved.then(|| quote!(.allow_reserved()));
    let empty = style.empty.then(|| quote!(.allow_empty()));
    quote!(#name::#notation #exploded #reserved #empty)
}

fn list_style(style: ListStyle, uses: &mut Uses) -> TokenStream {
    let name = uses.runtime("ListStyle");
    match style {
        ListStyle::Comma => quote!(#name::Comma),
        ListStyle::Space => quote!(#name::Space),
        ListStyle::Pipe => quote!(#name::Pipe),
    }
}
