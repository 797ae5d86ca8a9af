//! Stage 10: the files that do not follow from the documents alone: templates of whole text files, and hand-written Rust
//! that is copied word for word.
//!
//! In: the templates, read through a [`FileProvider`]. Out: more of the [`OutputTree`]. A template holds no Rust.

use std::collections::BTreeMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::ValueKind;
use minijinja::{Environment, UndefinedBehavior, Value, context};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::format::header;
use crate::input::{FileProvider, Manifest};
use crate::plan::{CratePlan, ScopeRelation};

/// Every file of a crate by its path below the crate's folder.
pub type OutputTree = BTreeMap<String, Vec<u8>>;

/// The folder of the general templates.
const CRATE: &str = "templates/crate";
/// The manifest of the runtime, whose dependencies are those of every crate.
const RUNTIME_MANIFEST: &str = "templates/runtime/Cargo.toml";
/// The manifest whose lints every crate is held to.
const WORKSPACE_MANIFEST: &str = "Cargo.toml";
/// The runtime, and where it goes.
const RUNTIME: (&str, &str) = ("templates/runtime/src/runtime", "src/runtime");

/// Adds the files of the templates.
pub fn add(
    files: &dyn FileProvider,
    manifest: &Manifest,
    plan: &CratePlan,
    command: &str,
    tree: &mut OutputTree,
    diagnostics: &mut Diagnostics,
) {
    let mut assets = Assets {
        files,
        command,
        tree,
        diagnostics,
    };
    let mut folders = vec![RUNTIME];
    folders.extend(
        manifest
            .modules
            .iter()
            .map(|module| (module.from.as_str(), module.to.as_str())),
    );
    for (from, to) in folders {
        assets.copy(from, to);
    }
    let texts = Texts {
        runtime: assets.read(RUNTIME_MANIFEST),
        workspace: assets.read(WORKSPACE_MANIFEST),
        own: manifest
            .crate_
            .dependencies_from
            .as_deref()
            .map(|path| assets.read(path))
            .unwrap_or_default(),
        examples: examples(assets.tree),
    };
    let values = values(&texts, manifest, plan, command);
    let readme = manifest
        .crate_
        .readme
        .clone()
        .unwrap_or_else(|| format!("{CRATE}/README.md.j2"));
    assets.render(&format!("{CRATE}/Cargo.toml.j2"), "Cargo.toml", &values);
    assets.render(&readme, "README.md", &values);
    assets.render(&format!("{CRATE}/rustfmt.toml.j2"), "rustfmt.toml", &values);
}

/// The manifests that the crate's own is made of.
struct Texts {
    runtime: String,
    workspace: String,
    own: String,
    /// The names of the examples.
    examples: Vec<String>,
}

/// The names of the examples that were copied: `examples/a.rs` and `examples/a/main.rs` are `a`.
fn examples(tree: &OutputTree) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for path in tree.keys() {
        let Some(below) = path.strip_prefix("examples/") else {
            continue;
        };
        let name = below
            .strip_suffix("/main.rs")
            .or_else(|| below.strip_suffix(".rs"));
        names.extend(name.filter(|name| !name.contains('/')).map(str::to_owned));
    }
    names
}

struct Assets<'a> {
    files: &'a dyn FileProvider,
    command: &'a str,
    tree: &'a mut OutputTree,
    diagnostics: &'a mut Diagnostics,
}

