//! Reads the tree of a manifest into a [`Manifest`].
//!
//! In: a node. Out: the manifest, or diagnostics. Each part of the manifest has a function with a list of the part's keys.

mod control;
mod error_codes;
mod features;
mod fields;

use indexmap::IndexMap;

use crate::diag::{Diagnostics, nearest};
use crate::input::{
    Answers, ApiEntry, BundleEntry, CrateInfo, DocumentEntry, KeepExtra, Manifest, ModuleEntry,
    NumberNames, PaginationNames, Policy, Reading, ScopeEntry, TokenNames,
};
use crate::openapi::template;
use crate::source::{Node, Span};
pub(super) use error_codes::add as add_error_codes;
use fields::{Fields, invalid, is_below_root};

/// The maximum number of keywords or categories that crates.io accepts.
const MOST_KEYWORDS: usize = 5;

/// Reads a manifest. If the manifest is invalid, reports every problem and returns `None`.
#[must_use]
pub(super) fn read(root: &Node, diagnostics: &mut Diagnostics) -> Option<Manifest> {
    let mut found = Diagnostics::default();
    let manifest = manifest(root, &mut found);
    let valid = !found.has_errors();
    diagnostics.extend(found);
    valid.then_some(manifest)
}

fn manifest(root: &Node, diagnostics: &mut Diagnostics) -> Manifest {
    let known = [
        "crate",
        "out",
        "apis",
        "scopes",
        "pagination",
        "ids",
        "error-codes",
        "modules",
        "derives",
        "formats",
        "into",
        "dependencies",
    ];
    let mut fields = Fields::new(root, "the manifest", &known, diagnostics);
    let crate_ = if let Some(node) = fields.node("crate") {
        crate_info(node, fields.diagnostics())
    } else {
        fields.missing("crate");
        empty_crate_info()
    };
    let out = output_folder(&mut fields);
    let apis = each(&mut fields, Fields::some_list, "apis", api);
    let scopes = each(&mut fields, Fields::list, "scopes", scope);
    let pagination = fields
        .node("pagination")
        .map(|node| pagination(node, fields.diagnostics()))
        .unwrap_or_default();
    let ids = fields
        .node("ids")
        .map(|node| ids(node, fields.diagnostics()))
        .unwrap_or_default();
    let error_codes = fields
        .node("error-codes")
        .map(|node| error_codes::entry(node, fields.diagnostics()));
    let modules = each(&mut fields, Fields::list, "modules", module);
    let (formats, known) = fields
        .node("formats")
        .map(|node| control::formats(node, fields.diagnostics()))
        .unwrap_or_default();
    let mut dependencies = known;
    if let Some(node) = fields.node("dependencies") {
        // The version in the manifest replaces the version that the generator knows.
        dependencies.extend(control::dependencies(node, fields.diagnostics()));
    }
    let manifest = Manifest {
        crate_,
        out,
        apis,
        scopes,
        pagination,
        ids,
        error_codes,
        modules,
        derives: control::derives(&mut fields),
        into: control::into_modules(&mut fields),
        formats,
        dependencies,
    };
    control::check(&manifest, diagnostics);
    check_names(root, &manifest, diagnostics);
    features::check(root, &manifest, diagnostics);
    manifest
}

/// Reads the output folder, which must be below the root of the run.
fn output_folder(fields: &mut Fields<'_, '_>) -> Option<String> {
    let out = fields.optional_text("out")?;
    let folder = out.trim_end_matches('/');
    if is_below_root(folder) {
        return Some(folder.to_owned());
    }
    let message = format!("`{out}` is not a folder below the workspace root");
    fields.reject("out", message, "such as `generated`", None);
    None
}

