//! Tests of rules that neither the compiler nor lints can check: the sizes of files, the layers, and forbidden words.
//!
//! Each test prints every violation as `path:line: text`.

#![cfg(test)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::input::FileProvider;
use codegen::load::DiskFiles;

/// The maximum number of lines of a hand-written file.
const MOST_LINES: usize = 600;
/// The maximum number of lines of a generated file.
const MOST_EMITTED_LINES: usize = 1500;
/// The files that only list all resources, operations or events.
const LISTS: [&str; 4] = [
    "generated/src/client.rs",
    "generated/src/events/mod.rs",
    "generated/src/ops.rs",
    "generated/src/v2/mod.rs",
];
/// The maximum number of lines of a file that is such a list.
const MOST_LINES_OF_A_LIST: usize = 2_000;

/// The top-level modules of the generator, each with the modules that it may import.
const LAYERS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diag", &["source", "text"]),
    ("input", &["source", "text"]),
    ("openapi", &["input", "source", "text"]),
    ("load", &["diag", "input", "openapi", "source"]),
    ("overlay", &["diag", "input", "source"]),
    ("convert", &["diag", "input", "openapi", "source"]),
    ("adapt", &["diag", "input", "openapi", "source"]),
    ("check", &["diag", "input", "load", "openapi", "source"]),
    ("bundle", &["diag", "input", "openapi", "source"]),
    ("text", &[]),
    ("model", &["source", "text"]),
    (
        "lower",
        &["diag", "input", "model", "openapi", "source", "text"],
    ),
    ("refine", &["diag", "input", "model", "text"]),
    ("names", &["diag", "model", "refine", "source", "text"]),
    ("plan", &["diag", "model", "names", "refine", "text"]),
    ("emit", &["plan", "text"]),
    ("format", &["diag", "emit", "text"]),
    ("assets", &["diag", "format", "input", "plan", "text"]),
    ("api", &[]),
    ("write", &["assets", "diag", "format"]),
    (
        "project",
        &[
            "assets", "diag", "input", "load", "pipeline", "source", "write",
        ],
    ),
    ("semver", &["assets", "text"]),
    (
        "changes",
        &[
            "assets", "model", "names", "pipeline", "semver", "source", "text", "write",
        ],
    ),
    ("import", &["input", "load", "openapi", "source", "text"]),
    ("lint", &["diag", "input", "openapi", "source"]),
    ("overlap", &["diag", "input", "source"]),
];

/// The libraries, each with the files of `generator/src` that may use the library. A path that ends in `/` is a folder.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["diag/"]),
    ("any_ascii", &["text/ascii.rs"]),
    ("fs4", &["write/lock.rs"]),
    ("heck", &["names/idents.rs"]),
    ("minijinja", &["assets/"]),
    ("openapiv3", &["check/"]),
    ("pluralizer", &["names/plurals.rs"]),
    ("prettyplease", &["format.rs"]),
    ("proc_macro2", &["emit/", "text/untrusted.rs"]),
    ("quote", &["emit/", "text/untrusted.rs"]),
    ("granit_parser", &["load/"]),
    ("serde_yaml", &["load/yaml.rs"]),
    ("sha2", &["load/"]),
    ("pulldown_cmark", &["text/prose/"]),
    ("std::env", &[]),
    ("std::fs", &["load/", "write/"]),
    ("std::net", &[]),
    ("std::process", &[]),
    ("std::time", &["write/lock.rs"]),
    ("strsim", &["diag/"]),
    ("syn", &["format.rs"]),
    ("toml_edit", &["assets/cargo_manifest.rs"]),
];

/// The fields of the plan whose strings contain no text of a document. They contain names of Cargo features, files,
/// APIs and operations.
const PLAIN_TEXT_OF_THE_PLAN: &[&str] = &[
    "String,",
    "pub api: String,",
    "pub feature: Option<String>,",
    "pub features: Vec<String>,",
    "pub file: String,",
    "pub id: String,",
    "pub message: String,",
    "pub modules: Vec<(Name, Option<String>)>,",
];

