//! Tests of imports that create a skeleton. A skeleton is a valid document with all facts of a publisher's document,
//! but without its descriptions.

use std::fs;
use std::path::Path;

use codegen::diag::{Code, Diagnostics, Format, Severity, render};
use codegen::import::{Imported, Options, import};
use codegen::input::MemoryFiles;
use codegen::load::load_text;
use codegen::pipeline::{Inputs, run};
use codegen::source::{Node, Pointer, Sources};

const MANIFEST: &str = "
crate: {name: case, version: 0.1.0, description: d}
apis: [{name: v2, module: v2, policy: lenient, documents: [{path: spec.yaml}]}]
scopes: [{accessor: sub, type: Sub, api: v2, prefix: '/accounts/{accountId}', id: AccountId, docs: One.}]
ids: {AccountId: An account.}
";

fn tree(text: &str, path: &str) -> Node {
    let mut diagnostics = Diagnostics::default();
    let mut sources = Sources::default();
    let node = load_text(text, path, &mut sources, &mut diagnostics);
    let said = render(&diagnostics, &sources, Format::Short);
    node.filter(|_| diagnostics.is_empty())
        .unwrap_or_else(|| panic!("{said}\n{text}"))
}

fn hub(tags: &[&str]) -> Imported {
    let options = Options {
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        mirror_prefix: Some("/accounts/{accountId}".to_owned()),
        native: vec!["/accounts/{accountId}/owner".to_owned()],
    };
    import(
        &tree(include_str!("../import/hub.json"), "hub.json"),
        &options,
    )
}

#[test]
fn a_skeleton_has_the_facts_and_none_of_the_words() {
    let imported = hub(&["depots", "Gate Keepers"]);
    assert_eq!((imported.operations, imported.webhooks), (4, 0));
    assert_eq!(imported.tags, ["Depots", "Gate Keepers", "Other"]);
    assert_is_file("hub.yaml", &imported.text);
}

fn webhooks(document: &str, tags: &[&str]) -> Imported {
    let options = Options {
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        ..Options::default()
    };
    import(&tree(document, "webhooks.json"), &options)
}

const WEBHOOKS: &str = include_str!("../import/webhooks.json");

#[test]
fn a_skeleton_of_webhooks_has_the_facts_and_none_of_the_words() {
    let imported = webhooks(WEBHOOKS, &[]);
    assert_eq!((imported.operations, imported.webhooks), (0, 2));
    assert!(!imported.text.contains("Secret"), "{}", imported.text);
    assert_is_file("webhooks.yaml", &imported.text);
}

#[test]
fn a_skeleton_has_only_the_webhooks_of_the_asked_tags() {
    let imported = webhooks(WEBHOOKS, &["gates"]);
    assert_eq!(imported.webhooks, 1);
    assert_eq!(imported.tags, ["Depots", "Gates"]);
    assert!(!imported.text.contains("depot.moved"), "{}", imported.text);
}

#[test]
fn webhooks_that_a_document_lists_under_paths_give_the_same_skeleton() {
    let misplaced = WEBHOOKS.replace("\"webhooks\"", "\"paths\"");
    let expected = webhooks(WEBHOOKS, &[]).text;
    assert_same(&expected, &webhooks(&misplaced, &[]).text);
}

#[test]
fn a_skeleton_of_webhooks_has_the_same_facts_when_it_is_imported_again() {
    // The order of the schemas may differ.
    let sorted = |text: &str| {
        let mut lines: Vec<&str> = text.lines().collect();
        lines.sort_unstable();
        lines.join("\n")
    };
    let first = webhooks(WEBHOOKS, &[]).text;
    let again = import(&tree(&first, "webhooks.yaml"), &Options::default());
    assert_same(&sorted(&first), &sorted(&again.text));
}

#[test]
fn a_schema_that_only_refers_to_itself_ends_the_import() {
    let circular =
        r##"{"$ref": "#/webhooks/a/post/requestBody/content/application~1json/schema"}"##;
    let document = format!(
        r#"{{"webhooks": {{"a": {{"post": {{"requestBody": {{"content": {{"application/json": {{"schema": {circular}}}}}}}}}}}}}}}"#
    );
    assert_eq!(webhooks(&document, &[]).webhooks, 1);
}

/// Compares a skeleton with a file. `GOLDEN=accept cargo test -p codegen --test it import` updates the file.
fn assert_is_file(name: &str, text: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    let file = folder.join(name);
    if std::env::var_os("GOLDEN").is_some_and(|value| value == "accept") {
        fs::write(&file, text).unwrap();
    }
    let expected = fs::read_to_string(file).unwrap_or_default();
    assert_same(&expected, text);
}

