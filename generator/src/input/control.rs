//! The choices of a document's owner in the manifest: which operations are generated, and the names and types that replace
//! those of the document.

use indexmap::IndexMap;
use serde::Serialize;

use crate::source::Span;
pub use crate::text::RustPath;

/// The choices for an API.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Control {
    /// `include`: the operations that are generated. `None` for all operations.
    pub include: Option<Filter>,
    /// `exclude`: operations that are not generated.
    pub exclude: Filter,
    /// `rename`: names that replace those of the document.
    pub rename: Renames,
    /// `types`: the Rust types that replace schemas, by the name of the schema.
    pub types: IndexMap<String, Choice<RustPath>>,
    /// `features: resources`: whether each resource has a Cargo feature.
    pub resource_features: bool,
}

impl Control {
    /// Whether the API has no choices, so that its documents stay unchanged.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self
            == Self {
                resource_features: self.resource_features,
                ..Self::default()
            }
    }
}

/// A set of operations. An operation is in the set if one of the lists matches it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Filter {
    /// Tags of operations.
    pub tags: Vec<Choice<String>>,
    /// Patterns of paths: `*` matches any text within a step, and `**` matches any text.
    pub paths: Vec<Choice<String>>,
    /// The values of `operationId`.
    pub operations: Vec<Choice<String>>,
}

/// A value in the manifest and its location.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Choice<T> {
    /// The value.
    pub value: T,
    /// The location.
    #[serde(skip)]
    pub span: Span,
}

/// Names that replace those of the document.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Renames {
    /// The Rust types of schemas, by the name of the schema.
    pub types: IndexMap<String, Choice<String>>,
    /// The methods of operations, by `operationId`.
    pub methods: IndexMap<String, Choice<String>>,
    /// The resources, by the name of the resource: `x-resource`, the first tag or the first step of the path.
    pub resources: IndexMap<String, Choice<String>>,
}

/// A dependency of the package on another crate.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Dependency {
    /// The required version.
    pub version: Option<String>,
    /// The folder of the crate, relative to the package.
    pub path: Option<String>,
    /// The repository of the crate.
    pub git: Option<String>,
    /// The name of the package, if it differs from the name of the crate.
    pub package: Option<String>,
    /// The features of the crate.
    pub features: Vec<String>,
    /// Whether the default features of the crate are disabled.
    pub no_default_features: bool,
}

/// The types of other crates that the manifest can name with one word: the format, the word, the type and the features
/// of the crate.
const KNOWN_TYPES: &[(&str, &str, &str, &str, &[&str])] = &[
    (
        "date-time",
        "chrono",
        "chrono::DateTime<chrono::Utc>",
        "0.4.40",
        &["serde"],
    ),
    (
        "date-time",
        "jiff",
        "jiff::Timestamp",
        "1.0",
        &["serde", "std"],
    ),
    ("date", "chrono", "chrono::NaiveDate", "0.4.40", &["serde"]),
    (
        "date",
        "jiff",
        "jiff::civil::Date",
        "1.0",
        &["serde", "std"],
    ),
    ("uuid", "uuid", "uuid::Uuid", "1.10", &["serde"]),
    (
        "decimal",
        "rust_decimal",
        "rust_decimal::Decimal",
        "1.36",
        &["serde", "std"],
    ),
];

/// Returns the words that the manifest can have as the value of a format.
pub fn words_of_format(format: &str) -> impl Iterator<Item = &'static str> {
    let known = KNOWN_TYPES.iter();
    known
        .filter(move |(of, ..)| *of == format)
        .map(|(_, word, ..)| *word)
}

/// Returns the type that a word means for a format, and the dependency on its crate.
#[must_use]
pub fn known_type(format: &str, word: &str) -> Option<(RustPath, Dependency)> {
    let mut known = KNOWN_TYPES.iter();
    let (_, _, path, version, features) = known.find(|one| (one.0, one.1) == (format, word))?;
    let dependency = Dependency {
        version: Some((*version).to_owned()),
        features: features.iter().map(|one| (*one).to_owned()).collect(),
        no_default_features: true,
        ..Dependency::default()
    };
    Some((RustPath::parse(path)?, dependency))
}
