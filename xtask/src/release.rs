//! `cargo xtask release --dry-run`: checks whether the generated crate can be released.
//!
//! In: the manifest, the changelog and `API.txt` of the crate, and the tags of the repository. Out: one line for each check. The
//! task does not publish the crate, create a tag or use the network.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;
use serde_json::Value;

use crate::output::{Outcome, eprint, print};
use crate::package::Package;
use crate::workspace::{GENERATED, cargo, root};

/// Without these keys in the manifest, the crate cannot be released.
const REQUIRED: [&str; 4] = ["description", "license", "readme", "rust_version"];
const ADDRESSES: [&str; 3] = ["repository", "homepage", "documentation"];

/// Check whether the crate can be released: version, changelog, metadata, public API, package
///
/// A check is `ok`, `FAILED`, `missing` (a key that only the maintainers can fill) or `skipped` (a check that needs an account or
/// the network). Exits with 1 if a check failed.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Only check; without this option, the task explains how to publish and exits with 2
    #[arg(long)]
    dry_run: bool,
    /// Package uncommitted files too
    #[arg(long)]
    allow_dirty: bool,
}

/// The result of a check.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Status {
    /// The check passed.
    Ok(String),
    /// The check failed, so the crate cannot be released.
    Failed(String),
    /// A value is missing, such as the date of the release. Only the maintainers can add the value.
    Missing(String),
    /// The check needs an account, the network or an earlier release.
    Skipped(String),
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let package = Package::generated()?;
    let publish = format!("cargo publish --package {}", package.name);
    if !arguments.dry_run {
        eprint(&format!(
            "error: publishing needs an account: run `{publish}`; `--dry-run` checks the crate\n"
        ))?;
        return Ok(Outcome::UsageError);
    }
    let tag = last_tag()?;
    let mut failed = 0;
    let mut report = |name: &str, status: &Status| -> Result<()> {
        let (result, message) = match status {
            Status::Ok(message) => ("ok", message),
            Status::Failed(message) => ("FAILED", message),
            Status::Missing(message) => ("missing", message),
            Status::Skipped(message) => ("skipped", message),
        };
        failed += usize::from(matches!(status, Status::Failed(_)));
        print(&format!("{name:12} {result:8} {message}\n"))
    };
    report("version", &version(&package.version, tag.as_deref()))?;
    report("changelog", &changelog(&package.version)?)?;
    for status in metadata(&package) {
        report("metadata", &status)?;
    }
    report("public API", &public_api(&package.version, tag.as_deref())?)?;
    report("package", &archive(&package.name, arguments.allow_dirty)?)?;
    report(
        "registry",
        &Status::Skipped(format!("needs an account and the network: `{publish}`")),
    )?;
    report(
        "tag",
        &Status::Skipped(format!("after publishing: `git tag v{}`", package.version)),
    )?;
    Ok(if failed == 0 {
        Outcome::Success
    } else {
        Outcome::Problems
    })
}

/// Returns the tag of the last release, such as `v0.1.0`.
fn last_tag() -> Result<Option<String>> {
    let tags = git(&["tag", "--list", "v[0-9]*", "--sort=-version:refname"])?;
    Ok(tags.and_then(|tags| tags.lines().next().map(str::to_owned)))
}

/// Returns the output of git, or `None` if git fails, for example outside of a repository.
fn git(arguments: &[&str]) -> Result<Option<String>> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(root())
        .output()
        .context("cannot start git")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(output.status.success().then_some(text))
}

fn version(version: &str, tag: Option<&str>) -> Status {
    let Some(new) = numbers(version) else {
        return Status::Failed(format!("`{version}` is not a version"));
    };
    match tag.map(|tag| (tag, numbers(tag.trim_start_matches('v')))) {
        None => Status::Ok(format!("{version}, the first release")),
        Some((_, Some(old))) if new > old => Status::Ok(version.to_owned()),
        Some((tag, _)) => Status::Failed(format!(
            "{version} is not above `{tag}`; raise it in `specs/codegen.yaml`"
        )),
    }
}

/// Parses the three numbers of a version. `0.1.2` → `(0, 1, 2)`.
fn numbers(version: &str) -> Option<(u64, u64, u64)> {
    let mut parts = version.split('.').map(|part| part.parse().ok());
    let numbers = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then_some(numbers)
}

fn changelog(version: &str) -> Result<Status> {
    let path = format!("{GENERATED}/CHANGELOG.md");
    if !root().join(&path).is_file() {
        return Ok(Status::Failed(format!("no `{path}`")));
    }
    let text = fs::read_to_string(root().join(&path)).with_context(|| path.clone())?;
    Ok(match entry(&text, version) {
        Some(title) if title.contains("Unreleased") => {
            Status::Missing(format!("`{path}` gives no date for {version}"))
        }
        Some(_) => Status::Ok(format!("`{path}` describes {version}")),
        None => Status::Failed(format!("`{path}` has no text in a section `## {version}`")),
    })
}

