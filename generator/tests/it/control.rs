//! Tests of the choices of a document's owner in the manifest: operations, names, types, derives and features.

use codegen::diag::{Format, render};
use codegen::input::MemoryFiles;
use codegen::pipeline::{Inputs, Outcome, run};

use crate::templates::without_runtime;

const SPEC: &str = "\
openapi: 3.0.3
info: {title: Shop, version: '1'}
servers: [{url: 'https://shop.example'}]
components:
  schemas:
    OrderDTO:
      type: object
      required: [id, total]
      properties:
        id: {type: string, format: uuid}
        total: {$ref: '#/components/schemas/Money'}
        created: {type: string, format: date-time}
        weight: {type: number}
    Label: {type: object, properties: {text: {type: string}}}
    Money: {type: string, pattern: '[0-9]+'}
    Clerk: {type: object, properties: {name: {type: string}}}
paths:
  /orders:
    get:
      tags: [order-controller]
      operationId: getAllOrdersV2
      parameters: [{name: since, in: query, schema: {type: string, format: date-time}}]
      responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/OrderDTO'}}}}}}
  /orders/{id}/label:
    get:
      tags: [order-controller]
      operationId: getLabel
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Label'}}}}}
  /clerks:
    get:
      tags: [admin]
      operationId: listClerks
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Clerk'}}}}}
";

/// Runs the generator with further keys of the API, and with further keys of the manifest.
fn outcome(spec: &str, api: &str, manifest: &str) -> Outcome {
    let manifest = format!(
        "crate: {{name: shop, version: 0.1.0}}\napis:\n  - name: api\n    module: crate\n    policy: lenient\n    documents: [{{path: shop.yaml}}]\n{api}{manifest}"
    );
    let files = MemoryFiles::new()
        .with("codegen.yaml", manifest)
        .with("shop.yaml", spec);
    let templates = without_runtime();
    run(&Inputs {
        files: &files,
        templates: &templates,
        manifest: "codegen.yaml",
        lock: "names.lock",
        command: "test",
    })
}

fn said(outcome: &Outcome) -> String {
    render(&outcome.diagnostics, &outcome.sources, Format::Short)
}

/// Returns the public items and `Cargo.toml` of a successful run.
fn made(api: &str, manifest: &str) -> (String, String) {
    let outcome = outcome(SPEC, api, manifest);
    let said = said(&outcome);
    let tree = outcome.tree.unwrap_or_else(|| panic!("{said}"));
    let text = |path: &str| String::from_utf8(tree[path].clone()).unwrap();
    (text("API.txt"), text("Cargo.toml"))
}

/// Returns the names of the types and methods that users see.
fn has(api: &str, line: &str) -> bool {
    api.lines().any(|other| other.starts_with(line))
}

#[test]
fn only_included_operations_and_their_types_are_generated() {
    for include in [
        "{tags: [admin]}",
        "{paths: ['/clerks']}",
        "{paths: ['/cl*']}",
        "{operations: [listClerks]}",
    ] {
        let (api, _) = made(&format!("    include: {include}\n"), "");
        assert!(has(&api, "struct Clerk"), "{include}\n{api}");
        assert!(!has(&api, "struct OrderDto"), "{include}\n{api}");
        assert!(!has(&api, "struct Label"), "{include}\n{api}");
    }
}

#[test]
fn excluded_operations_and_their_types_are_not_generated() {
    for exclude in [
        "{tags: [admin]}",
        "{paths: ['/clerks/**']}",
        "{operations: [listClerks]}",
    ] {
        let (api, _) = made(&format!("    exclude: {exclude}\n"), "");
        assert!(!has(&api, "struct Clerk"), "{exclude}\n{api}");
        assert!(has(&api, "struct OrderDto"), "{exclude}\n{api}");
    }
    let both = "    include: {paths: ['/orders/**']}\n    exclude: {operations: [getLabel]}\n";
    let (api, _) = made(both, "");
    assert!(
        has(&api, "struct OrderDto") && !has(&api, "struct Label"),
        "{api}"
    );
}

