//! Tests of diagnostics for examples and defaults.

use codegen::diag::{Code, Severity};

use crate::check::{HEAD, operation, schema, strict};

#[test]
fn an_example_must_fit_its_schema() {
    for (lines, marked, wanted) in [
        ("type: string\nexample: 5", "5", "put it in quotes"),
        ("type: integer\nexample: 5.5", "5.5", ""),
        (
            "type: string\nenum: [green, blue]\nexample: gren",
            "gren",
            "did you mean `green`?",
        ),
        (
            "type: object\nrequired: [a]\nproperties: {a: {}}\nexample: {b: 1}",
            "b",
            "",
        ),
        (
            "type: array\nitems: {type: string}\nexample: [a, 5]",
            "5",
            "",
        ),
        (
            "properties: {a: {properties: {b: {type: boolean}}}}\nexample: {a: {b: x}}",
            "x",
            "",
        ),
        (
            "additionalProperties: {type: integer}\nexample: {a: 1, b: x}",
            "x",
            "",
        ),
        (
            "properties: {name: {}}\nadditionalProperties: false\nexample: {nmae: x}",
            "nmae",
            "did you mean `name`?",
        ),
        ("type: string\nexample: null", "null", "nullable"),
        (
            "type: string\nformat: date\nexample: 01.02.2024",
            "01.02.2024",
            "",
        ),
        (
            "type: string\nformat: date-time\nexample: yesterday",
            "yesterday",
            "",
        ),
        ("type: string\nformat: uuid\nexample: abc", "abc", ""),
        (
            "allOf: [{type: object}, {required: [a]}]\nexample: {b: 1}",
            "b",
            "",
        ),
        (
            "oneOf: [{type: string}, {type: integer}]\nexample: true",
            "true",
            "",
        ),
        (
            "properties: {a: {$ref: '#/components/schemas/A'}}\nexample: {a: {a: 5}}",
            "",
            "",
        ),
    ] {
        let checked = schema(lines);
        if marked.is_empty() {
            assert!(checked.lines().is_empty(), "{lines}: {:?}", checked.lines());
            continue;
        }
        let line = checked.only();
        assert!(
            line.starts_with(&format!("E0308 `{marked}`")) && line.contains(wanted),
            "{lines}: {line}"
        );
        assert_eq!(checked.diagnostics.count(Severity::Warning), 1);
    }
}

#[test]
fn examples_that_fit_are_silent() {
    for lines in [
        "type: string\nnullable: true\nexample: null",
        "type: number\nexample: 5",
        "type: string\nformat: date-time\nexample: 2015-01-27T140508Z",
        "type: string\nformat: date-time\nexample: '2015-01-27T14:05:08.123+02:00'",
        "anyOf: [{type: string}, {type: integer}]\nexample: 5",
        "type: object\nrequired: [id]\nproperties: {id: {type: string, readOnly: true}}\nexample: {}",
        "type: object\nexample: {anything: goes}",
        "example: {anything: goes}",
    ] {
        assert_eq!(schema(lines).lines(), Vec::<String>::new(), "{lines}");
    }
    // The example is text in XML notation. It is not compared with the schema.
    let xml = "responses:\n  '200':\n    description: d\n    content: {application/xml: {schema: {type: object}, example: '<a/>'}}";
    assert_eq!(operation("/a", xml).lines(), Vec::<String>::new());
    let json = xml.replace("xml", "json");
    assert!(operation("/a", &json).only().starts_with("E0308"));
}

#[test]
fn shared_examples_are_checked_where_they_are_used() {
    let text = format!(
        "{HEAD}paths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: d\n          content:\n            application/json:\n              schema: {{type: object}}\n              examples: {{a: {{$ref: '#/components/examples/E'}}}}\ncomponents: {{examples: {{E: {{value: [1]}}}}}}\n"
    );
    assert_eq!(strict(&text).codes(), [Code::ExampleMismatch]);
}

#[test]
fn a_default_must_be_among_the_values() {
    let line = schema("type: string\nenum: [asc, desc]\ndefault: ascc").only();
    assert_eq!(
        line,
        "E0309 `ascc`: the default is not one of the enum's values; did you mean `asc`?"
    );
}
