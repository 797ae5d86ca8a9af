//! Compiles generated crates as packages of one workspace. The packages share the runtime and its dependencies.
//!
//! In: the files of crates. Out: compiler messages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::assets::OutputTree;
use codegen::write::put;

/// The folder of the runtime in a generated crate.
pub(crate) const RUNTIME: &str = "src/runtime/";

/// Returns the target folder of cargo.
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

/// Replaces the runtime of a crate by a dependency on `codegen-runtime`. Thus, the compiler compiles the runtime once
/// for all crates.
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

/// Runs `cargo check` on the libraries of a workspace and on `targets`. A warning is an error.
///
/// Default features are disabled, because they would need a TLS library. The files that depend on the document do not
/// need them.
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
            // This setting is the same as in the workspace. Thus, cargo uses the macros and build scripts that are
            // already compiled.
            "--config=profile.dev.debug=false",
            "--no-default-features",
            "--features",
        ])
        .arg(features.join(","))
        .args(targets)
        .arg("--target-dir")
        .arg(target())
        // Each crate is compiled only once, so incremental compilation would only cost time.
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .map_err(|error| error.to_string())?;
    let messages = String::from_utf8_lossy(&output.stderr);
    // With `-D warnings`, cargo would compile all dependencies again. Thus, this function searches the messages for
    // warnings instead.
    if output.status.success() && !messages.contains("warning") {
        return Ok(());
    }
    Err(messages.into_owned())
}
