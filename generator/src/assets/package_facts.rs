//! The facts of a `Cargo.toml` that users of the crate depend on.

use std::collections::{BTreeMap, BTreeSet};

use super::cargo_manifest::CargoManifest;

/// The features, the dependencies and the requirements of a package.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PackageFacts {
    /// The features, each with the features and optional dependencies that it enables. An optional dependency that no feature
    /// mentions is a feature too.
    pub features: BTreeMap<String, BTreeSet<String>>,
    /// The version requirement of each dependency.
    pub dependencies: BTreeMap<String, String>,
    /// The minimum version of Rust.
    pub rust_version: Option<String>,
    /// The edition of Rust.
    pub edition: Option<String>,
}

/// Reads the facts of a `Cargo.toml`.
///
/// # Errors
///
/// Returns a message if the text is not valid TOML.
pub fn package_facts(text: &str) -> Result<PackageFacts, String> {
    let manifest = CargoManifest::parse(text).map_err(|error| error.to_string())?;
    let mut features = manifest.enabled_by_features();
    let mentioned: BTreeSet<String> = features.values().flatten().cloned().collect();
    let mut dependencies = BTreeMap::new();
    for (name, version, is_optional) in manifest.required_versions() {
        if is_optional && !mentioned.contains(&format!("dep:{name}")) {
            features.entry(name.clone()).or_default();
        }
        dependencies.insert(name, version);
    }
    Ok(PackageFacts {
        features,
        dependencies,
        rust_version: manifest.of_package("rust-version"),
        edition: manifest.of_package("edition"),
    })
}
