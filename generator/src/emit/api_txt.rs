//! `API.txt`: every public item on a line, so that a review sees what a change means to users.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::Cx;
use super::uses::Uses;
use crate::model::{
    Body, BodyKind, Field, Input, Model, Operation, Presence, Shape, Success, VariantValue,
};
use crate::names::{Names, OperationNames};
use crate::refine::Analysis;

/// The list, sorted.
#[must_use]
pub fn api_txt(model: &Model, analysis: &Analysis, names: &Names) -> String {
    let cx = Cx {
        model,
        analysis,
        names,
        package: "",
    };
    let mut lines: BTreeSet<String> = BTreeSet::new();
    for (id, type_names) in &names.types {
        let Some(def) = model.ty(*id) else { continue };
        let path = format!("{}::{}", cx.module_path(def.group), type_names.ident);
        match &def.shape {
            Shape::Struct { fields, .. } => {
                lines.insert(format!("struct {path}"));
                for (field, part) in fields.iter().zip(&type_names.fields) {
                    lines.insert(format!("field {path}.{part}: {}", field_type(cx, field)));
                }
            }
            Shape::Enum { variants } => {
                lines.insert(format!("enum {path}"));
                for (variant, part) in variants.iter().zip(&type_names.variants) {
                    let value = match &variant.value {
                        VariantValue::Text(text) => format!("{text:?}"),
                        VariantValue::Int(number) => number.to_string(),
                    };
                    lines.insert(format!("variant {path}::{part} = {value}"));
                }
            }
            Shape::Union { arms, .. } => {
                lines.insert(format!("enum {path}"));
                for (arm, part) in arms.iter().zip(&type_names.arms) {
                    lines.insert(format!("variant {path}::{part}({})", shown(cx, &arm.ty)));
                }
            }
            Shape::Alias(ty) => {
                lines.insert(format!("struct {path}({})", shown(cx, ty)));
            }
        }
    }
    lines.extend(
        model
            .ids
            .iter()
            .map(|id| format!("struct crate::ids::{}", id.name)),
    );
    for (operation, operation_names) in model.operations.iter().zip(&names.operations) {
        lines.insert(method(cx, operation, operation_names));
    }
    let mut text = String::new();
    for line in lines {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{line}");
    }
    text
}

fn method(cx: Cx<'_>, operation: &Operation, names: &OperationNames) -> String {
    let mut arguments: Vec<String> = Vec::new();
    let mut params = String::new();
    for (input, name) in operation.inputs.iter().zip(&names.arguments) {
        match input {
            Input::Argument { ty, .. } => arguments.push(format!("{name}: {}", shown(cx, ty))),
            Input::Params { ty, required } => {
                let ty = cx
                    .names
                    .types
                    .get(ty)
                    .map_or("", |names| names.ident.as_str());
                if *required {
                    arguments.push(format!("{name}: {ty}"));
                } else {
                    params = format!(" with {ty}");
                }
            }
        }
    }
    if let Some(body) = &operation.body {
        let taken = arguments
            .iter()
            .any(|argument| argument.starts_with("request: "));
        let name = if taken { "body" } else { "request" };
        arguments.push(format!("{name}: {}", body_type(cx, body)));
    }
    let output = success_type(cx, operation);
    let mirrored = if operation.mirrored { " mirrored" } else { "" };
    format!(
        "method {}({}) -> {output}{params}{mirrored}",
        names.id,
        arguments.join(", ")
    )
}

/// What a method takes and gives, as it is written in Rust.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Signature {
    /// The type of the body or of the parameters, if several values are given at once.
    pub request: Option<String>,
    /// The type of the answer.
    pub success: String,
}

/// The signature of every operation, in the order of the model.
#[must_use]
pub fn signatures(model: &Model, analysis: &Analysis, names: &Names) -> Vec<Signature> {
    let cx = Cx {
        model,
        analysis,
        names,
        package: "",
    };
    let params = |operation: &Operation| {
        operation.inputs.iter().find_map(|input| match input {
            Input::Params { ty, .. } => names.types.get(ty).map(|names| names.ident.clone()),
            Input::Argument { .. } => None,
        })
    };
    model
        .operations
        .iter()
        .map(|operation| Signature {
            request: operation
                .body
                .as_ref()
                .map(|body| body_type(cx, body))
                .or_else(|| params(operation)),
            success: success_type(cx, operation),
        })
        .collect()
}

/// The type of an operation's answer, as it is written in Rust.
fn success_type(cx: Cx<'_>, operation: &Operation) -> String {
    match &operation.success {
        Success::Empty => "()".to_owned(),
        Success::Json(ty) => shown(cx, ty),
        Success::OptionalJson(ty) => format!("Option<{}>", shown(cx, ty)),
        Success::Text => "String".to_owned(),
        Success::Bytes => "Body".to_owned(),
    }
}

/// The type of a body that is one value.
fn body_type(cx: Cx<'_>, body: &Body) -> String {
    match body.kind {
        BodyKind::Json | BodyKind::Text => shown(cx, &body.ty),
        BodyKind::Bytes => "Body".to_owned(),
    }
}

fn field_type(cx: Cx<'_>, field: &Field) -> String {
    let ty = shown(cx, &field.ty);
    match field.presence {
        Presence::Required => ty,
        Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable => {
            format!("Option<{ty}>")
        }
    }
}

fn shown(cx: Cx<'_>, ty: &crate::model::Ty) -> String {
    cx.rust_type(ty, &mut Uses::default())
        .to_string()
        .replace(' ', "")
}
