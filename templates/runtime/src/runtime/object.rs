//! Structs that are JSON objects.
//!
//! In: the names of a struct's members. Out: how it is read and written, by [`json_object!`]. That is what serde's derives would do
//! with an attribute on each member, for a third of the compile time. It must not know what the members hold: `member` does.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::runtime::Extra;
use crate::runtime::member::{JsonField, value_of};

/// A struct that is a JSON object. [`json_object!`] implements it.
pub trait Object: Sized {
    /// Reads it from the members that were sent.
    ///
    /// # Errors
    ///
    /// A member is missing, or holds what is no value of its type.
    fn from_members<'de, A: MapAccess<'de>>(members: A) -> Result<Self, A::Error>;
}

/// The name of a member that was sent.
#[derive(Debug)]
pub struct Name<'de>(Cow<'de, str>);

impl Name<'_> {
    /// Its text.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its text, to keep.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0.into_owned()
    }
}

impl<'de> Deserialize<'de> for Name<'de> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor).map(Name)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }

    fn visit_string<E: Error>(self, name: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::from_members(members)
    }
}

/// Reads an object.
///
/// # Errors
///
/// It is none, or [`Object::from_members`] fails.
#[inline]
pub fn read<'de, D: Deserializer<'de>, T: Object>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// Reads what an optional member holds.
///
/// # Errors
///
/// It is no value of the member's type.
#[inline]
pub fn read_member<'de, A: MapAccess<'de>, T: JsonField>(
    member: &mut T,
    name: &'static str,
    members: &mut A,
) -> Result<(), A::Error> {
    *member = value_of(name, members)?;
    Ok(())
}

/// Reads what a member holds that has to be there.
///
/// # Errors
///
/// It is no value of the member's type.
#[inline]
pub fn read_required<'de, A: MapAccess<'de>, T: JsonField>(
    member: &mut Option<T>,
    name: &'static str,
    members: &mut A,
) -> Result<(), A::Error> {
    *member = Some(value_of(name, members)?);
    Ok(())
}

/// Passes over what a member holds.
///
/// # Errors
///
/// It is no JSON.
pub fn skip_member<'de, A: MapAccess<'de>>(members: &mut A) -> Result<(), A::Error> {
    members.next_value::<IgnoredAny>().map(|_| ())
}

/// Passes over all members.
///
/// # Errors
///
/// They are no JSON.
pub fn skip_all<'de, A: MapAccess<'de>>(mut members: A) -> Result<(), A::Error> {
    while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}

/// The value of a member that has to be there, when all were read.
///
/// # Errors
///
/// It was not sent.
#[inline]
pub fn required<T, E: Error>(member: Option<T>, name: &'static str) -> Result<T, E> {
    member.ok_or_else(|| E::missing_field(name))
}

/// Writes an object, member by member. The first error ends it, and comes out at the end: so that a struct with many members has
/// one place that can fail.
#[derive(Debug)]
pub struct Writer<M: SerializeMap> {
    object: M,
    written: Result<(), M::Error>,
}

impl<M: SerializeMap> Writer<M> {
    /// Begins an object.
    ///
    /// # Errors
    ///
    /// What the serializer fails with.
    pub fn new<S: Serializer<SerializeMap = M, Error = M::Error>>(
        serializer: S,
    ) -> Result<Self, M::Error> {
        Ok(Self {
            object: serializer.serialize_map(None)?,
            written: Ok(()),
        })
    }

    /// Writes a member unless it is absent.
    #[inline]
    pub fn member<T: JsonField>(&mut self, name: &'static str, value: &T) {
        if !value.is_absent() {
            self.write(name, value);
        }
    }

    /// Writes a member, `null` if there is no value.
    #[inline]
    pub fn member_or_null<T: JsonField>(&mut self, name: &'static str, value: &Option<T>) {
        self.write(name, value);
    }

    /// Writes members that a struct has no field for.
    pub fn rest(&mut self, rest: &impl Rest) {
        rest.write(self);
    }

    fn write<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if self.written.is_ok() {
            self.written = self.object.serialize_entry(name, value);
        }
    }

    /// Ends the object.
    ///
    /// # Errors
    ///
    /// What the serializer failed with.
    pub fn end(self) -> Result<M::Ok, M::Error> {
        self.written?;
        self.object.end()
    }
}

/// Where members are kept that a struct has no field for.
pub trait Rest: Default {
    /// Reads what the member of this name holds.
    ///
    /// # Errors
    ///
    /// It is no value of the type that such members have.
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        name: String,
        members: &mut A,
    ) -> Result<(), A::Error>;

    /// Writes them all.
    fn write<M: SerializeMap>(&self, to: &mut Writer<M>);
}

