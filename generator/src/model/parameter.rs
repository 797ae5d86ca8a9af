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
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd, Serialize)]
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
}
