//! The modules of an API: the files, the items in each file, and the items that each module re-exports.

use std::collections::BTreeSet;

use serde::Serialize;

use super::accessors;
use super::context::Context;
use super::docs::{self, Docs};
use super::fault::Planned;
use super::handles;
use super::items::{self, Item};
use crate::model::GroupId;
use crate::names::{FileNames, ModuleNames, ModulePath, Name};

/// A source file of the crate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModulePlan {
    /// The path of the file, relative to the folder `src`.
    pub file: String,
    /// The public module through which users name the items of the file.
    pub path: ModulePath,
    /// The docs of the module.
    pub docs: Docs,
    /// Whether the file uses deprecated items and needs `#![expect(deprecated)]`.
    pub expects_deprecated: bool,
    /// The child modules.
    pub children: Vec<ChildPlan>,
    /// The items that the file defines.
    pub items: Vec<Item>,
}

/// A child module.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChildPlan {
    /// The name of the module.
    pub name: Name,
    /// The Cargo feature that enables the module. `None` if the module is always enabled.
    pub feature: Option<String>,
    /// Whether the parent module re-exports deprecated items of this module.
    pub expects_deprecated: bool,
    /// The visibility of the module.
    pub visibility: Visibility,
}

/// The visibility of a module.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Visibility {
    /// The module is public.
    Public,
    /// The module is private. Its parent module re-exports its items.
    Private {
        /// The names of the items that are re-exported.
        exports: Vec<Name>,
    },
}

pub(super) fn plan(cx: Context<'_>, id: GroupId) -> Planned<Vec<ModulePlan>> {
    let path = cx.names.module(id)?;
    let group = cx.group(id)?;
    let mut modules = Vec::new();
    if group.events.is_some() {
        for module in cx.names.modules(id) {
            modules.extend(files(cx, module, &path)?);
        }
        for module in &mut modules {
            module.docs = if module.file.ends_with("/mod.rs") {
                docs::api_module(group)
            } else {
                docs::events_module()
            };
        }
        return Ok(modules);
    }
    let mut children = Vec::new();
    for module in cx.names.modules(id) {
        let name = cx.names.module_name(module)?;
        modules.extend(files(cx, module, &path.child(name.clone()))?);
        children.push(ChildPlan {
            name,
            feature: module.feature.clone(),
            expects_deprecated: false,
            visibility: Visibility::Public,
        });
    }
    modules.extend(root(cx, id, path, children)?);
    Ok(modules)
}

/// Plans the files of a public module. The last file is `mod.rs`.
fn files(cx: Context<'_>, module: &ModuleNames, path: &ModulePath) -> Planned<Vec<ModulePlan>> {
    let folder = folder(path);
    let resource = cx.names.resource_in(module);
    let title = resource
        .map(|resource| cx.names.resource(resource))
        .transpose()?;
    let mut plans = Vec::new();
    let mut children = Vec::new();
    let mut own = Vec::new();
    for file in &module.files {
        let Some(name) = cx.names.file_name(file)? else {
            if let Some(resource) = resource {
                let handle = handles::plan(cx, resource, &file.operations)?;
                own.push(Item::Handle(handle));
            }
            own.extend(items::shared_params(cx, &file.operations)?);
            own.extend(types(cx, file)?);
            continue;
        };
        let mut items = Vec::new();
        if let Some(resource) = resource.filter(|_| !file.operations.is_empty()) {
            items.push(Item::Methods(handles::methods(
                cx,
                resource,
                &file.operations,
            )?));
        }
        items.extend(items::shared_params(cx, &file.operations)?);
        items.extend(types(cx, file)?);
        let exports: BTreeSet<Name> = items.iter().filter_map(Item::name).cloned().collect();
        plans.push(ModulePlan {
            file: format!("{folder}{name}.rs"),
            path: path.clone(),
            docs: docs::private_module(title.as_ref(), !file.operations.is_empty()),
            expects_deprecated: false,
            children: Vec::new(),
            items,
        });
        children.push(ChildPlan {
            name,
            feature: file.feature.clone(),
            expects_deprecated: false,
            visibility: Visibility::Private {
                exports: exports.into_iter().collect(),
            },
        });
    }
    plans.push(ModulePlan {
        file: format!("{folder}mod.rs"),
        path: path.clone(),
        docs: docs::module(title.as_ref()),
        expects_deprecated: false,
        children,
        items: own,
    });
    Ok(plans)
}

fn types(cx: Context<'_>, file: &FileNames) -> Planned<Vec<Item>> {
    let mut types = Vec::new();
    for id in &file.types {
        types.extend(items::of_type(cx, *id)?);
    }
    Ok(types)
}

/// Returns the folder of a module, relative to the folder `src`: `v1/users/`.
fn folder(path: &ModulePath) -> String {
    let steps = path.steps().iter().flat_map(|step| [step.as_str(), "/"]);
    steps.collect()
}

/// Plans the file that contains the module of an API. Returns `None` if this module is the root of the crate.
fn root(
    cx: Context<'_>,
    id: GroupId,
    path: ModulePath,
    children: Vec<ChildPlan>,
) -> Planned<Option<ModulePlan>> {
    let group = cx.group(id)?;
    if path.steps().is_empty() {
        return Ok(None);
    }
    let mut items: Vec<Item> = accessors::entry(cx, id)?
        .map(Item::Entry)
        .into_iter()
        .collect();
    for (index, scope) in cx.scopes(id) {
        items.push(Item::Scope(accessors::scope(cx, index, scope)?));
    }
    Ok(Some(ModulePlan {
        file: format!("{}mod.rs", folder(&path)),
        path,
        docs: docs::api_module(group),
        expects_deprecated: false,
        children,
        items,
    }))
}