impl Assets<'_> {
    /// A text file; empty, with a finding, when it cannot be read.
    fn read(&mut self, path: &str) -> String {
        match self.files.read(path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) => {
                let message = format!("`{path}` cannot be read: {error}");
                self.diagnostics
                    .push(Diagnostic::error(Code::FileUnreadable, message).in_file(path));
                String::new()
            }
        }
    }

    /// Copies a file, or all files of a folder.
    fn copy(&mut self, from: &str, to: &str) {
        let listed = self.files.list(from).unwrap_or_default();
        if listed.is_empty() {
            self.copy_file(from, to);
        }
        for path in listed {
            let below = path
                .strip_prefix(from)
                .unwrap_or(&path)
                .trim_start_matches('/')
                .to_owned();
            self.copy_file(&path, &format!("{to}/{below}"));
        }
    }

    fn copy_file(&mut self, from: &str, to: &str) {
        let text = self.read(from);
        let text = match from.rsplit('.').next() {
            Some("rs") => format!("// {} Copied from {from}.\n\n{text}", header(self.command)),
            _ => text,
        };
        self.tree.insert(to.to_owned(), text.into_bytes());
    }

    fn render(&mut self, path: &str, to: &str, values: &Value) {
        let source = self.read(path);
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let syntax = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build();
        if let Ok(syntax) = syntax {
            environment.set_syntax(syntax);
        }
        environment.add_filter("toml", toml);
        match environment.render_str(&source, values) {
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

/// A text or a list of texts as TOML, safe whatever a document put into it.
fn toml(value: &Value) -> String {
    if value.kind() == ValueKind::Seq {
        let items: Vec<String> = value
            .try_iter()
            .into_iter()
            .flatten()
            .map(|item| toml(&item))
            .collect();
        return format!("[{}]", items.join(", "));
    }
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                quoted.extend(["\\u".to_owned(), format!("{:04X}", u32::from(c))]);
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// What the templates may use.
fn values(texts: &Texts, manifest: &Manifest, plan: &CratePlan, command: &str) -> Value {
    let package = &manifest.crate_;
    let tables = [&texts.runtime, &texts.own].map(|text| section(text, "features"));
    let [mut default_features, own_default] = tables.each_ref().map(|table| default_of(table));
    default_features.extend(plan.features.iter().cloned());
    default_features.extend(own_default);
    let operations = plan.operations().map(|operation| {
        context! {
            id => operation.id.clone(),
            method => operation.method.as_str(),
            path => operation.path.clone(),
            mirrored => operation.relation == ScopeRelation::Mirrored,
            summary => operation.summary.replace('|', "\\|"),
        }
    });
    let operations: Vec<Value> = operations.collect();
    context! {
        header => header(command),
        example_targets => example_targets(texts, &default_features),
        package => context! {
            name => package.name.clone(),
            version => package.version.clone(),
            rust_version => package.rust_version.clone(),
            description => package.description.clone(),
            license => package.license.clone(),
            keywords => package.keywords.clone(),
            categories => package.categories.clone(),
        },
        features => plan.features.clone(),
        default_features => default_features,
        operations => operations,
        dependencies => merged(&section(&texts.runtime, "dependencies"), &section(&texts.own, "dependencies")),
        own_features => tables.map(|table| without_default(&table)).join("\n").trim(),
        clippy => section(&texts.workspace, "workspace.lints.clippy").lines().skip(1).collect::<Vec<_>>().join("\n"),
        dev_dependencies => merged("", &section(&texts.own, "dev-dependencies")),
    }
}

/// The examples with the features that each needs: all that are on by default but TLS, and what its manifest names for it.
fn example_targets(texts: &Texts, default_features: &[String]) -> Vec<Value> {
    let further = section(&texts.own, "package.metadata.example-features");
    let with_features = |name: &String| {
        let line = further.lines().find(|line| feature_of(line) == name);
        let mut features = default_features.to_vec();
        features.retain(|feature| feature != "rustls");
        // Every other piece between quotes is a name.
        let pieces = line.into_iter().flat_map(|line| line.split('"'));
        features.extend(pieces.skip(1).step_by(2).map(str::to_owned));
        context! { name => name.clone(), features => features }
    };
    texts.examples.iter().map(with_features).collect()
}

/// The lines of a table of a manifest.
fn section(text: &str, name: &str) -> String {
    let head = format!("[{name}]");
    let lines = text
        .lines()
        .skip_while(|line| line.trim() != head)
        .skip(1)
        .take_while(|line| !line.starts_with('['));
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Lines of two tables of dependencies, each package once, sorted; packages that are given by a path are the project's own.
fn merged(first: &str, second: &str) -> String {
    let mut lines: BTreeMap<&str, &str> = BTreeMap::new();
    for line in first.lines().chain(second.lines()) {
        let Some((name, value)) = line.split_once('=') else {
            continue;
        };
        let own = value.contains("path =") || name.trim_start().starts_with('#');
        if !own {
            lines.entry(name.trim()).or_insert(line);
        }
    }
    lines.into_values().collect::<Vec<_>>().join("\n")
}

/// The lines of a table of features but comments, and the one of those that are on by default.
fn without_default(table: &str) -> String {
    table
        .lines()
        .filter(|line| feature_of(line) != "default" && !line.starts_with('#'))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The features that a table of features turns on by default.
fn default_of(table: &str) -> Vec<String> {
    let line = table.lines().find(|line| feature_of(line) == "default");
    // Every other piece between quotes is a name.
    let pieces = line.into_iter().flat_map(|line| line.split('"'));
    pieces.skip(1).step_by(2).map(str::to_owned).collect()
}

/// The feature that a line of a table of features describes.
fn feature_of(line: &str) -> &str {
    line.split('=').next().unwrap_or_default().trim()
}
