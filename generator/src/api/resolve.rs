//! Resolves paths, and finds the public path of each item.
//!
//! In: a [`Crate`]. Out: resolved paths, and the [`PublicPath`]s of each definition. Private modules are never part of a public
//! path.

use std::collections::{BTreeMap, BTreeSet};

use super::cfg::Conditions;
use super::tree::{Crate, DefinitionId, ImportPath, ModuleId, ROOT, Target};

/// The maximum number of imports that are followed for one path. The limit stops cycles.
const MOST_HOPS: usize = 32;

/// The item that a path refers to.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Meaning<'a> {
    Module(ModuleId),
    Definition(DefinitionId),
    /// The path of an item in this crate whose source is not given.
    Unread(Vec<&'a str>),
    /// The path of an item in another crate.
    Extern(Vec<&'a str>),
}

/// The items that a path can refer to. The value is the number of imports that lead to the item.
pub(super) type Found<'a> = BTreeMap<Meaning<'a>, usize>;

impl<'a> Crate<'a> {
    /// Finds the items that a name in a module refers to.
    pub(super) fn lookup(&self, module: ModuleId, name: &'a str, hops: usize) -> Found<'a> {
        let mut found = Found::new();
        let Some(scope) = self.modules.get(module) else {
            return found;
        };
        if hops > MOST_HOPS {
            return found;
        }
        if !scope.has_source {
            let mut path = self.path_of(module);
            path.push(name);
            found.insert(Meaning::Unread(path), hops);
            return found;
        }
        for entry in scope.names.get(name).into_iter().flatten() {
            match &entry.target {
                Target::Module(id) => add(&mut found, Meaning::Module(*id), hops),
                Target::Definition(id) => add(&mut found, Meaning::Definition(*id), hops),
                Target::Import(path) => {
                    for (meaning, hops) in self.resolve(module, path, hops + 1) {
                        add(&mut found, meaning, hops);
                    }
                }
            }
        }
        if found.is_empty() {
            for glob in &scope.globs {
                for (meaning, hops) in self.resolve(module, &glob.path, hops + 1) {
                    if let Meaning::Module(id) = meaning {
                        found.extend(self.lookup(id, name, hops));
                    }
                }
            }
        }
        found
    }

    /// Finds the items that a path in a module refers to.
    pub(super) fn resolve(
        &self,
        module: ModuleId,
        path: &ImportPath<'a>,
        hops: usize,
    ) -> Found<'a> {
        let mut found = Found::new();
        let Some((first, rest)) = path.segments.split_first() else {
            return found;
        };
        if hops > MOST_HOPS {
            return found;
        }
        let parent = |module: ModuleId| self.modules.get(module).and_then(|module| module.parent);
        if path.is_extern {
            found.insert(Meaning::Extern(path.segments.clone()), hops);
            return found;
        }
        match *first {
            "crate" => add(&mut found, Meaning::Module(ROOT), hops),
            "self" => add(&mut found, Meaning::Module(module), hops),
            "super" => {
                if let Some(parent) = parent(module) {
                    add(&mut found, Meaning::Module(parent), hops);
                }
            }
            name => {
                // An import of its own name, such as `use setter;`, can only refer to a macro. The import is not followed.
                let is_itself = |meaning: &Meaning<'_>| matches!(meaning, Meaning::Extern(path) if path == &[name]);
                found = if rest.is_empty() && self.imports_itself(module, name) {
                    self.macro_named(name, hops)
                } else {
                    self.lookup(module, name, hops)
                };
                found.retain(|meaning, _| !is_itself(meaning));
                if found.is_empty() && !(rest.is_empty() && self.macros.contains(name)) {
                    found.insert(Meaning::Extern(path.segments.clone()), hops);
                    return found;
                }
            }
        }
        for segment in rest {
            let mut next = Found::new();
            for (meaning, hops) in found {
                match meaning {
                    Meaning::Module(id) if *segment == "super" => {
                        next.extend(parent(id).map(|id| (Meaning::Module(id), hops)));
                    }
                    Meaning::Module(id) => next.extend(self.lookup(id, segment, hops)),
                    // Variants and associated items are not resolved.
                    Meaning::Definition(_) => {}
                    Meaning::Unread(mut path) => {
                        path.push(segment);
                        next.insert(Meaning::Unread(path), hops);
                    }
                    Meaning::Extern(mut path) => {
                        path.push(segment);
                        next.insert(Meaning::Extern(path), hops);
                    }
                }
            }
            found = next;
        }
        found
    }

    fn imports_itself(&self, module: ModuleId, name: &str) -> bool {
        let entries = self.modules.get(module).and_then(|m| m.names.get(name));
        entries
            .into_iter()
            .flatten()
            .any(|entry| matches!(&entry.target, Target::Import(path) if path.segments == [name]))
    }

    fn macro_named(&self, name: &str, hops: usize) -> Found<'a> {
        let entries = self.modules.get(ROOT).and_then(|root| root.names.get(name));
        let entries = entries.into_iter().flatten();
        entries
            .filter_map(|entry| match entry.target {
                Target::Definition(id) => Some((Meaning::Definition(id), hops)),
                _ => None,
            })
            .collect()
    }

    /// Returns the path of a module: the names of its ancestors and its own name.
    pub(super) fn path_of(&self, module: ModuleId) -> Vec<&'a str> {
        let mut path = Vec::new();
        let mut next = self.modules.get(module);
        while let Some(module) = next {
            if module.parent.is_some() {
                path.push(module.name);
            }
            next = module.parent.and_then(|parent| self.modules.get(parent));
        }
        path.reverse();
        path
    }
}

