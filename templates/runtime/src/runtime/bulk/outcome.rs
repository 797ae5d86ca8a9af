//! Whether work is done or has failed.
//!
//! A failure has a short reason. Reasons are saved, so they must not contain the text of a server.

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;

use crate::runtime::error::Error;

/// The maximum number of characters of a reason.
const MAX_REASON: usize = 100;

/// The maximum number of characters that a reason contains of a server's error code.
const MAX_CODE: usize = 32;

/// Whether work is done or has failed. A run that resumes skips only the work that is done.
///
/// `Ok` and `()` mean that the work is done, and `Err` means that the work failed. Work that cannot fail may return any
/// other value, wrapped in [`Done`].
pub trait WorkOutcome {
    /// Returns a short reason if the work failed; `None` if the work is done.
    fn failure(&self) -> Option<String>;
}

/// The result of work that cannot fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done<T>(pub T);

impl WorkOutcome for () {
    fn failure(&self) -> Option<String> {
        None
    }
}

impl<T> WorkOutcome for Done<T> {
    fn failure(&self) -> Option<String> {
        None
    }
}

/// If the error is an [`Error`] of this crate, the reason is its kind, its code and its HTTP status, without the
/// message of the server. For any other error, the reason is the first line of its `Display` text, at most 100
/// characters. This text must not contain secrets. If your own error type wraps an [`Error`] and shows its text, the
/// reason contains the message of the server.
impl<T, E: fmt::Display + 'static> WorkOutcome for Result<T, E> {
    fn failure(&self) -> Option<String> {
        let error = self.as_ref().err()?;
        Some(match call_error(error) {
            Some(error) => describe(error),
            None => shorten(&error.to_string()),
        })
    }
}

/// Returns the error of a call, also if the error is in a box.
fn call_error(error: &dyn Any) -> Option<&Error> {
    let sendable = error.downcast_ref::<Box<dyn StdError + Send + Sync>>();
    let boxed = error.downcast_ref::<Box<dyn StdError>>();
    let own_box = error.downcast_ref::<Box<Error>>().map(|error| &**error);
    let error = error.downcast_ref::<Error>();
    error
        .or(own_box)
        .or_else(|| sendable?.downcast_ref())
        .or_else(|| boxed?.downcast_ref())
}

fn describe(error: &Error) -> String {
    let kind = format!("{:?}", error.kind());
    let is_plain = |code: &&str| {
        code.len() <= MAX_CODE
            && (code.bytes()).all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
    };
    let code = error.code().filter(is_plain);
    let status = error.status().map(|status| status.as_u16());
    match (code, status) {
        (Some(code), Some(status)) => format!("{kind} (code {code}, HTTP {status})"),
        (Some(code), None) => format!("{kind} (code {code})"),
        (None, Some(status)) => format!("{kind} (HTTP {status})"),
        (None, None) => kind,
    }
}

fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let visible = line.chars().filter(|c| !c.is_control());
    visible.take(MAX_REASON).collect()
}
