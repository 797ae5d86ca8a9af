//! A version of a crate, as its users see it.

use crate::assets::PackageFacts;

/// A version of a crate.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// The text of `API.txt`.
    pub api: &'a str,
    /// The facts of `Cargo.toml`.
    pub package: &'a PackageFacts,
}
