//! Templates for tests that run the generator many times.

use std::path::Path;

use codegen::input::{FileProvider, MemoryFiles};
use codegen::load::DiskFiles;

/// Returns the templates of the workspace with an empty runtime. Most of the time of a run is needed to list the public
/// items of the real runtime.
pub(crate) fn without_runtime() -> MemoryFiles {
    const RUNTIME: &str = "templates/runtime/src/runtime/";
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let disk = DiskFiles::new(package.parent().unwrap_or(package));
    let mut paths = disk.list("templates").unwrap();
    paths.retain(|path| !path.starts_with(RUNTIME));
    paths.push("Cargo.toml".to_owned());
    let files: MemoryFiles = paths
        .into_iter()
        .map(|path| (path.clone(), disk.read(&path).unwrap()))
        .collect();
    files.with(format!("{RUNTIME}mod.rs"), "")
}
