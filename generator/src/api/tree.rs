//! The modules of a crate: their definitions, submodules and imports.
//!
//! In: Rust sources, keyed by path. Out: a [`Crate`]. The module `resolve` resolves the paths later.

use std::collections::BTreeMap;

use syn::{Attribute, ImplItem, Item, ItemImpl, ItemMacro, ItemMod, UseTree, Visibility};

use super::cfg::{Conditions, conditions, has, is_hidden};
use super::macro_rules::Macros;
use super::skim::skim;

/// The maximum nesting of macro expansions. The limit stops infinite recursion.
const MOST_NESTED: usize = 32;
/// The maximum number of expansions in one macro call.
const MOST_EXPANSIONS: usize = 20_000;

/// The index of a module in [`Crate::modules`].
pub(super) type ModuleId = usize;
/// The index of a definition in [`Crate::definitions`].
pub(super) type DefinitionId = usize;

/// The root module.
pub(super) const ROOT: ModuleId = 0;

/// Syntax trees of source files, keyed by path below `src`.
pub type Trees = BTreeMap<String, syn::File>;

/// The modules, definitions, `impl` blocks and macros of a crate.
#[derive(Default)]
pub(super) struct Crate {
    pub(super) modules: Vec<Module>,
    pub(super) definitions: Vec<Definition>,
    pub(super) impls: Vec<Impl>,
    pub(super) macros: Macros,
}

/// A module.
#[derive(Default)]
pub(super) struct Module {
    pub(super) parent: Option<ModuleId>,
    pub(super) name: String,
    /// Whether the source of the module is given. If the source is missing, only the name of the module is known.
    pub(super) has_source: bool,
    pub(super) conditions: Conditions,
    /// The meanings of each name. One name can mean a module, a type and a macro at the same time.
    pub(super) names: BTreeMap<String, Vec<Entry>>,
    pub(super) globs: Vec<Glob>,
}

/// One meaning of a name in a module.
pub(super) struct Entry {
    pub(super) is_public: bool,
    pub(super) conditions: Conditions,
    pub(super) target: Target,
}

pub(super) enum Target {
    Module(ModuleId),
    Definition(DefinitionId),
    Import(ImportPath),
}

/// A path after `use`.
#[derive(Clone)]
pub(super) struct ImportPath {
    /// Whether the path starts with `::` and the name of another crate.
    pub(super) is_extern: bool,
    pub(super) segments: Vec<String>,
}

/// A glob import.
pub(super) struct Glob {
    pub(super) is_public: bool,
    pub(super) conditions: Conditions,
    pub(super) path: ImportPath,
}

/// An item other than a module, an import or an `impl`.
pub(super) struct Definition {
    pub(super) module: ModuleId,
    pub(super) name: String,
    pub(super) is_hidden: bool,
    pub(super) conditions: Conditions,
    pub(super) item: Item,
}

/// An `impl` block with its macros expanded.
pub(super) struct Impl {
    pub(super) module: ModuleId,
    pub(super) conditions: Conditions,
    pub(super) item: ItemImpl,
}

impl Crate {
    /// Reads a crate from its sources and syntax trees, keyed by path below `src`. Also returns the paths of files that do not
    /// parse.
    pub(super) fn read(files: &BTreeMap<String, String>, trees: Trees) -> (Self, Vec<String>) {
        let mut unreadable = Vec::new();
        let mut sources = BTreeMap::new();
        let mut found = Self::default();
        for (path, text) in files {
            match syn::parse_file(&skim(text)) {
                Ok(file) => {
                    found.define_macros(&file.items);
                    sources.insert(module_path(path), file);
                }
                Err(_) => unreadable.push(path.clone()),
            }
        }
        for (path, file) in trees {
            found.define_macros(&file.items);
            sources.insert(module_path(&path), file);
        }
        found.modules.push(Module::default());
        let mut reader = Reader {
            found,
            sources,
            expansions: 0,
        };
        reader.load_source(ROOT, "");
        (reader.found, unreadable)
    }

