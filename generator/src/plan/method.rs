//! Methods that call operations: their arguments, their requests and their results.

use serde::Serialize;

use super::argument::{Accepts, ArgumentPlan, Send, send, send_body};
use super::context::Context;
use super::deprecation::Deprecation;
use super::doc_alias::doc_alias;
use super::docs::{self, Docs};
use super::fault::Planned;
use super::receiver::Receiver;
use super::type_expr::{RuntimeType, StreamType, TypeExpr};
use crate::model::{Input, Operation, OperationId, Selector, Shape, StreamKind, Success, Ty};
use crate::names::Name;
use crate::text::Untrusted;

/// A method that calls an operation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MethodPlan {
    /// The docs of the method.
    pub docs: Docs,
    /// The deprecation, if the method is deprecated.
    pub deprecated: Option<Deprecation>,
    /// The `operationId` in the document. Users can search for it in rustdoc.
    pub alias: Option<Untrusted>,
    /// The name of the method.
    pub name: Name,
    /// The name of the static that describes the operation.
    pub operation: Name,
    /// The arguments, and how the method sends the value of each argument.
    pub arguments: Vec<(ArgumentPlan, Send)>,
    /// The type of the result.
    pub output: TypeExpr,
    /// How the method reads the response body.
    pub reading: Reading,
    /// The type of the stream that the method can return. `None` if it returns no stream.
    pub stream: Option<TypeExpr>,
    /// The type that `Call::params` accepts. `None` if the method has no optional parameters.
    pub params: Option<TypeExpr>,
}

/// How a method reads the response body.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Reading {
    /// The response has no body.
    Empty,
    /// The body is JSON.
    Json,
    /// The body is JSON or absent.
    OptionalJson,
    /// The body is JSON. The type depends on the HTTP status.
    ByStatus,
    /// The body is JSON or absent. The type depends on the HTTP status.
    OptionalByStatus,
    /// The body is text.
    Text,
    /// The body is text or absent.
    OptionalText,
    /// The body is a stream of bytes.
    Bytes,
    /// The body is a stream of bytes or absent.
    OptionalBytes,
}

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
        stream: stream(cx, operation)?,
        params,
    })
}

/// Returns the result type of a method, and how the method reads the response body.
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

/// Returns the type of the stream that a method can return.
fn stream(cx: Context<'_>, operation: &Operation) -> Planned<Option<TypeExpr>> {
    let Some(stream) = &operation.stream else {
        return Ok(None);
    };
    let kind = match stream.kind {
        StreamKind::JsonEvents | StreamKind::TextEvents | StreamKind::EventObjects => {
            StreamType::Events
        }
        StreamKind::Records => StreamType::Records,
    };
    let item = Box::new(cx.type_of(&stream.item)?);
    Ok(Some(TypeExpr::Stream(kind, item)))
}

/// Returns whether the type of the response depends on the HTTP status.
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

/// Returns the deprecation of a method. If the crate contains an operation to call instead, the note names this
/// operation.
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
