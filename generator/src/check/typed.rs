//! Checks that `openapiv3` can read each object.
//!
//! In: the outline of a document. Out: a diagnostic for each object that `openapiv3` rejects. Each object is read
//! alone, with placeholders for the objects inside of it. Thus, a problem is reported at the smallest invalid object,
//! and the check takes linear time. Reading a whole document would take 2ⁿ attempts for a problem at depth n.

use std::borrow::Cow;

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
    match object.kind {
        Kind::CodeFlow => fits::<typed::AuthorizationCodeOAuth2Flow>(object),
        Kind::Components => fits::<typed::Components>(object),
        Kind::Contact => fits::<typed::Contact>(object),
        Kind::Discriminator => fits::<typed::Discriminator>(object),
        Kind::Document => fits::<typed::OpenAPI>(object),
        Kind::Encoding => fits::<typed::Encoding>(object),
        Kind::Example => fits::<typed::Example>(object),
        Kind::ExternalDocs => fits::<typed::ExternalDocumentation>(object),
        Kind::Header => fits::<typed::Header>(object),
        Kind::ImplicitFlow => fits::<typed::ImplicitOAuth2Flow>(object),
        Kind::Info => fits::<typed::Info>(object),
        Kind::License => fits::<typed::License>(object),
        Kind::Link => fits::<typed::Link>(object),
        Kind::MediaType => fits::<typed::MediaType>(object),
        Kind::Operation => fits::<typed::Operation>(object),
        Kind::Parameter => fits::<typed::Parameter>(object),
        Kind::PathItem => fits::<typed::PathItem>(object),
        Kind::RequestBody => fits::<typed::RequestBody>(object),
        Kind::Response => fits::<typed::Response>(object),
        Kind::Schema => fits::<typed::Schema>(object),
        Kind::SecurityRequirement => fits::<typed::SecurityRequirement>(object),
        // `openapiv3` does not support `mutualTLS`, which is new in OpenAPI 3.1.
        Kind::SecurityScheme if object.map.text_of("type") == Some("mutualTLS") => Ok(()),
        Kind::SecurityScheme => fits::<typed::SecurityScheme>(object),
        Kind::Server => fits::<typed::Server>(object),
        Kind::ServerVariable => fits::<typed::ServerVariable>(object),
        Kind::Tag => fits::<typed::Tag>(object),
        Kind::TokenFlow => fits::<typed::ClientCredentialsOAuth2Flow>(object),
        // Callbacks, flows, paths and responses are only maps of other objects. `openapiv3` has no type for `xml`.
        Kind::Callback | Kind::Flows | Kind::Paths | Kind::Responses | Kind::Xml => Ok(()),
    }
}

fn fits<T: DeserializeOwned>(object: &Object<'_>) -> Result<(), String> {
    yaml::typed_map::<T>(alone(object)).map(drop)
}

/// Returns the keys and values of the object, with placeholders for the objects inside of it. Extensions are omitted, because an
/// extension can have any value.
fn alone<'a>(object: &Object<'a>) -> impl Iterator<Item = (&'a str, Cow<'a, Node>)> {
    let kind = object.kind;
    // `openapiv3` requires `paths`. `shape` reports a missing `paths`.
    let paths = (kind == Kind::Document).then(|| {
        let empty = Node::new(Value::Map(Map::new()), object.node.span);
        ("paths", Cow::Owned(empty))
    });
    let entries = object.map.iter().filter_map(move |(name, _, node)| {
        if kind == Kind::Document && name == "paths" {
            return None;
        }
        let stand_in = stand_in(kind.rule(name)?, node)?;
        Some((name, stand_in))
    });
    entries.chain(paths)
}

fn stand_in(rule: Rule, node: &Node) -> Option<Cow<'_, Node>> {
    let new = |value| Some(Cow::Owned(Node::new(value, node.span)));
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
        | Rule::BoolOrSchemas => Some(Cow::Borrowed(node)),
    }
}
