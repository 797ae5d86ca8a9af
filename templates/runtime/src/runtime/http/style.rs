//! The styles of OpenAPI, which define how lists and objects are written as parameters.
//!
//! In: a value and a style. Out: encoded text, or pairs of names and values. A delimiter within a value must be
//! encoded. If the style has no encoding for the delimiter, the value is an error.

use crate::runtime::http::escape::{Place, escape_path};
use crate::runtime::http::pairs::Pair;
use crate::runtime::json::tree::Tree;

/// The format of a parameter: a `style` of OpenAPI with its options.
///
/// A list without elements and an absent value are omitted. A list or an object that is nested in another list or
/// object is written as JSON. Only the style `deepObject` writes nested values as further parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParamStyle {
    kind: Kind,
    is_exploded: bool,
    keeps_reserved: bool,
    sends_empty: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Simple,
    Label,
    Matrix,
    Form,
    Space,
    Pipe,
    DeepObject,
    Json,
}

impl ParamStyle {
    /// `simple`, for paths and headers: `a,b` and `k,v`; exploded `a,b` and `k=v`.
    pub const SIMPLE: Self = Self::new(Kind::Simple);
    /// `label`, for paths: `.a,b` and `.k,v`; exploded `.a.b` and `.k=v`.
    pub const LABEL: Self = Self::new(Kind::Label);
    /// `matrix`, for paths: `;name=a,b` and `;name=k,v`; exploded `;name=a;name=b` and `;k=v`.
    pub const MATRIX: Self = Self::new(Kind::Matrix);
    /// `form`: `name=a,b` and `name=k,v`; exploded `name=a&name=b` and `k=v`.
    pub const FORM: Self = Self::new(Kind::Form);
    /// `spaceDelimited`: `name=a%20b`.
    pub const SPACE_DELIMITED: Self = Self::new(Kind::Space);
    /// `pipeDelimited`: `name=a%7Cb`.
    pub const PIPE_DELIMITED: Self = Self::new(Kind::Pipe);
    /// `deepObject`: `name[k]=v`, `name[k][inner]=v` and, for lists, `name[0]=a`.
    pub const DEEP_OBJECT: Self = Self::new(Kind::DeepObject);
    /// JSON text. A string is written without its JSON quotes.
    pub const JSON: Self = Self::new(Kind::Json);

    const fn new(kind: Kind) -> Self {
        Self {
            kind,
            is_exploded: false,
            keeps_reserved: false,
            sends_empty: false,
        }
    }

    /// Writes each element of a list and each property of an object separately (`explode`).
    #[must_use]
    pub const fn exploded(mut self) -> Self {
        self.is_exploded = true;
        self
    }

    /// Keeps reserved characters such as `/` and `:` in a query or a form (`allowReserved`).
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        self.keeps_reserved = true;
        self
    }

    /// Writes a list without elements as `name=` (`allowEmptyValue`).
    #[must_use]
    pub const fn allow_empty(mut self) -> Self {
        self.sends_empty = true;
        self
    }
}

/// Returns the text of a delimiter in a URL. A URL cannot contain a space or a pipe, so these delimiters are
/// percent-encoded. Therefore, a value that itself contains a space or a pipe is ambiguous.
const fn written(delimiter: char) -> &'static str {
    match delimiter {
        ' ' => "%20",
        '|' => "%7C",
        _ => ",",
    }
}

/// The error for a value that contains the delimiter of its style.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ambiguous(pub(crate) char);

impl Ambiguous {
    pub(crate) fn message(self, what: &str, name: &str) -> String {
        format!(
            "{what} `{name}` has a value that contains `{}`, which separates its values",
            self.0
        )
    }
}

/// Joins the elements of a list in one pair.
pub(crate) fn joined(
    place: Place,
    name: &str,
    values: &[String],
    delimiter: char,
    keeps_reserved: bool,
) -> Result<Pair, Ambiguous> {
    if delimiter != ',' && values.iter().any(|value| value.contains(delimiter)) {
        return Err(Ambiguous(delimiter));
    }
    let encode = |value: &String| {
        // The comma is encoded, because a comma within a value is not a delimiter.
        let kept = if keeps_reserved {
            place.escape_kept(value)
        } else {
            place.escape(value)
        };
        kept.replace(',', "%2C")
    };
    let encoded: Vec<String> = values.iter().map(encode).collect();
    Ok(Pair {
        name: name.to_owned(),
        value: values.join(&delimiter.to_string()),
        encoded: Some(encoded.join(written(delimiter))),
    })
}

