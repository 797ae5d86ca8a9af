//! Values of parameters as text.
//!
//! In: a value of a path, query, header, cookie or form parameter. Out: any number of strings, before encoding. This
//! module must not know the location of the parameter, and must not encode the strings.

use crate::runtime::json::base64::{Base64, Base64Url};
use crate::runtime::json::secret::{PLACEHOLDER, Secret};
use crate::runtime::json::secret_integer::SecretInteger;

/// A value of a parameter: a string, a number, a boolean, an id or an enum. An `Option` of a value or a list of values
/// is also a value.
///
/// `None` and an empty list are omitted. A list becomes one string per element.
pub trait Param {
    /// Appends the strings of this value.
    fn append_to(&self, values: &mut ParamValues);
}

/// The strings of a [`Param`].
#[derive(Default)]
pub struct ParamValues {
    /// The first string. Most values have only one string, and then `rest` needs no allocation.
    first: Option<String>,
    rest: Vec<String>,
    is_secret: bool,
    /// Whether a secret is the placeholder of a hidden secret.
    has_placeholder: bool,
}

impl ParamValues {
    pub(crate) fn of(value: &(impl Param + ?Sized)) -> Self {
        let mut values = Self::default();
        value.append_to(&mut values);
        values
    }

    /// Appends a string.
    pub fn push(&mut self, text: impl Into<String>) {
        let text = text.into();
        if self.first.is_none() {
            self.first = Some(text);
        } else {
            self.rest.push(text);
        }
    }

    /// Appends a string that errors and `Debug` must hide.
    pub fn push_secret(&mut self, text: impl Into<String>) {
        let text = text.into();
        self.has_placeholder |= text == PLACEHOLDER;
        self.push(text);
        self.is_secret = true;
    }

    /// Returns whether any of the strings is the placeholder of a hidden secret, which must not be sent.
    pub(crate) fn has_placeholder(&self) -> bool {
        self.has_placeholder
    }

    /// Returns whether errors and `Debug` must hide any of the strings.
    pub(crate) fn is_secret(&self) -> bool {
        self.is_secret
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.first.iter().chain(&self.rest).map(String::as_str)
    }

    /// Returns the first string and the remaining strings.
    pub(crate) fn into_parts(self) -> (Option<String>, Vec<String>) {
        (self.first, self.rest)
    }

    pub(crate) fn into_strings(self) -> Vec<String> {
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

/// The style of a list in a parameter, as OpenAPI defines it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ListStyle {
    /// The parameter is repeated for each element (`id=1&id=2`).
    #[default]
    Repeat,
    /// One parameter, with elements separated by `,`.
    Comma,
    /// One parameter, with elements separated by a space.
    Space,
    /// One parameter, with elements separated by `|`.
    Pipe,
}

impl ListStyle {
    /// Returns the character between elements; `None` if each element becomes a separate parameter.
    pub(crate) const fn delimiter(self) -> Option<char> {
        match self {
            Self::Repeat => None,
            Self::Comma => Some(','),
            Self::Space => Some(' '),
            Self::Pipe => Some('|'),
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

impl Param for SecretInteger {
    fn append_to(&self, values: &mut ParamValues) {
        values.push_secret(self.expose().to_string());
    }
}

impl Param for Base64 {
    fn append_to(&self, values: &mut ParamValues) {
        values.push(self.as_str());
    }
}

impl Param for Base64Url {
    fn append_to(&self, values: &mut ParamValues) {
        values.push(self.as_str());
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
