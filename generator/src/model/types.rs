//! Types of data: what is sent and received.

use serde::Serialize;

use super::{Encoding, GroupId, OperationId, Origin, ParamLocation, TypeId};

/// A type that is to have a name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TypeDef {
    /// Where it is described.
    pub origin: Origin,
    /// Its API.
    pub group: GroupId,
    /// What it is in its document: the material for its name.
    pub context: Context,
    /// A name that the document demands.
    pub name: Option<String>,
    /// What it means.
    pub docs: Docs,
    /// What it holds.
    pub shape: Shape,
    /// Whether it was inferred from an example.
    pub inferred: bool,
    /// Examples that the document gives.
    pub examples: Vec<Example>,
}

/// An example of a type.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Example {
    /// The value, as JSON text.
    pub text: String,
    /// Where the document gives it.
    #[serde(skip)]
    pub origin: Origin,
}

/// What a type is in its document: a thing that has a name, and the way from there.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Context {
    /// The thing.
    pub base: Base,
    /// The way from it to the type; empty for the thing itself.
    pub steps: Vec<Step>,
}

/// A thing of a document that has a name.
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
    /// A shared schema.
    #[must_use]
    pub fn component(key: impl Into<String>) -> Self {
        Self {
            base: Base::Component(key.into()),
            steps: Vec::new(),
        }
    }

    /// A part of an operation.
    #[must_use]
    pub const fn operation(id: OperationId, role: Role) -> Self {
        Self {
            base: Base::Operation(id, role),
            steps: Vec::new(),
        }
    }

    /// A part of a type.
    #[must_use]
    pub fn within(parent: TypeId, step: Step) -> Self {
        Self {
            base: Base::Type(parent),
            steps: vec![step],
        }
    }

    /// A part of the type `id` if there is one, of this context otherwise.
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
    /// Its body, or its parameters where it has a form body.
    Request,
    /// Its parameters.
    Params,
    /// Its answer.
    Response,
    /// What it answers when it failed.
    Error,
}

/// A step from a type to a part of it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub enum Step {
    /// A member.
    Member(String),
    /// An element of a list or a value of a map.
    Item,
    /// What of it is sent, where that is not what comes back.
    Input,
    /// One of several alternatives: its index, and its title if it has one.
    Arm(usize, Option<String>),
}

/// What is said of a thing.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Docs {
    /// Markdown, made safe for rustdoc; may be empty.
    pub text: String,
    /// Constraints such as a default, a range or a length, each a sentence.
    pub constraints: Vec<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// What a type holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Shape {
    /// Members.
    Struct {
        /// The members, in the order of the document.
        fields: Vec<Field>,
        /// The type of members that the document does not name, where they are kept.
        extra: Option<Ty>,
    },
    /// One of several values; more may come.
    Enum {
        /// The known values.
        variants: Vec<Variant>,
    },
    /// One of several types.
    Union {
        /// The member that tells which.
        tag: Option<String>,
        /// The types.
        arms: Vec<Arm>,
    },
    /// Another name for a type.
    Alias(Ty),
}

impl Shape {
    /// The types that it mentions.
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

/// A member.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// Its name on the wire.
    pub wire: String,
    /// A name that the document demands in Rust.
    pub name: Option<String>,
    /// Its type.
    pub ty: Ty,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// What it means.
    pub docs: Docs,
    /// Which ways it travels.
    pub access: Access,
    /// Where it is sent, if its struct holds the parameters of an operation.
    pub location: Option<ParamLocation>,
    /// How it is written as text, if it travels outside of a JSON body.
    pub encoding: Encoding,
    /// Where it is described.
    pub origin: Origin,
}

/// Which ways a member travels.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub enum Access {
    /// It is sent and comes back.
    #[default]
    Both,
    /// It only comes back.
    ReadOnly,
    /// It is only sent.
    WriteOnly,
}

/// Whether a member may be absent or null.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Presence {
    /// Always there, never null.
    Required,
    /// Always there, may be null.
    RequiredNullable,
    /// May be absent.
    Optional,
    /// May be absent, and null means something else.
    OptionalNullable,
}

impl Presence {
    /// Whether it has to be given.
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
    /// A name that the document demands.
    pub name: Option<String>,
    /// What it means; may be empty.
    pub docs: String,
}

/// A value on the wire.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum VariantValue {
    /// Text.
    Text(String),
    /// An integer.
    Int(i64),
}

/// An alternative of a union.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Arm {
    /// Its type.
    pub ty: Ty,
    /// The values of the tag that name it.
    pub tags: Vec<String>,
    /// A name that the document suggests.
    pub name: Option<String>,
    /// What it means.
    pub docs: String,
}

/// A type where it is used.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Ty {
    /// `true` or `false`.
    Bool,
    /// An integer.
    Int(IntKind),
    /// A number.
    Float,
    /// Text.
    Str,
    /// Text that must not be shown.
    Secret,
    /// A moment.
    Timestamp,
    /// A day.
    Date,
    /// Bytes as base64 or raw.
    Bytes,
    /// A file, which is sent as a part of a body.
    File,
    /// Anything.
    Json,
    /// A typed id, by name.
    Id(String),
    /// A list.
    List(Box<Ty>),
    /// A map from text.
    Map(Box<Ty>),
    /// An element that may be null.
    Nullable(Box<Ty>),
    /// A type with a name.
    Named(TypeId),
}

impl Ty {
    /// The type with a name at its heart: of a list, a map or a nullable type, that of its elements.
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
            | Self::File
            | Self::Json
            | Self::Id(_) => None,
        }
    }
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
}
