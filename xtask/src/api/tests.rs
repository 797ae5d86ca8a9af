//! Tests that compare small lists with small crates.

#![cfg(test)]

use serde_json::{Value, json};

use super::compare::Comparison;
use super::listing::Listing;
use super::rustdoc::Documentation;

/// Returns the documentation of a crate. `items` contains its items, and the id of each item is its position, counted
/// from 1. `public` contains the ids of the items in the root module.
fn docs(public: &[u32], items: &[Value]) -> Documentation {
    let root = item(&Value::Null, &json!({"module": {"items": public}}));
    let all = [root].into_iter().chain(items.iter().cloned());
    let index = all.enumerate().map(|(id, item)| (id.to_string(), item));
    let paths = json!({
        "90": {"crate_id": 7, "path": ["core", "error", "Error"]},
        "91": {"crate_id": 7, "path": ["core", "clone", "Clone"]},
        "92": {"crate_id": 0, "path": ["sample", "Hidden"]},
        "93": {"crate_id": 8, "path": ["bytes", "Bytes"]},
    });
    let json = json!({
        "format_version": 57,
        "root": 0,
        "index": index.collect::<serde_json::Map<_, _>>(),
        "paths": paths,
    });
    Documentation::parse(json.to_string().as_bytes()).unwrap()
}

fn item(name: &Value, inner: &Value) -> Value {
    json!({"crate_id": 0, "name": name, "visibility": "public", "inner": inner})
}

fn named(name: &str, inner: &Value) -> Value {
    item(&Value::from(name), inner)
}

fn import(name: &str, id: u32) -> Value {
    item(
        &Value::Null,
        &json!({"use": {"name": name, "id": id, "is_glob": false}}),
    )
}

fn path(name: &str, id: u32) -> Value {
    json!({"resolved_path": {"path": name, "id": id, "args": null}})
}

fn block(trait_: &Value, items: &[u32]) -> Value {
    let block = json!({"generics": {"params": []}, "trait": trait_, "for": path("Call", 1), "items": items});
    item(&Value::Null, &json!({"impl": block}))
}

/// Returns a crate with a struct, and with a module that re-exports the struct. The struct has a field, a method and a trait.
fn sample() -> Documentation {
    let fields = json!({"kind": {"plain": {"fields": [2]}}, "impls": [3, 5]});
    let argument = json!({"impl_trait": [{"trait_bound": {"trait": {"path": "StdError", "id": 90, "args": null}}}]});
    let inputs = json!([["self", {"generic": "Self"}], ["source", argument]]);
    let method = json!({"sig": {"inputs": inputs, "output": {"generic": "Self"}}, "header": {"is_async": true}});
    docs(
        &[1, 6, 8, 9],
        &[
            named("Call", &json!({"struct": fields})),
            named("size", &json!({"struct_field": {"primitive": "u32"}})),
            block(&Value::Null, &[4]),
            named("send", &json!({"function": method})),
            block(&json!({"path": "Clone", "id": 91, "args": null}), &[]),
            named("inner", &json!({"module": {"items": [7]}})),
            import("Again", 1),
            import("Bytes", 93),
            import("Hidden", 92),
        ],
    )
}

const COMPLETE: &str = "\
## crate
struct Call
field Call.size: u32
async fn Call::send(self, source: impl std::error::Error) -> Self
impl Call: Clone
use bytes::Bytes

## inner
use Call as Again
";

#[test]
fn a_complete_list_agrees() {
    let found = Comparison::of(&sample(), Listing::read(COMPLETE));
    assert!(found.is_clean(), "{found}");
    assert!(found.to_string().starts_with("6 public items"), "{found}");
}

#[track_caller]
fn reports(line: &str, replacement: &str, expected: &[&str]) {
    assert!(COMPLETE.contains(line), "{line}");
    let list = COMPLETE.replace(line, replacement);
    let found = Comparison::of(&sample(), Listing::read(&list));
    assert!(!found.is_clean());
    let text = found.to_string();
    for expected in expected {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn each_line_that_is_missing_is_reported() {
    reports(
        "field Call.size: u32\n",
        "",
        &["missing in API.txt: crate: field Call.size\n"],
    );
    reports(
        "impl Call: Clone\n",
        "",
        &["missing in API.txt: crate: impl Clone for Call\n"],
    );
    reports(
        "use bytes::Bytes\n",
        "",
        &["missing in API.txt: crate: use Bytes\n"],
    );
    reports(
        "use Call as Again\n",
        "",
        &["missing in API.txt: inner: use Again\n"],
    );
    reports("struct Call\n", "", &["missing in API.txt: "]);
}

#[test]
fn each_line_that_rustdoc_does_not_know_is_reported() {
    reports(
        "impl Call: Clone",
        "impl Call: Clone, Debug",
        &["unknown to rustdoc: crate: impl Debug for Call\n"],
    );
    reports(
        "struct Call",
        "struct Hidden\nstruct Call",
        &["unknown to rustdoc: crate: struct Hidden\n"],
    );
    reports(
        "struct Call",
        "struct Call\nstruct Call",
        &["unknown to rustdoc: crate: struct Call\n"],
    );
    reports(
        "## inner",
        "## other",
        &[
            "missing in API.txt: inner: use Again\n",
            "unknown to rustdoc: other: use Again\n",
        ],
    );
}

#[test]
fn another_type_or_argument_name_is_reported() {
    reports(
        "size: u32",
        "size: u64",
        &["different: crate: field Call.size\n  API.txt: u64\n  rustdoc: u32\n"],
    );
    for (written, other) in [
        ("source:", "error:"),
        ("async fn", "fn"),
        ("impl std", "std"),
        (" -> Self", ""),
    ] {
        reports(written, other, &["different: crate: fn Call::send\n"]);
    }
}

#[test]
fn a_line_that_is_not_understood_is_reported() {
    reports(
        "use bytes::Bytes",
        "use bytes::Bytes\nmethod Call::send",
        &["not understood: crate: method Call::send\n"],
    );
}
