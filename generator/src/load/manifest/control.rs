//! Reads the choices of a document's owner: `include`, `exclude`, `rename`, `types`, `formats` and `dependencies`.
//!
//! In: nodes of the manifest. Out: their values, or diagnostics. The stage `adapt` checks that each choice matches a part of
//! a document.

use indexmap::IndexMap;

use super::fields::{Fields, invalid, is_below_root};
use crate::diag::{Diagnostics, nearest};
use crate::input::{
    Choice, Control, Dependency, Filter, Manifest, Renames, RustPath, known_type, words_of_format,
};
use crate::source::Node;

/// The keys of an API that this module reads.
pub(super) const KEYS: [&str; 5] = ["include", "exclude", "rename", "types", "features"];

/// Reads the choices of an API.
pub(super) fn of_api(fields: &mut Fields<'_, '_>) -> Control {
    let mut read = |name: &str| {
        let node = fields.node(name);
        node.map(|node| filter(node, fields.diagnostics()))
    };
    let (include, exclude) = (read("include"), read("exclude"));
    Control {
        include,
        exclude: exclude.unwrap_or_default(),
        rename: fields
            .node("rename")
            .map(|node| renames(node, fields.diagnostics()))
            .unwrap_or_default(),
        types: fields
            .node("types")
            .map(|node| paths(node, "`types`", fields.diagnostics()))
            .unwrap_or_default(),
        resource_features: resource_features(fields),
    }
}

/// Reads `features`, whose only value is `resources`.
fn resource_features(fields: &mut Fields<'_, '_>) -> bool {
    match fields.optional_text("features").as_deref() {
        None => false,
        Some("resources") => true,
        Some(other) => {
            let message = format!("`{other}` is not a way to choose features");
            fields.reject("features", message, "`resources` is required", None);
            false
        }
    }
}

fn filter(node: &Node, diagnostics: &mut Diagnostics) -> Filter {
    let known = ["tags", "paths", "operations"];
    let mut fields = Fields::new(node, "a selection of operations", &known, diagnostics);
    Filter {
        tags: choices(&mut fields, "tags"),
        paths: choices(&mut fields, "paths"),
        operations: choices(&mut fields, "operations"),
    }
}

/// Reads the strings of a list with their locations.
fn choices(fields: &mut Fields<'_, '_>, name: &str) -> Vec<Choice<String>> {
    let texts = fields.texts(name);
    let nodes = fields.list(name).iter();
    let spans = nodes.filter(|node| node.as_str().is_some_and(|text| !text.trim().is_empty()));
    let both = texts.into_iter().zip(spans);
    both.map(|(value, node)| Choice {
        value,
        span: node.span,
    })
    .collect()
}

fn renames(node: &Node, diagnostics: &mut Diagnostics) -> Renames {
    let known = ["types", "methods", "resources"];
    let mut fields = Fields::new(node, "`rename`", &known, diagnostics);
    let mut read = |name: &str, is_valid: fn(&str) -> bool, label: &str| {
        let node = fields.node(name);
        let names = node.map(|node| texts(node, "a table of names", fields.diagnostics()));
        let names = names.unwrap_or_default();
        for Choice { value, span } in names.values().filter(|choice| !is_valid(&choice.value)) {
            let message = format!("`{value}` is not a valid new name");
            fields
                .diagnostics()
                .push(invalid(message, *span, label.to_owned()));
        }
        names
    };
    Renames {
        types: read("types", is_type, "a Rust type is required, such as `Order`"),
        methods: read(
            "methods",
            is_function,
            "a Rust method is required, such as `list`",
        ),
        resources: read(
            "resources",
            is_function,
            "a Rust module is required, such as `orders`",
        ),
    }
}

fn is_type(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}

