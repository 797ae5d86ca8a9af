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

/// A hand-written module that includes a bundle.
const FAKE: &str = "\
//! A fake shop.

/// The bundle.
pub const SHOP: &str = include_str!(\"../../openapi/shop.json\");
";

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
        self.own.list(folder).or_else(|_| self.root.list(folder))
    }
}

/// Runs the generator for a crate whose hand-written manifest is `own`.
fn outcome(codegen: &str, own: &str) -> Outcome {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let files = Files {
        own: MemoryFiles::new()
            .with("codegen.yaml", codegen)
            .with("shop.yaml", SPEC)
            .with("shop/Cargo.toml", own)
            .with("shop/fake/mod.rs", FAKE)
            .with("shop/fake_shop.rs", "fn main() {}\n")
            .with(
                "shop/plain/main.rs",
                "pub const HIDDEN: u8 = 1;\n\nfn main() {}\n",
            ),
        root: DiskFiles::new(root),
    };
    run(&Inputs {
        files: &files,
        manifest: "codegen.yaml",
        lock: "names.lock",
        templates: &files,
        command: "cargo xtask codegen",
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

/// The manifest of a crate with bundles, hand-written files and a program.
const PROGRAM: &str = "\
crate:
  name: shop-client
  version: 0.1.0
  dependencies-from: shop/Cargo.toml
apis:
  - {name: shop, module: shop, documents: [{path: shop.yaml}], bundle: {path: openapi/shop.json, title: Shop}}
  - {name: depot, module: depot, documents: [{path: shop.yaml}], bundle: {path: openapi/depot.json, title: Depot}}
modules:
  - {from: shop/fake, to: src/fake, feature: fake}
  - {from: shop/fake_shop.rs, to: src/bin/fake-shop.rs, feature: fake}
  - {from: shop/plain, to: src/bin/plain}
";

#[test]
fn a_program_is_a_target_with_the_feature_of_its_entry() {
    let tables = tables_of(PROGRAM, "[features]\nfake = []\n");
    let programs = &tables["[bin]"];
    let expected = [
        "name = \"fake-shop\"",
        "required-features = [\"fake\"]",
        "doc = false",
        "test = false",
        "name = \"plain\"",
        "doc = false",
        "test = false",
    ];
    let lines: Vec<&str> = (programs.iter().map(String::as_str))
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(lines, expected);
}

#[test]
fn a_program_is_neither_a_module_nor_a_public_item() {
    let outcome = outcome(PROGRAM, "[features]\nfake = []\n");
    let tree = outcome.tree.unwrap();
    let text = |path: &str| String::from_utf8(tree[path].clone()).unwrap();
    assert!(text("src/bin/fake-shop.rs").contains("fn main()"));
    assert!(text("src/bin/plain/main.rs").contains("fn main()"));
    let root = text("src/lib.rs");
    assert!(
        root.contains("pub mod fake;") && !root.contains("bin"),
        "{root}"
    );
    let items = text("API.txt");
    assert!(
        items.contains("SHOP") && !items.contains("HIDDEN"),
        "{items}"
    );
}

#[test]
fn the_package_leaves_out_the_bundles_that_no_copied_file_includes() {
    let package = &tables_of(PROGRAM, "[features]\nfake = []\n")["package"];
    let line = r#"exclude = ["openapi/depot.json"]"#;
    assert!(package.iter().any(|other| other == line), "{package:#?}");
    let none = &tables(OWN)["package"];
    assert!(!none.iter().any(|line| line.starts_with("exclude")));
}
