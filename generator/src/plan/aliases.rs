//! Aliases that contain themselves. Rust does not allow such a type alias, so a newtype is printed.

use serde::Serialize;

use super::context::Context;
use super::deprecation::Deprecation;
use super::docs::{self, Docs};
use super::fault::Planned;
use super::type_expr::TypeExpr;
use crate::model::{Ty, TypeDef, TypeId};
use crate::names::ItemPath;

/// A newtype: a tuple struct with one field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AliasPlan {
    /// The docs of the newtype.
    pub docs: Docs,
    /// The deprecation, if the newtype is deprecated.
    pub deprecated: Option<Deprecation>,
    /// The path of the newtype.
    pub path: ItemPath,
    /// The type of the field.
    pub ty: TypeExpr,
}

pub(super) fn plan(cx: Context<'_>, id: TypeId, def: &TypeDef, ty: &Ty) -> Planned<AliasPlan> {
    Ok(AliasPlan {
        docs: docs::any_type(cx, id, def)?,
        deprecated: Deprecation::when(def.docs.deprecated),
        path: cx.names.ty(id)?,
        ty: cx.part_type(id, ty)?,
    })
}
