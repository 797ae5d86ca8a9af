//! The entry point of the stage `lower`: lowers the servers, security schemes and paths of documents.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::context::{At, Lowering, Slot};
use super::error_codes;
use super::events;
use super::schema::shared_name;
use super::subtypes::Subtypes;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::input::{ApiEntry, Loaded, ScopeEntry};
use crate::model::{Context, Derive, Group, GroupId, Method, Model, Scope, Ty};
use crate::openapi::template;
use crate::text::Markdown;

/// Lowers checked documents to a model.
#[must_use]
pub fn lower(loaded: &Loaded, diagnostics: &mut Diagnostics) -> Model {
    let mut model = Model {
        doc_examples: loaded.manifest.crate_.examples,
        derives: derives(&loaded.manifest.derives),
        ..Model::default()
    };
    for (entry, api) in loaded.manifest.apis.iter().zip(&loaded.apis) {
        let group = GroupId::new(model.groups.len());
        model.groups.push(group_of(entry));
        let mut slots = BTreeMap::new();
        let mut merged = BTreeMap::new();
        let mut own_structs = BTreeMap::new();
        let subtypes = Rc::new(Subtypes::of(&api.documents));
        for document in api
            .documents
            .iter()
            .filter(|document| !document.is_referenced)
        {
            let feature = entry
                .documents
                .iter()
                .find(|known| known.path == document.path)
                .and_then(|known| known.feature.clone());
            let mut lowering = Lowering {
                feature,
                manifest: &loaded.manifest,
                diagnostics: &mut *diagnostics,
                model,
                documents: &api.documents,
                document,
                group,
                policy: entry.policy,
                slots,
                merged,
                reported: BTreeSet::new(),
                subtypes: Rc::clone(&subtypes),
                own_structs,
                waiting: Vec::new(),
                is_in_event: false,
                depth: 0,
            };
            lowering.document();
            model = lowering.model;
            slots = lowering.slots;
            merged = lowering.merged;
            own_structs = lowering.own_structs;
        }
        if let Some(property) = &entry.event_property {
            events::unite(&mut model, group, property, diagnostics);
            let has_events = model
                .group(group)
                .is_some_and(|group| group.events.is_some());
            if let Some(document) = api.documents.first().filter(|_| !has_events) {
                let error = Diagnostic::error(Code::Unsupported, "an API of events has no event");
                let error = error.label(document.root.span, "no event in this document");
                diagnostics.push(error.help(format!(
                    "add a webhook whose body has the constant `{property}`, or remove `event-property` from the manifest"
                )));
            }
        }
    }
    super::security::add_undeclared(&mut model);
    model.scopes = scopes(loaded);
    let error_codes = loaded.manifest.error_codes.as_ref();
    model.error_codes = error_codes.map(|codes| error_codes::lower(codes, diagnostics));
    model
}

/// Returns the derives with these names. `load` has already checked the names.
fn derives(names: &[String]) -> Vec<Derive> {
    let known = [Derive::Eq, Derive::Hash].into_iter();
    known
        .filter(|derive| names.iter().any(|name| name == derive.name()))
        .collect()
}

fn group_of(entry: &ApiEntry) -> Group {
    Group {
        name: entry.name.clone(),
        module: Some(entry.module.clone()).filter(|module| !module.is_empty()),
        accessor: entry.accessor.clone(),
        feature: entry.feature.clone(),
        title: Markdown::default(),
        version: Markdown::default(),
        docs: Markdown::default(),
        server: String::new(),
        schemes: Vec::new(),
        security: None,
        errors: entry.errors.clone(),
        request_id_header: entry.request_id_header.clone(),
        notice: entry.notice.as_deref().map(Markdown::description),
        events: None,
    }
}

/// Reads the scopes of the manifest. `load` has already checked that each scope names an API and has one placeholder.
fn scopes(loaded: &Loaded) -> Vec<Scope> {
    let scope = |entry: &ScopeEntry| {
        let mut apis = loaded.manifest.apis.iter();
        let api = apis.position(|api| api.name == entry.api)?;
        let parameter = *template::placeholders(&entry.prefix).first()?;
        Some(Scope {
            accessor: entry.accessor.clone(),
            type_name: entry.type_name.clone(),
            group: GroupId::new(api),
            prefix: entry.prefix.clone(),
            parameter: parameter.to_owned(),
            id: entry.id.clone(),
            docs: Markdown::description(entry.docs.as_deref().unwrap_or("")),
            span: entry.span,
        })
    };
    loaded.manifest.scopes.iter().filter_map(scope).collect()
}

