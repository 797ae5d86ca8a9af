//! Tests of the conversion of OpenAPI 3.1 and 3.2 documents, and of references to other files.

use codegen::convert::convert;
use codegen::diag::{Code, Diagnostics, Format, Severity, render};
use codegen::input::{Document, MemoryFiles, Policy, Reading};
use codegen::load::{load_api, load_text};
use codegen::model::{Model, Shape};
use codegen::openapi::{Reference, ReferenceError};
use codegen::pipeline::{Outcome, Single, run_single};
use codegen::source::{Node, Pointer, Sources};

struct Converted {
    documents: Vec<Document>,
    diagnostics: Diagnostics,
}

impl Converted {
    fn at(&self, pointer: &str) -> Option<&Node> {
        self.documents[0].root.at(&Pointer::parse(pointer).unwrap())
    }

    fn codes(&self) -> Vec<(Code, Severity)> {
        self.diagnostics
            .iter()
            .map(|diagnostic| (diagnostic.code, diagnostic.severity))
            .collect()
    }
}

fn files(files: &[(&str, &str)]) -> Converted {
    let provider = files.iter().fold(MemoryFiles::new(), |all, (path, text)| {
        all.with(*path, *text)
    });
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let api = load_api(&provider, files[0].0, &mut sources, &mut diagnostics).unwrap();
    let mut documents = api.documents;
    convert(&mut documents, &mut diagnostics);
    Converted {
        documents,
        diagnostics,
    }
}

/// Converts an OpenAPI 3.1 document. `text` contains the document without `openapi` and `info`.
fn document(text: &str) -> Converted {
    files(&[(
        "spec.yaml",
        &format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\n{text}"),
    )])
}

fn node(text: &str) -> Node {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    load_text(text, "wanted.yaml", &mut sources, &mut diagnostics).unwrap()
}

/// Converts a schema and returns the result with the codes of the diagnostics.
fn schema(text: &str) -> (Node, Vec<(Code, Severity)>) {
    let converted = document(&format!(
        "paths: {{}}\ncomponents: {{schemas: {{S: {text}}}}}"
    ));
    (
        converted.at("/components/schemas/S").unwrap().clone(),
        converted.codes(),
    )
}

fn becomes(before: &str, after: &str) {
    let (found, codes) = schema(before);
    assert!(
        found.same_value(&node(after)),
        "{before}\nbecame {found:#?}\nand not {after}"
    );
    assert_eq!(codes, [], "{before}");
    let (again, _) = schema(after);
    assert!(
        again.same_value(&node(after)),
        "{after} changed when it was turned again"
    );
}

fn run(all: &[(&str, &str)]) -> Outcome {
    let templates = codegen::load::DiskFiles::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let files = all.iter().fold(MemoryFiles::new(), |all, (path, text)| {
        all.with(*path, *text)
    });
    let path = all[0].0;
    run_single(&Single {
        files: &files,
        templates: &templates,
        path,
        name: Some("case"),
        policy: Policy::Strict,
        examples: false,
        reading: Reading::default(),
    })
}

fn said(outcome: &Outcome) -> String {
    render(&outcome.diagnostics, &outcome.sources, Format::Short)
}

fn idents(outcome: &Outcome) -> Vec<&str> {
    let plan = outcome
        .stages
        .plan
        .as_ref()
        .unwrap_or_else(|| panic!("{}", said(outcome)));
    plan.types().map(|path| path.name.as_str()).collect()
}

fn model(outcome: &Outcome) -> &Model {
    outcome
        .stages
        .model
        .as_ref()
        .unwrap_or_else(|| panic!("{}", said(outcome)))
}

#[test]
fn null_becomes_nullable() {
    becomes(
        "{type: [string, 'null'], minLength: 1}",
        "{type: string, minLength: 1, nullable: true}",
    );
    becomes("{type: 'null'}", "{nullable: true, enum: [null]}");
    becomes("{const: null}", "{nullable: true, enum: [null]}");
    becomes("{enum: [a, null]}", "{enum: [a, null], nullable: true}");
    becomes(
        "{anyOf: [{type: string, format: uuid}, {type: 'null'}], title: T}",
        "{type: string, format: uuid, title: T, nullable: true}",
    );
    becomes(
        "{oneOf: [{$ref: '#/components/schemas/S'}, {type: 'null'}]}",
        "{allOf: [{$ref: '#/components/schemas/S'}], nullable: true}",
    );
    becomes(
        "{oneOf: [{type: string}, {type: integer}, {const: null}]}",
        "{oneOf: [{type: string}, {type: integer}], nullable: true}",
    );
}

