//! Strict reading, for tests: a field that a type does not define is an error.
//!
//! The setting belongs to the current thread, because Serde cannot pass a setting to the types. This works because
//! decoding never awaits. The module `object` reads the setting.

use std::cell::Cell;

thread_local! {
    static IS_STRICT: Cell<bool> = const { Cell::new(false) };
}

/// Makes a response strict: a field that its type does not define is an error.
///
/// Add this value to the extensions of an `http::Response`, in your own [`Transport`](crate::runtime::Transport) for
/// tests. The mock transport of the feature `test-util` has an option for it.
/// [`Error::json_path`](crate::runtime::Error::json_path) is the path of the unknown field. Types that keep unknown
/// fields accept them.
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

/// Restores the setting of the thread when it is dropped, also after a panic.
struct Restore(bool);

impl Drop for Restore {
    fn drop(&mut self) {
        IS_STRICT.set(self.0);
    }
}

/// Runs a function. If `is_strict` is true, unknown fields are errors during this time. Otherwise, they are ignored.
pub(crate) fn reading<T>(is_strict: bool, read: impl FnOnce() -> T) -> T {
    let _restore = Restore(IS_STRICT.replace(is_strict));
    read()
}

/// Returns whether unknown fields are errors at the moment.
pub(crate) fn is_strict() -> bool {
    IS_STRICT.get()
}