/// The modules of `std` with access to the system. Each has one file that may use it. This file uses it only if the
/// user calls its functions.
const MAY_REACH_OUT: &[(&str, &str)] = &[
    ("std::env", "/src/auth/environment.rs"),
    ("std::fs", "/src/auth/file_store.rs"),
    ("std::fs", "/src/fake/program.rs"),
];

/// A text file of the repository.
struct Source {
    /// The path relative to the root of the repository, with `/` as separator.
    path: String,
    text: String,
}

impl Source {
    /// Returns all lines that are not comments, with their line numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self
            .text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

fn is_rust(path: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|extension| extension == "rs")
}

fn sources(folder: &str) -> Vec<Source> {
    let paths = DiskFiles::new(root()).list(folder).unwrap();
    let rust = paths.into_iter().filter(|path| is_rust(path));
    rust.map(|path| Source {
        text: fs::read_to_string(root().join(&path)).unwrap(),
        path,
    })
    .collect()
}

/// Returns the hand-written Rust files, without generated files and test cases.
fn hand_written() -> Vec<Source> {
    let folders = ["generator/src", "generator/tests", "templates", "xtask"];
    let cases = [
        "generator/tests/golden/",
        "generator/tests/diagnostics/",
        "generator/tests/semver/",
        "templates/runtime/tests/api/out/",
    ];
    let all = folders.into_iter().flat_map(sources);
    all.filter(|source| !cases.iter().any(|folder| source.path.starts_with(folder)))
        .collect()
}

fn none(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// Whether a line of code uses a library or a module with this name.
fn names(line: &str, name: &str) -> bool {
    let is_referenced = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = &line[at + name.len()..];
        let parted = before.is_none_or(|c| !is_referenced(c) && c != ':' && c != '`' && c != '.');
        let used = after.starts_with("::")
            || after.starts_with('!')
            || after.starts_with(" as ")
            || after.starts_with(';');
        parted && used
    })
}

/// Returns the names of modules after `crate::` in a file. Several names can be in braces.
fn own_modules(source: &Source) -> Vec<String> {
    let lines: Vec<&str> = source.code().map(|(_, line)| line).collect();
    let code = lines.join("\n");
    let mut found = Vec::new();
    for (at, start) in code.match_indices("crate::") {
        let rest = &code[at + start.len()..];
        match rest.strip_prefix('{') {
            None => found.push(first_word(rest)),
            Some(group) => found.extend(members(group).into_iter().map(first_word)),
        }
    }
    found
}

