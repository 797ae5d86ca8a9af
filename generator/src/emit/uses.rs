//! Collects the imports of a file while the file is printed.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream, TokenTree};

use super::piece::Code;
use crate::plan::ItemPath;

pub(super) const RUNTIME: &str = "crate::runtime";

/// The names of Rust's prelude that generated code uses. Each name has the path of its module.
const PRELUDE: &[(&str, &str)] = &[
    ("Box", "std::boxed"),
    ("From", "std::convert"),
    ("Into", "std::convert"),
    ("IntoIterator", "std::iter"),
    ("None", "std::option::Option"),
    ("Ok", "std::result::Result"),
    ("Option", "std::option"),
    ("Result", "std::result"),
    ("Some", "std::option::Option"),
    ("String", "std::string"),
    ("Vec", "std::vec"),
];

/// The imports of one file.
///
/// If the file defines an item `User`, any other `User` is printed as a path. If the file uses the runtime's type
/// `Body`, a generated type `Body` is printed as a path.
#[derive(Clone, Debug, Default)]
pub(super) struct Uses {
    /// The imported names by module.
    names: BTreeMap<String, BTreeSet<String>>,
    /// The module whose items the file defines.
    module: String,
    /// The names of the items that the file defines.
    own: BTreeSet<String>,
    /// The names that the file imports from the standard library, other crates and the runtime.
    outer: BTreeSet<String>,
    /// Names that the file already uses for items outside of the documents. Generated items with these names are
    /// printed as paths.
    reserved: BTreeSet<String>,
}

