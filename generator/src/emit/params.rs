//! How parameters and form bodies are written.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use super::rust_type::runtime;
use super::uses::Uses;
use crate::model::{Encoding, Field, Place, Ty};
use crate::names::TypeNames;

/// The implementation of `Params`.
pub(super) fn implementation(names: &TypeNames, fields: &[Field], uses: &mut Uses) -> TokenStream {
    uses.runtime("Params");
    uses.runtime("Request");
    let name = ident(&names.ident);
    let calls: Vec<TokenStream> = fields
        .iter()
        .zip(&names.parts)
        .map(|(field, part)| {
            let part = ident(part);
            written(
                &field.wire,
                field.place.unwrap_or(Place::Query),
                field.encoding,
                &field.ty,
                &quote!(&self.#part),
                uses,
            )
        })
        .collect();
    quote! {
        impl Params for #name {
            fn apply(&self, to: &mut Request) {
                #(#calls)*
            }
        }
    }
}

/// The statement that writes a value to the request `to`.
pub(super) fn written(
    wire: &str,
    place: Place,
    encoding: Encoding,
    ty: &Ty,
    value: &TokenStream,
    uses: &mut Uses,
) -> TokenStream {
    let list = list_style(place, encoding, ty, uses);
    match (place, encoding, list) {
        (Place::Query, _, Some(style)) => quote!(to.query_list(#wire, #value, #style);),
        (Place::Form, _, Some(style)) => quote!(to.form_list(#wire, #value, #style);),
        (Place::Query, Encoding::Json, None) => quote!(to.query_json(#wire, #value);),
        (Place::Query, Encoding::Deep, None) => quote!(to.query_deep(#wire, #value);),
        (Place::Query, Encoding::Members, None) => quote!(to.query_members(#value);),
        (Place::Form, Encoding::Json | Encoding::Deep | Encoding::Members, None) => {
            quote!(to.form_json(#wire, #value);)
        }
        (Place::Part, ..) if is_file(ty) => quote!(to.file(#wire, #value);),
        (Place::Part, _, Some(style)) => quote!(to.part_list(#wire, #value, #style);),
        (Place::Part, Encoding::Json, None) => quote!(to.part_json(#wire, #value);),
        (Place::Part, Encoding::Deep | Encoding::Members | Encoding::Value, None) => {
            quote!(to.part_value(#wire, #value);)
        }
        (Place::Part, _, None) => quote!(to.part(#wire, #value);),
        (Place::Query, _, None) | (Place::Path, ..) => quote!(to.query(#wire, #value);),
        (Place::Form, _, None) => quote!(to.form(#wire, #value);),
        (Place::Header, Encoding::Json | Encoding::Members | Encoding::Deep, _) => {
            quote!(to.header_json(#wire, #value);)
        }
        (Place::Cookie, Encoding::Json | Encoding::Members | Encoding::Deep, _) => {
            quote!(to.cookie_json(#wire, #value);)
        }
        (Place::Header, ..) => quote!(to.header(#wire, #value);),
        (Place::Cookie, _, Some(style)) => quote!(to.cookie_list(#wire, #value, #style);),
        (Place::Cookie, ..) => quote!(to.cookie(#wire, #value);),
    }
}

/// How a list is written as one text, where it is. A header that stands several times means the same as a list.
fn list_style(place: Place, encoding: Encoding, ty: &Ty, uses: &mut Uses) -> Option<TokenStream> {
    let name = match encoding {
        _ if matches!(place, Place::Header | Place::Path) => return None,
        Encoding::Comma if matches!(ty, Ty::List(_)) => "Comma",
        Encoding::Space => "Space",
        Encoding::Pipe => "Pipe",
        Encoding::Text
        | Encoding::Double
        | Encoding::Comma
        | Encoding::Json
        | Encoding::Deep
        | Encoding::Members
        | Encoding::Value => return None,
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
