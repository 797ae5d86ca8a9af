//! The type of a schema, before it is used.

use crate::model::Ty;

/// What a schema became.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Lowered {
    /// The type.
    pub(super) ty: Ty,
    /// Whether `null` is allowed besides.
    pub(super) nullable: bool,
}

impl Lowered {
    pub(super) const fn plain(ty: Ty) -> Self {
        Self {
            ty,
            nullable: false,
        }
    }

    /// The type of an element, which has no other way to say that it may be null.
    pub(super) fn element(self) -> Ty {
        if self.nullable && self.ty != Ty::Json {
            Ty::Nullable(Box::new(self.ty))
        } else {
            self.ty
        }
    }
}
