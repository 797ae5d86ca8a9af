//! Checks that `openapiv3` can read each object.
//!
//! In: the outline of a document. Out: a diagnostic for each object that `openapiv3` rejects. Each object is read
//! alone, with placeholders for the objects inside of it. Thus, a problem is reported at the smallest invalid object,
//! and the check takes linear time. Reading a whole document would take 2ⁿ attempts for a problem at depth n.

use openapiv3 as typed;
use serde::de::DeserializeOwned;

use super::{
    report::Report,
    walk::{Object, Outline},
};
use crate::{
    diag::Code,
    load::yaml,
    openapi::grammar::{Kind, Rule},
    source::{Key, Map, Node, Value},
};

/// Checks every object for which no earlier check reported a problem.
pub(super) fn check(outline: &Outline<'_>, report: &mut Report) {
    for object in outline.objects.iter().filter(|object| !object.faulty) {
        if let Err(error) = view(object) {
            let message = format!("{} is invalid: {error}", object.kind.noun());
            let fault = report.fault(Code::InvalidValue, message);
            report.push(fault.label(object.place, "in this object"));
        }
    }
}

fn view(object: &Object<'_>) -> Result<(), String> {
    let node = alone(object);
    match object.kind {
        Kind::CodeFlow => fits::<typed::AuthorizationCodeOAuth2Flow>(&node),
        Kind::Components => fits::<typed::Components>(&node),
        Kind::Contact => fits::<typed::Contact>(&node),
        Kind::Discriminator => fits::<typed::Discriminator>(&node),
        Kind::Document => fits::<typed::OpenAPI>(&node),
        Kind::Encoding => fits::<typed::Encoding>(&node),
        Kind::Example => fits::<typed::Example>(&node),
        Kind::ExternalDocs => fits::<typed::ExternalDocumentation>(&node),
        Kind::Header => fits::<typed::Header>(&node),
        Kind::ImplicitFlow => fits::<typed::ImplicitOAuth2Flow>(&node),
        Kind::Info => fits::<typed::Info>(&node),
        Kind::License => fits::<typed::License>(&node),
        Kind::Link => fits::<typed::Link>(&node),
        Kind::MediaType => fits::<typed::MediaType>(&node),
        Kind::Operation => fits::<typed::Operation>(&node),
        Kind::Parameter => fits::<typed::Parameter>(&node),
        Kind::PathItem => fits::<typed::PathItem>(&node),
        Kind::RequestBody => fits::<typed::RequestBody>(&node),
        Kind::Response => fits::<typed::Response>(&node),
        Kind::Schema => fits::<typed::Schema>(&node),
        Kind::SecurityRequirement => fits::<typed::SecurityRequirement>(&node),
        // `openapiv3` does not support `mutualTLS`, which is new in OpenAPI 3.1.
        Kind::SecurityScheme if object.map.text_of("type") == Some("mutualTLS") => Ok(()),
        Kind::SecurityScheme => fits::<typed::SecurityScheme>(&node),
        Kind::Server => fits::<typed::Server>(&node),
        Kind::ServerVariable => fits::<typed::ServerVariable>(&node),
        Kind::Tag => fits::<typed::Tag>(&node),
        Kind::TokenFlow => fits::<typed::ClientCredentialsOAuth2Flow>(&node),
        // Callbacks, flows, paths and responses are only maps of other objects. `openapiv3` has no type for `xml`.
        Kind::Callback | Kind::Flows | Kind::Paths | Kind::Responses | Kind::Xml => Ok(()),
    }
}

fn fits<T: DeserializeOwned>(node: &Node) -> Result<(), String> {
    yaml::typed::<T>(node).map(drop)
}

/// Returns the object with placeholders for the objects inside of it. Extensions are removed, because an extension can
/// have any value.
fn alone(object: &Object<'_>) -> Node {
    let mut map = Map::new();
    for (name, span, node) in object.map.iter() {
        if let Some(stand_in) = object.kind.rule(name).and_then(|rule| stand_in(rule, node)) {
            map.insert(
                Key {
                    name: name.to_owned(),
                    span,
                },
                stand_in,
            );
        }
    }
    // `openapiv3` requires `paths`. `shape` reports a missing `paths`.
    if object.kind == Kind::Document {
        let empty = Node::new(Value::Map(Map::new()), object.node.span);
        map.insert(
            Key {
                name: "paths".to_owned(),
                span: object.place,
            },
            empty,
        );
    }
    Node::new(Value::Map(map), object.node.span)
}

fn stand_in(rule: Rule, node: &Node) -> Option<Node> {
    let new = |value| Some(Node::new(value, node.span));
    let map = |members: &[(&str, &str)]| {
        let mut map = Map::new();
        for (name, text) in members {
            let value = Node::new(Value::Str((*text).to_owned()), node.span);
            map.insert(
                Key {
                    name: (*name).to_owned(),
                    span: node.span,
                },
                value,
            );
        }
        new(Value::Map(map))
    };
    match rule {
        Rule::One(Kind::Info) => map(&[("title", ""), ("version", "")]),
        Rule::Ref(_) => map(&[("$ref", "#")]),
        Rule::BoolOrSchema | Rule::BoolOrSchemas if node.as_bool().is_none() => {
            map(&[("$ref", "#")])
        }
        Rule::List(_) | Rule::RefList(_) => new(Value::List(Vec::new())),
        Rule::Map(_)
        | Rule::RefMap(_)
        | Rule::Named(_)
        | Rule::One(Kind::Responses | Kind::Flows | Kind::Components) => map(&[]),
        // All other single parts are optional.
        Rule::One(_) => None,
        Rule::Any
        | Rule::AnyMap
        | Rule::Values
        | Rule::Text
        | Rule::Bool
        | Rule::Number
        | Rule::Count
        | Rule::Word(_)
        | Rule::Texts
        | Rule::TextMap
        | Rule::BoolOrSchema
        | Rule::BoolOrSchemas => Some(node.clone()),
    }
}
