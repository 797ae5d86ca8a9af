//! Lowers the security schemes of documents, and the requirements of operations that name these schemes.
//!
//! A requirement is never dropped, because a call without credentials would fail. If the client does not support a
//! scheme, hand-written code can still add the credentials.

use super::context::{At, Lowering};
use crate::diag::{Code, Diagnostic};
use crate::model::{Alternative, Model, ParamLocation, Scheme, SchemeKind};
use crate::text::Markdown;

/// Returns the value of `security` of an operation or a document: the requirements, and the OAuth scopes of each
/// requirement. Returns `None` if there is no `security`.
pub(super) fn of(at: &At<'_>) -> Option<(Vec<Alternative>, Vec<Vec<String>>)> {
    let list = at.get("security").filter(|list| !list.node.is_null())?;
    let requirements = match list.node.as_list() {
        Some(_) => list.items(),
        // Some documents contain a single requirement instead of a list.
        None => vec![list],
    };
    let mut alternatives = Vec::new();
    let mut scopes: Vec<Vec<String>> = Vec::new();
    for requirement in requirements {
        let members = requirement.members();
        let mut needed: Vec<String> = Vec::new();
        for (_, named) in &members {
            for scope in named.items().iter().filter_map(|at| at.node.as_str()) {
                if !needed.iter().any(|other| other == scope) {
                    needed.push(scope.to_owned());
                }
            }
        }
        if !needed.is_empty() && !scopes.contains(&needed) {
            scopes.push(needed);
        }
        // Some documents contain the name of a scheme instead of a map.
        let only = requirement.node.as_str();
        let names = members.iter().map(|(name, _)| *name).chain(only);
        let alternative = Alternative {
            schemes: names.map(str::to_owned).collect(),
        };
        if !alternatives.contains(&alternative) {
            alternatives.push(alternative);
        }
    }
    Some((alternatives, scopes))
}

/// Adds each security scheme that a requirement names, but that no document declares.
pub(super) fn add_undeclared(model: &mut Model) {
    let operations = model.operations.iter();
    let mut required: Vec<_> = operations
        .flat_map(|operation| {
            operation
                .security
                .iter()
                .map(|one| (operation.group, one.clone()))
        })
        .collect();
    for (id, group) in model.iter_groups() {
        required.extend(group.security.iter().flatten().map(|one| (id, one.clone())));
    }
    for (id, alternative) in required {
        let Some(group) = model.group_mut(id) else {
            continue;
        };
        for name in alternative.schemes {
            if group.schemes.iter().all(|scheme| scheme.name != name) {
                group.schemes.push(Scheme {
                    name,
                    kind: SchemeKind::Other("undeclared".to_owned()),
                    docs: Markdown::default(),
                });
            }
        }
    }
}

impl<'a> Lowering<'a> {
    /// Lowers the security schemes of a document.
    pub(super) fn schemes(&mut self, root: &At<'a>) -> Vec<Scheme> {
        let declared = root
            .map("components")
            .and_then(|components| components.map("securitySchemes"))
            .and_then(|schemes| self.resolve(schemes));
        let mut schemes = Vec::new();
        for (name, at) in declared.map(|map| map.members()).unwrap_or_default() {
            let at = self.resolve(at.clone()).unwrap_or(at);
            let kind = scheme_kind(&at);
            if let SchemeKind::Other(kind) = &kind {
                self.diagnostics.push(
                    Diagnostic::warning(
                        Code::Unsupported,
                        format!("security scheme `{name}` of the kind `{kind}` is not supported"),
                    )
                    .label(at.span(), "the client has no credentials of this kind")
                    .help(
                        "implement `Authorize` for the scheme and pass it to `ClientBuilder::auth`",
                    ),
                );
            }
            let docs = Markdown::sentence(at.text("description").unwrap_or(""));
            schemes.push(Scheme {
                name: name.to_owned(),
                kind,
                docs,
            });
        }
        schemes
    }
}

fn scheme_kind(at: &At<'_>) -> SchemeKind {
    let kind = at.text("type").unwrap_or("");
    let known = match kind {
        "apiKey" => api_key(at),
        "http" => match at
            .text("scheme")
            .unwrap_or("")
            .to_ascii_lowercase()
            .as_str()
        {
            "basic" => Some(SchemeKind::Basic),
            "bearer" => Some(SchemeKind::Bearer),
            "" => None,
            other => Some(SchemeKind::Other(other.to_owned())),
        },
        "oauth2" => Some(SchemeKind::OAuth2),
        "openIdConnect" => Some(SchemeKind::OpenIdConnect),
        _ => None,
    };
    known.unwrap_or_else(|| {
        SchemeKind::Other(if kind.is_empty() { "unknown" } else { kind }.to_owned())
    })
}

fn api_key(at: &At<'_>) -> Option<SchemeKind> {
    let location = match at.text("x-in").or_else(|| at.text("in"))? {
        "query" => ParamLocation::Query,
        "header" => ParamLocation::Header,
        "cookie" => ParamLocation::Cookie,
        "form" => ParamLocation::Form,
        _ => return None,
    };
    Some(SchemeKind::ApiKey {
        location,
        name: at.text("name")?.to_owned(),
    })
}
