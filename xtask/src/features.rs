//! `cargo xtask features`: checks the generated crate with each feature alone, without features and with all features.
//!
//! In: the features in the `Cargo.toml` of the crate. Out: the names of the feature sets with errors or warnings.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::output::{Outcome, eprint};
use crate::package::Package;
use crate::workspace::{cargo, root};

/// Check the generated crate with each feature alone, without features and with all features
///
/// Runs `cargo check` with warnings as errors, in the target folder of the workspace.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Check only the sets whose name contains this text
    filter: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let package = Package::generated()?;
    let mut sets = sets(&package)?;
    if let Some(filter) = &arguments.filter {
        sets.retain(|(name, _)| name.contains(filter.as_str()));
        ensure!(!sets.is_empty(), "no set of features contains `{filter}`");
    }
    let count = sets.len();
    let mut failed = Vec::new();
    for (index, (name, options)) in sets.into_iter().enumerate() {
        let start = Instant::now();
        let success = check(&package.name, &options)?;
        let result = if success { "ok" } else { "failed" };
        let seconds = start.elapsed().as_secs_f64();
        eprint(&format!(
            "[{}/{count}] {name}: {result} in {seconds:.1} s\n",
            index + 1
        ))?;
        if !success {
            failed.push(name);
        }
    }
    if failed.is_empty() {
        return Ok(Outcome::Success);
    }
    eprint(&format!("failed: {}\n", failed.join(", ")))?;
    Ok(Outcome::Problems)
}

/// Returns the sets of features to check. Each has a name, and options for cargo.
fn sets(package: &Package) -> Result<Vec<(String, Vec<String>)>> {
    let own = package.features.keys().filter(|name| *name != "default");
    let alone = own.map(|name| {
        let options = ["--no-default-features", "--features", name.as_str()];
        (name.clone(), options.map(str::to_owned).to_vec())
    });
    let none = (
        "no features".to_owned(),
        vec!["--no-default-features".to_owned()],
    );
    let all = ("all features".to_owned(), vec!["--all-features".to_owned()]);
    let sets: Vec<_> = std::iter::once(none).chain(alone).chain([all]).collect();
    ensure!(
        sets.len() > 2,
        "`{}` has no features to check",
        package.name
    );
    Ok(sets)
}

fn check(package: &str, options: &[String]) -> Result<bool> {
    // `cargo rustc` uses `-D warnings` only for the generated crate. Thus, all sets of features can use the same
    // compiled dependencies.
    let status = cargo()
        .args([
            "rustc",
            "--quiet",
            "--profile=check",
            "--lib",
            "--package",
            package,
        ])
        .args(options)
        .args(["--", "-D", "warnings"])
        // Incremental compilation would need much disk space for all sets of features.
        .env("CARGO_INCREMENTAL", "0")
        .current_dir(root())
        .status()
        .context("cannot start cargo")?;
    Ok(status.success())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::sets;
    use crate::package::Package;

    fn package(features: &[&str]) -> Package {
        let features = features.iter().map(|name| ((*name).to_owned(), Vec::new()));
        Package {
            name: "sample".to_owned(),
            version: "0.1.0".to_owned(),
            features: features.collect::<BTreeMap<_, _>>(),
            keys: serde_json::Map::new(),
        }
    }

    #[test]
    fn every_feature_is_checked_alone() {
        let sets = sets(&package(&["default", "a", "b"])).unwrap();
        let names: Vec<&str> = sets.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["no features", "a", "b", "all features"]);
        assert_eq!(sets[1].1, ["--no-default-features", "--features", "a"]);
    }

    #[test]
    fn a_package_without_features_is_an_error() {
        assert!(sets(&package(&["default"])).is_err());
    }

    #[test]
    fn the_generated_package_has_features() {
        assert!(sets(&Package::generated().unwrap()).unwrap().len() > 10);
    }
}
