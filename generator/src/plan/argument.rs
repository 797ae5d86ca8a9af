//! Arguments of methods, constructors and setters: their names, their types, and how their values are sent.

use std::fmt;

use serde::Serialize;

use super::context::Context;
use super::fault::Planned;
use super::type_expr::{StreamType, TypeExpr};
use super::write::{Write, WriteCall};
use crate::model::{Body, BodyKind, Encoding, ParamLocation, Style, Ty, TypeId};
use crate::names::Name;
use crate::text::Untrusted;

/// An argument of a function.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArgumentPlan {
    /// The name of the argument.
    pub name: Name,
    /// The values that the argument accepts.
    pub accepts: Accepts,
}

/// The values that an argument accepts.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub enum Accepts {
    /// A value of exactly this type.
    Value(TypeExpr),
    /// `impl Into<T>`.
    Into(TypeExpr),
    /// `impl Into<T>`. The converted value is put into a `Box`.
    Boxed(TypeExpr),
    /// `impl IntoIterator<Item = impl Into<T>>`.
    Each(TypeExpr),
    /// `impl Into<Patch<T>>`.
    Patch(TypeExpr),
}

impl fmt::Display for Accepts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(ty) => write!(f, "{ty}"),
            Self::Into(ty) | Self::Boxed(ty) => write!(f, "impl Into<{ty}>"),
            Self::Each(element) => write!(f, "impl IntoIterator<Item = impl Into<{element}>>"),
            Self::Patch(ty) => write!(f, "impl Into<Patch<{ty}>>"),
        }
    }
}

/// How a method sends the value of an argument.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Send {
    /// The value fills a placeholder of the path.
    Path {
        /// The name of the placeholder.
        wire: Untrusted,
        /// Whether a value that starts with `/` or contains `//` is percent-encoded twice.
        double: bool,
    },
    /// The value fills a placeholder of the path, in an OpenAPI style such as `matrix`.
    PathStyled {
        /// The name of the placeholder.
        wire: Untrusted,
        /// The OpenAPI style.
        style: Style,
    },
    /// The value is sent as text in a query parameter.
    Query(Untrusted),
    /// The value is sent as text in a header.
    Header(Untrusted),
    /// The value is sent as text in a form field.
    Form(Untrusted),
    /// The value needs a statement that writes it, for example as a list or as JSON.
    Write(Write),
    /// The value is a struct of several parameters.
    Params,
    /// The value is the JSON body.
    Json {
        /// The media type, if it is not `application/json`.
        media_type: Option<Untrusted>,
        /// Whether the body may be absent.
        optional: bool,
    },
    /// The value is a body of several JSON values.
    Records {
        /// The media type.
        media_type: Untrusted,
        /// Whether the body may be absent.
        optional: bool,
    },
    /// The value is a text body.
    Text {
        /// The media type.
        media_type: Untrusted,
    },
    /// The value is a body of bytes.
    Bytes {
        /// The media type.
        media_type: Untrusted,
    },
    /// The value is a body of text or bytes, which can be omitted.
    Optional {
        /// The media type.
        media_type: Untrusted,
    },
}

impl Context<'_> {
    /// Returns the values that an argument of type `ty` accepts. For a field of a struct, `owner` is the struct.
    pub(super) fn accepts(self, ty: &Ty, owner: Option<TypeId>) -> Planned<Accepts> {
        let is_boxed = owner.is_some_and(|owner| self.is_boxed(owner, ty));
        Ok(match ty {
            Ty::Bool
            | Ty::Int(_)
            | Ty::Float
            | Ty::Map(_)
            | Ty::Nullable(_)
            | Ty::Bytes
            | Ty::External(_) => Accepts::Value(self.type_of(ty)?),
            Ty::List(element) => Accepts::Each(self.type_of(element)?),
            Ty::Named(_) if is_boxed => Accepts::Boxed(self.type_of(ty)?),
            Ty::Str
            | Ty::Secret
            | Ty::SecretInt
            | Ty::Timestamp
            | Ty::Date
            | Ty::File
            | Ty::Json
            | Ty::Base64(_)
            | Ty::Id(_)
            | Ty::Named(_) => Accepts::Into(self.type_of(ty)?),
        })
    }

    pub(super) fn accepts_body(self, body: &Body) -> Planned<Accepts> {
        let ty = self.body_type(body)?;
        Ok(match (body.kind, body.required) {
            (BodyKind::Json, true) => Accepts::Value(ty),
            (BodyKind::Text | BodyKind::Bytes | BodyKind::Records, true) => Accepts::Into(ty),
            (_, false) => Accepts::Value(ty.optional()),
        })
    }

    pub(super) fn body_type(self, body: &Body) -> Planned<TypeExpr> {
        match body.kind {
            BodyKind::Json | BodyKind::Text => self.type_of(&body.ty),
            BodyKind::Records => {
                let item = Box::new(self.type_of(&body.ty)?);
                Ok(TypeExpr::Stream(StreamType::Sequence, item))
            }
            BodyKind::Bytes => Ok(TypeExpr::Runtime(super::type_expr::RuntimeType::Body)),
        }
    }
}

/// Returns how a method sends a value of type `ty`.
pub(super) fn send(wire: &str, location: ParamLocation, encoding: &Encoding, ty: &Ty) -> Send {
    let name = Untrusted::new(wire);
    match (location, encoding) {
        (ParamLocation::Path, Encoding::Styled(style)) => Send::PathStyled {
            wire: name,
            style: *style,
        },
        (ParamLocation::Path, encoding) => Send::Path {
            wire: name,
            double: *encoding == Encoding::DoublePercent,
        },
        (ParamLocation::Query, Encoding::Text) => Send::Query(name),
        (ParamLocation::Header, Encoding::Text) => Send::Header(name),
        (ParamLocation::Form, Encoding::Text) => Send::Form(name),
        _ => Send::Write(Write {
            wire: name,
            call: WriteCall::of(location, encoding, ty),
        }),
    }
}

pub(super) fn send_body(body: &Body) -> Send {
    let media_type = Untrusted::new(&body.media_type);
    match (body.kind, body.required) {
        (BodyKind::Json, required) => Send::Json {
            media_type: (body.media_type != "application/json").then_some(media_type),
            optional: !required,
        },
        (BodyKind::Records, required) => Send::Records {
            media_type,
            optional: !required,
        },
        (BodyKind::Text, true) => Send::Text { media_type },
        (BodyKind::Bytes, true) => Send::Bytes { media_type },
        (BodyKind::Text | BodyKind::Bytes, false) => Send::Optional { media_type },
    }
}
