//! The macro for the order of open enums.

/// Implements `Hash`, `Ord` and `PartialOrd` for an enum with `KNOWN` and `Unknown(UnknownValue)`. Known values are in
/// the order of `KNOWN`, and unknown values come after them. Derives would take four times as long to compile.
#[doc(hidden)]
#[macro_export]
macro_rules! enum_order {
    ($type:ident) => {
        impl ::std::hash::Hash for $type {
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                match self {
                    Self::Unknown(value) => ::std::hash::Hash::hash(value, state),
                    known => $crate::runtime::macros::hash_known(Self::KNOWN, known, state),
                }
            }
        }

        impl ::std::cmp::Ord for $type {
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                match (self, other) {
                    (Self::Unknown(value), Self::Unknown(other)) => {
                        ::std::cmp::Ord::cmp(value, other)
                    }
                    _ => $crate::runtime::macros::compare_known(Self::KNOWN, self, other),
                }
            }
        }

        impl ::std::cmp::PartialOrd for $type {
            fn partial_cmp(&self, other: &Self) -> ::std::option::Option<::std::cmp::Ordering> {
                ::std::option::Option::Some(::std::cmp::Ord::cmp(self, other))
            }
        }
    };
}

pub use enum_order;
