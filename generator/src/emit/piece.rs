//! Rust files before formatting.

use proc_macro2::TokenStream;

/// A Rust file before formatting.
#[derive(Clone, Debug)]
pub struct Piece {
    /// The path of the file, relative to the crate.
    pub path: String,
    /// The inner attributes of the file.
    pub inner: Vec<TokenStream>,
    /// The docs of the module, as Markdown.
    pub docs: String,
    /// The imports, in order.
    pub uses: Vec<TokenStream>,
    /// The items of the file.
    pub items: Vec<TokenStream>,
}
