//! The macro for enums of events.

use serde::de::DeserializeOwned;

use crate::runtime::json::Json;

/// Implements `name`, `Serialize`, `Deserialize` and `JsonField` for an enum of events with a variant `Unknown(Json)`:
/// `event_enum!(Event by "event" => Made = "order.made", Gone = "order.gone")`.
///
/// The word after `by` is the property with the name of the event. The name after `=` selects the variant.
#[doc(hidden)]
#[macro_export]
macro_rules! event_enum {
    ($type:ident by $tag:literal => $($variant:ident = $name:literal),+ $(,)?) => {
        impl $type {
            /// Returns the name of the event. If an unknown event has no name, returns an empty text.
            #[must_use]
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $name,)+
                    Self::Unknown(json) => $crate::runtime::macros::event_name(json, $tag),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
            where
                D: ::serde::Deserializer<'de>,
            {
                let json = <$crate::runtime::Json as ::serde::Deserialize>::deserialize(deserializer)?;
                let known = match $crate::runtime::macros::event_name(&json, $tag) {
                    $($name => $crate::runtime::macros::read_event(&json, Self::$variant),)+
                    _ => ::std::option::Option::None,
                };
                ::std::result::Result::Ok(known.unwrap_or(Self::Unknown(json)))
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
            where
                S: ::serde::Serializer,
            {
                match self {
                    $(Self::$variant(event) => ::serde::Serialize::serialize(event, serializer),)+
                    Self::Unknown(json) => ::serde::Serialize::serialize(json, serializer),
                }
            }
        }

        $crate::json_field!($type);
    };
}

pub use event_enum;

/// Returns the name of an event. If the property `tag` is not a text, returns an empty text.
#[must_use]
pub fn event_name<'a>(event: &'a Json, tag: &str) -> &'a str {
    event.get(tag).and_then(Json::as_str).unwrap_or_default()
}

/// Reads an event of type `T`. Returns `None` if the JSON does not fit the type.
pub fn read_event<T: DeserializeOwned, U>(json: &Json, wrap: fn(T) -> U) -> Option<U> {
    T::deserialize(json).ok().map(wrap)
}
