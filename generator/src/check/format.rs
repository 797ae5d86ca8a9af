//! Checks that a document is OpenAPI 3.0. OpenAPI 3.1 and 3.2 are already converted at this point.
//!
//! In: the root of a document. Out: whether the document is OpenAPI 3.0. For any other format, also a diagnostic.

use super::report::head;
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    source::Node,
};

/// Returns whether a document is OpenAPI 3.0. Reports any other format.
pub(super) fn is_openapi(root: &Node, diagnostics: &mut Diagnostics) -> bool {
    let error = |message: String| Diagnostic::error(Code::NotOpenApi, message);
    let Some(map) = root.as_map() else {
        diagnostics.push(
            error(format!("the document is {}, not OpenAPI", root.kind()))
                .label(head(root), "expected a map"),
        );
        return false;
    };
    let Some(version) = map.get("openapi") else {
        let (what, key, help) = guess(root);
        let place = key
            .and_then(|key| map.key_span(key))
            .unwrap_or_else(|| head(root));
        let diagnostic = error(what.to_owned()).label(
            place,
            if key.is_some() {
                "identified by this"
            } else {
                "no `openapi` here"
            },
        );
        diagnostics.push(diagnostic.help(help));
        return false;
    };
    let text = match (version.as_str(), version.as_number()) {
        (Some(text), _) => text,
        (None, Some(number)) => number.text.as_str(),
        (None, None) => "",
    };
    if text == "3.0" || text.starts_with("3.0.") {
        // A later check reports a version that is a number instead of a string.
        return true;
    }
    let diagnostic = if text.contains('.') && text.starts_with(|c: char| c.is_ascii_digit()) {
        error(format!("unsupported OpenAPI version `{text}`"))
            .help("use a document of version 3.0, 3.1 or 3.2")
    } else {
        error("invalid OpenAPI version".to_owned()).help("write `openapi: 3.0.3`")
    };
    diagnostics.push(diagnostic.label(version.span, "expected 3.0.x, 3.1.x or 3.2.x"));
    false
}

type Guess = (&'static str, Option<&'static str>, &'static str);

/// Keys that show which format a document has, such as `swagger`. The first of these keys in the document determines
/// the format.
const FORMATS: &[(&str, &str, &str)] = &[
    (
        "swagger",
        "the document is Swagger 2.0",
        "convert it to OpenAPI 3.0, for example with `swagger2openapi`",
    ),
    (
        "asyncapi",
        "the document is AsyncAPI, which describes messages, not HTTP operations",
        "use an OpenAPI document",
    ),
    (
        "arazzo",
        "the document is Arazzo, which describes workflows",
        "use the OpenAPI document that it is about",
    ),
    (
        "overlay",
        "the document is an overlay",
        "list it under `overlays` of the document that it corrects",
    ),
    ("raml", "the document is RAML", "convert it to OpenAPI 3.0"),
    (
        "swaggerVersion",
        "the document is Swagger 1",
        "convert it to OpenAPI 3.0",
    ),
    (
        "$schema",
        "the document is a JSON Schema",
        "put the schema below `components: schemas:` of an OpenAPI document",
    ),
    (
        "apis",
        "the document is a manifest",
        "pass it with `--manifest`",
    ),
];

fn guess(root: &Node) -> Guess {
    if let Some((key, what, help)) = FORMATS.iter().find(|(key, _, _)| root.get(key).is_some()) {
        return (what, Some(key), help);
    }
    if root
        .get("info")
        .is_some_and(|info| info.get("_postman_id").is_some())
    {
        return (
            "the document is a Postman collection",
            Some("info"),
            "export it as OpenAPI 3.0",
        );
    }
    if root
        .get("log")
        .is_some_and(|log| log.get("entries").is_some())
    {
        return (
            "the document is a HAR recording",
            Some("log"),
            "use an OpenAPI document",
        );
    }
    (
        "not an OpenAPI document",
        None,
        "start an OpenAPI document with its version: `openapi: 3.0.3`",
    )
}
