//! Expands the `macro_rules!` macros of a crate.
//!
//! In: macro definitions and the tokens of a call. Out: the tokens of the expansion, or `None` if no rule matches. Macro names
//! are not hard-coded, so a new or changed macro needs no change in this module.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::cursor::Cursor;
use super::item::Tokens;
use super::lexer::{Kind, Token};

/// The macros of a crate, by name.
#[derive(Default)]
pub(super) struct Macros<'a> {
    rules: BTreeMap<&'a str, Rc<Vec<Rule<'a>>>>,
}

struct Rule<'a> {
    pattern: Vec<Matcher<'a>>,
    body: Vec<Part<'a>>,
}

enum Matcher<'a> {
    Token(Token<'a>),
    /// A group, by its opening bracket.
    Group(&'a str, Vec<Matcher<'a>>),
    Fragment {
        name: &'a str,
        kind: &'a str,
    },
    Repetition {
        matchers: Vec<Matcher<'a>>,
        /// The names that the matchers bind.
        names: Vec<&'a str>,
        separator: Option<Token<'a>>,
        operator: &'a str,
    },
}

/// A part of the body of a rule.
enum Part<'a> {
    Token(Token<'a>),
    /// A dollar sign and a name.
    Variable(Token<'a>, Token<'a>),
    Repetition {
        parts: Vec<Part<'a>>,
        /// The names after a dollar sign in the parts.
        names: Vec<&'a str>,
        separator: Option<Token<'a>>,
    },
}

/// The bindings of a match. There are few of them, so a list is faster than a map.
type Bindings<'t, 'a> = Vec<(&'a str, Binding<'t, 'a>)>;

enum Binding<'t, 'a> {
    One(&'t [Token<'a>]),
    /// One set of bindings for each match of a repeated group. All names in the group share the list.
    Many(Rc<Vec<Bindings<'t, 'a>>>),
}

/// The bindings that a part of a macro body can use. In a repeated group, `outer` contains the bindings around the
/// group.
#[derive(Clone, Copy)]
struct Scope<'s, 't, 'a> {
    bindings: &'s Bindings<'t, 'a>,
    outer: Option<&'s Scope<'s, 't, 'a>>,
}

impl<'s, 't, 'a> Scope<'s, 't, 'a> {
    fn get(&self, name: &str) -> Option<&'s Binding<'t, 'a>> {
        let own = self.bindings.iter().find(|(known, _)| *known == name);
        match own {
            Some((_, binding)) => Some(binding),
            None => self.outer.and_then(|outer| outer.get(name)),
        }
    }
}

impl<'a> Macros<'a> {
    /// Registers a `macro_rules!` definition.
    pub(super) fn define(&mut self, name: &'a str, definition: &[Token<'a>]) {
        let mut cursor = Cursor::new(definition);
        let mut rules = Vec::new();
        while let Some(rule) = rule(&mut cursor) {
            rules.push(rule);
            if !cursor.eat(";") {
                break;
            }
        }
        self.rules.insert(name, Rc::new(rules));
    }

    /// Whether the crate defines this macro.
    pub(super) fn contains(&self, name: &str) -> bool {
        self.rules.contains_key(name)
    }

    /// Expands a call with the first rule that matches.
    pub(super) fn expand(&self, name: &str, arguments: &[Token<'a>]) -> Option<Tokens<'a>> {
        self.rules.get(name)?.iter().find_map(|rule| {
            let bindings = match_all(&rule.pattern, arguments)?;
            let scope = Scope {
                bindings: &bindings,
                outer: None,
            };
            let mut written = Vec::new();
            transcribe(&rule.body, scope, &mut written);
            Some(written)
        })
    }
}

fn rule<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<Rule<'a>> {
    let pattern = matchers(cursor.any_group()?);
    cursor.require("=>")?;
    let body = parts(cursor.any_group()?);
    Some(Rule { pattern, body })
}

