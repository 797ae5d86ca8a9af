//! Creates a manifest for documents.
//!
//! In: documents. Out: a manifest with an API for each document. The default name of the package is the title of the document.

use indexmap::IndexMap;

use super::{
    ApiEntry, Control, CrateInfo, Document, DocumentEntry, Manifest, PaginationNames, Policy,
    Reading,
};
use crate::text::{Untrusted, ascii_words};

/// The maximum number of characters of the title in the package description.
const MOST_OF_TITLE: usize = 200;

impl Manifest {
    /// Creates a manifest for one document. `name` is the name of the package, by default the title of the document.
    #[must_use]
    pub fn of_document(document: &Document, name: Option<&str>, policy: Policy) -> Self {
        let info = |member: &str| document.root.get("info").and_then(|info| info.text(member));
        let title = info("title").unwrap_or("client");
        let subject = Untrusted::new(title).words(MOST_OF_TITLE);
        // The modules of the API are at the root of the crate.
        let api = api_of(document, "api", "", policy);
        Self {
            crate_: CrateInfo {
                name: package_name(name.unwrap_or(title)),
                version: "0.1.0".to_owned(),
                description: Some(format!("Client of {subject}")),
                license: None,
                rust_version: Some("1.85".to_owned()),
                keywords: Vec::new(),
                categories: Vec::new(),
                readme: None,
                examples: false,
                dependencies_from: None,
                default_features: None,
                feature_groups: IndexMap::new(),
            },
            out: None,
            apis: vec![api],
            scopes: Vec::new(),
            pagination: PaginationNames::default(),
            ids: indexmap::IndexMap::new(),
            error_codes: None,
            modules: Vec::new(),
            derives: Vec::new(),
            into: None,
            formats: IndexMap::new(),
            dependencies: IndexMap::new(),
        }
    }

    /// Creates a manifest for documents. If there are several, each of them is an API with a module and an accessor,
    /// which are named after the file. `None` without documents.
    #[must_use]
    pub fn of_documents(
        documents: &[&Document],
        name: Option<&str>,
        policy: Policy,
    ) -> Option<Self> {
        let mut manifest = Self::of_document(documents.first()?, name, policy);
        if documents.len() > 1 {
            let mut apis: Vec<ApiEntry> = Vec::new();
            for document in documents {
                let mut module = module_name(&document.path);
                // Two files can have the same name in two folders.
                while apis.iter().any(|api| api.module == module) {
                    module.push_str("_api");
                }
                let mut api = api_of(document, &module, &module, policy);
                api.accessor = Some(module);
                apis.push(api);
            }
            manifest.apis = apis;
        }
        Some(manifest)
    }
}

/// Creates the entry of an API with one document. The document may refer to every file of the run.
fn api_of(document: &Document, name: &str, module: &str, policy: Policy) -> ApiEntry {
    ApiEntry {
        event_property: None,
        name: name.to_owned(),
        module: module.to_owned(),
        accessor: None,
        feature: None,
        root: Some(String::new()),
        documents: vec![DocumentEntry {
            path: document.path.clone(),
            sha256: None,
            overlays: Vec::new(),
            feature: None,
        }],
        errors: None,
        request_id_header: None,
        notice: None,
        bundle: None,
        reading: Reading::default(),
        policy,
        control: Control::default(),
    }
}

/// Returns the name of a module for a document: `api/pet-store.yaml` → `pet_store`.
fn module_name(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let name = package_name(stem).replace('-', "_");
    // The crate has modules with these names.
    if ["client", "ids", "ops", "runtime", "types"].contains(&name.as_str()) {
        return format!("{name}_api");
    }
    name
}

/// The maximum length of a package name on crates.io. Longer names could also exceed the limits of file names, because
/// Cargo writes files whose names contain the package name.
const MOST_LETTERS: usize = 64;

/// Names that a package must not have: keywords, crates of the standard library, folders of Cargo, and dependencies of generated
/// crates.
const RESERVED: &[&str] = &[
    "abstract",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "union",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield", //
    "alloc",
    "core",
    "proc-macro",
    "std",
    "test", //
    "build",
    "deps",
    "examples",
    "incremental", //
    "base64",
    "bytes",
    "chrono",
    "codegen-runtime",
    "form-urlencoded",
    "futures-core",
    "futures-util",
    "http",
    "http-body",
    "hyper",
    "jiff",
    "percent-encoding",
    "proptest",
    "rcgen",
    "reqwest",
    "serde",
    "serde-json",
    "serde-path-to-error",
    "smol-str",
    "time",
    "tokio",
    "tokio-rustls",
    "tracing",
    "zeroize",
];

/// Returns a valid package name: lower-case words joined by `-`, starting with a letter.
fn package_name(text: &str) -> String {
    let mut name = String::new();
    for c in ascii_words(text).chars() {
        if c.is_ascii_alphanumeric() {
            name.push(c.to_ascii_lowercase());
        } else if !name.ends_with('-') && !name.is_empty() {
            name.push('-');
        }
    }
    // `client-` may be added before the name.
    name.truncate(MOST_LETTERS - "client-".len());
    let name = name.trim_end_matches('-');
    match name.chars().next() {
        None => "client".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("client-{name}"),
        // Without the suffix, the name would be a keyword, a folder of Cargo or the name of another crate.
        Some(_) if RESERVED.contains(&name) => format!("{name}-client"),
        Some(_) => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{RESERVED, package_name};

    #[test]
    fn a_title_becomes_a_package_name() {
        for (title, name) in [
            ("Pet Store", "pet-store"),
            ("Büro-Dienst", "buro-dienst"),
            ("認証 API", "renzheng-api"),
            ("2fa", "client-2fa"),
            ("Serde", "serde-client"),
            ("Futures Util", "futures-util-client"),
            ("🦀", "client"),
        ] {
            assert_eq!(package_name(title), name);
        }
    }

    #[test]
    fn no_package_has_the_name_of_a_dependency() {
        let runtime = include_str!("../../../templates/runtime/Cargo.toml");
        let (_, tables) = runtime.split_once("[dependencies]").expect("a table");
        let names = tables.lines().filter_map(|line| line.split_once(" = "));
        let names: Vec<String> = names.map(|(name, _)| name.replace('_', "-")).collect();
        assert!(names.len() > 10, "{names:?}");
        let free = |name: &&String| !RESERVED.contains(&name.as_str());
        let free: Vec<&String> = names.iter().filter(free).collect();
        assert!(free.is_empty(), "not in `RESERVED`: {free:?}");
    }
}