impl Rest for Extra {
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        name: String,
        members: &mut A,
    ) -> Result<(), A::Error> {
        let value = value_of(&name, members)?;
        self.insert(name, value);
        Ok(())
    }

    fn write<M: SerializeMap>(&self, to: &mut Writer<M>) {
        for (name, value) in self.iter() {
            to.write(name, value);
        }
    }
}

impl<T: JsonField> Rest for BTreeMap<String, T> {
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        name: String,
        members: &mut A,
    ) -> Result<(), A::Error> {
        let value = value_of(&name, members)?;
        self.insert(name, value);
        Ok(())
    }

    fn write<M: SerializeMap>(&self, to: &mut Writer<M>) {
        for (name, value) in self {
            to.write(name, value);
        }
    }
}

/// Adds to a struct how it is read from JSON and written as such: `json_object!(User => id!, kind = "type", manager or null, ..extra)`.
///
/// Each member has the name of its field unless another is given. One with `!` has to be there; any other holds the default of its
/// type when it is not sent. One whose value is absent is not written, save with `or null`. What is sent under no member's name goes
/// into the field behind `..`, if there is one.
// `$(! $(@$must:tt)?)?` takes a `!`: the inner part never comes, and gives the `!` a name by which it can be passed on.
#[doc(hidden)]
#[macro_export]
macro_rules! json_object {
    ($type:ident =>) => {
        impl $crate::runtime::object::Object for $type {
            fn from_members<'de, A>(members: A) -> ::std::result::Result<Self, A::Error>
            where
                A: ::serde::de::MapAccess<'de>,
            {
                $crate::runtime::object::skip_all(members)?;
                ::std::result::Result::Ok(Self {})
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
            where
                S: ::serde::Serializer,
            {
                $crate::runtime::object::Writer::new(serializer)?.end()
            }
        }

        $crate::json_object!(@common $type);
    };
    (
        $type:ident =>
        $($member:ident $(! $(@$must:tt)?)? $(= $name:literal)? $(or $null:ident)?),* $(,)?
        $(..$extra:ident)?
    ) => {
        impl $crate::runtime::object::Object for $type {
            fn from_members<'de, A>(mut members: A) -> ::std::result::Result<Self, A::Error>
            where
                A: ::serde::de::MapAccess<'de>,
            {
                $(let mut $member = ::std::default::Default::default();)*
                $(let mut $extra = ::std::default::Default::default();)?
                while let ::std::option::Option::Some(name) =
                    members.next_key::<$crate::runtime::object::Name<'de>>()?
                {
                    $crate::json_object!(
                        @read name, members, [$($member $(! $(@$must)?)? $(= $name)?,)*] $($extra)?
                    )?;
                }
                ::std::result::Result::Ok(Self {
                    $($member: $crate::json_object!(
                        @finish $member $(! $(@$must)?)?, $crate::json_object!(@name $member $($name)?)
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
                let mut object = $crate::runtime::object::Writer::new(serializer)?;
                $($crate::json_object!(
                    @write object, $crate::json_object!(@name $member $($name)?), &self.$member $(, $null)?
                );)*
                $(object.rest(&self.$extra);)?
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
                $crate::runtime::object::read(deserializer)
            }
        }

        $crate::json_field!($type);
    };
    (@name $member:ident) => { ::std::stringify!($member) };
    (@name $member:ident $name:literal) => { $name };
    (@finish $member:ident, $name:expr) => { $member };
    (@finish $member:ident!, $name:expr) => {
        $crate::runtime::object::required($member, $name)?
    };
    (@write $object:ident, $name:expr, $value:expr) => { $object.member($name, $value) };
    (@write $object:ident, $name:expr, $value:expr, $null:ident) => {
        $object.member_or_null($name, $value)
    };
    (@read $sent:ident, $members:ident, []) => {
        $crate::runtime::object::skip_member(&mut $members)
    };
    (@read $sent:ident, $members:ident, [] $extra:ident) => {
        $crate::runtime::object::Rest::read_member(&mut $extra, $sent.into_string(), &mut $members)
    };
    (@read
        $sent:ident, $members:ident,
        [$($member:ident $(! $(@$must:tt)?)? $(= $name:literal)?,)+] $($extra:ident)?
    ) => {
        match $sent.as_str() {
            $($crate::json_object!(@name $member $($name)?) => {
                $crate::json_object!(@read_member $(! $(@$must)?)?)(
                    &mut $member,
                    $crate::json_object!(@name $member $($name)?),
                    &mut $members,
                )
            })+
            _ => $crate::json_object!(@read $sent, $members, [] $($extra)?),
        }
    };
    (@read_member) => { $crate::runtime::object::read_member };
    (@read_member !) => { $crate::runtime::object::read_required };
}

pub use json_object;