impl Uses {
    /// Creates an empty list of imports for a file. The file defines the items `own` of the module `module`.
    pub(super) fn of<'a>(module: &str, own: impl Iterator<Item = &'a str>) -> Self {
        Self {
            module: module.to_owned(),
            own: own.map(str::to_owned).collect(),
            ..Self::default()
        }
    }

    /// Creates an empty list of imports for an example. A generated item with a name in `reserved` is printed as a
    /// path.
    pub(super) fn beside(reserved: impl Iterator<Item = &'static str>) -> Self {
        let prelude = PRELUDE.iter().map(|(name, _)| *name);
        Self {
            reserved: prelude.chain(reserved).map(str::to_owned).collect(),
            ..Self::default()
        }
    }

    /// If the file uses one name for two items, returns a new list of imports. The caller must print the file again
    /// with this list.
    pub(super) fn unambiguous(&self) -> Option<Self> {
        let items = self.names.iter();
        let items = items.filter(|(module, _)| is_of_crate(module));
        let mut items = items.flat_map(|(_, names)| names);
        let is_ambiguous = items.any(|name| self.outer.contains(name));
        is_ambiguous.then(|| Self {
            module: self.module.clone(),
            own: self.own.clone(),
            reserved: self.outer.clone(),
            ..Self::default()
        })
    }

    /// Imports a name, such as `BTreeMap` from `std::collections`. If the file defines an item with this name, returns
    /// its path instead.
    #[must_use]
    pub(super) fn add(&mut self, module: &str, name: &str) -> TokenStream {
        parsed(&self.add_text(module, name))
    }

    /// Imports a name like [`Self::add`], and returns the name or the path as text.
    pub(super) fn add_text<'n>(&mut self, module: &str, name: &'n str) -> Cow<'n, str> {
        if self.own.contains(name) {
            return self.path(module, name).into();
        }
        self.use_outer(name);
        self.import(module, name);
        name.into()
    }

    /// Imports a name from the runtime. If the file defines an item with this name, returns its path instead.
    #[must_use]
    pub(super) fn runtime(&mut self, name: &'static str) -> TokenStream {
        self.add(RUNTIME, name)
    }

    /// Imports a name like [`Self::runtime`], and returns the name or the path as text.
    pub(super) fn runtime_text(&mut self, name: &'static str) -> Cow<'static, str> {
        self.add_text(RUNTIME, name)
    }

    /// Imports a trait whose methods the file calls.
    pub(super) fn import_trait(&mut self, module: &str, name: &str) {
        if self.own.contains(name) {
            self.import(module, &format!("{name} as _"));
        } else {
            self.use_outer(name);
            self.import(module, name);
        }
    }

    fn use_outer(&mut self, name: &str) {
        if !self.outer.contains(name) {
            self.outer.insert(name.to_owned());
        }
    }

    /// Imports a name from the runtime that cannot collide with an item of the file, such as a macro.
    pub(super) fn import_runtime(&mut self, name: &'static str) {
        self.import(RUNTIME, name);
    }

    /// Imports a name that cannot collide with another name.
    pub(super) fn import(&mut self, module: &str, name: &str) {
        match self.names.get_mut(module) {
            Some(names) if names.contains(name) => {}
            Some(names) => {
                names.insert(name.to_owned());
            }
            None => {
                let names = BTreeSet::from([name.to_owned()]);
                self.names.insert(module.to_owned(), names);
            }
        }
    }

    /// Returns a name of Rust's prelude. If the file defines an item with this name, returns its path instead.
    #[must_use]
    pub(super) fn prelude(&mut self, name: &'static str) -> TokenStream {
        parsed(&self.prelude_text(name))
    }

    /// Returns a name like [`Self::prelude`] as text.
    pub(super) fn prelude_text(&mut self, name: &'static str) -> Cow<'static, str> {
        if self.own.contains(name)
            && let Some((_, module)) = PRELUDE.iter().find(|(known, _)| *known == name)
        {
            return self.path(module, name).into();
        }
        self.use_outer(name);
        name.into()
    }

    /// Prints a type parameter: the first name in `names` that the file does not define.
    pub(super) fn parameter_text(&mut self, names: &[&'static str]) -> &'static str {
        let mut free = names.iter().filter(|name| !self.own.contains(**name));
        let name = free.next().copied().unwrap_or_default();
        self.use_outer(name);
        name
    }

    /// Imports an item of the crate, and returns its name. If the file uses the name for another item, returns its path
    /// instead.
    #[must_use]
    pub(super) fn item(&mut self, path: &ItemPath) -> TokenStream {
        parsed(&self.item_text(path))
    }

    /// Imports an item of the crate, and returns its name or its path as text.
    pub(super) fn item_text(&mut self, path: &ItemPath) -> String {
        let (module, name) = (path.module.to_string(), path.name.as_str());
        let is_own = self.own.contains(name);
        if is_own && module == self.module {
            return name.to_owned();
        }
        if is_own || self.reserved.contains(name) {
            return path.to_string();
        }
        self.import(&module, name);
        name.to_owned()
    }

    /// Returns the path of a name. The path starts with `::` if the file defines an item with the name of the first
    /// segment.
    fn path(&self, module: &str, name: &str) -> String {
        format!("{}::{name}", self.rooted(module))
    }

    fn rooted(&self, module: &str) -> String {
        match module.split("::").next() {
            Some(first) if self.own.contains(first) => format!("::{module}"),
            _ => module.to_owned(),
        }
    }

    fn less(mut self, module: &str, own: &BTreeSet<String>) -> Self {
        if let Some(names) = self.names.get_mut(module) {
            names.retain(|name| !own.contains(name));
        }
        self.names.retain(|_, names| !names.is_empty());
        self
    }

    /// Returns the imported names, grouped by module.
    pub(super) fn modules(&self) -> impl Iterator<Item = (&String, &BTreeSet<String>)> {
        self.names.iter()
    }

    /// Removes the names that are also in `other`.
    pub(super) fn beyond(self, other: &Self) -> Self {
        let imported = &other.names;
        imported
            .iter()
            .fold(self, |uses, (module, names)| uses.less(module, names))
    }

    /// Prints the `use` items: first the standard library, then other crates, then the crate itself.
    pub(super) fn items(&self) -> Vec<Code> {
        let mut all: Vec<(u8, String, String)> = Vec::new();
        for (module, names) in &self.names {
            let module = &self.rooted(module);
            let listed: Vec<&str> = names.iter().map(String::as_str).collect();
            // Imports are sorted by the whole path, as rustfmt does: `crate::ids` comes before `crate::ops`.
            let (order, item) = match listed.as_slice() {
                [one] => (
                    format!("{module}::{one}"),
                    format!("use {module}::{one};\n"),
                ),
                several => (
                    format!("{module}::"),
                    format!("use {module}::{{{}}};\n", several.join(", ")),
                ),
            };
            all.push((rank(module), order, item));
        }
        all.sort();
        let items = all.into_iter();
        items.map(|(_, _, item)| Code::Text(item)).collect()
    }
}

/// Returns whether a module belongs to the crate, but not to its runtime.
fn is_of_crate(module: &str) -> bool {
    module.starts_with("crate::") && module != RUNTIME
}

fn parsed(text: &str) -> TokenStream {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    // Creating an identifier is faster than parsing the name as Rust.
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(is_word) {
        return TokenTree::Ident(Ident::new(text, Span::call_site())).into();
    }
    text.parse().unwrap_or_default()
}

fn rank(module: &str) -> u8 {
    match module.trim_start_matches("::").split("::").next() {
        Some("std") => 0,
        Some("crate" | "super") => 2,
        _ => 1,
    }
}
