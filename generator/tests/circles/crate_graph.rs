//! Builds a graph of the imports between the files of a crate.
//!
//! In: the source files of a crate. Out: a graph of the imports between the files.
//!
//! If a path goes through a re-export, the edge leads to the file that defines the item. `pub use a::A;` adds an edge
//! only if the same file also uses `A` itself.

use std::collections::BTreeMap;

use super::source::{Module, Path, SourceFile};

/// For each node, the nodes that it imports, with the location of the first import. A node is a file, or a folder of
/// files.
pub(crate) type Graph = BTreeMap<String, BTreeMap<String, Place>>;

/// A line of a file.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Place {
    pub(crate) path: String,
    pub(crate) line: usize,
}

/// The maximum number of re-exports between a path and the definition of its item.
const MOST_STEPS: usize = 16;

/// The parsed files of a crate. The key is the module that the file contains.
#[derive(Debug, Default)]
pub(crate) struct Crate {
    modules: BTreeMap<Module, (String, SourceFile)>,
}

impl Crate {
    /// Adds a file. `base` is the module of a folder, and `below` is the path relative to the folder, such as `a/mod.rs`.
    pub(crate) fn add(
        &mut self,
        base: &[&str],
        below: &str,
        path: &str,
        text: &str,
    ) -> Result<(), String> {
        let module = module_of(base, below);
        let file = SourceFile::parse(text, &module).map_err(|error| format!("{path}: {error}"))?;
        self.modules.insert(module, (path.to_owned(), file));
        Ok(())
    }

    /// Returns the imports between the files.
    pub(crate) fn graph(&self) -> Graph {
        let mut graph = Graph::new();
        for (module, (path, file)) in &self.modules {
            let edges = graph.entry(path.clone()).or_default();
            let mut add = |target: Option<&str>, line: usize| {
                if let Some(target) = target.filter(|target| target != path) {
                    let path = path.clone();
                    let place = Place { path, line };
                    let first = edges.entry(target.to_owned()).or_insert(place.clone());
                    *first = place.min(first.clone());
                }
            };
            for import in &file.uses {
                match self.find(module, &import.path) {
                    Some(Found::Item(target)) if import.is_public => {
                        let line = file.names.get(&import.name);
                        add(line.map(|_| target), line.copied().unwrap_or_default());
                    }
                    Some(Found::Item(target)) => add(Some(target), import.path.line),
                    // A glob import adds an edge to the file of the module. Any other import of a module, such as
                    // `use super::a;`, adds no edge. Paths such as `a::f()` add the edges.
                    Some(Found::Module(target)) if import.name == "*" && !import.is_public => {
                        add(self.path_of(&target), import.path.line);
                    }
                    Some(Found::Module(_)) | None => {}
                }
            }
            for used in &file.paths {
                // A path with a single name, such as `User`, adds no edge. The file defines this name, or a `use`
                // declaration has already added the edge.
                if used.names.len() > 1 {
                    add(
                        self.find(module, used).and_then(|found| self.file(found)),
                        used.line,
                    );
                }
            }
        }
        graph
    }

    fn file<'a>(&'a self, found: Found<'a>) -> Option<&'a str> {
        match found {
            Found::Item(path) => Some(path),
            Found::Module(module) => self.path_of(&module),
        }
    }

    fn path_of(&self, module: &[String]) -> Option<&str> {
        self.modules.get(module).map(|(path, _)| path.as_str())
    }

    /// Finds the item or the module to which a path refers. Returns `None` if it is in another crate.
    fn find(&self, module: &[String], path: &Path) -> Option<Found<'_>> {
        if path.is_relative {
            self.relative(module, &path.names, MOST_STEPS)
        } else {
            self.absolute(&path.names, MOST_STEPS)
        }
    }

    /// Finds the target of a path that starts with a child module or with an imported name.
    fn relative(&self, module: &[String], names: &[String], steps: usize) -> Option<Found<'_>> {
        let (_, file) = self.modules.get(module)?;
        let (first, rest) = names.split_first()?;
        if self.is_module(&child(module, first)) {
            return self.absolute(&[module, names].concat(), steps);
        }
        let import = file.import_of(first)?;
        self.import(module, &import.path, rest, steps)
    }

    fn absolute(&self, names: &[String], steps: usize) -> Option<Found<'_>> {
        let mut module = Module::new();
        for (at, name) in names.iter().enumerate() {
            let child = child(&module, name);
            if self.is_module(&child) {
                module = child;
                continue;
            }
            let (path, file) = self.modules.get(&module)?;
            let rest = names.get(at + 1..).unwrap_or_default();
            if let Some(import) = file.import_of(name) {
                return self.import(&module, &import.path, rest, steps);
            }
            return Some(if file.items.contains(name) {
                Found::Item(path)
            } else {
                self.glob(&module, &names[at..], steps)
                    .unwrap_or(Found::Item(path))
            });
        }
        Some(Found::Module(module))
    }

    /// Finds the target of a path whose first name comes from a glob import of the module.
    fn glob(&self, module: &[String], names: &[String], steps: usize) -> Option<Found<'_>> {
        let (_, file) = self.modules.get(module)?;
        let globs = file.uses.iter().filter(|import| import.name == "*");
        for import in globs {
            let Some(Found::Module(target)) = self.import(module, &import.path, &[], steps) else {
                continue;
            };
            let (_, other) = self.modules.get(&target)?;
            let has = other.items.contains(&names[0])
                || other.uses.iter().any(|import| import.name == names[0])
                || self.is_module(&child(&target, &names[0]));
            if has {
                return self.import(module, &import.path, names, steps);
            }
        }
        None
    }

    /// Finds the target of a path that starts with an import. `rest` contains the names after the import.
    fn import(
        &self,
        module: &[String],
        path: &Path,
        rest: &[String],
        steps: usize,
    ) -> Option<Found<'_>> {
        let steps = steps.checked_sub(1)?;
        let names = [path.names.as_slice(), rest].concat();
        if path.is_relative {
            self.relative(module, &names, steps)
        } else {
            self.absolute(&names, steps)
        }
    }

    /// Whether a file exists for a module or for one of its child modules.
    fn is_module(&self, module: &[String]) -> bool {
        let from = self.modules.range(module.to_vec()..);
        from.take(1).any(|(other, _)| other.starts_with(module))
    }
}

/// The item or module to which a path refers.
enum Found<'a> {
    /// The path of the file that defines the item.
    Item(&'a str),
    Module(Module),
}

fn child(module: &[String], name: &str) -> Module {
    let mut child = module.to_vec();
    child.push(name.to_owned());
    child
}

fn module_of(base: &[&str], below: &str) -> Module {
    let names = below.trim_end_matches(".rs").split('/');
    let base = base.iter().copied();
    let mut module: Module = base.chain(names).map(str::to_owned).collect();
    if ["mod", "lib", "main"]
        .iter()
        .any(|name| module.last().is_some_and(|last| last == name))
    {
        module.pop();
    }
    module
}
