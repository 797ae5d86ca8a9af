//! The table of operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::uses::Uses;
use super::{Cx, Piece, docs, feature, ident};
use crate::model::{
    Group, GroupId, Method, Operation, OperationId, PageKind, PageRule, ParamLocation, Safety,
    SchemeKind,
};
use crate::names::idents::shouty;
use crate::names::{OperationNames, TablePart};

/// The files of all servers, credentials and operations.
pub(super) fn pieces(cx: Cx<'_>) -> Vec<Piece> {
    let mut root = Table::default();
    let mut pieces = Vec::new();
    let mut modules = Vec::new();
    let mut exports = Vec::new();
    for part in &cx.names.table {
        let Some(group) = cx.model.group(part.group) else {
            continue;
        };
        if part.module.is_empty() {
            root.fill(cx, group, part);
            continue;
        }
        let mut table = Table::default();
        table.fill(cx, group, part);
        if !part.first {
            table.import(cx, group, &part.operations);
        }
        let (feature, module) = (feature(group), ident(&part.module));
        modules.push(quote!(#feature mod #module;));
        let constants = exported(cx, group, part);
        exports.push(quote!(#feature pub use #module::{#(#constants),*};));
        pieces.push(table.piece(
            format!("ops/{}.rs", part.module),
            &format!("Operations of `{}`.", group.name),
        ));
    }
    root.items.splice(0..0, modules.into_iter().chain(exports));
    root.items.push(all(cx));
    root.uses.runtime("Operation");
    pieces.push(root.piece(
        "ops.rs".to_owned(),
        "Every operation as data: for allow-lists, metrics and audits, and for the mock transport.",
    ));
    pieces
}

/// The names of the statics of a part.
fn exported(cx: Cx<'_>, group: &Group, part: &TablePart) -> Vec<TokenStream> {
    let mut names: Vec<String> = Vec::new();
    if part.first {
        names.push(server_ident(group).to_string());
        names.extend(
            other_servers(cx, group)
                .into_iter()
                .map(|(_, names)| server_name(names).to_string()),
        );
        names.extend(
            group
                .schemes
                .iter()
                .map(|scheme| scheme_ident(cx, part.group, &scheme.name).to_string()),
        );
    }
    names.extend(
        part.operations
            .iter()
            .filter_map(|id| Some(cx.names.operation(*id)?.constant.clone())),
    );
    if part.first {
        names.extend(custom_ident(cx, part.group).map(|name| name.to_string()));
    }
    names.sort();
    names
        .into_iter()
        .map(|name| ident(&name))
        .map(|name| quote!(#name))
        .collect()
}

/// One file of the table.
#[derive(Default)]
struct Table {
    items: Vec<TokenStream>,
    uses: Uses,
}

impl Table {
    fn fill(&mut self, cx: Cx<'_>, group: &Group, part: &TablePart) {
        if part.first {
            self.items.push(server(cx, group, &mut self.uses));
            for (url, names) in other_servers(cx, group) {
                let text = format!("Where `{}` is served, and others beside it.", names.id);
                self.items.push(server_item(
                    cx,
                    group,
                    &server_name(names),
                    url,
                    &text,
                    &mut self.uses,
                ));
            }
            let schemes = group
                .schemes
                .iter()
                .map(|scheme| scheme_item(cx, group, part.group, scheme, &mut self.uses));
            self.items.extend(schemes);
            if let Some(custom) = custom_item(cx, group, part.group) {
                self.items.push(custom);
                self.uses.runtime("Operation");
                self.uses.add("http", "Method");
            }
        }
        self.add(cx, &part.operations);
    }

    fn add(&mut self, cx: Cx<'_>, operations: &[OperationId]) {
        for id in operations {
            let (Some(operation), Some(names)) = (cx.model.operation(*id), cx.names.operation(*id))
            else {
                continue;
            };
            let Some(group) = cx.model.group(operation.group) else {
                continue;
            };
            self.items.extend(
                operation
                    .pages
                    .as_ref()
                    .map(|rule| pagination(cx, group, names, rule, &mut self.uses)),
            );
            self.items
                .push(operation_item(cx, group, operation, names, &mut self.uses));
            self.uses.runtime("Operation");
        }
    }

    /// Imports the server and the credentials of an API that operations of this file name.
    fn import(&mut self, cx: Cx<'_>, group: &Group, operations: &[OperationId]) {
        let own = operations.iter().filter_map(|id| cx.model.operation(*id));
        for operation in own.filter(|operation| {
            cx.model
                .group(operation.group)
                .is_some_and(|other| other.name == group.name)
        }) {
            let server = if operation.server.is_some() {
                other_server_ident(cx, group, operation)
            } else {
                server_ident(group)
            };
            self.uses.add("super", &server.to_string());
            for scheme in operation
                .security
                .iter()
                .flat_map(|alternative| &alternative.schemes)
            {
                if group.schemes.iter().any(|known| known.name == *scheme) {
                    self.uses.add(
                        "super",
                        &scheme_ident(cx, operation.group, scheme).to_string(),
                    );
                }
            }
        }
    }

    fn piece(self, path: String, docs: &str) -> Piece {
        Piece {
            path,
            inner: TokenStream::new(),
            docs: docs.to_owned(),
            uses: self.uses.items(),
            items: self.items,
        }
    }
}

/// The attribute of an API's feature, where the file that holds its items is not gated as a whole.
fn gate(cx: Cx<'_>, group: &Group) -> TokenStream {
    let whole = cx.names.table.iter().any(|part| part.module.is_empty());
    if whole {
        feature(group)
    } else {
        TokenStream::new()
    }
}

fn server_ident(group: &Group) -> TokenStream {
    let name = ident(&shouty(&group.name).unwrap_or_default());
    quote!(#name)
}

fn scheme_ident(cx: Cx<'_>, group: GroupId, scheme: &str) -> TokenStream {
    let name = cx.names.schemes.get(&(group, scheme.to_owned()));
    let name = ident(name.map_or("", String::as_str));
    quote!(#name)
}

fn server(cx: Cx<'_>, group: &Group, uses: &mut Uses) -> TokenStream {
    let text = format!("Where `{}` is served.", group.name);
    server_item(cx, group, &server_ident(group), &group.server, &text, uses)
}

fn server_item(
    cx: Cx<'_>,
    group: &Group,
    name: &TokenStream,
    url: &str,
    text: &str,
    uses: &mut Uses,
) -> TokenStream {
    uses.runtime("Server");
    let feature = gate(cx, group);
    let text = docs(text);
    let key = &group.name;
    let errors = group
        .errors
        .as_deref()
        .and_then(|path| syn::parse_str::<syn::Path>(path).ok());
    let errors = errors.map(|path| quote!(.failure_reader(#path)));
    let header = group
        .request_id_header
        .as_ref()
        .map(|header| quote!(.request_id_header(#header)));
    quote! {
        #text
        #feature
        pub static #name: Server = Server::new(#key, #url) #errors #header;
    }
}

/// The servers of an API besides its own: of each address, the name of the first operation that is served there.
fn other_servers<'a>(cx: Cx<'a>, group: &Group) -> Vec<(&'a str, &'a OperationNames)> {
    let mut servers: Vec<(&str, &OperationNames)> = Vec::new();
    for (operation, names) in cx.model.operations.iter().zip(&cx.names.operations) {
        let own = cx
            .model
            .group(operation.group)
            .is_some_and(|other| other.name == group.name);
        if let (true, Some(url)) = (own, operation.server.as_deref())
            && servers.iter().all(|(known, _)| *known != url)
        {
            servers.push((url, names));
        }
    }
    servers
}

/// The name of the server of an operation that is not served with the others.
fn other_server_ident(cx: Cx<'_>, group: &Group, operation: &Operation) -> TokenStream {
    let servers = other_servers(cx, group);
    let found = servers
        .iter()
        .find(|(url, _)| operation.server.as_deref() == Some(url));
    found.map_or_else(|| server_ident(group), |(_, names)| server_name(names))
}

fn server_name(names: &OperationNames) -> TokenStream {
    let name = ident(&format!("{}_SERVER", names.constant));
    quote!(#name)
}

fn scheme_item(
    cx: Cx<'_>,
    group: &Group,
    id: GroupId,
    scheme: &crate::model::Scheme,
    uses: &mut Uses,
) -> TokenStream {
    uses.runtime("Scheme");
    uses.runtime("SchemeKind");
    let ident = scheme_ident(cx, id, &scheme.name);
    let feature = gate(cx, group);
    let text = docs(if scheme.docs.is_empty() {
        "A way to authenticate."
    } else {
        &scheme.docs
    });
    let kind = match &scheme.kind {
        SchemeKind::ApiKey { location, name } => {
            let place = place_of(*location, uses);
            quote!(SchemeKind::ApiKey { location: #place, name: #name })
        }
        SchemeKind::Basic => quote!(SchemeKind::Basic),
        SchemeKind::Bearer => quote!(SchemeKind::Bearer),
        SchemeKind::OAuth2 => quote!(SchemeKind::OAuth2),
        SchemeKind::OpenIdConnect => quote!(SchemeKind::OpenIdConnect),
    };
    let name = &scheme.name;
    quote! {
        #text
        #feature
        pub static #ident: Scheme = Scheme::new(#name, #kind);
    }
}

fn place_of(location: ParamLocation, uses: &mut Uses) -> TokenStream {
    uses.runtime("ParamLocation");
    match location {
        ParamLocation::Path | ParamLocation::Query => quote!(ParamLocation::Query),
        ParamLocation::Header => quote!(ParamLocation::Header),
        ParamLocation::Cookie => quote!(ParamLocation::Cookie),
        ParamLocation::Form | ParamLocation::Part => quote!(ParamLocation::Form),
    }
}

fn pages_ident(names: &OperationNames) -> TokenStream {
    let name = ident(&format!("{}_PAGES", names.constant));
    quote!(#name)
}

fn pagination(
    cx: Cx<'_>,
    group: &Group,
    names: &OperationNames,
    rule: &PageRule,
    uses: &mut Uses,
) -> TokenStream {
    uses.runtime("Pagination");
    let ident = pages_ident(names);
    let feature = gate(cx, group);
    let text = docs(&format!(
        "How the pages of `{}` follow each other.",
        names.id
    ));
    let kind = match rule.kind {
        PageKind::Token => quote!(token),
        PageKind::Number => quote!(number),
    };
    let (request, size) = (&rule.request, rule.size.as_deref().unwrap_or(""));
    let max = proc_macro2::Literal::u32_unsuffixed(rule.max_size);
    let in_form = matches!(rule.location, ParamLocation::Form | ParamLocation::Part)
        .then(|| quote!(.in_form()));
    quote! {
        #text
        #feature
        static #ident: Pagination = Pagination::#kind(#request, #size, #max) #in_form;
    }
}

fn operation_item(
    cx: Cx<'_>,
    group: &Group,
    operation: &Operation,
    names: &OperationNames,
    uses: &mut Uses,
) -> TokenStream {
    let ident = ident(&names.constant);
    let feature = gate(cx, group);
    let line = format!("{} {}", operation.method.as_str(), operation.path);
    let text = docs(&format!("`{line}`"));
    let (id, path) = (&names.id, &operation.path);
    let server = if operation.server.is_some() {
        other_server_ident(cx, group, operation)
    } else {
        server_ident(group)
    };
    let operation_id = operation
        .operation_id
        .as_ref()
        .map(|id| quote!(.operation_id(#id)));
    let security = security(cx, group, operation);
    let (constructor, usual) = match operation.method {
        Method::Get => (quote!(get(#id, #path)), Safety::Safe),
        Method::Post => (quote!(post(#id, #path)), Safety::Unsafe),
        Method::Put => (quote!(put(#id, #path)), Safety::Idempotent),
        Method::Patch => (quote!(patch(#id, #path)), Safety::Unsafe),
        Method::Delete => (quote!(delete(#id, #path)), Safety::Idempotent),
        Method::Head | Method::Options | Method::Trace => {
            uses.add("http", "Method");
            let method = super::method_ident(operation.method.as_str());
            (quote!(new(#id, Method::#method, #path)), Safety::Unsafe)
        }
    };
    let safety = (operation.safety != usual).then(|| {
        uses.runtime("Safety");
        match operation.safety {
            Safety::Safe => quote!(.safety(Safety::Safe)),
            Safety::Idempotent => quote!(.safety(Safety::Idempotent)),
            Safety::Unsafe => quote!(.safety(Safety::Unsafe)),
        }
    });
    let pages = operation.pages.as_ref().map(|_| {
        let pages = pages_ident(names);
        quote!(.pagination(&#pages))
    });
    let scopes = list("scopes", &operation.scopes);
    let granular = list("granular_scopes", &operation.granular_scopes);
    let rate = operation
        .rate
        .as_ref()
        .map(|rate| quote!(.rate_limit(#rate)));
    let deprecated = operation.docs.deprecated.then(|| quote!(.deprecated()));
    let native =
        cx.model.scopes.iter().any(|scope| {
            scope.group == operation.group && super::scopes::is_below(operation, scope)
        });
    let relation = if operation.mirrored {
        Some(quote!(.scope_mirrored()))
    } else {
        native.then(|| quote!(.scope_native()))
    };
    quote! {
        #text
        #feature
        pub static #ident: Operation = Operation::#constructor
            #operation_id .server(&#server) #security #safety #pages #scopes #granular #rate #deprecated #relation;
    }
}

/// The name of what calls that the crate has no method for are sent like; `None` for an API without operations.
pub(super) fn custom_ident(cx: Cx<'_>, group: GroupId) -> Option<TokenStream> {
    cx.analysis.usual.get(&group)?;
    let name = shouty(&cx.model.group(group)?.name)?;
    let name = ident(&format!("{name}_REQUEST"));
    Some(quote!(#name))
}

/// What those calls are sent like: to the API's own server, with the credentials that most of its operations take.
fn custom_item(cx: Cx<'_>, group: &Group, id: GroupId) -> Option<TokenStream> {
    let name = custom_ident(cx, id)?;
    let usual = cx.analysis.usual.get(&id);
    let usual = usual.and_then(|id| cx.model.operation(*id));
    let security = usual.and_then(|operation| security(cx, group, operation));
    let feature = gate(cx, group);
    let text = docs(&format!(
        "What a request of `{}` that no operation describes is sent like.",
        group.name
    ));
    let (id, server) = (format!("{}.request", group.name), server_ident(group));
    Some(quote! {
        #text
        #feature
        pub static #name: Operation = Operation::new(#id, Method::GET, "/").server(&#server) #security;
    })
}

/// The method by which such calls are begun.
pub(super) fn custom(cx: Cx<'_>, group: GroupId, uses: &mut Uses) -> Option<TokenStream> {
    let like = custom_ident(cx, group)?;
    let feature = cx
        .model
        .group(group)
        .filter(|group| group.accessor.is_none())
        .map(feature);
    uses.add("crate", "ops");
    uses.add("http", "Method");
    uses.runtime("RequestBuilder");
    Some(quote! {
        #[doc = " Begins a request that this crate has no method for. Its path may hold placeholders, which [`RequestBuilder::path`] fills."]
        #feature
        pub fn request(&self, method: Method, path: impl Into<String>) -> RequestBuilder {
            self.core.custom_request(&ops::#like, method, path)
        }
    })
}

fn list(function: &str, texts: &[String]) -> Option<TokenStream> {
    let function = ident(function);
    (!texts.is_empty()).then(|| quote!(.#function(&[#(#texts),*])))
}

fn security(cx: Cx<'_>, group: &Group, operation: &Operation) -> Option<TokenStream> {
    if operation.security.is_empty() {
        return None;
    }
    let alternatives = operation.security.iter().map(|alternative| {
        let known = alternative
            .schemes
            .iter()
            .filter(|name| group.schemes.iter().any(|scheme| scheme.name == **name));
        let schemes = known.map(|name| scheme_ident(cx, operation.group, name));
        quote!(&[#(&#schemes),*])
    });
    Some(quote!(.security(&[#(#alternatives),*])))
}

fn all(cx: Cx<'_>) -> TokenStream {
    let entries = cx
        .model
        .operations
        .iter()
        .zip(&cx.names.operations)
        .map(|(operation, names)| {
            let feature = cx.model.group(operation.group).map(feature);
            let ident = ident(&names.constant);
            quote!(#feature &#ident)
        });
    quote! {
        #[doc = " Every operation of this crate, in the order of the documents."]
        pub static ALL: &[&Operation] = &[#(#entries),*];
    }
}
