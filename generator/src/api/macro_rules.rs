//! Expands the `macro_rules!` macros of a crate.
//!
//! In: macro definitions and the tokens of a call. Out: the tokens of the expansion, or `None` if no rule matches. Macro names
//! are not hard-coded, so a new or changed macro needs no change in this module.

use std::collections::BTreeMap;
use std::rc::Rc;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream, Parser};

/// The macros of a crate, by name.
#[derive(Default)]
pub(super) struct Macros {
    rules: BTreeMap<String, Vec<Rule>>,
}

struct Rule {
    pattern: Vec<Matcher>,
    body: TokenStream,
}

enum Matcher {
    Token(TokenTree),
    Group(Delimiter, Vec<Matcher>),
    Fragment {
        name: String,
        kind: String,
    },
    Repetition {
        matchers: Vec<Matcher>,
        separator: Option<TokenTree>,
        operator: char,
    },
}

type Bindings = BTreeMap<String, Binding>;

enum Binding {
    One(TokenStream),
    /// One set of bindings for each match of a repeated group. All names in the group share the list.
    Many(Rc<Vec<Bindings>>),
}

/// The bindings that a part of a macro body can use. In a repeated group, `outer` contains the bindings around the
/// group.
#[derive(Clone, Copy)]
struct Scope<'a> {
    bindings: &'a Bindings,
    outer: Option<&'a Scope<'a>>,
}

impl<'a> Scope<'a> {
    fn get(&self, name: &str) -> Option<&'a Binding> {
        let own = self.bindings.get(name);
        own.or_else(|| self.outer.and_then(|outer| outer.get(name)))
    }
}

impl Macros {
    /// Registers a `macro_rules!` definition.
    pub(super) fn define(&mut self, name: String, definition: TokenStream) {
        let tokens: Vec<TokenTree> = definition.into_iter().collect();
        let rules = tokens
            .split(|token| is_punct(token, ';'))
            .filter_map(|rule| match rule {
                [
                    TokenTree::Group(pattern),
                    equals,
                    greater,
                    TokenTree::Group(body),
                ] if is_punct(equals, '=') && is_punct(greater, '>') => Some(Rule {
                    pattern: matchers(pattern.stream()),
                    body: body.stream(),
                }),
                _ => None,
            });
        let rules = rules.collect();
        self.rules.insert(name, rules);
    }

    /// Whether the crate defines this macro.
    pub(super) fn contains(&self, name: &str) -> bool {
        self.rules.contains_key(name)
    }

    /// Expands a call with the first rule that matches.
    pub(super) fn expand(&self, name: &str, arguments: &TokenStream) -> Option<TokenStream> {
        self.rules.get(name)?.iter().find_map(|rule| {
            let bindings = match_all(&rule.pattern, arguments.clone())?;
            let scope = Scope {
                bindings: &bindings,
                outer: None,
            };
            Some(transcribe(rule.body.clone(), scope))
        })
    }
}

fn is_punct(token: &TokenTree, c: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == c)
}

fn is_same(left: &TokenTree, right: &TokenTree) -> bool {
    match (left, right) {
        (TokenTree::Punct(left), TokenTree::Punct(right)) => left.as_char() == right.as_char(),
        (TokenTree::Ident(left), TokenTree::Ident(right)) => left == right,
        (TokenTree::Literal(left), TokenTree::Literal(right)) => {
            left.to_string() == right.to_string()
        }
        _ => false,
    }
}

