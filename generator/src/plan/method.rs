//! Methods: their arguments, their results, and how the request is built.

use serde::Serialize;

use super::argument::{Accepts, ArgumentPlan, Send, send, send_body};
use super::context::Context;
use super::deprecation::Deprecation;
use super::doc_alias::doc_alias;
use super::docs::{self, Docs};
use super::fault::Planned;
use super::receiver::Receiver;
use super::type_expr::{RuntimeType, TypeExpr};
use crate::model::{Input, Operation, OperationId, Selector, Shape, Success, Ty};
use crate::names::Name;
use crate::text::Untrusted;

/// A method that calls an operation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MethodPlan {
    /// Its docs.
    pub docs: Docs,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecation>,
    /// The name of the operation in the document, for the search of the docs.
    pub alias: Option<Untrusted>,
    /// Its name.
    pub name: Name,
    /// The static that describes the operation.
    pub operation: Name,
    /// The arguments, each with how its value is sent.
    pub arguments: Vec<(ArgumentPlan, Send)>,
    /// What the call returns.
    pub output: TypeExpr,
    /// How the response is read.
    pub reading: Reading,
    /// The struct of optional parameters.
    pub params: Option<TypeExpr>,
}

/// How a response is read.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Reading {
    /// There is no body.
    Empty,
    /// JSON.
    Json,
    /// JSON, or no body.
    OptionalJson,
    /// JSON, whose type depends on the status.
    ByStatus,
    /// JSON, whose type depends on the status, or no body.
    OptionalByStatus,
    /// Text.
    Text,
    /// Text, or no body.
    OptionalText,
    /// Bytes, as a stream.
    Bytes,
    /// Bytes, as a stream, or no body.
    OptionalBytes,
}

/// Plans a method.
pub(super) fn plan(
    cx: Context<'_>,
    id: OperationId,
    operation: &Operation,
    receiver: Receiver<'_>,
) -> Planned<MethodPlan> {
    let mut arguments = Vec::new();
    let mut params = None;
    for (input, name) in operation.inputs.iter().zip(cx.names.arguments(id)?) {
        let (accepts, send) = match input {
            _ if receiver.fills(input) => continue,
            Input::Argument {
                wire,
                location,
                ty,
                encoding,
                ..
            } => (cx.accepts(ty, None)?, send(wire, *location, encoding, ty)),
            Input::Params { ty, required: true } => {
                let ty = TypeExpr::Item(cx.names.params(id, *ty)?);
                (Accepts::Value(ty), Send::Params)
            }
            Input::Params {
                ty,
                required: false,
            } => {
                params = Some(TypeExpr::Item(cx.names.params(id, *ty)?));
                continue;
            }
        };
        arguments.push((ArgumentPlan { name, accepts }, send));
    }
    if let Some(body) = &operation.body {
        let argument = ArgumentPlan {
            name: cx.names.body_argument(id, body)?,
            accepts: cx.accepts_body(body)?,
        };
        arguments.push((argument, send_body(body)));
    }
    let (output, reading) = success(cx, operation)?;
    let name = cx.names.method(id)?;
    let operation_id = operation.operation_id.as_deref();
    Ok(MethodPlan {
        docs: docs::method(cx, id, operation, receiver)?,
        deprecated: deprecation(cx, operation)?,
        alias: operation_id.and_then(|alias| doc_alias(alias, &name)),
        name,
        operation: cx.names.constant(id)?,
        arguments,
        output,
        reading,
        params,
    })
}

/// Returns the type of a response, and how the response is read.
pub(super) fn success(cx: Context<'_>, operation: &Operation) -> Planned<(TypeExpr, Reading)> {
    Ok(match &operation.success {
        Success::Empty => (TypeExpr::Unit, Reading::Empty),
        Success::Json(ty) if is_by_status(cx, ty) => (cx.type_of(ty)?, Reading::ByStatus),
        Success::OptionalJson(ty) if is_by_status(cx, ty) => {
            (cx.type_of(ty)?.optional(), Reading::OptionalByStatus)
        }
        Success::Json(ty) => (cx.type_of(ty)?, Reading::Json),
        Success::OptionalJson(ty) => (cx.type_of(ty)?.optional(), Reading::OptionalJson),
        Success::Text => (TypeExpr::String, Reading::Text),
        Success::OptionalText => (TypeExpr::String.optional(), Reading::OptionalText),
        Success::Bytes => (TypeExpr::Runtime(RuntimeType::Body), Reading::Bytes),
        Success::OptionalBytes => (
            TypeExpr::Runtime(RuntimeType::Body).optional(),
            Reading::OptionalBytes,
        ),
    })
}

/// Whether the status selects the type of the response.
fn is_by_status(cx: Context<'_>, ty: &Ty) -> bool {
    let Ty::Named(id) = ty else { return false };
    let def = cx.ty(*id);
    def.is_ok_and(|def| {
        matches!(
            def.shape,
            Shape::Union {
                selector: Selector::Status,
                ..
            }
        )
    })
}

/// Returns the deprecation of a method. It names the operation that replaces the method, if this crate contains that operation.
fn deprecation(cx: Context<'_>, operation: &Operation) -> Planned<Option<Deprecation>> {
    if !operation.docs.deprecated {
        return Ok(None);
    }
    let successor = operation.successor.as_deref();
    let successor = successor.and_then(|successor| cx.successor(operation, successor));
    let successor = successor.map(|id| cx.names.operation_id(id)).transpose()?;
    Ok(Some(Deprecation {
        note: successor.map(|id| Untrusted::new(format!("use `{id}`"))),
    }))
}
