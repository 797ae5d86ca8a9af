//! Structs for JSON objects, and structs of parameters.

use serde::Serialize;

use super::argument::Accepts;
use super::context::Context;
use super::deprecation::Deprecation;
use super::doc_alias::doc_alias;
use super::docs::{self, Docs};
use super::fault::Planned;
use super::required::{self, Conversion, Takes};
use super::type_expr::{RuntimeType, TypeExpr, present};
use super::write::{Write, WriteCall};
use crate::model::{
    Derive, Field, FixedValue, IntKind, ParamLocation, Presence, Ty, TypeDef, TypeId,
};
use crate::names::{ItemPath, Name};
use crate::refine::Usage;
use crate::text::Untrusted;

/// A struct with its constructor and setters.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StructPlan {
    /// The docs of the struct.
    pub docs: Docs,
    /// The deprecation, if the struct is deprecated.
    pub deprecated: Option<Deprecation>,
    /// The path of the struct.
    pub path: ItemPath,
    /// Whether the struct derives `Default`.
    pub default: bool,
    /// `true` if the struct is a JSON object, and `false` if it contains parameters.
    pub object: bool,
    /// Further derives.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub derives: Vec<Derive>,
    /// The fields, in the order of the document.
    pub fields: Vec<FieldPlan>,
    /// The field for additional properties.
    pub extra: Option<ExtraPlan>,
    /// The function `new`, if the struct has required fields.
    pub constructor: Option<ConstructorPlan>,
    /// The setters of optional fields.
    pub setters: Vec<SetterPlan>,
    /// The statements that write the fields to a request. `None` for a JSON object.
    pub params: Option<Vec<(Name, Write)>>,
    /// The fields that pagination reads, if the struct is a page of a list.
    pub page: Option<PagePlan>,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldPlan {
    /// The docs of the field.
    pub docs: Docs,
    /// The deprecation, if the field is deprecated.
    pub deprecated: Option<Deprecation>,
    /// The name of the property in the document. Users can search for it in rustdoc.
    pub alias: Option<Untrusted>,
    /// The name of the field.
    pub name: Name,
    /// The type of the field.
    pub ty: TypeExpr,
    /// The name of the property in JSON, if it differs from the name of the field.
    pub wire: Option<Untrusted>,
    /// Whether the property is required in JSON.
    pub required: bool,
    /// Whether `None` is sent as `null`.
    pub nullable: bool,
    /// The value, if the property always has the same value. Then the field is private.
    pub fixed: Option<FixedPlan>,
}

/// The value of a property that always has the same value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum FixedPlan {
    /// A text.
    Text(Untrusted),
    /// An integer.
    Int(i64),
    /// `true` or `false`.
    Bool(bool),
}

/// The field for additional properties.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExtraPlan {
    /// The docs of the field.
    pub docs: Docs,
    /// The name of the field.
    pub name: Name,
    /// The type of the field.
    pub ty: TypeExpr,
}

/// A constructor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConstructorPlan {
    /// The docs of the constructor.
    pub docs: Docs,
    /// The arguments of the constructor.
    pub takes: Takes,
    /// The initial value of each field, in the order of the fields.
    pub values: Vec<(Name, Initial)>,
}

/// The initial value of a field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Initial {
    /// The argument that has the same name as the field.
    Argument(Accepts),
    /// The field with the same name in the struct of required fields.
    Required(Conversion),
    /// `None`.
    None,
    /// `Patch::Keep`.
    Keep,
    /// The default of the field's type.
    Default(TypeExpr),
}

/// A setter of an optional field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SetterPlan {
    /// The name of the field and of the setter.
    pub field: Name,
    /// The deprecation, if the setter is deprecated.
    pub deprecated: Option<Deprecation>,
    /// The values that the setter accepts.
    pub accepts: Accepts,
}

/// The fields of a page that the client reads to get the next page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PagePlan {
    /// The type of the items.
    pub item: TypeExpr,
    /// The field with the items.
    pub items: PageField,
    /// The name of the JSON property with the items.
    pub items_wire: Untrusted,
    /// The field with the token of the next page.
    pub token: Option<PageField>,
    /// The field with the number of this page.
    pub number: Option<PageNumber>,
    /// The field with the total number of pages.
    pub count: Option<PageNumber>,
    /// The field with the total number of items.
    pub total: Option<PageNumber>,
    /// The field that is `true` if more pages follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more: Option<PageField>,
    /// The field of the items whose value selects the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<PageField>,
}

