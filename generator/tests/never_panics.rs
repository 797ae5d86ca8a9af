//! Tests that every run ends with an error or with a crate of valid Rust. A run must not panic, overflow the stack or report an
//! internal error.
//!
//! The random numbers have fixed seeds, so the tests always use the same documents.
//! `NOISE=30000 cargo test -p codegen --test never_panics` tries 30000 documents in each test. The fuzz targets in
//! `generator/fuzz` have no time limit.

#![cfg(test)]

mod noise;
#[path = "support/templates.rs"]
mod templates;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use codegen::assets::OutputTree;
use codegen::diag::{Code, Diagnostics, Format, Severity, render};
use codegen::input::{MemoryFiles, Policy, Reading};
use codegen::load::{load_text, yaml};
use codegen::pipeline::{Single, run_single};
use codegen::source::Sources;
use noise::{Dice, cut, raw, spoiled};
use serde_json::Value;

/// Returns how many documents to try: the value of `NOISE`, or `usual` without this variable.
fn runs(usual: u64) -> u64 {
    let asked = std::env::var("NOISE").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Returns the documents in which the tests make random changes: the documents of the golden cases, and
/// `noise/rich.yaml`.
fn texts() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder.join("golden"))
        .unwrap()
        .map(|entry| entry.unwrap().path().join("spec.yaml"))
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    let rich = folder.join("noise/rich.yaml");
    // `rich.yaml` is in the list many times, so that every second random choice selects it.
    paths.extend(vec![rich; paths.len()]);
    paths
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}

fn trees() -> Vec<Value> {
    let tree = |text: &String| {
        let mut diagnostics = Diagnostics::default();
        let node = load_text(
            text.clone(),
            "spec.yaml",
            &mut Sources::default(),
            &mut diagnostics,
        );
        yaml::typed(&node.unwrap()).unwrap()
    };
    texts().iter().map(tree).collect()
}

/// Runs the generator on a document. Returns a description of the problem, or `None` if there is no problem.
fn fault(path: &str, bytes: &[u8], templates: &MemoryFiles, policy: Policy) -> Option<String> {
    let files = MemoryFiles::new().with(path, bytes);
    let single = Single {
        files: &files,
        templates,
        path,
        name: None,
        policy,
        examples: true,
        reading: Reading::default(),
    };
    let ended = catch_unwind(AssertUnwindSafe(|| {
        let outcome = run_single(&single);
        // Rendering the diagnostics must not panic.
        let said = render(&outcome.diagnostics, &outcome.sources, Format::Human);
        (outcome, said)
    }));
    let Ok((outcome, said)) = ended else {
        return Some("it panics".to_owned());
    };
    if outcome
        .diagnostics
        .iter()
        .any(|found| found.code == Code::Internal)
    {
        return Some(format!("it finds a fault of its own:\n{said}"));
    }
    let errors = outcome.diagnostics.count(Severity::Error);
    let Some(tree) = outcome.tree else {
        return (errors == 0).then(|| format!("it makes nothing and says no error:\n{said}"));
    };
    if errors > 0 {
        return Some(format!("it makes a crate in spite of an error:\n{said}"));
    }
    on_stack(64 << 20, || no_rust(&tree))
}

/// Describes the first generated file that is not valid Rust. Skips the runtime, because its files are the same in every crate.
fn no_rust(tree: &OutputTree) -> Option<String> {
    let is_emitted = |path: &str| {
        !path.starts_with("src/runtime/")
            && Path::new(path).extension().is_some_and(|end| end == "rs")
    };
    tree.iter()
        .filter(|(path, _)| is_emitted(path))
        .find_map(|(path, bytes)| {
            let text = String::from_utf8_lossy(bytes);
            let error = syn::parse_file(&text).err()?;
            Some(format!("`{path}` is no Rust: {error}:\n{text}"))
        })
}

/// The default stack size of a thread, in bytes.
const USUAL: usize = 2 << 20;

