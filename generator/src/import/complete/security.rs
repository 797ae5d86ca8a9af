//! Writes the security schemes of documents and the security requirements of operations.
//!
//! In: the scopes of an operation, and the table `settings`. Out: the value of `security` for the operation, and the
//! security schemes for the document.

use super::work::Work;
use crate::import::access::Access;
use crate::import::operation::security;
use crate::import::tree::{Members, Tree};

impl Work<'_> {
    /// Returns the value of `security` for an operation. An operation without scopes requires the bearer token of its
    /// area, if the table `settings` contains one.
    pub(super) fn security(&mut self, access: &Access, area: &str) -> Option<Tree> {
        let any_scope = || vec![("oauth".to_owned(), Tree::texts(&[]))];
        if !access.scopes.is_empty() {
            return security(&access.scopes);
        }
        if !access.granular.is_empty() {
            return Some(Tree::List(vec![Tree::Map(any_scope())]));
        }
        let tables = self.tables;
        let name = tables.settings.one(area, "bearer")?.cell(1)?;
        self.here.bearers.insert(name.to_owned(), area.to_owned());
        let requirement = vec![(name.to_owned(), Tree::texts(&[]))];
        Some(Tree::List(vec![Tree::Map(requirement)]))
    }

    /// Returns the security schemes of the bearer tokens that the operations require.
    pub(super) fn bearer_schemes(&mut self) -> Members {
        let bearers = self.here.bearers.clone().into_iter();
        let schemes = bearers.map(|(name, area)| {
            let row = self.tables.settings.one(&area, "bearer-words");
            let words = row.and_then(|row| row.cell(1)).map(str::to_owned);
            let words = words.unwrap_or_else(|| self.here.review.gap("settings", "`bearer-words`"));
            let scheme = vec![
                ("type".to_owned(), Tree::text("http")),
                ("scheme".to_owned(), Tree::text("bearer")),
                ("description".to_owned(), Tree::Text(words)),
            ];
            (name, Tree::Block(scheme))
        });
        schemes.collect()
    }
}
