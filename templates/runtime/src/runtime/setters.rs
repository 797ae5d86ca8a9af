//! Setters of optional members.
//!
//! In: the name and the type of a member. Out: the method that sets it. One line in a request's `impl` stands for each, so that
//! a request with forty members stays readable.

/// Adds the setter of an optional member to an `impl`: `setter!(member, bool)` takes the value as it is, `setter!(member, into
/// String)` what becomes it, `setter!(member, list String)` anything that gives such elements, `setter!(member, boxed Tree)` a value
/// that is put into a box, and `setter!(member, patch String)` a value or [`Patch::Clear`](crate::runtime::Patch::Clear).
#[doc(hidden)]
#[macro_export]
macro_rules! setter {
    ($member:ident, into $type:ty) => {
        $crate::setter!(@method $member, impl ::std::convert::Into<$type>, |value| ::std::option::Option::Some(value.into()));
    };
    ($member:ident, boxed $type:ty) => {
        $crate::setter!(@method $member, impl ::std::convert::Into<$type>, |value| {
            ::std::option::Option::Some(::std::boxed::Box::new(value.into()))
        });
    };
    ($member:ident, list $type:ty) => {
        $crate::setter!(
            @method $member,
            impl ::std::iter::IntoIterator<Item = impl ::std::convert::Into<$type>>,
            |value| ::std::option::Option::Some(value.into_iter().map(::std::convert::Into::into).collect())
        );
    };
    ($member:ident, patch $type:ty) => {
        $crate::setter!(@method $member, impl ::std::convert::Into<$crate::runtime::Patch<$type>>, |value| value.into());
    };
    (@method $member:ident, $argument:ty, |$value:ident| $result:expr) => {
        #[doc = ::std::concat!("Sets [`", ::std::stringify!($member), "`](Self::", ::std::stringify!($member), ").")]
        #[must_use]
        pub fn $member(mut self, $value: $argument) -> Self {
            self.$member = $result;
            self
        }
    };
    ($member:ident, $type:ty) => {
        $crate::setter!(@method $member, $type, |value| ::std::option::Option::Some(value));
    };
}

pub use setter;
