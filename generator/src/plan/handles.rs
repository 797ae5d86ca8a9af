//! Handles: the types whose methods call the operations of a resource.

use serde::Serialize;

use super::context::Context;
use super::docs::{self, Docs};
use super::fault::Planned;
use super::method::{self, MethodPlan};
use super::receiver::{Receiver, is_below};
use crate::model::{Operation, OperationId};
use crate::names::{ItemPath, Resource};

/// The handle of a resource, such as `UsersHandle`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HandlePlan {
    /// The docs of the handle.
    pub docs: Docs,
    /// The path of the handle.
    pub path: ItemPath,
    /// Whether scopes return the handle too. If so, the handle has a type parameter: the client or the scope.
    pub scoped: bool,
    /// The methods that are in the same file as the handle. Other files can contain further methods.
    pub methods: MethodsPlan,
}

/// The methods of a handle. Each list becomes one `impl` block.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MethodsPlan {
    /// The path of the handle.
    pub handle: ItemPath,
    /// Methods that the handles of the client and of all scopes have.
    pub everywhere: Vec<MethodPlan>,
    /// Methods that only the handle of the client has.
    pub root: Vec<MethodPlan>,
    /// Methods that only the handle of a scope has.
    pub scoped: Vec<MethodPlan>,
}

/// Plans the handle of a resource. `operations` lists the operations in the file of the handle.
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

/// Plans the methods for `operations`, which belong to `resource`.
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
