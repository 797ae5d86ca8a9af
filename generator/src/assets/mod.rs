//! Renders files from templates, and copies hand-written Rust files.
//!
//! In: the templates, read through a [`FileProvider`]. Out: the complete [`OutputTree`]. Templates contain no Rust.

mod built_in;
mod cargo_manifest;
mod package_facts;
mod readme;
mod requirement;
mod requirements;
mod template;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use minijinja::{Value, context};

pub use built_in::BuiltIn;
use cargo_manifest::CargoManifest;
pub use requirement::Requirement;
pub use requirements::requirements;
use template::safe;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::format::header;
use crate::input::{Dependency, FileProvider, Manifest};
use crate::plan::{CratePlan, ScopeRelation, StreamKind, StreamType, TypeExpr};
use crate::text::Untrusted;

pub use package_facts::{PackageFacts, package_facts};

/// Every file of a crate, keyed by its path in the folder of the crate.
pub type OutputTree = BTreeMap<String, Vec<u8>>;

/// The folder of the default templates.
const CRATE: &str = "templates/crate";
/// The `Cargo.toml` of the runtime. Every generated crate has the same dependencies as the runtime.
const RUNTIME_MANIFEST: &str = "templates/runtime/Cargo.toml";
/// The `Cargo.toml` of the workspace. Every generated crate has the same lints as the workspace.
const WORKSPACE_MANIFEST: &str = "Cargo.toml";
/// The folder of the runtime's source code, and the folder of the generated crate to which the code is copied.
const RUNTIME: (&str, &str) = ("templates/runtime/src/runtime", "src/runtime");

/// Adds the copied files and the rendered templates to `tree`. `files` contains the hand-written files that the
/// manifest names.
pub fn add(
    (templates, files): (&dyn FileProvider, &dyn FileProvider),
    manifest: &Manifest,
    plan: &CratePlan,
    command: &str,
    tree: &mut OutputTree,
    diagnostics: &mut Diagnostics,
) {
    let mut assets = Assets {
        command,
        tree,
        diagnostics,
    };
    let (from, to) = RUNTIME;
    assets.copy(templates, from, to);
    for module in &manifest.modules {
        assets.copy(files, &module.from, &module.to);
    }
    let own = manifest.crate_.dependencies_from.as_deref();
    let manifests = Manifests {
        runtime: assets.cargo_manifest(templates, RUNTIME_MANIFEST),
        workspace: assets.cargo_manifest(templates, WORKSPACE_MANIFEST),
        own: own
            .map(|path| assets.cargo_manifest(files, path))
            .unwrap_or_default(),
        examples: targets(assets.tree, "examples/"),
        programs: programs(manifest, assets.tree),
        unused_bundles: unused_bundles(manifest, assets.tree),
    };
    let values = values(&manifests, manifest, plan, command);
    for file in ["Cargo.toml", "README.md", "rustfmt.toml"] {
        let own = manifest.crate_.readme.as_deref();
        match own.filter(|_| file == "README.md") {
            Some(own) => assets.render(files, own, file, &values),
            None => assets.render(templates, &format!("{CRATE}/{file}.j2"), file, &values),
        }
    }
}

/// The inputs from which the `Cargo.toml` of the crate is generated.
struct Manifests {
    runtime: CargoManifest,
    workspace: CargoManifest,
    own: CargoManifest,
    /// The names of the examples.
    examples: Vec<String>,
    /// The names of the programs, each with the Cargo feature that enables the program.
    programs: Vec<(String, Option<String>)>,
    /// The paths of bundles that the package on crates.io does not need.
    unused_bundles: Vec<String>,
}

/// Returns the names of the copied examples or programs in a folder: `examples/a.rs` and `examples/a/main.rs` are both named
/// `a`.
fn targets(tree: &OutputTree, folder: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for path in tree.keys() {
        let Some(below) = path.strip_prefix(folder) else {
            continue;
        };
        let name = below
            .strip_suffix("/main.rs")
            .or_else(|| below.strip_suffix(".rs"));
        names.extend(name.filter(|name| !name.contains('/')).map(str::to_owned));
    }
    names
}

/// Returns the names of the copied programs in `src/bin`. A program has the Cargo feature of its entry in the manifest.
fn programs(manifest: &Manifest, tree: &OutputTree) -> Vec<(String, Option<String>)> {
    let with_feature = |name: String| {
        let program = format!("src/bin/{name}");
        let is_copied_by = |to: &str| {
            let to = to.trim_end_matches('/');
            to == "src/bin" || to.strip_suffix(".rs").unwrap_or(to) == program
        };
        let mut modules = manifest.modules.iter();
        let module = modules.find(|module| is_copied_by(&module.to));
        (name, module.and_then(|module| module.feature.clone()))
    };
    let names = targets(tree, "src/bin/").into_iter();
    names.map(with_feature).collect()
}

