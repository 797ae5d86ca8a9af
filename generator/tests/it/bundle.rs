//! Tests of bundles: references, names, and the keys that an operation gets from its path item and its document.

use std::collections::BTreeSet;

use codegen::diag::{Format, render};
use codegen::input::{MemoryFiles, Policy, Reading};
use codegen::pipeline::{Inputs, Single, run, run_single};
use serde_json::Value;

use crate::project::FIRST;
use crate::templates::without_runtime;

const MANIFEST: &str = "\
crate: {name: shop, version: 0.1.0}
apis:
  - name: shop
    policy: lenient
    bundle: {path: openapi/shop.json, title: Shop}
    documents: [{path: specs/first.yaml}, {path: specs/depot/second.yaml}]
scopes: [{accessor: branch, type: Branch, api: shop, prefix: '/branches/{branch}', id: BranchId}]
ids: {BranchId: A branch.}
";

/// Returns the text of the bundle of two documents. The arguments are the keys after `openapi` and `info`.
fn bundle_text(first: &str, second: &str) -> String {
    text_with_parts(first, second, "{}\n")
}

/// Returns the text of the bundle of two documents that can refer to the file `specs/parts.yaml`.
fn text_with_parts(first: &str, second: &str, parts: &str) -> String {
    let head = "openapi: 3.0.3\ninfo: {title: Shop, version: '1', description: d}\n";
    let files = without_runtime()
        .with("codegen.yaml", MANIFEST)
        .with("specs/first.yaml", format!("{head}{first}"))
        .with("specs/depot/second.yaml", format!("{head}{second}"))
        .with("specs/parts.yaml", parts);
    let outcome = run(&Inputs {
        files: &files,
        manifest: "codegen.yaml",
        lock: "names.lock",
        templates: &files,
        command: "cargo xtask codegen",
    });
    let said = render(&outcome.diagnostics, &outcome.sources, Format::Human);
    let tree = outcome.tree.unwrap_or_else(|| panic!("{said}"));
    String::from_utf8(tree["openapi/shop.json"].clone()).unwrap()
}

/// Returns the bundle of two documents, and checks its references.
fn bundle(first: &str, second: &str) -> Value {
    let bundle = serde_json::from_str(&bundle_text(first, second)).unwrap();
    assert_references(&bundle);
    bundle
}

/// Checks that every reference has a target in the same document.
fn assert_references(bundle: &Value) {
    let mut open = vec![bundle];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(map) => {
                if let Some(text) = map.get("$ref").and_then(Value::as_str) {
                    let target = text.strip_prefix('#').and_then(|text| bundle.pointer(text));
                    assert!(target.is_some(), "{text}");
                }
                open.extend(map.values());
            }
            _ => {}
        }
    }
}

const EMPTY: &str = "paths: {}\n";

#[test]
fn references_to_parts_of_components_and_to_paths_have_targets() {
    let first = "\
paths:
  /a:
    get:
      responses:
        '200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/A/properties/b'}}}}
        '404': {$ref: 'depot/second.yaml#/paths/~1b/get/responses/404'}
components:
  schemas: {A: {type: object, properties: {b: {type: string}}}}
";
    let second = "\
paths: {/b: {get: {responses: {'404': {description: Not found.}}}}}
";
    let bundle = bundle(first, second);
    let responses = &bundle["paths"]["/a"]["get"]["responses"];
    let schema = &responses["200"]["content"]["application/json"]["schema"];
    assert_eq!(schema["$ref"], "#/components/schemas/A/properties/b");
    assert_eq!(responses["404"]["$ref"], "#/components/responses/404");
    let response = &bundle["components"]["responses"]["404"];
    assert_eq!(response["description"], "Not found.");
}

#[test]
fn components_are_equal_if_the_targets_of_their_references_are_equal() {
    let schemas = |kind: &str| {
        format!(
            "paths: {{}}\ncomponents:\n  schemas:\n    List: {{type: array, items: {{$ref: '#/components/schemas/Item'}}}}\n    Item: {{type: {kind}}}\n"
        )
    };
    let same = bundle(&schemas("string"), &schemas("string"));
    let names = |bundle: &Value| -> Vec<String> {
        let schemas = bundle["components"]["schemas"].as_object().unwrap();
        schemas.keys().cloned().collect()
    };
    assert_eq!(names(&same), ["Item", "List"]);
    let different = bundle(&schemas("string"), &schemas("integer"));
    let expected = ["Item", "List", "depot-second_Item", "depot-second_List"];
    assert_eq!(names(&different), expected);
    let list = &different["components"]["schemas"]["depot-second_List"];
    assert_eq!(
        list["items"]["$ref"],
        "#/components/schemas/depot-second_Item"
    );
}

