//! Compiles generated crates as packages of one workspace, which share the runtime and its dependencies.
//!
//! In: the files of crates. Out: the messages of the compiler. This module does not know where the crates come from.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::assets::OutputTree;
use codegen::write::put;

/// The folder of the runtime.
pub(crate) const RUNTIME: &str = "src/runtime/";

/// Returns the folder of build artifacts.
pub(crate) fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .map_or_else(PathBuf::new, Path::to_owned)
}

/// Returns the root of the repository.
fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}

/// Replaces the copy of the runtime in a crate by a dependency on its package, so that the runtime is compiled once for all
/// cases.
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
/// The default features of the crates are disabled. The files that depend on a document do not depend on these features, and the
/// compiler then needs no TLS library.
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
            // Use the profile of the dependencies in the workspace, so that macros and build scripts are shared.
            "--config=profile.dev.debug=false",
            "--no-default-features",
            "--features",
        ])
        .arg(features.join(","))
        .args(targets)
        .arg("--target-dir")
        .arg(target())
        // The crates are compiled only once.
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .map_err(|error| error.to_string())?;
    let messages = String::from_utf8_lossy(&output.stderr);
    // `-D warnings` would also apply to dependencies, which would then be compiled again.
    if output.status.success() && !messages.contains("warning") {
        return Ok(());
    }
    Err(messages.into_owned())
}
