//! The values of the README that show how to start: a first call, the credentials and the servers of the documents.

use minijinja::{Value, context};

use super::template::safe;
use crate::input::Manifest;
use crate::plan::{CratePlan, CredentialKind, KeyLocation, OperationPlan, SchemePlan, TableItem};
use crate::text::{Markdown, Untrusted};

/// Returns the values for the sections of the README.
pub(super) fn values(manifest: &Manifest, plan: &CratePlan) -> Value {
    let items = || plan.table.parts.iter().flat_map(|part| &part.items);
    let schemes: Vec<&SchemePlan> = items()
        .filter_map(|item| match item {
            TableItem::Scheme(scheme) => Some(scheme),
            _ => None,
        })
        .collect();
    let servers = items().filter_map(|item| match item {
        TableItem::Server(server) if !server.url.is_empty() => {
            Some(safe(server.url.code_in_cell().to_string()))
        }
        _ => None,
    });
    let operations = plan.operations();
    let mut simple: Vec<_> = operations
        .iter()
        .filter(|operation| is_simple(operation))
        .collect();
    simple.sort_by_key(|operation| operation.request.is_some());
    let first = simple.first();
    let paged = operations
        .iter()
        .find(|operation| operation.pages.is_some());
    context! {
        first_call => first.map(|operation| {
            let arguments = operation.request.as_ref().map_or("", |_| "…");
            safe(format!("{}({arguments})", call(manifest, operation)))
        }),
        first_credentials => schemes.first().and_then(|scheme| code(scheme)).map(safe),
        paged_call => paged.map(|operation| safe(call(manifest, operation))),
        credentials => schemes.iter().map(|scheme| row(scheme)).collect::<Vec<_>>(),
        servers => servers.collect::<Vec<_>>(),
    }
}

/// Whether an operation reads something without arguments for its path.
fn is_simple(operation: &OperationPlan) -> bool {
    operation.method.as_str() == "GET"
        && !operation.deprecated
        && !operation.path.line().contains('{')
}

/// Prints the methods that lead to an operation, such as `client.orders().list`.
fn call(manifest: &Manifest, operation: &OperationPlan) -> String {
    let mut apis = manifest.apis.iter();
    let api = apis.find(|api| api.name == operation.api);
    let accessor = api.and_then(|api| api.accessor.as_deref());
    let method = operation.id.rsplit('.').next().unwrap_or_default();
    let steps = accessor.into_iter().chain([operation.resource.as_str()]);
    let steps: Vec<String> = steps.map(|step| format!(".{step}()")).collect();
    format!("client{}.{method}", steps.concat())
}

fn row(scheme: &SchemePlan) -> Value {
    let kind = match &scheme.kind {
        CredentialKind::ApiKey { location, name } => {
            let place = match location {
                KeyLocation::Query => "query parameter",
                KeyLocation::Header => "header",
                KeyLocation::Cookie => "cookie",
                KeyLocation::Form => "form field",
            };
            format!("API key in the {place} {}", name.code_in_cell())
        }
        CredentialKind::Basic => "user name and password".to_owned(),
        CredentialKind::Bearer => "bearer token".to_owned(),
        CredentialKind::OAuth2 => "OAuth 2.0 access token".to_owned(),
        CredentialKind::OpenIdConnect => "OpenID Connect token".to_owned(),
        CredentialKind::Other(name) => format!("other: {}", name.code_in_cell()),
    };
    let set = code(scheme).map_or_else(
        || "your own `runtime::Authorize`".to_owned(),
        |code| Markdown::code_in_cell(&code).to_string(),
    );
    context! {
        name => safe(scheme.key.code_in_cell().to_string()),
        kind => safe(kind),
        set => safe(set),
    }
}

/// Prints the value for `ClientBuilder::auth`. `None` if the runtime has no type for the scheme, or if the name of the
/// scheme is not a plain word.
fn code(scheme: &SchemePlan) -> Option<String> {
    match &scheme.kind {
        CredentialKind::ApiKey { .. } => {
            let key = scheme.key.line();
            let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-' || c == '.';
            let key = Some(key).filter(|key| key.chars().all(is_plain))?;
            Some(format!(
                "ApiKey::new({}, key)",
                Untrusted::new(key).rust_string()
            ))
        }
        CredentialKind::Basic => Some("Basic::new(user, password)".to_owned()),
        CredentialKind::Bearer | CredentialKind::OAuth2 | CredentialKind::OpenIdConnect => {
            Some("Bearer::new(token)".to_owned())
        }
        CredentialKind::Other(_) => None,
    }
}
