//! Arguments of methods, constructors and setters: their names, their types as a signature shows them, and how their values
//! are used.

use std::fmt;

use serde::Serialize;

use super::context::Context;
use super::fault::Planned;
use super::type_expr::TypeExpr;
use super::write::{Write, WriteCall};
use crate::model::{Body, BodyKind, Encoding, ParamLocation, Style, Ty, TypeId};
use crate::names::Name;
use crate::text::Untrusted;

/// An argument of a function.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArgumentPlan {
    /// Its name.
    pub name: Name,
    /// What it accepts.
    pub accepts: Accepts,
}

/// What an argument accepts.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub enum Accepts {
    /// A value of exactly this type.
    Value(TypeExpr),
    /// `impl Into` of a type.
    Into(TypeExpr),
    /// `impl Into` of a type. The value is put into a box.
    Boxed(TypeExpr),
    /// `impl IntoIterator`. Each item converts into this element type.
    Each(TypeExpr),
    /// `impl Into<Patch<_>>` of a type.
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

/// How the value of a method's argument is put into the request.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Send {
    /// The value fills a placeholder of the path.
    Path {
        /// The placeholder.
        wire: Untrusted,
        /// Whether the value is percent-encoded twice if its slashes would create empty path segments.
        double: bool,
    },
    /// The value fills a placeholder of the path, in a style.
    PathStyled {
        /// The placeholder.
        wire: Untrusted,
        /// The style.
        style: Style,
    },
    /// The value is a query parameter, as text.
    Query(Untrusted),
    /// The value is a header, as text.
    Header(Untrusted),
    /// The value is a form field, as text.
    Form(Untrusted),
    /// The value is written in another encoding.
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
    /// The value is a body of text.
    Text {
        /// The media type.
        media_type: Untrusted,
    },
    /// The value is a body of bytes.
    Bytes {
        /// The media type.
        media_type: Untrusted,
    },
    /// The value is a body of text or bytes that may be absent.
    Optional {
        /// The media type.
        media_type: Untrusted,
    },
}

impl Context<'_> {
    /// Returns what an argument accepts for a value of type `ty`. `owner` is the struct that contains the value.
    pub(super) fn accepts(self, ty: &Ty, owner: Option<TypeId>) -> Planned<Accepts> {
        let is_boxed = owner.is_some_and(|owner| self.is_boxed(owner, ty));
        Ok(match ty {
            Ty::Bool | Ty::Int(_) | Ty::Float | Ty::Map(_) | Ty::Nullable(_) | Ty::Bytes => {
                Accepts::Value(self.type_of(ty)?)
            }
            Ty::List(element) => Accepts::Each(self.type_of(element)?),
            Ty::Named(_) if is_boxed => Accepts::Boxed(self.type_of(ty)?),
            Ty::Str
            | Ty::Secret
            | Ty::Timestamp
            | Ty::Date
            | Ty::File
            | Ty::Json
            | Ty::Base64(_)
            | Ty::Id(_)
            | Ty::Named(_) => Accepts::Into(self.type_of(ty)?),
        })
    }

    /// Returns what the argument for a body accepts.
    pub(super) fn accepts_body(self, body: &Body) -> Planned<Accepts> {
        let ty = self.body_type(body)?;
        Ok(match (body.kind, body.required) {
            (BodyKind::Json, true) => Accepts::Value(ty),
            (BodyKind::Text | BodyKind::Bytes, true) => Accepts::Into(ty),
            (_, false) => Accepts::Value(ty.optional()),
        })
    }

    /// Returns the type of a body that is one value.
    pub(super) fn body_type(self, body: &Body) -> Planned<TypeExpr> {
        match body.kind {
            BodyKind::Json | BodyKind::Text => self.type_of(&body.ty),
            BodyKind::Bytes => Ok(TypeExpr::Runtime(super::type_expr::RuntimeType::Body)),
        }
    }
}

/// Returns how a single value is put into the request.
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

/// Returns how a body is put into the request.
pub(super) fn send_body(body: &Body) -> Send {
    let media_type = Untrusted::new(&body.media_type);
    match (body.kind, body.required) {
        (BodyKind::Json, required) => Send::Json {
            media_type: (body.media_type != "application/json").then_some(media_type),
            optional: !required,
        },
        (BodyKind::Text, true) => Send::Text { media_type },
        (BodyKind::Bytes, true) => Send::Bytes { media_type },
        (BodyKind::Text | BodyKind::Bytes, false) => Send::Optional { media_type },
    }
}
