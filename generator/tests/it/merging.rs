//! Tests of the types that are merged from an `allOf`. A type has all properties, even for deeply nested parts and many
//! references.

use std::fmt::Write;

use codegen::diag::{Code, Format, render};
use codegen::input::{MemoryFiles, Policy, Reading};
use codegen::model::{Field, Model, Shape};
use codegen::pipeline::{Outcome, Single, run_single};

/// Runs the generator on a document with these component schemas. The only response has the schema `Root`.
fn run(schemas: &str) -> Outcome {
    let response = "{description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Root'}}}}";
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /x: {{get: {{operationId: x, responses: {{'200': {response}}}}}}}\ncomponents:\n  schemas:\n{schemas}"
    );
    let files = MemoryFiles::new().with("spec.yaml", &*text);
    let templates = codegen::load::DiskFiles::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    run_single(&Single {
        files: &files,
        templates: &templates,
        path: "spec.yaml",
        name: Some("case"),
        policy: Policy::Lenient,
        examples: false,
        reading: Reading::default(),
    })
}

fn model(outcome: &Outcome) -> &Model {
    let said = || render(&outcome.diagnostics, &outcome.sources, Format::Short);
    let degraded = outcome.diagnostics.iter();
    let degraded = degraded.filter(|found| found.code == Code::Unsupported);
    assert_eq!(degraded.count(), 0, "{}", said());
    let model = outcome.stages.model.as_ref();
    model.unwrap_or_else(|| panic!("{}", said()))
}

/// Returns the field names of all structs, sorted.
fn names(model: &Model) -> Vec<&str> {
    let fields = model.iter_types().filter_map(|(_, def)| match &def.shape {
        Shape::Struct { fields, .. } => Some(fields),
        _ => None,
    });
    let names = fields.flatten().map(|field: &Field| field.wire.as_str());
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names
}

fn expected(count: usize, letters: &[char]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for letter in letters {
        names.extend((0..count).map(|index| format!("{letter}{index}")));
    }
    names.sort_unstable();
    names
}

#[test]
fn a_long_chain_of_parts_keeps_all_properties() {
    let mut schemas = String::from("    S0: {type: object, properties: {a0: {type: string}}}\n");
    for index in 1..1000 {
        let name = if index == 999 {
            "Root"
        } else {
            &*format!("S{index}")
        };
        let below = index - 1;
        writeln!(schemas, "    {name}: {{allOf: [{{$ref: '#/components/schemas/S{below}'}}, {{properties: {{a{index}: {{type: string}}}}}}]}}").unwrap();
    }
    let outcome = run(&schemas);
    assert_eq!(names(model(&outcome)), expected(1000, &['a']));
}

/// Each schema refers to two schemas of the level below. Without a cache, the generator would follow 2^60 paths.
#[test]
fn a_tower_of_diamonds_is_visited_once() {
    let mut schemas = String::from("    D0: {type: object, properties: {a0: {type: string}}}\n");
    let side = |property: String, below: usize| {
        format!(
            "{{allOf: [{{$ref: '#/components/schemas/D{below}'}}, {{properties: {{p: {{properties: {{{property}: {{type: string}}}}}}}}}}]}}"
        )
    };
    for index in 1..60 {
        let name = if index == 59 {
            "Root"
        } else {
            &*format!("D{index}")
        };
        let (left, right) = (
            side(format!("b{index}"), index - 1),
            side(format!("c{index}"), index - 1),
        );
        writeln!(schemas, "    B{index}: {left}\n    C{index}: {right}").unwrap();
        writeln!(schemas, "    {name}: {{allOf: [{{$ref: '#/components/schemas/B{index}'}}, {{$ref: '#/components/schemas/C{index}'}}]}}").unwrap();
    }
    let outcome = run(&schemas);
    let mut wanted = expected(60, &['b', 'c']);
    wanted.retain(|name| !["b0", "c0"].contains(&name.as_str()));
    wanted.extend(["a0".to_owned(), "p".to_owned()]);
    wanted.sort_unstable();
    assert_eq!(names(model(&outcome)), wanted);
}

#[test]
fn a_long_chain_of_references_keeps_all_types() {
    let mut schemas = String::from(
        "    Root: {type: object, properties: {next: {$ref: '#/components/schemas/S0'}}}\n",
    );
    for index in 0..400 {
        let next = index + 1;
        writeln!(schemas, "    S{index}: {{type: object, properties: {{a{index}: {{type: string}}, next: {{$ref: '#/components/schemas/S{next}'}}}}}}").unwrap();
    }
    writeln!(
        schemas,
        "    S400: {{type: object, properties: {{end: {{type: string}}}}}}"
    )
    .unwrap();
    let outcome = run(&schemas);
    let mut found = names(model(&outcome));
    found.retain(|name| *name != "next");
    let mut wanted = expected(400, &['a']);
    wanted.push("end".to_owned());
    assert_eq!(found, wanted);
}

/// The generator merges each combination of recursive schemas only once.
#[test]
fn recursive_schemas_that_hold_at_once_are_one_recursive_type() {
    let node = |name: &str, property: &str| {
        format!(
            "    {name}: {{type: object, properties: {{{property}: {{type: string}}, next: {{$ref: '#/components/schemas/{name}'}}}}}}\n"
        )
    };
    let root = "    Root: {allOf: [{$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/Two'}]}\n";
    let outcome = run(&[root, &node("One", "a"), &node("Two", "b")].concat());
    assert_eq!(names(model(&outcome)), ["a", "a", "b", "b", "next", "next"]);
}
