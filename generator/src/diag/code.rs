//! The list of all diagnostic codes.
//!
//! Each code has a page such as `explain/E0101.md`, which `cargo xtask explain` prints, and a case in `tests/diagnostics`. A
//! test checks that every code has a page and a case.

use std::fmt;

macro_rules! codes {
    ($($name:ident = $text:literal: $title:literal,)*) => {
        /// The kind of a diagnostic.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Returns the code as printed, such as `E0203`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// Returns a short description of the kind.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// Returns the page that explains the code, in Markdown.
            #[must_use]
            pub const fn explain(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("explain/", $text, ".md")),)* }
            }
        }
    };
}

codes! {
    FileUnreadable = "E0101": "a file cannot be read",
    SyntaxError = "E0102": "a file is not well-formed YAML, JSON or TOML",
    DuplicateKey = "E0103": "duplicate key",
    ManifestInvalid = "E0104": "invalid manifest",
    ChecksumMismatch = "E0105": "a pinned document has changed",
    NotOpenApi = "E0106": "a document is not OpenAPI 3",
    TooLarge = "E0107": "a document exceeds a limit",
    OverlayInvalid = "E0201": "invalid overlay",
    OverlayTargetInvalid = "E0202": "an overlay target is not in the supported JSONPath subset",
    OverlayUnmatched = "E0203": "an overlay action matched nothing",
    OverlayReasonMissing = "E0204": "an overlay action has no reason",
    OverlayKindMismatch = "E0205": "an overlay action does not fit its target",
    UnknownKey = "E0301": "unknown key",
    InvalidValue = "E0302": "invalid value",
    UnresolvedReference = "E0303": "unresolved reference",
    UndeclaredSecurity = "E0304": "undeclared security scheme",
    RequiredUnknown = "E0305": "unknown name in `required`",
    PathParameterMismatch = "E0306": "path placeholders and parameters differ",
    DuplicateOperationId = "E0307": "duplicate operationId",
    ExampleMismatch = "E0308": "an example does not match its schema",
    DefaultOutsideEnum = "E0309": "a default is not one of the enum's values",
    UnknownExtension = "E0310": "unknown extension",
    GapLeft = "E0311": "a gap that an import left",
    Unsupported = "E0401": "a part of a document is not supported",
    InferredFromExample = "E0410": "a type was inferred from an example",
    InferenceIncomplete = "E0411": "an example does not determine a type",
    ExtensionInvalid = "E0412": "invalid value of an extension",
    PaginationMismatch = "E0501": "pagination does not fit the operation",
    SensitiveUnanswered = "E0502": "a name sounds secret but is not marked as sensitive",
    MirrorMisplaced = "E0503": "misplaced `x-mirror`",
    NameChanged = "E0601": "a public name would change",
    NameCollision = "E0602": "name collision",
    NameInvalid = "E0603": "no Rust identifier can be derived",
    LockInvalid = "E0604": "invalid name lock",
    ForeignFile = "E0701": "the output folder contains a file that the generator did not write",
    FactMissing = "E0801": "an operation lacks a fact",
    WordsMissing = "E0802": "a description is missing",
    ExampleMissing = "E0803": "an example is missing",
    PagesUnmarked = "E0804": "pages without `x-pagination`",
    TextShared = "E0805": "a text repeats words of another document",
    Internal = "E9999": "internal error of the generator",
}

impl Code {
    /// Parses a code such as `E0203`, in upper or lower case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.as_str().eq_ignore_ascii_case(text))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
