//! An operation that the import writes, and its row in the table `names`.

use super::publisher::Published;
use crate::import::tables::{Place, Row};

/// The positions of the columns in the table `names`.
pub(super) const FILE: usize = 1;
pub(super) const RESOURCE: usize = 2;
pub(super) const METHOD: usize = 3;
pub(super) const REQUEST: usize = 4;
pub(super) const RESPONSE: usize = 5;
pub(super) const ITEM: usize = 6;
pub(super) const SAFETY: usize = 7;
pub(super) const SUMMARY: usize = 8;
pub(super) const DESCRIPTION: usize = 9;

/// An operation that the import writes.
#[derive(Clone, Debug)]
pub(super) struct Chosen<'a> {
    /// The HTTP method, in lower case.
    pub(super) method: String,
    /// The path in our document. The publisher's path can have other placeholder names and the prefix.
    pub(super) path: String,
    /// Whether the operation also exists at the same path with the prefix.
    pub(super) is_mirrored: bool,
    /// The row of the operation in the table `names`.
    pub(super) row: &'a Row,
    /// The same operation in each of the publisher's documents. The schemas are read from the first document.
    pub(super) published: &'a [Published<'a>],
}

impl<'a> Chosen<'a> {
    /// Returns the name of our document that contains the operation.
    pub(super) fn file(&self) -> &'a str {
        self.row.cell(FILE).unwrap_or_default()
    }

    /// Returns the resource and the method, such as `users.list`, for the review list.
    pub(super) fn call(&self) -> String {
        let cell = |column| self.row.cell(column).unwrap_or("GAP");
        format!("{}.{}", cell(RESOURCE), cell(METHOD))
    }

    /// Returns the HTTP method and the path, such as `GET /users`.
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    /// Returns whether the operation returns a file. In the publisher's document, such a response often has no
    /// `content`.
    pub(super) fn is_download(&self) -> bool {
        let name = self.row.cell(METHOD).unwrap_or_default();
        self.method == "get" && name.split('_').next() == Some("download")
    }

    pub(super) fn place(&self) -> Place {
        let cell = |column| self.row.cell(column).unwrap_or("GAP");
        Place::new([cell(RESOURCE), cell(METHOD)])
    }
}
