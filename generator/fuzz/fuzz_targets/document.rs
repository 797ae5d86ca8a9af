//! Runs the generator on a document of arbitrary bytes. Every run must end with a crate or with an error, without a panic.
//!
//! Good seeds are `tests/golden/*/spec.yaml` and `tests/noise/rich.yaml`. Copy the seeds to `corpus/document`, or pass the
//! folders of the seeds as further arguments.

#![no_main]

use codegen::diag::{Code, Format, Severity, render};
use codegen::input::{MemoryFiles, Policy, Reading};
use codegen::load::DiskFiles;
use codegen::pipeline::{Single, run_single};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let files = MemoryFiles::new().with("spec.yaml", bytes);
    let templates = DiskFiles::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let outcome = run_single(&Single {
        files: &files,
        templates: &templates,
        path: "spec.yaml",
        name: None,
        policy: Policy::Lenient,
        examples: true,
        reading: Reading::default(),
    });
    let said = render(&outcome.diagnostics, &outcome.sources, Format::Short);
    assert!(
        outcome
            .diagnostics
            .iter()
            .all(|found| found.code != Code::Internal),
        "{said}"
    );
    assert!(
        outcome.tree.is_some() != (outcome.diagnostics.count(Severity::Error) > 0),
        "{said}"
    );
});
