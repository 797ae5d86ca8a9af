//! An operation to write, and its row of the table `names`.

use super::publisher::Published;
use crate::import::tables::{Place, Row};

/// The columns of the table `names`.
pub(super) const FILE: usize = 1;
pub(super) const RESOURCE: usize = 2;
pub(super) const METHOD: usize = 3;
pub(super) const REQUEST: usize = 4;
pub(super) const RESPONSE: usize = 5;
pub(super) const ITEM: usize = 6;
pub(super) const SAFETY: usize = 7;
pub(super) const SUMMARY: usize = 8;
pub(super) const DESCRIPTION: usize = 9;

/// An operation to write.
#[derive(Clone, Debug)]
pub(super) struct Chosen<'a> {
    /// The method, in lower case.
    pub(super) method: String,
    /// The path as it is written.
    pub(super) path: String,
    /// Whether the operation also exists below the prefix.
    pub(super) is_mirrored: bool,
    /// The row of the table `names`.
    pub(super) row: &'a Row,
    /// The operation in each document. The first document has the schemas.
    pub(super) published: &'a [Published<'a>],
}

impl<'a> Chosen<'a> {
    /// The name of the document that has the operation.
    pub(super) fn file(&self) -> &'a str {
        self.row.cell(FILE).unwrap_or_default()
    }

    /// `client.resource().method()`, for the review list.
    pub(super) fn call(&self) -> String {
        let cell = |column| self.row.cell(column).unwrap_or("GAP");
        format!("{}.{}", cell(RESOURCE), cell(METHOD))
    }

    /// The operation as in the table `names`.
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    /// Whether the operation returns a file. The publisher often leaves out the content of such a response.
    pub(super) fn is_download(&self) -> bool {
        let name = self.row.cell(METHOD).unwrap_or_default();
        self.method == "get" && name.split('_').next() == Some("download")
    }

    pub(super) fn place(&self) -> Place {
        let cell = |column| self.row.cell(column).unwrap_or("GAP");
        Place::new([cell(RESOURCE), cell(METHOD)])
    }
}
