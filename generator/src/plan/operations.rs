//! The table of operations. It describes every server, security scheme and operation by a static.

use serde::Serialize;

use super::context::Context;
use super::docs::{self, Docs};
use super::fault::Planned;
use super::method::success;
use super::receiver::is_below;
use super::streaming::{self, StreamingPlan};
use super::type_expr::TypeExpr;
use crate::model::{
    Alternative, GroupId, Input, Method, Operation, OperationId, PageKind, ParamLocation, Safety,
    Scheme, SchemeKind,
};
use crate::names::{Name, TablePart};
use crate::text::{Markdown, Untrusted};

/// The table of operations.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TablePlan {
    /// The docs of the module `ops`.
    pub docs: Docs,
    /// The docs of the static `ALL`, which lists all operations.
    pub all: Docs,
    /// The parts of the table.
    pub parts: Vec<TablePartPlan>,
}

/// A part of the table of operations.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TablePartPlan {
    /// The name and the docs of the module that contains this part. `None` if the part is in `ops.rs` itself.
    pub module: Option<(Name, Docs)>,
    /// The Cargo feature of the API.
    pub feature: Option<String>,
    /// The statics in the part.
    pub items: Vec<TableItem>,
    /// The servers and security schemes that the part imports from its parent module.
    pub imports: Vec<Name>,
}

/// A static of the table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum TableItem {
    /// A server.
    Server(ServerPlan),
    /// A security scheme.
    Scheme(SchemePlan),
    /// The server and the credentials for requests of the method `request`.
    Defaults(DefaultsPlan),
    /// The pagination of an operation.
    Pagination(PaginationPlan),
    /// An operation.
    Operation(Box<OperationPlan>),
}

impl TableItem {
    /// Returns the operation, if the item is an operation.
    #[must_use]
    pub fn operation(&self) -> Option<&OperationPlan> {
        match self {
            Self::Operation(operation) => Some(operation),
            Self::Server(_) | Self::Scheme(_) | Self::Defaults(_) | Self::Pagination(_) => None,
        }
    }
}

/// A server.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServerPlan {
    /// The docs of the static.
    pub docs: Docs,
    /// The name of the static that contains the URL.
    pub name: Name,
    /// The name of the API.
    pub api: Untrusted,
    /// The URL of the server.
    pub url: Untrusted,
    /// The path of the hand-written function that reads the server's error responses, such as `errors::v1`.
    pub errors: Option<Vec<Name>>,
    /// The name of the response header that contains an id of the request. The server's logs contain this id too.
    pub request_id_header: Option<Untrusted>,
}

/// A security scheme.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SchemePlan {
    /// The docs of the static.
    pub docs: Docs,
    /// The name of the static.
    pub name: Name,
    /// The name of the scheme in the document.
    pub key: Untrusted,
    /// The kind of the scheme.
    pub kind: CredentialKind,
}

/// The kind of a security scheme.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum CredentialKind {
    /// An API key.
    ApiKey {
        /// The location of the API key.
        location: KeyLocation,
        /// The name of the header, query parameter, cookie or form field.
        name: Untrusted,
    },
    /// HTTP Basic.
    Basic,
    /// A bearer token.
    Bearer,
    /// OAuth 2.0.
    OAuth2,
    /// `OpenID` Connect.
    OpenIdConnect,
    /// Any other kind. The text is its name in the document.
    Other(Untrusted),
}

/// The location of an API key in a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum KeyLocation {
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
    /// In a form.
    Form,
}

/// The static that contains the server and the credentials for requests of the method `request`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DefaultsPlan {
    /// The docs of the static.
    pub docs: Docs,
    /// The name of the static.
    pub name: Name,
    /// The id of the defaults, such as `v1.request`.
    pub id: String,
    /// The name of the static that describes the server.
    pub server: Name,
    /// The security requirements. Each contains the statics of the security schemes that it needs. A request must
    /// fulfill one requirement.
    pub security: Vec<Vec<Name>>,
}

