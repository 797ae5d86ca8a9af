//! Prints types, bounds and generics on one line.
//!
//! In: tokens and their module. Out: text with the spacing of rustfmt. Each path has its shortest unambiguous form.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

use super::resolve::{Meaning, PublicPath, PublicPaths};
use super::tree::{Crate, DefinitionId, ImportPath, ModuleId};

/// Keywords, which are never names of items.
const KEYWORDS: &[&str] = &[
    "Self", "as", "async", "const", "crate", "dyn", "extern", "fn", "for", "impl", "in", "mut",
    "ref", "self", "static", "super", "unsafe", "where",
];

/// Prints tokens with the public paths of a crate's items.
pub(super) struct Printer<'a> {
    pub(super) krate: &'a Crate,
    pub(super) paths: &'a PublicPaths,
    /// The number of public items with each name.
    names: BTreeMap<&'a str, usize>,
}

impl<'a> Printer<'a> {
    pub(super) fn new(krate: &'a Crate, paths: &'a PublicPaths) -> Self {
        let mut names = BTreeMap::new();
        for path in paths.definitions.values().filter_map(BTreeSet::first) {
            *names.entry(path.name.as_str()).or_insert(0) += 1;
        }
        Self {
            krate,
            paths,
            names,
        }
    }

    /// Returns the first public path of a definition. `None` if a user cannot name the definition.
    pub(super) fn path(&self, id: DefinitionId) -> Option<&'a PublicPath> {
        self.paths.definitions.get(&id)?.first()
    }

    /// Prints tokens. Paths are resolved in the module `scope`.
    pub(super) fn text(&self, tokens: &impl ToTokens, scope: ModuleId) -> String {
        let mut lexemes = Vec::new();
        flatten(tokens.to_token_stream(), &mut lexemes);
        join(&self.shorten(lexemes, scope))
    }

    /// Replaces each path by its shortest unambiguous form.
    fn shorten(&self, lexemes: Vec<String>, scope: ModuleId) -> Vec<String> {
        let mut written = Vec::new();
        let mut lexemes = lexemes.into_iter().peekable();
        while let Some(first) = lexemes.next() {
            let follows_type = written
                .last()
                .is_some_and(|last: &String| last == ">" || last == "Self" || is_name(last));
            let starts_absolute =
                first == "::" && !follows_type && lexemes.peek().is_some_and(|next| is_name(next));
            let starts = is_name(&first) || first == "crate" || first == "self" || first == "super";
            let mut path = ImportPath {
                is_extern: starts_absolute,
                segments: Vec::new(),
            };
            if starts_absolute {
                path.segments.extend(lexemes.next());
            } else if starts && written.last().is_none_or(|last: &String| last != "::") {
                path.segments.push(first);
            } else {
                written.push(first);
                continue;
            }
            while let Some(separator) = lexemes.next_if(|next| next == "::") {
                if let Some(segment) = lexemes.next_if(|next| is_word(next)) {
                    path.segments.push(segment);
                    continue;
                }
                written.push(self.name(&path, scope));
                written.push(separator);
                path.segments.clear();
            }
            // A single name before `:` or `=` is a parameter or an associated type, not a path.
            let binds = path.segments.len() == 1
                && lexemes
                    .peek()
                    .is_some_and(|next| next == ":" || next == "=");
            match path.segments.first() {
                Some(name) if binds => written.push(name.clone()),
                Some(_) => written.push(self.name(&path, scope)),
                None => {}
            }
        }
        written
    }

    /// Prints a path in its shortest unambiguous form.
    pub(super) fn name(&self, path: &ImportPath, scope: ModuleId) -> String {
        let as_written = || path.segments.join("::");
        let found = self.krate.resolve(scope, path, 0);
        let Some(meaning) = found
            .keys()
            .find(|meaning| !matches!(meaning, Meaning::Module(_)))
        else {
            return as_written();
        };
        match meaning {
            Meaning::Definition(id) => self.local(*id).unwrap_or_else(as_written),
            Meaning::Unread(path) => path.last().cloned().unwrap_or_else(as_written),
            Meaning::Extern(full) => {
                let first = full.first().map_or("", String::as_str);
                let may_shorten = path.segments.len() == 1 || path.is_extern || is_standard(first);
                match full.last() {
                    Some(last) if may_shorten && !self.names.contains_key(last.as_str()) => {
                        last.clone()
                    }
                    // A prelude name that the crate also defines, such as `Result<T, E>`, is printed as written.
                    Some(_) if full.len() == 1 => as_written(),
                    _ => full.join("::"),
                }
            }
            Meaning::Module(_) => as_written(),
        }
    }

    /// Prints the path of a trait. If the crate has no public item with the trait's name, only the name is printed.
    pub(super) fn trait_name(&self, path: &ImportPath, scope: ModuleId) -> String {
        let name = self.name(path, scope);
        match name.rsplit("::").next() {
            Some(last) if !self.names.contains_key(last) => last.to_owned(),
            _ => name,
        }
    }

    /// Returns the shortest unambiguous path of a definition.
    fn local(&self, id: DefinitionId) -> Option<String> {
        let Some(path) = self.path(id) else {
            return Some(self.krate.definitions.get(id)?.name.clone());
        };
        let is_unique = self.names.get(path.name.as_str()).is_none_or(|n| *n == 1);
        if is_unique {
            return Some(path.name.clone());
        }
        let segments = path.module.iter().chain([&path.name]);
        Some(segments.cloned().collect::<Vec<_>>().join("::"))
    }
}