#[test]
fn several_types_become_alternatives_with_their_own_keywords() {
    becomes(
        "{type: [string, integer, 'null'], minLength: 2, maximum: 9, description: D, enum: [a, 1]}",
        "{description: D, nullable: true, enum: [a, 1], minLength: 2, maximum: 9}",
    );
    becomes(
        "{type: [object, array], properties: {a: {type: string}}, items: {type: string}}",
        "{oneOf: [{type: object, properties: {a: {type: string}}}, {type: array, items: {type: string}}]}",
    );
    becomes("{type: [integer, number]}", "{type: number}");
    becomes(
        "{type: [string, number, boolean, object, array, 'null']}",
        "{nullable: true}",
    );
    becomes(
        "{type: [string, object], enum: [a]}",
        "{type: string, enum: [a]}",
    );
    becomes(
        "{type: [string, array], oneOf: [{type: string}, {type: integer}]}",
        "{oneOf: [{type: string}, {type: integer}]}",
    );
}

#[test]
fn bounds_constants_and_examples_are_said_as_in_3_0() {
    becomes(
        "{type: integer, exclusiveMinimum: 3}",
        "{type: integer, minimum: 3, exclusiveMinimum: true}",
    );
    becomes(
        "{type: number, maximum: 3, exclusiveMaximum: 5}",
        "{type: number, maximum: 3}",
    );
    becomes("{const: a}", "{type: string, enum: [a]}");
    becomes(
        "{type: string, examples: [a, b]}",
        "{type: string, example: a}",
    );
    becomes(
        "{contentEncoding: base64, contentMediaType: image/png}",
        "{type: string, format: byte}",
    );
    becomes(
        "{contentMediaType: application/octet-stream}",
        "{type: string, format: binary}",
    );
    becomes(
        "{type: string, contentMediaType: application/json}",
        "{type: string}",
    );
    becomes(
        "{oneOf: [{const: 1, title: Low}, {const: 2, title: High, description: D}]}",
        "{type: integer, enum: [1, 2], x-enum-varnames: [Low, High], x-enum-descriptions: ['', D]}",
    );
}

#[test]
fn lists_and_objects_are_said_as_in_3_0() {
    becomes(
        "{type: array, prefixItems: [{type: string}, {type: integer}], items: false}",
        "{type: array, items: {anyOf: [{type: string}, {type: integer}]}}",
    );
    becomes("{type: array}", "{type: array, items: {}}");
    becomes("{type: array, items: true}", "{type: array, items: {}}");
    becomes(
        "{type: object, properties: {a: true, b: false}, required: [a, b]}",
        "{type: object, properties: {a: {}}, required: [a]}",
    );
    becomes(
        "{type: object, patternProperties: {^a: {type: string}, ^b: {type: string}}}",
        "{type: object, additionalProperties: {type: string}}",
    );
    becomes(
        "{type: object, properties: {a: {type: string}}, patternProperties: {^b: {type: string}}}",
        "{type: object, properties: {a: {type: string}}, additionalProperties: true}",
    );
    becomes(
        "{type: object, unevaluatedProperties: false}",
        "{type: object}",
    );
    becomes(
        "{type: object, additionalProperties: false, propertyNames: {pattern: a}, minContains: 1, $comment: C, $id: 'https://x.example/s'}",
        "{type: object, additionalProperties: false}",
    );
}

#[test]
fn what_stands_beside_a_reference_counts() {
    let own = "$ref: '#/components/schemas/S'";
    becomes(
        &format!("{{{own}, description: D}}"),
        &format!("{{{own}, description: D}}"),
    );
    becomes(
        &format!("{{{own}, description: D, deprecated: true}}"),
        &format!("{{allOf: [{{{own}}}], description: D, deprecated: true}}"),
    );
    becomes(
        &format!("{{oneOf: [{{{own}, title: T}}, {{type: string}}]}}"),
        &format!("{{oneOf: [{{{own}}}, {{type: string}}]}}"),
    );
}

#[test]
fn members_under_a_condition_are_optional_and_other_shapes_are_told() {
    becomes(
        "{type: object, properties: {a: {type: string}}, if: {}, then: {properties: {a: {const: x}, b: {type: string}}, required: [b]}}",
        "{type: object, properties: {a: {type: string}}, anyOf: [{}, {properties: {b: {type: string}}}]}",
    );
    becomes(
        "{type: object, if: {}, then: {required: [a]}, dependentRequired: {a: [b]}}",
        "{type: object}",
    );
    let (found, codes) = schema("{type: object, then: {$ref: '#/components/schemas/S'}}");
    assert!(found.same_value(&node("{type: object}")), "{found:?}");
    assert_eq!(codes, [(Code::Unsupported, Severity::Warning)]);
}

