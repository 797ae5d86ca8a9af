//! Tests of diagnostics for deep, large and expensive documents.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use codegen::diag::Code;
use codegen::load::MAX_DEPTH;

use crate::check::{HEAD, schema, strict};

#[test]
fn a_fault_deep_in_nested_schemas_is_found_at_its_place_without_delay() {
    for (leaf, code) in [
        (r#"{"type": "bool"}"#, Code::InvalidValue),
        (r#"{"maxLenght": 3}"#, Code::UnknownKey),
    ] {
        let (depth, started) = (DEEP / 2, Instant::now());
        let nested = format!(
            "{}{leaf}{}",
            r#"{"properties": {"a": "#.repeat(depth),
            "}}".repeat(depth)
        );
        assert_eq!(strict(&json_schema(&nested)).codes(), [code]);
        assert!(
            started.elapsed() < Duration::from_secs(2),
            "{:?}",
            started.elapsed()
        );
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

/// The depth of a schema that is just within the depth limit. The document around the schema adds a few levels.
const DEEP: usize = MAX_DEPTH - 8;

/// Returns a JSON document with this component schema.
fn json_schema(schema: &str) -> String {
    let info = r#""openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {}"#;
    format!(r#"{{{info}, "components": {{"schemas": {{"A": {schema}}}}}}}"#)
}

#[test]
fn examples_of_schemas_that_branch_without_end_do_not_take_forever() {
    let arms = "{$ref: '#/components/schemas/A'}, ".repeat(10);
    let value = format!("{}5{}", "{a: ".repeat(60), "}".repeat(60));
    let lines = format!(
        "oneOf: [{{properties: {{a: {{anyOf: [{arms}{{type: string}}]}}}}}}, {arms}{{type: string}}]\nexample: {value}"
    );
    let started = Instant::now();
    schema(&lines);
    assert!(
        started.elapsed() < Duration::from_secs(2),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn the_work_grows_with_the_document_and_not_with_its_square() {
    let mut text = format!("{HEAD}paths: {{}}\ncomponents:\n  schemas:\n");
    for index in 0..20_000 {
        writeln!(
            text,
            "    S{index}: {{items: {{$ref: '#/components/schemas/T{index}'}}, unknown{index}: 1}}"
        )
        .unwrap();
    }
    let started = Instant::now();
    assert_eq!(strict(&text).codes().len(), 40_000);
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "{:?}",
        started.elapsed()
    );
}
