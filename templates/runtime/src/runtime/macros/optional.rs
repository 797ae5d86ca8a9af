//! The macro for structs that are JSON objects without required fields.

/// Implements `Debug`, `PartialEq`, `Serialize`, `Deserialize` and `JsonField` for a struct whose fields are all optional:
/// `optional_object!(User => id, kind = "type", manager or null, ..extra)`.
///
/// A field has its Rust name in JSON, unless `= "name"` follows. If a field is missing in the JSON, it gets the default
/// of its type. When an object is written, a field without a value is omitted, or written as `null` if `or null`
/// follows. The field after `..` gets all unlisted fields of the JSON object. Without `..`, unlisted fields are
/// ignored.
///
/// Most structs of a client are such objects. This macro compiles faster than `json_object!` with derived `Debug` and
/// `PartialEq`.
#[doc(hidden)]
#[macro_export]
macro_rules! optional_object {
    ($type:ident => $($field:ident $(or $null:ident)?),+ $(, ..$extra:ident)? $(,)?) => {
        $crate::optional_object!(
            @all $type [$(::std::stringify!($field)),+] [$(::std::stringify!($field)),+] []
            $($field $(or $null)?),+ $(, ..$extra)?
        );
    };
    ($type:ident => $($field:ident $(= $name:literal)? $(or $null:ident)?),+ $(, ..$extra:ident)? $(,)?) => {
        $crate::optional_object!(
            @all $type [$($crate::optional_object!(@name $field $($name)?)),+]
            [$($crate::optional_object!(@name $field $($name)?)),+]
            [const RUST_NAMES: &'static [&'static str] = &[$(::std::stringify!($field)),+];]
            $($field $(or $null)?),+ $(, ..$extra)?
        );
    };
    (
        @all $type:ident [$($json:expr),+] [$($received:pat),+] [$($rust:tt)*]
        $($field:ident $(or $null:ident)?),+ $(, ..$extra:ident)?
    ) => {
        impl $crate::runtime::macros::OptionalObject for $type {
            const NAMES: &'static [&'static str] = &[$($json),+];
            $($rust)*

            fn empty() -> Self {
                Self {
                    $($field: ::std::default::Default::default(),)+
                    $($extra: ::std::default::Default::default(),)?
                }
            }

            fn read<R: $crate::runtime::macros::ReadField>(&mut self, name: &str, reader: &mut R) {
                match name {
                    $($received => reader.field(&mut self.$field),)+
                    _ => $crate::optional_object!(@other reader, name $(, &mut self.$extra)?),
                }
            }

            fn visit<V: $crate::runtime::macros::VisitFields>(&self, other: &Self, visitor: &mut V) {
                $($crate::optional_object!(
                    @visit visitor, &self.$field, &other.$field $(, $null)?
                );)+
                $(visitor.extra(::std::stringify!($extra), &self.$extra, &other.$extra);)?
            }
        }

        impl ::std::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::runtime::macros::show_object(self, ::std::stringify!($type), f)
            }
        }

        impl ::std::cmp::PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                $crate::runtime::macros::equal_objects(self, other)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
            where
                D: ::serde::Deserializer<'de>,
            {
                $crate::runtime::macros::read_optional_object(deserializer)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
            where
                S: ::serde::Serializer,
            {
                $crate::runtime::macros::write_optional_object(self, serializer)
            }
        }

        $crate::json_field!($type);
    };
    (@name $field:ident) => { ::std::stringify!($field) };
    (@name $field:ident $name:literal) => { $name };
    (@other $reader:ident, $name:ident) => { $reader.skip() };
    (@other $reader:ident, $name:ident, $extra:expr) => { $reader.extra($name, $extra) };
    (@visit $visitor:ident, $value:expr, $other:expr) => { $visitor.field($value, $other) };
    (@visit $visitor:ident, $value:expr, $other:expr, $null:ident) => {
        $visitor.field_or_null($value, $other)
    };
}

pub use optional_object;
