//! How parameters and form bodies are written.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use super::rust_type::runtime;
use super::uses::Uses;
use crate::model::{Encoding, Field, ParamLocation, Ty};
use crate::names::TypeNames;

/// The implementation of `Params`.
pub(super) fn implementation(names: &TypeNames, fields: &[Field], uses: &mut Uses) -> TokenStream {
    uses.runtime("Params");
    uses.runtime("Request");
    let name = ident(&names.ident);
    let calls: Vec<TokenStream> = fields
        .iter()
        .zip(&names.fields)
        .map(|(field, part)| {
            let part = ident(part);
            written(
                &field.wire,
                field.location.unwrap_or(ParamLocation::Query),
                field.encoding,
                &field.ty,
                &quote!(&self.#part),
                uses,
            )
        })
        .collect();
    quote! {
        impl Params for #name {
            fn apply(&self, request: &mut Request) {
                #(#calls)*
            }
        }
    }
}

/// The statement that writes a value to the request `to`.
pub(super) fn written(
    wire: &str,
    location: ParamLocation,
    encoding: Encoding,
    ty: &Ty,
    value: &TokenStream,
    uses: &mut Uses,
) -> TokenStream {
    let list = list_style(location, encoding, ty, uses);
    match (location, encoding, list) {
        (ParamLocation::Query, _, Some(style)) => {
            quote!(request.query_list(#wire, #value, #style);)
        }
        (ParamLocation::Form, _, Some(style)) => quote!(request.form_list(#wire, #value, #style);),
        (ParamLocation::Query, Encoding::Json, None) => quote!(request.query_json(#wire, #value);),
        (ParamLocation::Query, Encoding::DeepObject, None) => {
            quote!(request.query_deep_object(#wire, #value);)
        }
        (ParamLocation::Query, Encoding::ExplodedObject, None) => {
            quote!(request.query_object(#value);)
        }
        (
            ParamLocation::Form,
            Encoding::Json | Encoding::DeepObject | Encoding::ExplodedObject,
            None,
        ) => {
            quote!(request.form_json(#wire, #value);)
        }
        (ParamLocation::Part, ..) if is_file(ty) => quote!(request.file(#wire, #value);),
        (ParamLocation::Part, _, Some(style)) => quote!(request.part_list(#wire, #value, #style);),
        (ParamLocation::Part, Encoding::Json, None) => quote!(request.part_json(#wire, #value);),
        (
            ParamLocation::Part,
            Encoding::DeepObject | Encoding::ExplodedObject | Encoding::ByValue,
            None,
        ) => {
            quote!(request.part_value(#wire, #value);)
        }
        (ParamLocation::Part, _, None) => quote!(request.part(#wire, #value);),
        (ParamLocation::Query, _, None) | (ParamLocation::Path, ..) => {
            quote!(request.query(#wire, #value);)
        }
        (ParamLocation::Form, _, None) => quote!(request.form(#wire, #value);),
        (
            ParamLocation::Header,
            Encoding::Json | Encoding::ExplodedObject | Encoding::DeepObject,
            _,
        ) => {
            quote!(request.header_json(#wire, #value);)
        }
        (
            ParamLocation::Cookie,
            Encoding::Json | Encoding::ExplodedObject | Encoding::DeepObject,
            _,
        ) => {
            quote!(request.cookie_json(#wire, #value);)
        }
        (ParamLocation::Header, ..) => quote!(request.header(#wire, #value);),
        (ParamLocation::Cookie, _, Some(style)) => {
            quote!(request.cookie_list(#wire, #value, #style);)
        }
        (ParamLocation::Cookie, ..) => quote!(request.cookie(#wire, #value);),
    }
}

/// How a list is written as one text, where it is. A header that stands several times means the same as a list.
fn list_style(
    location: ParamLocation,
    encoding: Encoding,
    ty: &Ty,
    uses: &mut Uses,
) -> Option<TokenStream> {
    let name = match encoding {
        _ if matches!(location, ParamLocation::Header | ParamLocation::Path) => return None,
        Encoding::CommaDelimited if matches!(ty, Ty::List(_)) => "Comma",
        Encoding::SpaceDelimited => "Space",
        Encoding::PipeDelimited => "Pipe",
        Encoding::Text
        | Encoding::DoublePercent
        | Encoding::CommaDelimited
        | Encoding::Json
        | Encoding::DeepObject
        | Encoding::ExplodedObject
        | Encoding::ByValue => return None,
    };
    let (enumeration, name) = (runtime("ListStyle", uses), ident(name));
    Some(quote!(#enumeration::#name))
}

fn is_file(ty: &Ty) -> bool {
    match ty {
        Ty::List(inner) => is_file(inner),
        other => *other == Ty::File,
    }
}