#[test]
fn words_of_data_are_left_alone() {
    becomes(
        "{type: object, example: {const: 1, type: [a]}, default: {$defs: {}}}",
        "{type: object, example: {const: 1, type: [a]}, default: {$defs: {}}}",
    );
    becomes(
        "{type: object, properties: {const: {type: string}, examples: {type: string}}}",
        "{type: object, properties: {const: {type: string}, examples: {type: string}}}",
    );
}

#[test]
fn definitions_move_and_references_follow() {
    let converted = document(
        "paths: {}
components:
  schemas:
    A: {$ref: '#/components/schemas/A/$defs/X', $defs: {X: {type: string}}}
    B: {properties: {x: {$ref: '#/$defs/X'}, n: {$ref: '#here'}}, $defs: {X: {type: integer, $anchor: here}}}
",
    );
    let text = |pointer: &str| {
        converted
            .at(pointer)
            .and_then(Node::as_str)
            .map(str::to_owned)
    };
    assert_eq!(
        text("/components/schemas/A/$ref").as_deref(),
        Some("#/components/schemas/X")
    );
    assert_eq!(
        text("/components/schemas/X/type").as_deref(),
        Some("string")
    );
    assert_eq!(
        text("/components/schemas/BX/type").as_deref(),
        Some("integer")
    );
    assert_eq!(
        text("/components/schemas/B/properties/x/$ref").as_deref(),
        Some("#/components/schemas/BX")
    );
    assert_eq!(
        text("/components/schemas/B/properties/n/$ref").as_deref(),
        Some("#/components/schemas/BX")
    );
}

#[test]
fn the_document_itself_is_said_as_in_3_0() {
    let converted = document(
        "jsonSchemaDialect: x
servers: []
components:
  pathItems: {P: {get: {security: [{tls: []}]}}}
paths:
  /a: {$ref: '#/components/pathItems/P', summary: S}
",
    );
    assert!(
        converted
            .at("/openapi")
            .is_some_and(|node| node.as_str() == Some("3.0.3"))
    );
    for gone in [
        "/jsonSchemaDialect",
        "/servers",
        "/components/pathItems",
        "/paths/~1a/$ref",
    ] {
        assert!(converted.at(gone).is_none(), "{gone}");
    }
    let operation = converted.at("/paths/~1a/get").unwrap();
    assert!(
        operation.same_value(&node(
            "{security: [{tls: []}], responses: {default: {description: ''}}}"
        )),
        "{operation:?}"
    );
    assert!(converted.codes().is_empty());
}

#[test]
fn a_document_of_3_0_is_left_alone() {
    let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {S: {oneOf: [{type: string}, {enum: [null]}]}, T: {$ref: '#/components/schemas/S', nullable: true}}}\n";
    assert!(
        files(&[("spec.yaml", text)]).documents[0]
            .root
            .same_value(&node(text))
    );
}

#[test]
fn bodies_of_webhooks_are_emitted_and_references_into_them_follow() {
    let outcome = run(&[(
        "spec.yaml",
        "openapi: 3.1.0
info: {title: T, version: '1'}
webhooks:
  user.made:
    post: {requestBody: {content: {application/json: {schema: {type: object, properties: {user: {type: object, properties: {id: {type: string}}}}}}}}}
  user.gone:
    post: {requestBody: {content: {application/json: {schema: {type: object, properties: {user: {$ref: '#/webhooks/user.made/post/requestBody/content/application~1json/schema/properties/user'}}}}}}}
",
    )]);
    let mut idents = idents(&outcome);
    idents.sort_unstable();
    assert!(
        idents.contains(&"UserMade") && idents.contains(&"UserGone"),
        "{idents:?}"
    );
    assert_eq!(model(&outcome).roots.len(), 2);
}

#[test]
fn documents_of_types_alone_emit_all_of_them() {
    let outcome = run(&[(
        "spec.yaml",
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\ncomponents: {schemas: {A: {type: object, properties: {b: {type: string}}}}}\n",
    )]);
    assert_eq!(idents(&outcome), ["A"]);
}

const ROOT: &str = "openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    get:
      operationId: getA
      tags: [a]
      responses: {'200': {description: D, content: {application/json: {schema: {$ref: REF}}}}}
";

#[test]
fn a_file_is_read_once_and_one_schema_is_one_type() {
    let root = ROOT.replace("REF", "schemas/pet.yaml");
    let pet = "type: object\nproperties: {mate: {$ref: ../schemas/pet.yaml}, twin: {$ref: '#'}, home: {$ref: '../a.yaml#/paths'}, age: {$ref: 'common.yaml#/Age'}}\n";
    let pet = pet.replace(", home: {$ref: '../a.yaml#/paths'}", "");
    let outcome = run(&[
        ("a.yaml", &root),
        ("schemas/pet.yaml", &pet),
        (
            "schemas/common.yaml",
            "Age: {type: object, properties: {years: {type: [integer, 'null']}}}",
        ),
    ]);
    let mut found = idents(&outcome);
    found.sort_unstable();
    assert_eq!(found, ["Age", "Pet"]);
    assert_eq!(
        outcome
            .sources
            .iter()
            .filter(|file| file.path.starts_with("schemas/"))
            .count(),
        2
    );
    let pet = model(&outcome)
        .types
        .iter()
        .find(|def| def.origin.document == "schemas/pet.yaml");
    assert!(
        matches!(pet.map(|def| &def.shape), Some(Shape::Struct { fields, .. }) if fields.len() == 3)
    );
}

