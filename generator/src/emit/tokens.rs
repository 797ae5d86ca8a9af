//! Prints identifiers, paths and attributes. All other files of `emit` use these functions.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::plan::{Deprecation, ItemPath, ModulePath, Name};

pub(super) fn ident(name: &Name) -> Ident {
    Ident::new(name.as_str(), Span::call_site())
}

/// Returns the identifier of an item that the file imports or defines.
pub(super) fn item(path: &ItemPath) -> Ident {
    ident(&path.name)
}

/// Prints the absolute path of an item within the crate.
pub(super) fn path(path: &ItemPath) -> TokenStream {
    let (module, name) = (steps(&path.module), item(path));
    quote!(crate #module :: #name)
}

/// Prints the path of an item relative to `module`, or its absolute path if the item is not inside `module`.
pub(super) fn path_from(module: &ModulePath, item: &ItemPath) -> TokenStream {
    match item.module.steps().strip_prefix(module.steps()) {
        Some(steps) => {
            let (steps, name) = (steps.iter().map(ident), ident(&item.name));
            quote!(#(#steps ::)* #name)
        }
        None => path(item),
    }
}

/// Prints the path of an item for code outside of the crate.
pub(super) fn outer_path(package: &Name, path: &ItemPath) -> TokenStream {
    let (package, module, name) = (ident(package), steps(&path.module), item(path));
    quote!(#package #module :: #name)
}

fn steps(module: &ModulePath) -> TokenStream {
    let steps = module.steps().iter().map(ident);
    quote!(#(:: #steps)*)
}

/// Prints the `cfg` attribute of an item that requires all listed Cargo features.
pub(super) fn gate<S: AsRef<str>>(features: &[S]) -> TokenStream {
    let features: Vec<&str> = features.iter().map(AsRef::as_ref).collect();
    match features.as_slice() {
        [] => TokenStream::new(),
        [feature] => quote!(#[cfg(feature = #feature)]),
        several => quote!(#[cfg(all(#(feature = #several),*))]),
    }
}

/// Prints the `deprecated` attribute.
pub(super) fn deprecated(plan: Option<&Deprecation>) -> Option<TokenStream> {
    let note = plan?.note.as_ref();
    Some(note.map_or_else(
        || quote!(#[deprecated]),
        |note| quote!(#[deprecated = #note]),
    ))
}

/// Prints the `expect` attribute of code that uses deprecated items.
pub(super) fn expects_deprecated() -> TokenStream {
    quote!(#[expect(deprecated, reason = "the documents still have it")])
}
