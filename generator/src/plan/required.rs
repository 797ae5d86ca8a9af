//! The required fields that a constructor takes: as arguments, or as a struct with named fields.
//!
//! The compiler does not notice when a call swaps arguments of the same type. If a constructor needs [`FEWEST`] or more such
//! arguments, calls name them.

use serde::Serialize;

use super::argument::{Accepts, ArgumentPlan};
use super::context::Context;
use super::fault::Planned;
use super::type_expr::TypeExpr;
use crate::model::{Field, Presence, TypeId};
use crate::names::{ItemPath, Name};

/// The fewest required fields of one type for which a constructor takes a struct with named fields.
const FEWEST: usize = 3;

/// The struct of the required fields of another struct.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RequiredPlan {
    /// The path of the struct.
    pub path: ItemPath,
    /// The other struct, which this one converts into.
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
    /// The name, which is also the name of the target field.
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
    /// The conversion into the value of the target field.
    pub conversion: Conversion,
}

/// The conversion of a required field into the value of its target field.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Conversion {
    /// No conversion.
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

/// Decides what the constructor of a struct takes. `None` for a struct without required fields.
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

/// Whether at least [`FEWEST`] arguments accept the same values.
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
