//! The result of lowering a schema.

use crate::model::Ty;

/// The type of a schema, and whether `null` is allowed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Lowered {
    pub(super) ty: Ty,
    /// Whether the value may also be `null`.
    pub(super) nullable: bool,
}

impl Lowered {
    pub(super) const fn plain(ty: Ty) -> Self {
        Self {
            ty,
            nullable: false,
        }
    }

    /// Returns the type for a list item or a map value. If `null` is allowed, the type is `Ty::Nullable`.
    pub(super) fn element(self) -> Ty {
        if self.nullable && self.ty != Ty::Json {
            Ty::Nullable(Box::new(self.ty))
        } else {
            self.ty
        }
    }
}
