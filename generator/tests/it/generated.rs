//! Tests that `generated/` and `specs/names.lock` are up to date with `specs/`.

use std::fs;
use std::path::{Path, PathBuf};

use codegen::diag::{Format, render};
use codegen::load::DiskFiles;
use codegen::pipeline::{Inputs, run};
use codegen::write::{Mode, write};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

#[test]
fn generated_is_up_to_date() {
    let files = DiskFiles::new(root());
    let outcome = run(&Inputs {
        files: &files,
        manifest: "specs/codegen.yaml",
        lock: "specs/names.lock",
        command: "codegen",
    });
    let said = render(&outcome.diagnostics, &outcome.sources, Format::Human);
    let tree = outcome
        .tree
        .unwrap_or_else(|| panic!("the run stops:\n{said}"));
    let report = write(&root().join("generated"), &tree, Mode::Check).unwrap();
    assert!(
        report.is_clean(),
        "`generated/` is out of date; run `cargo xtask codegen`: {report:#?}"
    );
    let lock = fs::read_to_string(root().join("specs/names.lock")).unwrap_or_default();
    let names = outcome.stages.names.unwrap();
    assert!(
        names.lock.to_text() == lock,
        "`specs/names.lock` is out of date; run `cargo xtask codegen`"
    );
}