/// A field of a page that contains a number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageNumber {
    /// The field.
    pub field: PageField,
    /// How the number is converted to `i64`.
    pub conversion: NumberConversion,
}

/// How an integer is converted to `i64`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub enum NumberConversion {
    /// The integer is an `i64`.
    None,
    /// `try_into`, because the integer may be too large.
    TryInto,
}

/// A field of a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageField {
    /// The name of the field.
    pub name: Name,
    /// Whether the field may be absent or `null`.
    pub optional: bool,
}

pub(super) fn plan(
    cx: Context<'_>,
    id: TypeId,
    def: &TypeDef,
    fields: &[Field],
    extra: Option<&Ty>,
) -> Planned<StructPlan> {
    let usage = cx.usage(id);
    let is_built = usage.sent || usage.params;
    let names = cx.names.fields(id)?;
    let members: Vec<(&Field, &Name)> = fields.iter().zip(&names).collect();
    let of_extra = extra;
    let extra = extra.map(|ty| extra_field(cx, id, ty)).transpose()?;
    let additional = extra.as_ref().map(|extra| extra.name.clone());
    let params = usage
        .params
        .then(|| writes(&members, additional.zip(of_extra)));
    let must_be_given = |field: &Field| field.presence.is_required();
    let (constructor, setters) = if is_built {
        let takes = required::takes(cx, id, fields)?;
        let constructor =
            takes.map(|takes| constructor(takes, &members, extra.as_ref(), usage.params));
        (constructor, setters(cx, id, &members, usage.params)?)
    } else {
        (None, Vec::new())
    };
    Ok(StructPlan {
        docs: docs::struct_(cx, id, def)?,
        deprecated: Deprecation::when(def.docs.deprecated),
        path: cx.names.ty(id)?,
        default: is_built && !fields.iter().any(must_be_given),
        object: !usage.params,
        derives: cx.analysis.derives.get(&id).cloned().unwrap_or_default(),
        fields: members
            .iter()
            .map(|(field, name)| field_plan(cx, id, field, name, &usage))
            .collect::<Planned<_>>()?,
        extra,
        constructor,
        setters,
        params,
        page: page(cx, id, &members)?,
    })
}

fn field_plan(
    cx: Context<'_>,
    owner: TypeId,
    field: &Field,
    name: &Name,
    usage: &Usage,
) -> Planned<FieldPlan> {
    let ty = if field.fixed.is_some() {
        TypeExpr::Runtime(RuntimeType::FixedProperty)
    } else {
        let ty = cx.part_type(owner, &field.ty)?;
        present(ty, field.presence, usage.sent && !usage.params)
    };
    Ok(FieldPlan {
        docs: if usage.params {
            docs::parameter(&field.docs, &field.wire)
        } else {
            docs::field(&field.docs, &field.wire)
        },
        deprecated: Deprecation::when(field.docs.deprecated),
        alias: doc_alias(&field.wire, name).filter(|_| field.fixed.is_none()),
        name: name.clone(),
        ty,
        wire: (field.wire != name.as_str()).then(|| Untrusted::new(&field.wire)),
        required: field.presence == Presence::Required,
        nullable: field.presence == Presence::RequiredNullable,
        fixed: field.fixed.as_ref().map(fixed),
    })
}

fn fixed(value: &FixedValue) -> FixedPlan {
    match value {
        FixedValue::Text(text) => FixedPlan::Text(Untrusted::new(text)),
        FixedValue::Int(number) => FixedPlan::Int(*number),
        FixedValue::Bool(value) => FixedPlan::Bool(*value),
    }
}

fn extra_field(cx: Context<'_>, id: TypeId, ty: &Ty) -> Planned<ExtraPlan> {
    let ty = match ty {
        Ty::Json => TypeExpr::Runtime(RuntimeType::Extra),
        ty => TypeExpr::Map(Box::new(cx.type_of(ty)?)),
    };
    Ok(ExtraPlan {
        docs: docs::extra(),
        name: cx.names.extra(id)?,
        ty,
    })
}