/// Runs a closure on a thread with a stack of `bytes` bytes.
fn on_stack<T: Send>(bytes: usize, work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(bytes)
            .spawn_scoped(scope, work);
        thread
            .unwrap()
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Runs the generator on many documents, on a thread with the default stack size. The test fails at the first document
/// with a problem.
fn try_all(path: &str, usual: u64, document: impl Fn(&mut Dice) -> Vec<u8> + Sync) {
    on_stack(USUAL, || {
        let templates = templates::without_runtime();
        for seed in 0..runs(usual) {
            let bytes = document(&mut Dice::new(seed));
            let policy = if seed % 8 == 0 {
                Policy::Strict
            } else {
                Policy::Lenient
            };
            if let Some(fault) = fault(path, &bytes, &templates, policy) {
                panic!("seed {seed}: {fault}\n{}", String::from_utf8_lossy(&bytes));
            }
        }
    });
}

#[test]
fn documents_with_something_wrong_end_in_an_error_or_in_rust() {
    let trees = trees();
    try_all("spec.json", 200, move |dice| {
        let sound = dice.one_of(&trees).clone();
        serde_json::to_vec(&spoiled(&sound, dice)).unwrap()
    });
}

#[test]
fn texts_that_were_cut_end_in_an_error_or_in_rust() {
    let texts = texts();
    try_all("spec.yaml", 400, move |dice| {
        let sound = dice.one_of(&texts).clone();
        cut(&sound, dice)
    });
}

#[test]
fn bytes_that_mean_nothing_end_in_an_error() {
    try_all("spec.yaml", 1000, raw);
}

/// Returns a document with one operation. Its response has the schema `schema`. `shared` contains the schemas in
/// `components`.
fn with_schema(schema: &str, shared: &str, description: &str) -> Vec<u8> {
    let description = serde_json::to_string(description).unwrap();
    format!(
        r#"{{"openapi":"3.0.3","info":{{"title":"T","version":"1","description":{description}}},"paths":{{"/a":{{"get":{{"responses":{{"200":{{"description":{description},"content":{{"application/json":{{"schema":{schema}}}}}}}}}}}}}}},"components":{{"schemas":{{{shared}}}}}}}"#
    )
    .into_bytes()
}

#[test]
fn what_is_deep_or_long_needs_no_more_stack_than_there_is() {
    let mut documents = Vec::new();
    // Nested schemas, with depths below and above the depth limit.
    for (open, close) in [
        (r#"{"type":"array","items":"#, "}"),
        (r#"{"type":"object","properties":{"a":"#, "}}"),
        (r#"{"type":"object","additionalProperties":"#, "}"),
        (r#"{"allOf":["#, "]}"),
        (r#"{"oneOf":[{"type":"string"},"#, "]}"),
        (r#"{"not":"#, "}"),
    ] {
        for depth in [30, 55, 58, 110, 115, 10_000] {
            let schema = format!("{}{{}}{}", open.repeat(depth), close.repeat(depth));
            documents.push(with_schema(&schema, "", "d"));
        }
    }
    // Long chains of schemas in `components`. The last schema refers to the first schema.
    for next in [
        r#"{"$ref":"NEXT"}"#,
        r#"{"type":"object","properties":{"a":{"$ref":"NEXT"}}}"#,
        r#"{"type":"array","items":{"$ref":"NEXT"}}"#,
        r#"{"allOf":[{"$ref":"NEXT"},{"type":"object","properties":{"b":{"type":"string"}}}]}"#,
        r#"{"oneOf":[{"$ref":"NEXT"},{"type":"object","properties":{"b":{"type":"string"}}}]}"#,
    ] {
        let shared: Vec<String> = (0..LONG)
            .map(|at| {
                let to = format!("#/components/schemas/S{}", (at + 1) % LONG);
                format!(r#""S{at}":{}"#, next.replace("NEXT", &to))
            })
            .collect();
        let start = r##"{"$ref":"#/components/schemas/S0"}"##;
        documents.push(with_schema(start, &shared.join(","), "d"));
        // The same chain of schemas, except that the last schema is a string.
        let open =
            shared[..LONG - 1].join(",") + &format!(r#","S{}":{{"type":"string"}}"#, LONG - 1);
        documents.push(with_schema(start, &open, "d"));
    }
    // Descriptions with nested Markdown.
    for (open, close) in [
        ("> ", ""),
        ("[", ""),
        ("[", "](x)"),
        ("![", "](x)"),
        ("<div>", "</div>"),
        ("<b>", ""),
        ("<ul><li>", ""),
        ("*a ", " b*"),
        ("- ", ""),
        ("`", ""),
        ("<table><tr><td>", ""),
        ("&", ""),
        ("((", "))"),
        ("<", ">"),
    ] {
        let prose = format!("{}x{}", open.repeat(2000), close.repeat(2000));
        documents.push(with_schema("{}", "", &prose));
    }
    on_stack(USUAL, || {
        let templates = templates::without_runtime();
        for bytes in &documents {
            if let Some(fault) = fault("spec.json", bytes, &templates, Policy::Lenient) {
                let shown: String = String::from_utf8_lossy(bytes).chars().take(400).collect();
                panic!("{fault}\n{shown}");
            }
        }
    });
}

/// How many schemas are in a chain.
const LONG: usize = 600;