/// The pagination of an operation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaginationPlan {
    /// The docs of the static.
    pub docs: Docs,
    /// The name of the static.
    pub name: Name,
    /// Whether pages have tokens or numbers.
    pub kind: PageKind,
    /// The name of the parameter for the token or the number of a page.
    pub request: Untrusted,
    /// The name of the parameter for the page size. Empty if the operation has no parameter for the page size.
    pub size: Untrusted,
    /// The maximum number of items in a page. 0 if the document specifies no maximum.
    pub max_size: u32,
    /// Whether the parameters are form fields.
    pub in_form: bool,
}

/// An operation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OperationPlan {
    /// The docs of the static.
    pub docs: Docs,
    /// The position of the operation in the list of all operations.
    pub position: usize,
    /// The name of the static.
    pub name: Name,
    /// The name of the API.
    pub api: String,
    /// The id of the operation, such as `v1.accounts.create`.
    pub id: String,
    /// The method that returns the handle of the operation's resource, such as `accounts`.
    pub resource: Name,
    /// The HTTP method.
    pub method: Method,
    /// The path template, such as `/users/{userId}`.
    pub path: Untrusted,
    /// A summary on one line.
    pub summary: Markdown,
    /// The `operationId` in the document.
    pub operation_id: Option<Untrusted>,
    /// The name of the static that describes the server.
    pub server: Name,
    /// The value of the `accept` header. `None` if the runtime's default for the type of response applies.
    pub accept: Option<Untrusted>,
    /// The security requirements. Each contains the statics of the security schemes that it needs. A call must fulfill
    /// one requirement.
    pub security: Vec<Vec<Name>>,
    /// Whether a call may be retried. `None` means the default of the HTTP method.
    pub safety: Option<Safety>,
    /// A text that describes whether a call may be retried.
    pub retries: &'static str,
    /// The name of the static that describes the pagination.
    pub pages: Option<Name>,
    /// The stream that the operation can return.
    pub streaming: Option<StreamingPlan>,
    /// The OAuth scopes in all security requirements.
    pub scopes: Vec<Untrusted>,
    /// Granular OAuth scopes. A call requires at least one of the scopes.
    pub granular_scopes: Vec<Untrusted>,
    /// The kind of rate limit that applies to the operation.
    pub rate: Option<Untrusted>,
    /// Whether the operation is deprecated.
    pub deprecated: bool,
    /// Whether the operation exists below the path prefix of a scope.
    pub relation: ScopeRelation,
    /// The type of the body, or the type of the parameters if the operation has no body.
    pub request: Option<TypeExpr>,
    /// The type of the response.
    pub response: TypeExpr,
}

/// Whether an operation exists below the path prefix of a scope.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum ScopeRelation {
    /// No, only without a prefix.
    None,
    /// Yes, and also without the prefix: `/users` and `/accounts/{accountId}/users`.
    Mirrored,
    /// Yes, and only with the prefix.
    Native,
}

pub(super) fn plan(cx: Context<'_>) -> Planned<TablePlan> {
    let parts = cx.names.table().iter();
    Ok(TablePlan {
        docs: docs::table_of_operations(),
        all: docs::all_operations(),
        parts: parts
            .map(|part| self::part(cx, part))
            .collect::<Planned<_>>()?,
    })
}

fn part(cx: Context<'_>, part: &TablePart) -> Planned<TablePartPlan> {
    let group = cx.group(part.group)?;
    let module = cx.names.table_module(part)?;
    let mut items = Vec::new();
    if part.first {
        items.extend(servers(cx, part.group)?.into_iter().map(TableItem::Server));
        for scheme in &group.schemes {
            items.push(TableItem::Scheme(self::scheme(cx, part.group, scheme)?));
        }
        items.extend(defaults(cx, part.group)?.map(TableItem::Defaults));
    }
    let mut imports = Vec::new();
    for id in &part.operations {
        items.extend(pagination(cx, *id)?.map(TableItem::Pagination));
        let operation = self::operation(cx, *id)?;
        if !part.first {
            imports.push(operation.server.clone());
            imports.extend(operation.security.iter().flatten().cloned());
        }
        items.push(TableItem::Operation(Box::new(operation)));
    }
    let first = part.operations.first();
    let resource = first.map(|id| cx.names.resource_of(*id)).transpose()?;
    let resource = resource
        .map(|resource| cx.names.resource(resource))
        .transpose()?;
    Ok(TablePartPlan {
        module: module.map(|name| (name, docs::table_part(group, resource.as_ref()))),
        feature: group.feature.clone(),
        items,
        imports,
    })
}

