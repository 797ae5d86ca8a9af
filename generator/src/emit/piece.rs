//! Rust files before formatting.

use proc_macro2::TokenStream;

use super::links::LocalLinks;

/// This character separates the lines of a doc attribute. Markdown never contains it, because control characters are
/// removed.
pub const LINE_BREAK: char = '\u{1}';

/// A Rust file before formatting.
#[derive(Clone, Debug)]
pub struct Piece {
    /// The path of the file, relative to the crate.
    pub path: String,
    /// The attributes of the file itself, such as `#![expect(deprecated)]`.
    pub inner: Vec<TokenStream>,
    /// The docs of the module, as Markdown.
    pub docs: String,
    /// The imports, in order.
    pub uses: Vec<TokenStream>,
    /// The items of the file. A doc attribute contains all lines of an item's docs, separated by [`LINE_BREAK`].
    pub items: Vec<TokenStream>,
    /// The links in docs that are printed without a path.
    pub links: LocalLinks,
}
