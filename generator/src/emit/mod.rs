//! Stage 7: prints the plan as Rust.
//!
//! In: model, analysis and names. Out: [`Piece`]s, one a file. It decides nothing on the document's words and builds no name:
//! what it needs stands in the three inputs. Only this folder and `format` know `quote`.

mod api_txt;
mod call_example;
mod client;
mod crate_root;
mod enums;
mod examples;
mod group;
mod ids;
mod methods;
mod operations;
mod params;
mod resources;
mod rust_type;
mod scopes;
mod structs;
mod unions;
mod uses;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use crate::input::ModuleEntry;
use crate::model::{Group, GroupId, Model, Shape, TypeDef, TypeId};
use crate::names::{Names, Resource, TypeNames};
use crate::refine::Analysis;

pub use api_txt::{Signature, api_txt, signatures};
use uses::Uses;

/// A Rust file to be.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its path below the crate.
    pub path: String,
    /// Attributes of the whole file.
    pub inner: TokenStream,
    /// What it is about; the module's docs.
    pub docs: String,
    /// The imports, sorted.
    pub uses: Vec<TokenStream>,
    /// What it holds.
    pub items: Vec<TokenStream>,
}

/// What every emitter reads.
#[derive(Clone, Copy, Debug)]
struct Cx<'a> {
    model: &'a Model,
    analysis: &'a Analysis,
    names: &'a Names,
    /// The name of the crate, as code outside of it writes it.
    package: &'a str,
}

/// What follows from the documents.
#[derive(Clone, Debug, Default)]
pub struct Emitted {
    /// Rust files.
    pub pieces: Vec<Piece>,
    /// Other files, by path below the crate.
    pub data: Vec<(String, String)>,
}

/// Prints every file that follows from the documents.
#[must_use]
pub fn emit(
    model: &Model,
    analysis: &Analysis,
    names: &Names,
    package: &str,
    copied: &[ModuleEntry],
) -> Emitted {
    let package = package.replace('-', "_");
    let cx = Cx {
        model,
        analysis,
        names,
        package: &package,
    };
    let mut pieces = vec![crate_root::piece(cx, copied), client::piece(cx)];
    pieces.extend(operations::pieces(cx));
    pieces.extend(ids::piece(cx));
    for (id, group) in model.iter_groups() {
        pieces.extend(group::pieces(cx, id, group));
    }
    for piece in &mut pieces {
        piece.path.insert_str(0, "src/");
    }
    let (tests, data) = examples::pieces(cx);
    pieces.extend(tests);
    Emitted { pieces, data }
}

impl<'a> Cx<'a> {
    /// The types that a module of an API holds, in the order of their names.
    fn types_in(self, group: GroupId, home: &str) -> Vec<(TypeId, &'a TypeDef, &'a TypeNames)> {
        let mut found: Vec<_> = self
            .names
            .types
            .iter()
            .filter(|(_, names)| names.home == home)
            .filter_map(|(id, names)| Some((*id, self.model.ty(*id)?, names)))
            .filter(|(_, def, _)| def.group == group)
            .collect();
        found.sort_by(|left, right| left.2.ident.cmp(&right.2.ident));
        found
    }

    fn resources_of(self, group: GroupId) -> impl Iterator<Item = &'a Resource> {
        self.names
            .resources
            .iter()
            .filter(move |resource| resource.group == group)
    }

    /// The module of an API as a path below the crate.
    fn module(self, group: GroupId) -> Option<&'a str> {
        self.model.group(group)?.module.as_deref()
    }
}

/// The items of one type.
fn type_items(
    cx: Cx<'_>,
    id: TypeId,
    def: &TypeDef,
    names: &TypeNames,
    uses: &mut Uses,
) -> Vec<TokenStream> {
    match &def.shape {
        Shape::Struct { fields, extra } => {
            structs::items(cx, id, def, names, fields, extra.as_ref(), uses)
        }
        Shape::Enum { variants } => enums::items(def, names, variants, uses),
        Shape::Union { tag, arms } => unions::items(cx, id, def, names, tag.as_deref(), arms, uses),
        Shape::Alias(ty) => structs::alias(cx, id, def, names, ty, uses),
    }
}

/// The attribute of a cargo feature, if the API has one.
fn feature(group: &Group) -> TokenStream {
    match &group.feature {
        Some(feature) => quote!(#[cfg(feature = #feature)]),
        None => TokenStream::new(),
    }
}

/// The attribute of what names a part of an API from outside of its module.
fn outer_feature(group: &Group, own: Option<&String>) -> TokenStream {
    match (&group.feature, own) {
        (Some(outer), Some(inner)) => {
            quote!(#[cfg(all(feature = #outer, feature = #inner))])
        }
        (Some(feature), None) | (None, Some(feature)) => quote!(#[cfg(feature = #feature)]),
        (None, None) => TokenStream::new(),
    }
}

/// The attribute of a resource, or of a module, within its API's module.
fn inner_feature(feature: Option<&String>) -> Option<TokenStream> {
    feature.map(|feature| quote!(#[cfg(feature = #feature)]))
}

fn ident(name: &str) -> Ident {
    match syn::parse_str::<Ident>(name) {
        Ok(ident) => ident,
        // A fault of `names`, which the format stage then reports with the file's name.
        Err(_) => format_ident!("invalid_name"),
    }
}

fn method_ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// Doc attributes, a line each.
fn docs(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| {
        let line = if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        };
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// What a document says, followed by its constraints; `fallback` where it says nothing.
fn docs_of(docs_of: &crate::model::Docs, fallback: &str) -> TokenStream {
    docs(&doc_text(docs_of, fallback))
}

fn doc_text(docs: &crate::model::Docs, fallback: &str) -> String {
    let mut text = if docs.text.is_empty() {
        fallback.to_owned()
    } else {
        docs.text.clone()
    };
    let mut constraints = docs.constraints.clone();
    if docs.deprecated {
        constraints.push("Deprecated by the server.".to_owned());
    }
    if !constraints.is_empty() {
        // Behind the last words where they are plain prose, in a paragraph of their own behind a list or code.
        let last = text.lines().last().unwrap_or("");
        let prose = !last
            .trim_start()
            .starts_with(['-', '>', '|', '`', '*', '1'])
            && !last.starts_with(' ');
        let ended = last.ends_with(['.', '!', '?', ':']);
        let wordy = last
            .ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '`' | '"' | '*' | '_'));
        text.push_str(match (prose, ended, wordy) {
            (true, true, _) => " ",
            (true, false, true) => ". ",
            _ => "\n\n",
        });
        text.push_str(&constraints.join(" "));
    }
    text
}
