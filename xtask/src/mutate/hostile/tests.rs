//! Tests hostile texts in all places of a document. They must not become code or markup in the generated crate.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use codegen::diag::{Format, render};
use codegen::input::{FileProvider, MemoryFiles, Policy, Reading};
use codegen::load::DiskFiles;
use codegen::pipeline::{Single, run_single};
use serde_json::Value;

use super::super::audit::audit;
use super::super::recipe::REFUSING;
use super::{Payload, everything, names, payloads, places};
use crate::workspace::root;

/// Returns the templates without the runtime, because the runtime is the same for every document.
fn templates() -> MemoryFiles {
    const RUNTIME: &str = "templates/runtime/src/runtime/";
    let disk = DiskFiles::new(root());
    let mut paths = disk.list("templates").unwrap();
    paths.retain(|path| !path.starts_with(RUNTIME));
    paths.push("Cargo.toml".to_owned());
    let files = paths.into_iter();
    let files = files.map(|path| (path.clone(), disk.read(&path).unwrap()));
    let files: MemoryFiles = files.collect();
    files.with(format!("{RUNTIME}mod.rs"), "")
}

/// Returns a copy of the document that contains `text` in the first place of each sort in `sorts`.
fn with(document: &Value, sorts: &[&str], text: &str) -> Value {
    let mut document = document.clone();
    for sort in sorts {
        let all = places(&document);
        if let Some(place) = all.iter().find(|place| place.name == *sort) {
            place.put(&mut document, text);
        }
    }
    document
}

/// Generates a crate from the document. Returns whether there is a crate, and the failures that `audit` finds in it.
fn escapes(document: &Value, templates: &MemoryFiles) -> (bool, Vec<String>) {
    let text = serde_json::to_string(document).unwrap();
    let files = MemoryFiles::new().with("spec.json", text);
    let outcome = run_single(&Single {
        files: &files,
        templates,
        path: "spec.json",
        name: None,
        policy: Policy::Lenient,
        examples: true,
        reading: Reading::default(),
    });
    let formats = [Format::Human, Format::Short, Format::Json];
    let messages = formats.map(|format| render(&outcome.diagnostics, &outcome.sources, format));
    let found = audit(outcome.tree.as_ref(), &messages.concat(), true);
    let found = found.iter();
    let found = found.map(|found| format!("{:?}: {}: {}", found.sort, found.class, found.detail));
    (outcome.tree.is_some(), found.collect())
}

#[test]
fn no_payload_escapes_from_any_place() {
    let (templates, document, payloads) = (templates(), everything().unwrap(), payloads());
    let mut usual = names(&document);
    usual.retain(|name| !REFUSING.contains(name));
    // With all payloads, a debug build needs minutes. Thus, only every twentieth payload is tested, unless
    // `ALL_PAYLOADS` is set.
    let step = if std::env::var_os("ALL_PAYLOADS").is_some() {
        1
    } else {
        20
    };
    let payloads: Vec<Payload> = payloads.into_iter().step_by(step).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut crates, mut broken) = (0, Vec::new());
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(Payload { name, text }) = payloads.get(index) else {
                return (crates, broken);
            };
            let text = if index.is_multiple_of(2) {
                text.clone()
            } else {
                format!("a {text} b")
            };
            // Every third payload is also tested alone, in a place of a sort in `REFUSING`.
            let other = REFUSING[index / 3 % REFUSING.len()];
            let alone: &[&str] = if index.is_multiple_of(3) {
                &[other]
            } else {
                &[]
            };
            for sorts in [usual.as_slice(), alone]
                .into_iter()
                .filter(|it| !it.is_empty())
            {
                let (is_crate, found) = escapes(&with(&document, sorts, &text), &templates);
                crates += usize::from(is_crate);
                broken.extend(found.into_iter().map(|found| format!("{name}: {found}")));
            }
        }
    };
    let results = thread::scope(|scope| {
        let threads = [(); 2].map(|()| scope.spawn(work));
        threads.map(|thread| thread.join().unwrap())
    });
    let crates: usize = results.iter().map(|(crates, _)| crates).sum();
    let broken: Vec<String> = results.into_iter().flat_map(|(_, broken)| broken).collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(crates > payloads.len() / 2, "{crates}");
}
