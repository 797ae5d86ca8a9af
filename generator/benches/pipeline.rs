//! Measures each stage of the pipeline for documents of several sizes: `cargo bench -p codegen --bench pipeline`. With `--
//! --test`, each benchmark runs once.
//!
//! The benchmarks create documents with `n` operations, five for each resource. The operations of a resource have parameters,
//! request bodies, a page of results and error responses.

#![expect(
    clippy::expect_used,
    reason = "a bench that cannot be set up has nothing to measure"
)]

use std::fmt::Write;

use codegen::check;
use codegen::diag::{Diagnostics, Format, render};
use codegen::input::{FileProvider, Loaded, LoadedApi, Manifest, MemoryFiles, Policy, Reading};
use codegen::load::{DiskFiles, load_api};
use codegen::lower::lower;
use codegen::names::{Lock, names};
use codegen::pipeline::{Outcome, Single, run_single};
use codegen::plan::{Package, plan};
use codegen::refine::refine;
use codegen::source::Sources;
use codegen::{emit, format};
use divan::{Bencher, black_box};

/// The numbers of operations in the documents.
const SIZES: &[usize] = &[10, 100, 1000];

fn main() {
    divan::main();
}

/// Writes the schemas of a resource: request, response and page.
fn schemas(text: &mut String, resource: usize) {
    let _ = write!(
        text,
        "    Thing{resource}:
      type: object
      description: A thing.
      required: [id, name]
      properties:
        id: {{type: string, description: Its id.}}
        name: {{type: string, description: Its *name*.}}
        state: {{type: string, enum: [new, used, gone], description: How it is.}}
        size: {{type: integer, format: int64}}
        price: {{type: number}}
        made_at: {{type: string, format: date-time}}
        tags: {{type: array, items: {{type: string}}}}
        place: {{type: object, properties: {{lat: {{type: number}}, lon: {{type: number}}}}}}
        parent: {{$ref: '#/components/schemas/Thing{resource}'}}
    NewThing{resource}:
      allOf:
        - {{$ref: '#/components/schemas/Thing{resource}'}}
        - {{type: object, properties: {{secret: {{type: string, format: password}}}}}}
    Page{resource}:
      type: object
      properties:
        next: {{type: string}}
        things: {{type: array, items: {{$ref: '#/components/schemas/Thing{resource}'}}}}
"
    );
}

fn operation(text: &mut String, resource: usize, kind: usize) {
    let failure = "'4XX': {description: No., content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}}}}";
    let id = "parameters: [{name: id, in: path, required: true, schema: {type: string}}]";
    let body = format!(
        "requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: '#/components/schemas/NewThing{resource}'}}}}}}}}"
    );
    let answer = |schema: &str| {
        format!(
            "'200': {{description: It., content: {{application/json: {{schema: {{$ref: '#/components/schemas/{schema}{resource}'}}}}}}}}"
        )
    };
    let (path, method, inputs, success) = match kind {
        0 => (
            format!("  /things{resource}:\n"),
            "get",
            "parameters: [{name: next, in: query, schema: {type: string}}, {name: limit, in: query, schema: {type: integer, maximum: 100}}]".to_owned(),
            answer("Page"),
        ),
        1 => (String::new(), "post", body, answer("Thing")),
        2 => (format!("  /things{resource}/{{id}}:\n"), "get", id.to_owned(), answer("Thing")),
        3 => (String::new(), "patch", format!("{id}\n      {body}"), answer("Thing")),
        _ => (String::new(), "delete", id.to_owned(), "'204': {description: Gone.}".to_owned()),
    };
    let _ = write!(
        text,
        "{path}    {method}:
      operationId: thing{resource}Do{kind}
      tags: [Things {resource}]
      summary: Does something with it.
      description: \"Some words, with a [link](https://a.example) and `code`.\\n\\n- one\\n- two\"
      {inputs}
      responses: {{{success}, {failure}}}
"
    );
}

