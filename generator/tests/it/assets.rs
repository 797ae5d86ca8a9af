//! Tests of the features and dependencies that a generated `Cargo.toml` copies from a hand-written manifest.

use std::collections::BTreeMap;
use std::path::Path;

use codegen::diag::{Format, render};
use codegen::input::{FileProvider, MemoryFiles, ReadError};
use codegen::load::DiskFiles;
use codegen::pipeline::{Inputs, Outcome, run};

const CODEGEN: &str = "\
crate:
  name: shop-client
  version: 0.1.0
  dependencies-from: shop/Cargo.toml
apis:
  - {name: shop, module: shop, feature: shop, documents: [{path: shop.yaml}]}
";

const SPEC: &str = "\
openapi: 3.0.3
info: {title: Shop, version: '1'}
paths: {}
";

const OWN: &str = r#"
[package]
name = "shop-own"

[features]
# Bears the shop's own name.
default = ["seal", "stamp"]
seal = ["dep:sealing"]
stamp = []
defaults = []

[dependencies]
codegen-runtime = { path = "../runtime" }
bytes = "9"
sealing = { version = "0.1", optional = true }

[dev-dependencies]
trying = "1"
"#;

/// The files of the case and the templates of the workspace.
struct Files {
    own: MemoryFiles,
    root: DiskFiles,
}

impl FileProvider for Files {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        self.own.read(path).or_else(|_| self.root.read(path))
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, ReadError> {
        self.root.list(folder)
    }
}

/// Runs the generator for a crate whose hand-written manifest is `own`.
fn outcome(codegen: &str, own: &str) -> Outcome {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let files = Files {
        own: MemoryFiles::new()
            .with("codegen.yaml", codegen)
            .with("shop.yaml", SPEC)
            .with("shop/Cargo.toml", own),
        root: DiskFiles::new(root),
    };
    run(&Inputs {
        files: &files,
        manifest: "codegen.yaml",
        lock: "names.lock",
        command: "codegen",
    })
}

/// Returns the lines of the generated `Cargo.toml`, by table.
fn tables(own: &str) -> BTreeMap<String, Vec<String>> {
    tables_of(CODEGEN, own)
}

fn tables_of(codegen: &str, own: &str) -> BTreeMap<String, Vec<String>> {
    let outcome = outcome(codegen, own);
    let said = render(&outcome.diagnostics, &outcome.sources, Format::Human);
    let tree = outcome.tree.unwrap_or_else(|| panic!("{said}"));
    let text = String::from_utf8(tree["Cargo.toml"].clone()).unwrap();
    let mut tables = BTreeMap::new();
    let mut lines: &mut Vec<String> = tables.entry(String::new()).or_default();
    for line in text.lines() {
        match line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
        {
            Some(name) => lines = tables.entry(name.to_owned()).or_default(),
            None => lines.push(line.to_owned()),
        }
    }
    tables
}

#[test]
fn features_of_what_is_hand_written_are_features_of_the_crate() {
    let features = &tables(OWN)["features"];
    for line in [
        r#"default = ["reqwest", "rustls", "shop", "seal", "stamp"]"#,
        "shop = []",
        r#"reqwest = ["dep:http-body", "dep:hyper", "dep:reqwest"]"#,
        r#"seal = ["dep:sealing"]"#,
        "stamp = []",
        "defaults = []",
    ] {
        let count = features.iter().filter(|other| *other == line).count();
        assert_eq!(count, 1, "{line}\n{features:#?}");
    }
    assert!(!features.iter().any(|line| line.starts_with('#')));
    let defaults = features.iter().filter(|line| line.starts_with("default "));
    assert_eq!(defaults.count(), 1);
}

#[test]
fn dependencies_of_what_is_hand_written_are_added_and_the_runtimes_come_first() {
    let tables = tables(OWN);
    let dependencies = &tables["dependencies"];
    let has = |line: &str| dependencies.iter().any(|other| other == line);
    assert!(has(r#"sealing = { version = "0.1", optional = true }"#));
    assert!(has(r#"bytes = "1.10""#) && !has(r#"bytes = "9""#));
    assert!(!dependencies.iter().any(|line| line.contains("path =")));
    assert!(
        tables["dev-dependencies"]
            .iter()
            .any(|line| line == r#"trying = "1""#)
    );
}

#[test]
fn hand_written_parts_without_features_add_none() {
    let features = &tables("[dependencies]\n")["features"];
    let default = r#"default = ["reqwest", "rustls", "shop"]"#;
    assert!(features.iter().any(|line| line == default), "{features:#?}");
}

#[test]
fn manifests_are_read_as_toml_and_not_line_by_line() {
    let own = r#"
features.default = [
    "seal", # a comment with "quotes"
]

[dependencies.sealing]
version = "0.1"
optional = true

[dependencies]
"local-parts" = { path = "../parts", version = "1" }

[dev-dependencies] # what the examples need
trying = "1" # newest
"#;
    let tables = tables(own);
    let has = |table: &str, line: &str| tables[table].iter().any(|other| other == line);
    assert!(
        has(
            "dependencies",
            r#"sealing = { version = "0.1", optional = true }"#
        ),
        "{tables:#?}"
    );
    assert!(
        !tables["dependencies"]
            .iter()
            .any(|line| line.contains("local-parts"))
    );
    assert!(has("dev-dependencies", r#"trying = "1""#), "{tables:#?}");
    let default = r#"default = ["reqwest", "rustls", "shop", "seal"]"#;
    assert!(has("features", default), "{tables:#?}");
}

#[test]
fn a_manifest_that_is_not_toml_is_reported_with_its_line() {
    let outcome = outcome(CODEGEN, "[features]\nseal = [\n[dependencies]\n");
    assert!(outcome.tree.is_none());
    let text = render(&outcome.diagnostics, &outcome.sources, Format::Short);
    let start = "shop/Cargo.toml: error[E0102]: invalid TOML in line 3";
    assert!(text.starts_with(start), "{text}");
}

#[test]
fn the_manifest_chooses_the_default_features_and_the_groups_of_features() {
    let codegen = "\
crate:
  name: shop-client
  version: 0.1.0
  default-features: [shop]
  feature-groups: {full: ['*'], depot: ['depot-*']}
apis:
  - {name: shop, module: shop, feature: shop, documents: [{path: shop.yaml}]}
  - {name: rack, module: rack, feature: depot-rack, documents: [{path: shop.yaml}]}
";
    let features = &tables_of(codegen, "[dependencies]\n")["features"];
    for line in [
        r#"default = ["reqwest", "rustls", "shop"]"#,
        "depot-rack = []",
        r#"full = ["shop", "depot-rack"]"#,
        r#"depot = ["depot-rack"]"#,
    ] {
        assert!(
            features.iter().any(|other| other == line),
            "{line}\n{features:#?}"
        );
    }
}
