//! The differences between a folder and the generated files.

use std::collections::BTreeMap;

use super::scan::Kind;
use crate::diag::{Code, Diagnostic, Diagnostics};

/// The differences between a folder and the generated files. Paths are relative to the folder.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Report {
    /// Generated files that the folder does not contain.
    pub added: Vec<String>,
    /// Files whose content differs.
    pub changed: Vec<String>,
    /// Generated files that are no longer needed.
    pub removed: Vec<String>,
    /// Files at generated paths, or in generated folders, that the generator did not write. If there are any, nothing
    /// is written.
    pub foreign: Vec<String>,
    /// Entries at generated paths that are not files, such as a symbolic link. The value is the kind of the entry in
    /// words. All of these paths are in `foreign` too.
    pub not_files: BTreeMap<String, &'static str>,
    /// The number of files that are up to date.
    pub unchanged: usize,
}

impl Report {
    /// Returns whether the folder is up to date.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.added.is_empty()
            && self.changed.is_empty()
            && self.removed.is_empty()
            && self.foreign.is_empty()
    }

    /// Adds an entry at a generated path that is not a file.
    pub(super) fn block(&mut self, path: &str, kind: Kind) {
        self.not_files.insert(path.to_owned(), kind.name());
        self.foreign.push(path.to_owned());
    }

    /// Creates an error for each file in `foreign`. The messages contain `folder` as the name of the folder.
    #[must_use]
    pub fn foreign_files(&self, folder: &str) -> Diagnostics {
        let mut diagnostics = Diagnostics::default();
        for path in &self.foreign {
            let (reason, help) = match self.not_files.get(path) {
                None => (
                    "the generator did not write it".to_owned(),
                    "move it to a folder for hand-written code, or delete it; nothing was written",
                ),
                Some(kind) => (
                    format!("it is {kind}"),
                    "delete it, or move it out of the folder of the crate; nothing was written",
                ),
            };
            let message = format!("`{folder}/{path}` is in the way: {reason}");
            diagnostics.push(
                Diagnostic::error(Code::ForeignFile, message)
                    .in_file(format!("{folder}/{path}"))
                    .help(help),
            );
        }
        diagnostics
    }
}
