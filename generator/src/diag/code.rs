//! The list of all diagnostics.
//!
//! Each code has a page beside this file (`explain/E0101.md`, shown by `cargo xtask explain`) and a case below
//! `tests/diagnostics`; a test holds the three together.

use std::fmt;

macro_rules! codes {
    ($($name:ident = $text:literal: $title:literal,)*) => {
        /// Which finding a diagnostic is.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code as it is printed, such as `E0203`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// What it is about, in a few words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// The page that explains it, in Markdown.
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
    DuplicateKey = "E0103": "a name stands twice in one map",
    ManifestInvalid = "E0104": "the manifest is not as it must be",
    ChecksumMismatch = "E0105": "a pinned document has changed",
    NotOpenApi = "E0106": "a document is not OpenAPI 3",
    TooLarge = "E0107": "a document goes beyond a limit",
    OverlayInvalid = "E0201": "an overlay is not as it must be",
    OverlayTargetInvalid = "E0202": "an overlay target is not in the supported JSONPath subset",
    OverlayUnmatched = "E0203": "an overlay action matched nothing",
    OverlayReasonMissing = "E0204": "an overlay action has no reason",
    OverlayKindMismatch = "E0205": "an overlay action does not fit its target",
    UnknownKey = "E0301": "a key that OpenAPI does not know",
    InvalidValue = "E0302": "a value that OpenAPI does not allow there",
    UnresolvedReference = "E0303": "a reference leads nowhere",
    UndeclaredSecurity = "E0304": "a security requirement names no declared scheme",
    RequiredUnknown = "E0305": "a required name is not among the properties",
    PathParameterMismatch = "E0306": "path placeholders and parameters differ",
    DuplicateOperationId = "E0307": "an operationId stands twice",
    ExampleMismatch = "E0308": "an example does not fit its schema",
    DefaultOutsideEnum = "E0309": "a default is not among the enum's values",
    UnknownExtension = "E0310": "an extension that the generator does not know",
    Unsupported = "E0401": "a part that cannot be expressed",
    InferredFromExample = "E0410": "a type was inferred from an example",
    InferenceIncomplete = "E0411": "an example does not tell a type",
    ExtensionInvalid = "E0412": "an extension does not hold what it must",
    PaginationMismatch = "E0501": "the declared pages do not fit the operation",
    SensitiveUnanswered = "E0502": "a name that sounds secret is not declared so",
    MirrorMisplaced = "E0503": "a mirrored operation that cannot be mirrored",
    NameChanged = "E0601": "a public name would change",
    NameCollision = "E0602": "name collision",
    NameInvalid = "E0603": "no Rust identifier can be derived",
    LockInvalid = "E0604": "invalid name lock",
    ForeignFile = "E0701": "a file in the way that the generator did not write",
    Internal = "E9999": "a fault of the generator",
}

impl Code {
    /// The code of that text, such as `E0203`; letter case does not matter.
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
