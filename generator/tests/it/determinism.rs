//! Tests that the result of a run depends only on its inputs. Earlier runs, the location of the repository and the order of
//! directory listings have no effect.

use std::fs;

use codegen::diag::{Diagnostics, Format, render};
use codegen::input::{FileProvider, MemoryFiles, Policy, ReadError, Reading};
use codegen::load::{DiskFiles, load_text};
use codegen::pipeline::{Single, run_single};
use codegen::source::{Node, Sources, Value};
use similar::TextDiff;

use crate::project::{FIRST, made, root};
use crate::templates::without_runtime;

/// A file provider that reads from the disk and lists each folder in reverse order.
struct Backwards(DiskFiles);

impl FileProvider for Backwards {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        self.0.read(path)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, ReadError> {
        let mut paths = self.0.list(folder)?;
        paths.reverse();
        Ok(paths)
    }
}

#[test]
fn a_second_run_in_another_folder_with_other_listings_makes_the_same_bytes() {
    let (first, read) = &*FIRST;
    let folder = tempfile::tempdir().unwrap();
    for path in read {
        let copy = folder.path().join(path);
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::copy(root().join(path), copy).unwrap();
    }
    let elsewhere = made(&Backwards(DiskFiles::new(folder.path())));
    assert!(
        *first == elsewhere,
        "a run in another folder, with listings in reverse order, differs"
    );
}

#[test]
fn no_file_names_a_place_of_this_machine() {
    let (said, tree, _) = &FIRST.0;
    let here = root().to_string_lossy().into_owned();
    assert!(!said.contains(&here));
    for (path, bytes) in tree {
        assert!(!String::from_utf8_lossy(bytes).contains(&here), "{path}");
    }
}

#[test]
fn every_text_ends_in_one_line_break_and_has_no_carriage_return() {
    let (_, tree, _) = &FIRST.0;
    for (path, bytes) in tree {
        let text = std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("{path} is not UTF-8"));
        assert!(!text.contains('\r'), "{path} has a carriage return");
        assert!(
            text.ends_with('\n') && !text.ends_with("\n\n"),
            "{path} does not end in one line break"
        );
    }
}

/// Converts a document to JSON, with the keys of all maps in reverse order. Only maps of media types keep their order,
/// because the generator uses the first of several similar media types.
fn reversed(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(number) => serde_json::from_str(&number.text).unwrap(),
        Value::Str(text) => text.clone().into(),
        Value::List(items) => items.iter().map(reversed).collect(),
        Value::Map(map) => {
            let mut members: Vec<(String, serde_json::Value)> = map
                .iter()
                .map(|(name, _, node)| (name.to_owned(), reversed(node)))
                .collect();
            let is_content = map.iter().all(|(name, ..)| name.contains('/'));
            let is_path = map.iter().any(|(name, ..)| name.starts_with('/'));
            if !is_content || is_path {
                members.reverse();
            }
            serde_json::Value::Object(members.into_iter().collect())
        }
    }
}

/// Generates a crate from a document. Returns the sorted lines of its `API.txt`.
fn interface(document: &str, templates: &MemoryFiles) -> String {
    let files = MemoryFiles::new().with("spec.json", document);
    let outcome = run_single(&Single {
        files: &files,
        templates,
        path: "spec.json",
        name: Some("shuffled"),
        policy: Policy::Lenient,
        examples: true,
        reading: Reading::default(),
    });
    let said = render(&outcome.diagnostics, &outcome.sources, Format::Short);
    let tree = outcome
        .tree
        .unwrap_or_else(|| panic!("the run stops:\n{said}"));
    let list = String::from_utf8(tree.get("API.txt").unwrap().clone()).unwrap();
    let mut lines: Vec<String> = list.lines().map(in_any_order).collect();
    lines.sort();
    lines.join("\n")
}

/// Sorts the words of a line in `API.txt`, because the order of fields and arguments follows the document.
fn in_any_order(line: &str) -> String {
    let mut words: Vec<&str> = line.split([',', '(', ')', ' ']).collect();
    words.sort_unstable();
    words.join(" ")
}

#[test]
fn the_order_of_a_documents_maps_does_not_change_the_interface() {
    let templates = without_runtime();
    let mut compared = 0;
    for case in fs::read_dir(root().join("generator/tests/golden")).unwrap() {
        let folder = case.unwrap().path();
        let Ok(text) = fs::read_to_string(folder.join("spec.yaml")) else {
            continue;
        };
        if folder.join("codegen.yaml").exists() || text.contains(".yaml#") || text.contains(".json")
        {
            continue;
        }
        let mut sources = Sources::default();
        let node = load_text(text, "spec.yaml", &mut sources, &mut Diagnostics::default()).unwrap();
        let backwards = reversed(&node);
        let forwards = reversed(
            &load_text(
                backwards.to_string(),
                "a.json",
                &mut sources,
                &mut Diagnostics::default(),
            )
            .unwrap(),
        );
        let (forwards, backwards) = (forwards.to_string(), backwards.to_string());
        let (forwards, backwards) = (
            interface(&forwards, &templates),
            interface(&backwards, &templates),
        );
        let changes = TextDiff::from_lines(&forwards, &backwards);
        let changes = changes.unified_diff().context_radius(0).to_string();
        assert!(changes.is_empty(), "{}:\n{changes}", folder.display());
        compared += 1;
    }
    assert!(compared > 20, "only {compared} documents were compared");
}