/// Plans `new` for a struct with required fields. A struct without required fields has `Default` instead.
fn constructor(
    takes: Takes,
    fields: &[(&Field, &Name)],
    extra: Option<&ExtraPlan>,
    is_params: bool,
) -> ConstructorPlan {
    let optional = |field: &Field| match field.presence {
        _ if field.fixed.is_some() => {
            Initial::Default(TypeExpr::Runtime(RuntimeType::FixedProperty))
        }
        Presence::OptionalNullable if !is_params => Initial::Keep,
        _ => Initial::None,
    };
    let initial = |field: &Field, name: &Name| {
        match &takes {
            Takes::Arguments(arguments) => {
                let found = arguments.iter().find(|argument| argument.name == *name);
                found.map(|argument| Initial::Argument(argument.accepts.clone()))
            }
            Takes::Named(plan) => {
                let found = plan.fields.iter().find(|field| field.name == *name);
                found.map(|field| Initial::Required(field.conversion))
            }
        }
        .unwrap_or_else(|| optional(field))
    };
    let mut values: Vec<(Name, Initial)> = fields
        .iter()
        .map(|(field, name)| ((*name).clone(), initial(field, name)))
        .collect();
    values.extend(extra.map(|extra| (extra.name.clone(), Initial::Default(extra.ty.clone()))));
    ConstructorPlan {
        docs: docs::constructor(),
        takes,
        values,
    }
}

fn setters(
    cx: Context<'_>,
    id: TypeId,
    fields: &[(&Field, &Name)],
    is_params: bool,
) -> Planned<Vec<SetterPlan>> {
    let mut setters = Vec::new();
    for (field, name) in fields {
        let accepts = match field.presence {
            _ if field.fixed.is_some() => continue,
            Presence::Required | Presence::RequiredNullable => continue,
            Presence::OptionalNullable if !is_params => {
                Accepts::Patch(cx.part_type(id, &field.ty)?)
            }
            Presence::Optional | Presence::OptionalNullable => cx.accepts(&field.ty, Some(id))?,
        };
        setters.push(SetterPlan {
            field: (*name).clone(),
            deprecated: Deprecation::when(field.docs.deprecated),
            accepts,
        });
    }
    Ok(setters)
}

/// Returns the statements that write the fields, followed by the statement that writes additional properties.
fn writes(fields: &[(&Field, &Name)], extra: Option<(Name, &Ty)>) -> Vec<(Name, Write)> {
    let location = |field: &Field| field.location.unwrap_or(ParamLocation::Query);
    let write = |field: &Field| Write {
        wire: Untrusted::new(&field.wire),
        call: WriteCall::of(location(field), &field.encoding, &field.ty),
    };
    let has_parts = fields
        .iter()
        .any(|(field, _)| location(field) == ParamLocation::Part);
    let extra = extra.map(|(name, ty)| {
        let location = if has_parts {
            ParamLocation::Part
        } else {
            ParamLocation::Form
        };
        let call = WriteCall::additional(location, ty);
        let wire = Untrusted::default();
        (name, Write { wire, call })
    });
    let fields = fields.iter();
    fields
        .map(|(field, name)| ((*name).clone(), write(field)))
        .chain(extra)
        .collect()
}

/// Returns the field of the items whose value selects the next page.
fn id_of_item(cx: Context<'_>, id: TypeId, index: usize) -> Planned<Option<PageField>> {
    let names = cx.names.fields(id)?;
    let fields = cx.model.fields(id).unwrap_or_default();
    let found = fields.get(index).zip(names.into_iter().nth(index));
    Ok(found.map(|(field, name)| PageField {
        name,
        optional: field.presence != Presence::Required,
    }))
}

fn page(cx: Context<'_>, id: TypeId, fields: &[(&Field, &Name)]) -> Planned<Option<PagePlan>> {
    let Some(facts) = cx.analysis.pages.get(&id) else {
        return Ok(None);
    };
    let part = |index: usize| {
        fields.get(index).map(|(field, name)| PageField {
            name: (*name).clone(),
            optional: field.presence != Presence::Required,
        })
    };
    let number = |index: usize| {
        Some(PageNumber {
            field: part(index)?,
            conversion: match fields.get(index)?.0.ty {
                Ty::Int(IntKind::I64) => NumberConversion::None,
                _ => NumberConversion::TryInto,
            },
        })
    };
    let (Some(items), Some((list, _))) = (part(facts.items), fields.get(facts.items)) else {
        return Ok(None);
    };
    Ok(Some(PagePlan {
        item: cx.type_of(&facts.item)?,
        items,
        items_wire: Untrusted::new(&list.wire),
        token: facts.token.and_then(part),
        number: facts.number.and_then(number),
        count: facts.count.and_then(number),
        total: facts.total.and_then(number),
        more: facts.more.and_then(part),
        id: facts
            .id
            .map(|(id, index)| id_of_item(cx, id, index))
            .transpose()?
            .flatten(),
    }))
}