fn add<'a>(found: &mut Found<'a>, meaning: Meaning<'a>, hops: usize) {
    let known = found.entry(meaning).or_insert(hops);
    *known = hops.min(*known);
}

/// A path by which a user can name an item.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct PublicPath<'a> {
    /// The number of imports between the path and the definition.
    hops: usize,
    /// The number of segments of the path: 2 for `users::User`.
    length: usize,
    pub(super) module: Vec<&'a str>,
    pub(super) name: &'a str,
    pub(super) conditions: Conditions,
}

/// The public paths of a crate.
#[derive(Default)]
pub(super) struct PublicPaths<'a> {
    /// The public paths of each definition. The list of public items uses the first path.
    pub(super) definitions: BTreeMap<DefinitionId, BTreeSet<PublicPath<'a>>>,
    /// Re-exports of items of other crates: the path in this crate, and the path in the other crate.
    pub(super) externs: BTreeSet<(PublicPath<'a>, Vec<&'a str>)>,
    /// Public modules with a source, and their conditions.
    pub(super) modules: BTreeMap<Vec<&'a str>, Conditions>,
}

impl<'a> PublicPaths<'a> {
    /// Finds the public paths of a crate.
    pub(super) fn of(krate: &Crate<'a>) -> Self {
        let mut paths = Self::default();
        let at = At {
            path: Vec::new(),
            conditions: Conditions::new(),
            hops: 0,
        };
        paths.walk(krate, ROOT, &at, &mut Vec::new());
        paths
    }

    fn walk(&mut self, krate: &Crate<'a>, id: ModuleId, at: &At<'a>, inside: &mut Vec<ModuleId>) {
        let Some(module) = krate.modules.get(id).filter(|module| module.has_source) else {
            return;
        };
        if inside.contains(&id) || inside.len() > MOST_HOPS {
            return;
        }
        inside.push(id);
        let mut conditions = at.conditions.clone();
        conditions.extend(module.conditions.iter().cloned());
        self.modules
            .entry(at.path.clone())
            .or_insert_with(|| conditions.clone());
        let at = At {
            conditions,
            ..at.clone()
        };
        self.names(krate, id, &at, inside);
        inside.pop();
    }

    /// Adds the public paths of all names in a module.
    fn names(&mut self, krate: &Crate<'a>, id: ModuleId, at: &At<'a>, inside: &mut Vec<ModuleId>) {
        let Some(module) = krate.modules.get(id) else {
            return;
        };
        for (&name, entries) in &module.names {
            for entry in entries.iter().filter(|entry| entry.is_public) {
                let mut conditions = at.conditions.clone();
                conditions.extend(entry.conditions.iter().cloned());
                let found = match &entry.target {
                    Target::Module(id) => Found::from([(Meaning::Module(*id), 0)]),
                    Target::Definition(id) => Found::from([(Meaning::Definition(*id), 0)]),
                    Target::Import(path) => krate.resolve(id, path, 1),
                };
                for (meaning, hops) in found {
                    let at = At {
                        conditions: conditions.clone(),
                        hops: at.hops + hops,
                        ..at.clone()
                    };
                    self.name(krate, name, meaning, &at, inside);
                }
            }
        }
        for glob in module.globs.iter().filter(|glob| glob.is_public) {
            for (meaning, hops) in krate.resolve(id, &glob.path, 1) {
                let Meaning::Module(target) = meaning else {
                    continue;
                };
                if inside.contains(&target) {
                    continue;
                }
                let mut at = at.clone();
                at.hops += hops;
                at.conditions.extend(glob.conditions.iter().cloned());
                inside.push(target);
                self.names(krate, target, &at, inside);
                inside.pop();
            }
        }
    }

    fn name(
        &mut self,
        krate: &Crate<'a>,
        name: &'a str,
        meaning: Meaning<'a>,
        at: &At<'a>,
        inside: &mut Vec<ModuleId>,
    ) {
        let public_path = |conditions: Conditions| PublicPath {
            hops: at.hops,
            length: at.path.len(),
            module: at.path.clone(),
            name,
            conditions,
        };
        match meaning {
            Meaning::Module(id) => {
                let mut at = at.clone();
                at.path.push(name);
                self.walk(krate, id, &at, inside);
            }
            Meaning::Definition(id) => {
                let definition = krate.definitions.get(id);
                let Some(definition) = definition.filter(|found| !found.is_hidden) else {
                    return;
                };
                let mut conditions = at.conditions.clone();
                conditions.extend(krate.module_conditions(definition.module));
                conditions.extend(definition.conditions.iter().cloned());
                let paths = self.definitions.entry(id).or_default();
                paths.insert(public_path(conditions));
            }
            Meaning::Extern(path) => {
                self.externs
                    .insert((public_path(at.conditions.clone()), path));
            }
            // Items without a source are not listed.
            Meaning::Unread(_) => {}
        }
    }
}

#[derive(Clone)]
struct At<'a> {
    path: Vec<&'a str>,
    conditions: Conditions,
    hops: usize,
}
