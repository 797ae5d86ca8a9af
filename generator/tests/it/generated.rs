//! Tests that `generated/` and `specs/names.lock` are up to date with `specs/`.

use std::fs;

use codegen::write::{Mode, write};

use crate::project::{FIRST, root};

#[test]
fn generated_is_up_to_date() {
    let (_, tree, names) = &FIRST.0;
    let report = write(&root().join("generated"), tree, Mode::Check).unwrap();
    assert!(
        report.is_clean(),
        "`generated/` is out of date; run `cargo xtask codegen`: {report:#?}"
    );
    let lock = fs::read_to_string(root().join("specs/names.lock")).unwrap_or_default();
    assert!(
        *names == lock,
        "`specs/names.lock` is out of date; run `cargo xtask codegen`"
    );
}
