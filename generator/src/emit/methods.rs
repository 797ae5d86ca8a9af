//! Prints the methods of handles: their docs, their signatures, and the calls that build the request.

use super::layout::{self, ChainCall};
use super::types::{argument_text, ty_text, typed_text};
use super::uses::{RUNTIME, Uses};
use super::writes;
use crate::plan::{ArgumentPlan, MethodPlan, Reading, Send};
use crate::text::Untrusted;

/// The indentation of a method.
const METHOD: &str = "    ";
/// The indentation of the body of a method.
const BODY: &str = "        ";

/// Prints a method. Returns the text, and whether the text has the layout of `prettyplease`.
pub(super) fn method(plan: &MethodPlan, uses: &mut Uses) -> (String, bool) {
    uses.import_trait(RUNTIME, "Scope");
    let (call, ops) = (uses.runtime_text("Call"), uses.add_text("crate", "ops"));
    let mut text = String::new();
    layout::docs(&mut text, &plan.docs, METHOD);
    layout::doc_alias(&mut text, plan.alias.as_ref(), METHOD);
    layout::deprecated(&mut text, plan.deprecated.as_ref(), METHOD);
    let mut arguments = vec!["&self".to_owned()];
    let request = format!("&{ops}::{}", plan.operation.as_str());
    let mut calls = vec![ChainCall::new("request", vec![request])];
    let mut has_layout = true;
    for (argument, send) in &plan.arguments {
        arguments.push(argument_text(argument, uses));
        let (call, is_laid_out) = sent(argument, send, uses);
        calls.push(call);
        has_layout &= is_laid_out;
    }
    let output = ty_text(&plan.output, uses);
    let params = plan.params.as_ref().map(|params| ty_text(params, uses));
    let stream = plan.stream.as_ref().map(|stream| ty_text(stream, uses));
    let params = match (params, stream) {
        (params, Some(stream)) => format!(", {}, {stream}", params.as_deref().unwrap_or("()")),
        (Some(params), None) => format!(", {params}"),
        (None, None) => String::new(),
    };
    calls.push(ChainCall::new(reading(plan.reading), Vec::new()));
    if plan.stream.is_some() {
        calls.push(ChainCall::new("streamable", Vec::new()));
    }
    let (name, end) = (
        plan.name.as_str(),
        format!(") -> {call}<{output}{params}> {{\n"),
    );
    let start = format!("{METHOD}pub fn {name}(");
    let listed = arguments.join(", ");
    if start.len() + listed.len() + end.len() <= layout::WIDTH + 1 {
        text.extend([&start, &listed, &end].map(String::as_str));
    } else {
        let lines = layout::lines(&arguments, BODY);
        text.extend([start.as_str(), "\n", &lines, METHOD, &end]);
    }
    text.push_str(&layout::chain("self.scope", &calls, "", BODY));
    text.push_str(METHOD);
    text.push_str("}\n");
    (text, has_layout)
}

fn reading(reading: Reading) -> &'static str {
    match reading {
        Reading::Empty => "empty",
        Reading::Json => "response",
        Reading::OptionalJson => "optional_response",
        Reading::ByStatus => "response_by_status",
        Reading::OptionalByStatus => "optional_response_by_status",
        Reading::Text => "text",
        Reading::OptionalText => "optional_text",
        Reading::Bytes => "stream",
        Reading::OptionalBytes => "optional_stream",
    }
}

/// Prints the call that writes an argument to the request. Also returns whether the call has the layout of `prettyplease`.
fn sent(argument: &ArgumentPlan, send: &Send, uses: &mut Uses) -> (ChainCall, bool) {
    let name = argument.name.as_str();
    let mut has_layout = true;
    let wired = |wire: &Untrusted, uses: &mut Uses| {
        let value = format!("&{}", typed_text(argument, uses));
        vec![layout::literal(wire), value]
    };
    let call = match send {
        Send::Path {
            wire,
            double: false,
        } => ChainCall::new("path", wired(wire, uses)),
        Send::Path { wire, double: true } => {
            let mut arguments = wired(wire, uses);
            let encoding = uses.runtime_text("PathEncoding");
            arguments.push(format!("{encoding}::DoubleWhenSlash"));
            ChainCall::new("path_encoded", arguments)
        }
        Send::PathStyled { wire, style } => {
            let mut arguments = wired(wire, uses);
            arguments.push(writes::param_style(*style, uses));
            ChainCall::new("path_styled", arguments)
        }
        Send::Query(wire) => ChainCall::new("query", wired(wire, uses)),
        Send::Header(wire) => ChainCall::new("header", wired(wire, uses)),
        Send::Form(wire) => ChainCall::new("form", wired(wire, uses)),
        Send::Write(write) => {
            has_layout = false;
            let value = format!("&{}", typed_text(argument, uses));
            let statement = writes::statement(write, &value, uses);
            ChainCall::new("modify", vec![format!("|request| {{ {statement} }}")])
        }
        Send::Params => ChainCall::new("params", vec![name.to_owned()]),
        Send::Json {
            media_type,
            optional,
        } => {
            let (plain, with_type) = if *optional {
                ("optional_json_body", "optional_json_body_with_type")
            } else {
                ("json_body", "json_body_with_type")
            };
            let method = if media_type.is_some() {
                with_type
            } else {
                plain
            };
            let media_type = media_type.iter().map(layout::literal);
            ChainCall::new(method, media_type.chain([name.to_owned()]).collect())
        }
        Send::Records {
            media_type,
            optional,
        } => {
            let method = if *optional {
                "optional_sequence_body"
            } else {
                "sequence_body"
            };
            ChainCall::new(method, vec![layout::literal(media_type), name.to_owned()])
        }
        Send::Text { media_type } => {
            let arguments = vec![layout::literal(media_type), format!("{name}.into()")];
            ChainCall::new("body", arguments)
        }
        Send::Bytes { media_type } => {
            ChainCall::new("body", vec![layout::literal(media_type), name.to_owned()])
        }
        Send::Optional { media_type } => {
            let arguments = vec![layout::literal(media_type), name.to_owned()];
            ChainCall::new("optional_body", arguments)
        }
    };
    (call, has_layout)
}
