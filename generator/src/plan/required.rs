//! The arguments of constructors: the required fields of the struct.
//!
//! If a constructor had several arguments of the same type, a call could swap two of them by mistake. Thus, if
//! [`FEWEST`] or more required fields have the same type, the constructor takes one struct with named fields instead.

use serde::Serialize;

use super::argument::{Accepts, ArgumentPlan};
use super::context::Context;
use super::fault::Planned;
use super::type_expr::TypeExpr;
use crate::model::{Field, Presence, TypeId};
use crate::names::{ItemPath, Name};

/// If at least this many required fields have the same type, the constructor takes a struct with named fields.
const FEWEST: usize = 3;

/// The struct of required fields. For example, `AccountCreate::new` takes an `AccountCreateRequired`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RequiredPlan {
    /// The path of the struct.
    pub path: ItemPath,
    /// The struct that the constructor creates, such as `AccountCreate`.
    pub of: ItemPath,
    /// Whether the struct has a lifetime, because a field is a `&str`.
    pub borrows: bool,
    /// Whether the struct derives `Copy`.
    pub copy: bool,
    /// The fields of the struct.
    pub fields: Vec<RequiredField>,
}

/// A field of a [`RequiredPlan`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RequiredField {
    /// The name of the field. The field of [`RequiredPlan::of`] has the same name.
    pub name: Name,
    /// The type of the field.
    pub ty: TypeExpr,
    /// How the value is converted for the field of [`RequiredPlan::of`].
    pub conversion: Conversion,
}

/// How the value of a [`RequiredField`] is converted for the field with the same name in [`RequiredPlan::of`].
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Conversion {
    /// `value`, because the types are the same.
    None,
    /// `value.into()`.
    Into,
    /// `value.map(Into::into)`.
    MapInto,
    /// `Box::new(value)`.
    Boxed,
}

/// The arguments of a constructor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Takes {
    /// One argument for each required field.
    Arguments(Vec<ArgumentPlan>),
    /// One argument: a struct of the required fields.
    Named(RequiredPlan),
}

/// Returns the arguments of a struct's constructor. Returns `None` for a struct without required fields.
pub(super) fn takes(cx: Context<'_>, id: TypeId, fields: &[Field]) -> Planned<Option<Takes>> {
    let mut required = Vec::new();
    for (field, name) in fields.iter().zip(cx.names.fields(id)?) {
        let accepts = match field.presence {
            Presence::Required => cx.accepts(&field.ty, Some(id))?,
            Presence::RequiredNullable => Accepts::Value(cx.type_of(&field.ty)?.optional()),
            Presence::Optional | Presence::OptionalNullable => continue,
        };
        required.push(ArgumentPlan { name, accepts });
    }
    if required.is_empty() {
        return Ok(None);
    }
    if !is_easily_swapped(&required) {
        return Ok(Some(Takes::Arguments(required)));
    }
    let of = cx.names.ty(id)?;
    let fields: Vec<RequiredField> = required.into_iter().map(required_field).collect();
    Ok(Some(Takes::Named(RequiredPlan {
        path: cx.names.required(id)?,
        copy: fields.iter().all(|field| field.ty.is_copy()),
        borrows: fields.iter().any(|field| field.ty.borrows()),
        fields,
        of,
    })))
}

/// Returns whether at least [`FEWEST`] arguments accept the same type.
fn is_easily_swapped(arguments: &[ArgumentPlan]) -> bool {
    let same = |accepts: &Accepts| {
        let others = arguments.iter();
        others.filter(|other| other.accepts == *accepts).count()
    };
    arguments
        .iter()
        .any(|argument| same(&argument.accepts) >= FEWEST)
}

fn required_field(argument: ArgumentPlan) -> RequiredField {
    let (ty, conversion) = match argument.accepts {
        Accepts::Into(TypeExpr::String) => (TypeExpr::Str, Conversion::Into),
        Accepts::Value(TypeExpr::Option(inner)) if *inner == TypeExpr::String => {
            (TypeExpr::Str.optional(), Conversion::MapInto)
        }
        Accepts::Value(ty) | Accepts::Into(ty) => (ty, Conversion::None),
        Accepts::Boxed(ty) => (ty, Conversion::Boxed),
        Accepts::Each(element) => (TypeExpr::Vec(Box::new(element)), Conversion::None),
        Accepts::Patch(ty) => (TypeExpr::Patch(Box::new(ty)), Conversion::None),
    };
    RequiredField {
        name: argument.name,
        ty,
        conversion,
    }
}
