//! The docs of types, fields and variants.

use super::document::{Block, Docs};
use crate::model::{self, Arm, Base, Role, Step, Ty, TypeDef, TypeId, Variant, VariantValue};
use crate::plan::context::Context;
use crate::plan::fault::Planned;

/// The description of a document, followed by its constraints; `fallback` where it has none.
fn described(docs: &model::Docs, fallback: &str) -> String {
    let mut text = if docs.text.is_empty() {
        fallback.to_owned()
    } else {
        docs.text.clone()
    };
    if !docs.constraints.is_empty() {
        // After the last words where they are plain prose, in a paragraph of their own after a list or code.
        let last = text.lines().last().unwrap_or("");
        let prose = !last
            .trim_start()
            .starts_with(['-', '>', '|', '`', '*', '1'])
            && !last.starts_with(' ');
        let ended = last.ends_with(['.', '!', '?', ':']);
        let wordy = last
            .ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '`' | '"' | '*' | '_'));
        text.push_str(match (prose, ended, wordy) {
            (true, true, _) => " ",
            (true, false, true) => ". ",
            _ => "\n\n",
        });
        text.push_str(&docs.constraints.join(" "));
    }
    text
}

/// The docs of an enum, a union or an alias.
pub(in crate::plan) fn any_type(cx: Context<'_>, id: TypeId, def: &TypeDef) -> Planned<Docs> {
    Ok(Docs::text(described(&def.docs, &fallback(cx, id)?)))
}

/// The docs of a struct.
pub(in crate::plan) fn struct_(cx: Context<'_>, id: TypeId, def: &TypeDef) -> Planned<Docs> {
    let mut docs = any_type(cx, id, def)?;
    if def.inferred {
        let text = "Inferred from an example in the specification: all properties are optional, and additional properties are kept.";
        docs.0.push(Block::Text(text.to_owned()));
    }
    Ok(docs)
}

/// The docs of a field.
pub(in crate::plan) fn field(docs: &model::Docs, wire: &str) -> Docs {
    Docs::text(described(docs, &format!("The `{wire}` property.")))
}

/// The docs of a field that is a parameter.
pub(in crate::plan) fn parameter(docs: &model::Docs, wire: &str) -> Docs {
    Docs::text(described(docs, &format!("The `{wire}` parameter.")))
}

/// The docs of a value of an enum.
pub(in crate::plan) fn variant(variant: &Variant) -> Docs {
    let value = match &variant.value {
        VariantValue::Text(text) => shown(text),
        VariantValue::Int(number) => format!("`{number}`"),
    };
    Docs::text(if variant.docs.is_empty() {
        format!("{value}.")
    } else {
        format!("{value}: {}", variant.docs)
    })
}

fn shown(text: &str) -> String {
    let safe: String = text
        .chars()
        .filter(|c| *c != '`' && !c.is_control())
        .collect();
    if safe.trim().is_empty() {
        "Empty text".to_owned()
    } else {
        format!("`{}`", safe.trim())
    }
}

/// The docs of an alternative of a union: the document's words, or what it holds.
pub(in crate::plan) fn alternative(cx: Context<'_>, arm: &Arm) -> Planned<Docs> {
    if !arm.docs.is_empty() {
        return Ok(Docs::text(arm.docs.clone()));
    }
    Ok(Docs::text(match &arm.ty {
        Ty::Named(id) => capitalized(&format!("{}.", with_article(&link(cx, *id)?))),
        Ty::List(_) => "A list.".to_owned(),
        Ty::Bool | Ty::Int(_) | Ty::Float | Ty::Str | Ty::Id(_) => "A single value.".to_owned(),
        _ => "One of the alternatives.".to_owned(),
    }))
}

/// A link to a type.
pub(super) fn link(cx: Context<'_>, id: TypeId) -> Planned<String> {
    let path = cx.names.ty(id)?;
    Ok(format!("[`{}`]({path})", path.name))
}

/// A link to a type with its article.
pub(super) fn with_article(link: &str) -> String {
    let name = link.trim_start_matches("[`");
    let article = if name.starts_with(['A', 'E', 'I', 'O', 'U']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {link}")
}

/// The docs of a type without a description: what it is in its document.
fn fallback(cx: Context<'_>, id: TypeId) -> Planned<String> {
    let context = &cx.ty(id)?.context;
    if cx.usage(id).calls > 1 {
        return Ok("Parameters that several operations share.".to_owned());
    }
    let whole = match &context.base {
        Base::Operation(index, role) => {
            let method = cx.names.operation_id(*index)?;
            match role {
                Role::Request if cx.usage(id).params => format!("the parameters of `{method}`"),
                Role::Request => format!("the request body of `{method}`"),
                Role::Params => format!("the parameters of `{method}`"),
                Role::Response => format!("the response of `{method}`"),
                Role::Error => format!("an error response of `{method}`"),
            }
        }
        // The type may be a part of one that is not emitted.
        Base::Type(parent) => link(cx, *parent).unwrap_or_else(|_| "a message".to_owned()),
        Base::Component(key) => format!("the schema `{key}`"),
    };
    let property = context.steps.iter().rev().find_map(|step| match step {
        Step::Member(name) => Some(name.as_str()),
        Step::Item | Step::Input | Step::Arm(..) => None,
    });
    Ok(match (context.steps.as_slice(), property) {
        ([Step::Input], _) => capitalized(&format!("{whole} as requests send it.")),
        ([], _) => capitalized(&format!("{whole}.")),
        (_, Some(property)) => format!("The `{property}` property of {whole}."),
        (_, None) => format!("A part of {whole}."),
    })
}

fn capitalized(sentence: &str) -> String {
    let mut rest = sentence.chars();
    let first = rest.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(rest).collect()
}
