//! Where values are sent and how they are serialized.

use serde::Serialize;

/// Where a parameter or a field of a body is sent.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum ParamLocation {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
    /// In a form body.
    Form,
    /// In a part of a multipart body.
    Part,
}

/// How a value is serialized outside of a JSON body.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Encoding {
    /// As text. An array repeats the name.
    #[default]
    Text,
    /// An array separated by commas.
    CommaDelimited,
    /// An array separated by spaces.
    SpaceDelimited,
    /// An array separated by `|`.
    PipeDelimited,
    /// JSON text. A JSON string is sent without its quotes.
    Json,
    /// Each property of an object as `name[property]=value`.
    DeepObject,
    /// Each property of an object under its own name.
    ExplodedObject,
    /// As text in a path, percent-encoded twice where its slashes would create empty segments.
    DoublePercent,
    /// Chosen by the value: objects as JSON, scalars as text. An array repeats the name.
    ByValue,
    /// In any other style.
    Styled(Style),
    /// A part with content types. A file is sent with one of them, text or JSON with the first one.
    Typed {
        /// Whether the part is JSON.
        json: bool,
        /// The content types, without ranges.
        content_types: Vec<String>,
    },
    /// A whole body. Each property of an object is sent under its own name. The listed properties have a style.
    Properties(Vec<(String, Style)>),
    /// An array whose items are groups of parts.
    Groups,
}

/// A style of parameters, with its options.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Style {
    /// How values are separated.
    pub notation: Notation,
    /// Whether items and properties are written separately.
    pub exploded: bool,
    /// Whether reserved characters are kept.
    pub reserved: bool,
    /// Whether an empty array is sent.
    pub empty: bool,
}

/// How the values of a parameter are separated.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Notation {
    /// By commas.
    Simple,
    /// By dots, in a path.
    Label,
    /// By semicolons, with names, in a path.
    Matrix,
    /// With names, as in a form.
    Form,
    /// By spaces.
    Space,
    /// By `|`.
    Pipe,
    /// With names and brackets.
    DeepObject,
    /// As JSON.
    Json,
}
