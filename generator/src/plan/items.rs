//! The items of a generated module.

use serde::Serialize;

use super::accessors::{EntryPlan, ScopePlan};
use super::aliases::{self, AliasPlan};
use super::context::Context;
use super::docs::{self, Docs};
use super::enums::{self, EnumPlan};
use super::fault::Planned;
use super::handles::{HandlePlan, MethodsPlan};
use super::required::{RequiredPlan, Takes};
use super::structs::{self, StructPlan};
use super::unions::{self, UnionPlan};
use crate::model::{Input, OperationId, Shape, TypeId};
use crate::names::{ItemPath, Name};

/// An item of a module.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Item {
    /// The entry type of an API, such as `V1`.
    Entry(EntryPlan),
    /// The type of a scope, such as `SubAccount`.
    Scope(ScopePlan),
    /// A handle and its methods.
    Handle(HandlePlan),
    /// An `impl` block with methods of a handle. The handle itself is in another file.
    Methods(MethodsPlan),
    /// A struct.
    Struct(Box<StructPlan>),
    /// An enum.
    Enum(EnumPlan),
    /// A union.
    Union(UnionPlan),
    /// A newtype for an alias that contains itself.
    Alias(AliasPlan),
    /// A struct of required fields. A constructor takes this struct as its argument.
    Required(RequiredItem),
    /// The alias that an operation has for its struct of parameters, because another operation defines the struct.
    SharedParams(SharedParamsPlan),
}

/// The alias that an operation has for its struct of parameters. Operations with the same parameters share one struct.
/// The struct is named after the first of these operations.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SharedParamsPlan {
    /// The docs of the alias.
    pub docs: Docs,
    /// The path of the alias.
    pub path: ItemPath,
    /// The path of the struct.
    pub of: ItemPath,
}

/// A struct of required fields with its docs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RequiredItem {
    /// The docs of the struct.
    pub docs: Docs,
    /// The docs of each field.
    pub fields: Vec<Docs>,
    /// The struct itself.
    pub plan: RequiredPlan,
}

impl Item {
    /// Returns the path of the item. Returns `None` if the item does not come from a schema of a document.
    #[must_use]
    pub fn type_path(&self) -> Option<&ItemPath> {
        match self {
            Self::Struct(plan) => Some(&plan.path),
            Self::Enum(plan) => Some(&plan.path),
            Self::Union(plan) => Some(&plan.path),
            Self::Alias(plan) => Some(&plan.path),
            Self::Entry(_)
            | Self::Scope(_)
            | Self::Handle(_)
            | Self::Methods(_)
            | Self::Required(_)
            | Self::SharedParams(_) => None,
        }
    }

    /// Returns the name of the item. Returns `None` for [`Self::Methods`], because an `impl` block has no name.
    #[must_use]
    pub fn name(&self) -> Option<&Name> {
        let path = match self {
            Self::Entry(plan) => &plan.path,
            Self::Scope(plan) => &plan.path,
            Self::Handle(plan) => &plan.path,
            Self::Required(required) => &required.plan.path,
            Self::SharedParams(plan) => &plan.path,
            Self::Methods(_) => return None,
            Self::Struct(_) | Self::Enum(_) | Self::Union(_) | Self::Alias(_) => {
                self.type_path()?
            }
        };
        Some(&path.name)
    }
}

/// Plans a type. If the constructor of the type takes a struct of required fields, also plans this struct.
pub(super) fn of_type(cx: Context<'_>, id: TypeId) -> Planned<Vec<Item>> {
    let def = cx.ty(id)?;
    Ok(match &def.shape {
        Shape::Struct { fields, extra } => {
            let plan = structs::plan(cx, id, def, fields, extra.as_ref())?;
            let required = match plan.constructor.as_ref().map(|plan| &plan.takes) {
                Some(Takes::Named(plan)) => Some(Item::Required(required(plan))),
                _ => None,
            };
            let whole = Item::Struct(Box::new(plan));
            std::iter::once(whole).chain(required).collect()
        }
        Shape::Enum { variants } => vec![Item::Enum(enums::plan(cx, id, def, variants)?)],
        Shape::Union { selector, arms } => {
            vec![Item::Union(unions::plan(cx, id, def, selector, arms)?)]
        }
        Shape::Alias(ty) => vec![Item::Alias(aliases::plan(cx, id, def, ty)?)],
    })
}

/// Plans the aliases for structs of parameters that operations share.
pub(super) fn shared_params(cx: Context<'_>, operations: &[OperationId]) -> Planned<Vec<Item>> {
    let mut items = Vec::new();
    for id in operations {
        let mut types = cx
            .operation(*id)?
            .inputs
            .iter()
            .filter_map(|input| match input {
                Input::Params { ty, .. } => Some(*ty),
                Input::Argument { .. } => None,
            });
        if let (Some(path), Some(ty)) = (cx.names.shared_params(*id)?, types.next()) {
            let of = cx.names.ty(ty)?;
            items.push(Item::SharedParams(SharedParamsPlan {
                docs: docs::shared_params(cx.names.operation_id(*id)?, &of),
                path,
                of,
            }));
        }
    }
    Ok(items)
}

fn required(plan: &RequiredPlan) -> RequiredItem {
    let fields = plan.fields.iter();
    let fields = fields.map(|field| docs::required_field(&plan.of, &field.name));
    RequiredItem {
        docs: docs::required_fields(&plan.of),
        fields: fields.collect(),
        plan: plan.clone(),
    }
}
