//! Tests of diagnostics for values of the wrong type, and for documents that are not OpenAPI.

use codegen::diag::{Code, Severity};
use codegen::input::Policy;

use crate::check::{HEAD, check_files, operation, schema, strict};

#[test]
fn values_of_the_wrong_kind_are_told_where_they_stand() {
    for (lines, wanted) in [
        (
            "type: bool",
            "E0302 `bool`: invalid value `bool` of `type`; write `type: boolean`",
        ),
        (
            "type: strnig",
            "E0302 `strnig`: invalid value `strnig` of `type`; did you mean `string`?",
        ),
        ("type: [string, 'null']", "nullable: true"),
        ("nullable: 'true'", "remove the quotes"),
        (
            "maxLength: -1",
            "must be a non-negative integer, but is a number",
        ),
        ("maxLength: '3'", "remove the quotes"),
        ("required: true", "in the schema that contains it"),
        ("required: a", "write a list: `[a]`"),
        ("exclusiveMinimum: 5", "OpenAPI 3.1"),
        (
            "description:",
            "E0302 `description`: `description` has no value; set a value",
        ),
        ("description: 5", "put it in quotes: `'5'`"),
        ("enum: []", "at least one entry, but is an empty list"),
        ("properties: []", "must be a map, but is an empty list"),
        (
            "properties: {a: text}",
            "E0302 `text`: a schema must be a map, but is text",
        ),
        ("items: [{}]", "a schema must be a map, but is a list"),
        (
            "additionalProperties: 5",
            "a schema must be a map, but is a number",
        ),
        ("type: array", "an array without `items`"),
        ("enum: [a, b, a]", "duplicate `a` in `enum`"),
        (
            "type: string\nenum: [5]",
            "a value of the enum is a number, but the type is `string`; put it in quotes",
        ),
        (
            "type: integer\ndefault: '5'",
            "the default is text, but the type is `integer`",
        ),
        ("type: string\ndefault: null", "the default is null"),
        ("allOf: [{$ref: 5}]", "`$ref` must be text, but is a number"),
    ] {
        let line = schema(lines).only();
        assert!(
            line.starts_with("E0302") && line.contains(wanted),
            "{lines}: {line}"
        );
    }
}

#[test]
fn rules_that_hang_on_several_keys_are_told() {
    for (lines, wanted) in [
        (
            "parameters: [{name: q, in: query}]",
            "has no `schema` or `content`",
        ),
        (
            "parameters: [{name: q, in: qurey, schema: {}}]",
            "did you mean `query`?",
        ),
        (
            "parameters: [{name: q, in: query, style: simple, schema: {}}]",
            "style `simple` is not allowed",
        ),
        (
            "parameters: [{name: q, in: query, schema: {}}, {name: q, in: query, schema: {}}]",
            "duplicate query parameter `q`",
        ),
        ("responses: {}", "no response"),
        ("responses: {'200': {}}", "a response has no `description`"),
        ("requestBody: {}", "a request body has no `content`"),
    ] {
        let line = operation("/a", lines).only();
        assert!(
            line.starts_with("E0302") && line.contains(wanted),
            "{lines}: {line}"
        );
    }
    let not_required = operation("/{a}", "parameters: [{name: a, in: path, schema: {}}]").only();
    assert!(not_required.contains("write `required: true`"));
    let encoding = "requestBody:\n  content:\n    application/x-www-form-urlencoded:\n      schema: {type: object, properties: {list: {type: string}}}\n      encoding: {lsit: {}}";
    assert!(
        operation("/a", encoding)
            .only()
            .ends_with("did you mean `list`?")
    );
}

#[test]
fn a_document_that_is_something_else_is_told_what_it_is() {
    for (text, wanted) in [
        ("swagger: '2.0'", "Swagger 2.0"),
        ("asyncapi: 2.0.0", "AsyncAPI"),
        ("openapi: 3.1.0", "OpenAPI version `3.1.0`"),
        ("openapi: 2", "invalid OpenAPI version"),
        ("$schema: x", "JSON Schema"),
        ("overlay: 1.0.0", "overlay"),
        ("info: {_postman_id: x}", "Postman"),
        ("a: b", "start an OpenAPI document with its version"),
        ("[a]", "a list"),
        ("text", "text"),
    ] {
        for policy in [Policy::Strict, Policy::Lenient] {
            let checked = check_files(&[("spec.yaml", text)], policy);
            assert_eq!(checked.codes(), [Code::NotOpenApi], "{text}");
            assert!(checked.diagnostics.has_errors());
            assert!(checked.only().contains(wanted), "{}", checked.only());
        }
    }
}

#[test]
fn a_version_that_is_a_number_is_only_told_to_be_put_in_quotes() {
    let line = strict("openapi: 3.0\ninfo: {title: T, version: '1'}\npaths: {}").only();
    assert_eq!(
        line,
        "E0302 `3.0`: `openapi` must be text, but is a number; put it in quotes: `'3.0'`"
    );
}

#[test]
fn without_paths_a_document_is_refused_under_every_policy() {
    for policy in [Policy::Strict, Policy::Lenient] {
        let checked = check_files(&[("spec.yaml", HEAD)], policy);
        assert!(checked.only().contains("no `paths`") && checked.diagnostics.has_errors());
    }
}

#[test]
fn the_lenient_policy_warns_of_what_the_strict_one_refuses() {
    let text = format!(
        "{HEAD}x-logo: foreign\npaths: {{}}\ncomponents: {{schemas: {{A: {{type: bool, maxLenght: 3}}}}}}\n"
    );
    let strict = check_files(&[("spec.yaml", &text)], Policy::Strict);
    let lenient = check_files(&[("spec.yaml", &text)], Policy::Lenient);
    assert_eq!(
        strict.codes(),
        [Code::UnknownExtension, Code::InvalidValue, Code::UnknownKey]
    );
    assert_eq!(strict.diagnostics.count(Severity::Error), 2);
    assert_eq!(lenient.codes(), [Code::InvalidValue, Code::UnknownKey]);
    assert!(!lenient.diagnostics.has_errors());
}

#[test]
fn diagnostics_come_in_the_order_of_the_document() {
    let text = format!(
        "{HEAD}security: [{{nope: []}}]\npaths: {{/a: {{get: {{depricated: true, responses: {{default: {{description: d}}}}}}}}}}\ncomponents: {{schemas: {{A: {{required: [x], type: object, example: 5}}}}}}\n"
    );
    assert_eq!(
        strict(&text).codes(),
        [
            Code::UndeclaredSecurity,
            Code::UnknownKey,
            Code::RequiredUnknown,
            Code::ExampleMismatch
        ]
    );
}
