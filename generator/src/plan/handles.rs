//! Resources: handles whose methods are the calls.

use serde::Serialize;

use super::context::Context;
use super::docs::{self, Docs};
use super::fault::Planned;
use super::method::{self, MethodPlan};
use super::receiver::{Receiver, is_below};
use crate::model::{Operation, OperationId};
use crate::names::{ItemPath, Resource};

/// The handle of a resource.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HandlePlan {
    /// Its docs.
    pub docs: Docs,
    /// The path of the item.
    pub path: ItemPath,
    /// Whether the handle also exists for scopes. If so, it has the scope as a type parameter.
    pub scoped: bool,
    /// The methods in its own module.
    pub methods: MethodsPlan,
}

/// Methods of a handle, grouped by the scopes for which they exist.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MethodsPlan {
    /// The handle.
    pub handle: ItemPath,
    /// Methods for every scope and for the client itself.
    pub everywhere: Vec<MethodPlan>,
    /// Methods for the client itself.
    pub root: Vec<MethodPlan>,
    /// Methods for a scope only.
    pub scoped: Vec<MethodPlan>,
}

/// Plans a handle.
pub(super) fn plan(
    cx: Context<'_>,
    resource: &Resource,
    operations: &[OperationId],
) -> Planned<HandlePlan> {
    let mut scoped = false;
    for (_, scope) in cx.scopes(resource.group) {
        scoped |= cx.exists_below(resource, scope)?;
    }
    Ok(HandlePlan {
        docs: docs::handle(&cx.names.resource(resource)?),
        path: cx.names.handle(resource)?,
        scoped,
        methods: methods(cx, resource, operations)?,
    })
}

/// Plans the methods of some operations of a resource.
pub(super) fn methods(
    cx: Context<'_>,
    resource: &Resource,
    operations: &[OperationId],
) -> Planned<MethodsPlan> {
    let scope = cx.scopes(resource.group).next().map(|(_, scope)| scope);
    let all = |wanted: &dyn Fn(&Operation) -> bool, receiver: Receiver<'_>| {
        let mut methods = Vec::new();
        for index in operations {
            let operation = cx.operation(*index)?;
            if wanted(operation) {
                methods.push(method::plan(cx, *index, operation, receiver)?);
            }
        }
        Planned::Ok(methods)
    };
    Ok(MethodsPlan {
        handle: cx.names.handle(resource)?,
        everywhere: all(&|operation| operation.mirrored, Receiver::Any)?,
        root: all(&|operation| !operation.mirrored, Receiver::Root)?,
        scoped: match scope {
            Some(scope) => all(
                &|operation| is_below(operation, scope),
                Receiver::Scoped(&scope.parameter),
            )?,
            None => Vec::new(),
        },
    })
}
