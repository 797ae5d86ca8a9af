//! Compares the features, the dependencies and the requirements of two versions.

use std::collections::BTreeSet;

use super::change::{Change, Effect};
use super::rule::Rule;
use super::version::Version;

/// The feature that is enabled unless a user disables it.
const DEFAULT: &str = "default";

/// Returns the changes of `Cargo.toml`.
pub(super) fn compare(old: Version<'_>, new: Version<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    features(old, new, &mut changes);
    dependencies(old, new, &mut changes);
    let requirements = [
        (
            Rule::RustVersion,
            "rust-version",
            &old.package.rust_version,
            &new.package.rust_version,
        ),
        (
            Rule::Edition,
            "edition",
            &old.package.edition,
            &new.package.edition,
        ),
    ];
    for (rule, key, old, new) in requirements {
        if old != new {
            changes.push(change(rule, "package", key, old.as_deref(), new.as_deref()));
        }
    }
    changes
}

fn features(old: Version<'_>, new: Version<'_>, changes: &mut Vec<Change>) {
    let (before, after) = (&old.package.features, &new.package.features);
    for (name, enabled) in before {
        let Some(now) = after.get(name) else {
            // Without a list of default features, no feature is enabled by default.
            let rule = if name != DEFAULT {
                Rule::FeatureRemove
            } else if enabled.is_empty() {
                continue;
            } else {
                Rule::FeatureRemoveAnother
            };
            changes.push(change(rule, "feature", name, Some(&listed(enabled)), None));
            continue;
        };
        // Users cannot see optional dependencies.
        let public = |all: &BTreeSet<String>| -> BTreeSet<String> {
            let all = all.iter().filter(|name| !name.starts_with("dep:"));
            all.cloned().collect()
        };
        let (before, after) = (public(enabled), public(now));
        for (rule, differs) in [
            (Rule::FeatureRemoveAnother, !before.is_subset(&after)),
            (Rule::FeatureAddAnother, !after.is_subset(&before)),
        ] {
            if differs {
                let (before, after) = (listed(enabled), listed(now));
                changes.push(change(rule, "feature", name, Some(&before), Some(&after)));
            }
        }
    }
    for (name, enabled) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        let rule = if name == DEFAULT {
            Rule::FeatureAddAnother
        } else {
            Rule::FeatureAdd
        };
        changes.push(change(rule, "feature", name, None, Some(&listed(enabled))));
    }
}

fn listed(features: &BTreeSet<String>) -> String {
    let features: Vec<String> = features.iter().map(|name| format!("\"{name}\"")).collect();
    format!("[{}]", features.join(", "))
}

fn dependencies(old: Version<'_>, new: Version<'_>, changes: &mut Vec<Change>) {
    let (before, after) = (&old.package.dependencies, &new.package.dependencies);
    for (name, version) in before {
        let rule = match after.get(name) {
            None => Rule::DependencyRemove,
            Some(new) if new == version => continue,
            Some(now) if compatible(version) == compatible(now) => Rule::DependencyVersion,
            Some(_) if is_public(name, old.api) => Rule::DependencyIncompatible,
            Some(_) => Rule::DependencyVersion,
        };
        let now = after.get(name).map(String::as_str);
        changes.push(change(rule, "dependency", name, Some(version), now));
    }
    for (name, version) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        let rule = Rule::DependencyAdd;
        changes.push(change(rule, "dependency", name, None, Some(version)));
    }
}

/// Whether the list of public items mentions a path of the dependency, such as `bytes::Bytes`.
fn is_public(name: &str, api: &str) -> bool {
    let path = format!("{}::", name.replace('-', "_"));
    api.match_indices(&path).any(|(at, _)| {
        let before = api.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    })
}

/// Returns the start of a version requirement that all compatible versions have: `1` for `1.10`, and `0.4` for `0.4.2`.
fn compatible(version: &str) -> String {
    let version = version.trim_start_matches(['^', '~', '=', '>', ' ']);
    let mut kept = Vec::new();
    for part in version.split('.') {
        kept.push(part);
        if part != "0" {
            break;
        }
    }
    kept.join(".")
}

fn change(rule: Rule, kind: &str, path: &str, old: Option<&str>, new: Option<&str>) -> Change {
    let effect = match (old, new) {
        (None, _) => Effect::Added,
        (_, None) => Effect::Removed,
        _ => Effect::Changed,
    };
    let text = |value: Option<&str>| {
        value.map_or_else(String::new, |value| format!("{kind} {path} = {value}"))
    };
    Change {
        rule,
        effect,
        kind: kind.to_owned(),
        path: path.to_owned(),
        old: text(old),
        new: text(new),
        parts: 0,
        place: None,
    }
}
