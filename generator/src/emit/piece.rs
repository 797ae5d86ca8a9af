//! Rust files before they are formatted.

use proc_macro2::TokenStream;

/// A Rust file before it is formatted.
#[derive(Clone, Debug)]
pub struct Piece {
    /// The path below the crate.
    pub path: String,
    /// Attributes of the whole file.
    pub inner: Vec<TokenStream>,
    /// The docs of the module.
    pub docs: String,
    /// The imports, sorted.
    pub uses: Vec<TokenStream>,
    /// The items.
    pub items: Vec<TokenStream>,
}
