//! Replaces types of the same shape by one type.
//!
//! In: the model with one type for each schema. Out: the same model, in which one type replaces all types that are
//! equal to it. Of several equal types, the first in the document is kept. Types are equal if their fields have the
//! same names, types and presence, or if their enums have the same values. Docs may differ. A type that the document
//! names is never replaced. In a lenient API, equal types of different schemas must also have equal places: two
//! properties of the same name, or the responses of one resource. Thus, no change of one schema renames a type of another.

use std::collections::{BTreeMap, BTreeSet};

use super::policies::Policies;
use crate::input::Policy;
use crate::model::{
    Base, Body, Encoding, Field, FixedValue, GroupId, Input, Model, ParamLocation, Presence, Role,
    Selector, Shape, Step, Ty, TypeDef, TypeId, VariantValue,
};

/// The maximum number of rounds. Each round finds equal types that contain the equal types of earlier rounds.
const MAX_ROUNDS: usize = 16;

pub(super) fn unify(model: &mut Model, policies: Policies<'_>) {
    let params = params(model);
    for pass in [Pass::WithinSchema, Pass::Across] {
        for _ in 0..MAX_ROUNDS {
            let same = equal_types(model, policies, pass, &params);
            if !rename(model, &same) {
                break;
            }
            if pass == Pass::Across {
                for (id, known) in &same {
                    remember(model, policies, *id, *known);
                }
            }
        }
    }
}

/// Which types are compared with each other.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Pass {
    /// The types of one schema of a lenient API, such as one response. Their places may differ, because a change of another
    /// schema cannot rename them.
    WithinSchema,
    /// All types.
    Across,
}

/// Returns each type that an earlier, equal type replaces.
fn equal_types(
    model: &Model,
    policies: Policies<'_>,
    pass: Pass,
    params: &BTreeSet<TypeId>,
) -> BTreeMap<TypeId, TypeId> {
    let mut first: BTreeMap<Key<'_>, TypeId> = BTreeMap::new();
    let mut same = BTreeMap::new();
    for (id, def) in by_place(model) {
        let place = match (policies.is(def.group, Policy::Lenient), pass) {
            (true, Pass::WithinSchema) => {
                let is_nested = !def.context.steps.is_empty();
                is_nested.then_some(Place::Within(&def.context.base))
            }
            (true, Pass::Across) => place(model, def, params.contains(&id)),
            (false, Pass::WithinSchema) => None,
            (false, Pass::Across) => Some(Place::Any),
        };
        let Some(key) = place.and_then(|place| key(policies, def, place)) else {
            continue;
        };
        let known = *first.entry(key).or_insert(id);
        if known != id {
            same.insert(id, known);
        }
    }
    same
}

/// The structs of parameters. Each operation that shares such a struct has its own name for it.
fn params(model: &Model) -> BTreeSet<TypeId> {
    let inputs = model
        .operations
        .iter()
        .flat_map(|operation| &operation.inputs);
    inputs
        .filter_map(|input| match input {
            Input::Params { ty, .. } => Some(*ty),
            Input::Argument { .. } => None,
        })
        .collect()
}

/// Records the location of a replaced type. In a strict API, the lock keeps the names.
fn remember(model: &mut Model, policies: Policies<'_>, replaced: TypeId, by: TypeId) {
    let Some(def) = model.ty_mut(replaced) else {
        return;
    };
    if !policies.is(def.group, Policy::Lenient) {
        return;
    }
    let mut contexts = std::mem::take(&mut def.replaces);
    contexts.push(def.context.clone());
    if let Some(def) = model.ty_mut(by) {
        def.replaces.extend(contexts);
    }
}

/// Names of properties that are not enough to name a type.
const VAGUE: &[&str] = &[
    "attributes",
    "content",
    "data",
    "details",
    "info",
    "item",
    "items",
    "kind",
    "meta",
    "metadata",
    "mode",
    "name",
    "object",
    "objects",
    "options",
    "properties",
    "result",
    "results",
    "state",
    "status",
    "type",
    "types",
    "value",
    "values",
];

/// What two equal types of a lenient API must have in common.
#[derive(Eq, Ord, PartialEq, PartialOrd)]
enum Place<'a> {
    /// Nothing.
    Any,
    /// The schema around the types.
    Within(&'a Base),
    /// The name of the property, and the resource if the name alone says little.
    Member(&'a str, Option<&'a str>),
    /// The title of the alternative.
    Title(&'a str),
    /// The resource. The types are responses, or they are errors.
    Answer(&'a str, bool),
}

/// Returns the place of a type. Returns `None` if the type must not be replaced, because its name would be the name of
/// another operation.
fn place<'a>(model: &'a Model, def: &'a TypeDef, is_params: bool) -> Option<Place<'a>> {
    let mut steps = def.context.steps.iter().rev();
    let resource = || {
        let around = model.operation_around(&def.context)?;
        Some(model.operation(around)?.resource.as_str())
    };
    let member = |name: &'a str| {
        let is_vague = VAGUE.contains(&name.to_ascii_lowercase().as_str());
        let resource = if is_vague { Some(resource()?) } else { None };
        Some(Place::Member(name, resource))
    };
    let place = steps.find_map(|step| match step {
        Step::Member(name) => Some(member(name)),
        Step::Arm(_, Some(title)) => Some(Some(Place::Title(title))),
        Step::Arm(_, None) | Step::Item | Step::Input | Step::Base => None,
    });
    if let Some(place) = place {
        return place;
    }
    match def.context.base {
        _ if is_params => Some(Place::Any),
        Base::Operation(_, Role::Params | Role::Request) => None,
        Base::Operation(id, role) => {
            let resource = model.operation(id)?.resource.as_str();
            Some(Place::Answer(resource, role == Role::Error))
        }
        Base::Component(_) | Base::Type(_) => Some(Place::Any),
    }
}

/// Sorts types by document and pointer, so that the order of keys in a document does not affect the result.
fn by_place(model: &Model) -> Vec<(TypeId, &TypeDef)> {
    let mut types: Vec<(TypeId, &TypeDef)> = model.iter_types().collect();
    types.sort_by(|(_, left), (_, right)| {
        (&left.origin.document, &left.origin.pointer)
            .cmp(&(&right.origin.document, &right.origin.pointer))
    });
    types
}

/// The facts of a type that are compared with other types. If the keys of two types are equal, one of the types is
/// replaced. Docs, examples and the order of fields are not compared.
#[derive(Eq, Ord, PartialEq, PartialOrd)]
struct Key<'a> {
    group: GroupId,
    place: Place<'a>,
    inferred: bool,
    shape: ShapeKey<'a>,
}

