//! Merges the parts of an `allOf`, and simplifies the alternatives of `oneOf` and `anyOf`.

use super::shape::{Choice, Kind, Literal, Object, Shape};

/// Merges a part of an `allOf` into a schema.
pub(super) fn all_of(mut shape: Shape, part: Shape) -> Shape {
    match (&mut shape.kind, part.kind) {
        (Kind::Object(object), Kind::Object(other)) => extend(object, other, Required::Both),
        (own @ Kind::Any, kind) => *own = kind,
        _ => {}
    }
    shape.format = shape.format.or(part.format);
    shape.pattern = shape.pattern.or(part.pattern);
    shape.default = shape.default.or(part.default);
    shape.example = shape.example.or(part.example);
    shape.flags.extend(part.flags);
    shape.notes.extend(part.notes);
    if shape.values.is_empty() {
        shape.values = part.values;
    }
    for (name, value) in part.limits {
        if shape.limits.iter().all(|(other, _)| *other != name) {
            shape.limits.push((name, value));
        }
    }
    shape
}

/// How the lists of required properties are combined when two objects are merged.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Required {
    /// A property is required if at least one of the objects requires it.
    Both,
    /// A property is required only if both objects require it.
    Common,
}

/// Adds the properties of the object `other` to `object`. If both objects have a property of the same name, the two
/// schemas are merged.
pub(super) fn extend(object: &mut Object, other: Object, required: Required) {
    for (name, shape) in other.properties {
        match object.properties.get_mut(&name) {
            None => {
                object.properties.insert(name, shape);
            }
            Some(own) => merge(own, shape, required),
        }
    }
    if object.additional.is_none() {
        object.additional = other.additional;
    }
    match required {
        Required::Both => {
            for name in other.required {
                if !object.required.contains(&name) {
                    object.required.push(name);
                }
            }
        }
        Required::Common => object.required.retain(|name| other.required.contains(name)),
    }
}

/// Merges the schema `other` into the schema `own` of the same property. For scalars, only the enum values of `other`
/// are added.
pub(super) fn merge(own: &mut Shape, other: Shape, required: Required) {
    match (&mut own.kind, other.kind) {
        (Kind::Object(object), Kind::Object(other)) => extend(object, other, required),
        (Kind::List(items), Kind::List(others)) => merge(items, *others, required),
        (kind @ Kind::Any, other) => *kind = other,
        _ => {
            for value in other.values {
                if !own.values.contains(&value) {
                    own.values.push(value);
                }
            }
        }
    }
}

/// Adds alternatives to a schema. The alternatives are dropped if they contain no further information.
pub(super) fn one_of(shape: Shape, alternatives: Vec<Shape>) -> Shape {
    let mut alternatives: Vec<Shape> = alternatives
        .into_iter()
        .filter(|other| !is_only_empty_text(other))
        .collect();
    let is_scalar = |shape: &Shape| {
        matches!(
            shape.kind,
            Kind::Text | Kind::Integer | Kind::Number | Kind::Boolean
        )
    };
    // If the schema itself has a scalar type, its alternatives only repeat the type.
    if is_scalar(&shape) || alternatives.is_empty() {
        return shape;
    }
    if let [only] = alternatives.as_mut_slice() {
        return all_of(shape, std::mem::take(only));
    }
    if alternatives.iter().all(is_scalar) {
        let text = alternatives
            .iter()
            .position(|other| other.kind == Kind::Text);
        let mut plain = alternatives.swap_remove(text.unwrap_or_default());
        if alternatives.iter().any(|other| other.kind != plain.kind) {
            plain.values.clear();
            plain.notes.push("alternatives of several types became one");
        }
        return all_of(shape, plain);
    }
    if !alternatives.iter().all(Shape::is_object) {
        let mut choice = Shape::of(Kind::Choice(Choice {
            alternatives,
            tag: None,
        }));
        choice.notes.push("alternatives without a tag");
        return choice;
    }
    if let Kind::Object(common) = &shape.kind {
        for alternative in &mut alternatives {
            if let Kind::Object(object) = &mut alternative.kind {
                extend(object, common.clone(), Required::Both);
            }
        }
    }
    match tag(&alternatives) {
        Some(tag) => tagged(alternatives, tag),
        None => united(alternatives),
    }
}

fn is_only_empty_text(shape: &Shape) -> bool {
    // `settle_values` has already removed the empty text from the values.
    shape.kind == Kind::Text
        && shape.values.is_empty()
        && shape.limits.is_empty()
        && shape.notes.contains(&ONLY_EMPTY)
}

/// This note marks a schema that allows only the empty text.
pub(super) const ONLY_EMPTY: &str = "only the empty text is allowed";

/// Returns the name of a tag: a property whose values are different in each alternative.
fn tag(alternatives: &[Shape]) -> Option<String> {
    let first = alternatives.first()?;
    let values = |shape: &Shape, name: &str| -> Option<Vec<Literal>> {
        let values = &shape.property(name)?.values;
        (!values.is_empty()).then(|| values.clone())
    };
    let is_tag = |name: &str| {
        let mut known: Vec<Literal> = Vec::new();
        alternatives.iter().all(|alternative| {
            let Some(values) = values(alternative, name) else {
                return false;
            };
            let is_new = values.iter().all(|value| !known.contains(value));
            known.extend(values);
            is_new
        })
    };
    let mut names = first.properties().map(|(name, _)| name);
    names.find(|name| is_tag(name)).map(str::to_owned)
}

fn tagged(mut alternatives: Vec<Shape>, tag: String) -> Shape {
    for alternative in &mut alternatives {
        if let Kind::Object(object) = &mut alternative.kind {
            object.tag = Some(tag.clone());
            if !object.required.contains(&tag) {
                object.required.insert(0, tag.clone());
            }
        }
    }
    Shape::of(Kind::Choice(Choice {
        alternatives,
        tag: Some(tag),
    }))
}

/// Merges alternatives without a tag into one object, because nothing shows to which alternative an object belongs.
fn united(alternatives: Vec<Shape>) -> Shape {
    let mut all = alternatives.into_iter();
    let mut united = all.next().unwrap_or_default();
    for alternative in all {
        if let (Kind::Object(object), Kind::Object(other)) = (&mut united.kind, alternative.kind) {
            extend(object, other, Required::Common);
        }
    }
    united
        .notes
        .push("alternatives without a tag became one object");
    united
}
