//! Expands the `macro_rules!` macros of the crate that is read.
//!
//! In: the definitions and the tokens of a call. Out: the tokens of the expansion, or `None`. Items that a macro writes are as
//! public as any other. Renaming or changing a macro needs no change here.

use std::collections::BTreeMap;

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

#[derive(Clone)]
enum Binding {
    One(TokenStream),
    Many(Vec<Bindings>),
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

    /// The expansion of a call by the first rule that matches.
    pub(super) fn expand(&self, name: &str, arguments: &TokenStream) -> Option<TokenStream> {
        self.rules.get(name)?.iter().find_map(|rule| {
            let bindings = match_all(&rule.pattern, arguments.clone())?;
            Some(transcribe(rule.body.clone(), &bindings))
        })
    }
}

fn is_punct(token: &TokenTree, c: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == c)
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

/// Reads what follows a repeated group: an optional separator, and `*`, `+` or `?`.
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
    // The parser fails when tokens are left.
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
                if found.to_string() != expected.to_string() {
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
                for name in names(matchers) {
                    bindings.insert(name, Binding::Many(rounds.clone()));
                }
            }
        }
    }
    Ok(())
}

/// Matches a repeated group as often as it occurs.
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
                Ok(token) if token.to_string() == separator.to_string() => {}
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

/// The names that matchers bind.
fn names(matchers: &[Matcher]) -> Vec<String> {
    let of = |matcher: &Matcher| match matcher {
        Matcher::Token(_) => Vec::new(),
        Matcher::Fragment { name, .. } => vec![name.clone()],
        Matcher::Group(_, inner) => names(inner),
        Matcher::Repetition { matchers, .. } => names(matchers),
    };
    matchers.iter().flat_map(of).collect()
}

/// Reads one fragment, such as a type.
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

/// Writes the body of a rule with the bindings put in.
fn transcribe(body: TokenStream, bindings: &Bindings) -> TokenStream {
    let mut tokens = body.into_iter().peekable();
    let mut written = TokenStream::new();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let inner = transcribe(group.stream(), bindings);
                written.extend([TokenTree::Group(Group::new(group.delimiter(), inner))]);
            }
            dollar if is_punct(&dollar, '$') => match tokens.next() {
                Some(TokenTree::Group(group)) => {
                    let (separator, _) = repetition(&mut tokens);
                    written.extend(repeat(&group.stream(), separator.as_ref(), bindings));
                }
                Some(TokenTree::Ident(name)) if name == "crate" => {
                    let root = Ident::new("crate", Span::call_site());
                    written.extend([TokenTree::Ident(root)]);
                }
                Some(TokenTree::Ident(name)) => match bindings.get(&name.to_string()) {
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

/// Writes a repeated group, once for each time that the names in it matched.
fn repeat(body: &TokenStream, separator: Option<&TokenTree>, bindings: &Bindings) -> TokenStream {
    let rounds = variables(body.clone())
        .iter()
        .find_map(|name| match bindings.get(name)? {
            Binding::Many(rounds) => Some(rounds.clone()),
            Binding::One(_) => None,
        });
    let mut written = TokenStream::new();
    for (index, round) in rounds.unwrap_or_default().into_iter().enumerate() {
        written.extend(separator.filter(|_| index > 0).cloned());
        let mut inner = bindings.clone();
        inner.extend(round);
        written.extend(transcribe(body.clone(), &inner));
    }
    written
}

/// The names after `$` in a body, at any depth.
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
