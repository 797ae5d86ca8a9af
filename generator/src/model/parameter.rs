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
    /// As text. An array repeats the name: `id=1&id=2`.
    #[default]
    Text,
    /// An array as text, separated by commas.
    CommaDelimited,
    /// An array as text, separated by spaces.
    SpaceDelimited,
    /// An array as text, separated by `|`.
    PipeDelimited,
    /// JSON text. A JSON string is sent without quotes.
    Json,
    /// Each property of an object as `name[property]=value`.
    DeepObject,
    /// Each property of an object as `property=value`.
    ExplodedObject,
    /// As text in a path. A value that starts with `/` or contains `//` is percent-encoded twice.
    DoublePercent,
    /// JSON text for an object, plain text for a scalar. An array repeats the name.
    ByValue,
    /// In a style that no other variant covers.
    Styled(Style),
    /// A part of a multipart body whose content types are in the document. Text and JSON are sent with the first of
    /// these content types. A file may have any of them.
    Typed {
        /// Whether the part is JSON.
        json: bool,
        /// The declared content types, without ranges such as `image/*`.
        content_types: Vec<String>,
    },
    /// A whole body, whose properties are sent separately under their own names. The list contains each property for
    /// which the document declares a style.
    Properties(Vec<(String, Style)>),
    /// An array in a multipart body. Each item is a group of parts.
    Groups,
}

/// The serialization style of a parameter, with its options.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Style {
    /// How values are separated.
    pub notation: Notation,
    /// Whether each item or property is sent separately (`explode`).
    pub exploded: bool,
    /// Whether reserved characters are sent unencoded (`allowReserved`).
    pub reserved: bool,
    /// Whether an empty array is sent (`allowEmptyValue`).
    pub empty: bool,
}

/// How the values of a parameter are separated.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Notation {
    /// By commas, such as `1,2`.
    Simple,
    /// By dots in a path, such as `.1.2`.
    Label,
    /// By semicolons and names in a path, such as `;id=1;id=2`.
    Matrix,
    /// By names, such as `id=1&id=2`.
    Form,
    /// By spaces.
    Space,
    /// By `|`.
    Pipe,
    /// By names and brackets, such as `id[min]=1&id[max]=2`.
    DeepObject,
    /// By JSON syntax.
    Json,
}