/// Reads the pattern of a rule.
fn matchers(tokens: TokenStream) -> Vec<Matcher> {
    let mut tokens = tokens.into_iter().peekable();
    let mut found = Vec::new();
    while let Some(token) = tokens.next() {
        found.push(match token {
            TokenTree::Group(group) => Matcher::Group(group.delimiter(), matchers(group.stream())),
            dollar if is_punct(&dollar, '$') => match tokens.next() {
                Some(TokenTree::Group(group)) => {
                    let (separator, operator) = repetition(&mut tokens);
                    Matcher::Repetition {
                        matchers: matchers(group.stream()),
                        separator,
                        operator,
                    }
                }
                Some(TokenTree::Ident(name)) => {
                    let kind = match tokens.next_if(|token| is_punct(token, ':')) {
                        Some(_) => tokens.next().map_or_else(String::new, |t| t.to_string()),
                        None => String::new(),
                    };
                    Matcher::Fragment {
                        name: name.to_string(),
                        kind,
                    }
                }
                Some(other) => Matcher::Token(other),
                None => Matcher::Token(dollar),
            },
            token => Matcher::Token(token),
        });
    }
    found
}

/// Reads the tokens after a repeated group: an optional separator, and `*`, `+` or `?`.
fn repetition(tokens: &mut impl Iterator<Item = TokenTree>) -> (Option<TokenTree>, char) {
    let operator = |token: &TokenTree| match token {
        TokenTree::Punct(punct) => Some(punct.as_char()).filter(|c| matches!(c, '*' | '+' | '?')),
        _ => None,
    };
    let first = tokens.next();
    match first.as_ref().and_then(operator) {
        Some(operator) => (None, operator),
        None => (
            first,
            tokens
                .next()
                .as_ref()
                .and_then(operator)
                .unwrap_or_default(),
        ),
    }
}

/// Matches a whole token stream.
fn match_all(matchers: &[Matcher], tokens: TokenStream) -> Option<Bindings> {
    let parser = |input: ParseStream<'_>| {
        let mut bindings = Bindings::new();
        match_some(matchers, input, &mut bindings)?;
        Ok(bindings)
    };
    // `parse2` fails if tokens remain.
    parser.parse2(tokens).ok()
}

fn match_some(
    matchers: &[Matcher],
    input: ParseStream<'_>,
    bindings: &mut Bindings,
) -> syn::Result<()> {
    for matcher in matchers {
        match matcher {
            Matcher::Token(expected) => {
                let found: TokenTree = input.parse()?;
                if !is_same(&found, expected) {
                    return Err(input.error("unexpected token"));
                }
            }
            Matcher::Group(delimiter, inner) => match input.parse()? {
                TokenTree::Group(group) if group.delimiter() == *delimiter => {
                    let found = match_all(inner, group.stream());
                    bindings.extend(found.ok_or_else(|| input.error("group does not match"))?);
                }
                _ => return Err(input.error("expected a group")),
            },
            Matcher::Fragment { name, kind } => {
                let tokens = fragment(kind, input)?;
                bindings.insert(name.clone(), Binding::One(tokens));
            }
            Matcher::Repetition {
                matchers,
                separator,
                operator,
            } => {
                let rounds = match_rounds(matchers, separator.as_ref(), *operator, input);
                let rounds = Rc::new(rounds);
                for name in names(matchers) {
                    bindings.insert(name, Binding::Many(Rc::clone(&rounds)));
                }
            }
        }
    }
    Ok(())
}

/// Matches a repeated group as often as possible.
fn match_rounds(
    matchers: &[Matcher],
    separator: Option<&TokenTree>,
    operator: char,
    input: ParseStream<'_>,
) -> Vec<Bindings> {
    let mut rounds: Vec<Bindings> = Vec::new();
    while !input.is_empty() && (operator != '?' || rounds.is_empty()) {
        let fork = input.fork();
        if let Some(separator) = separator.filter(|_| !rounds.is_empty()) {
            match fork.parse::<TokenTree>() {
                Ok(token) if is_same(&token, separator) => {}
                _ => break,
            }
        }
        let mut round = Bindings::new();
        let before = fork.cursor();
        if match_some(matchers, &fork, &mut round).is_err() || fork.cursor() == before {
            break;
        }
        input.advance_to(&fork);
        rounds.push(round);
    }
    rounds
}

