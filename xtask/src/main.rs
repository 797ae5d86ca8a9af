//! The tasks of this project.
use std::path::Path;
use codegen::{load::DiskFiles, pipeline::{Inputs, run}, write::{Mode, write}, diag::{render, Format}};
fn main() {
    let files = DiskFiles::new(".");
    let outcome = run(&Inputs { files: &files, manifest: "specs/codegen.yaml", lock: "specs/names.lock", command: "codegen" });
    eprintln!("{}", render(&outcome.diagnostics, &outcome.sources, Format::Human));
    if let Some(tree) = outcome.tree {
        let r = write(Path::new("generated"), &tree, Mode::Write);
        eprintln!("{r:?}");
    }
}
