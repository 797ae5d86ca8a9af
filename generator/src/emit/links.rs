//! Shortens links to items of the same file. rustdoc warns about a link with a path if the name alone is sufficient.

use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};

use crate::plan::{ModulePath, Name};

/// The links to items that are in scope of a file.
#[derive(Debug)]
pub(super) struct LocalLinks {
    /// The long form of each link, and the short form without the path.
    links: Vec<(String, String)>,
}

impl LocalLinks {
    /// Creates the links to the items of `module`. `in_scope` lists the names of the items.
    pub(super) fn new<'a>(module: &ModulePath, in_scope: impl Iterator<Item = &'a Name>) -> Self {
        let link = |name: &Name| {
            let short = format!("[`{name}`]");
            (format!("{short}({module}::{name})"), short)
        };
        Self {
            links: in_scope.map(link).collect(),
        }
    }

    /// Shortens the links in the docs of items.
    pub(super) fn shorten(&self, items: TokenStream) -> TokenStream {
        items.into_iter().map(|token| self.token(token)).collect()
    }

    fn token(&self, token: TokenTree) -> TokenTree {
        let TokenTree::Group(group) = token else {
            return token;
        };
        let tokens = group.stream();
        let tokens = if group.delimiter() == Delimiter::Bracket && is_doc(&tokens) {
            self.doc(tokens)
        } else {
            self.shorten(tokens)
        };
        TokenTree::Group(Group::new(group.delimiter(), tokens))
    }

    /// Shortens the links in a doc attribute without its brackets: `doc = "…"`.
    fn doc(&self, attribute: TokenStream) -> TokenStream {
        let shortened = |token: TokenTree| match token {
            TokenTree::Literal(literal) => self.line(literal),
            other => other,
        };
        attribute.into_iter().map(shortened).collect()
    }

    fn line(&self, literal: Literal) -> TokenTree {
        let text = literal.to_string();
        // Parsing a literal is slow, and only few literals contain links.
        if !text.contains("](crate::") {
            return TokenTree::Literal(literal);
        }
        let Ok(line) = syn::parse_str::<syn::LitStr>(&text) else {
            return TokenTree::Literal(literal);
        };
        let line = line.value();
        let links = self.links.iter();
        let line = links.fold(line, |line, (long, short)| line.replace(long, short));
        TokenTree::Literal(Literal::string(&line))
    }
}

fn is_doc(attribute: &TokenStream) -> bool {
    let first = attribute.clone().into_iter().next();
    matches!(first, Some(TokenTree::Ident(ident)) if ident == "doc")
}
