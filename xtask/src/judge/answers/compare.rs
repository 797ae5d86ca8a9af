//! Compares an example with the JSON that the generated type writes after reading the example.
//!
//! In: an example, and a function that decodes and encodes it. Out: the values that cannot be decoded, that are lost,
//! or that are changed.

use anyhow::Result;
use serde_json::Value;

/// If an example has this number of decoding errors, its comparison ends.
const MOST_ERRORS: usize = 100;

/// What happened to a value of an example when it was decoded and encoded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// The value cannot be decoded.
    Undecoded,
    /// The output does not contain the value.
    Lost,
    /// The output contains a different value.
    Changed,
    /// The value is kept, but it is not in the specification, such as an unknown value of an enum.
    Unknown,
}

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Undecoded => "undecoded",
            Self::Lost => "lost",
            Self::Changed => "changed",
            Self::Unknown => "unknown",
        }
    }
}

/// A value that decoding and encoding changes or loses.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Fault {
    /// The JSON path of the value, such as `users[0].id`. Empty for the whole example.
    pub(crate) path: String,
    /// What happened to the value.
    pub(crate) kind: Kind,
    /// A sentence that describes the reason.
    pub(crate) reason: String,
    /// The JSON text of an unknown value.
    pub(crate) value: Option<String>,
}

/// The result of decoding and encoding an example.
#[derive(Clone, Debug, Default)]
pub(crate) struct Output {
    /// The JSON that the type writes.
    pub(crate) json: Value,
    /// The values that the type keeps although it does not know them, as in `Unknown("x")`.
    pub(crate) unknown: Vec<String>,
    /// The repairs of the client, as `kind path`.
    pub(crate) repairs: Vec<String>,
}

/// An error that decoding or encoding returned.
#[derive(Clone, Debug, Default)]
pub(crate) struct Failure {
    /// The JSON path of the invalid value.
    pub(crate) path: String,
    /// The error message.
    pub(crate) reason: String,
}

/// Decodes and encodes an example. Returns a fault for each value that is changed or lost. If a value cannot be
/// decoded, it is removed from the example, and the example is decoded again. Thus, all faults are found.
pub(crate) fn faults(
    example: &Value,
    mut round_trip: impl FnMut(&Value) -> Result<Result<Output, Failure>>,
) -> Result<Vec<Fault>> {
    let mut rest = example.clone();
    let mut faults = Vec::new();
    while faults.len() < MOST_ERRORS {
        match round_trip(&rest)? {
            Ok(output) => {
                compare(&rest, Some(&output.json), "", &mut faults);
                faults.extend(output.unknown.into_iter().map(|text| Fault {
                    path: path_of(&rest, &text, "").unwrap_or_default(),
                    kind: Kind::Unknown,
                    reason: format!("{text} is not in the specification"),
                    value: Some(text),
                }));
                break;
            }
            Err(failure) => {
                let is_removed = remove(&mut rest, &failure.path);
                faults.push(Fault {
                    path: failure.path,
                    kind: Kind::Undecoded,
                    reason: failure.reason,
                    value: None,
                });
                if !is_removed {
                    break;
                }
            }
        }
    }
    Ok(faults)
}

/// Adds a fault for each value that is missing or different in the output. The order of properties and the notation of
/// numbers may differ. `null` and a missing property are equal.
fn compare(sent: &Value, back: Option<&Value>, path: &str, faults: &mut Vec<Fault>) {
    let mut fault = |kind, reason: String| {
        faults.push(Fault {
            path: path.to_owned(),
            kind,
            reason,
            value: None,
        });
    };
    match (sent, back) {
        (Value::Null, None) => {}
        (_, None) => fault(Kind::Lost, format!("{} is not written", brief(sent))),
        (Value::Object(sent), Some(Value::Object(back))) => {
            for (name, value) in sent {
                compare(value, back.get(name), &property(path, name), faults);
            }
        }
        (Value::Array(sent), Some(Value::Array(back))) if sent.len() == back.len() => {
            for (index, (sent, back)) in sent.iter().zip(back).enumerate() {
                compare(sent, Some(back), &format!("{path}[{index}]"), faults);
            }
        }
        (Value::Number(sent), Some(Value::Number(back)))
            if sent == back
                || (sent.is_f64() != back.is_f64() && sent.as_f64() == back.as_f64()) => {}
        (sent, Some(back)) if sent == back => {}
        (sent, Some(back)) => fault(
            Kind::Changed,
            format!("{} is written as {}", brief(sent), brief(back)),
        ),
    }
}

/// Returns the path of the first scalar whose JSON text is `text`.
fn path_of(value: &Value, text: &str, path: &str) -> Option<String> {
    match value {
        Value::Object(object) => {
            (object.iter()).find_map(|(name, value)| path_of(value, text, &property(path, name)))
        }
        Value::Array(items) => (items.iter().enumerate())
            .find_map(|(index, item)| path_of(item, text, &format!("{path}[{index}]"))),
        scalar => {
            let json = scalar.to_string();
            (json == text).then(|| path.to_owned())
        }
    }
}