fn is_function(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Reads a map whose keys are names of the document. Every key is allowed here.
fn texts(
    node: &Node,
    what: &'static str,
    diagnostics: &mut Diagnostics,
) -> IndexMap<String, Choice<String>> {
    let names: Vec<&str> = node
        .as_map()
        .map(|map| map.names().collect())
        .unwrap_or_default();
    let mut fields = Fields::new(node, what, &names, diagnostics);
    let mut read = IndexMap::new();
    for name in names {
        let value = fields.text(name);
        if let Some(node) = fields.node(name).filter(|_| !value.is_empty()) {
            let span = node.span;
            read.insert(name.to_owned(), Choice { value, span });
        }
    }
    read
}

/// Reads a map from names of the document to paths of Rust types.
fn paths(
    node: &Node,
    what: &'static str,
    diagnostics: &mut Diagnostics,
) -> IndexMap<String, Choice<RustPath>> {
    let mut read = IndexMap::new();
    for (name, Choice { value, span }) in texts(node, what, diagnostics) {
        if let Some(value) = RustPath::parse(&value) {
            read.insert(name, Choice { value, span });
        } else {
            let message = format!("`{value}` is not the path of a Rust type");
            diagnostics.push(invalid(message, span, "such as `rust_decimal::Decimal`"));
        }
    }
    read
}

/// Reads `formats`: the Rust types of strings with a format. The value is the path of a type, or a word that the
/// generator knows, such as `chrono`. The second result are the dependencies on the crates of known types.
pub(super) fn formats(
    node: &Node,
    diagnostics: &mut Diagnostics,
) -> (
    IndexMap<String, Choice<RustPath>>,
    IndexMap<String, Dependency>,
) {
    let mut read = IndexMap::new();
    let mut dependencies: IndexMap<String, Dependency> = IndexMap::new();
    for (format, Choice { value, span }) in texts(node, "`formats`", diagnostics) {
        if let Some((path, dependency)) = known_type(&format, &value) {
            dependencies.insert(path.root().to_owned(), dependency);
            read.insert(format, Choice { value: path, span });
            continue;
        }
        if let Some(value) = RustPath::parse(&value) {
            read.insert(format, Choice { value, span });
            continue;
        }
        let words: Vec<&str> = words_of_format(&format).collect();
        let message = format!("`{value}` is not a type for the format `{format}`");
        let label = "the path of a type is required, such as `uuid::Uuid`";
        let diagnostic = invalid(message, span, label);
        let help = match (nearest(&value, words.iter().copied()), words.as_slice()) {
            // Serde of `time` writes another text than RFC 3339.
            _ if format == "date-time" && value == "time" => Some(
                "the types of `time` have no JSON that follows RFC 3339; use `chrono` or `jiff`, or convert with the Cargo feature `time` of the crate"
                    .to_owned(),
            ),
            (Some(near), _) => Some(format!("did you mean `{near}`?")),
            (None, []) => None,
            (None, words) => Some(format!("or one of these words: `{}`", words.join("`, `"))),
        };
        diagnostics.push(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }
    (read, dependencies)
}

/// The derives that the manifest can name.
const DERIVES: [&str; 2] = ["Eq", "Hash"];
/// Traits that all types implement already, or that some of them implement.
const IMPLEMENTED: [&str; 6] = [
    "Clone",
    "Debug",
    "Default",
    "Deserialize",
    "PartialEq",
    "Serialize",
];

/// Reads `derives`. Derives of other crates would not compile, because the types of the runtime do not implement them.
pub(super) fn derives(fields: &mut Fields<'_, '_>) -> Vec<String> {
    let choices = choices(fields, "derives");
    for Choice { value, span } in &choices {
        if DERIVES.contains(&value.as_str()) {
            continue;
        }
        let is_implemented = IMPLEMENTED.contains(&value.as_str());
        let reason = if is_implemented {
            "the types implement it already"
        } else {
            "the types of the runtime do not implement it"
        };
        let diagnostic = invalid(format!("`{value}` cannot be derived"), *span, reason);
        let help = match nearest(value, DERIVES) {
            Some(near) if !is_implemented => format!("did you mean `{near}`?"),
            _ => "remove it; `Eq` and `Hash` can be derived".to_owned(),
        };
        fields.diagnostics().push(diagnostic.help(help));
    }
    choices.into_iter().map(|choice| choice.value).collect()
}

/// Reads `into`, which replaces `out`.
pub(super) fn into_modules(fields: &mut Fields<'_, '_>) -> Option<String> {
    let into = fields.optional_text("into")?;
    if fields.node("out").is_some() {
        let message = "`into` and `out` are both set";
        let help = Some("remove one of them".to_owned());
        fields.reject("into", message, "modules or a package, not both", help);
    } else if !is_below_root(into.trim_end_matches('/')) {
        let message = format!("`{into}` is not a folder below the folder of the manifest");
        fields.reject("into", message, "such as `src/api`", None);
    }
    Some(into.trim_end_matches('/').to_owned())
}

/// Reads `dependencies`: the crates of the types in the manifest. The value is a version or a map.
pub(super) fn dependencies(
    node: &Node,
    diagnostics: &mut Diagnostics,
) -> IndexMap<String, Dependency> {
    let names: Vec<&str> = node
        .as_map()
        .map(|map| map.names().collect())
        .unwrap_or_default();
    let mut fields = Fields::new(node, "`dependencies`", &names, diagnostics);
    let mut read = IndexMap::new();
    for name in names {
        let Some(node) = fields.node(name) else {
            fields.missing(name);
            continue;
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if !name.chars().all(is_name) || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let message = format!("`{name}` is not the name of a crate");
            fields.reject(name, message, "such as `rust_decimal`", None);
            continue;
        }
        let dependency = if node.as_str().is_some() {
            Dependency {
                version: Some(fields.text(name)),
                ..Dependency::default()
            }
        } else {
            dependency(node, fields.diagnostics())
        };
        // In Rust paths, the name of a crate has `_` instead of `-`.
        read.insert(name.replace('-', "_"), renamed(name, dependency));
    }
    read
}

/// Adds the name of the package if it differs from the name of the crate.
fn renamed(name: &str, mut dependency: Dependency) -> Dependency {
    if name.contains('-') && dependency.package.is_none() {
        dependency.package = Some(name.to_owned());
    }
    dependency
}

fn dependency(node: &Node, diagnostics: &mut Diagnostics) -> Dependency {
    let known = [
        "version",
        "path",
        "git",
        "package",
        "features",
        "default-features",
    ];
    let mut fields = Fields::new(node, "a dependency", &known, diagnostics);
    let has_default = fields.node("default-features").is_none() || fields.flag("default-features");
    let dependency = Dependency {
        version: fields.optional_text("version"),
        path: fields.optional_text("path"),
        git: fields.optional_text("git"),
        package: fields.optional_text("package"),
        features: fields.texts("features"),
        no_default_features: !has_default,
    };
    let is_located = [&dependency.version, &dependency.path, &dependency.git];
    if is_located.iter().all(|one| one.is_none()) {
        fields.missing("version");
    }
    dependency
}

/// Checks that the crate of each type is a dependency.
pub(super) fn check(manifest: &Manifest, diagnostics: &mut Diagnostics) {
    let of_apis = manifest
        .apis
        .iter()
        .flat_map(|api| api.control.types.values());
    for Choice { value, span } in of_apis.chain(manifest.formats.values()) {
        let name = value.root();
        if value.needs_no_dependency() || manifest.dependencies.contains_key(name) {
            continue;
        }
        let message = format!("the crate `{name}` is not in `dependencies`");
        let diagnostic = invalid(message, *span, "type of this crate");
        diagnostics.push(diagnostic.help(format!(
            "add it to `dependencies` of the manifest, such as `{name}: {{version: \"1\", features: [serde]}}`"
        )));
    }
}
