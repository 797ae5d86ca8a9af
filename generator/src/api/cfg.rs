//! Reads the attributes of items, and prints `cfg` conditions as text for users.

use std::collections::BTreeSet;

use super::cursor::Cursor;
use super::lexer::{Kind, Token};

/// Conditions that must all hold for an item to exist.
pub(super) type Conditions = BTreeSet<String>;

const AND: &str = " and ";
const OR: &str = " or ";

/// What the attributes of an item mean for the public surface.
#[derive(Clone, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each attribute is present or absent"
)]
pub(super) struct Attributes<'a> {
    /// The conditions of `cfg` attributes. `None` if the conditions never hold, for example `cfg(test)`.
    pub(super) conditions: Option<Conditions>,
    /// Whether `#[doc(hidden)]` hides the item.
    pub(super) is_hidden: bool,
    pub(super) is_deprecated: bool,
    pub(super) is_non_exhaustive: bool,
    pub(super) is_exported_macro: bool,
    /// The names of the traits that the item derives.
    pub(super) derives: Vec<&'a str>,
}

impl<'a> Attributes<'a> {
    /// Reads all attributes at the start of an item, or all inner attributes at the start of a file.
    pub(super) fn read(cursor: &mut Cursor<'_, 'a>, are_inner: bool) -> Option<Self> {
        let mut found = Self {
            conditions: Some(Conditions::new()),
            ..Self::default()
        };
        while cursor.is("#") && cursor.peek_second().is_some_and(|t| t.is("!")) == are_inner {
            cursor.next();
            cursor.eat("!");
            found.add(Cursor::new(cursor.group("[")?));
        }
        Some(found)
    }

    fn add(&mut self, mut attribute: Cursor<'_, 'a>) {
        let Some(name) = attribute.word() else {
            return;
        };
        let inner = attribute.group("(");
        match (name, inner) {
            ("cfg", Some(inner)) => self.add_condition(inner),
            ("doc", Some([only])) if only.is("hidden") => self.is_hidden = true,
            ("derive", Some(inner)) => {
                let traits = Cursor::new(inner).list();
                let last = |path: &[Token<'a>]| path.last().map(|token| token.text);
                self.derives.extend(traits.filter_map(last));
            }
            ("deprecated", _) => self.is_deprecated = true,
            ("non_exhaustive", _) => self.is_non_exhaustive = true,
            ("macro_export", _) => self.is_exported_macro = true,
            _ => {}
        }
    }

    fn add_condition(&mut self, tokens: &[Token<'_>]) {
        match condition(tokens) {
            Condition::Always => {}
            Condition::Never => self.conditions = None,
            Condition::If(all) => {
                if let Some(known) = &mut self.conditions {
                    known.extend(all);
                }
            }
        }
    }
}

/// Removes conditions that another condition implies: `a` implies `a or b`.
pub(super) fn simplified(all: &Conditions) -> Vec<String> {
    let is_implied = |condition: &String| {
        let mut alternatives = condition.split(OR);
        condition.contains(OR) && alternatives.any(|alternative| all.contains(alternative))
    };
    let kept = all.iter().filter(|condition| !is_implied(condition));
    kept.cloned().collect()
}

enum Condition {
    Always,
    Never,
    /// The item exists if all conditions hold.
    If(Vec<String>),
}

fn condition(tokens: &[Token<'_>]) -> Condition {
    match tokens {
        [only] if only.is("test") => Condition::Never,
        [name, equals, value]
            if name.is("feature") && equals.is("=") && value.kind == Kind::Literal =>
        {
            Condition::If(vec![format!("feature {}", value.text)])
        }
        [name, open, ..] if open.is("(") => {
            let mut cursor = Cursor::new(tokens);
            cursor.next();
            let inner = Cursor::new(cursor.any_group().unwrap_or_default()).list();
            let inner = inner.map(condition).collect();
            match name.text {
                "all" => all(inner),
                "any" => any(inner),
                "not" => not(inner),
                _ => other(tokens),
            }
        }
        _ => other(tokens),
    }
}

fn all(inner: Vec<Condition>) -> Condition {
    let mut found = Vec::new();
    for condition in inner {
        match condition {
            Condition::Always => {}
            Condition::Never => return Condition::Never,
            Condition::If(all) => found.extend(all),
        }
    }
    if found.is_empty() {
        Condition::Always
    } else {
        Condition::If(found)
    }
}

fn any(inner: Vec<Condition>) -> Condition {
    let mut found = Vec::new();
    for condition in inner {
        match condition {
            Condition::Always => return Condition::Always,
            Condition::Never => {}
            Condition::If(all) => found.push(all.join(AND)),
        }
    }
    if found.is_empty() {
        Condition::Never
    } else {
        Condition::If(vec![found.join(OR)])
    }
}

fn not(inner: Vec<Condition>) -> Condition {
    match all(inner) {
        Condition::Always => Condition::Never,
        Condition::Never => Condition::Always,
        Condition::If(all) => Condition::If(vec![format!("not ({})", all.join(AND))]),
    }
}

fn other(tokens: &[Token<'_>]) -> Condition {
    let texts: Vec<&str> = tokens.iter().map(|token| token.text).collect();
    Condition::If(vec![texts.join(" ")])
}