/// Writes a value as pairs of names and values.
pub(crate) fn pairs(
    place: Place,
    name: &str,
    value: Tree,
    style: ParamStyle,
) -> Result<Vec<Pair>, Ambiguous> {
    if value.is_null() {
        return Ok(Vec::new());
    }
    let delimiter = match style.kind {
        Kind::DeepObject | Kind::Json => None,
        _ if style.is_exploded => None,
        Kind::Space => Some(' '),
        Kind::Pipe => Some('|'),
        Kind::Simple | Kind::Label | Kind::Matrix | Kind::Form => Some(','),
    };
    let mut writer = PairWriter {
        place,
        keeps_reserved: style.keeps_reserved,
        pairs: Vec::new(),
    };
    match (style.kind, delimiter) {
        (Kind::DeepObject, _) => writer.deep(name, value),
        (Kind::Json, _) => writer.scalar(name, value),
        (_, Some(delimiter)) => writer.delimited(name, value, delimiter)?,
        (_, None) => match value {
            Tree::Object(fields) => writer.fields(fields),
            other => writer.repeated(name, other),
        },
    }
    if writer.pairs.is_empty() && style.sends_empty {
        writer.push(name, String::new());
    }
    Ok(writer.pairs)
}

/// Writes each property of an object as pairs, in its style from `styles`. A property without a style is written with
/// [`property`]. A list is written as an object whose property names are the indices. Returns `None` if the value is a
/// scalar.
pub(crate) fn body_pairs(
    place: Place,
    value: Tree,
    styles: &[(&str, ParamStyle)],
) -> Result<Option<Vec<Pair>>, (String, Ambiguous)> {
    let fields = match value {
        Tree::Null => Vec::new(),
        Tree::Object(fields) => fields,
        Tree::List(items) => {
            let items = items.into_iter().enumerate();
            items
                .map(|(index, item)| (index.to_string(), item))
                .collect()
        }
        Tree::Text(_) | Tree::Secret(_) | Tree::SecretLiteral(_) | Tree::Literal(_) => {
            return Ok(None);
        }
    };
    let mut found = Vec::new();
    for (name, value) in fields {
        let style = styles.iter().find(|(styled, _)| *styled == name);
        match style {
            Some((_, style)) => match pairs(place, &name, value, *style) {
                Ok(pairs) => found.extend(pairs),
                Err(ambiguous) => return Err((name, ambiguous)),
            },
            None => found.extend(property(place, &name, value)),
        }
    }
    Ok(Some(found))
}

/// Writes a property of a body as pairs. Each element of a list of scalars becomes a pair. Any other list and any
/// object become JSON.
pub(crate) fn property(place: Place, name: &str, value: Tree) -> Vec<Pair> {
    let mut writer = PairWriter {
        place,
        keeps_reserved: false,
        pairs: Vec::new(),
    };
    writer.property(name, value);
    writer.pairs
}

struct PairWriter {
    place: Place,
    keeps_reserved: bool,
    pairs: Vec<Pair>,
}

impl PairWriter {
    fn push(&mut self, name: &str, value: String) {
        let encoded = (self.keeps_reserved).then(|| self.place.escape_kept(&value));
        self.pairs.push(Pair {
            name: name.to_owned(),
            value,
            encoded,
        });
    }

    /// Writes one pair. A list or an object is written as JSON.
    fn scalar(&mut self, name: &str, value: Tree) {
        if !value.is_null() {
            self.push(name, value.into_text());
        }
    }

    /// Writes one pair for each element of a list.
    fn repeated(&mut self, name: &str, value: Tree) {
        match value {
            Tree::List(items) => items.into_iter().for_each(|item| self.scalar(name, item)),
            other => self.scalar(name, other),
        }
    }

    fn property(&mut self, name: &str, value: Tree) {
        match value {
            Tree::List(items) if items.iter().all(|item| item.is_scalar() || item.is_null()) => {
                self.repeated(name, Tree::List(items));
            }
            other => self.scalar(name, other),
        }
    }

    /// Writes each property of an object under its own name.
    fn fields(&mut self, fields: Vec<(String, Tree)>) {
        for (name, value) in fields {
            self.property(&name, value);
        }
    }

    fn deep(&mut self, name: &str, value: Tree) {
        match value {
            Tree::Object(fields) => {
                for (field, value) in fields {
                    self.deep(&format!("{name}[{field}]"), value);
                }
            }
            Tree::List(items) => {
                let items = items.into_iter().filter(|item| !item.is_null());
                for (index, item) in items.enumerate() {
                    self.deep(&format!("{name}[{index}]"), item);
                }
            }
            scalar => self.scalar(name, scalar),
        }
    }

