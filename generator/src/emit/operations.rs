//! Prints the table of operations.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{self, doc_attributes};
use super::links::LocalLinks;
use super::piece::Piece;
use super::tokens::{gate, ident};
use super::uses::Uses;
use crate::plan::{
    CredentialKind, DefaultsPlan, Docs, KeyLocation, Method, Name, OperationPlan, PageKind,
    PaginationPlan, Safety, SchemePlan, ScopeRelation, ServerPlan, TableItem, TablePartPlan,
    TablePlan,
};
use crate::text::Untrusted;

/// Prints `ops.rs` and the files of its modules.
pub(super) fn pieces(plan: &TablePlan) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut modules = Vec::new();
    let mut exports = Vec::new();
    let parts = plan.parts.iter().filter_map(|part| part.module.as_ref());
    let mut uses = Uses::of("crate::ops", parts.map(|(module, _)| module.as_str()));
    let operation = uses.runtime("Operation");
    let mut own = Vec::new();
    for table in &plan.parts {
        let gate = gate(table.feature.as_slice());
        let Some((module, docs)) = &table.module else {
            own.extend(
                table
                    .items
                    .iter()
                    .map(|item| table_item(item, &gate, &mut uses)),
            );
            continue;
        };
        let name = ident(module);
        modules.push(quote!(#gate mod #name;));
        let mut names: Vec<&Name> = table.items.iter().filter_map(exported).collect();
        names.sort();
        let names = names.into_iter().map(ident);
        exports.push(quote!(#gate pub use #name::{#(#names),*};));
        pieces.push(part(table, module, docs));
    }
    let mut items: Vec<TokenStream> = modules.into_iter().chain(exports).chain(own).collect();
    items.push(all(plan, &operation));
    pieces.push(Piece {
        path: "src/ops.rs".to_owned(),
        inner: Vec::new(),
        docs: docs::text(&plan.docs),
        uses: uses.items(),
        items,
        links: LocalLinks::default(),
    });
    pieces
}

fn part(table: &TablePartPlan, module: &Name, docs: &Docs) -> Piece {
    let mut uses = Uses::default();
    for name in &table.imports {
        uses.import("super", name.as_str());
    }
    let items = table.items.iter();
    let items = items.map(|item| table_item(item, &TokenStream::new(), &mut uses));
    Piece {
        path: format!("src/ops/{module}.rs"),
        inner: Vec::new(),
        docs: docs::text(docs),
        items: items.collect(),
        uses: uses.items(),
        links: LocalLinks::default(),
    }
}

/// Returns the name of a static if the static is public.
fn exported(item: &TableItem) -> Option<&Name> {
    match item {
        TableItem::Server(plan) => Some(&plan.name),
        TableItem::Scheme(plan) => Some(&plan.name),
        TableItem::Defaults(plan) => Some(&plan.name),
        TableItem::Operation(plan) => Some(&plan.name),
        TableItem::Pagination(_) => None,
    }
}

fn table_item(item: &TableItem, gate: &TokenStream, uses: &mut Uses) -> TokenStream {
    match item {
        TableItem::Server(plan) => server(plan, gate, uses),
        TableItem::Scheme(plan) => scheme(plan, gate, uses),
        TableItem::Defaults(plan) => defaults(plan, gate, uses),
        TableItem::Pagination(plan) => pagination(plan, gate, uses),
        TableItem::Operation(plan) => operation(plan, gate, uses),
    }
}

fn server(plan: &ServerPlan, gate: &TokenStream, uses: &mut Uses) -> TokenStream {
    uses.import_runtime("Server");
    let (docs, name) = (doc_attributes(&plan.docs), ident(&plan.name));
    let (api, url) = (&plan.api, &plan.url);
    let errors = plan.errors.as_ref().map(|path| {
        let steps = path.iter().map(ident);
        quote!(.failure_reader(crate #(:: #steps)*))
    });
    let header = plan.request_id_header.as_ref();
    let header = header.map(|header| quote!(.request_id_header(#header)));
    quote! {
        #docs
        #gate
        pub static #name: Server = Server::new(#api, #url) #errors #header;
    }
}

fn scheme(plan: &SchemePlan, gate: &TokenStream, uses: &mut Uses) -> TokenStream {
    uses.import_runtime("Scheme");
    uses.import_runtime("SchemeKind");
    let (docs, name, key) = (doc_attributes(&plan.docs), ident(&plan.name), &plan.key);
    let kind = match &plan.kind {
        CredentialKind::ApiKey { location, name } => {
            uses.import_runtime("ParamLocation");
            let location = match location {
                KeyLocation::Query => quote!(ParamLocation::Query),
                KeyLocation::Header => quote!(ParamLocation::Header),
                KeyLocation::Cookie => quote!(ParamLocation::Cookie),
                KeyLocation::Form => quote!(ParamLocation::Form),
            };
            quote!(SchemeKind::ApiKey { location: #location, name: #name })
        }
        CredentialKind::Basic => quote!(SchemeKind::Basic),
        CredentialKind::Bearer => quote!(SchemeKind::Bearer),
        CredentialKind::OAuth2 => quote!(SchemeKind::OAuth2),
        CredentialKind::OpenIdConnect => quote!(SchemeKind::OpenIdConnect),
        CredentialKind::Other(kind) => quote!(SchemeKind::Other(#kind)),
    };
    quote! {
        #docs
        #gate
        pub static #name: Scheme = Scheme::new(#key, #kind);
    }
}

fn defaults(plan: &DefaultsPlan, gate: &TokenStream, uses: &mut Uses) -> TokenStream {
    uses.import_runtime("Operation");
    uses.import("http", "Method");
    let (docs, name, id) = (doc_attributes(&plan.docs), ident(&plan.name), &plan.id);
    let (server, security) = (ident(&plan.server), security(&plan.security));
    quote! {
        #docs
        #gate
        pub static #name: Operation = Operation::new(#id, Method::GET, "/").server(&#server) #security;
    }
}

fn pagination(plan: &PaginationPlan, gate: &TokenStream, uses: &mut Uses) -> TokenStream {
    uses.import_runtime("Pagination");
    let (docs, name) = (doc_attributes(&plan.docs), ident(&plan.name));
    let kind = match plan.kind {
        PageKind::Token => quote!(token),
        PageKind::Number => quote!(number),
    };
    let (request, size) = (&plan.request, &plan.size);
    let max = Literal::u32_unsuffixed(plan.max_size);
    let in_form = plan.in_form.then(|| quote!(.in_form()));
    quote! {
        #docs
        #gate
        static #name: Pagination = Pagination::#kind(#request, #size, #max) #in_form;
    }
}

fn operation(plan: &OperationPlan, gate: &TokenStream, uses: &mut Uses) -> TokenStream {
    uses.import_runtime("Operation");
    let (docs, name) = (doc_attributes(&plan.docs), ident(&plan.name));
    let constructor = constructor(plan, uses);
    let operation_id = plan.operation_id.as_ref();
    let operation_id = operation_id.map(|id| quote!(.operation_id(#id)));
    let (server, security) = (ident(&plan.server), security(&plan.security));
    let accept = plan.accept.as_ref().map(|accept| quote!(.accept(#accept)));
    let safety = plan.safety.map(|safety| {
        uses.import_runtime("Safety");
        match safety {
            Safety::Safe => quote!(.safety(Safety::Safe)),
            Safety::Idempotent => quote!(.safety(Safety::Idempotent)),
            Safety::Unsafe => quote!(.safety(Safety::Unsafe)),
        }
    });
    let pages = plan.pages.as_ref().map(ident);
    let pages = pages.map(|pages| quote!(.pagination(&#pages)));
    let texts = |texts: &[Untrusted]| (!texts.is_empty()).then(|| quote!(&[#(#texts),*]));
    let scopes = texts(&plan.scopes).map(|scopes| quote!(.scopes(#scopes)));
    let granular = texts(&plan.granular_scopes);
    let granular = granular.map(|scopes| quote!(.granular_scopes(#scopes)));
    let rate = plan.rate.as_ref().map(|rate| quote!(.rate_limit(#rate)));
    let deprecated = plan.deprecated.then(|| quote!(.deprecated()));
    let relation = match plan.relation {
        ScopeRelation::Mirrored => quote!(.scope_mirrored()),
        ScopeRelation::Native => quote!(.scope_native()),
        ScopeRelation::None => TokenStream::new(),
    };
    quote! {
        #docs
        #gate
        pub static #name: Operation = Operation::#constructor
            #operation_id .server(&#server) #accept #security #safety #pages #scopes #granular #rate #deprecated #relation;
    }
}

fn constructor(plan: &OperationPlan, uses: &mut Uses) -> TokenStream {
    let (id, path) = (&plan.id, &plan.path);
    let method = match &plan.method {
        Method::Get => return quote!(get(#id, #path)),
        Method::Post => return quote!(post(#id, #path)),
        Method::Put => return quote!(put(#id, #path)),
        Method::Patch => return quote!(patch(#id, #path)),
        Method::Delete => return quote!(delete(#id, #path)),
        Method::Head => quote!(HEAD),
        Method::Options => quote!(OPTIONS),
        Method::Trace => quote!(TRACE),
        Method::Custom(_) | Method::Query => {
            let method = Untrusted::new(plan.method.as_str());
            return quote!(custom(#id, #method, #path));
        }
    };
    uses.import("http", "Method");
    quote!(new(#id, Method::#method, #path))
}

fn security(alternatives: &[Vec<Name>]) -> Option<TokenStream> {
    let lists = alternatives.iter().map(|schemes| {
        let schemes = schemes.iter().map(ident);
        quote!(&[#(&#schemes),*])
    });
    (!alternatives.is_empty()).then(|| quote!(.security(&[#(#lists),*])))
}

fn all(plan: &TablePlan, operation: &TokenStream) -> TokenStream {
    let docs = doc_attributes(&plan.all);
    let mut operations: Vec<(&OperationPlan, TokenStream)> = Vec::new();
    for part in &plan.parts {
        let own = part.items.iter().filter_map(TableItem::operation);
        operations.extend(own.map(|operation| (operation, gate(part.feature.as_slice()))));
    }
    operations.sort_by_key(|(operation, _)| operation.position);
    let entries = operations.iter().map(|(operation, gate)| {
        let name = ident(&operation.name);
        quote!(#gate &#name)
    });
    quote! {
        #docs
        pub static ALL: &[&#operation] = &[#(#entries),*];
    }
}
