//! Reads the JSON that rustdoc writes for the generated crate.
//!
//! In: a toolchain that can write JSON docs. Out: [`Documentation`]. Compiler versions have different JSON formats.
//! Thus, this module reads only the keys that `cargo xtask api` needs.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value;

use crate::output::eprint;
use crate::package::Package;
use crate::workspace::{cargo, root};

/// The command that installs a toolchain with rustdoc.
pub(crate) const INSTALL: &str = "rustup toolchain install nightly --profile minimal";

/// The target folder for rustdoc. Other builds have another target folder, because rustdoc can need another toolchain.
const TARGET: &str = "target/api";

/// The items of a crate, as rustdoc lists them.
#[derive(Debug, Deserialize)]
pub(crate) struct Documentation {
    /// The version of the JSON format.
    pub(crate) format_version: u32,
    /// The id of the root module.
    pub(crate) root: Id,
    /// The items by id, without hidden and private items.
    pub(crate) index: BTreeMap<Id, Item>,
    /// The paths of all items in the documentation, by id.
    pub(crate) paths: BTreeMap<Id, Summary>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[serde(transparent)]
pub(crate) struct Id(pub(crate) u32);

#[derive(Debug, Deserialize)]
pub(crate) struct Item {
    /// The crate that defines the item; 0 is the documented crate.
    pub(crate) crate_id: u32,
    pub(crate) name: Option<String>,
    /// The visibility: a text such as `public`, or an object for `pub(in …)`.
    pub(crate) visibility: Value,
    /// The kind of the item and its data, as an object with one entry. The key is the kind, and the value is the data.
    pub(crate) inner: Value,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Summary {
    /// The crate that defines the item, as in [`Item::crate_id`].
    pub(crate) crate_id: u32,
    /// The segments of the path. The first segment is the name of the crate.
    path: Vec<String>,
}

/// Replaces each `path` in the JSON by the name of its item. The path in the source code can be an import with another
/// name. `StdError` → `Error`.
fn name_paths(json: &mut Value, paths: &BTreeMap<Id, Summary>) {
    match json {
        Value::Object(object) => {
            let id = object.get("id").and_then(Value::as_u64);
            let id = id.and_then(|id| u32::try_from(id).ok());
            let name = id.and_then(|id| paths.get(&Id(id))?.path.last());
            if let (Some(Value::String(path)), Some(name)) = (object.get_mut("path"), name) {
                path.clone_from(name);
            }
            for value in object.values_mut() {
                name_paths(value, paths);
            }
        }
        Value::Array(values) => {
            for value in values {
                name_paths(value, paths);
            }
        }
        _ => {}
    }
}

impl Item {
    /// Returns the kind and the data of the item.
    pub(crate) fn kind(&self) -> Option<(&str, &Value)> {
        let (kind, value) = self.inner.as_object()?.iter().next()?;
        Some((kind, value))
    }

    /// Returns the data of the item if the item has the kind `kind`.
    pub(crate) fn as_kind(&self, kind: &str) -> Option<&Value> {
        self.inner.get(kind)
    }

    pub(crate) fn is_public(&self) -> bool {
        self.visibility == "public"
    }
}

impl Documentation {
    /// Reads a JSON file that rustdoc wrote.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
        Self::parse(&text).with_context(|| format!("`{}` has an unknown format", path.display()))
    }

    /// Parses the JSON and replaces import aliases in paths.
    pub(crate) fn parse(json: &[u8]) -> Result<Self> {
        let mut found: Self = serde_json::from_slice(json)?;
        for item in found.index.values_mut() {
            name_paths(&mut item.inner, &found.paths);
        }
        Ok(found)
    }

    /// Builds the documentation of the generated crate. Returns `None` if no toolchain is installed.
    pub(crate) fn build() -> Result<Option<Self>> {
        let package = Package::generated()?.name;
        let mut failure = None;
        for toolchain in TOOLCHAINS
            .iter()
            .filter(|toolchain| toolchain.is_installed())
        {
            let output = toolchain
                .cargo()
                .args(["rustdoc", "--lib", "--all-features", "--package", &package])
                .args(["--target-dir", TARGET])
                .args([
                    "--",
                    "-Zunstable-options",
                    "--output-format=json",
                    "--cap-lints=allow",
                ])
                .current_dir(root())
                .stdin(Stdio::null())
                .output()
                .context("cannot start cargo")?;
            if output.status.success() {
                let file = format!("{}.json", package.replace('-', "_"));
                let path = root().join(TARGET).join("doc").join(file);
                return Self::read(&path).map(Some);
            }
            let message = String::from_utf8_lossy(&output.stderr).into_owned();
            eprint(&format!(
                "{}: cannot document `{package}`\n",
                toolchain.name
            ))?;
            failure = Some(message);
        }
        match failure {
            None => Ok(None),
            Some(message) => bail!("rustdoc failed:\n{message}"),
        }
    }

    pub(crate) fn item(&self, id: Id) -> Option<&Item> {
        self.index.get(&id)
    }

    /// Returns whether the documented crate defines an item.
    pub(crate) fn is_local(&self, id: Id) -> bool {
        let summary = self.paths.get(&id).map(|summary| summary.crate_id);
        let item = self.index.get(&id).map(|item| item.crate_id);
        summary.or(item) == Some(0)
    }
}

/// A toolchain with which rustdoc can write JSON. It need not be installed.
struct Toolchain {
    name: &'static str,
    /// The rustup argument that selects the toolchain. `None` means the default toolchain.
    argument: Option<&'static str>,
    /// Environment variables with which a stable compiler accepts unstable options.
    variables: &'static [(&'static str, &'static str)],
}

const TOOLCHAINS: &[Toolchain] = &[
    Toolchain {
        name: "nightly",
        argument: Some("+nightly"),
        variables: &[],
    },
    Toolchain {
        name: "default toolchain",
        argument: None,
        variables: &[("RUSTC_BOOTSTRAP", "1")],
    },
];

impl Toolchain {
    /// Creates the command that runs a program of the toolchain. For the default toolchain, this is `default` with
    /// additional environment variables.
    fn command(&self, program: &str, default: Command) -> Command {
        let Some(argument) = self.argument else {
            let mut command = default;
            command.envs(self.variables.iter().copied());
            return command;
        };
        let mut command = Command::new(program);
        command.arg(argument);
        // Cargo has set these variables to the toolchain that runs this task.
        for variable in ["RUSTUP_TOOLCHAIN", "RUSTC", "RUSTDOC"] {
            command.env_remove(variable);
        }
        command
    }

    fn cargo(&self) -> Command {
        self.command("cargo", cargo())
    }

    fn is_installed(&self) -> bool {
        let default = std::env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into());
        let version = self
            .command("rustdoc", Command::new(default))
            .arg("--version")
            .current_dir(root())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        version.is_ok_and(|status| status.success())
    }
}
