//! Docs as lines of Markdown, and as attributes.

use proc_macro2::TokenStream;
use quote::quote;

use super::example;
use super::wrap::wrapped;
use crate::plan::{Block, Docs};
use crate::text::Markdown;

/// The most columns of a line without its comment sign: 120 with that of the docs of a field.
const WIDTH: usize = 112;

/// The text of the docs of an item or of a module.
pub(super) fn text(docs: &Docs) -> String {
    let blocks: Vec<String> = docs.0.iter().map(block).collect();
    wrapped(&blocks.join("\n\n"), WIDTH)
}

/// Doc attributes, one a line.
pub(super) fn doc_attributes(text: &Docs) -> TokenStream {
    let text = self::text(text);
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

fn block(block: &Block) -> String {
    match block {
        Block::Text(text) => text.as_str().to_owned(),
        Block::List { title, items } => {
            let items: Vec<String> = items.iter().map(item).collect();
            let title = title.as_ref().map(|title| format!("{title}\n\n"));
            title.unwrap_or_default() + &items.join("\n")
        }
        Block::Example(example) => example::text(example),
    }
}

/// An element of a list. Further lines belong to it.
fn item(text: &Markdown) -> String {
    format!("- {}", text.as_str().replace('\n', "\n  "))
}