    fn delimited(&mut self, name: &str, value: Tree, delimiter: char) -> Result<(), Ambiguous> {
        let values = match value {
            Tree::List(items) => texts(items),
            Tree::Object(fields) => flat(fields)
                .into_iter()
                .flat_map(|(name, text)| [name, text])
                .collect(),
            scalar => {
                self.scalar(name, scalar);
                return Ok(());
            }
        };
        if !values.is_empty() {
            let pair = joined(self.place, name, &values, delimiter, self.keeps_reserved)?;
            self.pairs.push(pair);
        }
        Ok(())
    }
}

/// Converts the elements of a list to text. `null` is omitted.
fn texts(items: Vec<Tree>) -> Vec<String> {
    let items = items.into_iter().filter(|item| !item.is_null());
    items.map(Tree::into_text).collect()
}

/// Converts the properties of an object to text. `null` is omitted.
fn flat(fields: Vec<(String, Tree)>) -> Vec<(String, String)> {
    let fields = fields.into_iter().filter(|(_, value)| !value.is_null());
    fields
        .map(|(name, value)| (name, value.into_text()))
        .collect()
}

/// The encoding of a text in a path or a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    /// Percent-encoded, for a path.
    Path,
    /// Unchanged, for a header, which has no encoding.
    Header,
}

impl Text {
    fn write(self, text: &str) -> String {
        match self {
            Self::Path => escape_path(text),
            Self::Header => text.to_owned(),
        }
    }

    /// Writes one of several texts that `delimiter` separates. Only a quoted text in a header may contain the
    /// delimiter.
    fn write_beside(self, text: &str, delimiter: char) -> Result<String, Ambiguous> {
        let written = self.write(text);
        let is_quoted = self == Self::Header && is_quoted(text);
        if written.contains(delimiter) && !is_quoted {
            return Err(Ambiguous(delimiter));
        }
        Ok(written)
    }
}

/// Returns whether a text is a quoted string (RFC 9110, section 5.6.4).
pub(crate) fn is_quoted(text: &str) -> bool {
    text.len() > 1 && text.starts_with('"') && text.ends_with('"')
}

/// Writes a value as one text. `None` if the value is absent or has no elements.
pub(crate) fn text(
    place: Text,
    name: &str,
    value: Tree,
    style: ParamStyle,
) -> Result<Option<String>, Ambiguous> {
    let is_exploded = style.is_exploded;
    let delimiter = match style.kind {
        Kind::Label if is_exploded => '.',
        Kind::Matrix if is_exploded => ';',
        _ => ',',
    };
    let mut parts = Vec::new();
    let mut is_object = false;
    match value {
        Tree::Null => return Ok(None),
        value if value.is_scalar() || style.kind == Kind::Json => {
            parts.push(place.write(&value.into_text()));
        }
        Tree::Object(fields) => {
            is_object = true;
            for (key, value) in flat(fields) {
                let key = place.write_beside(&key, delimiter)?;
                let value = place.write_beside(&value, delimiter)?;
                if is_exploded {
                    parts.push(assigned(style, &key, &value));
                } else {
                    parts.extend([key, value]);
                }
            }
        }
        Tree::List(items) => {
            for text in texts(items) {
                parts.push(place.write_beside(&text, delimiter)?);
            }
        }
        Tree::Text(_) | Tree::Secret(_) | Tree::SecretLiteral(_) | Tree::Literal(_) => {}
    }
    if parts.is_empty() {
        return Ok(None);
    }
    let delimiter = delimiter.to_string();
    Ok(Some(match style.kind {
        Kind::Label => format!(".{}", parts.join(&delimiter)),
        Kind::Matrix if is_exploded && is_object => format!(";{}", parts.join(&delimiter)),
        Kind::Matrix => {
            let name = place.write(name);
            let values = if is_exploded {
                parts
            } else {
                vec![parts.join(&delimiter)]
            };
            let values = values.iter().map(|value| assigned(style, &name, value));
            format!(";{}", values.collect::<Vec<_>>().join(";"))
        }
        _ => parts.join(&delimiter),
    }))
}

/// Writes a name and its value. In the style `matrix`, an empty value has no `=`.
fn assigned(style: ParamStyle, name: &str, value: &str) -> String {
    if value.is_empty() && style.kind == Kind::Matrix {
        name.to_owned()
    } else {
        format!("{name}={value}")
    }
}