/// Returns the bundles that no copied file includes. A file names its bundle, as in `include_str!("../openapi/v1.json")`.
fn unused_bundles(manifest: &Manifest, tree: &OutputTree) -> Vec<String> {
    let is_copied = |path: &str| {
        let mut modules = manifest.modules.iter();
        path.starts_with("src/") && modules.any(|module| path.starts_with(&module.to))
    };
    let sources = || tree.iter().filter(|(path, _)| is_copied(path));
    let bundles = manifest.apis.iter().filter_map(|api| api.bundle.as_ref());
    let paths = bundles.map(|bundle| bundle.path.clone());
    let is_unused = |path: &String| {
        !sources().any(|(_, text)| String::from_utf8_lossy(text).contains(path.as_str()))
    };
    paths.filter(is_unused).collect()
}

struct Assets<'a> {
    command: &'a str,
    tree: &'a mut OutputTree,
    diagnostics: &'a mut Diagnostics,
}

impl Assets<'_> {
    /// Reads a text file. If the file cannot be read, reports the problem and returns an empty text.
    fn read(&mut self, files: &dyn FileProvider, path: &str) -> String {
        match files.read(path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) => {
                let message = format!("`{path}` cannot be read: {error}");
                self.diagnostics
                    .push(Diagnostic::error(Code::FileUnreadable, message).in_file(path));
                String::new()
            }
        }
    }

    /// Reads a `Cargo.toml`. If the file cannot be read or parsed, reports the problem and returns an empty manifest.
    fn cargo_manifest(&mut self, files: &dyn FileProvider, path: &str) -> CargoManifest {
        let text = self.read(files, path);
        CargoManifest::parse(&text).unwrap_or_else(|error| {
            let before = error.span().and_then(|span| text.get(..span.start));
            let line = before.map_or(1, |before| before.matches('\n').count() + 1);
            let message = format!("invalid TOML in line {line}: {}", error.message());
            self.diagnostics
                .push(Diagnostic::error(Code::SyntaxError, message).in_file(path));
            CargoManifest::default()
        })
    }

    /// Copies a file or all files of a folder.
    fn copy(&mut self, files: &dyn FileProvider, from: &str, to: &str) {
        let listed = files.list(from).unwrap_or_default();
        if listed.is_empty() {
            self.copy_file(files, from, to);
        }
        for path in listed {
            let below = path
                .strip_prefix(from)
                .unwrap_or(&path)
                .trim_start_matches('/')
                .to_owned();
            self.copy_file(files, &path, &format!("{to}/{below}"));
        }
    }

    fn copy_file(&mut self, files: &dyn FileProvider, from: &str, to: &str) {
        let text = self.read(files, from);
        let header = header(self.command);
        let text = match from.rsplit('.').next() {
            Some("rs") if files.is_on_disk() => {
                let from = Untrusted::new(from).line();
                format!("// {header} Copied from {from}.\n\n{text}")
            }
            Some("rs") => format!("// {header}\n\n{text}"),
            _ => text,
        };
        self.tree.insert(to.to_owned(), text.into_bytes());
    }

    fn render(&mut self, files: &dyn FileProvider, path: &str, to: &str, values: &Value) {
        let source = self.read(files, path);
        match template::render(&source, to, values) {
            Ok(text) => {
                self.tree.insert(to.to_owned(), text.into_bytes());
            }
            Err(error) => {
                let message = format!("template `{path}` fails: {error:#}");
                self.diagnostics
                    .push(Diagnostic::error(Code::Internal, message).in_file(path));
            }
        }
    }
}

/// Returns the values that templates can print.
fn values(manifests: &Manifests, manifest: &Manifest, plan: &CratePlan, command: &str) -> Value {
    let package = &manifest.crate_;
    let Manifests { runtime, own, .. } = manifests;
    let external = &manifest.dependencies;
    let mut default_features = runtime.default_features();
    // The `Cargo.toml` of the runtime and the hand-written `Cargo.toml` declare some features. Such a feature is a
    // default feature only if the same file lists the feature in `default`.
    let declared = [runtime.feature_names(), own.feature_names()].concat();
    let features: Vec<String> = (plan.features.iter())
        .filter(|feature| !declared.contains(feature))
        .cloned()
        .collect();
    let is_default = |feature: &&String| {
        let names = package.default_features.as_ref();
        names.is_none_or(|names| names.contains(feature))
    };
    default_features.extend(features.iter().filter(is_default).cloned());
    default_features.extend(own.default_features());
    let own_features = [runtime.features(), own.features()].concat();
    let own_features: Vec<String> = own_features
        .into_iter()
        .map(|line| without_dependencies(line, external))
        .collect();
    let operations = plan.operations().into_iter().map(|operation| {
        context! {
            id => operation.id.clone(),
            method => operation.method.as_str(),
            path => safe(operation.path.code_in_cell().to_string()),
            retries => operation.retries,
            mirrored => operation.relation == ScopeRelation::Mirrored,
            summary => safe(operation.summary.in_cell().to_string()),
        }
    });
    let operations: Vec<Value> = operations.collect();
    context! {
        header => safe(header(command)),
        start => readme::values(manifest, plan),
        example_targets => example_targets(manifests, &default_features),
        program_targets => program_targets(manifests),
        unused_bundles => manifests.unused_bundles.clone(),
        package => context! {
            name => package.name.clone(),
            version => package.version.clone(),
            rust_version => package.rust_version.clone(),
            description => package.description.clone(),
            license => package.license.clone(),
            keywords => package.keywords.clone(),
            categories => package.categories.clone(),
        },
        feature_groups => feature_groups(manifest, &features),
        features => features,
        default_features => default_features,
        operations => operations,
        streams => streams(plan),
        dependencies => safe(dependencies(&[runtime, own], "dependencies", external)),
        own_features => safe(own_features.join("\n")),
        clippy => safe(manifests.workspace.clippy_lints().join("\n")),
        dev_dependencies => safe(dependencies(&[own], "dev-dependencies", &IndexMap::new())),
    }
}

