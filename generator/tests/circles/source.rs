//! Reads the parts of a Rust file that are important for imports: `use` declarations, paths and items.
//!
//! In: a source text and its module path. Out: [`SourceFile`]. Inline modules with `#[cfg(test)]` are skipped.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

/// The path of a module: the names from the crate root to the module.
pub(crate) type Module = Vec<String>;

/// One name that a `use` declaration imports.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Use {
    /// The path of the import, with `crate`, `self` and `super` resolved.
    pub(crate) path: Path,
    /// The name that the file uses for the import, or `*` for a glob import.
    pub(crate) name: String,
    /// Whether the declaration has a visibility: `pub use` or `pub(crate) use`.
    pub(crate) is_public: bool,
}

/// A path in Rust code.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Path {
    /// The names of the path. Unless `is_relative` is set, the names start at the crate root.
    pub(crate) names: Vec<String>,
    /// Whether the path starts with a name other than `crate`, `self` and `super`.
    pub(crate) is_relative: bool,
    pub(crate) line: usize,
}

/// The parts of a file that are important for imports.
#[derive(Clone, Debug, Default)]
pub(crate) struct SourceFile {
    /// The imported names of all `use` declarations.
    pub(crate) uses: Vec<Use>,
    /// The paths outside of `use` declarations. A path can have a single name.
    pub(crate) paths: BTreeSet<Path>,
    /// The names of the top-level items and the macros that the file defines.
    pub(crate) items: BTreeSet<String>,
    /// The first name of each path, with the line in which it is used first.
    pub(crate) names: BTreeMap<String, usize>,
}

impl SourceFile {
    pub(crate) fn parse(text: &str, module: &[String]) -> Result<Self, String> {
        let tokens: TokenStream = text.parse().map_err(|error| format!("{error}"))?;
        let mut file = Self::default();
        file.read(tokens, module, true);
        Ok(file)
    }

    /// Returns the `use` declaration that imports a name. `pub use name;` is ignored, because it only exports a macro
    /// of the same file.
    pub(crate) fn import_of(&self, name: &str) -> Option<&Use> {
        self.uses.iter().find(|import| {
            let path = &import.path;
            import.name == name && !(path.is_relative && path.names == [name])
        })
    }

