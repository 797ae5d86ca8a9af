//! Tests that no two files import each other, directly or through other files. The same applies to rooms. A room is a
//! top-level module: a folder or a file in one of the folders in [`HOUSES`].
//!
//! The tests cover the generator, the hand-written parts of the client, and `xtask`.
//!
//! [`ALLOWED`] lists exceptions with their reasons. If an exception is not needed, the test fails.

#![cfg(test)]

mod components;
mod crate_graph;
mod source;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use codegen::input::FileProvider;
use codegen::load::DiskFiles;

use components::{circles, merged};
use crate_graph::{Crate, Graph, Place};

/// The allowed cycles. Each entry contains a folder with all files of the cycle, and a reason.
const ALLOWED: &[(&str, &str)] = &[];

/// The crates. Each crate is a list of source folders, each with its module in the crate.
const CRATES: &[&[(&str, &[&str])]] = &[
    &[("generator/src", &[])],
    &[("templates/runtime/src", &[])],
    &[
        ("templates/zoom/src", &[]),
        ("templates/zoom/hierarchy", &["hierarchy"]),
    ],
    &[("xtask/src", &[])],
];

/// The folders whose direct subfolders and files are rooms.
const HOUSES: &[&str] = &[
    "generator/src",
    "templates/runtime/src/runtime",
    "templates/zoom/src",
    "xtask/src",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// The imports between the files of all crates.
static GRAPH: LazyLock<Graph> = LazyLock::new(read_graph);

fn read_graph() -> Graph {
    let disk = DiskFiles::new(root());
    let mut graph = Graph::new();
    for folders in CRATES {
        let mut files = Crate::default();
        for (folder, base) in *folders {
            let paths = disk.list(folder).unwrap();
            let rust = |path: &&String| Path::new(path).extension().is_some_and(|end| end == "rs");
            for path in paths.iter().filter(rust) {
                let text = fs::read_to_string(root().join(path)).unwrap();
                let below = &path[folder.len() + 1..];
                files.add(base, below, path, &text).unwrap();
            }
        }
        let edges = files.graph();
        assert!(
            edges.values().any(|targets| !targets.is_empty()),
            "{folders:?} has no imports"
        );
        graph.extend(edges);
    }
    graph
}

/// Returns the room that contains a file: `xtask/src/a/b.rs` → `xtask/src/a`. Returns `None` for a root file such as
/// `xtask/src/main.rs`.
fn room(path: &str) -> Option<String> {
    let (house, below) = HOUSES.iter().find_map(|house| {
        let below = path.strip_prefix(house)?.strip_prefix('/')?;
        Some((house, below))
    })?;
    let name = below.split('/').next().unwrap_or(below);
    let is_whole = ["mod.rs", "lib.rs", "main.rs"].contains(&name);
    (!is_whole).then(|| format!("{house}/{name}"))
}

/// Describes a cycle as a list of its imports, each with the location of the first use.
fn described(graph: &Graph, circle: &BTreeSet<String>) -> String {
    let mut lines = vec!["circle of imports:".to_owned()];
    for node in circle {
        let inside = graph[node]
            .iter()
            .filter(|(target, _)| circle.contains(*target));
        lines.extend(inside.map(|(target, Place { path, line })| {
            format!("  {path}:{line}: `{node}` uses `{target}`")
        }));
    }
    lines.join("\n")
}

fn is_allowed(circle: &BTreeSet<String>, allowed: &str) -> bool {
    circle
        .iter()
        .all(|path| path == allowed || path.starts_with(&format!("{allowed}/")))
}

/// Fails if the graph has a cycle that [`ALLOWED`] does not list.
fn check(graph: &Graph) {
    let circles = circles(graph);
    let forbidden = circles
        .iter()
        .filter(|circle| !ALLOWED.iter().any(|(place, _)| is_allowed(circle, place)));
    let problems: Vec<String> = forbidden.map(|circle| described(graph, circle)).collect();
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n\n"));
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    check(&GRAPH);
}

#[test]
fn no_rooms_import_each_other_in_a_circle() {
    check(&merged(&GRAPH, room));
}

#[test]
fn every_allowed_circle_exists() {
    let mut found = circles(&GRAPH);
    found.extend(circles(&merged(&GRAPH, room)));
    for (place, reason) in ALLOWED {
        assert!(
            found.iter().any(|circle| is_allowed(circle, place)),
            "`{place}` has no circle ({reason}): remove it from the list"
        );
    }
}

/// Returns the imports between files, each as `importer:line -> imported`. `files` contains pairs of path and text.
fn edges(files: &[(&str, &str)]) -> Vec<String> {
    let mut small = Crate::default();
    for (path, text) in files {
        small.add(&[], path, path, text).unwrap();
    }
    let graph = small.graph();
    let edges = graph.iter().flat_map(|(from, targets)| {
        targets
            .iter()
            .map(move |(to, place)| format!("{from}:{} -> {to}", place.line))
    });
    edges.collect()
}

#[test]
fn imports_and_paths_in_code_are_edges() {
    let files = [
        (
            "lib.rs",
            "mod a;\nmod b;\nmod c;\nfn f() {\n    a::f();\n}\n",
        ),
        ("a.rs", "use crate::b::{B, x::y as z};\nfn f() {}\n"),
        ("b.rs", "pub struct B;\nfn g(c: super::c::C) {}\n"),
        (
            "c.rs",
            "// crate::a::f\npub struct C(&'static str);\nconst D: C = C(\"crate::a\");\n",
        ),
    ];
    assert_eq!(
        edges(&files),
        ["a.rs:1 -> b.rs", "b.rs:2 -> c.rs", "lib.rs:5 -> a.rs"]
    );
}

#[test]
fn a_reexport_is_no_edge_and_leads_to_the_item() {
    let files = [
        ("lib.rs", "mod room;\n"),
        (
            "room/mod.rs",
            "mod a;\nmod b;\nmod c;\npub use self::a::A;\npub use b::*;\n",
        ),
        ("room/a.rs", "pub struct A;\n"),
        ("room/b.rs", "pub struct B;\n"),
        (
            "room/c.rs",
            "use crate::room::{self, A};\nfn f(_: room::B, _: room::C) {}\n",
        ),
    ];
    assert_eq!(
        edges(&files),
        [
            "room/c.rs:1 -> room/a.rs",
            "room/c.rs:2 -> room/b.rs",
            "room/c.rs:2 -> room/mod.rs"
        ]
    );
}

#[test]
fn a_reexport_that_its_own_file_uses_is_an_edge() {
    let files = [
        ("lib.rs", "mod a;\npub use a::A;\npub fn f() -> A {}\n"),
        ("a.rs", "pub struct A;\n"),
    ];
    assert_eq!(edges(&files), ["lib.rs:3 -> a.rs"]);
}

#[test]
fn macros_and_inner_modules_are_read_and_tests_are_not() {
    let files = [
        ("lib.rs", "mod a;\nmod b;\n"),
        (
            "a.rs",
            "macro_rules! m { () => { $crate::b::B }; }\npub use m;\n",
        ),
        (
            "b.rs",
            "mod inner {\n    use super::super::a::m;\n}\n#[cfg(test)]\nmod tests {\n    use crate::f;\n}\n",
        ),
    ];
    assert_eq!(edges(&files), ["a.rs:1 -> b.rs", "b.rs:2 -> a.rs"]);
}

#[test]
fn fields_methods_and_other_crates_are_no_edges() {
    let files = [
        ("lib.rs", "mod a;\nmod http;\n"),
        (
            "a.rs",
            "use ::http::Uri;\nuse std::fmt;\nfn f(x: X) -> fmt::Result {\n    x.http.a()\n}\n",
        ),
        ("http.rs", ""),
    ];
    assert_eq!(edges(&files), [""; 0]);
}

#[test]
fn circles_are_found_whole_and_apart() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c; mod d; mod e;\n"),
        ("a.rs", "use crate::b::B;\n"),
        ("b.rs", "use crate::c::C;\n"),
        ("c.rs", "use crate::a::A;\nuse crate::d::D;\n"),
        ("d.rs", "use crate::e::E;\n"),
        ("e.rs", "use crate::d::D;\n"),
    ];
    let mut small = Crate::default();
    for (path, text) in files {
        small.add(&[], path, path, text).unwrap();
    }
    let found = circles(&small.graph());
    let found: Vec<Vec<&str>> = found
        .iter()
        .map(|circle| circle.iter().map(String::as_str).collect())
        .collect();
    assert_eq!(found, [vec!["a.rs", "b.rs", "c.rs"], vec!["d.rs", "e.rs"]]);
}
