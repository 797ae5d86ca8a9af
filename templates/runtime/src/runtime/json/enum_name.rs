//! Enum values as text for people, such as `active`.
//!
//! If a person enters an unknown text, the error lists the known values.

use std::error::Error;
use std::fmt::{self, Write as _};

/// The maximum number of known values that an error lists.
const MAX_LISTED: usize = 10;

/// The error for a text that is not a known value of an enum. `Display` lists at most ten of the known values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseEnumError(Box<str>);

impl ParseEnumError {
    /// Creates the error from the name of the enum, the text and the known values.
    #[doc(hidden)]
    #[must_use]
    pub fn new(name: &str, text: &str, known: &mut dyn Iterator<Item = String>) -> Self {
        let mut message = format!("{text:?} is not a known value of `{name}`; known values: ");
        for (count, value) in known.enumerate() {
            if count == MAX_LISTED {
                message.push_str(", …");
                break;
            }
            if count > 0 {
                message.push_str(", ");
            }
            message.push_str(&value);
        }
        Self(message.into())
    }
}

impl fmt::Display for ParseEnumError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for ParseEnumError {}

/// Finds a value by its name or by its number, and returns the number. Upper and lower case of ASCII letters are equal.
#[must_use]
pub(crate) fn find_name(
    mut known: &mut dyn Iterator<Item = (i64, &dyn fmt::Debug)>,
    text: &str,
) -> Option<i64> {
    let text = text.trim();
    let number = text.parse::<i64>().ok();
    // `find` needs a sized iterator. The mutable reference is sized, and the trait object is not.
    let found = Iterator::find(&mut known, |(value, name)| {
        number == Some(*value) || format!("{name:?}").eq_ignore_ascii_case(text)
    });
    found.map(|(number, _)| number)
}

/// Writes the name of a variant, in the width and alignment of the format string.
///
/// # Errors
///
/// The formatter fails.
pub fn write_name(value: &dyn fmt::Debug, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut name = String::new();
    write!(name, "{value:?}")?;
    f.pad(&name)
}
