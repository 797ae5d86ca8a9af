//! The workspace that the tasks work on, and a run of the generator over it.

use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::load::DiskFiles;
use codegen::pipeline::{self, Inputs, Outcome};

/// The manifest that is read unless another one is named.
pub(crate) const MANIFEST: &str = "specs/codegen.yaml";
/// The folder that is written.
pub(crate) const GENERATED: &str = "generated";

/// The cargo that runs this, or the one that the system finds.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The root of the workspace: the folder around the current one that has the manifest; the one that this was built in, if
/// there is none.
pub(crate) fn root() -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    let around = here
        .ancestors()
        .find(|folder| folder.join(MANIFEST).is_file() && folder.join("xtask").is_dir());
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    around
        .unwrap_or(package.parent().unwrap_or(package))
        .to_owned()
}

/// The name lock of a manifest: it stands beside it.
pub(crate) fn lock_of(manifest: &str) -> String {
    match manifest.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/names.lock"),
        None => "names.lock".to_owned(),
    }
}

/// Runs all stages; writes nothing.
pub(crate) fn generate(manifest: &str) -> Outcome {
    let files = DiskFiles::new(root());
    let lock = lock_of(manifest);
    pipeline::run(&Inputs {
        files: &files,
        manifest,
        lock: &lock,
        command: "codegen",
    })
}

#[cfg(test)]
mod tests {
    use super::lock_of;

    #[test]
    fn the_lock_stands_beside_the_manifest() {
        assert_eq!(lock_of("specs/codegen.yaml"), "specs/names.lock");
        assert_eq!(lock_of("codegen.yaml"), "names.lock");
    }
}