    fn define_macros(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Macro(item) => {
                    if let Some(name) = &item.ident {
                        self.macros
                            .define(name.to_string(), item.mac.tokens.clone());
                    }
                }
                Item::Mod(module) => {
                    let items = module.content.as_ref().map(|(_, items)| items.as_slice());
                    self.define_macros(items.unwrap_or_default());
                }
                _ => {}
            }
        }
    }

    /// Returns the conditions of a module and of its ancestors.
    pub(super) fn module_conditions(&self, id: ModuleId) -> Conditions {
        let mut all = Conditions::new();
        let mut next = self.modules.get(id);
        while let Some(module) = next {
            all.extend(module.conditions.iter().cloned());
            next = module.parent.and_then(|parent| self.modules.get(parent));
        }
        all
    }
}

/// Returns the path of the module that a file contains: `a/mod.rs` and `a.rs` are `a`.
fn module_path(path: &str) -> String {
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let path = path.strip_suffix("/mod").unwrap_or(path);
    if path == "lib" {
        return String::new();
    }
    path.replace('/', "::")
}

struct Reader {
    found: Crate,
    sources: BTreeMap<String, syn::File>,
    /// The number of expansions in the current macro call.
    expansions: usize,
}

impl Reader {
    /// Loads the items of a module from its file, if the file is given.
    fn load_source(&mut self, id: ModuleId, path: &str) {
        let Some(file) = self.sources.remove(path) else {
            return;
        };
        let inner = conditions(&file.attrs);
        if let Some(module) = self.found.modules.get_mut(id) {
            module.has_source = true;
            module.conditions.extend(inner.unwrap_or_default());
        }
        self.load_items(id, path, file.items, 0);
    }

    fn load_items(&mut self, id: ModuleId, path: &str, items: Vec<Item>, nested: usize) {
        for item in items {
            let Some(conditions) = conditions(attributes(&item)) else {
                continue;
            };
            let is_hidden = is_hidden(attributes(&item));
            match item {
                Item::Mod(module) => self.load_module(id, path, module, conditions),
                Item::Use(item) => {
                    let start = ImportPath {
                        is_extern: item.leading_colon.is_some(),
                        segments: Vec::new(),
                    };
                    let is_public = is_public(&item.vis) && !is_hidden;
                    self.load_imports(id, &item.tree, &start, is_public, &conditions);
                }
                Item::Impl(mut item) => {
                    item.items = self.expand_members(item.items, nested);
                    self.found.impls.push(Impl {
                        module: id,
                        conditions,
                        item,
                    });
                }
                Item::Macro(item) => {
                    if let Some(name) = item.ident.clone() {
                        self.define_macro(id, name.to_string(), item, conditions);
                        continue;
                    }
                    let file = self.expand::<syn::File>(&item.mac, nested);
                    let items = file.map(|file| file.items).unwrap_or_default();
                    self.load_items(id, path, items, nested + 1);
                }
                item => {
                    if let Some((name, vis)) = name_of(&item) {
                        let public = is_public(vis) && !is_hidden;
                        self.define(id, name, public, conditions, item);
                    }
                }
            }
        }
    }

    fn define_macro(
        &mut self,
        id: ModuleId,
        name: String,
        item: ItemMacro,
        conditions: Conditions,
    ) {
        let is_exported = has(&item.attrs, "macro_export");
        let is_public = is_exported && !is_hidden(&item.attrs);
        let home = if is_exported { ROOT } else { id };
        self.define(home, name, is_public, conditions, Item::Macro(item));
    }

    fn load_module(&mut self, parent: ModuleId, path: &str, item: ItemMod, conditions: Conditions) {
        let name = item.ident.to_string();
        let id = self.found.modules.len();
        self.found.modules.push(Module {
            parent: Some(parent),
            name: name.clone(),
            has_source: item.content.is_some(),
            conditions: conditions.clone(),
            ..Module::default()
        });
        let path = match path {
            "" => name.clone(),
            path => format!("{path}::{name}"),
        };
        let entry = Entry {
            is_public: is_public(&item.vis) && !is_hidden(&item.attrs),
            conditions,
            target: Target::Module(id),
        };
        self.bind(parent, name, entry);
        match item.content {
            Some((_, items)) => self.load_items(id, &path, items, 0),
            None => self.load_source(id, &path),
        }
    }