/// Splits the text of a group in braces at its commas, except for commas in nested groups. `group` starts after the
/// opening brace.
fn members(group: &str) -> Vec<&str> {
    let mut depth = 0;
    let mut start = 0;
    let mut found = Vec::new();
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                found.push(&group[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found
}

fn first_word(text: &str) -> String {
    let text = text.trim_start();
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_'));
    text[..end.unwrap_or(text.len())].to_owned()
}

#[test]
fn the_modules_that_a_file_names_are_found() {
    let text = "use crate::model::{Ty, Docs};\n// crate::no\nuse crate::{diag::{Code, Label}, lower::lower,\n    names};\nlet x = crate::emit::emit();\n";
    let source = Source {
        path: String::new(),
        text: text.to_owned(),
    };
    assert_eq!(
        own_modules(&source),
        ["model", "diag", "lower", "names", "emit"]
    );
}

#[test]
fn the_top_level_holds_what_a_reader_looks_for_and_no_more() {
    let known = [
        "Cargo.lock",
        "Cargo.toml",
        "README.md",
        "generated",
        "generator",
        "specs",
        "target",
        "templates",
        "xtask",
    ];
    let mut broken = Vec::new();
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let is_known = known.contains(&name.as_str()) || name.starts_with("LICENSE");
        if !is_known && !name.starts_with('.') {
            broken.push(format!("{name}: does not belong here"));
        }
    }
    none(&broken);
}

#[test]
fn no_hand_written_file_is_too_long() {
    let long = hand_written()
        .into_iter()
        .map(|source| (source.text.lines().count(), source.path));
    none(
        &long
            .filter(|(lines, _)| *lines > MOST_LINES)
            .map(|(lines, path)| format!("{path}:{lines}: more than {MOST_LINES} lines"))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn no_emitted_file_is_too_long() {
    let emitted = sources("generated/src")
        .into_iter()
        .filter(|source| !source.path.starts_with("generated/src/runtime/"));
    let long = emitted.map(|source| (source.text.lines().count(), source.path));
    let limit = |path: &str| {
        if LISTS.contains(&path) {
            MOST_LINES_OF_A_LIST
        } else {
            MOST_EMITTED_LINES
        }
    };
    let long = long.filter(|(lines, path)| *lines > limit(path));
    none(
        &long
            .map(|(lines, path)| format!("{path}:{lines}: more than {} lines", limit(&path)))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn every_file_says_first_what_it_is_for() {
    let silent = hand_written()
        .into_iter()
        .filter(|source| !source.text.starts_with("//!"));
    none(
        &silent
            .map(|source| format!("{}:1: has to begin with `//!`", source.path))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn nothing_is_left_to_be_done() {
    // The words are written in two parts, because the test also searches this file.
    let marks = [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["X", "XX"].concat(),
    ];
    let mut broken = Vec::new();
    for source in hand_written() {
        for (index, line) in source.text.lines().enumerate() {
            if let Some(mark) = marks.iter().find(|mark| line.contains(mark.as_str())) {
                broken.push(format!("{}:{}: {mark}", source.path, index + 1));
            }
        }
    }
    none(&broken);
}

#[test]
fn stages_know_only_those_before_them() {
    let mut broken = Vec::new();
    for source in sources("generator/src") {
        let below = source.path.trim_start_matches("generator/src/");
        let stage = below.split('/').next().unwrap().trim_end_matches(".rs");
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == stage) else {
            continue;
        };
        for module in own_modules(&source) {
            let is_stage = module == "pipeline" || LAYERS.iter().any(|(name, _)| *name == module);
            if is_stage && module != stage && !allowed.contains(&module.as_str()) {
                broken.push(format!(
                    "{}:1: `{stage}` may not know `{module}`",
                    source.path
                ));
            }
        }
    }
    none(&broken);
}

#[test]
fn every_stage_has_its_layer() {
    let modules = fs::read_to_string(root().join("generator/src/lib.rs")).unwrap();
    let modules = modules
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let loose = modules
        .filter(|name| *name != "pipeline" && !LAYERS.iter().any(|(layer, _)| layer == name));
    none(
        &loose
            .map(|name| format!("generator/src/lib.rs:1: `{name}` has no layer"))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn libraries_are_known_only_where_they_belong() {
    let mut broken = Vec::new();
    for source in sources("generator/src") {
        let below = source.path.trim_start_matches("generator/src/");
        for (library, allowed) in LIBRARIES {
            let allowed = allowed
                .iter()
                .any(|place| below == *place || (place.ends_with('/') && below.starts_with(place)));
            for (number, line) in source.code().filter(|_| !allowed) {
                if names(line, library) {
                    broken.push(format!("{}:{number}: names `{library}`", source.path));
                }
            }
        }
    }
    none(&broken);
}

#[test]
fn the_plan_has_no_text_of_a_document_without_its_escapes() {
    let mut broken = Vec::new();
    for source in sources("generator/src/plan") {
        for (number, line) in source.code() {
            let line = line.trim();
            let is_data = line.starts_with("pub ") && !line.contains("fn ");
            let is_variant =
                line.starts_with(|c: char| c.is_ascii_uppercase()) && line.ends_with("),");
            let is_known = PLAIN_TEXT_OF_THE_PLAN.contains(&line);
            if (is_data || is_variant) && names(line, "String") && !is_known {
                broken.push(format!(
                    "{}:{number}: `{line}` has to be `Untrusted` or `Markdown`",
                    source.path
                ));
            }
        }
    }
    none(&broken);
}

#[test]
fn what_is_shipped_reads_no_environment_and_allows_no_lint() {
    let mut broken = Vec::new();
    let forbidden = [
        "#[allow", "#![allow", "std::env", "std::fs", "println!", "HashMap", "HashSet",
    ];
    let shipped = [
        "generated/src",
        "templates/runtime/src",
        "templates/zoom/src",
    ];
    let shipped = shipped.into_iter().flat_map(sources);
    // A program prints its output and reads its arguments.
    for source in shipped.filter(|source| !source.path.starts_with("generated/src/bin/")) {
        let may = |word: &str| {
            let mut places = MAY_REACH_OUT.iter();
            places.any(|(other, file)| *other == word && source.path.ends_with(file))
        };
        for (number, line) in source.code() {
            for word in (forbidden.iter()).filter(|word| line.contains(**word) && !may(word)) {
                broken.push(format!("{}:{number}: `{word}`", source.path));
            }
            if line.contains("cfg(test)") {
                broken.push(format!("{}:{number}: tests stand in `tests/`", source.path));
            }
        }
    }
    none(&broken);
}

#[test]
fn the_runtime_is_copied_word_for_word() {
    let mut broken = Vec::new();
    for (from, to) in [
        ("templates/runtime/src/runtime", "generated/src/runtime"),
        ("templates/zoom/src/auth", "generated/src/auth"),
        ("templates/zoom/src/errors", "generated/src/errors"),
        ("templates/zoom/src/limits", "generated/src/limits"),
    ] {
        let strip = |folder: &str, skip: usize| -> BTreeMap<String, String> {
            let text = |source: &Source| {
                source
                    .text
                    .lines()
                    .skip(skip)
                    .collect::<Vec<_>>()
                    .join("\n")
            };
            sources(folder)
                .iter()
                .map(|source| (source.path[folder.len()..].to_owned(), text(source)))
                .collect()
        };
        // The copy starts with a header line and an empty line, which the original does not have.
        let (from, copy) = (strip(from, 0), strip(to, 2));
        for path in from.keys().chain(copy.keys()) {
            if from.get(path) != copy.get(path) {
                broken.push(format!("{to}{path}:1: is not the copy of its template"));
            }
        }
    }
    broken.sort();
    broken.dedup();
    none(&broken);
}

/// Returns the entries of a table in a `Cargo.toml`, by key.
fn table(path: &str, name: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(root().join(path)).unwrap();
    let head = format!("[{name}]");
    let lines = text
        .lines()
        .skip_while(|line| *line != head)
        .skip(1)
        .take_while(|line| !line.starts_with('['));
    let pairs = lines.filter_map(|line| line.split_once('='));
    pairs
        .filter(|(name, _)| !name.starts_with('#'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

#[test]
fn the_generated_crate_has_the_dependencies_and_features_of_what_is_hand_written() {
    let runtime = table("templates/runtime/Cargo.toml", "dependencies");
    let zoom = table("templates/zoom/Cargo.toml", "dependencies");
    let generated = table("generated/Cargo.toml", "dependencies");
    let mut broken = Vec::new();
    for (name, value) in &runtime {
        if generated.get(name) != Some(value) {
            broken.push(format!(
                "generated/Cargo.toml:1: `{name}` is not `{value}` as in the runtime"
            ));
        }
    }
    for (name, value) in generated
        .iter()
        .filter(|(name, _)| !runtime.contains_key(*name))
    {
        if zoom.get(name) != Some(value) {
            broken.push(format!(
                "generated/Cargo.toml:1: nothing hand-written needs `{name}`"
            ));
        }
    }
    let features = table("generated/Cargo.toml", "features");
    for own in ["templates/runtime/Cargo.toml", "templates/zoom/Cargo.toml"] {
        for (name, value) in table(own, "features") {
            if name != "default" && features.get(&name) != Some(&value) {
                broken.push(format!(
                    "generated/Cargo.toml:1: feature `{name}` is not `{value}` as in `{own}`"
                ));
            }
        }
    }
    none(&broken);
}

#[test]
fn the_generated_crate_is_held_to_the_lints_of_the_workspace() {
    for group in ["rust", "clippy"] {
        let mut ours = table("Cargo.toml", &format!("workspace.lints.{group}"));
        if group == "clippy" {
            // The body of a request can be one of several types, of which one is large. It is moved only a few times.
            ours.insert("large_enum_variant".to_owned(), "\"allow\"".to_owned());
        }
        assert_eq!(
            table("generated/Cargo.toml", &format!("lints.{group}")),
            ours,
            "lints.{group}"
        );
    }
}
