//! ParamValues as the text that parameters carry.
//!
//! In: a value of a type that stands in a path, a query, a header, a cookie or a form. Out: none, one or several texts, not yet
//! encoded. It must not know where the texts go: `request` and `path` encode them for their place.

use crate::runtime::request::Request;
use crate::runtime::secret::Secret;

/// A value that a parameter can carry.
///
/// `None` is no text at all, and a list is one text for each of its elements.
pub trait Param {
    /// Appends the value's texts.
    fn append_to(&self, values: &mut ParamValues);
}

/// The optional parameters of an operation, or the fields of its form, as one value.
pub trait Params {
    /// Writes them into a request.
    fn apply(&self, request: &mut Request);
}

/// The texts of a [`Param`].
#[derive(Default)]
pub struct ParamValues {
    /// Most values are one text.
    first: Option<String>,
    rest: Vec<String>,
    is_secret: bool,
}

impl ParamValues {
    /// The texts of this value.
    pub(crate) fn of(value: &(impl Param + ?Sized)) -> Self {
        let mut values = Self::default();
        value.append_to(&mut values);
        values
    }

    /// Appends a text.
    pub fn push(&mut self, text: impl Into<String>) {
        let text = text.into();
        if self.first.is_none() {
            self.first = Some(text);
        } else {
            self.rest.push(text);
        }
    }

    /// Appends a text that errors and `Debug` must not show.
    pub fn push_secret(&mut self, text: impl Into<String>) {
        self.push(text);
        self.is_secret = true;
    }

    /// Whether any of the texts must not be shown.
    pub(crate) fn is_secret(&self) -> bool {
        self.is_secret
    }

    /// The texts, one after the other.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.first.iter().chain(&self.rest).map(String::as_str)
    }

    /// The first text, and those behind it.
    pub(crate) fn into_parts(self) -> (Option<String>, Vec<String>) {
        (self.first, self.rest)
    }

    pub(crate) fn into_texts(self) -> Vec<String> {
        self.first.into_iter().chain(self.rest).collect()
    }
}

impl std::fmt::Debug for ParamValues {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParamValues")
            .field("len", &self.iter().count())
            .finish_non_exhaustive()
    }
}

/// How a list stands in one parameter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ListStyle {
    /// The parameter once for each element.
    #[default]
    Repeat,
    /// One parameter, elements parted by `,`.
    Comma,
    /// One parameter, elements parted by a space.
    Space,
    /// One parameter, elements parted by `|`.
    Pipe,
}

impl ListStyle {
    /// The texts as this style sends them. No element is no text: an empty list is not sent.
    pub(crate) fn join(self, texts: Vec<String>) -> Vec<String> {
        let separator = match self {
            Self::Repeat => return texts,
            Self::Comma => ",",
            Self::Space => " ",
            Self::Pipe => "|",
        };
        if texts.is_empty() {
            texts
        } else {
            vec![texts.join(separator)]
        }
    }
}

impl Param for str {
    fn append_to(&self, values: &mut ParamValues) {
        values.push(self);
    }
}

impl Param for String {
    fn append_to(&self, values: &mut ParamValues) {
        values.push(self.as_str());
    }
}

impl Param for Secret {
    fn append_to(&self, values: &mut ParamValues) {
        values.push_secret(self.expose());
    }
}

macro_rules! display_params {
    ($($type:ty)+) => {$(
        impl Param for $type {
            fn append_to(&self, values: &mut ParamValues) {
                values.push(self.to_string());
            }
        }
    )+};
}

display_params!(bool i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64);

impl<T: Param + ?Sized> Param for &T {
    fn append_to(&self, values: &mut ParamValues) {
        (**self).append_to(values);
    }
}

impl<T: Param> Param for Option<T> {
    fn append_to(&self, values: &mut ParamValues) {
        if let Some(value) = self {
            value.append_to(values);
        }
    }
}

impl<T: Param> Param for [T] {
    fn append_to(&self, values: &mut ParamValues) {
        for value in self {
            value.append_to(values);
        }
    }
}

impl<T: Param> Param for Vec<T> {
    fn append_to(&self, values: &mut ParamValues) {
        self.as_slice().append_to(values);
    }
}

impl<T: Params + ?Sized> Params for &T {
    fn apply(&self, request: &mut Request) {
        (**self).apply(request);
    }
}

impl<T: Params> Params for Option<T> {
    fn apply(&self, request: &mut Request) {
        if let Some(params) = self {
            params.apply(request);
        }
    }
}