/// Creates a document with `n` operations.
fn document(n: usize) -> String {
    let mut text = String::from(
        "openapi: 3.0.3\ninfo: {title: Things, version: '1'}\nservers: [{url: 'https://things.example'}]\npaths:\n",
    );
    for at in 0..n {
        operation(&mut text, at / 5, at % 5);
    }
    text.push_str("components:\n  schemas:\n    Failure: {type: object, properties: {code: {type: integer}, message: {type: string}}}\n");
    for resource in 0..n.div_ceil(5) {
        schemas(&mut text, resource);
    }
    text
}

fn files(n: usize) -> MemoryFiles {
    MemoryFiles::new().with("spec.yaml", document(n))
}

fn loaded(files: &MemoryFiles) -> LoadedApi {
    let api = load_api(
        files,
        "spec.yaml",
        &mut Sources::default(),
        &mut Diagnostics::default(),
    );
    api.expect("the document of the bench is sound")
}

fn templates() -> MemoryFiles {
    let disk = DiskFiles::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let mut paths = disk.list("templates").expect("the templates are there");
    paths.push("Cargo.toml".to_owned());
    let read = |path: String| {
        let bytes = disk.read(&path).expect("a template can be read");
        (path, bytes)
    };
    paths.into_iter().map(read).collect()
}

fn all(files: &MemoryFiles, templates: &MemoryFiles) -> Outcome {
    let outcome = run_single(&Single {
        files,
        templates,
        path: "spec.yaml",
        name: None,
        policy: Policy::Lenient,
        examples: false,
        reading: Reading::default(),
    });
    assert!(outcome.tree.is_some(), "the document of the bench is sound");
    outcome
}

#[divan::bench(args = SIZES)]
fn load(bencher: Bencher<'_, '_>, n: usize) {
    let files = files(n);
    bencher.bench(|| loaded(black_box(&files)));
}

#[divan::bench(args = SIZES)]
fn check(bencher: Bencher<'_, '_>, n: usize) {
    let api = loaded(&files(n));
    bencher.bench(|| {
        let mut diagnostics = Diagnostics::default();
        check::check(black_box(&api.documents), Policy::Lenient, &mut diagnostics);
        diagnostics
    });
}

/// Creates the input of `lower`.
fn inputs(n: usize) -> Loaded {
    let api = loaded(&files(n));
    let document = api.documents.first().expect("there is a document");
    Loaded {
        manifest: Manifest::of_document(document, None, Policy::Lenient),
        apis: vec![api],
    }
}

#[divan::bench(args = SIZES)]
fn lowering(bencher: Bencher<'_, '_>, n: usize) {
    let inputs = inputs(n);
    bencher.bench(|| lower(black_box(&inputs), &mut Diagnostics::default()));
}

#[divan::bench(args = SIZES)]
fn refining_and_naming(bencher: Bencher<'_, '_>, n: usize) {
    let inputs = inputs(n);
    let lowered = lower(&inputs, &mut Diagnostics::default());
    bencher.bench(|| {
        let mut diagnostics = Diagnostics::default();
        let mut model = black_box(&lowered).clone();
        let analysis = refine(&mut model, &inputs.manifest, &mut diagnostics);
        names(&model, &analysis, &Lock::default(), &mut diagnostics)
    });
}

#[divan::bench(args = SIZES)]
fn planning_emitting_and_formatting(bencher: Bencher<'_, '_>, n: usize) {
    let mut diagnostics = Diagnostics::default();
    let inputs = inputs(n);
    let mut model = lower(&inputs, &mut diagnostics);
    let analysis = refine(&mut model, &inputs.manifest, &mut diagnostics);
    let names = names(&model, &analysis, &Lock::default(), &mut diagnostics);
    let package = Package {
        name: "things",
        copied: &[],
    };
    bencher.bench(|| {
        let diagnostics = &mut Diagnostics::default();
        let plan = plan(black_box(&model), &analysis, &names, package, diagnostics);
        let plan = plan.expect("the names are identifiers");
        let emitted = emit::emit(&plan);
        let formatted = |piece| format::text(piece, "bench", &mut Diagnostics::default());
        emitted
            .pieces
            .map(|piece| formatted(piece).len())
            .sum::<usize>()
    });
}