impl<'a> Lowering<'a> {
    fn document(&mut self) {
        let root = self.root();
        self.describe_group(&root);
        let paths = root.map("paths").map(|paths| paths.members());
        for (path, item) in paths.unwrap_or_default() {
            let Some(item) = self.resolve(item) else {
                continue;
            };
            for method in Method::ALL {
                if let Some(operation) = item.map(&method.as_str().to_ascii_lowercase()) {
                    self.operation(path, method, &item, &operation);
                }
            }
            let custom = item.map("additionalOperations").map(|map| map.members());
            for (name, operation) in custom.unwrap_or_default() {
                if template::is_token(name) {
                    let known = Method::ALL.iter().find(|method| method.as_str() == name);
                    let method = known.cloned();
                    let method = method.unwrap_or_else(|| Method::Custom(name.to_owned()));
                    self.operation(path, &method, &item, &operation);
                } else {
                    let message = format!("invalid HTTP method `{name}`");
                    let warning = Diagnostic::warning(Code::InvalidValue, message);
                    self.diagnostics
                        .push(warning.label(operation.span(), "ignored"));
                }
            }
        }
        self.roots(&root);
    }

    /// Adds the shared schemas with `x-emit`. Their types are generated even if no operation uses them.
    fn roots(&mut self, root: &At<'a>) {
        let schemas = root.map("components").and_then(|map| map.map("schemas"));
        for (name, at) in schemas.map(|map| map.members()).unwrap_or_default() {
            if !at.flag("x-emit") {
                continue;
            }
            let Some(target) = self.resolve(at) else {
                continue;
            };
            let slot = self.slots.get(&target.id()).map(Slot::lowered);
            let id = if let Some(Ty::Named(id)) = slot.map(|lowered| lowered.ty) {
                id
            } else {
                // Some schemas, such as a plain string, have no named type. Such a schema becomes a type alias.
                let key = shared_name(&target).unwrap_or_else(|| name.to_owned());
                let (id, lowered) = self.shared(&target, Context::component(key));
                if let Ty::Named(id) = lowered.ty {
                    id
                } else {
                    id
                }
            };
            if !self.model.roots.contains(&id) {
                self.model.roots.push(id);
            }
        }
    }

    /// Reads the title, the server and the security of an API from a document. Values of the first document take
    /// precedence.
    fn describe_group(&mut self, root: &At<'a>) {
        let schemes = self.schemes(root);
        let server = root
            .get("servers")
            .and_then(|servers| {
                servers
                    .items()
                    .first()
                    .and_then(|server| server_url(server))
            })
            .unwrap_or_default();
        let Some(group) = self.model.group_mut(self.group) else {
            return;
        };
        let info = |name: &str| {
            root.get("info")
                .and_then(|info| info.text(name).map(str::to_owned))
                .unwrap_or_default()
        };
        if group.title.is_empty() {
            group.title = Markdown::sentence(&info("title"));
            group.version = Markdown::words(&info("version"));
            group.docs = Markdown::description(&info("description"));
            group.server = server;
        }
        if group.security.is_none() {
            group.security = super::security::of(root).map(|(alternatives, _)| alternatives);
        }
        for scheme in schemes {
            if group.schemes.iter().all(|other| other.name != scheme.name) {
                group.schemes.push(scheme);
            }
        }
    }
}

/// Returns the URL of a server. Each variable is replaced by its default.
pub(super) fn server_url(server: &At<'_>) -> Option<String> {
    let mut url = server.text("url")?.to_owned();
    for (name, variable) in server
        .map("variables")
        .map(|map| map.members())
        .unwrap_or_default()
    {
        if let Some(default) = variable.text("default") {
            url = url.replace(&format!("{{{name}}}"), default);
        }
    }
    Some(url.trim_end_matches('/').to_owned())
}