#[derive(Eq, Ord, PartialEq, PartialOrd)]
enum ShapeKey<'a> {
    /// The fields, sorted by their names in JSON.
    Struct {
        fields: Vec<FieldKey<'a>>,
        extra: Option<&'a Ty>,
    },
    Enum(Vec<(&'a VariantValue, Option<&'a str>)>),
    Union {
        selector: &'a Selector,
        arms: Vec<(&'a Ty, &'a [String])>,
    },
}

/// The facts of a field that are compared with other fields.
#[derive(Eq, Ord, PartialEq, PartialOrd)]
struct FieldKey<'a> {
    wire: &'a str,
    name: Option<&'a str>,
    ty: &'a Ty,
    presence: Presence,
    encoding: &'a Encoding,
    location: Option<ParamLocation>,
    fixed: Option<&'a FixedValue>,
}

/// Returns the key of a type. Returns `None` if the type must not be replaced.
fn key<'a>(policies: Policies<'_>, def: &'a TypeDef, place: Place<'a>) -> Option<Key<'a>> {
    let shared = matches!(def.context.base, Base::Component(_)) && def.context.steps.is_empty();
    if def.name.is_some() || shared || is_own(policies, def) {
        return None;
    }
    let shape = match &def.shape {
        Shape::Struct { fields, extra } => {
            if fields.is_empty() {
                return None;
            }
            let mut fields: Vec<FieldKey<'_>> = fields.iter().map(field_key).collect();
            fields.sort_by_key(|field| field.wire);
            let extra = extra.as_ref();
            ShapeKey::Struct { fields, extra }
        }
        Shape::Enum { variants } => ShapeKey::Enum(
            variants
                .iter()
                .map(|variant| (&variant.value, variant.name.as_deref()))
                .collect(),
        ),
        Shape::Union { selector, arms } => ShapeKey::Union {
            selector,
            arms: arms
                .iter()
                .map(|arm| (&arm.ty, arm.tags.as_slice()))
                .collect(),
        },
        Shape::Alias(_) => return None,
    };
    Some(Key {
        group: def.group,
        place,
        inferred: def.inferred,
        shape,
    })
}

fn field_key(field: &Field) -> FieldKey<'_> {
    FieldKey {
        wire: &field.wire,
        name: field.name.as_deref(),
        ty: &field.ty,
        presence: field.presence,
        encoding: &field.encoding,
        location: field.location,
        fixed: field.fixed.as_ref(),
    }
}

/// Whether a type is the struct of parameters or the request body of an operation in a strict API. Such a type keeps
/// the name of its operation, so it is not replaced.
fn is_own(policies: Policies<'_>, def: &TypeDef) -> bool {
    matches!(
        def.context.base,
        Base::Operation(_, Role::Params | Role::Request)
    ) && def.context.steps.is_empty()
        && policies.is(def.group, Policy::Strict)
}

/// Replaces each use of a type that another type replaces. Returns whether there was such a use.
fn rename(model: &mut Model, same: &BTreeMap<TypeId, TypeId>) -> bool {
    let mut changed = false;
    let mut turn = |ty: &mut Ty| changed |= redirect(ty, same);
    for def in &mut model.types {
        def.shape.types_mut().for_each(&mut turn);
    }
    for root in &mut model.roots {
        *root = same.get(root).copied().unwrap_or(*root);
    }
    for operation in &mut model.operations {
        operation.results_mut().for_each(&mut turn);
        operation
            .failures
            .iter_mut()
            .map(|(_, ty)| ty)
            .for_each(&mut turn);
        if let Some(Body { ty, .. }) = &mut operation.body {
            turn(ty);
        }
        for input in &mut operation.inputs {
            match input {
                Input::Argument { ty, .. } => turn(ty),
                Input::Params { ty, .. } => {
                    if let Some(known) = same.get(ty) {
                        *ty = *known;
                    }
                }
            }
        }
    }
    changed
}

fn redirect(ty: &mut Ty, same: &BTreeMap<TypeId, TypeId>) -> bool {
    match ty {
        Ty::Named(id) => match same.get(id) {
            Some(known) => {
                *id = *known;
                true
            }
            None => false,
        },
        Ty::List(inner) | Ty::Map(inner) | Ty::Nullable(inner) => redirect(inner, same),
        Ty::Bool
        | Ty::Int(_)
        | Ty::Float
        | Ty::Str
        | Ty::Secret
        | Ty::SecretInt
        | Ty::Timestamp
        | Ty::Date
        | Ty::Bytes
        | Ty::Base64(_)
        | Ty::File
        | Ty::Json
        | Ty::Id(_)
        | Ty::External(_) => false,
    }
}
