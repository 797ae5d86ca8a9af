//! Types of the data that is sent and received.

use std::borrow::Cow;

use serde::Serialize;

use super::{Encoding, GroupId, OperationId, Origin, ParamLocation, TypeId};
use crate::text::Markdown;

/// A type with a name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TypeDef {
    /// Its origin.
    pub origin: Origin,
    /// Its API.
    pub group: GroupId,
    /// Its context, from which its name is built.
    pub context: Context,
    /// Its Rust name, if the document sets one.
    pub name: Option<String>,
    /// Its docs.
    pub docs: Docs,
    /// Its shape.
    pub shape: Shape,
    /// Whether it was inferred from an example.
    pub inferred: bool,
    /// Examples from the document.
    pub examples: Vec<Example>,
}

/// An example of a type.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Example {
    /// The value, as JSON text.
    pub text: String,
    /// Its origin.
    #[serde(skip)]
    pub origin: Origin,
}

/// The context of a type: a named part of the document, and the steps from this part to the type.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Context {
    /// The named part.
    pub base: Base,
    /// The steps from it to the type. Empty for the part itself.
    pub steps: Vec<Step>,
}

/// A named part of a document.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub enum Base {
    /// A shared schema, by its key.
    Component(String),
    /// A part of an operation.
    Operation(OperationId, Role),
    /// A type.
    Type(TypeId),
}

impl Context {
    /// Creates the context of a shared schema.
    #[must_use]
    pub fn component(key: impl Into<String>) -> Self {
        Self {
            base: Base::Component(key.into()),
            steps: Vec::new(),
        }
    }

    /// Creates the context of a part of an operation.
    #[must_use]
    pub const fn operation(id: OperationId, role: Role) -> Self {
        Self {
            base: Base::Operation(id, role),
            steps: Vec::new(),
        }
    }

    /// Creates the context of a part of a type.
    #[must_use]
    pub fn within(parent: TypeId, step: Step) -> Self {
        Self {
            base: Base::Type(parent),
            steps: vec![step],
        }
    }

    /// Creates the context of a part of the type `id`, or of a part of this context if `id` is `None`.
    #[must_use]
    pub fn then(&self, id: Option<TypeId>, step: Step) -> Self {
        if let Some(id) = id {
            return Self::within(id, step);
        }
        let mut steps = self.steps.clone();
        steps.push(step);
        Self {
            base: self.base.clone(),
            steps,
        }
    }
}

/// A part of an operation.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Role {
    /// Its body, or its parameters if it has a form body.
    Request,
    /// Its parameters.
    Params,
    /// Its response.
    Response,
    /// An error response.
    Error,
}

/// A step from a type to a part of it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub enum Step {
    /// A property.
    Member(String),
    /// An item of a list or a value of a map.
    Item,
    /// The type for requests, if it differs from the type for responses.
    Input,
    /// The struct for the properties of a base schema, whose type is otherwise the union of its subtypes.
    Base,
    /// An alternative: its index, and its title if it has one.
    Arm(usize, Option<String>),
}

/// The docs of an item.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Docs {
    /// The description. May be empty.
    pub text: Markdown,
    /// Constraints such as a default, a range or a length, each a sentence.
    pub constraints: Vec<Markdown>,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// The shape of a type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Shape {
    /// An object.
    Struct {
        /// The fields, in the order of the document.
        fields: Vec<Field>,
        /// The type of additional properties, if they are kept.
        extra: Option<Ty>,
    },
    /// One of several values. Servers may send others.
    Enum {
        /// The known values.
        variants: Vec<Variant>,
    },
    /// One of several types.
    Union {
        /// How one of the types is selected.
        selector: Selector,
        /// The alternatives.
        arms: Vec<Arm>,
    },
    /// An alias.
    Alias(Ty),
}

impl Shape {
    /// Iterates over the types that the shape contains, as mutable references.
    pub fn types_mut(&mut self) -> impl Iterator<Item = &mut Ty> {
        let (fields, arms, own) = match self {
            Self::Struct { fields, extra } => {
                (fields.as_mut_slice(), Default::default(), extra.as_mut())
            }
            Self::Union { arms, .. } => (Default::default(), arms.as_mut_slice(), None),
            Self::Alias(ty) => (Default::default(), Default::default(), Some(ty)),
            Self::Enum { .. } => (Default::default(), Default::default(), None),
        };
        let fields = fields.iter_mut().map(|field: &mut Field| &mut field.ty);
        let arms = arms.iter_mut().map(|arm: &mut Arm| &mut arm.ty);
        fields.chain(arms).chain(own)
    }
}

