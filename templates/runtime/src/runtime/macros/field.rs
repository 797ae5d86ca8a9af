//! The macro for types that a field of a JSON object can have.

/// Implements `JsonField` for a type that implements `Deserialize` and `Serialize`. With `transparent`, the type is a
/// newtype. The macro then also implements `Deserialize` and `Serialize`, so that the newtype has the JSON of its inner
/// value.
#[doc(hidden)]
#[macro_export]
macro_rules! json_field {
    ($type:ident) => {
        impl $crate::runtime::macros::JsonField for $type {}
    };
    ($type:ident, transparent) => {
        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
            where
                D: ::serde::Deserializer<'de>,
            {
                $crate::runtime::macros::JsonField::read(deserializer).map(Self)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
            where
                S: ::serde::Serializer,
            {
                ::serde::Serialize::serialize(&self.0, serializer)
            }
        }

        $crate::json_field!($type);
    };
}

pub use json_field;