fn servers(cx: Context<'_>, id: GroupId) -> Planned<Vec<ServerPlan>> {
    let group = cx.group(id)?;
    let errors = group.errors.as_deref();
    let errors = errors.map(|path| cx.names.path(path)).transpose()?;
    let server = |docs: Docs, name: Name, url: &str| ServerPlan {
        docs,
        name,
        api: Untrusted::new(&group.name),
        url: Untrusted::new(url),
        errors: errors.clone(),
        request_id_header: group.request_id_header.as_ref().map(Untrusted::new),
    };
    let mut servers = vec![server(
        docs::server(group),
        cx.names.server(id)?,
        &group.server,
    )];
    for other in cx.names.other_servers(id)? {
        let first = cx.names.operation_id(other.operation)?;
        servers.push(server(docs::other_server(first), other.name, other.url));
    }
    Ok(servers)
}

fn scheme(cx: Context<'_>, group: GroupId, scheme: &Scheme) -> Planned<SchemePlan> {
    Ok(SchemePlan {
        docs: docs::scheme(&scheme.docs),
        name: cx.names.scheme(group, &scheme.name)?,
        key: Untrusted::new(&scheme.name),
        kind: match &scheme.kind {
            SchemeKind::ApiKey { location, name } => CredentialKind::ApiKey {
                location: match location {
                    ParamLocation::Path | ParamLocation::Query => KeyLocation::Query,
                    ParamLocation::Header => KeyLocation::Header,
                    ParamLocation::Cookie => KeyLocation::Cookie,
                    ParamLocation::Form | ParamLocation::Part => KeyLocation::Form,
                },
                name: Untrusted::new(name),
            },
            SchemeKind::Basic => CredentialKind::Basic,
            SchemeKind::Bearer => CredentialKind::Bearer,
            SchemeKind::OAuth2 => CredentialKind::OAuth2,
            SchemeKind::OpenIdConnect => CredentialKind::OpenIdConnect,
            SchemeKind::Other(kind) => CredentialKind::Other(Untrusted::new(kind)),
        },
    })
}

/// Plans the server and the credentials for the method `request`. Without credentials for the whole API, the most
/// common credentials of its operations are used. Returns `None` for an API without operations.
fn defaults(cx: Context<'_>, group: GroupId) -> Planned<Option<DefaultsPlan>> {
    let Some(usual) = cx.analysis.usual.get(&group) else {
        return Ok(None);
    };
    let api = cx.group(group)?;
    let name = &api.name;
    let required = match &api.security {
        Some(required) => required,
        None => &cx.operation(*usual)?.security,
    };
    let owner = match cx.names.entry(group)? {
        Some(entry) => entry.name.to_string(),
        None => "Client".to_owned(),
    };
    Ok(Some(DefaultsPlan {
        docs: docs::defaults(&owner),
        name: cx.names.request(group)?,
        id: format!("{name}.request"),
        server: cx.names.server(group)?,
        security: security(cx, group, required)?,
    }))
}

fn pagination(cx: Context<'_>, id: OperationId) -> Planned<Option<PaginationPlan>> {
    let Some(rule) = &cx.operation(id)?.pages else {
        return Ok(None);
    };
    let public = cx.names.operation_id(id)?;
    Ok(Some(PaginationPlan {
        docs: docs::pagination(public),
        name: cx.names.pages(id)?,
        kind: rule.kind,
        request: Untrusted::new(&rule.request),
        size: Untrusted::new(rule.size.as_deref().unwrap_or_default()),
        max_size: rule.max_size,
        in_form: matches!(rule.location, ParamLocation::Form | ParamLocation::Part),
    }))
}

