//! Prints docs as Markdown and as doc attributes.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::example;
use super::piece::LINE_BREAK;
use super::wrap::wrapped;
use crate::plan::{Block, Docs};
use crate::text::Markdown;

/// The maximum width of a line of docs, without `///`. With `///` and the indentation of a field, the line has 120 columns.
const WIDTH: usize = 112;

/// Prints docs as Markdown, in lines of at most [`WIDTH`] characters.
pub(super) fn text(docs: &Docs) -> String {
    let blocks: Vec<String> = docs.0.iter().map(block).collect();
    wrapped(&blocks.join("\n\n"), WIDTH)
}

/// Prints docs as one doc attribute that contains all lines. [`LINE_BREAK`] separates the lines.
pub(super) fn doc_attributes(text: &Docs) -> TokenStream {
    let text = self::text(text);
    if text.is_empty() {
        return TokenStream::new();
    }
    let mut lines = String::with_capacity(text.len() + 16);
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            lines.push(LINE_BREAK);
        }
        if !line.is_empty() {
            lines.push(' ');
            lines.push_str(line);
        }
    }
    let lines = literal(&lines);
    quote!(#[doc = #lines])
}

/// Prints a text as a raw string literal. In a normal literal, the compiler would have to process every escape.
fn literal(text: &str) -> Literal {
    let mut hashes = String::from("#");
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let raw = format!("r{hashes}\"{text}\"{hashes}");
    raw.parse().unwrap_or_else(|_| Literal::string(text))
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

/// Prints a list item. All lines after the first one are indented.
fn item(text: &Markdown) -> String {
    format!("- {}", text.as_str().replace('\n', "\n  "))
}
