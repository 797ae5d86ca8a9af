//! Keys that the format does not fix: extensions, and keys that are not legal at all.
//!
//! In: a key that the grammar does not know in its place. Out: a finding, with the key that was meant where one is near. The
//! extensions that the generator reads stand here, each with the kinds of objects it is read on; a new one is one line.

use super::findings::Findings;
use crate::{
    diag::{Code, Diagnostic},
    input::Policy,
    openapi::{grammar::Kind, keywords::is_extension},
    source::{Map, Span},
};

const SCHEMA_LIKE: &[Kind] = &[Kind::Schema, Kind::Parameter];
const NAMED: &[Kind] = &[Kind::Schema, Kind::Parameter, Kind::Response];
const OPERATION: &[Kind] = &[Kind::Operation];

/// Every extension that the generator reads, and where.
const EXTENSIONS: &[(&str, &[Kind])] = &[
    ("x-defs", &[Kind::Schema]),
    ("x-double-encode", &[Kind::Parameter]),
    ("x-emit", &[Kind::Schema]),
    ("x-enum-descriptions", SCHEMA_LIKE),
    ("x-enum-varnames", SCHEMA_LIKE),
    ("x-error-codes", OPERATION),
    ("x-fields", NAMED),
    ("x-granular-scopes", OPERATION),
    ("x-id", SCHEMA_LIKE),
    ("x-ids", &[Kind::Response]),
    ("x-in", &[Kind::SecurityScheme]),
    ("x-keep-unknown", &[Kind::Schema]),
    ("x-method", OPERATION),
    ("x-mirror", OPERATION),
    ("x-pagination", OPERATION),
    ("x-prerequisites", OPERATION),
    ("x-rate-limit", OPERATION),
    ("x-resource", OPERATION),
    ("x-rust-name", NAMED),
    ("x-safety", OPERATION),
    ("x-sensitive", SCHEMA_LIKE),
    ("x-successor", OPERATION),
];

/// Keys that later versions of the format know.
const LATER_KEYS: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$schema",
    "$vocabulary",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "examples",
    "identifier",
    "if",
    "jsonSchemaDialect",
    "maxContains",
    "minContains",
    "pathItems",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "webhooks",
];

/// Says what is to be said of a key that the grammar does not know on this kind of object.
pub(super) fn check_key(kind: Kind, map: &Map, name: &str, span: Span, findings: &mut Findings) {
    if is_extension(name) {
        check_extension(kind, name, span, findings);
    } else {
        let fault = findings.fault(
            Code::UnknownKey,
            format!("{} has no key `{name}`", kind.noun()),
        );
        let fault = fault.label(span, "not known here");
        let help = help_for(kind, map, name, findings);
        findings.push(match help {
            Some(help) => fault.help(help),
            None => fault,
        });
    }
}

fn help_for(kind: Kind, map: &Map, name: &str, findings: &mut Findings) -> Option<String> {
    match kind {
        Kind::Paths => return Some(format!("a path begins with `/`: `/{name}`")),
        Kind::Responses => {
            return Some(
                "responses stand under a status such as `200`, a class such as `4XX`, or `default`"
                    .to_owned(),
            );
        }
        _ => {}
    }
    let later = matches!(
        kind,
        Kind::Schema | Kind::Document | Kind::Info | Kind::License | Kind::Components
    );
    if later && LATER_KEYS.contains(&name) {
        let help = match name {
            "examples" => "it is known to OpenAPI 3.1 only; a schema of 3.0 has one `example`",
            "const" => "it is known to OpenAPI 3.1 only; in 3.0 write `enum` with one value",
            _ => "it is known to OpenAPI 3.1 only",
        };
        return Some(help.to_owned());
    }
    let is_schema_key = Kind::Schema.rule(name).is_some();
    if matches!(kind, Kind::Parameter | Kind::Header | Kind::MediaType) && is_schema_key {
        return Some(format!(
            "`{name}` is a key of a schema: put it below `schema`"
        ));
    }
    // A key that is there already is not the one that was meant.
    let known = kind
        .fields()
        .map(|field| field.name)
        .filter(|known| !map.contains(known));
    findings
        .nearest(name, known)
        .map(|near| format!("did you mean `{near}`?"))
}

fn check_extension(kind: Kind, name: &str, span: Span, findings: &mut Findings) {
    let known = EXTENSIONS.iter().find(|(known, _)| *known == name);
    if known.is_some_and(|(_, kinds)| kinds.contains(&kind)) {
        return;
    }
    if let Some((_, kinds)) = known {
        let message = format!("`{name}` is not read on {}", kind.noun());
        let places = kinds
            .iter()
            .map(|kind| kind.noun())
            .collect::<Vec<_>>()
            .join(" or ");
        let warning =
            Diagnostic::warning(Code::UnknownExtension, message).label(span, "has no effect here");
        findings.push(warning.help(format!("it is read on {places}")));
        return;
    }
    let near = findings.nearest(name, EXTENSIONS.iter().map(|(known, _)| *known));
    // Documents of others are full of other tools' extensions, which is what extensions are for. Only what looks like one
    // of ours is worth a word, once.
    if findings.policy() == Policy::Lenient && (near.is_none() || !findings.is_first(name)) {
        return;
    }
    let warning = Diagnostic::warning(
        Code::UnknownExtension,
        format!("`{name}` is not an extension that is read"),
    );
    let warning = warning.label(span, "has no effect");
    findings.push(match near {
        Some(near) => warning.help(format!("did you mean `{near}`?")),
        None => warning,
    });
}
