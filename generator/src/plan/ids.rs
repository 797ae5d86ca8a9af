//! Typed ids.

use serde::Serialize;

use super::context::Context;
use super::docs::{self, Docs};
use super::fault::Planned;
use crate::names::ItemPath;

/// The typed ids.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IdsPlan {
    /// The docs of the module `ids`.
    pub docs: Docs,
    /// The ids, sorted by name.
    pub ids: Vec<IdPlan>,
}

/// A typed id.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IdPlan {
    /// The docs of the type.
    pub docs: Docs,
    /// The path of the type.
    pub path: ItemPath,
}

pub(super) fn plan(cx: Context<'_>) -> Planned<IdsPlan> {
    let mut ids = Vec::new();
    for id in &cx.model.ids {
        ids.push(IdPlan {
            docs: docs::id(&id.docs),
            path: cx.names.id(&id.name)?,
        });
    }
    ids.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(IdsPlan {
        docs: docs::ids_module(),
        ids,
    })
}