#[test]
fn a_renamed_alternative_keeps_the_value_of_its_tag() {
    let first = "paths: {}\ncomponents: {schemas: {Cat: {type: string}}}\n";
    let second = "\
paths: {}
components:
  schemas:
    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string}}}
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: kind}
    Mapped:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: kind, mapping: {cat: Cat, dog: '#/components/schemas/Dog'}}
";
    let bundle = bundle(first, second);
    let schemas = &bundle["components"]["schemas"];
    let renamed = "#/components/schemas/depot-second_Cat";
    let pet = &schemas["Pet"]["discriminator"]["mapping"];
    assert_eq!(*pet, serde_json::json!({"Cat": renamed}));
    let mapped = &schemas["Mapped"]["discriminator"]["mapping"];
    let expected = serde_json::json!({"cat": renamed, "dog": "#/components/schemas/Dog"});
    assert_eq!(*mapped, expected);
}

#[test]
fn a_renamed_subtype_keeps_the_value_of_its_tag() {
    let first = "paths: {}\ncomponents: {schemas: {Cat: {type: string}}}\n";
    let second = "\
paths: {}
components:
  schemas:
    Pet:
      type: object
      required: [kind]
      properties: {kind: {type: string}}
      discriminator: {propertyName: kind}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {claws: {type: integer}}}]}
    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {tail: {type: integer}}}]}
";
    let bundle = bundle(first, second);
    let mapping = &bundle["components"]["schemas"]["Pet"]["discriminator"]["mapping"];
    let expected = serde_json::json!({"Cat": "#/components/schemas/depot-second_Cat"});
    assert_eq!(*mapping, expected);
}

#[test]
fn names_of_a_referenced_file_stay_names_of_this_file() {
    let first = "\
security: [{key 1: []}]
paths:
  /a: {get: {responses: {'200': {description: d, content: {application/json: {schema: {$ref: 'parts.yaml#/components/schemas/Pet'}}}}}}}
components:
  schemas: {Cat: {type: string}}
  securitySchemes: {key 1: {type: apiKey, in: header, name: a}}
";
    let second = "\
paths: {/b: {$ref: '../parts.yaml#/b'}}
components: {securitySchemes: {key 1: {type: http, scheme: bearer}}}
";
    let parts = "\
b: {get: {security: [{key 1: []}], responses: {'204': {description: d}}}}
components:
  schemas:
    Pet:
      discriminator: {propertyName: kind, mapping: {cat: Cat, dog: Dog}}
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string}}}
";
    let text = text_with_parts(first, second, parts);
    let bundle: Value = serde_json::from_str(&text).unwrap();
    assert_references(&bundle);
    let mapping = &bundle["components"]["schemas"]["Pet"]["discriminator"]["mapping"];
    let expected = serde_json::json!({
        "cat": "#/components/schemas/parts_Cat",
        "dog": "#/components/schemas/Dog",
    });
    assert_eq!(*mapping, expected);
    assert_eq!(bundle["security"], serde_json::json!([{"key_1": []}]));
    let own = &bundle["paths"]["/a"]["get"];
    assert!(own.get("security").is_none());
    let other = &bundle["paths"]["/b"]["get"]["security"];
    assert_eq!(*other, serde_json::json!([{"depot-second_key_1": []}]));
}

#[test]
fn mirrored_operations_share_their_callbacks() {
    let first = "\
paths:
  /a:
    get:
      operationId: list
      x-mirror: true
      responses: {'204': {description: d}}
      callbacks: {changed: {'http://x.example': {post: {operationId: onChange, responses: {'204': {description: d}}}}}}
";
    let bundle = bundle(first, EMPTY);
    for path in ["/a", "/branches/{branch}/a"] {
        let callback = &bundle["paths"][path]["get"]["callbacks"]["changed"]["$ref"];
        assert_eq!(*callback, "#/components/callbacks/list_changed");
    }
}

