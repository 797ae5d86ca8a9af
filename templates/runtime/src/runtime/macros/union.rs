//! The macro for unions.

/// Implements `Serialize`, `Deserialize` and `JsonField` for an enum with a variant `Other(Json)`:
/// `json_union!(Event by "type" => Made = "made", Gone = "gone" | "left", Note = "note" added, Text)`.
///
/// The word after `by` is the tag: the property that selects the variant. The tag values of a variant follow `=`. With
/// `added`, the type of the variant does not have the tag, so the union writes it. If the JSON has no tag, the union
/// reads the variant that fits best.
#[doc(hidden)]
#[macro_export]
macro_rules! json_union {
    ($type:ident => $($variants:tt)+) => {
        $crate::json_union!(@all $type, [] $($variants)+);
    };
    ($type:ident by $tag:literal => $($variants:tt)+) => {
        $crate::json_union!(@all $type, [$tag] $($variants)+);
    };
    (
        @all $type:ident, $tag:tt
        $($variant:ident $(= $first:literal $(| $more:literal)* $($added:ident)?)?),+ $(,)?
    ) => {
        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
            where
                D: ::serde::Deserializer<'de>,
            {
                $crate::runtime::macros::read_union(
                    deserializer,
                    $crate::json_union!(@tag $tag),
                    &[$($crate::runtime::macros::UnionVariant {
                        tags: &[$($first $(, $more)*)?],
                        outline: |json, nested| {
                            $crate::runtime::macros::outline_variant(json, nested, Self::$variant)
                        },
                        read: |json| $crate::runtime::macros::read_variant(json, Self::$variant),
                        knows: |name| $crate::runtime::macros::knows_property(name, Self::$variant),
                    }),+],
                    Self::Other,
                )
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
            where
                S: ::serde::Serializer,
            {
                match self {
                    $(Self::$variant(value) => $crate::json_union!(
                        @write serializer, value, $tag $(, $($added $first)?)?
                    ),)+
                    Self::Other(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }

        $crate::json_field!($type);
    };
    (@tag []) => { ::std::option::Option::None };
    (@tag [$tag:literal]) => { ::std::option::Option::Some($tag) };
    (@write $serializer:ident, $value:ident, $tag:tt $(,)?) => {
        ::serde::Serialize::serialize($value, $serializer)
    };
    (@write $serializer:ident, $value:ident, [$tag:literal], added $first:literal) => {
        $crate::runtime::macros::write_with_tag($serializer, $value, $tag, $first)
    };
}

pub use json_union;