fn operation(cx: Context<'_>, id: OperationId) -> Planned<OperationPlan> {
    let operation = cx.operation(id)?;
    let line = format!("{} {}", operation.method.as_str(), operation.path);
    let usual = match &operation.method {
        Method::Get => Safety::Safe,
        Method::Put | Method::Delete => Safety::Idempotent,
        Method::Custom(_)
        | Method::Post
        | Method::Patch
        | Method::Head
        | Method::Options
        | Method::Query
        | Method::Trace => Safety::Unsafe,
    };
    let pages = operation.pages.as_ref();
    Ok(OperationPlan {
        docs: docs::operation(&line),
        position: id.index(),
        name: cx.names.constant(id)?,
        api: cx.group(operation.group)?.name.clone(),
        id: cx.names.operation_id(id)?.to_owned(),
        resource: cx.names.resource(cx.names.resource_of(id)?)?,
        method: operation.method.clone(),
        path: Untrusted::new(&operation.path),
        summary: operation.summary.clone(),
        operation_id: operation.operation_id.as_ref().map(Untrusted::new),
        server: cx.names.server_of(id)?,
        accept: operation.accept.as_ref().map(Untrusted::new),
        security: security(cx, operation.group, &operation.security)?,
        safety: Some(operation.safety).filter(|safety| *safety != usual),
        retries: match operation.safety {
            Safety::Safe => "safe",
            Safety::Idempotent => "idempotent",
            Safety::Unsafe => "not retried",
        },
        pages: pages.map(|_| cx.names.pages(id)).transpose()?,
        streaming: streaming::plan(cx, operation)?,
        scopes: all_scopes(operation),
        granular_scopes: (operation.granular_scopes.iter())
            .map(Untrusted::new)
            .collect(),
        rate: operation.rate.as_ref().map(Untrusted::new),
        deprecated: operation.docs.deprecated,
        relation: relation(cx, operation),
        request: request(cx, id, operation)?,
        response: success(cx, operation)?.0,
    })
}

/// Returns the OAuth scopes in all security requirements, without duplicates.
fn all_scopes(operation: &Operation) -> Vec<Untrusted> {
    let mut all: Vec<Untrusted> = Vec::new();
    for scope in operation.scopes.iter().flatten().map(Untrusted::new) {
        if !all.contains(&scope) {
            all.push(scope);
        }
    }
    all
}

fn relation(cx: Context<'_>, operation: &Operation) -> ScopeRelation {
    let mut scopes = cx.scopes(operation.group);
    if operation.mirrored {
        ScopeRelation::Mirrored
    } else if scopes.any(|(_, scope)| is_below(operation, scope)) {
        ScopeRelation::Native
    } else {
        ScopeRelation::None
    }
}

fn request(cx: Context<'_>, id: OperationId, operation: &Operation) -> Planned<Option<TypeExpr>> {
    if let Some(body) = &operation.body {
        return Ok(Some(cx.body_type(body)?));
    }
    let mut params = operation.inputs.iter().filter_map(|input| match input {
        Input::Params { ty, .. } => Some(*ty),
        Input::Argument { .. } => None,
    });
    let params = params.next().map(|ty| cx.names.params(id, ty));
    let params = params.transpose()?;
    Ok(params.map(TypeExpr::Item))
}

fn security(cx: Context<'_>, group: GroupId, required: &[Alternative]) -> Planned<Vec<Vec<Name>>> {
    let names = |one: &Alternative| {
        let schemes = one.schemes.iter();
        schemes
            .map(|name| Ok(cx.names.scheme(group, name)?))
            .collect()
    };
    required.iter().map(names).collect()
}