/// Returns which kinds of streams the operations have.
fn streams(plan: &CratePlan) -> Value {
    let operations = plan.operations();
    let kinds = operations
        .iter()
        .filter_map(|operation| operation.streaming.as_ref());
    let (records, events): (Vec<_>, Vec<_>) =
        kinds.partition(|streaming| streaming.kind == StreamKind::Records);
    let sends = |ty: &TypeExpr| matches!(ty, TypeExpr::Stream(StreamType::Sequence, _));
    let mut requests = operations
        .iter()
        .filter_map(|operation| operation.request.as_ref());
    context! {
        events => !events.is_empty(),
        records => !records.is_empty(),
        sequences => requests.any(sends),
    }
}

/// Lists each feature that enables other features.
fn feature_groups(manifest: &Manifest, features: &[String]) -> Vec<Value> {
    let expanded = |(name, patterns): (&String, &Vec<String>)| {
        let is_own = |feature: &&String| {
            let mut patterns = patterns.iter();
            patterns.any(|pattern| Manifest::matches(pattern, feature))
        };
        let own: Vec<String> = features.iter().filter(is_own).cloned().collect();
        context! { name => name.clone(), features => own }
    };
    let groups = manifest.crate_.feature_groups.iter();
    groups.map(expanded).collect()
}

/// Lists each example with its required features: the default features without `rustls`, and the features that the manifest
/// lists for the example.
fn example_targets(manifests: &Manifests, default_features: &[String]) -> Vec<Value> {
    let with_features = |name: &String| {
        let mut features = default_features.to_vec();
        features.retain(|feature| feature != "rustls");
        features.extend(manifests.own.example_features(name));
        context! { name => name.clone(), features => features }
    };
    manifests.examples.iter().map(with_features).collect()
}

/// Lists each program with its required features.
fn program_targets(manifests: &Manifests) -> Vec<Value> {
    let with_features = |(name, feature): &(String, Option<String>)| {
        let features: Vec<String> = feature.iter().cloned().collect();
        context! { name => name.clone(), features => features }
    };
    manifests.programs.iter().map(with_features).collect()
}

/// Removes the dependencies that are always enabled from the line of a feature, because only an optional dependency can
/// be a part of a feature.
fn without_dependencies(line: String, always: &IndexMap<String, Dependency>) -> String {
    let mut line = line;
    for name in always.keys() {
        line = line.replace(&format!("\"dep:{name}\", "), "");
        line = line.replace(&format!("\"dep:{name}\""), "");
    }
    line
}

/// Lists the dependencies of several manifests as sorted lines. If a package has several entries, the first entry is used.
fn dependencies(
    manifests: &[&CargoManifest],
    table: &str,
    external: &IndexMap<String, Dependency>,
) -> String {
    let external = external.iter();
    let mut lines: BTreeMap<String, String> = external
        .map(|(name, dependency)| (name.clone(), dependency_line(name, dependency)))
        .collect();
    for (name, line) in manifests.iter().flat_map(|one| one.dependencies(table)) {
        lines.entry(name).or_insert(line);
    }
    lines.into_values().collect::<Vec<_>>().join("\n")
}

/// Formats a dependency as a line of `Cargo.toml`.
fn dependency_line(name: &str, dependency: &Dependency) -> String {
    let texts = [
        ("version", &dependency.version),
        ("path", &dependency.path),
        ("git", &dependency.git),
        ("package", &dependency.package),
    ];
    let mut values: Vec<String> = texts
        .into_iter()
        .filter_map(|(key, text)| {
            let text = text.as_deref()?;
            Some(format!("{key} = {}", Untrusted::new(text).toml()))
        })
        .collect();
    if dependency.no_default_features {
        values.push("default-features = false".to_owned());
    }
    if !dependency.features.is_empty() {
        let features = dependency.features.iter();
        let features: Vec<String> = features.map(|one| Untrusted::new(one).toml()).collect();
        values.push(format!("features = [{}]", features.join(", ")));
    }
    format!("{name} = {{ {} }}", values.join(", "))
}