#[divan::bench(args = SIZES)]
fn whole_run(bencher: Bencher<'_, '_>, n: usize) {
    let (files, templates) = (files(n), templates());
    bencher.bench(|| all(black_box(&files), &templates));
}

/// Creates a document with one operation, which returns the schema `Large`.
fn with_large(schemas: &str) -> MemoryFiles {
    let text = format!(
        r##"{{"openapi": "3.0.3", "info": {{"title": "Large", "version": "1"}}, "paths": {{"/large": {{"get": {{
        "operationId": "get", "responses": {{"200": {{"description": "It.", "content": {{"application/json": {{
        "schema": {{"$ref": "#/components/schemas/Large"}}}}}}}}}}}}}}}}, "components": {{"schemas": {{{schemas}}}}}}}"##
    );
    MemoryFiles::new().with("spec.yaml", text)
}

fn listed(n: usize, item: impl Fn(usize) -> String) -> String {
    (0..n).map(item).collect::<Vec<_>>().join(", ")
}

/// The sizes at which a quadratic step would dominate. The time must grow in proportion to the size.
const LARGE: &[usize] = &[1_000, 2_000, 4_000, 8_000];

fn whole(bencher: Bencher<'_, '_>, files: &MemoryFiles) {
    let templates = templates();
    bencher.bench(|| all(black_box(files), &templates));
}

#[divan::bench(args = LARGE, sample_count = 3)]
fn values_of_an_enum(bencher: Bencher<'_, '_>, n: usize) {
    let values = listed(n, |at| format!(r#""value-{at}""#));
    whole(
        bencher,
        &with_large(&format!(
            r#""Large": {{"type": "string", "enum": [{values}]}}"#
        )),
    );
}

#[divan::bench(args = LARGE, sample_count = 3)]
fn properties(bencher: Bencher<'_, '_>, n: usize) {
    let properties = listed(n, |at| format!(r#""property{at}": {{"type": "string"}}"#));
    whole(
        bencher,
        &with_large(&format!(
            r#""Large": {{"type": "object", "properties": {{{properties}}}}}"#
        )),
    );
}

#[divan::bench(args = LARGE, sample_count = 3)]
fn diagnostics(bencher: Bencher<'_, '_>, n: usize) {
    let property = |at: usize| format!(r#""p{at}": {{"type": "string", "unknown": 1}}"#);
    let properties = listed(n, property);
    let files = with_large(&format!(
        r#""Large": {{"type": "object", "properties": {{{properties}}}}}"#
    ));
    let outcome = all(&files, &templates());
    bencher.bench(|| {
        let found = black_box(&outcome);
        render(&found.diagnostics, &found.sources, Format::Human)
    });
}

#[divan::bench(args = [500, 1_000, 2_000], sample_count = 3)]
fn names_that_collide(bencher: Bencher<'_, '_>, n: usize) {
    // The keys `a-b`, `a--b` and so on all become the Rust name `AB`.
    let key = |at: usize| format!("a{}b{}", "-".repeat(at % 60 + 1), ".".repeat(at / 60));
    let schemas = listed(n, |at| format!(r#""{}": {{"type": "object"}}"#, key(at)));
    let property = |at: usize| {
        format!(
            r##""p{at}": {{"$ref": "#/components/schemas/{}"}}"##,
            key(at)
        )
    };
    let properties = listed(n, property);
    let large = format!(r#""Large": {{"type": "object", "properties": {{{properties}}}}}"#);
    whole(bencher, &with_large(&format!("{schemas}, {large}")));
}
