//! The docs of types, fields and variants.

use super::document::{Block, Docs};
use super::items;
use crate::model::{
    self, Arm, Base, Role, Selector, Shape, Step, Ty, TypeDef, TypeId, Variant, VariantValue,
};
use crate::plan::context::Context;
use crate::plan::fault::Planned;
use crate::text::Markdown;

/// Returns the description in the document, followed by the constraints. `fallback` replaces a missing description.
fn described(docs: &model::Docs, fallback: Markdown) -> Markdown {
    let text = if docs.text.is_empty() {
        fallback
    } else {
        docs.text.clone()
    };
    if !docs.constraints.is_empty() {
        // If the description ends with prose, the constraints are appended to its last paragraph. Otherwise, they are a
        // new paragraph.
        let last = text.as_str().lines().last().unwrap_or("");
        let prose = !last
            .trim_start()
            .starts_with(['-', '>', '|', '`', '*', '1'])
            && !last.starts_with(' ');
        let ended = last.ends_with(['.', '!', '?', ':']);
        let wordy = last
            .ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '`' | '"' | '*' | '_'));
        let template = match (prose, ended, wordy) {
            (true, true, _) => "{} {}",
            (true, false, true) => "{}. {}",
            _ => "{}\n\n{}",
        };
        let constraints = Markdown::join(docs.constraints.iter().cloned(), " ");
        return Markdown::fill(template, &[&text, &constraints]);
    }
    text
}

/// Creates the docs of a type from its description. A type without a description gets a fallback text.
pub(in crate::plan) fn any_type(cx: Context<'_>, id: TypeId, def: &TypeDef) -> Planned<Docs> {
    Ok(Docs::text(described(&def.docs, fallback(cx, id)?)))
}

pub(in crate::plan) fn struct_(cx: Context<'_>, id: TypeId, def: &TypeDef) -> Planned<Docs> {
    let mut docs = any_type(cx, id, def)?;
    if def.inferred {
        let text = "Inferred from an example in the specification: all properties are optional, and additional properties are kept.";
        docs.0.push(Block::Text(Markdown::fixed(text)));
    }
    Ok(docs)
}

pub(in crate::plan) fn field(docs: &model::Docs, wire: &str) -> Docs {
    let fallback = Markdown::fill("The {} property.", &[&Markdown::code(wire)]);
    Docs::text(described(docs, fallback))
}

pub(in crate::plan) fn parameter(docs: &model::Docs, wire: &str) -> Docs {
    let fallback = Markdown::fill("The {} parameter.", &[&Markdown::code(wire)]);
    Docs::text(described(docs, fallback))
}

pub(in crate::plan) fn variant(variant: &Variant) -> Docs {
    let value = match &variant.value {
        VariantValue::Text(text) if text.trim().is_empty() => Markdown::fixed("Empty text"),
        VariantValue::Text(text) => Markdown::code(text),
        other => Markdown::code(&other.text()),
    };
    if variant.docs.is_empty() {
        Docs::fill("{}.", &[&value])
    } else {
        Docs::fill("{}: {}", &[&value, &variant.docs])
    }
}

/// Creates the docs of an alternative in a union. Without a description in the document, the docs only contain its
/// type.
pub(in crate::plan) fn alternative(cx: Context<'_>, arm: &Arm) -> Planned<Docs> {
    if !arm.docs.is_empty() {
        return Ok(Docs::text(arm.docs.clone()));
    }
    Ok(match &arm.ty {
        Ty::Named(id) => {
            let link = with_article(cx, *id)?.capitalized();
            Docs::fill("{}.", &[&link])
        }
        Ty::List(_) => Docs::fixed("A list."),
        Ty::Bool | Ty::Int(_) | Ty::Float | Ty::Str | Ty::Id(_) => Docs::fixed("A single value."),
        Ty::Json => Docs::fixed("Any JSON value."),
        _ => Docs::fixed("One of the alternatives."),
    })
}

pub(super) fn link(cx: Context<'_>, id: TypeId) -> Planned<Markdown> {
    Ok(items::link(&cx.names.ty(id)?))
}

/// Returns the article "a" or "an", followed by a link to a type.
pub(super) fn with_article(cx: Context<'_>, id: TypeId) -> Planned<Markdown> {
    let path = cx.names.ty(id)?;
    let vowels = ['A', 'E', 'I', 'O', 'U'];
    let template = if path.name.as_str().starts_with(vowels) {
        "an {}"
    } else {
        "a {}"
    };
    Ok(Markdown::fill(template, &[&items::link(&path)]))
}

/// Creates the docs of a type that has no description in the document, such as "The response of `v1.users.get`."
fn fallback(cx: Context<'_>, id: TypeId) -> Planned<Markdown> {
    let context = &cx.ty(id)?.context;
    let whole = match &context.base {
        Base::Operation(index, role) => {
            let template = match role {
                Role::Request if cx.usage(id).params => "the parameters of {}",
                Role::Request => "the request body of {}",
                Role::Params => "the parameters of {}",
                Role::Response => "the response of {}",
                Role::Error => "an error response of {}",
                Role::Event => "an event in the stream of {}",
                Role::Record => "a value in the stream of {}",
            };
            let method = Markdown::code(cx.names.operation_id(*index)?);
            Markdown::fill(template, &[&method])
        }
        // The type can only be linked if the crate contains it.
        Base::Type(parent) => link(cx, *parent).unwrap_or_else(|_| Markdown::fixed("a message")),
        Base::Component(key) => Markdown::fill("the schema {}", &[&Markdown::code(key)]),
    };
    let property = context.steps.iter().rev().find_map(|step| match step {
        Step::Member(name) => Some(Markdown::code(name)),
        Step::Item | Step::Input | Step::Base | Step::Arm(..) => None,
    });
    Ok(match (context.steps.as_slice(), property) {
        ([Step::Base], _) => Markdown::fill("{} without its subtypes.", &[&whole]).capitalized(),
        ([Step::Input], _) => Markdown::fill("{} as requests send it.", &[&whole]).capitalized(),
        ([], _) => Markdown::fill("{}.", &[&whole]).capitalized(),
        (_, Some(property)) => {
            let is_value = matches!(cx.ty(id)?.shape, Shape::Enum { .. });
            let is_parameter =
                matches!(&context.base, Base::Type(parent) if cx.usage(*parent).params);
            let template = match (is_value, is_parameter) {
                (true, true) => "A value of the {} parameter of {}.",
                (true, false) => "A value of the {} property of {}.",
                (false, true) => "The {} parameter of {}.",
                (false, false) => "The {} property of {}.",
            };
            Markdown::fill(template, &[&property, &whole])
        }
        (_, None) if is_selected_by_status(&cx.ty(id)?.shape) => {
            Markdown::fill("{}, selected by its status.", &[&whole]).capitalized()
        }
        (_, None) => Markdown::fill("A part of {}.", &[&whole]),
    })
}

fn is_selected_by_status(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::Union {
            selector: Selector::Status,
            ..
        }
    )
}
