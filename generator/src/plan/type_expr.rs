//! Rust types as data.
//!
//! In: a type of the model. Out: a [`TypeExpr`], which later stages print.

use std::fmt;

use serde::Serialize;

use super::context::Context;
use super::fault::Planned;
use crate::model::{Alphabet, IntKind, Presence, Ty, TypeId};
use crate::names::ItemPath;
use crate::text::RustPath;

/// A Rust type in generated code.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub enum TypeExpr {
    /// `()`.
    Unit,
    /// `bool`.
    Bool,
    /// `i64`.
    I64,
    /// `u64`.
    U64,
    /// `i128`.
    I128,
    /// `u128`.
    U128,
    /// `f64`.
    F64,
    /// `String`.
    String,
    /// `&'a str`.
    Str,
    /// A type of the runtime.
    Runtime(RuntimeType),
    /// A type that the crate defines.
    Item(ItemPath),
    /// A type that neither the documents nor the runtime define.
    External(RustPath),
    /// `Vec<T>`.
    Vec(Box<Self>),
    /// `BTreeMap<String, T>`.
    Map(Box<Self>),
    /// `Option<T>`.
    Option(Box<Self>),
    /// `Box<T>`.
    Box(Box<Self>),
    /// The runtime's `Patch<T>`, which keeps, clears or sets a property.
    Patch(Box<Self>),
    /// A stream of the runtime, with the type of its items.
    Stream(StreamType, Box<Self>),
}

/// A stream of the runtime.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum StreamType {
    /// Server-sent events.
    Events,
    /// JSON values in a response.
    Records,
    /// JSON values in a request body.
    Sequence,
}

impl StreamType {
    /// Every variant.
    pub const ALL: &'static [Self] = &[Self::Events, Self::Records, Self::Sequence];

    /// Returns the name of the type.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Events => "Events",
            Self::Records => "Records",
            Self::Sequence => "Sequence",
        }
    }
}

/// A type of the runtime.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum RuntimeType {
    /// Bytes that are base64 in JSON.
    Base64,
    /// Bytes that are base64url in JSON.
    Base64Url,
    /// The body of a request or a response, as a stream.
    Body,
    /// Bytes in memory.
    Bytes,
    /// A calendar day.
    Date,
    /// The additional properties of a JSON object.
    Extra,
    /// A file to upload.
    File,
    /// A property that always has the same value.
    FixedProperty,
    /// Any JSON value.
    Json,
    /// Text that debug output hides.
    Secret,
    /// An integer that debug output hides.
    SecretInteger,
    /// A point in time.
    Timestamp,
}

impl RuntimeType {
    /// Every variant.
    pub const ALL: &'static [Self] = &[
        Self::Body,
        Self::Bytes,
        Self::Date,
        Self::Extra,
        Self::File,
        Self::FixedProperty,
        Self::Json,
        Self::Secret,
        Self::SecretInteger,
        Self::Timestamp,
        Self::Base64,
        Self::Base64Url,
    ];

    /// Returns the name of the type.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Base64 => "Base64",
            Self::Base64Url => "Base64Url",
            Self::Body => "Body",
            Self::Bytes => "Bytes",
            Self::Date => "Date",
            Self::Extra => "Extra",
            Self::File => "File",
            Self::FixedProperty => "FixedProperty",
            Self::Json => "Json",
            Self::Secret => "Secret",
            Self::SecretInteger => "SecretInteger",
            Self::Timestamp => "Timestamp",
        }
    }
}

impl TypeExpr {
    /// Returns the type inside of `Option`, `Vec` and so on, if the crate defines it: `User` for `Option<Vec<User>>`,
    /// `None` for `Vec<String>`.
    #[must_use]
    pub fn item(&self) -> Option<&ItemPath> {
        match self {
            Self::Item(path) => Some(path),
            Self::Vec(inner)
            | Self::Map(inner)
            | Self::Option(inner)
            | Self::Box(inner)
            | Self::Patch(inner)
            | Self::Stream(_, inner) => inner.item(),
            Self::Unit
            | Self::Bool
            | Self::I64
            | Self::U64
            | Self::I128
            | Self::U128
            | Self::F64
            | Self::String
            | Self::Str
            | Self::External(_)
            | Self::Runtime(_) => None,
        }
    }

    /// Returns whether the type is, or contains, a type that neither the documents nor the runtime define.
    #[must_use]
    pub fn is_external(&self) -> bool {
        match self {
            Self::External(_) => true,
            Self::Vec(inner)
            | Self::Map(inner)
            | Self::Option(inner)
            | Self::Box(inner)
            | Self::Patch(inner) => inner.is_external(),
            _ => false,
        }
    }

    /// Returns whether the type is a `Copy` type of the standard library, such as `i64`, `&str` or `Option<bool>`.
    #[must_use]
    pub fn is_copy(&self) -> bool {
        match self {
            Self::Unit
            | Self::Bool
            | Self::I64
            | Self::U64
            | Self::I128
            | Self::U128
            | Self::F64
            | Self::Str => true,
            Self::Option(inner) => inner.is_copy(),
            _ => false,
        }
    }

