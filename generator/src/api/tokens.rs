//! Prints types, bounds and generics on one line.
//!
//! In: tokens and their module. Out: text with the spacing of rustfmt. Each path has its shortest unambiguous form.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::lexer::Token;
use super::resolve::{Found, Meaning, PublicPath, PublicPaths};
use super::tree::{Crate, DefinitionId, ImportPath, ModuleId, ROOT};

/// Keywords, which are never names of items.
const KEYWORDS: &[&str] = &[
    "Self", "as", "async", "const", "crate", "dyn", "extern", "fn", "for", "impl", "in", "mut",
    "ref", "self", "static", "super", "unsafe", "where",
];

/// Prints tokens with the public paths of a crate's items.
pub(super) struct Printer<'s, 'a> {
    pub(super) krate: &'s Crate<'a>,
    pub(super) paths: &'s PublicPaths<'a>,
    /// The number of public items with each name.
    names: BTreeMap<&'a str, usize>,
    /// The names that are already printed, by module. The same few names are in most types of a module.
    printed: RefCell<BTreeMap<(ModuleId, &'a str), Rc<str>>>,
    /// The paths that are already resolved, by module. The same few traits are implemented by most types.
    resolved: RefCell<Resolved<'a>>,
}

/// The meanings of resolved paths. The key is the module, whether the path starts with `::`, and the segments.
type Resolved<'a> = BTreeMap<(ModuleId, bool, Vec<&'a str>), Rc<Found<'a>>>;

impl<'s, 'a> Printer<'s, 'a> {
    pub(super) fn new(krate: &'s Crate<'a>, paths: &'s PublicPaths<'a>) -> Self {
        let mut names = BTreeMap::new();
        for path in paths.definitions.values().filter_map(BTreeSet::first) {
            *names.entry(path.name).or_insert(0) += 1;
        }
        Self {
            krate,
            paths,
            names,
            printed: RefCell::default(),
            resolved: RefCell::default(),
        }
    }

    /// Returns the first public path of a definition. `None` if a user cannot name the definition.
    pub(super) fn path(&self, id: DefinitionId) -> Option<&'s PublicPath<'a>> {
        self.paths.definitions.get(&id)?.first()
    }