/// Returns the title line of a version's section in the changelog. Returns `None` if the section is missing or empty.
fn entry<'a>(text: &'a str, version: &str) -> Option<&'a str> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let title = lines.find(|line| {
        let title = line.strip_prefix("## ").unwrap_or_default();
        let word = title.split_whitespace().next().unwrap_or_default();
        word.trim_matches(['[', ']']) == version
    })?;
    lines
        .next()
        .filter(|line| !line.starts_with("## "))
        .and(Some(title))
}

fn metadata(package: &Package) -> Vec<Status> {
    let is_set = |key: &&str| {
        package
            .keys
            .get::<str>(key)
            .and_then(Value::as_str)
            .is_some_and(|value| !value.is_empty())
    };
    let required = REQUIRED.iter().filter(|key| !is_set(key));
    let addresses = ADDRESSES.iter().filter(|key| !is_set(key));
    let mut found: Vec<Status> = required
        .map(|key| Status::Failed(format!("no `{key}`")))
        .collect();
    found.extend(
        addresses.map(|key| Status::Missing(format!("no `{key}`; set it when the address exists"))),
    );
    if found.is_empty() {
        found.push(Status::Ok("all keys are set".to_owned()));
    }
    found
}

fn public_api(version: &str, tag: Option<&str>) -> Result<Status> {
    let path = format!("{GENERATED}/API.txt");
    if !root().join(&path).is_file() {
        return Ok(Status::Failed(format!("no `{path}`")));
    }
    let Some(tag) = tag else {
        return Ok(Status::Skipped(
            "no earlier release to compare with".to_owned(),
        ));
    };
    let Some(counts) = git(&["diff", "--numstat", tag, "--", &path])? else {
        return Ok(Status::Failed(format!("`{tag}` cannot be compared with")));
    };
    Ok(api_change(&counts, version, tag))
}

/// Checks whether the changes of `API.txt` are allowed. `counts` is the output of `git diff --numstat`. Only a breaking
/// release may remove lines.
fn api_change(counts: &str, version: &str, tag: &str) -> Status {
    let mut counts = counts
        .split_whitespace()
        .map(|count| count.parse().unwrap_or(0));
    let (added, removed): (u64, u64) = (counts.next().unwrap_or(0), counts.next().unwrap_or(0));
    let change = format!("{added} lines added, {removed} removed since `{tag}`");
    let (new, old) = (numbers(version), numbers(tag.trim_start_matches('v')));
    let may_break = match (new, old) {
        (Some((0, new, _)), Some((0, old, _))) | (Some((new, ..)), Some((old, ..))) => new > old,
        _ => false,
    };
    if removed > 0 && !may_break {
        Status::Failed(format!("{change}: {version} must be a breaking release"))
    } else {
        Status::Ok(change)
    }
}

/// Packages the crate and builds the package.
fn archive(package: &str, allow_dirty: bool) -> Result<Status> {
    let mut command = cargo();
    command
        .args(["package", "--quiet", "--offline", "--package", package])
        .current_dir(root());
    if allow_dirty {
        command.arg("--allow-dirty");
    }
    let output = command.output().context("cannot start cargo")?;
    let message = String::from_utf8_lossy(&output.stderr);
    Ok(if output.status.success() {
        Status::Ok("the package builds".to_owned())
    } else {
        Status::Failed(format!("`cargo package` failed:\n{}", message.trim_end()))
    })
}

#[cfg(test)]
mod tests {
    use super::{Status, api_change, entry, version};

    fn is_ok(status: &Status) -> bool {
        matches!(status, Status::Ok(_))
    }

    #[test]
    fn a_release_has_a_higher_version_than_the_last() {
        assert!(is_ok(&version("0.1.0", None)));
        assert!(is_ok(&version("0.10.0", Some("v0.9.3"))));
        assert!(!is_ok(&version("0.9.3", Some("v0.9.3"))));
        assert!(!is_ok(&version("0.9", None)));
    }

    #[test]
    fn a_changelog_has_a_section_with_text_for_the_version() {
        let text = "# Changelog\n\n## [0.2.0] - 2026-01-01\n\n- New.\n\n## 0.1.0\n\n";
        assert_eq!(entry(text, "0.2.0"), Some("## [0.2.0] - 2026-01-01"));
        assert_eq!(entry(text, "0.1.0"), None);
        assert_eq!(entry(text, "0.2"), None);
    }

    #[test]
    fn a_smaller_api_needs_a_breaking_version() {
        assert!(is_ok(&api_change("", "0.1.1", "v0.1.0")));
        assert!(is_ok(&api_change("3\t0\tAPI.txt\n", "0.1.1", "v0.1.0")));
        assert!(!is_ok(&api_change("3\t1\tAPI.txt\n", "0.1.1", "v0.1.0")));
        assert!(is_ok(&api_change("3\t1\tAPI.txt\n", "0.2.0", "v0.1.0")));
        assert!(!is_ok(&api_change("3\t1\tAPI.txt\n", "1.1.0", "v1.0.0")));
        assert!(is_ok(&api_change("3\t1\tAPI.txt\n", "2.0.0", "v1.0.0")));
        assert!(is_ok(&api_change("3\t1\tAPI.txt\n", "1.0.0", "v0.9.0")));
    }
}