    fn read(&mut self, tokens: TokenStream, module: &[String], is_top: bool) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        let mut is_public = false;
        let mut is_test = false;
        while let Some(token) = tokens.get(at) {
            let rest = &tokens[at..];
            at += 1;
            match token {
                TokenTree::Group(group) => {
                    is_test |= is_cfg_test(group.stream());
                    let is_scope = group.delimiter() == Delimiter::Parenthesis && is_public;
                    if !is_scope {
                        self.read(group.stream(), module, false);
                    }
                }
                TokenTree::Ident(word) => match word.to_string().as_str() {
                    "pub" => is_public = true,
                    "use" if !next_is(rest, '<') => {
                        let length = rest.iter().position(|token| is_punct(token, ';'));
                        let end = length.unwrap_or(rest.len());
                        self.read_use(&rest[1..end], Vec::new(), module, is_public);
                        at += end;
                        (is_public, is_test) = (false, false);
                    }
                    "mod" if matches!(rest.get(2), Some(TokenTree::Group(_))) => {
                        if let [_, TokenTree::Ident(name), TokenTree::Group(body), ..] = rest
                            && !is_test
                        {
                            let mut inner = module.to_vec();
                            inner.push(name.to_string());
                            self.read(body.stream(), &inner, false);
                        }
                        at += 2;
                        (is_public, is_test) = (false, false);
                    }
                    // `mod name;` declares a child module in another file.
                    "mod" => {
                        at += 1;
                        (is_public, is_test) = (false, false);
                    }
                    "fn" | "struct" | "enum" | "trait" | "type" | "const" | "static" | "union" => {
                        if let Some(TokenTree::Ident(name)) = rest.get(1)
                            && is_top
                        {
                            self.items.insert(name.to_string());
                        }
                        (is_public, is_test) = (false, false);
                    }
                    "macro_rules" => {
                        if let Some(TokenTree::Ident(name)) = rest.get(2) {
                            self.items.insert(name.to_string());
                        }
                    }
                    _ => at += self.read_path(rest, word, module),
                },
                TokenTree::Punct(punct) if punct.as_char() == '.' => {
                    // After `.`, the name of a field or a method is skipped. After the range operator `..`, a name is
                    // not skipped.
                    let is_name = matches!(rest.get(1), Some(TokenTree::Ident(_)));
                    let is_range = at > 1 && is_punct(&tokens[at - 2], '.');
                    at += usize::from(is_name && !is_range);
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// Reads the path that starts with `first`. Returns the number of tokens after `first`.
    fn read_path(&mut self, tokens: &[TokenTree], first: &Ident, module: &[String]) -> usize {
        let mut names = vec![first.to_string()];
        let mut length = 0;
        while let Some([colon, other, TokenTree::Ident(name)]) = tokens.get(length + 1..length + 4)
            && is_punct(colon, ':')
            && is_punct(other, ':')
        {
            names.push(name.to_string());
            length += 3;
        }
        let line = first.span().start().line;
        self.names.entry(names[0].clone()).or_insert(line);
        if let Some(path) = path(names, line, module) {
            self.paths.insert(path);
        }
        length
    }

    /// Reads a `use` tree that follows the names in `prefix`.
    fn read_use(
        &mut self,
        tokens: &[TokenTree],
        mut prefix: Vec<String>,
        module: &[String],
        is_public: bool,
    ) {
        let mut alias = None;
        let mut line = 0;
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Ident(word) if *word == "as" => {
                    alias = tokens.get(at + 1).map(ToString::to_string);
                    break;
                }
                TokenTree::Ident(word) => {
                    line = word.span().start().line;
                    prefix.push(word.to_string());
                }
                TokenTree::Punct(punct) if punct.as_char() == '*' => {
                    line = punct.span().start().line;
                    alias = Some("*".to_owned());
                }
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    for part in inner.split(|token| is_punct(token, ',')) {
                        if !part.is_empty() {
                            self.read_use(part, prefix.clone(), module, is_public);
                        }
                    }
                    return;
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
        // `a::{self}` means `a`.
        if prefix.len() > 1 && prefix.last().is_some_and(|name| name == "self") {
            prefix.pop();
        }
        let name = alias.or_else(|| prefix.last().cloned()).unwrap_or_default();
        if let Some(path) = path(prefix, line, module) {
            self.uses.push(Use {
                path,
                name,
                is_public,
            });
        }
    }
}

/// Converts a path that starts with `crate`, `self` or `super` to a path from the crate root. Returns `None` if the
/// path goes above the crate root.
fn path(names: Vec<String>, line: usize, module: &[String]) -> Option<Path> {
    let mut absolute = match names[0].as_str() {
        "crate" => Vec::new(),
        "self" | "super" => module.to_vec(),
        _ => {
            return Some(Path {
                names,
                is_relative: true,
                line,
            });
        }
    };
    for name in names {
        match name.as_str() {
            "crate" | "self" => {}
            "super" => {
                absolute.pop()?;
            }
            _ => absolute.push(name),
        }
    }
    Some(Path {
        names: absolute,
        is_relative: false,
        line,
    })
}

fn is_punct(token: &TokenTree, c: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == c)
}

fn next_is(tokens: &[TokenTree], c: char) -> bool {
    tokens.get(1).is_some_and(|token| is_punct(token, c))
}

/// Whether an attribute is `cfg(test)`.
fn is_cfg_test(attribute: TokenStream) -> bool {
    let mut tokens = attribute.into_iter();
    let name = matches!(tokens.next(), Some(TokenTree::Ident(name)) if name == "cfg");
    name && matches!(tokens.next(), Some(TokenTree::Group(group)) if group.stream().to_string() == "test")
}
