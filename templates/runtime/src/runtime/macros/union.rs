//! The macro for the variants of unions.

/// A variant of the union in whose `impl` this is, with the values of the discriminator that select it.
#[doc(hidden)]
#[macro_export]
macro_rules! union_variant {
    ($variant:ident $(, $tag:literal)*) => {
        $crate::runtime::macros::UnionVariant {
            tags: &[$($tag),*],
            read: |json| $crate::runtime::macros::read_variant(json, Self::$variant),
        }
    };
}

pub use union_variant;