#[test]
fn an_operation_of_a_shared_path_item_is_excluded() {
    let spec = SPEC.replace(
        "  /clerks:\n    get:",
        "  /clerks: {$ref: '#/x-items/clerks'}\nx-items:\n  clerks:\n    get:",
    );
    let outcome = outcome(&spec, "    exclude: {tags: [admin]}\n", "");
    let said = said(&outcome);
    let tree = outcome.tree.unwrap_or_else(|| panic!("{said}"));
    let api = String::from_utf8(tree["API.txt"].clone()).unwrap();
    assert!(!has(&api, "struct Clerk"), "{api}");
}

#[test]
fn types_methods_and_resources_are_renamed() {
    let rename = "    rename:\n      types: {OrderDTO: Order}\n      methods: {getAllOrdersV2: list}\n      resources: {order-controller: orders}\n";
    let (api, _) = made(rename, "");
    for line in [
        "struct Order ",
        "fn OrdersHandle::list(&self)",
        "fn Client::orders(&self)",
    ] {
        assert!(has(&api, line), "{line}\n{api}");
    }
    assert!(!api.contains("OrderDto"), "{api}");
}

#[test]
fn an_invalid_new_name_is_an_error_in_the_manifest() {
    for rename in [
        "{types: {OrderDTO: '1 €'}}",
        "{methods: {getLabel: Get}}",
        "{resources: {admin: 'a-b'}}",
    ] {
        let outcome = outcome(SPEC, &format!("    rename: {rename}\n"), "");
        let said = said(&outcome);
        assert!(outcome.tree.is_none(), "{said}");
        assert!(said.starts_with("codegen.yaml:7:"), "{said}");
        assert!(said.contains("is not a valid new name"), "{said}");
    }
}

#[test]
fn schemas_and_formats_become_types_of_other_crates() {
    let (api, cargo) = made(
        "    types: {Money: 'rust_decimal::Decimal'}\n",
        "formats: {date-time: chrono, uuid: uuid}\ndependencies: {rust_decimal: {version: '1', features: [serde]}}\n",
    );
    for line in [
        "field OrderDto.id: Uuid",
        "field OrderDto.total: Decimal",
        "field OrderDto.created: Option<DateTime<Utc>>",
    ] {
        assert!(has(&api, line), "{line}\n{api}");
    }
    for line in [
        "chrono = { version = \"0.4.40\", default-features = false, features = [\"serde\"] }",
        "rust_decimal = { version = \"1\", features = [\"serde\"] }",
        "uuid = { version = \"1.10\", default-features = false, features = [\"serde\"] }",
        "chrono = []",
    ] {
        assert!(cargo.lines().any(|other| other == line), "{line}\n{cargo}");
    }
}

#[test]
fn the_manifest_replaces_the_version_that_the_generator_knows() {
    let (_, cargo) = made(
        "",
        "formats: {uuid: uuid}\ndependencies: {uuid: {version: '=1.11.0', features: [serde, v4]}}\n",
    );
    let line = "uuid = { version = \"=1.11.0\", features = [\"serde\", \"v4\"] }";
    assert!(cargo.contains(line), "{cargo}");
}

#[test]
fn a_document_can_only_name_crates_of_the_manifest() {
    let spec = SPEC.replace("pattern: '[0-9]+'", "x-rust-type: 'money::Money'");
    let unknown = outcome(&spec, "", "");
    let found = said(&unknown);
    assert!(found.contains("unknown crate `money`"), "{found}");
    let tree = unknown.tree.unwrap();
    assert!(!String::from_utf8_lossy(&tree["Cargo.toml"]).contains("money"));

    let known = outcome(&spec, "", "dependencies: {money: '2'}\n");
    let tree = known.tree.unwrap();
    let api = String::from_utf8_lossy(&tree["API.txt"]).into_owned();
    assert!(has(&api, "field OrderDto.total: Money"), "{api}");
}

#[test]
fn derives_are_added_where_every_field_allows_them() {
    let outcome = outcome(SPEC, "", "derives: [Eq, Hash]\n");
    let said = said(&outcome);
    assert!(said.contains("the type of `weight` does not"), "{said}");
    let tree = outcome.tree.unwrap();
    let api = String::from_utf8_lossy(&tree["API.txt"]).into_owned();
    let derives = |name: &str| {
        let mut lines = api.lines();
        let line = lines.find(|line| line.starts_with(&format!("impl {name}: ")));
        line.is_some_and(|line| line.contains(" Eq, Hash, PartialEq"))
    };
    assert!(derives("Label") && !derives("OrderDto"), "{api}");
}

