//! The module of an API and the modules below it: which file holds what, and what each exports.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::accessors::{self, EntryPlan, ScopePlan};
use super::aliases::{self, AliasPlan};
use super::context::Context;
use super::docs::{self, Docs};
use super::enums::{self, EnumPlan};
use super::fault::Planned;
use super::handles::{self, HandlePlan, MethodsPlan};
use super::structs::{self, StructPlan};
use super::unions::{self, UnionPlan};
use crate::model::{GroupId, OperationId, Shape, TypeId};
use crate::names::{ItemPath, ModulePath, Name, Resource};

/// A file of the crate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModulePlan {
    /// The file, below the folder of sources.
    pub file: String,
    /// The module that exports what the file defines.
    pub path: ModulePath,
    /// Its docs.
    pub docs: Docs,
    /// Whether it uses deprecated items.
    pub expects_deprecated: bool,
    /// The modules below it.
    pub children: Vec<ChildPlan>,
    /// What it defines.
    pub items: Vec<Item>,
}

/// A module below another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChildPlan {
    /// Its name.
    pub name: Name,
    /// The cargo feature that alone needs it.
    pub feature: Option<String>,
    /// Its items that the module above exports.
    pub exports: Vec<Name>,
    /// Whether the exports are deprecated items, at least in part.
    pub expects_deprecated: bool,
}

/// What a module defines.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Item {
    /// The entry of an API.
    Entry(EntryPlan),
    /// A scope.
    Scope(ScopePlan),
    /// A handle and its methods.
    Handle(HandlePlan),
    /// Methods of a handle that another module defines.
    Methods(MethodsPlan),
    /// A struct.
    Struct(Box<StructPlan>),
    /// An enum.
    Enum(EnumPlan),
    /// A union.
    Union(UnionPlan),
    /// Another name for a type.
    Alias(AliasPlan),
}

impl Item {
    /// Where the item is, if it is a type that a document defines.
    #[must_use]
    pub fn type_path(&self) -> Option<&ItemPath> {
        match self {
            Self::Struct(plan) => Some(&plan.path),
            Self::Enum(plan) => Some(&plan.path),
            Self::Union(plan) => Some(&plan.path),
            Self::Alias(plan) => Some(&plan.path),
            Self::Entry(_) | Self::Scope(_) | Self::Handle(_) | Self::Methods(_) => None,
        }
    }

    /// The name that the item defines.
    #[must_use]
    pub fn name(&self) -> Option<&Name> {
        let path = match self {
            Self::Entry(plan) => &plan.path,
            Self::Scope(plan) => &plan.path,
            Self::Handle(plan) => &plan.path,
            Self::Methods(_) => return None,
            Self::Struct(_) | Self::Enum(_) | Self::Union(_) | Self::Alias(_) => {
                self.type_path()?
            }
        };
        Some(&path.name)
    }
}

/// What one module below that of an API holds.
#[derive(Default)]
struct Home<'a> {
    /// Methods of resources, and whether the handle itself is here too.
    calls: Vec<(&'a Resource, &'a [OperationId], bool)>,
    types: Vec<TypeId>,
}

/// The plans of the files of an API.
pub(super) fn plan(cx: Context<'_>, id: GroupId) -> Planned<Vec<ModulePlan>> {
    let path = cx.names.module(id)?;
    let steps = path.steps().iter().flat_map(|step| [step.as_str(), "/"]);
    let folder: String = steps.collect();
    let mut modules = Vec::new();
    let mut children = Vec::new();
    for (home, held) in homes(cx, id) {
        let items = items(cx, &held)?;
        let exports: BTreeSet<Name> = items.iter().filter_map(Item::name).cloned().collect();
        children.push(ChildPlan {
            name: cx.names.home_name(home)?,
            feature: cx.names.home_feature(id, home).map(str::to_owned),
            exports: exports.into_iter().collect(),
            expects_deprecated: false,
        });
        modules.push(ModulePlan {
            file: format!("{folder}{home}.rs"),
            path: path.clone(),
            docs: module_docs(cx, &held)?,
            expects_deprecated: false,
            children: Vec::new(),
            items,
        });
    }
    modules.push(root(cx, id, path, format!("{folder}mod.rs"), children)?);
    Ok(modules)
}

fn homes(cx: Context<'_>, id: GroupId) -> BTreeMap<&str, Home<'_>> {
    let mut homes: BTreeMap<&str, Home<'_>> = BTreeMap::new();
    for resource in cx.names.resources(id) {
        for (position, (home, operations)) in resource.parts.iter().enumerate() {
            let calls = &mut homes.entry(home).or_default().calls;
            calls.push((resource, operations, position == 0));
        }
    }
    for (home, types) in cx.names.homes(id) {
        homes.entry(home).or_default().types = types;
    }
    homes
}

fn module_docs(cx: Context<'_>, home: &Home<'_>) -> Planned<Docs> {
    let first = home.calls.first();
    let resource = first.map(|(resource, ..)| cx.names.resource(resource));
    let has_types = !home.types.is_empty();
    Ok(docs::module(resource.transpose()?.as_ref(), has_types))
}

fn items(cx: Context<'_>, home: &Home<'_>) -> Planned<Vec<Item>> {
    let mut items = Vec::new();
    for (resource, operations, is_whole) in &home.calls {
        items.push(if *is_whole {
            Item::Handle(handles::plan(cx, resource)?)
        } else {
            Item::Methods(handles::methods(cx, resource, operations)?)
        });
    }
    for id in &home.types {
        items.push(type_item(cx, *id)?);
    }
    Ok(items)
}

fn type_item(cx: Context<'_>, id: TypeId) -> Planned<Item> {
    let def = cx.ty(id)?;
    Ok(match &def.shape {
        Shape::Struct { fields, extra } => {
            let plan = structs::plan(cx, id, def, fields, extra.as_ref())?;
            Item::Struct(Box::new(plan))
        }
        Shape::Enum { variants } => Item::Enum(enums::plan(cx, id, def, variants)?),
        Shape::Union { tag, arms } => Item::Union(unions::plan(cx, id, def, tag.as_deref(), arms)?),
        Shape::Alias(ty) => Item::Alias(aliases::plan(cx, id, def, ty)?),
    })
}

/// The module of the API itself.
fn root(
    cx: Context<'_>,
    id: GroupId,
    path: ModulePath,
    file: String,
    children: Vec<ChildPlan>,
) -> Planned<ModulePlan> {
    let group = cx.group(id)?;
    let mut items: Vec<Item> = accessors::entry(cx, id)?
        .map(Item::Entry)
        .into_iter()
        .collect();
    for (index, scope) in cx.scopes(id) {
        items.push(Item::Scope(accessors::scope(cx, index, scope)?));
    }
    Ok(ModulePlan {
        file,
        path,
        docs: docs::api_module(group),
        expects_deprecated: false,
        children,
        items,
    })
}
