//! Reads facts about the generated package from `cargo metadata`.
//!
//! In: `cargo metadata`. Out: [`Package`].

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::workspace::{GENERATED, cargo, root};

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// For each feature, the features that it enables.
    pub(crate) features: BTreeMap<String, Vec<String>>,
    /// All other keys of the package, except `name`, `version` and `features`.
    #[serde(flatten)]
    pub(crate) keys: serde_json::Map<String, serde_json::Value>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

impl Package {
    /// Runs `cargo metadata` and returns the generated package.
    pub(crate) fn generated() -> Result<Self> {
        let output = cargo()
            .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
            .current_dir(root())
            .output()
            .context("cannot start cargo")?;
        let message = String::from_utf8_lossy(&output.stderr);
        ensure!(
            output.status.success(),
            "`cargo metadata` failed: {message}"
        );
        let metadata: Metadata = serde_json::from_slice(&output.stdout)?;
        let manifest = root().join(GENERATED).join("Cargo.toml");
        let mut packages = metadata.packages.into_iter();
        let found = packages.find(|package| {
            let path = package.keys.get("manifest_path");
            path.and_then(serde_json::Value::as_str)
                .is_some_and(|path| manifest == *path)
        });
        found.with_context(|| format!("`{GENERATED}` is not a package of the workspace"))
    }
}
