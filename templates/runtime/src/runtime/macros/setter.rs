//! The macro for setters of optional fields.
//!
//! The macro creates the method that sets a field. Each setter takes one line, so that a request with forty fields
//! stays readable.

/// Adds the setter of an optional field to an `impl`.
///
/// - `setter!(field, bool)` takes the value.
/// - `setter!(field, into String)` takes anything that converts into the value.
/// - `setter!(field, list String)` takes an iterator of anything that converts into the elements.
/// - `setter!(field, boxed Tree)` takes anything that converts into the value, and boxes the value.
/// - `setter!(field, patch String)` takes a value or `Patch::Clear`.
///
/// Attributes in front of the field are applied to the method.
#[doc(hidden)]
#[macro_export]
macro_rules! setter {
    ($(#[$attribute:meta])* $field:ident, into $type:ty) => {
        $crate::setter!(
            @method $(#[$attribute])* $field,
            impl ::std::convert::Into<$type>,
            |value| ::std::option::Option::Some(value.into())
        );
    };
    ($(#[$attribute:meta])* $field:ident, boxed $type:ty) => {
        $crate::setter!(@method $(#[$attribute])* $field, impl ::std::convert::Into<$type>, |value| {
            ::std::option::Option::Some(::std::boxed::Box::new(value.into()))
        });
    };
    ($(#[$attribute:meta])* $field:ident, list $type:ty) => {
        $crate::setter!(
            @method $(#[$attribute])* $field,
            impl ::std::iter::IntoIterator<Item = impl ::std::convert::Into<$type>>,
            |value| ::std::option::Option::Some(value.into_iter().map(::std::convert::Into::into).collect())
        );
    };
    ($(#[$attribute:meta])* $field:ident, patch $type:ty) => {
        $crate::setter!(
            @method $(#[$attribute])* $field,
            impl ::std::convert::Into<$crate::runtime::macros::Patch<$type>>,
            |value| value.into()
        );
    };
    (@method $(#[$attribute:meta])* $field:ident, $argument:ty, |$value:ident| $result:expr) => {
        #[doc = ::std::concat!("Sets [`", ::std::stringify!($field), "`](field@Self::", ::std::stringify!($field), ").")]
        $(#[$attribute])*
        #[must_use]
        pub fn $field(mut self, $value: $argument) -> Self {
            self.$field = $result;
            self
        }
    };
    ($(#[$attribute:meta])* $field:ident, $type:ty) => {
        $crate::setter!(@method $(#[$attribute])* $field, $type, |value| ::std::option::Option::Some(value));
    };
}

pub use setter;
