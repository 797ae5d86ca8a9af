//! Checks keys that are not in the grammar: extensions and unknown keys.
//!
//! In: a key that the grammar does not list for an object. Out: a diagnostic, with a suggestion for a misspelled key. To add an
//! extension, add one line to `EXTENSIONS`.

use super::report::Report;
use crate::{
    diag::{Code, Diagnostic},
    input::Policy,
    openapi::{grammar::Kind, keywords::is_extension},
    source::{Map, Span},
};

const SCHEMA_LIKE: &[Kind] = &[Kind::Schema, Kind::Parameter];
const NAMED: &[Kind] = &[Kind::Schema, Kind::Parameter, Kind::Response];
const OPERATION: &[Kind] = &[Kind::Operation];

/// Every extension that the generator reads, and the kinds of objects that may have the extension.
const EXTENSIONS: &[(&str, &[Kind])] = &[
    ("x-content-schema", &[Kind::Schema]),
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
    ("x-item-schema", &[Kind::MediaType]),
    ("x-keep-unknown", &[Kind::Schema]),
    ("x-method", OPERATION),
    ("x-mirror", OPERATION),
    ("x-ms-discriminator-value", &[Kind::Schema]),
    ("x-pagination", OPERATION),
    ("x-prerequisites", OPERATION),
    ("x-rate-limit", OPERATION),
    ("x-resource", OPERATION),
    ("x-rust-name", NAMED),
    ("x-rust-type", &[Kind::Schema]),
    ("x-safety", OPERATION),
    ("x-sensitive", SCHEMA_LIKE),
    ("x-successor", OPERATION),
];

/// Keys that exist only in later versions of OpenAPI.
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

/// Reports a key that the grammar does not list for this kind of object.
pub(super) fn check_key(kind: Kind, map: &Map, name: &str, span: Span, report: &mut Report) {
    if is_extension(name) {
        check_extension(kind, name, span, report);
    } else {
        let fault = report.fault(
            Code::UnknownKey,
            format!("{} has no key `{name}`", kind.noun()),
        );
        let fault = fault.label(span, "unknown key");
        let help = help_for(kind, map, name, report);
        report.push(match help {
            Some(help) => fault.help(help),
            None => fault,
        });
    }
}

fn help_for(kind: Kind, map: &Map, name: &str, report: &mut Report) -> Option<String> {
    match kind {
        Kind::Paths => return Some(format!("start a path with `/`: `/{name}`")),
        Kind::Responses => {
            return Some(
                "use a status such as `200`, a class such as `4XX`, or `default`".to_owned(),
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
            "examples" => "it exists only in OpenAPI 3.1; a schema of 3.0 has one `example`",
            "const" => "write `enum` with one value: `const` exists only in OpenAPI 3.1",
            _ => "it exists only in OpenAPI 3.1",
        };
        return Some(help.to_owned());
    }
    let is_schema_key = Kind::Schema.rule(name).is_some();
    if matches!(kind, Kind::Parameter | Kind::Header | Kind::MediaType) && is_schema_key {
        return Some(format!(
            "move it to `schema`: `{name}` is a keyword of schemas"
        ));
    }
    // A key that the object already has is not suggested.
    let known = kind
        .fields()
        .map(|field| field.name)
        .filter(|known| !map.contains(known));
    report
        .nearest(name, known)
        .map(|near| format!("did you mean `{near}`?"))
}

fn check_extension(kind: Kind, name: &str, span: Span, report: &mut Report) {
    let known = EXTENSIONS.iter().find(|(known, _)| *known == name);
    if known.is_some_and(|(_, kinds)| kinds.contains(&kind)) {
        return;
    }
    if let Some((_, kinds)) = known {
        let message = format!("`{name}` has no effect on {}", kind.noun());
        let places = kinds
            .iter()
            .map(|kind| kind.noun())
            .collect::<Vec<_>>()
            .join(" or ");
        let warning =
            Diagnostic::warning(Code::UnknownExtension, message).label(span, "ignored here");
        report.push(warning.help(format!("use it on {places}")));
        return;
    }
    let near = report.nearest(name, EXTENSIONS.iter().map(|(known, _)| *known));
    // Documents of other publishers have many extensions for other tools. An unknown extension is reported only if its name is
    // similar to a known extension, and only once.
    if report.policy() == Policy::Lenient && (near.is_none() || !report.is_first(name)) {
        return;
    }
    let warning = Diagnostic::warning(
        Code::UnknownExtension,
        format!("unknown extension `{name}`"),
    );
    let warning = warning.label(span, "ignored");
    report.push(match near {
        Some(near) => warning.help(format!("did you mean `{near}`?")),
        None => warning,
    });
}
