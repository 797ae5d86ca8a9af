//! The macro for structs that are JSON objects.

/// Implements `Serialize`, `Deserialize` and `JsonField` for a struct:
/// `json_object!(User => id!, kind = "type", manager or null, ..extra)`.
///
/// A field has its Rust name in JSON, unless `= "name"` follows. `!` marks a required field. If an optional field is
/// missing in the JSON, it gets the default of its type. When an object is written, a field without a value is omitted,
/// or written as `null` if `or null` follows. With `is "value"`, the field is a `FixedProperty` with this value. The
/// field after `..` gets all unlisted fields of the JSON object. Without `..`, unlisted fields are ignored.
// `$(! $(@$must:tt)?)?` matches a `!`. The part with `$must` never matches, but the macro needs this name to repeat the
// `!`.
#[doc(hidden)]
#[macro_export]
macro_rules! json_object {
    ($type:ident =>) => {
        impl $crate::runtime::macros::Object for $type {
            fn from_fields<'de, A>(fields: A) -> ::std::result::Result<Self, A::Error>
            where
                A: ::serde::de::MapAccess<'de>,
            {
                $crate::runtime::macros::skip_all(fields)?;
                ::std::result::Result::Ok(Self {})
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
            where
                S: ::serde::Serializer,
            {
                $crate::runtime::macros::ObjectWriter::new(serializer)?.end()
            }
        }

        $crate::json_object!(@common $type);
    };
    (
        $type:ident =>
        $($field:ident $(! $(@$must:tt)?)? $(= $name:literal)? $(or $null:ident)? $(is $fixed:literal)?),* $(,)?
        $(..$extra:ident)?
    ) => {
        impl $crate::runtime::macros::Object for $type {
            fn from_fields<'de, A>(mut fields: A) -> ::std::result::Result<Self, A::Error>
            where
                A: ::serde::de::MapAccess<'de>,
            {
                $(let mut $field = ::std::default::Default::default();)*
                $(let mut $extra = ::std::default::Default::default();)?
                while let ::std::option::Option::Some(name) =
                    fields.next_key::<$crate::runtime::macros::FieldName<'de>>()?
                {
                    $crate::json_object!(
                        @read name, fields, [$($field $(! $(@$must)?)? $(= $name)?,)*] $($extra)?
                    )?;
                }
                ::std::result::Result::Ok(Self {
                    $($field: $crate::json_object!(
                        @finish $field $(! $(@$must)?)? $(is $fixed)?,
                        $crate::json_object!(@name $field $($name)?)
                    ),)*
                    $($extra,)?
                })
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
            where
                S: ::serde::Serializer,
            {
                let mut object = $crate::runtime::macros::ObjectWriter::new(serializer)?;
                $($crate::json_object!(
                    @write object, $crate::json_object!(@name $field $($name)?), &self.$field
                    $(, $null)? $(, is $fixed)?
                );)*
                $(object.additional(&self.$extra);)?
                object.end()
            }
        }

        $crate::json_object!(@common $type);
    };
    (@common $type:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
            where
                D: ::serde::Deserializer<'de>,
            {
                $crate::runtime::macros::read_object(deserializer)
            }
        }

        $crate::json_field!($type);
    };
    (@name $field:ident) => { ::std::stringify!($field) };
    (@name $field:ident $name:literal) => { $name };
    (@finish $field:ident, $name:expr) => { $field };
    (@finish $field:ident!, $name:expr) => {
        $crate::runtime::macros::required($field, $name)?
    };
    (@finish $field:ident is $fixed:literal, $name:expr) => {
        $crate::runtime::macros::FixedProperty::new($field, &$fixed)
    };
    (@write $object:ident, $name:expr, $value:expr) => { $object.field($name, $value) };
    (@write $object:ident, $name:expr, $value:expr, $null:ident) => {
        $object.field_or_null($name, $value)
    };
    (@write $object:ident, $name:expr, $value:expr, is $fixed:literal) => {
        $object.fixed($name, $value, $fixed)
    };
    (@read $sent:ident, $fields:ident, []) => {
        $crate::runtime::macros::skip_field(&mut $fields)
    };
    (@read $sent:ident, $fields:ident, [] $extra:ident) => {
        $crate::runtime::macros::AdditionalFields::read_field(&mut $extra, $sent.into_string(), &mut $fields)
    };
    (@read
        $sent:ident, $fields:ident,
        [$($field:ident $(! $(@$must:tt)?)? $(= $name:literal)?,)+] $($extra:ident)?
    ) => {
        match $sent.as_str() {
            $($crate::json_object!(@name $field $($name)?) => {
                $crate::json_object!(@read_field $(! $(@$must)?)?)(
                    &mut $field,
                    &mut $fields,
                )
            })+
            _ => $crate::json_object!(@read $sent, $fields, [] $($extra)?),
        }
    };
    (@read_field) => { $crate::runtime::macros::read_field };
    (@read_field !) => { $crate::runtime::macros::read_required };
}

pub use json_object;