/// How an alternative of a union is selected.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Selector {
    /// By the shape of the value: the alternative that fits best.
    Fit,
    /// By the value of this property. The values are the tags of the alternatives.
    Property(String),
    /// By the status of the response. The tags of the alternatives are statuses, ranges such as `2XX`, and `default`.
    Status,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// Its name on the wire.
    pub wire: String,
    /// Its Rust name, if the document sets one.
    pub name: Option<String>,
    /// Its type.
    pub ty: Ty,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// Its docs.
    pub docs: Docs,
    /// The directions in which it is sent.
    pub access: Access,
    /// Where it is sent, if its struct holds the parameters of an operation.
    pub location: Option<ParamLocation>,
    /// Its serialization outside of a JSON body.
    pub encoding: Encoding,
    /// The only value that the field can have, if this value selects the struct as an alternative of a union.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed: Option<FixedValue>,
    /// Its origin.
    pub origin: Origin,
}

/// The directions in which a field is sent.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub enum Access {
    /// In requests and in responses.
    #[default]
    Both,
    /// Only in responses.
    ReadOnly,
    /// Only in requests.
    WriteOnly,
}

/// Whether a field may be absent or null.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Presence {
    /// Always present, never null.
    Required,
    /// Always present, may be null.
    RequiredNullable,
    /// May be absent.
    Optional,
    /// May be absent. Null has a different meaning than absence.
    OptionalNullable,
}

impl Presence {
    /// Whether the field is always present.
    #[must_use]
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::RequiredNullable)
    }
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Variant {
    /// The value on the wire.
    pub value: VariantValue,
    /// Its Rust name, if the document sets one.
    pub name: Option<String>,
    /// Its docs. May be empty.
    pub docs: Markdown,
}

/// A value on the wire.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum VariantValue {
    /// Text.
    Text(String),
    /// An integer.
    Int(i64),
    /// Another number, as JSON writes it.
    Number(String),
    /// `true` or `false`.
    Bool(bool),
}

impl VariantValue {
    /// Returns the value as text.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Number(text) => Cow::Borrowed(text),
            Self::Int(number) => Cow::Owned(number.to_string()),
            Self::Bool(value) => Cow::Owned(value.to_string()),
        }
    }
}

/// A value that a field always has.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum FixedValue {
    /// Text.
    Text(String),
    /// An integer.
    Int(i64),
    /// A boolean.
    Bool(bool),
}

/// An alternative of a union.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Arm {
    /// Its type.
    pub ty: Ty,
    /// The values that select it.
    pub tags: Vec<String>,
    /// Whether the tag is assumed from the name of a schema that the document does not list as an alternative.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub assumed: bool,
    /// A name from the document.
    pub name: Option<String>,
    /// Its docs.
    pub docs: Markdown,
}

/// A reference to a type.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Ty {
    /// `true` or `false`.
    Bool,
    /// An integer.
    Int(IntKind),
    /// A floating-point number.
    Float,
    /// A string.
    Str,
    /// A string that must not be printed.
    Secret,
    /// A point in time.
    Timestamp,
    /// A date.
    Date,
    /// Raw bytes.
    Bytes,
    /// Bytes as base64 text.
    Base64(Alphabet),
    /// A file, which is sent as a part of a multipart body.
    File,
    /// Any JSON value.
    Json,
    /// A typed id, by name.
    Id(String),
    /// A list.
    List(Box<Ty>),
    /// A map with string keys.
    Map(Box<Ty>),
    /// A value that may be null.
    Nullable(Box<Ty>),
    /// A named type.
    Named(TypeId),
}

impl Ty {
    /// Returns the named type, even inside of lists, maps and nullable types.
    #[must_use]
    pub fn named(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.named(),
            Self::Bool
            | Self::Int(_)
            | Self::Float
            | Self::Str
            | Self::Secret
            | Self::Timestamp
            | Self::Date
            | Self::Bytes
            | Self::Base64(_)
            | Self::File
            | Self::Json
            | Self::Id(_) => None,
        }
    }
}

/// The alphabet of base64.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Alphabet {
    /// With `+` and `/`.
    Standard,
    /// With `-` and `_`.
    Url,
}

/// The width of an integer.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum IntKind {
    /// 32 bits, signed.
    I32,
    /// 64 bits, signed.
    I64,
    /// 64 bits, unsigned.
    U64,
    /// 128 bits, signed.
    I128,
    /// 128 bits, unsigned.
    U128,
}
