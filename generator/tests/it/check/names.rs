//! Tests of diagnostics for names in a document: references, security schemes, properties and placeholders.

use codegen::input::Policy;

use crate::check::{HEAD, check_files, operation, schema, strict};

#[test]
fn references_lead_into_the_document_and_into_others_of_the_api() {
    let other = format!("{HEAD}paths: {{}}\ncomponents: {{schemas: {{E: {{type: string}}}}}}\n");
    for reference in [
        "other.yaml#/components/schemas/E",
        "./other.yaml#/components/schemas/E",
        "../v2/other.yaml#/components/schemas/E",
    ] {
        let text =
            format!("{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: '{reference}'}}}}}}\n");
        let checked = check_files(
            &[("v2/spec.yaml", &text), ("v2/other.yaml", &other)],
            Policy::Strict,
        );
        assert_eq!(checked.lines(), Vec::<String>::new());
    }
}

#[test]
fn a_reference_that_leads_nowhere_is_told_with_what_to_do() {
    for (reference, wanted) in [
        ("#/components/schemas/a", "did you mean `A`?"),
        ("#/components/schema/A", "did you mean `schemas`?"),
        ("#/components/parameters/P", "wrong kind"),
        (
            "https://example.com/a.yaml#/A",
            "is a URL, which is not fetched",
        ),
        ("other.yaml#/A", "relative to the file that contains"),
        (
            "../other.yaml#/A",
            "set `--root` to a folder that contains both files",
        ),
        (
            "A",
            "neither a JSON pointer nor a file|did you mean `#/components/schemas/A`?",
        ),
        ("#A", "is not a JSON pointer"),
        ("#/info/title", "does not name a schema"),
        ("#/components/schemas/Round", "circular reference"),
    ] {
        let text = format!(
            "{HEAD}paths: {{}}\ncomponents:\n  parameters: {{P: {{name: p, in: query, schema: {{}}}}}}\n  schemas:\n    A: {{items: {{$ref: '{reference}'}}}}\n    Round: {{}}\n"
        );
        let text = if reference.ends_with("Round") {
            text.replace("Round: {}", "Round: {$ref: '#/components/schemas/Round'}")
        } else {
            text
        };
        for policy in [Policy::Strict, Policy::Lenient] {
            let checked = check_files(&[("spec.yaml", &text)], policy);
            let lines = checked.lines();
            assert_eq!(
                checked.diagnostics.has_errors(),
                policy == Policy::Strict || reference.starts_with("../"),
                "{reference}"
            );
            assert!(
                lines.iter().all(|line| line.starts_with("E0303")),
                "{lines:?}"
            );
            assert!(
                wanted.split('|').any(|wanted| lines[0].contains(wanted)),
                "{reference}: {lines:?}"
            );
        }
    }
}

#[test]
fn what_only_a_reference_makes_a_part_of_the_format_is_checked_too() {
    let text = format!(
        "{HEAD}paths: {{}}\nx-fields: {{S: {{type: bool}}}}\ncomponents: {{schemas: {{A: {{$ref: '#/x-fields/S'}}}}}}\n"
    );
    assert!(
        strict(&text)
            .lines()
            .iter()
            .any(|line| line.contains("invalid value `bool` of `type`"))
    );
}

#[test]
fn security_names_must_be_declared() {
    let checked = strict(&format!(
        "{HEAD}security: [{{api_kay: []}}]\npaths: {{}}\ncomponents: {{securitySchemes: {{api_key: {{type: http, scheme: basic}}}}}}\n"
    ));
    assert_eq!(
        checked.only(),
        "E0304 `api_kay`: undeclared security scheme `api_kay`; did you mean `api_key`?"
    );
    assert!(
        operation("/a", "security: [{b: []}]")
            .only()
            .starts_with("E0304 `b`")
    );
    let lacks = strict(&format!(
        "{HEAD}paths: {{}}\ncomponents: {{securitySchemes: {{k: {{type: apiKey, name: n}}}}}}\n"
    ));
    assert!(lacks.only().contains("a security scheme has no `in`"));
}

#[test]
fn a_required_name_must_be_a_property_unless_it_may_come_from_elsewhere() {
    let checked = schema("type: object\nrequired: [nmae]\nproperties: {name: {type: string}}");
    assert_eq!(
        checked.only(),
        "E0305 `nmae`: unknown name `nmae` in `required`; did you mean `name`?"
    );
    for silent in [
        "allOf: [{required: [a]}]",
        "type: object\nrequired: [a]\nallOf: [{properties: {a: {}}}]",
        "oneOf: [{required: [a]}, {required: [b]}]",
        "type: object\nrequired: [a]\nadditionalProperties: {type: string}",
    ] {
        assert_eq!(schema(silent).lines(), Vec::<String>::new(), "{silent}");
    }
}

#[test]
fn placeholders_and_path_parameters_must_agree() {
    let missing = operation(
        "/users/{userId}",
        "parameters: [{name: user_id, in: path, required: true, schema: {}}]",
    );
    let lines = missing.lines();
    assert!(
        lines[0].starts_with("E0306 `get`")
            && lines[0].contains("the operation declares `user_id`"),
        "{lines:?}"
    );
    assert!(
        lines[1].starts_with("E0306 `user_id`") && lines.len() == 2,
        "{lines:?}"
    );
    for path in ["/a/{id", "/a/id}", "/a/{}", "/a/{b}/{b}", "/{a{b}}"] {
        let line = operation(&format!("'{path}'"), "tags: []").only();
        assert!(line.starts_with("E0306"), "{path}: {line}");
    }
}

#[test]
fn an_operation_id_stands_once_in_a_document_but_may_stand_in_another_one() {
    let text = |id: &str| {
        let responses = "responses: {default: {description: d}}";
        format!(
            "{HEAD}paths:\n  /a:\n    get: {{operationId: op, {responses}}}\n    put: {{operationId: {id}, {responses}}}\n"
        )
    };
    assert_eq!(
        strict(&text("op")).only(),
        "E0307 `op`: duplicate operationId `op`; "
    );
    let (first, second) = (text("other"), text("other"));
    let checked = check_files(&[("a.yaml", &first), ("b.yaml", &second)], Policy::Strict);
    assert_eq!(checked.lines(), Vec::<String>::new());
}
