//! The dependencies of modules that become a part of another crate.
//!
//! In: the `Cargo.toml` of a generated crate, and the features that the modules have. Out: arguments of `cargo add`.

use std::collections::{BTreeMap, BTreeSet};

use super::cargo_manifest::CargoManifest;
use super::requirement::Requirement;

/// Returns the dependencies of a generated crate with these features. `None` if the text is not TOML.
#[must_use]
pub fn requirements(cargo_toml: &str, features: &[&str]) -> Option<Vec<Requirement>> {
    let manifest = CargoManifest::parse(cargo_toml).ok()?;
    let mut all: BTreeMap<String, Requirement> = manifest
        .requirements()
        .into_iter()
        .map(|one| (one.name.clone(), one))
        .collect();
    let mut enabled = BTreeSet::new();
    let mut open: Vec<String> = features.iter().map(|one| (*one).to_owned()).collect();
    let mut seen = BTreeSet::new();
    while let Some(feature) = open.pop() {
        if !seen.insert(feature.clone()) {
            continue;
        }
        if let Some(name) = feature.strip_prefix("dep:") {
            enabled.insert(name.to_owned());
        } else if let Some((name, inner)) = feature.split_once('/') {
            if let Some(one) = all.get_mut(name) {
                one.features.insert(inner.to_owned());
            }
        } else {
            open.extend(manifest.feature(&feature));
        }
    }
    let needed = all.into_values();
    let needed = needed.filter(|one| !one.optional || enabled.contains(&one.name));
    Some(needed.collect())
}