#[test]
fn references_lead_neither_out_of_the_folder_nor_to_a_network() {
    for (reference, wanted) in [
        ("../../b.yaml", "set `--root` to a folder"),
        ("/etc/passwd", "leaves the root"),
        ("https://x.example/b.yaml", "fetched"),
        ("missing.yaml", "cannot be read"),
    ] {
        let root = ROOT.replace("REF", &format!("'{reference}'"));
        let outcome = run(&[
            ("api/a.yaml", &root),
            ("b.yaml", "type: object"),
            ("etc/passwd", "type: object"),
        ]);
        let text = render(&outcome.diagnostics, &outcome.sources, Format::Human);
        assert!(
            text.contains("E0303") && text.contains(wanted),
            "{reference}: {text}"
        );
    }
}

#[test]
fn a_mistake_in_another_file_is_told_there_and_once() {
    let root = ROOT.replace("REF", "pet.yaml");
    let both = format!(
        "{root}  /b: {{get: {{operationId: getB, tags: [a], responses: {{'200': {{description: D, content: {{application/json: {{schema: {{$ref: pet.yaml}}}}}}}}}}}}}}\n"
    );
    let outcome = run(&[
        ("a.yaml", &both),
        (
            "pet.yaml",
            "type: object\nproperties: {a: {type: string, maxLenght: 3}}\n",
        ),
    ]);
    let text = said(&outcome);
    assert_eq!(text.matches("pet.yaml:2:").count(), 1, "{text}");
}

#[test]
fn the_text_of_a_reference_names_a_file_and_a_place() {
    let parse = |text: &str| Reference::parse(text, "specs/v2/users.yaml");
    let file = |text: &str| parse(text).unwrap().file;
    assert_eq!(file("#/a"), None);
    assert_eq!(file("users.yaml#/a"), None);
    assert_eq!(
        file("./my%20pet.yaml").as_deref(),
        Some("specs/v2/my pet.yaml")
    );
    assert_eq!(file("../v1/a.yaml#/b").as_deref(), Some("specs/v1/a.yaml"));
    assert_eq!(parse("a.yaml#/x~1y").unwrap().pointer.last(), Some("x/y"));
    for (text, error) in [
        ("../../../a.yaml", ReferenceError::Outside),
        ("%2e%2e/../../a.yaml", ReferenceError::Outside),
        ("a%2Fb.yaml", ReferenceError::Outside),
        ("file:///a.yaml", ReferenceError::Remote),
        ("//host/a.yaml", ReferenceError::Remote),
        ("#name", ReferenceError::NoPointer),
    ] {
        assert_eq!(parse(text), Err(error), "{text}");
    }
}

#[test]
fn two_documents_of_one_api_share_their_types() {
    let component =
        "components: {schemas: {User: {type: object, properties: {id: {type: string}}}}}\n";
    let accounts = ROOT.replace("REF", "'#/components/schemas/User'") + component;
    let users = ROOT.replace("REF", "accounts.yaml#/components/schemas/User");
    let users = users.replace("/a:", "/b:").replace("getA", "getB");
    for order in ["accounts, users", "users, accounts"] {
        let entries = order
            .split(", ")
            .map(|name| format!("{{path: v2/{name}.yaml}}"));
        let entries = entries.collect::<Vec<_>>().join(", ");
        let manifest = format!(
            "crate: {{name: case, version: 0.1.0}}\napis: [{{name: v2, documents: [{entries}]}}]\n"
        );
        let provider = MemoryFiles::new()
            .with("codegen.yaml", manifest)
            .with("v2/accounts.yaml", accounts.as_str())
            .with("v2/users.yaml", users.as_str());
        let mut diagnostics = Diagnostics::default();
        let (_, loaded) = codegen::load::load(&provider, "codegen.yaml", &mut diagnostics);
        let model = codegen::lower::lower(&loaded.unwrap(), &mut diagnostics);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let shared = |def: &&codegen::model::TypeDef| {
            def.context.steps.is_empty() && def.origin.pointer.last() == Some("User")
        };
        assert_eq!(model.types.iter().filter(shared).count(), 1, "{order}");
        assert_eq!(
            model.operations[0].success, model.operations[1].success,
            "{order}"
        );
    }
}
