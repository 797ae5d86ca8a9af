//! The fields that the constructor of a struct takes: as arguments, or by name in a struct of their own.
//!
//! Arguments of one type can be swapped without a word from the compiler. From [`FEWEST`] on they are named at the call site.

use serde::Serialize;

use super::argument::{Accepts, ArgumentPlan};
use super::context::Context;
use super::fault::Planned;
use super::type_expr::TypeExpr;
use crate::model::{Field, Presence, TypeId};
use crate::names::{ItemPath, Name};

/// From how many required fields of one type on a constructor takes its fields by name.
const FEWEST: usize = 3;

/// The struct of the required fields of another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RequiredPlan {
    /// Where it is.
    pub path: ItemPath,
    /// The struct that it converts into.
    pub of: ItemPath,
    /// Whether it borrows text.
    pub borrows: bool,
    /// Whether it derives `Copy`.
    pub copy: bool,
    /// Its fields.
    pub fields: Vec<RequiredField>,
}

/// A required field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RequiredField {
    /// Its name, which is that of the field that it fills.
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
    /// How it becomes the value of the field that it fills.
    pub conversion: Conversion,
}

/// How a required field becomes the value of the field that it fills.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Conversion {
    /// It is the value.
    None,
    /// By `into()`.
    Into,
    /// By `map(Into::into)`.
    MapInto,
    /// By `Box::new`.
    Boxed,
}

/// What a constructor takes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Takes {
    /// The required fields, each an argument.
    Arguments(Vec<ArgumentPlan>),
    /// A struct of the required fields.
    Named(RequiredPlan),
}

/// What the constructor of a struct takes; `None` for a struct without required fields.
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

/// Whether several arguments accept the same.
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