    /// Returns whether the type contains the lifetime `'a`.
    #[must_use]
    pub fn borrows(&self) -> bool {
        match self {
            Self::Str => true,
            Self::Option(inner) => inner.borrows(),
            _ => false,
        }
    }

    /// Wraps the type in `Option`.
    #[must_use]
    pub fn optional(self) -> Self {
        Self::Option(Box::new(self))
    }
}

impl fmt::Display for TypeExpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit => f.write_str("()"),
            Self::Bool => f.write_str("bool"),
            Self::I64 => f.write_str("i64"),
            Self::U64 => f.write_str("u64"),
            Self::I128 => f.write_str("i128"),
            Self::U128 => f.write_str("u128"),
            Self::F64 => f.write_str("f64"),
            Self::String => f.write_str("String"),
            Self::Str => f.write_str("&'a str"),
            Self::Runtime(name) => f.write_str(name.name()),
            Self::Item(path) => write!(f, "{}", path.name),
            Self::External(path) => write!(f, "{path}"),
            Self::Vec(element) => write!(f, "Vec<{element}>"),
            Self::Map(value) => write!(f, "BTreeMap<String, {value}>"),
            Self::Option(value) => write!(f, "Option<{value}>"),
            Self::Box(value) => write!(f, "Box<{value}>"),
            Self::Patch(value) => write!(f, "Patch<{value}>"),
            Self::Stream(kind, item) => write!(f, "{}<{item}>", kind.name()),
        }
    }
}

impl Context<'_> {
    /// Returns the Rust type for a type of the model.
    pub(super) fn type_of(self, ty: &Ty) -> Planned<TypeExpr> {
        let boxed = |inner: &Ty| self.type_of(inner).map(Box::new);
        Ok(match ty {
            Ty::Bool => TypeExpr::Bool,
            Ty::Int(IntKind::I64) => TypeExpr::I64,
            Ty::Int(IntKind::U64) => TypeExpr::U64,
            Ty::Int(IntKind::I128) => TypeExpr::I128,
            Ty::Int(IntKind::U128) => TypeExpr::U128,
            Ty::Float => TypeExpr::F64,
            Ty::Str => TypeExpr::String,
            Ty::Secret => TypeExpr::Runtime(RuntimeType::Secret),
            Ty::SecretInt => TypeExpr::Runtime(RuntimeType::SecretInteger),
            Ty::Timestamp => TypeExpr::Runtime(RuntimeType::Timestamp),
            Ty::Date => TypeExpr::Runtime(RuntimeType::Date),
            Ty::Json => TypeExpr::Runtime(RuntimeType::Json),
            Ty::Base64(Alphabet::Standard) => TypeExpr::Runtime(RuntimeType::Base64),
            Ty::Base64(Alphabet::Url) => TypeExpr::Runtime(RuntimeType::Base64Url),
            Ty::Bytes => TypeExpr::Runtime(RuntimeType::Bytes),
            Ty::File => TypeExpr::Runtime(RuntimeType::File),
            Ty::Id(name) => TypeExpr::Item(self.names.id(name)?),
            Ty::List(inner) => TypeExpr::Vec(boxed(inner)?),
            Ty::Map(inner) => TypeExpr::Map(boxed(inner)?),
            Ty::Nullable(inner) => TypeExpr::Option(boxed(inner)?),
            Ty::Named(id) => TypeExpr::Item(self.names.ty(*id)?),
            Ty::External(path) => TypeExpr::External(path.clone()),
        })
    }

    /// Returns whether a field or an alternative of the type `owner` needs a `Box`. Without it, `owner` would contain
    /// itself and have an infinite size.
    pub(super) fn is_boxed(self, owner: TypeId, ty: &Ty) -> bool {
        matches!(ty, Ty::Named(id) if self.analysis.boxed.contains(&(owner, *id)))
    }

    /// Returns the Rust type of a field or an alternative of the type `owner`. It is in a `Box` if [`Self::is_boxed`]
    /// is true.
    pub(super) fn part_type(self, owner: TypeId, ty: &Ty) -> Planned<TypeExpr> {
        let inner = self.type_of(ty)?;
        Ok(if self.is_boxed(owner, ty) {
            TypeExpr::Box(Box::new(inner))
        } else {
            inner
        })
    }
}

/// Wraps the type of a field in `Option` if the field can be absent or `null`. If requests contain the field, and it
/// can be absent and `null`, the type is wrapped in `Patch` instead.
pub(super) fn present(ty: TypeExpr, presence: Presence, sent: bool) -> TypeExpr {
    match presence {
        Presence::Required => ty,
        Presence::OptionalNullable if sent => TypeExpr::Patch(Box::new(ty)),
        Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable => {
            ty.optional()
        }
    }
}