/// Puts a text between `before` and `after`. If the text is empty, the result is empty.
pub(super) fn enclosed(before: &str, text: &str, after: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("{before}{text}{after}")
    }
}

fn is_standard(name: &str) -> bool {
    matches!(name, "std" | "core" | "alloc")
}

fn is_word(lexeme: &str) -> bool {
    lexeme.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Whether a lexeme can start a path. Names of primitive types can also start a path.
fn is_name(lexeme: &str) -> bool {
    let starts = lexeme.starts_with(|c: char| c.is_alphabetic() || c == '_');
    starts && !KEYWORDS.contains(&lexeme)
}

/// Splits tokens into lexemes. A two-character operator and a lifetime are one lexeme each.
fn flatten(tokens: TokenStream, lexemes: &mut Vec<String>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                lexemes.extend(Some(open.to_owned()).filter(|text| !text.is_empty()));
                flatten(group.stream(), lexemes);
                lexemes.extend(Some(close.to_owned()).filter(|text| !text.is_empty()));
            }
            TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                let name = tokens.next().map_or_else(String::new, |t| t.to_string());
                lexemes.push(format!("'{name}"));
            }
            TokenTree::Punct(punct) => {
                let mut text = punct.as_char().to_string();
                if let Some(TokenTree::Punct(next)) = tokens.peek() {
                    let pair = (punct.as_char(), next.as_char());
                    let is_one = matches!(pair, (':', ':') | ('-' | '=', '>') | ('.', '.'));
                    if punct.spacing() == Spacing::Joint && is_one {
                        text.push(next.as_char());
                        tokens.next();
                    }
                }
                lexemes.push(text);
            }
            token => lexemes.push(token.to_string()),
        }
    }
}

/// Joins lexemes with the spacing of rustfmt.
fn join(lexemes: &[String]) -> String {
    let mut text = String::new();
    let mut last = "";
    for (index, lexeme) in lexemes.iter().enumerate() {
        let next = lexemes.get(index + 1).map_or("", String::as_str);
        if lexeme == "," && matches!(next, ">" | "") {
            continue;
        }
        if !last.is_empty() && has_space(last, lexeme) {
            text.push(' ');
        }
        text.push_str(lexeme);
        last = lexeme;
    }
    text
}

fn has_space(last: &str, next: &str) -> bool {
    let is_type = is_word(last) && !matches!(last, "dyn" | "as" | "in" | "mut" | "where");
    let closes = matches!(next, "," | ";" | ":" | "::" | ">" | ")" | "]" | "!" | ".");
    let opens = matches!(
        last,
        "(" | "[" | "<" | "&" | "?" | "!" | "#" | "::" | "*" | "."
    );
    match next {
        _ if closes || opens => false,
        "(" | "[" => !(is_type && last != "for" || last == ">"),
        "<" => !is_type,
        _ => true,
    }
}
