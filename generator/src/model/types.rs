//! Types of the data that is sent and received.

use std::borrow::Cow;

use serde::Serialize;

use super::{Encoding, GroupId, OperationId, Origin, ParamLocation, TypeId};
use crate::text::{Markdown, RustPath};

/// A named type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TypeDef {
    /// The OpenAPI node of the type.
    pub origin: Origin,
    /// The API of the type.
    pub group: GroupId,
    /// The location of the type, from which its name is built.
    pub context: Context,
    /// The locations of the equal types that this type replaces.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<Context>,
    /// The Rust name, if the document sets a name.
    pub name: Option<String>,
    /// The docs of the type.
    pub docs: Docs,
    /// The shape of the type.
    pub shape: Shape,
    /// Whether the type was inferred from an example.
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
    /// The OpenAPI node of the example.
    #[serde(skip)]
    pub origin: Origin,
}

/// The location of a type: a named part of the document, and the steps from this part to the type. The name of the type
/// is built from its context. For example, `User` and the property `address` become `UserAddress`.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Context {
    /// The named part of the document.
    pub base: Base,
    /// The steps from the named part to the type. Empty for the named part itself.
    pub steps: Vec<Step>,
}

/// The named part of a document at which a context starts.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Base {
    /// A shared schema. The text is its key in `components`.
    Component(String),
    /// An input or output of an operation, such as its response.
    Operation(OperationId, Role),
    /// A type that has a name.
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

    /// Creates the context of an operation's input or output.
    #[must_use]
    pub const fn operation(id: OperationId, role: Role) -> Self {
        Self {
            base: Base::Operation(id, role),
            steps: Vec::new(),
        }
    }

    /// Creates the context of a part of the type `parent`, such as a property.
    #[must_use]
    pub fn within(parent: TypeId, step: Step) -> Self {
        Self {
            base: Base::Type(parent),
            steps: vec![step],
        }
    }

    /// Returns the context of a part. If `id` is a type, the context starts at this type. If `id` is `None`, the step
    /// is added to this context.
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

/// The inputs and outputs of an operation whose types need names.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Role {
    /// The request body. If the body is a form, all inputs.
    Request,
    /// The parameters.
    Params,
    /// A successful response.
    Response,
    /// An error response.
    Error,
    /// An event of a stream.
    Event,
    /// A value in a stream of JSON values.
    Record,
}

/// A step from a type to a type inside of it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub enum Step {
    /// A property of an object.
    Member(String),
    /// An item of a list or a value of a map.
    Item,
    /// The type for requests, if requests and responses have different types.
    Input,
    /// The struct with the properties of a base schema. A base schema itself becomes the union of the schemas that
    /// extend it.
    Base,
    /// An alternative of a union: its position, and its title if it has one.
    Arm(usize, Option<String>),
}

/// The docs of an item.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Docs {
    /// The description. May be empty.
    pub text: Markdown,
    /// Constraints such as a default, a range or a length, one sentence each.
    pub constraints: Vec<Markdown>,
    /// Whether the item is deprecated.
    pub deprecated: bool,
}

/// The shape of a type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Shape {
    /// An object.
    Struct {
        /// The fields, in the order of the document.
        fields: Vec<Field>,
        /// The type of additional properties. `None` if additional properties are not kept.
        extra: Option<Ty>,
    },
    /// One of several known values. Servers may send other values.
    Enum {
        /// The known values.
        variants: Vec<Variant>,
    },
    /// One of several types.
    Union {
        /// How an alternative is selected.
        selector: Selector,
        /// The alternatives.
        arms: Vec<Arm>,
    },
    /// An alias.
    Alias(Ty),
}

impl Shape {
    /// Iterates over mutable references to the types in the shape.
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

/// How decoding chooses the alternative of a union.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Selector {
    /// The alternative whose fields fit the value best.
    Fit,
    /// The value of the property with this name. Each alternative has tags, which are the possible values.
    Property(String),
    /// The HTTP status of the response. A tag is a status, a range such as `2XX`, or `default`.
    Status,
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// The name of the property in JSON, or of the parameter in the request.
    pub wire: String,
    /// The Rust name, if the document sets a name.
    pub name: Option<String>,
    /// The type of the field.
    pub ty: Ty,
    /// Whether the field may be absent or null.
    pub presence: Presence,
    /// The docs of the field.
    pub docs: Docs,
    /// Whether the field is sent, received or both.
    pub access: Access,
    /// Where the field is sent in a request. `None` for fields of JSON objects.
    pub location: Option<ParamLocation>,
    /// How the field is written outside of a JSON body.
    pub encoding: Encoding,
    /// The value that the field always has. Only a field that selects the struct in a union has such a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed: Option<FixedValue>,
    /// The OpenAPI node of the field.
    pub origin: Origin,
}

/// Whether a field is sent, received or both.
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
    /// Returns whether the field is always present.
    #[must_use]
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::RequiredNullable)
    }
}

/// A known value of an enum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Variant {
    /// The value in JSON or in a request.
    pub value: VariantValue,
    /// The Rust name, if the document sets a name.
    pub name: Option<String>,
    /// The docs of the value. May be empty.
    pub docs: Markdown,
}

/// A value of an enum, as it is sent and received.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum VariantValue {
    /// Text.
    Text(String),
    /// An integer.
    Int(i64),
    /// A number that is not an `i64`, as JSON text.
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

/// The value of a field that always has the same value.
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
    /// The type of the alternative.
    pub ty: Ty,
    /// The values of the property or of the status that select the alternative.
    pub tags: Vec<String>,
    /// Whether the document contains no tag for the alternative, so that the name of its schema is used.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub assumed: bool,
    /// The name of the alternative, if the document sets a name.
    pub name: Option<String>,
    /// The docs of the alternative.
    pub docs: Markdown,
}

/// The type of a value, for example of a field or a parameter.
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
    /// A string that must not be printed, such as a password.
    Secret,
    /// An integer that must not be printed, such as a PIN.
    SecretInt,
    /// A point in time.
    Timestamp,
    /// A calendar date without a time.
    Date,
    /// Raw bytes.
    Bytes,
    /// Bytes as base64 text.
    Base64(Alphabet),
    /// A file that is sent as a part of a multipart body.
    File,
    /// Any JSON value.
    Json,
    /// A typed id, such as `UserId`.
    Id(String),
    /// A list.
    List(Box<Ty>),
    /// A map with string keys.
    Map(Box<Ty>),
    /// A value that may be null.
    Nullable(Box<Ty>),
    /// A named type.
    Named(TypeId),
    /// A type that the generated crate does not define.
    External(RustPath),
}

impl Ty {
    /// Returns the id of a named type, even inside of lists, maps and nullable types.
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
            | Self::SecretInt
            | Self::Timestamp
            | Self::Date
            | Self::Bytes
            | Self::Base64(_)
            | Self::File
            | Self::Json
            | Self::Id(_)
            | Self::External(_) => None,
        }
    }
}

/// A derive that structs and unions have in addition.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Derive {
    /// `Eq`.
    Eq,
    /// `Hash`.
    Hash,
}

impl Derive {
    /// Returns the name of the derive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Eq => "Eq",
            Self::Hash => "Hash",
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
    /// 64 bits, signed.
    I64,
    /// 64 bits, unsigned.
    U64,
    /// 128 bits, signed.
    I128,
    /// 128 bits, unsigned.
    U128,
}
