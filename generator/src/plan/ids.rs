//! Typed ids.

use serde::Serialize;

use super::context::Context;
use super::docs::Docs;
use super::fault::Planned;
use crate::names::ItemPath;

/// A typed id.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IdPlan {
    /// Its docs.
    pub docs: Docs,
    /// Where it is.
    pub path: ItemPath,
}

/// The plans of all typed ids, in the order of their names.
pub(super) fn plan(cx: Context<'_>) -> Planned<Vec<IdPlan>> {
    let mut ids = Vec::new();
    for id in &cx.model.ids {
        ids.push(IdPlan {
            docs: Docs::text(if id.docs.is_empty() {
                "An id."
            } else {
                id.docs.trim()
            }),
            path: cx.names.id(&id.name)?,
        });
    }
    ids.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(ids)
}
