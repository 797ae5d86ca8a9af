//! Types that give access to resources: the client, the entry of an API, and scopes.

use serde::Serialize;

use super::context::Context;
use super::docs::{self, Docs};
use super::fault::Planned;
use crate::model::{GroupId, Scope};
use crate::names::{ItemPath, Name, Resource};
use crate::text::Untrusted;

/// A method that returns a handle.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AccessorPlan {
    /// Its docs.
    pub docs: Docs,
    /// Its name.
    pub name: Name,
    /// The cargo features that the method needs.
    pub features: Vec<String>,
    /// The type that the method returns.
    pub returns: ItemPath,
}

/// The method that starts a request which no operation describes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CustomPlan {
    /// Its docs.
    pub docs: Docs,
    /// The cargo feature that the method needs.
    pub feature: Option<String>,
    /// The static with the defaults of requests that no operation describes.
    pub defaults: Name,
}

/// The type that the client's accessor of an API returns.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EntryPlan {
    /// Its docs.
    pub docs: Docs,
    /// The path of the item.
    pub path: ItemPath,
    /// Starts requests that no operation describes.
    pub custom: Option<CustomPlan>,
    /// Its resources.
    pub resources: Vec<AccessorPlan>,
}

/// The type of a scope. It gives access to every resource that has an operation below the path prefix of the scope.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScopePlan {
    /// Its docs.
    pub docs: Docs,
    /// The path of the item.
    pub path: ItemPath,
    /// The type of the id.
    pub id: ItemPath,
    /// The path prefix.
    pub prefix: Untrusted,
    /// The placeholder in the prefix.
    pub parameter: Untrusted,
    /// Starts requests that no operation describes.
    pub custom: Option<CustomPlan>,
    /// Its resources.
    pub resources: Vec<AccessorPlan>,
}

/// The client.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClientPlan {
    /// The docs of its module.
    pub module: Docs,
    /// Its docs.
    pub docs: Docs,
    /// The docs of `builder`.
    pub builder: Docs,
    /// The docs of `core`.
    pub core: Docs,
    /// Its methods, by API.
    pub apis: Vec<ClientApi>,
}

/// The methods of the client that give access to an API.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum ClientApi {
    /// One method, which returns the entry of the API.
    Entry(AccessorPlan),
    /// Methods for the resources and scopes of an API without an accessor.
    Resources {
        /// Starts requests that no operation describes.
        custom: Option<CustomPlan>,
        /// Its resources.
        resources: Vec<AccessorPlan>,
        /// Its scopes.
        scopes: Vec<OpenPlan>,
    },
}

/// The method that opens a scope.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OpenPlan {
    /// The method, and the type of the scope that it returns.
    pub accessor: AccessorPlan,
    /// The argument of the method: the id that fills the placeholder.
    pub argument: Name,
    /// The type of the argument.
    pub id: ItemPath,
}

/// Plans the client.
pub(super) fn client(cx: Context<'_>) -> Planned<ClientPlan> {
    let mut apis = Vec::new();
    for (id, group) in cx.model.iter_groups() {
        let (accessor, entry) = (cx.names.accessor(id)?, cx.names.entry(id)?);
        apis.push(match (accessor, entry) {
            (Some(name), Some(returns)) => ClientApi::Entry(AccessorPlan {
                docs: docs::api(&name, group),
                name,
                features: group.feature.iter().cloned().collect(),
                returns,
            }),
            _ => ClientApi::Resources {
                custom: custom(cx, id, Starts::AtRoot)?,
                resources: resources(cx, id, &|resource| cx.features(resource))?,
                scopes: opens(cx, id)?,
            },
        });
    }
    Ok(ClientPlan {
        module: docs::client_module(),
        docs: docs::client(),
        builder: docs::client_builder(),
        core: docs::client_core(),
        apis,
    })
}

fn opens(cx: Context<'_>, group: GroupId) -> Planned<Vec<OpenPlan>> {
    let mut opens = Vec::new();
    for (index, scope) in cx.scopes(group) {
        opens.push(OpenPlan {
            accessor: AccessorPlan {
                docs: Docs::text(scope.docs.clone()),
                name: cx.names.scope_accessor(index)?,
                features: cx.group(group)?.feature.iter().cloned().collect(),
                returns: cx.names.scope(index)?,
            },
            argument: cx.names.scope_argument(index)?,
            id: cx.names.id(&scope.id)?,
        });
    }
    Ok(opens)
}

/// Plans the entry of an API that has an accessor.
pub(super) fn entry(cx: Context<'_>, group: GroupId) -> Planned<Option<EntryPlan>> {
    let (Some(accessor), Some(path)) = (cx.names.accessor(group)?, cx.names.entry(group)?) else {
        return Ok(None);
    };
    Ok(Some(EntryPlan {
        docs: docs::entry(&accessor),
        path,
        custom: custom(cx, group, Starts::AtRoot)?,
        resources: resources(cx, group, &|resource| Ok(own_feature(resource)))?,
    }))
}

/// Plans a scope.
pub(super) fn scope(cx: Context<'_>, index: usize, scope: &Scope) -> Planned<ScopePlan> {
    let mut accessors = Vec::new();
    for resource in cx.names.resources(scope.group) {
        if cx.exists_below(resource, scope)? {
            let name = cx.names.resource(resource)?;
            accessors.push(AccessorPlan {
                docs: docs::accessor_below_prefix(&name, &scope.prefix),
                name,
                features: own_feature(resource),
                returns: cx.names.handle(resource)?,
            });
        }
    }
    Ok(ScopePlan {
        docs: Docs::text(scope.docs.clone()),
        path: cx.names.scope(index)?,
        id: cx.names.id(&scope.id)?,
        prefix: Untrusted::new(&scope.prefix),
        parameter: Untrusted::new(&scope.parameter),
        custom: custom(cx, scope.group, Starts::BelowPrefix)?,
        resources: accessors,
    })
}

/// Returns the cargo feature of the resource itself. The module of its API already has the feature of the API.
fn own_feature(resource: &Resource) -> Vec<String> {
    resource.feature.iter().cloned().collect()
}

fn resources(
    cx: Context<'_>,
    group: GroupId,
    features: &dyn Fn(&Resource) -> Planned<Vec<String>>,
) -> Planned<Vec<AccessorPlan>> {
    let mut accessors = Vec::new();
    for resource in cx.names.resources(group) {
        let name = cx.names.resource(resource)?;
        accessors.push(AccessorPlan {
            docs: docs::accessor(&name),
            name,
            features: features(resource)?,
            returns: cx.names.handle(resource)?,
        });
    }
    Ok(accessors)
}

/// Whether the paths of requests that no operation describes start at the root or below the prefix of a scope.
#[derive(Clone, Copy)]
enum Starts {
    AtRoot,
    BelowPrefix,
}

/// Plans the method for requests that no operation describes. `None` for an API without operations.
fn custom(cx: Context<'_>, group: GroupId, starts: Starts) -> Planned<Option<CustomPlan>> {
    if !cx.analysis.usual.contains_key(&group) {
        return Ok(None);
    }
    let api = cx.group(group)?;
    let (docs, feature) = match starts {
        Starts::AtRoot => (
            docs::custom_request(),
            // The module that contains the entry of an API already has the feature.
            api.feature.clone().filter(|_| api.accessor.is_none()),
        ),
        Starts::BelowPrefix => (docs::custom_request_below_prefix(), None),
    };
    Ok(Some(CustomPlan {
        docs,
        feature,
        defaults: cx.names.request(group)?,
    }))
}
