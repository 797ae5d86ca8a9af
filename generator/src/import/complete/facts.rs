//! Writes the server, the scopes, the rate limit, the prerequisites and the replacement of operations.

use super::chosen::Chosen;
use super::prose;
use super::publisher::Published;
use super::work::Work;
use crate::import::access::{Access, access};
use crate::import::tree::Tree;

impl Work<'_> {
    /// Merges the scopes of all documents. The first document with a rate limit has the rate limit. The same applies to the
    /// server.
    pub(super) fn access(&mut self, chosen: &Chosen<'_>) -> Access {
        let mut merged = Access::default();
        for published in chosen.published {
            let own = access(published.node);
            for (to, from) in [
                (&mut merged.scopes, own.scopes),
                (&mut merged.granular, own.granular),
            ] {
                for scope in from {
                    add_new(to, scope);
                }
            }
            merged.rate = merged.rate.or(own.rate);
            merged.server = merged.server.or(own.server);
        }
        let rows = self.tables.access.all(&chosen.row.area, chosen.row.key());
        for row in rows {
            let value = row.cell(2).unwrap_or_default().to_owned();
            match row.cell(1) {
                Some("scope") => add_new(&mut merged.scopes, value),
                Some("granular") => add_new(&mut merged.granular, value),
                Some("rate") => merged.rate = Some(value),
                Some("server") => merged.server = Some(value),
                Some("successor") => {}
                _ => {
                    let line = format!("access.tsv:{}: `{}`", row.line, row.cell(1).unwrap_or("-"));
                    self.here.review.add("rows with an unknown word", line);
                }
            }
        }
        // All operations of the document have this server.
        let common = self.setting("server");
        merged.server = merged.server.filter(|url| common != Some(url.as_str()));
        for (what, is_missing) in [
            (
                "operations without classic scopes",
                merged.scopes.is_empty(),
            ),
            (
                "operations without granular scopes",
                merged.granular.is_empty(),
            ),
            ("operations without a rate limit", merged.rate.is_none()),
        ] {
            if is_missing {
                self.here.review.add(what, chosen.title());
            }
        }
        merged
    }

    /// Returns the method and path of the operation that replaces an operation, from the table `access`.
    pub(super) fn successor(&self, chosen: &Chosen<'_>) -> Option<String> {
        let rows = self.tables.access.all(&chosen.row.area, chosen.row.key());
        let row = rows
            .into_iter()
            .find(|row| row.cell(1) == Some("successor"));
        row.and_then(|row| row.cell(2)).map(str::to_owned)
    }

    pub(super) fn prerequisites(
        &mut self,
        first: &Published<'_>,
        chosen: &Chosen<'_>,
        area: &str,
    ) -> Vec<Tree> {
        let description = first.node.text_of("description").unwrap_or_default();
        let mut texts: Vec<String> = Vec::new();
        for fingerprint in prose::prerequisites(description) {
            let row = self.tables.prerequisites.one(area, &fingerprint);
            let text = if let Some(row) = row {
                row.cell(1).map(str::to_owned)
            } else {
                let what = format!("{fingerprint} of {}", chosen.title());
                Some(self.here.review.gap("prerequisites", &what))
            };
            texts.extend(text.filter(|text| !texts.contains(text)));
        }
        texts.into_iter().map(Tree::Text).collect()
    }
}

fn add_new(list: &mut Vec<String>, value: String) {
    if !list.contains(&value) {
        list.push(value);
    }
}
