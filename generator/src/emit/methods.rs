//! One method of a resource: its docs, its signature, and the request that it builds.

use proc_macro2::TokenStream;
use quote::quote;

use super::params::written;
use super::rust_type::runtime;
use super::uses::Uses;
use super::{Cx, call_example, docs, ident};
use crate::model::{
    Body, BodyKind, Encoding, Input, Operation, OperationId, ParamLocation, Shape, Success, Ty,
};
use crate::names::OperationNames;

/// On which scope a method stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Receiver<'a> {
    /// On every scope.
    Any,
    /// On the client itself.
    Root,
    /// Below a prefix that fills this placeholder.
    Scoped(&'a str),
}

impl Receiver<'_> {
    /// Whether the scope has the value of this input already.
    pub(super) fn fills(self, input: &Input) -> bool {
        matches!((self, input), (Self::Scoped(filled), Input::Argument { wire, location: ParamLocation::Path, .. }) if wire == filled)
    }
}

/// A method.
pub(super) fn method(
    cx: Cx<'_>,
    (id, operation, names): (OperationId, &Operation, &OperationNames),
    receiver: Receiver<'_>,
    uses: &mut Uses,
) -> TokenStream {
    uses.runtime("Call");
    uses.add("crate", "ops");
    let text = docs(&doc(cx, id, operation, names, receiver));
    let name = ident(&names.method);
    let constant = ident(&names.constant);
    let Parts {
        arguments,
        calls,
        params,
    } = parts(cx, operation, names, receiver, uses);
    let (output, finish) = success(cx, operation, uses);
    let params = params.map(|params| quote!(, #params));
    quote! {
        #text
        pub fn #name(&self, #(#arguments),*) -> Call<#output #params> {
            self.scope.request(&ops::#constant) #(#calls)* #finish
        }
    }
}

/// What a signature and a body are made of.
#[derive(Default)]
struct Parts {
    arguments: Vec<TokenStream>,
    calls: Vec<TokenStream>,
    params: Option<TokenStream>,
}

fn parts(
    cx: Cx<'_>,
    operation: &Operation,
    names: &OperationNames,
    receiver: Receiver<'_>,
    uses: &mut Uses,
) -> Parts {
    uses.runtime("Scope");
    let mut out = Parts::default();
    for (input, name) in operation.inputs.iter().zip(&names.arguments) {
        match input {
            _ if receiver.fills(input) => {}
            Input::Argument {
                wire,
                location,
                ty,
                encoding,
                ..
            } => {
                let (argument, value) = cx.argument(name, ty, None, uses);
                let argument_name = ident(name);
                out.arguments.push(quote!(#argument_name: #argument));
                let value = typed(cx, ty, &value, uses);
                out.calls
                    .push(single(wire, *location, *encoding, ty, &value, uses));
            }
            Input::Params { ty, required: true } => {
                let name = ident(name);
                let ty = cx.named_type(*ty, uses);
                out.arguments.push(quote!(#name: #ty));
                out.calls.push(quote!(.params(#name)));
            }
            Input::Params {
                ty,
                required: false,
            } => out.params = Some(cx.named_type(*ty, uses)),
        }
    }
    if let Some(body) = &operation.body {
        let (argument, call) = body_argument(cx, body, &names.arguments, uses);
        out.arguments.push(argument);
        out.calls.push(call);
    }
    out
}

/// The name of the argument of a body, beside those of the others.
pub(super) fn body_name(body: &Body, taken: &[String]) -> &'static str {
    let offered = match body.kind {
        BodyKind::Json => ["request", "body", "contents"],
        BodyKind::Text | BodyKind::Bytes => ["body", "contents", "request"],
    };
    let mut free = offered
        .into_iter()
        .filter(|name| taken.iter().all(|taken| taken != name));
    free.next().unwrap_or("request")
}

/// The argument of a body that is one value, and the call that sends it.
fn body_argument(
    cx: Cx<'_>,
    body: &Body,
    taken: &[String],
    uses: &mut Uses,
) -> (TokenStream, TokenStream) {
    let name = ident(body_name(body, taken));
    let media_type = &body.media_type;
    let plain = match body.kind {
        BodyKind::Json | BodyKind::Text => cx.rust_type(&body.ty, uses),
        BodyKind::Bytes => runtime("Body", uses),
    };
    match (body.kind, body.required) {
        (BodyKind::Json, true) if media_type != "application/json" => (
            quote!(#name: #plain),
            quote!(.json_body_with_type(#media_type, #name)),
        ),
        (BodyKind::Json, false) if media_type != "application/json" => (
            quote!(#name: Option<#plain>),
            quote!(.optional_json_body_with_type(#media_type, #name)),
        ),
        (BodyKind::Json, true) => (quote!(#name: #plain), quote!(.json_body(#name))),
        (BodyKind::Json, false) => (
            quote!(#name: Option<#plain>),
            quote!(.optional_json_body(#name)),
        ),
        (BodyKind::Text, true) => (
            quote!(#name: impl Into<#plain>),
            quote!(.body(#media_type, #name.into())),
        ),
        (BodyKind::Bytes, true) => (
            quote!(#name: impl Into<#plain>),
            quote!(.body(#media_type, #name)),
        ),
        (BodyKind::Text | BodyKind::Bytes, false) => (
            quote!(#name: Option<#plain>),
            quote!(.optional_body(#media_type, #name)),
        ),
    }
}

/// An argument's value with its type, where `into()` alone would not tell it.
fn typed(cx: Cx<'_>, ty: &Ty, value: &TokenStream, uses: &mut Uses) -> TokenStream {
    match ty {
        Ty::List(_) => {
            let plain = cx.rust_type(ty, uses);
            let text = value.to_string();
            let name = text.split(' ').next().map(ident);
            quote!(#name.into_iter().map(Into::into).collect::<#plain>())
        }
        _ => value.clone(),
    }
}

/// The call that writes a value which is an argument of its own.
fn single(
    wire: &str,
    location: ParamLocation,
    encoding: Encoding,
    ty: &Ty,
    value: &TokenStream,
    uses: &mut Uses,
) -> TokenStream {
    match (location, encoding) {
        (ParamLocation::Path, Encoding::DoublePercent) => {
            let encoding = runtime("PathEncoding", uses);
            quote!(.path_encoded(#wire, &#value, #encoding::DoubleWhenSlash))
        }
        (ParamLocation::Path, _) => quote!(.path(#wire, &#value)),
        (ParamLocation::Query, Encoding::Text) => quote!(.query(#wire, &#value)),
        (ParamLocation::Header, Encoding::Text) => quote!(.header(#wire, &#value)),
        (ParamLocation::Form, Encoding::Text) => quote!(.form(#wire, &#value)),
        _ => {
            let statement = written(wire, location, encoding, ty, &quote!(&#value), uses);
            quote!(.modify(|request| { #statement }))
        }
    }
}

fn success(cx: Cx<'_>, operation: &Operation, uses: &mut Uses) -> (TokenStream, TokenStream) {
    match &operation.success {
        Success::Empty => (quote!(()), quote!(.empty())),
        Success::Json(ty) => (cx.rust_type(ty, uses), quote!(.response())),
        Success::OptionalJson(ty) => {
            let ty = cx.rust_type(ty, uses);
            (quote!(Option<#ty>), quote!(.optional_response()))
        }
        Success::Text => (quote!(String), quote!(.text())),
        Success::Bytes => (runtime("Body", uses), quote!(.stream())),
    }
}

/// The docs of a method: summary, HTTP line, what is needed, what it answers, which codes are known, a call.
fn doc(
    cx: Cx<'_>,
    id: OperationId,
    operation: &Operation,
    names: &OperationNames,
    receiver: Receiver<'_>,
) -> String {
    let mut parts: Vec<String> = Vec::new();
    let line = format!("`{} {}`", operation.method.as_str(), operation.path);
    let summary = if operation.summary.is_empty() {
        format!("Calls {line}.")
    } else {
        operation.summary.clone()
    };
    parts.push(summary);
    if !operation.docs.text.is_empty() && operation.docs.text != operation.summary {
        parts.push(operation.docs.text.clone());
    }
    if !operation.summary.is_empty() {
        parts.push(line);
    }
    let group = cx.model.group(operation.group);
    let notice = group.and_then(|group| group.notice.as_deref());
    parts.extend(notice.map(|notice| notice.trim().to_owned()));
    let mut facts = arguments(operation, names, receiver);
    facts.extend(self::facts(cx, operation, names));
    if !facts.is_empty() {
        parts.push(facts.join("\n"));
    }
    parts.extend(bullets(
        "Prerequisites:",
        operation.prerequisites.iter().cloned(),
    ));
    let errors = operation
        .error_codes
        .iter()
        .map(|(code, meaning)| format!("`{code}`: {meaning}"));
    parts.extend(bullets("Error codes:", errors));
    if cx.model.doc_examples {
        parts.extend(call_example::block(cx, id, operation, names, receiver));
    }
    parts.join("\n\n")
}

/// What is said of the values that are arguments of their own, each a line of a list.
fn arguments(operation: &Operation, names: &OperationNames, receiver: Receiver<'_>) -> Vec<String> {
    let described = operation.inputs.iter().zip(&names.arguments);
    described
        .filter_map(|(input, name)| match input {
            _ if receiver.fills(input) => None,
            Input::Argument { docs, .. } => {
                let first = docs.text.split("\n\n").next().unwrap_or_default();
                let facts = docs.constraints.iter().map(String::as_str);
                let words: Vec<&str> = std::iter::once(first)
                    .chain(facts)
                    .flat_map(str::split_whitespace)
                    .collect();
                // A block of code or a table does not fit into a line.
                let is_line = !words.is_empty() && !first.contains("```") && !first.contains("\n|");
                is_line.then(|| format!("- `{name}`: {}", words.join(" ")))
            }
            Input::Params { .. } => None,
        })
        .collect()
}

/// What else is to be known of a call, each a line of a list.
fn facts(cx: Cx<'_>, operation: &Operation, names: &OperationNames) -> Vec<String> {
    let codes = |title: &str, list: &[String]| {
        let shown: Vec<String> = list.iter().map(|code| format!("`{code}`")).collect();
        (!list.is_empty()).then(|| format!("{title}: {}.", shown.join(", ")))
    };
    let successor = operation.successor.as_deref();
    [
        operation
            .docs
            .deprecated
            .then(|| "Deprecated by the server.".to_owned()),
        successor.map(|successor| successor_line(cx, operation, successor)),
        optional_params(cx, operation),
        codes("OAuth scopes, any of", &operation.scopes),
        codes("Granular scopes, any of", &operation.granular_scopes),
        operation
            .rate
            .as_ref()
            .map(|rate| format!("Rate limit label: {rate}.")),
        failures(cx, operation),
        takes(operation, names),
        codes(
            "Other media types, by [`Call::accept`](crate::runtime::Call::accept)",
            &operation.gives,
        ),
    ]
    .into_iter()
    .flatten()
    .map(|fact| format!("- {fact}"))
    .collect()
}

/// Says how a body of another type is sent.
fn takes(operation: &Operation, names: &OperationNames) -> Option<String> {
    let constant = &names.constant;
    let types: Vec<String> = operation
        .takes
        .iter()
        .map(|name| format!("`{name}`"))
        .collect();
    let how = format!("`client.core().request(&ops::{constant}).body(…)`");
    (!types.is_empty()).then(|| {
        format!(
            "Other media types of the body, by {how}: {}.",
            types.join(", ")
        )
    })
}

fn bullets(title: &str, lines: impl Iterator<Item = String>) -> Option<String> {
    let lines: Vec<String> = lines.map(|line| format!("- {line}")).collect();
    (!lines.is_empty()).then(|| format!("{title}\n\n{}", lines.join("\n")))
}

/// Says what failures tell.
fn failures(cx: Cx<'_>, operation: &Operation) -> Option<String> {
    let mut statuses: Vec<(String, Vec<String>)> = Vec::new();
    for (status, ty) in &operation.failures {
        let Ty::Named(id) = ty else { continue };
        let Some(link) = cx.doc_link(*id) else {
            continue;
        };
        match statuses.iter_mut().find(|(known, _)| *known == link) {
            Some((_, statuses)) => statuses.push(format!("`{status}`")),
            None => statuses.push((link, vec![format!("`{status}`")])),
        }
    }
    let told: Vec<String> = statuses
        .into_iter()
        .map(|(link, statuses)| format!("{link} ({})", statuses.join(", ")))
        .collect();
    let detail = "[`Error::detail`](crate::runtime::Error::detail)";
    (!told.is_empty()).then(|| format!("Failures tell, by {detail}: {}.", told.join(", ")))
}

/// Names what replaces an operation, with a link if this crate has it.
fn successor_line(cx: Cx<'_>, operation: &Operation, successor: &str) -> String {
    let found = cx.model.iter_operations().find(|(_, other)| {
        other.group != operation.group
            && format!("{} {}", other.method.as_str(), other.path) == successor
    });
    let linked = found.and_then(|(id, other)| {
        let (resource, names) = (cx.names.resource_of(id)?, cx.names.operation(id)?);
        let path = format!(
            "{}::{}::{}",
            cx.module_path(other.group),
            resource.handle,
            names.method
        );
        Some(format!(
            "Its successor is [`{}`]({path}), `{successor}`.",
            names.id
        ))
    });
    linked.unwrap_or_else(|| format!("Its successor is `{successor}`."))
}

fn optional_params(cx: Cx<'_>, operation: &Operation) -> Option<String> {
    operation.inputs.iter().find_map(|input| match input {
        Input::Params {
            ty,
            required: false,
        } => {
            let Some(Shape::Struct { .. }) = cx.model.ty(*ty).map(|def| &def.shape) else {
                return None;
            };
            Some(format!(
                "Its parameters are all optional: give them by `.params(…)`, see {}.",
                cx.doc_link(*ty)?
            ))
        }
        Input::Params { .. } | Input::Argument { .. } => None,
    })
}