#[test]
fn each_resource_gets_a_feature() {
    let (api, cargo) = made("    features: resources\n", "");
    assert!(
        cargo.contains("order-controller = []\nadmin = []"),
        "{cargo}"
    );
    assert!(api.contains("[feature \"admin\"]"), "{api}");
}

#[test]
fn modules_are_at_the_root_if_the_manifest_asks_for_it() {
    let (api, _) = made("", "");
    assert!(api.contains("\n## admin\n"), "{api}");
}

#[test]
fn every_mistake_is_reported_at_its_place() {
    for (api, manifest, expected) in [
        (
            "    include: {tag: [x]}\n",
            "",
            "codegen.yaml:7:15: error[E0104]: a selection of operations has no key `tag`",
        ),
        (
            "    include: {tags: [admn]}\n",
            "",
            "codegen.yaml:7:22: error[E0104]: no tag `admn`",
        ),
        (
            "    exclude: {paths: ['/none/**']}\n",
            "",
            "codegen.yaml:7:23: error[E0104]: no path `/none/**`",
        ),
        (
            "    exclude: {operations: [getLable]}\n",
            "",
            "codegen.yaml:7:28: error[E0104]: no operationId `getLable`",
        ),
        (
            "    rename: {types: {Ordr: Order}}\n",
            "",
            "codegen.yaml:7:28: error[E0104]: no schema `Ordr`",
        ),
        (
            "    rename: {methods: {x: y}}\n",
            "",
            "codegen.yaml:7:27: error[E0104]: no operationId `x`",
        ),
        (
            "    rename: {resources: {x: y}}\n",
            "",
            "codegen.yaml:7:29: error[E0104]: no resource `x`",
        ),
        (
            "    types: {Mony: 'crate::Money'}\n",
            "",
            "codegen.yaml:7:19: error[E0104]: no schema `Mony`",
        ),
        (
            "    types: {Money: 'a money'}\n",
            "",
            "codegen.yaml:7:20: error[E0104]: `a money` is not the path of a Rust type",
        ),
        (
            "    types: {Money: 'money::Money'}\n",
            "",
            "codegen.yaml:7:20: error[E0104]: the crate `money` is not in `dependencies`",
        ),
        (
            "    features: tags\n",
            "",
            "codegen.yaml:7:15: error[E0104]: `tags` is not a way to choose features",
        ),
        (
            "",
            "formats: {date-time: time}\n",
            "codegen.yaml:7:22: error[E0104]: `time` is not a type for the format `date-time`",
        ),
        (
            "",
            "formats: {uuid: uid}\n",
            "codegen.yaml:7:17: error[E0104]: `uid` is not a type for the format `uuid`",
        ),
        (
            "",
            "dependencies: {money: {features: [x]}}\n",
            "codegen.yaml:7:23: error[E0104]: a dependency has no `version`",
        ),
        (
            "",
            "derives: ['schemars::JsonSchema']\n",
            "codegen.yaml:7:11: error[E0104]: `schemars::JsonSchema` cannot be derived",
        ),
        (
            "",
            "derives: [Debug]\n",
            "codegen.yaml:7:11: error[E0104]: `Debug` cannot be derived",
        ),
        (
            "",
            "into: ../src\n",
            "codegen.yaml:7:7: error[E0104]: `../src` is not a folder below",
        ),
        (
            "",
            "out: a\ninto: src/a\n",
            "codegen.yaml:8:7: error[E0104]: `into` and `out` are both set",
        ),
        (
            "",
            "derive: [Eq]\n",
            "codegen.yaml:7:1: error[E0104]: the manifest has no key `derive`",
        ),
    ] {
        let outcome = outcome(SPEC, api, manifest);
        let said = said(&outcome);
        assert!(outcome.tree.is_none(), "{api}{manifest}{said}");
        assert!(
            said.starts_with(expected),
            "expected {expected}\nfound {said}"
        );
    }
}
