//! The imports of a file, gathered while it is printed.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;

use crate::plan::{ItemPath, ModulePath, Name};

/// The imports of one file.
#[derive(Clone, Debug, Default)]
pub(super) struct Uses {
    /// Names by the module that they come from.
    names: BTreeMap<String, BTreeSet<String>>,
}

impl Uses {
    /// Imports a name that every crate knows, such as `std::collections` and `BTreeMap`.
    pub(super) fn add(&mut self, module: &str, name: &str) {
        self.names
            .entry(module.to_owned())
            .or_default()
            .insert(name.to_owned());
    }

    /// Imports a name of the runtime.
    pub(super) fn runtime(&mut self, name: &'static str) {
        self.add("crate::runtime", name);
    }

    /// Imports an item of the crate.
    pub(super) fn item(&mut self, path: &ItemPath) {
        self.add(&path.module.to_string(), path.name.as_str());
    }

    /// Removes names of a module that the file itself defines.
    pub(super) fn without<'a>(
        self,
        module: &ModulePath,
        own: impl Iterator<Item = &'a Name>,
    ) -> Self {
        let own: BTreeSet<String> = own.map(|name| name.as_str().to_owned()).collect();
        self.less(&module.to_string(), &own)
    }

    fn less(mut self, module: &str, own: &BTreeSet<String>) -> Self {
        if let Some(names) = self.names.get_mut(module) {
            names.retain(|name| !own.contains(name));
        }
        self.names.retain(|_, names| !names.is_empty());
        self
    }

    /// The modules, each with the names that come from it.
    pub(super) fn modules(&self) -> impl Iterator<Item = (&String, &BTreeSet<String>)> {
        self.names.iter()
    }

    /// Removes what the other imports as well.
    pub(super) fn beyond(self, other: &Self) -> Self {
        let imported = &other.names;
        imported
            .iter()
            .fold(self, |uses, (module, names)| uses.less(module, names))
    }

    /// The `use` items: the standard library, then other crates, then this one.
    pub(super) fn items(&self) -> Vec<TokenStream> {
        let mut all: Vec<(u8, String, String)> = Vec::new();
        for (module, names) in &self.names {
            let listed: Vec<&str> = names.iter().map(String::as_str).collect();
            // As rustfmt sorts: by the whole path, `crate::ids` before `crate::ops`.
            let (order, item) = match listed.as_slice() {
                [one] => (format!("{module}::{one}"), format!("use {module}::{one};")),
                several => (
                    format!("{module}::"),
                    format!("use {module}::{{{}}};", several.join(", ")),
                ),
            };
            all.push((rank(module), order, item));
        }
        all.sort();
        let items = all.into_iter();
        items
            .map(|(_, _, item)| item.parse().unwrap_or_default())
            .collect()
    }
}

fn rank(module: &str) -> u8 {
    match module.split("::").next() {
        Some("std") => 0,
        Some("crate" | "super") => 2,
        _ => 1,
    }
}
