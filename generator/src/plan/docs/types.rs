//! The docs of types, fields and variants.

use super::{Block, Docs};
use crate::model::{self, Arm, Base, Role, Step, Ty, TypeDef, TypeId, Variant, VariantValue};
use crate::plan::context::Context;
use crate::plan::fault::Planned;

/// The description of a document, followed by its constraints; `fallback` where it has none.
pub(in crate::plan) fn described(docs: &model::Docs, fallback: &str) -> String {
    let mut text = if docs.text.is_empty() {
        fallback.to_owned()
    } else {
        docs.text.clone()
    };
    let mut facts = docs.constraints.clone();
    if docs.deprecated {
        facts.push("Deprecated by the server.".to_owned());
    }
    if !facts.is_empty() {
        // Behind the last words where they are plain prose, in a paragraph of their own behind a list or code.
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
        text.push_str(&facts.join(" "));
    }
    text
}

/// The docs of a struct.
pub(in crate::plan) fn struct_(cx: Context<'_>, id: TypeId, def: &TypeDef) -> Planned<Docs> {
    let mut blocks = vec![Block::Text(described(&def.docs, &fallback(cx, id)?))];
    if def.inferred {
        let text = "Inferred from the example in the spec: every member may be absent, and members that the example lacks are kept.";
        blocks.push(Block::Text(text.to_owned()));
    }
    Ok(Docs(blocks))
}

/// The docs of a field.
pub(in crate::plan) fn field(docs: &model::Docs, wire: &str) -> Docs {
    Docs::text(described(docs, &format!("The member `{wire}`.")))
}

/// The docs of the field that keeps additional properties.
pub(in crate::plan) fn extra() -> Docs {
    Docs::text("Members that the document does not name.")
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
        Ty::Named(id) => format!("As {}.", link(cx, *id)?),
        Ty::List(_) => "Several.".to_owned(),
        Ty::Bool | Ty::Int(_) | Ty::Float | Ty::Str | Ty::Id(_) => "A single value.".to_owned(),
        _ => "One of the alternatives.".to_owned(),
    }))
}

/// A link to a type.
pub(super) fn link(cx: Context<'_>, id: TypeId) -> Planned<String> {
    let path = cx.names.ty(id)?;
    Ok(format!("[`{}`]({path})", path.name))
}

/// The docs of a type of which the document says nothing.
pub(in crate::plan) fn fallback(cx: Context<'_>, id: TypeId) -> Planned<String> {
    let context = &cx.ty(id)?.context;
    if cx.usage(id).calls > 1 {
        return Ok("Parameters that several operations have.".to_owned());
    }
    let whole = match &context.base {
        Base::Operation(index, role) => {
            let method = cx.names.operation_id(*index)?;
            match role {
                Role::Request => format!("what `{method}` is given"),
                Role::Params => format!("the parameters of `{method}`"),
                Role::Response => format!("what `{method}` answers"),
                Role::Error => format!("what `{method}` answers when it failed"),
            }
        }
        Base::Type(parent) => link(cx, *parent).unwrap_or_else(|_| "a message".to_owned()),
        Base::Component(key) => format!("the schema `{key}`"),
    };
    let member = context.steps.iter().rev().find_map(|step| match step {
        Step::Member(name) => Some(name.as_str()),
        Step::Item | Step::Input | Step::Arm(..) => None,
    });
    Ok(match (context.steps.as_slice(), member) {
        ([Step::Input], _) => format!("What is sent of {whole}."),
        ([], _) => format!(
            "{}{}.",
            whole.get(..1).unwrap_or("").to_uppercase(),
            whole.get(1..).unwrap_or("")
        ),
        (_, Some(member)) => format!("The `{member}` of {whole}."),
        (_, None) => format!("A part of {whole}."),
    })
}
