//! The folders of the workspace, and functions that run cargo and the generator.

use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::load::DiskFiles;
use codegen::pipeline::{self, Inputs};
use codegen::project::lock_beside;

/// The path of the default manifest, relative to the workspace root.
pub(crate) const MANIFEST: &str = "specs/codegen.yaml";
/// The folder of the published crate, which is `out` of the default manifest.
pub(crate) const GENERATED: &str = "generated";
/// Creates a command that runs the same cargo as the one that runs this task.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Returns the root of the workspace: the nearest parent folder that contains `xtask` and the default manifest. Without
/// such a folder, returns the workspace in which this program was built.
pub(crate) fn root() -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    let nearest = here
        .ancestors()
        .find(|folder| folder.join(MANIFEST).is_file() && folder.join("xtask").is_dir());
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    nearest
        .unwrap_or(package.parent().unwrap_or(package))
        .to_owned()
}

/// Generates the crate of a manifest in memory.
pub(crate) fn generate(manifest: &str) -> pipeline::Outcome {
    let files = DiskFiles::new(root());
    let lock = lock_beside(manifest);
    pipeline::run(&Inputs {
        files: &files,
        manifest,
        lock: &lock,
        templates: &files,
        command: "cargo xtask codegen",
    })
}