fn assert_same(expected: &str, made: &str) {
    let diff = similar::TextDiff::from_lines(expected, made);
    let shown = diff.unified_diff().context_radius(3).to_string();
    assert!(expected == made, "the skeleton differs:\n{shown}");
}

#[test]
fn a_skeleton_is_a_document_that_the_generator_reads() {
    let files = MemoryFiles::new()
        .with("spec.yaml", hub(&[]).text)
        .with("codegen.yaml", MANIFEST);
    let outcome = run(&Inputs {
        files: &files,
        manifest: "codegen.yaml",
        lock: "names.lock",
        templates: &files,
        command: "cargo xtask test",
    });
    let said = render(&outcome.diagnostics, &outcome.sources, Format::Short);
    // The run has no templates, so only errors about unreadable files are permitted.
    let errors = outcome
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error && found.code != Code::FileUnreadable);
    assert_eq!(errors.count(), 0, "{said}");
    let model = outcome.stages.model.unwrap();
    let mut found: Vec<String> = model
        .operations
        .iter()
        .map(|operation| {
            let mark = if operation.mirrored { " mirrored" } else { "" };
            format!("{} {}{mark}", operation.method.as_str(), operation.path)
        })
        .collect();
    found.sort();
    assert_eq!(
        found,
        [
            "DELETE /depots/{depotId} mirrored",
            "GET /depots mirrored",
            "GET /other",
            "POST /depots",
            "PUT /accounts/{accountId}/owner"
        ]
    );
}

#[test]
fn a_skeleton_is_the_same_when_it_is_imported_again() {
    let first = hub(&[]).text;
    let again = import(&tree(&first, "hub.yaml"), &Options::default()).text;
    // Without `mirror_prefix`, the import does not write `x-mirror`. Thus, these lines are not compared.
    let without_marks = |text: &str| -> Vec<String> {
        let kept = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("x-mirror"));
        kept.map(str::to_owned).collect()
    };
    assert_same(
        &without_marks(&first).join("\n"),
        &without_marks(&again).join("\n"),
    );
}

/// Strings that are difficult to write in YAML, such as `null`, `1e3` and `a: b`.
const TEXTS: &[&str] = &[
    "",
    " ",
    "a b",
    "a ",
    "-",
    "- a",
    "?",
    "null",
    "Null",
    "~",
    "true",
    "NO",
    "y",
    "1",
    "01",
    "1e3",
    "0x1F",
    "1_000",
    ".5",
    ".inf",
    "12:30",
    "2020-01-01",
    "a: b",
    "a:b",
    "a:",
    ":a",
    "a #b",
    "#a",
    "[a]",
    "{a}",
    "a{b}",
    "a, b",
    "'",
    "\"",
    "it's",
    "\\",
    "*a",
    "&a",
    "!a",
    "|",
    ">",
    "%a",
    "@a",
    "`a`",
    "a\nb",
    "\n",
    "\t",
    "\r",
    "\u{0}",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "é",
    "日本",
    "🦀",
    "https://a.example/b?c=d",
    "https://a.example",
    "<<",
    "=",
    "---",
    "...",
    "$ref",
    "/a/{b}",
    "application/json",
];

#[test]
fn every_text_is_read_back_as_it_was() {
    let json = |text: &str| serde_json::to_string(text).unwrap();
    let list: Vec<String> = TEXTS.iter().map(|text| json(text)).collect();
    let list = list.join(",");
    let properties: Vec<String> = TEXTS
        .iter()
        .map(|text| format!("{}:{{}}", json(text)))
        .collect();
    let properties = properties.join(",");
    let document = format!(
        r#"{{"paths":{{"/a":{{"get":{{"operationId":"a","responses":{{"200":{{"content":{{"application/json":{{"schema":{{"properties":{{{properties}}},"enum":[{list}],"default":[{list},null,1.50,-1e400,{{"a":[]}}]}}}}}}}}}}}}}}}}}}"#
    );
    let document = tree(&document, "a.json");
    let skeleton = tree(&import(&document, &Options::default()).text, "a.yaml");
    let schema = skeleton
        .at(&Pointer::parse("/components/schemas/AResponse").unwrap())
        .unwrap();
    let old = document
        .at(
            &Pointer::parse("/paths/~1a/get/responses/200/content/application~1json/schema")
                .unwrap(),
        )
        .unwrap();
    assert!(schema.same_value(old), "{schema:?}");
}
