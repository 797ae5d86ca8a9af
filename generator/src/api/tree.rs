//! The modules of a crate: their definitions, submodules and imports.
//!
//! In: Rust sources, keyed by path. Out: a [`Crate`]. The module `resolve` resolves the paths later.

use std::collections::BTreeMap;

use super::cfg::{Attributes, Conditions};
use super::cursor::Cursor;
use super::item::{Block, Call, Import, Item, ItemKind, Member, MemberKind, Tokens};
use super::lexer;
use super::macro_rules::Macros;
use super::syntax;

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

/// The modules, definitions, `impl` blocks and macros of a crate.
#[derive(Default)]
pub(super) struct Crate<'a> {
    pub(super) modules: Vec<Module<'a>>,
    pub(super) definitions: Vec<Definition<'a>>,
    pub(super) impls: Vec<Impl<'a>>,
    pub(super) macros: Macros<'a>,
}

/// A module.
#[derive(Default)]
pub(super) struct Module<'a> {
    pub(super) parent: Option<ModuleId>,
    pub(super) name: &'a str,
    /// Whether the source of the module is given. If the source is missing, only the name of the module is known.
    pub(super) has_source: bool,
    pub(super) conditions: Conditions,
    /// The meanings of each name. One name can mean a module, a type and a macro at the same time.
    pub(super) names: BTreeMap<&'a str, Vec<Entry<'a>>>,
    pub(super) globs: Vec<Glob<'a>>,
}

/// One meaning of a name in a module.
pub(super) struct Entry<'a> {
    pub(super) is_public: bool,
    pub(super) conditions: Conditions,
    pub(super) target: Target<'a>,
}

pub(super) enum Target<'a> {
    Module(ModuleId),
    Definition(DefinitionId),
    Import(ImportPath<'a>),
}

/// A path after `use`.
#[derive(Clone)]
pub(super) struct ImportPath<'a> {
    /// Whether the path starts with `::` and the name of another crate.
    pub(super) is_extern: bool,
    pub(super) segments: Vec<&'a str>,
}

/// A glob import.
pub(super) struct Glob<'a> {
    pub(super) is_public: bool,
    pub(super) conditions: Conditions,
    pub(super) path: ImportPath<'a>,
}

/// An item other than a module, an import or an `impl`.
pub(super) struct Definition<'a> {
    pub(super) module: ModuleId,
    pub(super) name: &'a str,
    pub(super) is_hidden: bool,
    pub(super) conditions: Conditions,
    pub(super) item: Item<'a>,
}

/// An `impl` block with its macros expanded.
pub(super) struct Impl<'a> {
    pub(super) module: ModuleId,
    pub(super) conditions: Conditions,
    pub(super) item: Block<'a>,
}

