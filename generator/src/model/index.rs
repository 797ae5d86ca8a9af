//! Typed indices into the lists of a [`Model`](super::Model).

use serde::Serialize;

/// Defines an index type. An index is the position of an element in one list of a model.
macro_rules! index {
    ($(#[$docs:meta])* $name:ident, $list:literal) => {
        $(#[$docs])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        pub struct $name(u32);

        impl $name {
            /// Creates the id of the element at position `index`.
            #[must_use]
            pub fn new(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            #[doc = concat!("The position in [`Model::", $list, "`](super::Model::", $list, ").")]
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

index! {
    /// Identifies a [`Group`](super::Group).
    GroupId, "groups"
}

index! {
    /// Identifies an [`Operation`](super::Operation).
    OperationId, "operations"
}

index! {
    /// Identifies a [`TypeDef`](super::TypeDef).
    TypeId, "types"
}
