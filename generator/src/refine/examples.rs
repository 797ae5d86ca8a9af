//! Selects examples for tests.
//!
//! In: the examples of each type as JSON text. Out: the examples that become tests. A test decodes and encodes an
//! example, and compares the result with the example. Properties that the type would drop are removed from the example
//! first. An example that contradicts its type is skipped, because `check` has already reported it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::model::{Field, FixedValue, IntKind, Model, Origin, Shape, Ty, TypeDef, TypeId};

/// The maximum size in bytes of an example that becomes a test.
const MOST_BYTES: usize = 64 * 1024;

/// An example that becomes a test.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExampleTest {
    /// The type of the example.
    pub ty: TypeId,
    /// The value, as JSON text.
    pub text: String,
    /// The OpenAPI node of the example.
    #[serde(skip)]
    pub origin: Origin,
}

/// Returns the examples of the types for which `travels` is true, in the order of the types.
pub(super) fn of(model: &Model, travels: impl Fn(TypeId) -> bool) -> Vec<ExampleTest> {
    let mut found = Vec::new();
    for (id, def) in model.iter_types() {
        if !travels(id) {
            continue;
        }
        for example in &def.examples {
            let Ok(value) = serde_json::from_str::<Value>(&example.text) else {
                continue;
            };
            let Some(kept) = fitting(model, &value, &Ty::Named(id)) else {
                continue;
            };
            if let Ok(text) = serde_json::to_string_pretty(&kept)
                && text.len() <= MOST_BYTES
            {
                found.push(ExampleTest {
                    ty: id,
                    text,
                    origin: example.origin.clone(),
                });
            }
        }
    }
    found
}

/// Returns a value without the properties that its type would drop. Returns `None` if the value contradicts the type.
fn fitting(model: &Model, value: &Value, ty: &Ty) -> Option<Value> {
    match ty {
        Ty::Json => Some(value.clone()),
        Ty::Nullable(_) if value.is_null() => Some(Value::Null),
        Ty::Nullable(inner) => fitting(model, value, inner),
        Ty::List(inner) => value
            .as_array()?
            .iter()
            .map(|item| fitting(model, item, inner))
            .collect::<Option<Vec<_>>>()
            .map(Value::Array),
        Ty::Map(inner) => {
            let members = value.as_object()?.iter();
            let members =
                members.map(|(name, item)| Some((name.clone(), fitting(model, item, inner)?)));
            members.collect::<Option<Map<_, _>>>().map(Value::Object)
        }
        Ty::Bool => value.as_bool().map(Value::Bool),
        Ty::Int(IntKind::U64) => value.as_u64().map(Value::from),
        Ty::Int(_) | Ty::SecretInt => value.as_i64().map(Value::from),
        Ty::Float => value.is_number().then(|| value.clone()),
        Ty::Str | Ty::Secret | Ty::Timestamp | Ty::Date | Ty::Id(_) | Ty::Bytes | Ty::Base64(_) => {
            value.is_string().then(|| value.clone())
        }
        // Files are not JSON. A type of another crate may print its value as another text.
        Ty::File | Ty::External(_) => None,
        Ty::Named(id) => named(model, value, model.ty(*id)?),
    }
}

fn named(model: &Model, value: &Value, def: &TypeDef) -> Option<Value> {
    match &def.shape {
        Shape::Struct { fields, extra } => {
            object(model, value.as_object()?, fields, extra.is_some())
        }
        Shape::Enum { .. } => (value.is_string() || value.is_i64()).then(|| value.clone()),
        Shape::Alias(ty) => fitting(model, value, ty),
        // The alternative is known only after decoding, and so are the properties that it would drop. Thus, unions have
        // no tests.
        Shape::Union { .. } => None,
    }
}

fn object(
    model: &Model,
    members: &Map<String, Value>,
    fields: &[Field],
    keeps_others: bool,
) -> Option<Value> {
    if fields
        .iter()
        .any(|field| field.presence.is_required() && !members.contains_key(&field.wire))
    {
        return None;
    }
    let by_wire: BTreeMap<&str, &Field> = (fields.iter())
        .map(|field| (field.wire.as_str(), field))
        .collect();
    let mut kept = Map::new();
    for (name, value) in members {
        match by_wire.get(name.as_str()).copied() {
            // Some servers send null for an absent value.
            Some(field) if value.is_null() && !field.presence.is_required() => {}
            Some(field) => {
                kept.insert(name.clone(), fitting(model, value, &field.ty)?);
            }
            None if keeps_others => {
                kept.insert(name.clone(), value.clone());
            }
            None => {}
        }
    }
    for field in fields {
        if let (Some(value), false) = (&field.fixed, kept.contains_key(&field.wire)) {
            kept.insert(field.wire.clone(), fixed(value));
        }
    }
    Some(Value::Object(kept))
}

fn fixed(value: &FixedValue) -> Value {
    match value {
        FixedValue::Text(text) => text.clone().into(),
        FixedValue::Int(number) => (*number).into(),
        FixedValue::Bool(value) => (*value).into(),
    }
}
