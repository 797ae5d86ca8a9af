//! The type of a schema, before it is used.

use crate::model::Ty;

/// The result of lowering a schema.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Lowered {
    /// The type.
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

    /// Returns the type as a list item or a map value, where only the type can express `null`.
    pub(super) fn element(self) -> Ty {
        if self.nullable && self.ty != Ty::Json {
            Ty::Nullable(Box::new(self.ty))
        } else {
            self.ty
        }
    }
}