    /// Finds the items that a path in a module refers to.
    pub(super) fn resolve(&self, scope: ModuleId, path: &ImportPath<'a>) -> Rc<Found<'a>> {
        // A path that starts with `crate` or `::` has the same meaning in every module.
        let is_absolute = path.is_extern || path.segments.first() == Some(&"crate");
        let scope = if is_absolute { ROOT } else { scope };
        let key = (scope, path.is_extern, path.segments.clone());
        if let Some(found) = self.resolved.borrow().get(&key) {
            return Rc::clone(found);
        }
        let found = Rc::new(self.krate.resolve(scope, path, 0));
        self.resolved.borrow_mut().insert(key, Rc::clone(&found));
        found
    }

    /// Prints tokens. Paths are resolved in the module `scope`.
    pub(super) fn text(&self, tokens: &[Token<'a>], scope: ModuleId) -> String {
        join(&self.shorten(tokens, scope))
    }

    /// Replaces each path by its shortest unambiguous form.
    fn shorten(&self, tokens: &[Token<'a>], scope: ModuleId) -> Vec<Lexeme<'a>> {
        let mut written: Vec<Lexeme<'a>> = Vec::with_capacity(tokens.len());
        let mut lexemes = tokens.iter().map(|token| token.text).peekable();
        while let Some(first) = lexemes.next() {
            let last = written.last().map(Lexeme::as_str);
            let follows_type =
                last.is_some_and(|last| last == ">" || last == "Self" || is_name(last));
            let starts_absolute =
                first == "::" && !follows_type && lexemes.peek().is_some_and(|next| is_name(next));
            let starts = is_name(first) || matches!(first, "crate" | "self" | "super");
            let mut path = ImportPath {
                is_extern: starts_absolute,
                segments: Vec::new(),
            };
            if starts_absolute {
                path.segments.extend(lexemes.next());
            } else if starts && last.is_none_or(|last| last != "::") {
                path.segments.push(first);
            } else {
                written.push(Lexeme::Written(first));
                continue;
            }
            while let Some(separator) = lexemes.next_if(|next| *next == "::") {
                if let Some(segment) = lexemes.next_if(|next| is_word(next)) {
                    path.segments.push(segment);
                    continue;
                }
                written.push(self.name_of(&path, scope));
                written.push(Lexeme::Written(separator));
                path.segments.clear();
            }
            // A single name before `:` or `=` is a parameter or an associated type, not a path.
            let binds = path.segments.len() == 1
                && lexemes
                    .peek()
                    .is_some_and(|next| matches!(*next, ":" | "="));
            match path.segments.first() {
                Some(name) if binds => written.push(Lexeme::Written(name)),
                Some(_) => written.push(self.name_of(&path, scope)),
                None => {}
            }
        }
        written
    }

    /// Prints a path like [`Self::name`]. A name without a path is resolved only once in each module.
    fn name_of(&self, path: &ImportPath<'a>, scope: ModuleId) -> Lexeme<'a> {
        let key = match path.segments.as_slice() {
            [name] if !path.is_extern => (scope, *name),
            _ => return Lexeme::Printed(self.name(path, scope).into()),
        };
        if let Some(known) = self.printed.borrow().get(&key) {
            return Lexeme::Printed(Rc::clone(known));
        }
        let name: Rc<str> = self.name(path, scope).into();
        self.printed.borrow_mut().insert(key, Rc::clone(&name));
        Lexeme::Printed(name)
    }

    /// Prints a path in its shortest unambiguous form.
    pub(super) fn name(&self, path: &ImportPath<'a>, scope: ModuleId) -> String {
        let as_written = || path.segments.join("::");
        let found = self.resolve(scope, path);
        let Some(meaning) = found
            .keys()
            .find(|meaning| !matches!(meaning, Meaning::Module(_)))
        else {
            return as_written();
        };
        match meaning {
            Meaning::Definition(id) => self.local(*id).unwrap_or_else(as_written),
            Meaning::Unread(path) => path
                .last()
                .map_or_else(as_written, |last| (*last).to_owned()),
            Meaning::Extern(full) => {
                let first = full.first().copied().unwrap_or_default();
                let may_shorten = path.segments.len() == 1 || path.is_extern || is_standard(first);
                match full.last() {
                    Some(last) if may_shorten && !self.names.contains_key(last) => {
                        (*last).to_owned()
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
    pub(super) fn trait_name(&self, path: &ImportPath<'a>, scope: ModuleId) -> String {
        let name = self.name(path, scope);
        match name.rsplit("::").next() {
            Some(last) if !self.names.contains_key(last) => last.to_owned(),
            _ => name,
        }
    }

    /// Returns the shortest unambiguous path of a definition.
    fn local(&self, id: DefinitionId) -> Option<String> {
        let Some(path) = self.path(id) else {
            return Some(self.krate.definitions.get(id)?.name.to_owned());
        };
        let is_unique = self.names.get(path.name).is_none_or(|n| *n == 1);
        if is_unique {
            return Some(path.name.to_owned());
        }
        let segments = path.module.iter().chain([&path.name]);
        Some(segments.copied().collect::<Vec<_>>().join("::"))
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

/// A token, or a path that is printed as one token.
enum Lexeme<'a> {
    Written(&'a str),
    Printed(Rc<str>),
}

impl Lexeme<'_> {
    fn as_str(&self) -> &str {
        match self {
            Self::Written(text) => text,
            Self::Printed(text) => text,
        }
    }
}

/// Joins lexemes with the spacing of rustfmt.
fn join(lexemes: &[Lexeme<'_>]) -> String {
    let mut text = String::new();
    let mut last = "";
    for (index, lexeme) in lexemes.iter().enumerate() {
        let lexeme = lexeme.as_str();
        let next = lexemes.get(index + 1).map_or("", Lexeme::as_str);
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
