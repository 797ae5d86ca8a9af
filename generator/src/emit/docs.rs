//! Docs as Markdown and as attributes.

use proc_macro2::TokenStream;
use quote::quote;

use super::example;
use super::wrap::wrapped;
use crate::plan::{Block, Docs};
use crate::text::Markdown;

/// The maximum width of a line of docs, without `///`. With `///` and the indentation of a field, the line has 120 columns.
const WIDTH: usize = 112;

/// Prints docs as Markdown with line breaks.
pub(super) fn text(docs: &Docs) -> String {
    let blocks: Vec<String> = docs.0.iter().map(block).collect();
    wrapped(&blocks.join("\n\n"), WIDTH)
}

/// Prints docs as attributes, one for each line.
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

/// Prints a list item. Continuation lines are indented.
fn item(text: &Markdown) -> String {
    format!("- {}", text.as_str().replace('\n', "\n  "))
}
