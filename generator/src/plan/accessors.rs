//! The types whose methods return handles: the client, the type of an API, and the types of scopes.

use serde::Serialize;

use super::context::Context;
use super::docs::{self, Docs};
use super::fault::Planned;
use crate::model::{GroupId, Scope};
use crate::names::{ItemPath, Name, Resource};
use crate::text::Untrusted;

/// A method that returns a handle, an API or a scope, such as `users` in `client.users().list()`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AccessorPlan {
    /// The docs of the method.
    pub docs: Docs,
    /// The name of the method.
    pub name: Name,
    /// The Cargo features that the method needs.
    pub features: Vec<String>,
    /// The type that the method returns.
    pub returns: ItemPath,
}

/// The method `request`, which sends a request to any path.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CustomPlan {
    /// The docs of the method.
    pub docs: Docs,
    /// The Cargo feature that the method needs.
    pub feature: Option<String>,
    /// The static that contains the server and the credentials of these requests.
    pub defaults: Name,
}

/// The type of an API, which the client returns, such as `V1` for `client.v1()`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EntryPlan {
    /// The docs of the type.
    pub docs: Docs,
    /// The path of the type.
    pub path: ItemPath,
    /// The method `request`. `None` for an API without operations.
    pub custom: Option<CustomPlan>,
    /// The methods that return handles of resources.
    pub resources: Vec<AccessorPlan>,
}

/// The type of a scope, such as `SubAccount`. It has a method for each resource with an operation below the path prefix
/// of the scope.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScopePlan {
    /// The docs of the type.
    pub docs: Docs,
    /// The path of the type.
    pub path: ItemPath,
    /// The type of the id in the path prefix.
    pub id: ItemPath,
    /// The path prefix, such as `/accounts/{accountId}`.
    pub prefix: Untrusted,
    /// The name of the placeholder in the path prefix, such as `accountId`.
    pub parameter: Untrusted,
    /// The method `request`. `None` for an API without operations.
    pub custom: Option<CustomPlan>,
    /// The methods that return handles of resources.
    pub resources: Vec<AccessorPlan>,
}

/// The client.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClientPlan {
    /// The docs of the module `client`.
    pub module: Docs,
    /// The docs of the struct `Client`.
    pub docs: Docs,
    /// The docs of the function `builder`.
    pub builder: Docs,
    /// The docs of the method `core`.
    pub core: Docs,
    /// The servers of all APIs.
    pub servers: Vec<ClientServer>,
    /// The methods for each API.
    pub apis: Vec<ClientApi>,
}

/// A server whose URL users can change when they create the client.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClientServer {
    /// The name of the static that contains the URL of the server.
    pub name: Name,
    /// The Cargo feature that the static needs.
    pub feature: Option<String>,
}

/// The methods of the client that give access to an API.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum ClientApi {
    /// One method, which returns the type of the API.
    Entry(AccessorPlan),
    /// Methods that return handles and open scopes, if the API has no type of its own.
    Resources {
        /// The method `request`. `None` for an API without operations.
        custom: Option<CustomPlan>,
        /// The methods that return handles of resources.
        resources: Vec<AccessorPlan>,
        /// The methods that open scopes.
        scopes: Vec<OpenPlan>,
    },
}

/// A method that opens a scope, such as `client.sub_account(id)`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OpenPlan {
    /// The method. It returns the type of the scope.
    pub accessor: AccessorPlan,
    /// The argument of the method: an id, which replaces the placeholder in the path prefix.
    pub argument: Name,
    /// The type of the argument.
    pub id: ItemPath,
}

pub(super) fn client(cx: Context<'_>) -> Planned<ClientPlan> {
    let mut apis = Vec::new();
    let mut servers = Vec::new();
    // An API of events has no server and no operations.
    let with_operations = (cx.model.iter_groups()).filter(|(_, group)| group.events.is_none());
    for (id, group) in with_operations {
        let others = cx.names.other_servers(id)?.into_iter();
        let names = [cx.names.server(id)?].into_iter();
        servers.extend(
            names
                .chain(others.map(|other| other.name))
                .map(|name| ClientServer {
                    name,
                    feature: group.feature.clone(),
                }),
        );
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
        servers,
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

/// Plans the type of an API. Returns `None` if the resources of the API are methods of the client itself.
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

/// Returns the Cargo feature of a resource. The feature of its API is omitted, because the module of the API already
/// requires it.
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

/// Which paths the method `request` accepts: full paths, or paths below the prefix of a scope.
#[derive(Clone, Copy)]
enum Starts {
    AtRoot,
    BelowPrefix,
}

/// Plans the method `request`. Returns `None` for an API without operations.
fn custom(cx: Context<'_>, group: GroupId, starts: Starts) -> Planned<Option<CustomPlan>> {
    if !cx.analysis.usual.contains_key(&group) {
        return Ok(None);
    }
    let api = cx.group(group)?;
    let (docs, feature) = match starts {
        Starts::AtRoot => (
            docs::custom_request(),
            // If the API has its own type, the module of this type already requires the feature.
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