/// Reads the pattern of a rule.
fn matchers<'a>(tokens: &[Token<'a>]) -> Vec<Matcher<'a>> {
    let mut cursor = Cursor::new(tokens);
    let mut found = Vec::new();
    while let Some(first) = cursor.peek().copied() {
        if first.kind == Kind::Open {
            let inner = cursor.any_group().unwrap_or_default();
            found.push(Matcher::Group(first.text, matchers(inner)));
            continue;
        }
        cursor.next();
        if !first.is("$") {
            found.push(Matcher::Token(first));
        } else if let Some(inner) = cursor.group("(") {
            let (separator, operator) = repetition(&mut cursor);
            let matchers = matchers(inner);
            found.push(Matcher::Repetition {
                names: bound(&matchers),
                matchers,
                separator,
                operator,
            });
        } else if let Some(name) = cursor.word() {
            let kind = if cursor.eat(":") { cursor.word() } else { None };
            let kind = kind.unwrap_or_default();
            found.push(Matcher::Fragment { name, kind });
        }
    }
    found
}

/// Reads the tokens after a repeated group: an optional separator, and `*`, `+` or `?`.
fn repetition<'a>(cursor: &mut Cursor<'_, 'a>) -> (Option<Token<'a>>, &'a str) {
    let is_operator = |token: &Token<'_>| ["*", "+", "?"].iter().any(|text| token.is(text));
    match cursor.next() {
        Some(first) if is_operator(first) => (None, first.text),
        first => {
            let operator = cursor.next().map_or("", |token| token.text);
            (first.copied(), operator)
        }
    }
}

/// Returns the names that matchers bind.
fn bound<'a>(matchers: &[Matcher<'a>]) -> Vec<&'a str> {
    let mut found = Vec::new();
    for matcher in matchers {
        match matcher {
            Matcher::Token(_) => {}
            Matcher::Fragment { name, .. } => found.push(*name),
            Matcher::Group(_, inner) => found.extend(bound(inner)),
            Matcher::Repetition { names, .. } => found.extend(names),
        }
    }
    found
}

/// Reads the body of a rule. Groups need no structure, because their brackets are copied like other tokens.
fn parts<'a>(tokens: &[Token<'a>]) -> Vec<Part<'a>> {
    let mut cursor = Cursor::new(tokens);
    let mut found = Vec::new();
    while let Some(token) = cursor.next() {
        if !token.is("$") {
            found.push(Part::Token(*token));
        } else if let Some(inner) = cursor.group("(") {
            let (separator, _) = repetition(&mut cursor);
            let parts = parts(inner);
            found.push(Part::Repetition {
                names: variables(&parts),
                parts,
                separator,
            });
        } else {
            match cursor.peek().copied() {
                Some(name) if name.is("crate") => {
                    cursor.next();
                    found.push(Part::Token(name));
                }
                Some(name) if name.kind == Kind::Word => {
                    cursor.next();
                    found.push(Part::Variable(*token, name));
                }
                _ => found.push(Part::Token(*token)),
            }
        }
    }
    found
}

/// Returns the names after a dollar sign, at any depth.
fn variables<'a>(parts: &[Part<'a>]) -> Vec<&'a str> {
    let mut found = Vec::new();
    for part in parts {
        match part {
            Part::Token(_) => {}
            Part::Variable(_, name) => found.push(name.text),
            Part::Repetition { names, .. } => found.extend(names),
        }
    }
    found
}

/// Matches a whole list of tokens.
fn match_all<'t, 'a>(
    matchers: &[Matcher<'a>],
    tokens: &'t [Token<'a>],
) -> Option<Bindings<'t, 'a>> {
    let mut cursor = Cursor::new(tokens);
    let mut bindings = Bindings::new();
    match_some(matchers, &mut cursor, &mut bindings)?;
    cursor.is_empty().then_some(bindings)
}

