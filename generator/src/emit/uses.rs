//! The imports of a file, gathered while it is printed.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;

/// The imports of one file.
#[derive(Clone, Debug, Default)]
pub(super) struct Uses {
    /// Names by the module that they come from.
    names: BTreeMap<String, BTreeSet<String>>,
}

impl Uses {
    /// Imports a name, such as `crate::runtime` and `Call`.
    pub(super) fn add(&mut self, module: &str, name: &str) {
        self.names
            .entry(module.to_owned())
            .or_default()
            .insert(name.to_owned());
    }

    /// Imports a name of the runtime.
    pub(super) fn runtime(&mut self, name: &str) {
        self.add("crate::runtime", name);
    }

    /// Forgets names that the file itself defines.
    pub(super) fn without(mut self, module: &str, own: &BTreeSet<String>) -> Self {
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

    /// Forgets what the other imports as well.
    pub(super) fn beyond(self, other: &Self) -> Self {
        let imported = &other.names;
        imported
            .iter()
            .fold(self, |uses, (module, names)| uses.without(module, names))
    }

    /// The `use` items: the standard library, then others, then the crate.
    pub(super) fn items(&self) -> Vec<TokenStream> {
        let mut all: Vec<(u8, String, TokenStream)> = Vec::new();
        for (module, names) in &self.names {
            let path = path(module);
            let idents: Vec<_> = names.iter().map(|name| ident(name)).collect();
            let item = match idents.as_slice() {
                [one] => quote!(use #path::#one;),
                several => quote!(use #path::{#(#several),*};),
            };
            // As rustfmt sorts: by the whole path, `crate::ids` before `crate::ops`.
            let order = match names.first() {
                Some(one) if names.len() == 1 => format!("{module}::{one}"),
                _ => format!("{module}::"),
            };
            all.push((rank(module), order, item));
        }
        all.sort_by(|left, right| (left.0, &left.1).cmp(&(right.0, &right.1)));
        all.into_iter().map(|(_, _, item)| item).collect()
    }
}

fn rank(module: &str) -> u8 {
    match module.split("::").next() {
        Some("std") => 0,
        Some("crate" | "super") => 2,
        _ => 1,
    }
}

fn path(module: &str) -> TokenStream {
    syn::parse_str::<syn::Path>(module)
        .map(|path| quote!(#path))
        .unwrap_or_default()
}
