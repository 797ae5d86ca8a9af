//! Aliases that contain themselves: each becomes a struct around one value.

use serde::Serialize;

use super::context::Context;
use super::deprecation::Deprecation;
use super::docs::{self, Docs};
use super::fault::Planned;
use super::type_expr::TypeExpr;
use crate::model::{Ty, TypeDef, TypeId};
use crate::names::ItemPath;

/// A struct around one value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AliasPlan {
    /// Its docs.
    pub docs: Docs,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecation>,
    /// The path of the item.
    pub path: ItemPath,
    /// The type of the value.
    pub ty: TypeExpr,
}

/// Plans an alias.
pub(super) fn plan(cx: Context<'_>, id: TypeId, def: &TypeDef, ty: &Ty) -> Planned<AliasPlan> {
    Ok(AliasPlan {
        docs: docs::any_type(cx, id, def)?,
        deprecated: Deprecation::when(def.docs.deprecated),
        path: cx.names.ty(id)?,
        ty: cx.part_type(id, ty)?,
    })
}
