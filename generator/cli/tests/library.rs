//! Compiles the example of a build task as a package outside of this workspace.

#![cfg(test)]

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

#[test]
fn a_task_of_another_project_uses_the_generator_as_a_library() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let generator = package.parent().unwrap();
    let scratch = TempDir::new().unwrap();
    let root = scratch.path();
    let manifest = format!(
        "[package]\nname = \"client-task\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\ncodegen = {{ path = {generator:?} }}\n"
    );
    fs::create_dir(root.join("src")).unwrap();
    fs::write(root.join("Cargo.toml"), manifest).unwrap();
    fs::copy(
        generator.join("examples/client_task.rs"),
        root.join("src/main.rs"),
    )
    .unwrap();
    fs::copy(generator.join("../Cargo.lock"), root.join("Cargo.lock")).unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(root)
        // The setting is the same as in this workspace, so that the dependencies are not compiled again.
        .args([
            "check",
            "--quiet",
            "--offline",
            "--config=profile.dev.debug=false",
        ])
        .arg("--target-dir")
        .arg(target)
        .output()
        .unwrap();
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{messages}");
}
