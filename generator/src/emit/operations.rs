//! Prints the table of operations.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{self, doc_attributes};
use super::layout::{self, ChainCall};
use super::links::LocalLinks;
use super::piece::{Code, Piece};
use super::tokens::{gate, ident};
use super::uses::Uses;
use crate::plan::{
    CredentialKind, DefaultsPlan, Docs, KeyLocation, Method, Name, OperationPlan, PageKind,
    PaginationPlan, SchemePlan, ScopeRelation, ServerPlan, StreamKind, StreamingPlan, TableItem,
    TablePartPlan, TablePlan,
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
    let modules = modules.into_iter().chain(exports).map(Code::from);
    let mut items: Vec<Code> = modules.chain(own).collect();
    items.push(all(plan, &operation).into());
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

fn table_item(item: &TableItem, gate: &TokenStream, uses: &mut Uses) -> Code {
    let tokens = match item {
        TableItem::Server(plan) => server(plan, gate, uses),
        TableItem::Scheme(plan) => scheme(plan, gate, uses),
        TableItem::Defaults(plan) => defaults(plan, gate, uses),
        TableItem::Pagination(plan) => pagination(plan, gate, uses),
        TableItem::Operation(plan) => return operation(plan, gate, uses),
    };
    tokens.into()
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
        // The id of the last item is a token.
        PageKind::Token | PageKind::LastId => quote!(token),
        PageKind::Offset => quote!(offset),
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

fn operation(plan: &OperationPlan, gate: &TokenStream, uses: &mut Uses) -> Code {
    uses.import_runtime("Operation");
    let name = plan.name.as_str();
    let (constructor, arguments) = constructor(plan, uses);
    let mut calls = Vec::new();
    let mut call = |name, argument: String| calls.push(ChainCall::new(name, vec![argument]));
    if let Some(id) = &plan.operation_id {
        call("operation_id", layout::literal(id));
    }
    call("server", format!("&{}", plan.server.as_str()));
    if let Some(accept) = &plan.accept {
        call("accept", layout::literal(accept));
    }
    if let Some(security) = security_text(&plan.security) {
        call("security", security);
    }
    if let Some(safety) = plan.safety {
        uses.import_runtime("Safety");
        call("safety", format!("Safety::{safety:?}"));
    }
    if let Some(pages) = &plan.pages {
        call("pagination", format!("&{}", pages.as_str()));
    }
    if let Some(streaming) = &plan.streaming {
        call("streaming", self::streaming(streaming, uses));
    }
    for (name, texts) in [
        ("scopes", &plan.scopes),
        ("granular_scopes", &plan.granular_scopes),
    ] {
        if !texts.is_empty() {
            let texts = texts.iter().map(layout::literal).collect();
            calls.push(ChainCall::with_list(name, texts));
        }
    }
    let rate = plan.rate.iter().map(layout::literal);
    calls.extend(rate.map(|rate| ChainCall::new("rate_limit", vec![rate])));
    if plan.deprecated {
        calls.push(ChainCall::new("deprecated", Vec::new()));
    }
    match plan.relation {
        ScopeRelation::Mirrored => calls.push(ChainCall::new("scope_mirrored", Vec::new())),
        ScopeRelation::Native => calls.push(ChainCall::new("scope_native", Vec::new())),
        ScopeRelation::None => {}
    }
    let mut text = String::new();
    layout::docs(&mut text, &plan.docs, "");
    let gates = gate.to_string();
    text.push_str(&gates);
    let start = format!("pub static {name}: Operation = Operation::{constructor}(");
    let mut head = format!("{start}{})", arguments.join(", "));
    if head.len() > layout::WIDTH {
        let lines = layout::lines(&arguments, "        ");
        head = format!("{start}\n{lines}    )");
    }
    text.push_str(&layout::chain(&head, &calls, ";", ""));
    if gates.is_empty() {
        Code::Text(text)
    } else {
        Code::Rough(text)
    }
}

/// Prints the description of a stream.
fn streaming(plan: &StreamingPlan, uses: &mut Uses) -> String {
    uses.import_runtime("Streaming");
    let kind = match plan.kind {
        StreamKind::JsonEvents | StreamKind::Records => "json",
        StreamKind::TextEvents => "text",
        StreamKind::EventObjects => "event_objects",
    };
    let media_type = layout::literal(&plan.media_type);
    let switch = match &plan.switch {
        Some(name) => format!(".switch({})", layout::literal(name)),
        None => String::new(),
    };
    let names: Vec<String> = plan.text_events.iter().map(layout::literal).collect();
    let names = if names.is_empty() {
        String::new()
    } else {
        format!(".text_events(&[{}])", names.join(", "))
    };
    format!("Streaming::{kind}({media_type}){names}{switch}")
}

/// Returns the name and the arguments of the function that creates an operation.
fn constructor(plan: &OperationPlan, uses: &mut Uses) -> (&'static str, Vec<String>) {
    let (id, path) = (
        Literal::string(&plan.id).to_string(),
        layout::literal(&plan.path),
    );
    let method = match &plan.method {
        Method::Get => return ("get", vec![id, path]),
        Method::Post => return ("post", vec![id, path]),
        Method::Put => return ("put", vec![id, path]),
        Method::Patch => return ("patch", vec![id, path]),
        Method::Delete => return ("delete", vec![id, path]),
        Method::Head => "HEAD",
        Method::Options => "OPTIONS",
        Method::Trace => "TRACE",
        Method::Custom(_) | Method::Query => {
            let method = layout::literal(&Untrusted::new(plan.method.as_str()));
            return ("custom", vec![id, method, path]);
        }
    };
    uses.import("http", "Method");
    ("new", vec![id, format!("Method::{method}"), path])
}

fn security_text(alternatives: &[Vec<Name>]) -> Option<String> {
    let list = |schemes: &Vec<Name>| {
        let schemes: Vec<String> = schemes
            .iter()
            .map(|name| format!("&{}", name.as_str()))
            .collect();
        format!("&[{}]", schemes.join(", "))
    };
    let lists: Vec<String> = alternatives.iter().map(list).collect();
    (!lists.is_empty()).then(|| format!("&[{}]", lists.join(", ")))
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