/// Returns the path of a property of the value at `path`.
pub(crate) fn property(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// Returns the JSON text of a value. A long text is cut.
pub(crate) fn brief(value: &Value) -> String {
    const MOST: usize = 60;
    let text = value.to_string();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// Removes the value at a path. Returns whether there was a value.
fn remove(value: &mut Value, path: &str) -> bool {
    let mut steps = steps(path);
    let Some(last) = steps.pop() else {
        return false;
    };
    let mut parent = value;
    for step in steps {
        let next = match step {
            Step::Name(name) => parent.get_mut(name),
            Step::Index(index) => parent.get_mut(index),
        };
        let Some(next) = next else {
            return false;
        };
        parent = next;
    }
    match (parent, last) {
        (Value::Object(object), Step::Name(name)) => object.remove(name).is_some(),
        (Value::Array(items), Step::Index(index)) if index < items.len() => {
            items.remove(index);
            true
        }
        _ => false,
    }
}

enum Step<'a> {
    Name(&'a str),
    Index(usize),
}

fn steps(path: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    for part in path.split('.').filter(|part| !part.is_empty()) {
        let mut pieces = part.split('[');
        let name = pieces.next().unwrap_or_default();
        if !name.is_empty() {
            steps.push(Step::Name(name));
        }
        let indices = pieces.filter_map(|piece| piece.strip_suffix(']')?.parse().ok());
        steps.extend(indices.map(Step::Index));
    }
    steps
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Failure, Fault, Output, faults};

    /// Returns the faults as `kind path: reason`.
    fn found(faults: &[Fault]) -> Vec<String> {
        let text =
            |fault: &Fault| format!("{} {}: {}", fault.kind.name(), fault.path, fault.reason);
        faults.iter().map(text).collect()
    }

    /// Returns the faults of a type that writes `output`.
    fn writing(example: &Value, output: &Value) -> Vec<String> {
        let round_trip = |_: &Value| {
            let json = output.clone();
            Ok(Ok(Output {
                json,
                ..Output::default()
            }))
        };
        found(&faults(example, round_trip).unwrap())
    }

    #[test]
    fn null_the_order_and_the_notation_of_numbers_are_ignored() {
        let example = json!({"a": 1, "b": null, "c": [2.0, {"d": "x"}]});
        let output = json!({"c": [2, {"d": "x", "e": null}], "a": 1.0});
        assert!(writing(&example, &output).is_empty());
    }

    #[test]
    fn lost_and_changed_values_are_found() {
        let example = json!({"a": {"b": 1}, "c": ["x"], "d": "5", "e": [1, 2]});
        let output = json!({"a": {}, "c": ["y"], "d": 5, "e": [1]});
        assert_eq!(
            writing(&example, &output),
            [
                "lost a.b: 1 is not written",
                "changed c[0]: \"x\" is written as \"y\"",
                "changed d: \"5\" is written as 5",
                "changed e: [1,2] is written as [1]",
            ]
        );
    }

    #[test]
    fn large_integers_are_compared_exactly() {
        let example = json!(576_460_752_303_423_488_i64);
        assert!(writing(&example, &example).is_empty());
        let other = json!(576_460_752_303_423_489_i64);
        assert_eq!(writing(&example, &other).len(), 1);
    }

    #[test]
    fn an_invalid_value_does_not_hide_others() {
        let example = json!({"rows": [{"a": "x", "b": 1, "c": 2}]});
        let round_trip = |value: &Value| {
            let row = value.pointer("/rows/0").cloned().unwrap_or_default();
            for name in ["a", "b"] {
                if row.get(name).is_some() {
                    return Ok(Err(Failure {
                        path: format!("rows[0].{name}"),
                        reason: "wrong".to_owned(),
                    }));
                }
            }
            Ok(Ok(Output {
                json: json!({"rows": [{}]}),
                ..Output::default()
            }))
        };
        assert_eq!(
            found(&faults(&example, round_trip).unwrap()),
            [
                "undecoded rows[0].a: wrong",
                "undecoded rows[0].b: wrong",
                "lost rows[0].c: 2 is not written",
            ]
        );
    }

    #[test]
    fn an_error_without_a_path_ends_the_comparison() {
        let round_trip = |_: &Value| Ok(Err(Failure::default()));
        let found = faults(&json!({"a": 1}), round_trip).unwrap();
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn unknown_values_have_a_path() {
        let example = json!({"rows": [{"kind": "tea"}, {"kind": "soup"}]});
        let round_trip = |value: &Value| {
            let json = value.clone();
            Ok(Ok(Output {
                json,
                unknown: vec!["\"soup\"".to_owned()],
                ..Output::default()
            }))
        };
        assert_eq!(
            found(&faults(&example, round_trip).unwrap()),
            ["unknown rows[1].kind: \"soup\" is not in the specification"]
        );
    }
}