impl<'a> Crate<'a> {
    /// Reads a crate from its sources, keyed by path below `src`. Also returns the paths of files that are not valid Rust.
    pub(super) fn read(files: &[(&'a str, &'a str)]) -> (Self, Vec<String>) {
        let mut unreadable = Vec::new();
        let mut sources = BTreeMap::new();
        let mut found = Self::default();
        for (path, text) in files {
            match source(text) {
                Some(file) => {
                    found.define_macros(&file.items);
                    sources.insert(module_path(path), file);
                }
                None => unreadable.push((*path).to_owned()),
            }
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

    fn define_macros(&mut self, items: &[Item<'a>]) {
        for item in items {
            match &item.kind {
                ItemKind::Macro(definition) => self.macros.define(item.name, definition),
                ItemKind::Mod(Some(items)) => self.define_macros(items),
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

/// Reads a file. `None` if the text is not valid Rust.
fn source(text: &str) -> Option<Source<'_>> {
    let tokens = lexer::tokens(text)?;
    let mut cursor = Cursor::new(&tokens);
    let attributes = Attributes::read(&mut cursor, true)?;
    let items = syntax::items(cursor.rest())?;
    Some(Source { attributes, items })
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

/// The inner attributes and the items of a file.
struct Source<'a> {
    attributes: Attributes<'a>,
    items: Vec<Item<'a>>,
}

struct Reader<'a> {
    found: Crate<'a>,
    sources: BTreeMap<String, Source<'a>>,
    /// The number of expansions in the current macro call.
    expansions: usize,
}

impl<'a> Reader<'a> {
    /// Loads the items of a module from its file, if the file is given.
    fn load_source(&mut self, id: ModuleId, path: &str) {
        let Some(file) = self.sources.remove(path) else {
            return;
        };
        if let Some(module) = self.found.modules.get_mut(id) {
            module.has_source = true;
            let inner = file.attributes.conditions;
            module.conditions.extend(inner.unwrap_or_default());
        }
        self.load_items(id, path, file.items, 0);
    }

    fn load_items(&mut self, id: ModuleId, path: &str, items: Vec<Item<'a>>, nested: usize) {
        for mut item in items {
            let Some(conditions) = item.attributes.conditions.take() else {
                continue;
            };
            match item.kind {
                ItemKind::Mod(items) => {
                    let is_public = item.is_public && !item.attributes.is_hidden;
                    let module = (item.name, is_public, items);
                    self.load_module(id, path, module, conditions);
                }
                ItemKind::Use(imports) => {
                    let is_public = item.is_public && !item.attributes.is_hidden;
                    for import in imports {
                        self.load_import(id, import, is_public, &conditions);
                    }
                }
                ItemKind::Impl(mut block) => {
                    block.items = self.expand_members(block.items, nested);
                    self.found.impls.push(Impl {
                        module: id,
                        conditions,
                        item: block,
                    });
                }
                ItemKind::Call(call) => {
                    let expansion = self.expand(&call, nested);
                    let items = expansion.and_then(|tokens| syntax::items(&tokens));
                    self.load_items(id, path, items.unwrap_or_default(), nested + 1);
                }
                ItemKind::Macro(_) => {
                    let is_exported = item.attributes.is_exported_macro;
                    let home = if is_exported { ROOT } else { id };
                    let is_public = is_exported && !item.attributes.is_hidden;
                    self.define(home, is_public, conditions, item);
                }
                ItemKind::Other => {}
                _ => {
                    let is_public = item.is_public && !item.attributes.is_hidden;
                    self.define(id, is_public, conditions, item);
                }
            }
        }
    }

    fn load_module(
        &mut self,
        parent: ModuleId,
        path: &str,
        (name, is_public, items): (&'a str, bool, Option<Vec<Item<'a>>>),
        conditions: Conditions,
    ) {
        let id = self.found.modules.len();
        self.found.modules.push(Module {
            parent: Some(parent),
            name,
            has_source: items.is_some(),
            conditions: conditions.clone(),
            ..Module::default()
        });
        let path = match path {
            "" => name.to_owned(),
            path => format!("{path}::{name}"),
        };
        let entry = Entry {
            is_public,
            conditions,
            target: Target::Module(id),
        };
        self.bind(parent, name, entry);
        match items {
            Some(items) => self.load_items(id, &path, items, 0),
            None => self.load_source(id, &path),
        }
    }

    fn load_import(
        &mut self,
        id: ModuleId,
        import: Import<'a>,
        is_public: bool,
        conditions: &Conditions,
    ) {
        let path = ImportPath {
            is_extern: import.is_extern,
            segments: import.segments,
        };
        let conditions = conditions.clone();
        if let Some(name) = import.name {
            let entry = Entry {
                is_public,
                conditions,
                target: Target::Import(path),
            };
            self.bind(id, name, entry);
        } else if let Some(module) = self.found.modules.get_mut(id) {
            module.globs.push(Glob {
                is_public,
                conditions,
                path,
            });
        }
    }

    fn define(
        &mut self,
        module: ModuleId,
        is_public: bool,
        conditions: Conditions,
        item: Item<'a>,
    ) {
        let id = self.found.definitions.len();
        let name = item.name;
        self.found.definitions.push(Definition {
            module,
            name,
            is_hidden: item.attributes.is_hidden,
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

    fn bind(&mut self, module: ModuleId, name: &'a str, entry: Entry<'a>) {
        if let Some(module) = self.found.modules.get_mut(module) {
            module.names.entry(name).or_default().push(entry);
        }
    }

    /// Expands the macros in the items of an `impl`.
    fn expand_members(&mut self, items: Vec<Member<'a>>, nested: usize) -> Vec<Member<'a>> {
        let mut found = Vec::with_capacity(items.len());
        for item in items {
            match item.kind {
                MemberKind::Call(call) => {
                    let expansion = self.expand(&call, nested);
                    let members = expansion.and_then(|tokens| syntax::members(&tokens));
                    found.extend(self.expand_members(members.unwrap_or_default(), nested + 1));
                }
                _ => found.push(item),
            }
        }
        found
    }

    /// Expands a macro call. `None` if the crate does not define the macro, or if a limit is exceeded.
    fn expand(&mut self, call: &Call<'a>, nested: usize) -> Option<Tokens<'a>> {
        self.expansions = if nested == 0 { 1 } else { self.expansions + 1 };
        if nested >= MOST_NESTED || self.expansions > MOST_EXPANSIONS {
            return None;
        }
        self.found.macros.expand(call.name, &call.arguments)
    }
}
