//! Prints the enum of error codes, and the class of each code.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::{self, doc_attributes};
use super::enums;
use super::links::LocalLinks;
use super::piece::{Code, Piece};
use super::tokens::item;
use super::uses::Uses;
use crate::plan::{ClassPlan, ErrorCodesPlan};

/// Prints the file that contains the enum of error codes.
pub(super) fn piece(plan: &ErrorCodesPlan) -> Piece {
    let path = &plan.definition.path;
    let mut uses = Uses::of(
        &path.module.to_string(),
        std::iter::once(path.name.as_str()),
    );
    let mut items = enums::items(&plan.definition, &mut uses);
    items.extend(class_of(plan, &mut uses).map(Code::from));
    Piece {
        path: "src/error_codes.rs".to_owned(),
        inner: Vec::new(),
        docs: docs::text(&plan.docs),
        links: LocalLinks::default(),
        uses: uses.items(),
        items,
    }
}

/// Prints the table of classes, and the method that returns the class of a code.
fn class_of(plan: &ErrorCodesPlan, uses: &mut Uses) -> [TokenStream; 2] {
    let name = item(&plan.definition.path);
    let (table_docs, docs) = (
        doc_attributes(&plan.classes_docs),
        doc_attributes(&plan.class_docs),
    );
    let (class_type, status_type) = (uses.runtime("FailureClass"), uses.runtime("StatusCode"));
    let (option, some, none) = (
        uses.prelude("Option"),
        uses.prelude("Some"),
        uses.prelude("None"),
    );
    let classes = plan.classes.iter().map(|class| {
        let ClassPlan { number, status, .. } = class;
        let number = enums::grouped(*number);
        let status = match status {
            Some(status) => {
                let status = enums::grouped(i64::from(*status));
                quote!(#some(#status))
            }
            None => none.clone(),
        };
        let variant = format_ident!("{}", format!("{:?}", class.class));
        quote!((#number, #status, #class_type::#variant))
    });
    let table = quote! {
        impl #name {
            #table_docs
            const CLASSES: &'static [(i64, #option<u16>, #class_type)] = &[#(#classes),*];
        }
    };
    let method = quote! {
        impl #name {
            #docs
            #[must_use]
            pub fn class(&self, status: #status_type) -> #option<#class_type> {
                let number = self.as_i64()?;
                let mut classes = Self::CLASSES.iter();
                let class = classes.find(|(code, only, _)| {
                    *code == number && only.is_none_or(|only| only == status.as_u16())
                });
                class.map(|(_, _, class)| *class)
            }
        }
    };
    [table, method]
}
