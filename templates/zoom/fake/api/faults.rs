//! Turns the errors of a validator into invalid fields, as Zoom reports them.

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::paths::{Location, LocationSegment};
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

/// How many invalid fields a response contains at most.
pub(crate) const MAX_FAULTS: usize = 20;

/// Returns the invalid fields of a value, each with a message. The first `skipped` parts of a path are not a part of the
/// name of a field.
pub(crate) fn find(validator: &Validator, value: &Value, skipped: usize) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    for error in validator.iter_errors(value) {
        add(&error, skipped, &mut faults);
        if faults.len() >= MAX_FAULTS {
            break;
        }
    }
    faults.truncate(MAX_FAULTS);
    faults
}

fn add(error: &ValidationError<'_>, skipped: usize, faults: &mut Vec<(String, String)>) {
    let path = error.instance_path();
    let name = field(path, skipped);
    let mut push = |name: String, message: String| {
        if !faults.iter().any(|(other, _)| *other == name) {
            faults.push((name, message));
        }
    };
    match error.kind() {
        Kind::Required { property } => {
            let property = property.as_str().unwrap_or_default();
            push(
                member(&name, property),
                "This field is required.".to_owned(),
            );
        }
        Kind::AdditionalProperties { unexpected } => {
            for property in unexpected {
                push(member(&name, property), "Invalid field.".to_owned());
            }
        }
        Kind::AnyOf { context } => match nearest(path, context) {
            Some(errors) => {
                for error in errors {
                    add(error, skipped, faults);
                }
            }
            None => push(name, "Invalid field.".to_owned()),
        },
        kind => push(name, message(kind)),
    }
}

/// Returns the errors of the alternative that was meant: the one with the fewest errors, among those that accept the type
/// of the value.
pub(crate) fn nearest<'a>(
    path: &Location,
    alternatives: &'a [Vec<ValidationError<'static>>],
) -> Option<&'a Vec<ValidationError<'static>>> {
    let accepts = |errors: &&Vec<ValidationError<'_>>| {
        !errors.is_empty()
            && errors.iter().all(|error| {
                let refuses = matches!(error.kind(), Kind::Type { .. } | Kind::Enum { .. });
                error.instance_path() != path || !refuses
            })
    };
    alternatives
        .iter()
        .filter(accepts)
        .min_by_key(|errors| errors.len())
}

fn message(kind: &Kind) -> String {
    match kind {
        Kind::Maximum { limit } => format!("The value must be at most {limit}."),
        Kind::Minimum { limit } => format!("The value must be at least {limit}."),
        Kind::ExclusiveMaximum { limit } => format!("The value must be less than {limit}."),
        Kind::ExclusiveMinimum { limit } => format!("The value must be greater than {limit}."),
        Kind::MaxLength { limit } => format!("The text must have at most {limit} characters."),
        Kind::MinLength { limit } => format!("The text must have at least {limit} characters."),
        Kind::MaxItems { limit } => format!("The list must have at most {limit} items."),
        Kind::MinItems { limit } => format!("The list must have at least {limit} items."),
        Kind::UniqueItems => "The list must not contain an item twice.".to_owned(),
        _ => "Invalid field.".to_owned(),
    }
}

/// Returns a path in Zoom's form, such as `plan_addons[0].type`.
fn field(path: &Location, skipped: usize) -> String {
    path.segments()
        .skip(skipped)
        .fold(String::new(), |name, segment| match segment {
            LocationSegment::Property(property) => member(&name, &property),
            LocationSegment::Index(index) => format!("{name}[{index}]"),
        })
}

fn member(name: &str, property: &str) -> String {
    if name.is_empty() {
        property.to_owned()
    } else {
        format!("{name}.{property}")
    }
}
