//! The table of operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::uses::Uses;
use super::{Cx, Piece, docs, feature, ident};
use crate::model::{Group, Operation, PageKind, PageRule, Place, Safety, SchemeKind};
use crate::names::OperationNames;
use crate::names::idents::shouty;

/// The file of all servers, credentials and operations.
pub(super) fn piece(cx: Cx<'_>) -> Piece {
    let mut uses = Uses::default();
    uses.runtime("Operation");
    let mut items = Vec::new();
    for (index, group) in cx.model.groups.iter().enumerate() {
        items.push(server(group, &mut uses));
        items.extend(group.schemes.iter().map(|scheme| scheme_item(group, scheme, &mut uses)));
        for (operation, names) in cx.model.operations.iter().zip(&cx.names.operations) {
            if operation.group == index {
                items.extend(operation.pages.as_ref().map(|rule| pagination(group, names, rule, &mut uses)));
                items.push(operation_item(cx, group, operation, names, &mut uses));
            }
        }
    }
    items.push(all(cx));
    Piece {
        path: "ops.rs".to_owned(),
            inner: TokenStream::new(),
        docs: "Every operation as data: for allow-lists, metrics and audits, and for the mock transport.".to_owned(),
        uses: uses.items(),
        items,
    }
}

fn server_ident(group: &Group) -> TokenStream {
    let name = ident(&shouty(&group.name).unwrap_or_default());
    quote!(#name)
}

fn scheme_ident(group: &Group, scheme: &str) -> TokenStream {
    let name = ident(&shouty(&format!("{} {scheme}", group.name)).unwrap_or_default());
    quote!(#name)
}

fn server(group: &Group, uses: &mut Uses) -> TokenStream {
    uses.runtime("Server");
    let name = server_ident(group);
    let feature = feature(group);
    let text = docs(&format!("Where `{}` is served.", group.name));
    let (key, url) = (&group.name, &group.server);
    let errors = group.errors.as_deref().and_then(|path| syn::parse_str::<syn::Path>(path).ok());
    let errors = errors.map(|path| quote!(.errors(#path)));
    let header = group.request_id_header.as_ref().map(|header| quote!(.request_id_header(#header)));
    quote! {
        #text
        #feature
        pub static #name: Server = Server::new(#key, #url) #errors #header;
    }
}

fn scheme_item(group: &Group, scheme: &crate::model::Scheme, uses: &mut Uses) -> TokenStream {
    uses.runtime("Scheme");
    uses.runtime("SchemeKind");
    let ident = scheme_ident(group, &scheme.name);
    let feature = feature(group);
    let text = docs(if scheme.docs.is_empty() { "A way to authenticate." } else { &scheme.docs });
    let kind = match &scheme.kind {
        SchemeKind::ApiKey { place, name } => {
            let place = place_of(*place, uses);
            quote!(SchemeKind::ApiKey { place: #place, name: #name })
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

fn place_of(place: Place, uses: &mut Uses) -> TokenStream {
    uses.runtime("Place");
    match place {
        Place::Path | Place::Query => quote!(Place::Query),
        Place::Header => quote!(Place::Header),
        Place::Cookie => quote!(Place::Cookie),
        Place::Form => quote!(Place::Form),
    }
}

fn pages_ident(names: &OperationNames) -> TokenStream {
    let name = ident(&format!("{}_PAGES", names.constant));
    quote!(#name)
}

fn pagination(group: &Group, names: &OperationNames, rule: &PageRule, uses: &mut Uses) -> TokenStream {
    uses.runtime("Pagination");
    let ident = pages_ident(names);
    let feature = feature(group);
    let text = docs(&format!("How the pages of `{}` follow each other.", names.id));
    let kind = match rule.kind {
        PageKind::Token => quote!(token),
        PageKind::Number => quote!(number),
    };
    let (request, size) = (&rule.request, rule.size.as_deref().unwrap_or(""));
    let max = proc_macro2::Literal::u32_unsuffixed(rule.max_size);
    let in_form = (rule.place == Place::Form).then(|| quote!(.in_form()));
    quote! {
        #text
        #feature
        static #ident: Pagination = Pagination::#kind(#request, #size, #max) #in_form;
    }
}

fn operation_item(cx: Cx<'_>, group: &Group, operation: &Operation, names: &OperationNames, uses: &mut Uses) -> TokenStream {
    uses.add("http", "Method");
    let ident = ident(&names.constant);
    let feature = feature(group);
    let line = format!("{} {}", operation.method.as_str(), operation.path);
    let text = docs(&format!("`{line}`"));
    let (id, path) = (&names.id, &operation.path);
    let method = super::lifetime_free(operation.method.as_str());
    let server = server_ident(group);
    let operation_id = operation.operation_id.as_ref().map(|id| quote!(.operation_id(#id)));
    let security = security(group, operation);
    let safety = match operation.safety {
        Safety::Safe => Some(quote!(.safety(Safety::Safe))),
        Safety::Idempotent => Some(quote!(.safety(Safety::Idempotent))),
        Safety::Unsafe => None,
    };
    if safety.is_some() {
        uses.runtime("Safety");
    }
    let pages = operation.pages.as_ref().map(|_| {
        let pages = pages_ident(names);
        quote!(.pagination(&#pages))
    });
    let scopes = list("scopes", &operation.scopes);
    let granular = list("granular_scopes", &operation.granular_scopes);
    let rate = operation.rate.as_ref().map(|rate| quote!(.rate(#rate)));
    let deprecated = operation.docs.deprecated.then(|| quote!(.deprecated()));
    let native = cx.model.scopes.iter().any(|scope| scope.group == operation.group && super::scopes::is_below(operation, scope));
    let relation = if operation.mirrored {
        Some(quote!(.scope_mirrored()))
    } else {
        native.then(|| quote!(.scope_native()))
    };
    quote! {
        #text
        #feature
        pub static #ident: Operation = Operation::new(#id, Method::#method, #path)
            #operation_id .server(&#server) #security #safety #pages #scopes #granular #rate #deprecated #relation;
    }
}

fn list(function: &str, texts: &[String]) -> Option<TokenStream> {
    let function = ident(function);
    (!texts.is_empty()).then(|| quote!(.#function(&[#(#texts),*])))
}

fn security(group: &Group, operation: &Operation) -> Option<TokenStream> {
    if operation.security.is_empty() {
        return None;
    }
    let alternatives = operation.security.iter().map(|alternative| {
        let known = alternative.schemes.iter().filter(|name| group.schemes.iter().any(|scheme| scheme.name == **name));
        let schemes = known.map(|name| scheme_ident(group, name));
        quote!(&[#(&#schemes),*])
    });
    Some(quote!(.security(&[#(#alternatives),*])))
}

fn all(cx: Cx<'_>) -> TokenStream {
    let entries = cx.model.operations.iter().zip(&cx.names.operations).map(|(operation, names)| {
        let feature = cx.model.groups.get(operation.group).map(feature);
        let ident = ident(&names.constant);
        quote!(#feature &#ident)
    });
    quote! {
        #[doc = " Every operation of this crate, in the order of the documents."]
        pub static ALL: &[&Operation] = &[#(#entries),*];
    }
}
