//! Converts a generated crate to modules of another crate.
//!
//! In: the files of a crate, and the folder of the modules, such as `src/shop`. Out: the files in this folder. Paths such as
//! `crate::runtime` become `crate::shop::runtime`. The Cargo features of the crate are decided, because the other crate does
//! not have them: the API, the HTTP transport and TLS are enabled.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use super::PathError;
use crate::assets::{OutputTree, Requirement, requirements};

/// The features of the runtime that the modules have.
const ENABLED: [&str; 2] = ["reqwest", "rustls"];
/// The features of the runtime that the modules do not have, unless the manifest names a crate of this name.
const DISABLED: [&str; 8] = [
    "chrono",
    "jiff",
    "native-tls",
    "rustls-no-provider",
    "system-proxy",
    "test-util",
    "time",
    "tracing",
];
/// The folder of the Rust sources.
const SOURCES: &str = "src/";

/// Returns the path of the module in a folder below `src`: `src/api/shop` → `["api", "shop"]`.
pub(super) fn module_of(folder: &Path) -> Result<Vec<String>, PathError> {
    let fault = || {
        PathError(format!(
            "`{}` is not a folder below `src` whose name is a Rust module, such as `src/api`",
            folder.display()
        ))
    };
    let steps = folder.components().map(|step| match step {
        Component::Normal(name) => name.to_str().ok_or_else(fault),
        _ => Ok(""),
    });
    let steps: Vec<&str> = steps.collect::<Result<_, _>>()?;
    let start = steps.iter().rposition(|step| *step == "src");
    let below = start.and_then(|start| steps.get(start + 1..));
    let below = below.filter(|below| !below.is_empty() && below.iter().all(|one| is_module(one)));
    let below = below.ok_or_else(fault)?;
    Ok(below.iter().map(|step| (*step).to_owned()).collect())
}

fn is_module(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Modules for another crate.
pub(super) struct Modules {
    pub(super) tree: OutputTree,
    pub(super) requirements: Vec<Requirement>,
}

/// Converts the files of a crate to modules in `module`.
pub(super) fn modules(crate_tree: &OutputTree, module: &[String], external: &[&str]) -> Modules {
    let root = crate_tree.get("src/lib.rs");
    let root = String::from_utf8_lossy(root.map_or(&[], Vec::as_slice));
    let names = names_of(&root);
    let mut tree = OutputTree::new();
    for (path, bytes) in crate_tree {
        let Some(below) = path
            .strip_prefix(SOURCES)
            .filter(|path| !path.starts_with("bin/"))
        else {
            continue;
        };
        let is_testing = below.starts_with("runtime/testing/");
        let is_time = below == "runtime/time_conversions.rs" && external.is_empty();
        if is_testing || is_time {
            continue;
        }
        let text = String::from_utf8_lossy(bytes);
        let text = moved(&decided(&text, external), &names, module);
        match below {
            "lib.rs" => tree.insert("mod.rs".to_owned(), module_text(&text).into_bytes()),
            below => tree.insert(below.to_owned(), text.into_bytes()),
        };
    }
    let manifest = crate_tree.get("Cargo.toml");
    let manifest = String::from_utf8_lossy(manifest.map_or(&[], Vec::as_slice));
    Modules {
        tree,
        requirements: requirements(&manifest, &ENABLED).unwrap_or_default(),
    }
}

/// Returns the names at the root of a crate: its modules and re-exports.
fn names_of(root: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for line in root.lines() {
        let line = line.trim_start_matches("pub ");
        if let Some(name) = line.strip_prefix("mod ") {
            names.insert(name.trim_end_matches(';'));
        } else if let Some((_, used)) = line
            .strip_prefix("use ")
            .and_then(|use_| use_.rsplit_once("::"))
        {
            let used = used.trim_matches(['{', '}', ';']);
            names.extend(used.split(',').map(str::trim));
        }
    }
    names
}

/// Inserts the path of the module into the paths that start with `crate::` and a name of the generated crate. Macros
/// and the items of the other crate keep their paths.
fn moved(text: &str, names: &BTreeSet<&str>, module: &[String]) -> String {
    const START: &str = "crate::";
    let module = module.join("::");
    let mut made = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(START) {
        made.push_str(before);
        made.push_str(START);
        let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        let name = after.get(..end.unwrap_or(after.len())).unwrap_or_default();
        if names.contains(name) {
            made.push_str(&module);
            made.push_str("::");
        }
        rest = after;
    }
    made.push_str(rest);
    made
}

/// Replaces the conditions on Cargo features by conditions that are always true or false.
fn decided(text: &str, external: &[&str]) -> String {
    const START: &str = "feature = \"";
    if !text.contains(START) {
        return text.to_owned();
    }
    let mut made = String::new();
    for line in text.split_inclusive('\n') {
        // Comments mention features too.
        if line.trim_start().starts_with("//") {
            made.push_str(line);
            continue;
        }
        let mut rest = line;
        while let Some((before, after)) = rest.split_once(START) {
            let Some((name, after)) = after.split_once('"') else {
                break;
            };
            made.push_str(before);
            let is_disabled = DISABLED.contains(&name) && !external.contains(&name);
            made.push_str(if is_disabled { "any()" } else { "all()" });
            rest = after;
        }
        made.push_str(rest);
    }
    made
}

/// Removes the attributes that only the root of a crate can have.
fn module_text(root: &str) -> String {
    let mut text = String::new();
    for line in root.split_inclusive('\n') {
        if line.starts_with("#![doc = ") {
            text.push_str("//! A client that is generated from OpenAPI documents.\n");
        } else if !line.starts_with("#![cfg_attr(docsrs") {
            // The paths of re-exports are relative to the root in a crate, and to the module here.
            text.push_str(&line.replace("pub use ", "pub use self::"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{decided, module_of, moved, names_of};

    #[test]
    fn only_paths_of_the_generated_crate_are_moved() {
        let names = names_of(
            "mod client;\npub mod runtime;\npub use client::Client;\npub use runtime::{Call, Error};\n",
        );
        let module = ["shop".to_owned()];
        let text = "use crate::runtime::Json; [`crate::Error`] crate::money::Money $crate::json_object!(x)";
        assert_eq!(
            moved(text, &names, &module),
            "use crate::shop::runtime::Json; [`crate::shop::Error`] crate::money::Money $crate::json_object!(x)"
        );
    }

    #[test]
    fn features_are_decided() {
        let text = "#[cfg(any(feature = \"chrono\", feature = \"reqwest\"))]\n// feature = \"x\"\n";
        let expected = "#[cfg(any(any(), all()))]\n// feature = \"x\"\n";
        assert_eq!(decided(text, &[]), expected);
    }

    #[test]
    fn the_module_is_the_path_below_src() {
        let of = |path: &str| module_of(path.as_ref()).ok().map(|steps| steps.join("::"));
        assert_eq!(of("src/api").as_deref(), Some("api"));
        assert_eq!(of("/x/src/y/src/a/b2").as_deref(), Some("a::b2"));
        for path in ["src", "api", "src/My-Api", "src/api/.."] {
            assert_eq!(of(path), None, "{path}");
        }
    }
}