fn match_some<'t, 'a>(
    matchers: &[Matcher<'a>],
    cursor: &mut Cursor<'t, 'a>,
    bindings: &mut Bindings<'t, 'a>,
) -> Option<()> {
    for matcher in matchers {
        match matcher {
            Matcher::Token(expected) => (cursor.next()? == expected).then_some(())?,
            Matcher::Group(open, inner) => {
                let found = match_all(inner, cursor.group(open)?)?;
                bindings.extend(found);
            }
            Matcher::Fragment { name, kind } => {
                let tokens = fragment(kind, cursor)?;
                bindings.push((name, Binding::One(tokens)));
            }
            Matcher::Repetition {
                matchers,
                names,
                separator,
                operator,
            } => {
                let rounds = match_rounds(matchers, separator.as_ref(), operator, cursor);
                let rounds = Rc::new(rounds);
                let all = names.iter();
                bindings.extend(all.map(|name| (*name, Binding::Many(Rc::clone(&rounds)))));
            }
        }
    }
    Some(())
}

/// Matches a repeated group as often as possible.
fn match_rounds<'t, 'a>(
    matchers: &[Matcher<'a>],
    separator: Option<&Token<'a>>,
    operator: &str,
    cursor: &mut Cursor<'t, 'a>,
) -> Vec<Bindings<'t, 'a>> {
    let mut rounds: Vec<Bindings<'t, 'a>> = Vec::new();
    while !cursor.is_empty() && (operator != "?" || rounds.is_empty()) {
        let mut fork = *cursor;
        if let Some(separator) = separator.filter(|_| !rounds.is_empty())
            && fork.next() != Some(separator)
        {
            break;
        }
        let mut round = Bindings::new();
        let before = fork.rest().len();
        if match_some(matchers, &mut fork, &mut round).is_none() || fork.rest().len() == before {
            break;
        }
        *cursor = fork;
        rounds.push(round);
    }
    rounds
}

/// Reads one macro fragment, such as `$ty:ty`.
fn fragment<'t, 'a>(kind: &str, cursor: &mut Cursor<'t, 'a>) -> Option<&'t [Token<'a>]> {
    let start = cursor.rest();
    let ends = |token: &Token<'_>| token.is(",") || token.is(";") || token.is("=>");
    match kind {
        "block" => cursor.group("{").map(|_| ())?,
        "expr" | "expr_2021" | "stmt" => cursor.expression(ends)?,
        "ident" => cursor.word().map(|_| ())?,
        "item" => item(cursor)?,
        "lifetime" => cursor.lifetime().map(|_| ())?,
        "literal" => cursor.literal()?,
        "meta" => meta(cursor)?,
        "pat" | "pat_param" => {
            cursor.expression(|token| ends(token) || token.is("=") || token.is("if"))?;
        }
        "path" => cursor.path()?,
        "ty" => cursor.ty()?,
        "vis" => {
            cursor.eat("pub").then(|| cursor.group("("));
        }
        _ => cursor.tree()?,
    }
    start.get(..start.len() - cursor.rest().len())
}

/// Reads an item up to its `;` or the braces of its body.
fn item(cursor: &mut Cursor<'_, '_>) -> Option<()> {
    cursor.expression(|token| token.is("{") || token.is(";"))?;
    cursor.tree()
}

/// Reads the inside of an attribute.
fn meta(cursor: &mut Cursor<'_, '_>) -> Option<()> {
    cursor.path()?;
    if cursor.eat("=") {
        return cursor.expression(|token| token.is(","));
    }
    if cursor.peek().is_some_and(|token| token.kind == Kind::Open) {
        cursor.any_group()?;
    }
    Some(())
}

/// Expands the body of a rule with its bindings.
fn transcribe<'a>(body: &[Part<'a>], scope: Scope<'_, '_, 'a>, written: &mut Tokens<'a>) {
    for part in body {
        match part {
            Part::Token(token) => written.push(*token),
            Part::Variable(dollar, name) => match scope.get(name.text) {
                Some(Binding::One(tokens)) => written.extend_from_slice(tokens),
                Some(Binding::Many(_)) | None => written.extend([*dollar, *name]),
            },
            Part::Repetition {
                parts,
                names,
                separator,
            } => {
                let rounds = names.iter().find_map(|name| match scope.get(name)? {
                    Binding::Many(rounds) => Some(rounds.as_slice()),
                    Binding::One(_) => None,
                });
                for (index, round) in rounds.unwrap_or_default().iter().enumerate() {
                    written.extend(separator.filter(|_| index > 0));
                    let inner = Scope {
                        bindings: round,
                        outer: Some(&scope),
                    };
                    transcribe(parts, inner, written);
                }
            }
        }
    }
}
