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
    /// Where it is.
    pub path: ItemPath,
    /// Whether it exists below a scope, too, and so has the scope as a parameter.
    pub scoped: bool,
    /// The methods in its own module.
    pub methods: MethodsPlan,
}

/// Methods of a handle, by the scopes on which each exists.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MethodsPlan {
    /// The handle.
    pub handle: ItemPath,
    /// Methods on every scope.
    pub everywhere: Vec<MethodPlan>,
    /// Methods on the client itself.
    pub root: Vec<MethodPlan>,
    /// Methods below a prefix.
    pub scoped: Vec<MethodPlan>,
}

/// The plan of a handle.
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

/// The methods of some operations of a resource.
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