/// Returns the names that matchers bind.
fn names(matchers: &[Matcher]) -> Vec<String> {
    let of = |matcher: &Matcher| match matcher {
        Matcher::Token(_) => Vec::new(),
        Matcher::Fragment { name, .. } => vec![name.clone()],
        Matcher::Group(_, inner) => names(inner),
        Matcher::Repetition { matchers, .. } => names(matchers),
    };
    matchers.iter().flat_map(of).collect()
}

/// Parses one macro fragment, such as `$ty:ty`.
fn fragment(kind: &str, input: ParseStream<'_>) -> syn::Result<TokenStream> {
    fn tokens<T: Parse + ToTokens>(input: ParseStream<'_>) -> syn::Result<TokenStream> {
        Ok(input.parse::<T>()?.into_token_stream())
    }
    match kind {
        "block" => tokens::<syn::Block>(input),
        "expr" | "expr_2021" => tokens::<syn::Expr>(input),
        "ident" => Ok(input.call(Ident::parse_any)?.to_token_stream()),
        "item" => tokens::<syn::Item>(input),
        "lifetime" => tokens::<syn::Lifetime>(input),
        "literal" => {
            let minus: Option<syn::Token![-]> = input.parse()?;
            let literal: syn::Lit = input.parse()?;
            Ok(quote!(#minus #literal))
        }
        "meta" => tokens::<syn::Meta>(input),
        "pat" | "pat_param" => Ok(syn::Pat::parse_single(input)?.into_token_stream()),
        "path" => tokens::<syn::Path>(input),
        "stmt" => tokens::<syn::Stmt>(input),
        "ty" => tokens::<syn::Type>(input),
        "vis" => tokens::<syn::Visibility>(input),
        _ => tokens::<TokenTree>(input),
    }
}

/// Expands the body of a rule with its bindings.
fn transcribe(body: TokenStream, scope: Scope<'_>) -> TokenStream {
    let mut tokens = body.into_iter().peekable();
    let mut written = TokenStream::new();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let inner = transcribe(group.stream(), scope);
                written.extend([TokenTree::Group(Group::new(group.delimiter(), inner))]);
            }
            dollar if is_punct(&dollar, '$') => match tokens.next() {
                Some(TokenTree::Group(group)) => {
                    let (separator, _) = repetition(&mut tokens);
                    written.extend(repeat(&group.stream(), separator.as_ref(), scope));
                }
                Some(TokenTree::Ident(name)) if name == "crate" => {
                    let root = Ident::new("crate", Span::call_site());
                    written.extend([TokenTree::Ident(root)]);
                }
                Some(TokenTree::Ident(name)) => match scope.get(&name.to_string()) {
                    Some(Binding::One(tokens)) => written.extend(tokens.clone()),
                    Some(Binding::Many(_)) | None => {
                        written.extend([dollar, TokenTree::Ident(name)]);
                    }
                },
                other => written.extend([Some(dollar), other].into_iter().flatten()),
            },
            token => written.extend([token]),
        }
    }
    written
}

/// Expands a repeated group in a macro body, once for each match of the names in the group.
fn repeat(body: &TokenStream, separator: Option<&TokenTree>, scope: Scope<'_>) -> TokenStream {
    let names = variables(body.clone());
    let rounds = names.iter().find_map(|name| match scope.get(name)? {
        Binding::Many(rounds) => Some(rounds.as_slice()),
        Binding::One(_) => None,
    });
    let mut written = TokenStream::new();
    for (index, round) in rounds.unwrap_or_default().iter().enumerate() {
        written.extend(separator.filter(|_| index > 0).cloned());
        let inner = Scope {
            bindings: round,
            outer: Some(&scope),
        };
        written.extend(transcribe(body.clone(), inner));
    }
    written
}

/// Returns the names after `$` in a body, at any depth.
fn variables(body: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let mut after_dollar = false;
    for token in body {
        match &token {
            TokenTree::Group(group) => found.extend(variables(group.stream())),
            TokenTree::Ident(name) if after_dollar => found.push(name.to_string()),
            _ => {}
        }
        after_dollar = is_punct(&token, '$');
    }
    found
}
