//! Rust files before formatting.

use proc_macro2::TokenStream;

use super::links::LocalLinks;

/// This character separates the lines of a doc attribute. Markdown never contains it, because control characters are
/// removed.
pub const LINE_BREAK: char = '\u{1}';

/// An item before formatting.
#[derive(Clone, Debug)]
pub enum Code {
    /// Tokens. A doc attribute contains all lines of an item's docs, separated by [`LINE_BREAK`].
    Tokens(TokenStream),
    /// Text that is already formatted as `prettyplease` formats it. If a line is too long, the text is formatted like [`Code::Rough`].
    Text(String),
    /// Text that `prettyplease` must still format.
    Rough(String),
    /// An `impl` block.
    Block(Block),
}

/// An `impl` block. Each item is formatted alone, so that only an item without a layout needs a syntax tree.
#[derive(Clone, Debug)]
pub struct Block {
    /// The text before the brace, such as `impl Accounts`.
    pub header: String,
    /// The items: the text of each, and whether it has the layout of `prettyplease`. If a line of an item is too long, the item
    /// has no layout.
    pub items: Vec<(String, bool)>,
}

impl From<TokenStream> for Code {
    fn from(tokens: TokenStream) -> Self {
        Self::Tokens(tokens)
    }
}

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
    pub uses: Vec<Code>,
    /// The items of the file.
    pub items: Vec<Code>,
    /// The links in docs that are printed without a path.
    pub links: LocalLinks,
}
