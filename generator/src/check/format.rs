//! Tells whether a document is OpenAPI 3.0, and what it is instead. (3.1 and 3.2 have become 3.0 before.)
//!
//! In: the root of a document. Out: whether the other checks make sense for it, and a finding when not.

use super::findings::head;
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    source::Node,
};

/// Whether it is OpenAPI 3.0.
pub(super) fn is_openapi(root: &Node, diagnostics: &mut Diagnostics) -> bool {
    let error = |message: String| Diagnostic::error(Code::NotOpenApi, message);
    let Some(map) = root.as_map() else {
        diagnostics.push(
            error(format!("the document is {}, not OpenAPI", root.kind()))
                .label(head(root), "a map is due"),
        );
        return false;
    };
    let Some(version) = map.get("openapi") else {
        let (what, key, help) = guess(root);
        let place = key
            .and_then(|key| map.key_span(key))
            .unwrap_or_else(|| head(root));
        let finding = error(what.to_owned()).label(
            place,
            if key.is_some() {
                "told by this"
            } else {
                "no `openapi` here"
            },
        );
        diagnostics.push(finding.help(help));
        return false;
    };
    let text = match (version.as_str(), version.as_number()) {
        (Some(text), _) => text,
        (None, Some(number)) => number.text.as_str(),
        (None, None) => "",
    };
    if text == "3.0" || text.starts_with("3.0.") {
        // A number here is a value of the wrong kind, which the walk tells.
        return true;
    }
    let finding = if text.contains('.') && text.starts_with(|c: char| c.is_ascii_digit()) {
        error(format!(
            "the document is OpenAPI {text}, and only 3.0, 3.1 and 3.2 are read"
        ))
        .help("name the document of a version that is read")
    } else {
        error("`openapi` does not tell a version that is read".to_owned())
            .help("write `openapi: 3.0.3`")
    };
    diagnostics.push(finding.label(version.span, "must be 3.0.x, 3.1.x or 3.2.x"));
    false
}

type Guess = (&'static str, Option<&'static str>, &'static str);

/// Keys that tell a format, the first that is there.
const FORMATS: &[(&str, &str, &str)] = &[
    (
        "swagger",
        "the document is Swagger 2.0",
        "convert it to OpenAPI 3.0, for example with `swagger2openapi`",
    ),
    (
        "asyncapi",
        "the document is AsyncAPI, which describes messages, not HTTP operations",
        "name an OpenAPI document",
    ),
    (
        "arazzo",
        "the document is Arazzo, which describes workflows",
        "name the OpenAPI document that it is about",
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
        "pass it as the manifest",
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
            "name an OpenAPI document",
        );
    }
    (
        "the document does not say that it is OpenAPI",
        None,
        "an OpenAPI document begins with its version: `openapi: 3.0.3`",
    )
}
