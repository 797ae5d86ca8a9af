//! The contents of `lib.rs`, which declares the modules of the crate.

use std::collections::BTreeMap;

use serde::Serialize;

use super::context::Context;
use super::fault::Planned;
use super::ids::IdPlan;
use crate::names::{self, Name};

/// The contents of `lib.rs`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RootPlan {
    /// The modules of APIs and of hand-written files, sorted by name, each with its Cargo feature.
    pub modules: Vec<(Name, Option<String>)>,
    /// Whether the crate has types of other crates.
    pub has_external: bool,
    /// Whether the crate has typed ids.
    pub has_ids: bool,
    /// `None` without error codes. The value is `true` if the module of error codes is public.
    pub error_codes: Option<bool>,
}

/// Plans `lib.rs`. `copied` lists the target paths of hand-written files, relative to the package, each with its Cargo feature.
pub(super) fn plan<'a>(
    cx: Context<'_>,
    copied: impl Iterator<Item = (&'a str, Option<&'a str>)>,
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
    for (to, feature) in copied {
        let feature = feature.map(str::to_owned);
        modules.extend(names::copied(to)?.map(|name| (name, feature)));
    }
    Ok(RootPlan {
        modules: modules.into_iter().collect(),
        has_external: !cx.model.external.is_empty(),
        has_ids: !ids.is_empty(),
        error_codes: (cx.model.error_codes.as_ref()).map(|codes| !codes.is_exported),
    })
}