/// Reads every item of a list. `list` is `Fields::list` for an optional list, and `Fields::some_list` for a required list.
fn each<'n, 'd, T>(
    fields: &mut Fields<'n, 'd>,
    list: fn(&mut Fields<'n, 'd>, &'static str) -> &'n [Node],
    name: &'static str,
    read: fn(&Node, &mut Diagnostics) -> T,
) -> Vec<T> {
    list(fields, name)
        .iter()
        .map(|node| read(node, fields.diagnostics()))
        .collect()
}

fn empty_crate_info() -> CrateInfo {
    CrateInfo {
        name: String::new(),
        version: String::new(),
        description: None,
        license: None,
        rust_version: None,
        keywords: Vec::new(),
        categories: Vec::new(),
        readme: None,
        examples: false,
        dependencies_from: None,
        default_features: None,
        feature_groups: IndexMap::new(),
    }
}

fn crate_info(node: &Node, diagnostics: &mut Diagnostics) -> CrateInfo {
    let known = [
        "name",
        "version",
        "description",
        "license",
        "rust-version",
        "keywords",
        "categories",
        "readme",
        "examples",
        "dependencies-from",
        "default-features",
        "feature-groups",
    ];
    let mut fields = Fields::new(node, "`crate`", &known, diagnostics);
    let info = CrateInfo {
        name: fields.text("name"),
        version: fields.text("version"),
        description: fields.optional_text("description"),
        license: fields.optional_text("license"),
        rust_version: fields.optional_text("rust-version"),
        keywords: fields.texts("keywords"),
        categories: fields.texts("categories"),
        readme: fields.optional_text("readme"),
        examples: fields.flag("examples"),
        dependencies_from: fields.optional_text("dependencies-from"),
        default_features: fields
            .node("default-features")
            .map(|_| fields.texts("default-features")),
        feature_groups: fields
            .node("feature-groups")
            .map(|node| features::groups(node, fields.diagnostics()))
            .unwrap_or_default(),
    };
    for (name, count) in [
        ("keywords", info.keywords.len()),
        ("categories", info.categories.len()),
    ] {
        if count > MOST_KEYWORDS {
            let label = format!("at most {MOST_KEYWORDS}");
            fields.reject(name, format!("`{name}` has {count} entries"), &label, None);
        }
    }
    info
}

fn api(node: &Node, diagnostics: &mut Diagnostics) -> ApiEntry {
    let own = [
        "name",
        "module",
        "accessor",
        "feature",
        "root",
        "documents",
        "errors",
        "request-id-header",
        "notice",
        "event-property",
        "bundle",
        "answers",
        "extra",
        "policy",
    ];
    let known = [own.as_slice(), &control::KEYS].concat();
    let mut fields = Fields::new(node, "an api", &known, diagnostics);
    let name = fields.text("name");
    ApiEntry {
        module: module_of_api(&mut fields).unwrap_or_else(|| name.clone()),
        accessor: identifier(&mut fields, "accessor"),
        feature: fields.optional_text("feature"),
        root: fields.optional_text("root"),
        documents: each(&mut fields, Fields::some_list, "documents", document),
        errors: fields.optional_text("errors"),
        request_id_header: fields.optional_text("request-id-header"),
        notice: fields.optional_text("notice"),
        event_property: fields.optional_text("event-property"),
        bundle: fields
            .node("bundle")
            .map(|node| bundle(node, fields.diagnostics())),
        reading: Reading {
            answers: word(
                &mut fields,
                "answers",
                &[("strict", Answers::Strict), ("lenient", Answers::Lenient)],
            ),
            extra: word(
                &mut fields,
                "extra",
                &[
                    ("none", KeepExtra::None),
                    ("sent", KeepExtra::Sent),
                    ("all", KeepExtra::All),
                ],
            ),
        },
        policy: policy(&mut fields),
        control: control::of_api(&mut fields),
        name,
    }
}

/// Reads the module of an API. `crate` is the root of the crate.
fn module_of_api(fields: &mut Fields<'_, '_>) -> Option<String> {
    let node = fields.node("module")?;
    if node.as_str() == Some("crate") {
        return Some(String::new());
    }
    identifier(fields, "module")
}

/// Reads the entry of a bundle. Its path must be a JSON file below the folder of the package.
fn bundle(node: &Node, diagnostics: &mut Diagnostics) -> BundleEntry {
    let known = ["path", "title", "description"];
    let mut fields = Fields::new(node, "a bundle", &known, diagnostics);
    let path = fields.text("path");
    let name = path.rsplit_once('.');
    let is_json = name.is_some_and(|(stem, end)| end == "json" && !stem.ends_with('/'));
    let fits = is_json && is_below_root(&path);
    if !path.is_empty() && !fits {
        let message = format!("`{path}` is not a JSON file of the package");
        fields.reject("path", message, "such as `openapi/v1.json`", None);
    }
    BundleEntry {
        path,
        title: fields.text("title"),
        description: fields.optional_text("description"),
    }
}

fn policy(fields: &mut Fields<'_, '_>) -> Policy {
    let known = [("strict", Policy::Strict), ("lenient", Policy::Lenient)];
    word(fields, "policy", &known)
}

/// Reads a word of a list. Without the field, or for any other word, returns the default.
fn word<T: Copy + Default>(
    fields: &mut Fields<'_, '_>,
    name: &'static str,
    known: &[(&str, T)],
) -> T {
    let Some(text) = fields.optional_text(name) else {
        return T::default();
    };
    if let Some((_, value)) = known.iter().find(|(word, _)| *word == text) {
        return *value;
    }
    let words = known.iter().map(|(word, _)| *word);
    let help = nearest(&text, words.clone()).map(|near| format!("did you mean `{near}`?"));
    let kind = if name == "policy" {
        "a policy"
    } else {
        "a value"
    };
    let quoted: Vec<String> = words.map(|word| format!("`{word}`")).collect();
    let label = quoted.join(" or ");
    fields.reject(name, format!("`{text}` is not {kind}"), &label, help);
    T::default()
}

fn document(node: &Node, diagnostics: &mut Diagnostics) -> DocumentEntry {
    let mut fields = Fields::new(
        node,
        "a document",
        &["path", "sha256", "overlays", "feature"],
        diagnostics,
    );
    let entry = DocumentEntry {
        path: fields.text("path"),
        sha256: fields
            .optional_text("sha256")
            .map(|sum| sum.to_ascii_lowercase()),
        overlays: fields.texts("overlays"),
        feature: fields.optional_text("feature"),
    };
    let is_sum = |sum: &str| sum.len() == 64 && sum.bytes().all(|byte| byte.is_ascii_hexdigit());
    if entry.sha256.as_deref().is_some_and(|sum| !is_sum(sum)) {
        fields.reject(
            "sha256",
            "`sha256` is not a SHA-256",
            "64 hexadecimal digits",
            None,
        );
    }
    entry
}

fn scope(node: &Node, diagnostics: &mut Diagnostics) -> ScopeEntry {
    let known = ["accessor", "type", "api", "prefix", "id", "docs"];
    let mut fields = Fields::new(node, "a scope", &known, diagnostics);
    if fields.node("accessor").is_none() {
        fields.missing("accessor");
    }
    let entry = ScopeEntry {
        accessor: identifier(&mut fields, "accessor").unwrap_or_default(),
        type_name: fields.text("type"),
        api: fields.text("api"),
        prefix: fields.text("prefix"),
        id: fields.text("id"),
        docs: fields.optional_text("docs"),
        span: node.span,
    };
    let placeholders = template::parse(&entry.prefix).unwrap_or_default();
    let fits = entry.prefix.starts_with('/') && placeholders.len() == 1;
    if !entry.prefix.is_empty() && !fits {
        let message = format!(
            "`{}` is not a path prefix with one placeholder",
            entry.prefix
        );
        fields.reject("prefix", message, "such as `/accounts/{accountId}`", None);
    }
    entry
}

fn pagination(node: &Node, diagnostics: &mut Diagnostics) -> PaginationNames {
    let mut fields = Fields::new(node, "`pagination`", &["token", "number"], diagnostics);
    PaginationNames {
        token: fields
            .node("token")
            .map(|node| token(node, fields.diagnostics())),
        number: fields
            .node("number")
            .map(|node| number(node, fields.diagnostics())),
    }
}

fn token(node: &Node, diagnostics: &mut Diagnostics) -> TokenNames {
    let mut fields = Fields::new(
        node,
        "`token`",
        &["request", "size", "response", "total"],
        diagnostics,
    );
    TokenNames {
        request: fields.text("request"),
        size: fields.optional_text("size"),
        response: fields.text("response"),
        total: fields.optional_text("total"),
    }
}

fn number(node: &Node, diagnostics: &mut Diagnostics) -> NumberNames {
    let mut fields = Fields::new(
        node,
        "`number`",
        &["request", "size", "response", "count", "total"],
        diagnostics,
    );
    NumberNames {
        request: fields.text("request"),
        size: fields.optional_text("size"),
        response: fields.text("response"),
        count: fields.optional_text("count"),
        total: fields.optional_text("total"),
    }
}

fn ids(node: &Node, diagnostics: &mut Diagnostics) -> IndexMap<String, String> {
    // Every key is allowed, because the keys are the names of the id types.
    let names: Vec<&str> = node
        .as_map()
        .map(|map| map.names().collect())
        .unwrap_or_default();
    let mut fields = Fields::new(node, "`ids`", &names, diagnostics);
    names
        .iter()
        .map(|name| ((*name).to_owned(), fields.text(name)))
        .collect()
}

fn module(node: &Node, diagnostics: &mut Diagnostics) -> ModuleEntry {
    let mut fields = Fields::new(node, "a module", &["from", "to", "feature"], diagnostics);
    ModuleEntry {
        from: fields.text("from"),
        to: fields.text("to"),
        feature: fields.optional_text("feature"),
    }
}

/// Reads a value that becomes a Rust name without changes.
fn identifier(fields: &mut Fields<'_, '_>, name: &str) -> Option<String> {
    let text = fields.optional_text(name)?;
    let valid = text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if !valid {
        let message = format!("`{text}` is not a valid Rust name for `{name}`");
        fields.reject(name, message, "lower-case letters, digits and `_`", None);
    }
    Some(text)
}

/// Checks that the names and the bundles of APIs are unique, and that each scope names an existing API and an existing id.
fn check_names(root: &Node, manifest: &Manifest, diagnostics: &mut Diagnostics) {
    let place = |list: &str, at: usize, name: &str| -> Option<Span> {
        Some(root.get(list)?.as_list()?.get(at)?.get(name)?.span)
    };
    let mut duplicate = |message: String, key: &str, first: usize, at: usize| {
        let Some(span) = place("apis", at, key) else {
            return;
        };
        let diagnostic = invalid(message, span, "second entry");
        diagnostics.push(match place("apis", first, key) {
            Some(first) => diagnostic.secondary(first, "first entry"),
            None => diagnostic,
        });
    };
    for (at, api) in manifest.apis.iter().enumerate() {
        let mut earlier = manifest.apis.iter().take(at);
        if let Some(first) = earlier.position(|other| other.name == api.name) {
            duplicate(format!("duplicate api `{}`", api.name), "name", first, at);
        }
        let Some(bundle) = api.bundle.as_ref().filter(|bundle| !bundle.path.is_empty()) else {
            continue;
        };
        // Some file systems ignore the case of letters.
        let is_same = |other: &BundleEntry| other.path.eq_ignore_ascii_case(&bundle.path);
        let mut earlier = manifest.apis.iter().take(at);
        if let Some(first) = earlier.position(|other| other.bundle.as_ref().is_some_and(is_same)) {
            let message = format!("two bundles have the path `{}`", bundle.path);
            duplicate(message, "bundle", first, at);
        }
    }
    for (at, scope) in manifest.scopes.iter().enumerate() {
        let apis: Vec<&str> = manifest.apis.iter().map(|api| api.name.as_str()).collect();
        let ids: Vec<&str> = manifest.ids.keys().map(String::as_str).collect();
        for (member, value, known, list) in [
            ("api", &scope.api, &apis, "apis"),
            ("id", &scope.id, &ids, "ids"),
        ] {
            let Some(span) = place("scopes", at, member).filter(|_| !value.is_empty()) else {
                continue;
            };
            if !known.contains(&value.as_str()) {
                let label = format!("not among `{list}`");
                let diagnostic = invalid(
                    format!("unknown {member} `{value}` in a scope"),
                    span,
                    label,
                );
                diagnostics.push(match nearest(value, known.iter().copied()) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                    None => diagnostic,
                });
            }
        }
    }
}
