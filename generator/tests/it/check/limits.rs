//! Tests of diagnostics for deep, large and expensive documents.

use std::fmt::Write as _;

use codegen::diag::Code;
use codegen::load::MAX_DEPTH;

use crate::check::{HEAD, schema, strict};

#[test]
fn a_fault_deep_in_nested_schemas_is_found_at_its_place() {
    for (leaf, code) in [
        (r#"{"type": "bool"}"#, Code::InvalidValue),
        (r#"{"maxLenght": 3}"#, Code::UnknownKey),
    ] {
        let depth = DEEP / 2;
        let nested = format!(
            "{}{leaf}{}",
            r#"{"properties": {"a": "#.repeat(depth),
            "}}".repeat(depth)
        );
        assert_eq!(strict(&json_schema(&nested)).codes(), [code]);
    }
    let example = format!(
        r#"{{"example": {}5{}}}"#,
        "[".repeat(DEEP),
        "]".repeat(DEEP)
    );
    assert_eq!(strict(&json_schema(&example)).lines(), Vec::<String>::new());
    let items = format!(
        "{}{{}}{}",
        r#"{"type": "array", "items": "#.repeat(DEEP),
        "}".repeat(DEEP)
    );
    assert_eq!(strict(&json_schema(&items)).lines(), Vec::<String>::new());
}

/// The document around the schema adds a few levels. Thus, a schema of this depth just does not exceed the depth limit.
const DEEP: usize = MAX_DEPTH - 8;

/// Returns a JSON document with this component schema.
fn json_schema(schema: &str) -> String {
    let info = r#""openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {}"#;
    format!(r#"{{{info}, "components": {{"schemas": {{"A": {schema}}}}}}}"#)
}

// Without a limit on the number of steps, this test would never end.
#[test]
fn examples_of_schemas_that_branch_without_end_do_not_take_forever() {
    let arms = "{$ref: '#/components/schemas/A'}, ".repeat(10);
    let value = format!("{}5{}", "{a: ".repeat(60), "}".repeat(60));
    let lines = format!(
        "oneOf: [{{properties: {{a: {{anyOf: [{arms}{{type: string}}]}}}}}}, {arms}{{type: string}}]\nexample: {value}"
    );
    schema(&lines);
}

#[test]
fn each_of_many_problems_is_reported() {
    let mut text = format!("{HEAD}paths: {{}}\ncomponents:\n  schemas:\n");
    for index in 0..2_000 {
        writeln!(
            text,
            "    S{index}: {{items: {{$ref: '#/components/schemas/T{index}'}}, unknown{index}: 1}}"
        )
        .unwrap();
    }
    assert_eq!(strict(&text).codes().len(), 4_000);
}
