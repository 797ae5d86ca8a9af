//! Reads the parts of a `Cargo.toml` that generated crates copy: features, dependencies and lints.
//!
//! In: the text of a `Cargo.toml`. Out: lines of its tables. Values keep their original formatting.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{DocumentMut, Item, TableLike, TomlError, Value};

use super::requirement::Requirement;

/// A parsed `Cargo.toml`.
#[derive(Debug, Default)]
pub(super) struct CargoManifest {
    document: DocumentMut,
}

impl CargoManifest {
    pub(super) fn parse(text: &str) -> Result<Self, TomlError> {
        let document = text.parse()?;
        Ok(Self { document })
    }

    /// Returns the entries of a table, such as `["workspace", "lints", "clippy"]`.
    fn entries(&self, path: &[&str]) -> impl Iterator<Item = (&str, &Item)> {
        let mut table: Option<&dyn TableLike> = Some(self.document.as_table());
        for name in path {
            table = table
                .and_then(|table| table.get(name))
                .and_then(Item::as_table_like);
        }
        table.into_iter().flat_map(TableLike::iter)
    }

    /// Returns the features as lines, without `default`.
    pub(super) fn features(&self) -> Vec<String> {
        self.entries(&["features"])
            .filter(|(name, _)| *name != "default")
            .filter_map(|(name, item)| line(name, item))
            .collect()
    }

    /// Returns the names of the features.
    pub(super) fn feature_names(&self) -> Vec<String> {
        let features = self.entries(&["features"]);
        features.map(|(name, _)| name.to_owned()).collect()
    }

    /// Returns the default features.
    pub(super) fn default_features(&self) -> Vec<String> {
        self.strings(&["features"], "default")
    }

    /// Returns the features, each with the features and optional dependencies that it enables.
    pub(super) fn enabled_by_features(&self) -> BTreeMap<String, BTreeSet<String>> {
        let names = self.feature_names().into_iter();
        let all = names.map(|name| {
            let enabled = self.strings(&["features"], &name).into_iter().collect();
            (name, enabled)
        });
        all.collect()
    }

    /// Returns the names of the dependencies, their version requirements, and whether they are optional.
    pub(super) fn required_versions(&self) -> Vec<(String, String, bool)> {
        let dependencies = self.entries(&["dependencies"]).map(|(name, item)| {
            let table = item.as_table_like();
            let version = match table {
                Some(table) => table.get("version").and_then(Item::as_str),
                None => item.as_str(),
            };
            let optional = table.and_then(|table| table.get("optional"));
            let is_optional = optional.and_then(Item::as_bool).unwrap_or(false);
            (
                name.to_owned(),
                version.unwrap_or("*").to_owned(),
                is_optional,
            )
        });
        dependencies.collect()
    }

    /// Returns a text of the package, such as `edition`.
    pub(super) fn of_package(&self, key: &str) -> Option<String> {
        let mut entries = self.entries(&["package"]);
        let (_, item) = entries.find(|(name, _)| *name == key)?;
        item.as_str().map(str::to_owned)
    }

    /// Returns the features that an example needs in addition to the default ones.
    pub(super) fn example_features(&self, example: &str) -> Vec<String> {
        self.strings(&["package", "metadata", "example-features"], example)
    }

    /// Returns the features and dependencies that a feature enables.
    pub(super) fn feature(&self, name: &str) -> Vec<String> {
        self.strings(&["features"], name)
    }

    /// Returns the dependencies.
    pub(super) fn requirements(&self) -> Vec<Requirement> {
        let read = |(name, item): (&str, &Item)| {
            let mut one = Requirement {
                name: name.to_owned(),
                version: item.as_str().map(str::to_owned),
                ..Requirement::default()
            };
            if let Some(table) = item.as_table_like() {
                let text = |key: &str| table.get(key).and_then(Item::as_str).map(str::to_owned);
                let flag = |key: &str| table.get(key).and_then(Item::as_bool);
                let features = table.get("features").and_then(Item::as_array);
                let features = features.into_iter().flatten().filter_map(Value::as_str);
                one.version = text("version");
                one.path = text("path");
                one.git = text("git");
                one.package = text("package");
                one.features = features.map(str::to_owned).collect();
                one.no_default_features = flag("default-features") == Some(false);
                one.optional = flag("optional") == Some(true);
            }
            one
        };
        self.entries(&["dependencies"]).map(read).collect()
    }

    fn strings(&self, path: &[&str], name: &str) -> Vec<String> {
        let mut entries = self.entries(path);
        let found = entries.find(|(other, _)| *other == name);
        let items = found.and_then(|(_, item)| item.as_array());
        let items = items.into_iter().flatten();
        items.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// Returns the name and the line of each dependency in a table. Path dependencies are omitted, because they refer to crates
    /// of this project.
    pub(super) fn dependencies(&self, table: &str) -> Vec<(String, String)> {
        let is_own = |item: &Item| {
            let table = item.as_table_like();
            table.is_some_and(|table| table.contains_key("path"))
        };
        self.entries(&[table])
            .filter(|(_, item)| !is_own(item))
            .filter_map(|(name, item)| Some((name.to_owned(), line(name, item)?)))
            .collect()
    }

    /// Returns the Clippy lints of the workspace as lines, with the comments above them. The lint group `pedantic` is omitted.
    pub(super) fn clippy_lints(&self) -> Vec<String> {
        let path = ["workspace", "lints", "clippy"];
        let mut lines = Vec::new();
        for (name, item) in self.entries(&path).filter(|(name, _)| *name != "pedantic") {
            lines.extend(self.comment(&path, name));
            lines.extend(line(name, item));
        }
        lines
    }

    /// Returns the comment above an entry.
    fn comment(&self, path: &[&str], name: &str) -> Option<String> {
        let mut table: &dyn TableLike = self.document.as_table();
        for name in path {
            table = table.get(name)?.as_table_like()?;
        }
        let above = table.key(name)?.leaf_decor().prefix()?.as_str()?.trim();
        (!above.is_empty()).then(|| above.to_owned())
    }
}

/// Formats `name = value` on one line.
fn line(name: &str, item: &Item) -> Option<String> {
    let mut value = item.clone().into_value().ok()?;
    value.decor_mut().clear();
    Some(format!("{name} = {value}"))
}