#[test]
fn parameters_and_servers_of_a_path_item_are_moved_to_its_operations() {
    let first = "\
paths:
  /a:
    servers: [{url: 'https://other.example'}]
    parameters:
      - {name: page, in: query, schema: {type: string}}
      - {name: size, in: query, schema: {type: string}}
    get:
      x-mirror: true
      parameters: [{name: page, in: query, schema: {type: integer}}]
      responses: {'204': {description: d}}
";
    let bundle = bundle(first, EMPTY);
    let paths = &bundle["paths"];
    for (path, names) in [
        ("/a", vec!["size", "page"]),
        ("/branches/{branch}/a", vec!["branch", "size", "page"]),
    ] {
        let item = paths[path].as_object().unwrap();
        assert_eq!(item.keys().collect::<Vec<_>>(), ["get"]);
        let operation = &item["get"];
        assert_eq!(operation["servers"][0]["url"], "https://other.example");
        let parameters = operation["parameters"].as_array().unwrap().iter();
        let parameters: Vec<&Value> = parameters
            .map(|parameter| match parameter["$ref"].as_str() {
                Some(text) => bundle.pointer(&text[1..]).unwrap(),
                None => parameter,
            })
            .collect();
        let found: Vec<&str> = parameters
            .iter()
            .filter_map(|parameter| parameter["name"].as_str())
            .collect();
        assert_eq!(found, names);
        let page = parameters.last().unwrap();
        assert_eq!(page["schema"]["type"], "integer");
    }
}

#[test]
fn a_document_keeps_its_own_security_and_servers() {
    let document = |path: &str, root: &str, scheme: &str| {
        format!(
            "{root}paths: {{{path}: {{get: {{operationId: list, responses: {{'204': {{description: d}}}}}}}}}}\ncomponents: {{securitySchemes: {{key: {scheme}}}}}\n"
        )
    };
    let first = "security: [{key: []}]\nservers: [{url: 'https://shop.example'}]\n";
    let second = "security: [{key: []}]\nservers: [{url: 'https://depot.example'}]\n";
    let bundle = bundle(
        &document("/a", first, "{type: apiKey, in: header, name: a}"),
        &document("/b", second, "{type: http, scheme: bearer}"),
    );
    assert_eq!(bundle["security"], serde_json::json!([{"key": []}]));
    let own = &bundle["paths"]["/a"]["get"];
    assert!(own.get("security").is_none() && own.get("servers").is_none());
    let other = &bundle["paths"]["/b"]["get"];
    assert_eq!(
        other["security"],
        serde_json::json!([{"depot-second_key": []}])
    );
    assert_eq!(other["servers"][0]["url"], "https://depot.example");
    let scheme = &bundle["components"]["securitySchemes"]["depot-second_key"];
    assert_eq!(scheme["scheme"], "bearer");
    assert_eq!(own["operationId"], "list");
    assert_eq!(other["operationId"], "depot-second_list");
}

#[test]
fn examples_with_a_reference_are_data() {
    let first = "\
paths: {}
components:
  schemas: {A: {type: object, example: {$ref: 'first.yaml#/components/schemas/B'}}, B: {type: string}}
";
    let text = bundle_text(first, EMPTY);
    assert!(text.contains(r#""example":{"$ref":"first.yaml#/components/schemas/B"}"#));
}

#[test]
fn the_bundles_of_this_project_have_no_loose_reference_and_no_id_twice() {
    let (_, tree, _) = &FIRST.0;
    for path in ["openapi/v1.json", "openapi/v2.json"] {
        let bundle: Value = serde_json::from_slice(&tree[path]).unwrap();
        assert_references(&bundle);
        let mut ids = BTreeSet::new();
        let items = bundle["paths"].as_object().unwrap().values();
        for operation in items.flat_map(|item| item.as_object().unwrap().values()) {
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "{id}");
            assert!(operation["x-operation"].is_string(), "{id}");
        }
        assert!(!ids.is_empty());
    }
}

#[test]
fn the_generator_reads_its_own_bundles() {
    let (_, tree, _) = &FIRST.0;
    let text = String::from_utf8(tree["openapi/v1.json"].clone()).unwrap();
    let outcome = run_single(&Single {
        files: &MemoryFiles::new().with("v1.json", text),
        templates: &without_runtime(),
        path: "v1.json",
        name: Some("again"),
        policy: Policy::Lenient,
        examples: false,
        reading: Reading::default(),
    });
    let said = render(&outcome.diagnostics, &outcome.sources, Format::Human);
    assert!(outcome.tree.is_some(), "{said}");
}
