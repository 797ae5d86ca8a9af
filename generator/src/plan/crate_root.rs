//! The root of the crate: its modules, and what it exports.

use std::collections::BTreeMap;

use serde::Serialize;

use super::context::Context;
use super::fault::Planned;
use super::ids::IdPlan;
use crate::names::{self, Name};

/// `lib.rs`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RootPlan {
    /// Modules of APIs and copied modules, sorted by name, each with its cargo feature.
    pub modules: Vec<(Name, Option<String>)>,
    /// Whether there are typed ids.
    pub has_ids: bool,
}

/// Plans the root. `copied` contains the target paths of hand-written files, relative to the package.
pub(super) fn plan<'a>(
    cx: Context<'_>,
    copied: impl Iterator<Item = &'a str>,
    ids: &[IdPlan],
) -> Planned<RootPlan> {
    let mut modules: BTreeMap<Name, Option<String>> = BTreeMap::new();
    for (id, group) in cx.model.iter_groups() {
        if let Some(module) = cx.names.module(id)?.steps().first() {
            modules.insert(module.clone(), group.feature.clone());
            continue;
        }
        for module in cx.names.modules(id) {
            modules.insert(cx.names.module_name(module)?, module.feature.clone());
        }
    }
    for to in copied {
        modules.extend(names::copied(to)?.map(|name| (name, None)));
    }
    Ok(RootPlan {
        modules: modules.into_iter().collect(),
        has_ids: !ids.is_empty(),
    })
}