    fn load_imports(
        &mut self,
        id: ModuleId,
        tree: &UseTree,
        start: &ImportPath,
        is_public: bool,
        conditions: &Conditions,
    ) {
        let longer = |name: &syn::Ident| {
            let mut path = start.clone();
            path.segments.push(name.to_string());
            path
        };
        let mut bind = |name: &syn::Ident, path: ImportPath| {
            let entry = Entry {
                is_public,
                conditions: conditions.clone(),
                target: Target::Import(path),
            };
            self.bind(id, name.to_string(), entry);
        };
        match tree {
            UseTree::Path(part) => {
                let path = longer(&part.ident);
                self.load_imports(id, &part.tree, &path, is_public, conditions);
            }
            UseTree::Name(last) if last.ident == "self" => {
                if let Some(name) = start.segments.last() {
                    let name = syn::Ident::new(name, last.ident.span());
                    bind(&name, start.clone());
                }
            }
            UseTree::Name(last) => bind(&last.ident, longer(&last.ident)),
            UseTree::Rename(last) if last.ident == "self" => bind(&last.rename, start.clone()),
            UseTree::Rename(last) => bind(&last.rename, longer(&last.ident)),
            UseTree::Glob(_) => {
                if let Some(module) = self.found.modules.get_mut(id) {
                    module.globs.push(Glob {
                        is_public,
                        conditions: conditions.clone(),
                        path: start.clone(),
                    });
                }
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.load_imports(id, tree, start, is_public, conditions);
                }
            }
        }
    }

    fn define(
        &mut self,
        module: ModuleId,
        name: String,
        is_public: bool,
        conditions: Conditions,
        item: Item,
    ) {
        let id = self.found.definitions.len();
        self.found.definitions.push(Definition {
            module,
            name: name.clone(),
            is_hidden: is_hidden(attributes(&item)),
            conditions: conditions.clone(),
            item,
        });
        let entry = Entry {
            is_public,
            conditions,
            target: Target::Definition(id),
        };
        self.bind(module, name, entry);
    }

    fn bind(&mut self, module: ModuleId, name: String, entry: Entry) {
        if let Some(module) = self.found.modules.get_mut(module) {
            module.names.entry(name).or_default().push(entry);
        }
    }

    /// Expands the macros in the items of an `impl`.
    fn expand_members(&mut self, items: Vec<ImplItem>, nested: usize) -> Vec<ImplItem> {
        let mut found = Vec::new();
        for item in items {
            match item {
                ImplItem::Macro(item) => {
                    let members = self.expand::<Members>(&item.mac, nested);
                    let members = members.map(|members| members.0).unwrap_or_default();
                    found.extend(self.expand_members(members, nested + 1));
                }
                item => found.push(item),
            }
        }
        found
    }

    /// Expands a macro call. `None` if the crate does not define the macro, or if a limit is exceeded.
    fn expand<T: syn::parse::Parse>(&mut self, call: &syn::Macro, nested: usize) -> Option<T> {
        self.expansions = if nested == 0 { 1 } else { self.expansions + 1 };
        if nested >= MOST_NESTED || self.expansions > MOST_EXPANSIONS {
            return None;
        }
        let name = call.path.segments.last()?.ident.to_string();
        let expansion = self.found.macros.expand(&name, &call.tokens)?;
        syn::parse2(expansion).ok()
    }
}

/// The items between the braces of an `impl`.
struct Members(Vec<ImplItem>);

impl syn::parse::Parse for Members {
    fn parse(input: syn::parse::ParseStream<'_>) -> syn::Result<Self> {
        let mut members = Vec::new();
        while !input.is_empty() {
            members.push(input.parse()?);
        }
        Ok(Self(members))
    }
}

pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

pub(super) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// Returns the name and the visibility of an item that has both.
fn name_of(item: &Item) -> Option<(String, &Visibility)> {
    let (name, visibility) = match item {
        Item::Const(item) => (&item.ident, &item.vis),
        Item::Enum(item) => (&item.ident, &item.vis),
        Item::Fn(item) => (&item.sig.ident, &item.vis),
        Item::Static(item) => (&item.ident, &item.vis),
        Item::Struct(item) => (&item.ident, &item.vis),
        Item::Trait(item) => (&item.ident, &item.vis),
        Item::Type(item) => (&item.ident, &item.vis),
        Item::Union(item) => (&item.ident, &item.vis),
        _ => return None,
    };
    Some((name.to_string(), visibility))
}
