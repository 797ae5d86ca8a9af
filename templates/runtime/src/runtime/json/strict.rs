//! Strict reading, for tests: a field that a type does not define is an error.
//!
//! In: whether the current response is read strictly. Out: the setting for `object`, which finds unknown fields. The
//! setting belongs to the thread, because decoding is synchronous and Serde has no parameter for settings.

use std::cell::Cell;

thread_local! {
    static IS_STRICT: Cell<bool> = const { Cell::new(false) };
}

/// An extension of an `http::Response`: fields that the type of the response does not define are an error.
///
/// A [`Transport`](crate::runtime::Transport) for tests adds this value to the extensions of its responses. The mock
/// transport of the feature `test-util` has an option for it. The error has the path of the field
/// ([`Error::json_path`](crate::runtime::Error::json_path)). Types that keep unknown fields accept them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StrictJson;

impl StrictJson {
    /// Creates the extension.
    #[must_use]
    pub const fn new() -> Self {
        Self
    }
}

/// Restores the setting of the thread, also after a panic.
struct Restore(bool);

impl Drop for Restore {
    fn drop(&mut self) {
        IS_STRICT.set(self.0);
    }
}

/// Runs a function while unknown fields are an error, or while they are ignored.
pub(crate) fn reading<T>(is_strict: bool, read: impl FnOnce() -> T) -> T {
    let _restore = Restore(IS_STRICT.replace(is_strict));
    read()
}

/// Returns whether unknown fields are an error.
pub(crate) fn is_strict() -> bool {
    IS_STRICT.get()
}
