//! Compiles generated crates as packages of one workspace, which share the runtime and its dependencies.
//!
//! In: the files of crates. Out: the messages of the compiler. It does not know where the crates come from.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::assets::OutputTree;
use codegen::write::put;

/// The folder of the runtime.
pub(crate) const RUNTIME: &str = "src/runtime/";

/// The folder of build artifacts.
pub(crate) fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .map_or_else(PathBuf::new, Path::to_owned)
}

/// The root of the repository.
fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}

/// Makes a crate use the runtime's own package instead of a copy, so that the runtime is compiled once for all cases.
pub(crate) fn share_runtime(tree: &mut OutputTree) -> Result<(), String> {
    tree.retain(|path, _| !path.starts_with(RUNTIME));
    let module = b"//! The runtime.\n\npub use codegen_runtime::runtime::*;\n".to_vec();
    tree.insert(format!("{RUNTIME}mod.rs"), module);
    let manifest = tree.get_mut("Cargo.toml").ok_or("no manifest")?;
    let text = String::from_utf8_lossy(manifest).into_owned();
    let path = root().join("templates/runtime");
    let path = path.to_string_lossy();
    let dependency = format!("codegen-runtime = {{ path = {path:?}, default-features = false }}");
    let shared = text.replace(
        "[dependencies]\n",
        &format!("[dependencies]\n{dependency}\n"),
    );
    if shared == text {
        return Err("the manifest has no dependencies".to_owned());
    }
    *manifest = shared.into_bytes();
    Ok(())
}

/// Checks the libraries of a workspace and these targets, with these features. A warning is an error.
///
/// Without the features of the runtime: the files that follow from a document do not depend on them, and the compiler then
/// gets along without a TLS library.
pub(crate) fn check(
    workspace: &Path,
    members: &[String],
    features: &[String],
    targets: &[&str],
) -> Result<(), String> {
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
    let lock = fs::read(root().join("Cargo.lock")).map_err(|error| error.to_string())?;
    for (name, bytes) in [("Cargo.toml", manifest.as_bytes()), ("Cargo.lock", &lock)] {
        put(&workspace.join(name), bytes).map_err(|error| error.to_string())?;
    }
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(workspace)
        .args([
            "check",
            "--quiet",
            "--workspace",
            "--lib",
            "--offline",
            // The profile of dependencies in the workspace: macros and build scripts are shared.
            "--config=profile.dev.debug=false",
            "--no-default-features",
            "--features",
        ])
        .arg(features.join(","))
        .args(targets)
        .arg("--target-dir")
        .arg(target())
        // Nothing here is edited and compiled again.
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .map_err(|error| error.to_string())?;
    let messages = String::from_utf8_lossy(&output.stderr);
    // `-D warnings` would apply to dependencies too, which would be compiled again for it.
    if output.status.success() && !messages.contains("warning") {
        return Ok(());
    }
    Err(messages.into_owned())
}
