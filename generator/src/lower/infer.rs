//! Infers types from examples.
//!
//! In: the examples of a JSON response without a schema. Out: the type of the response. Every property is optional, and unknown
//! properties are kept. Text that looks like a date gets the date type, and text that looks like a time gets the time type. An
//! empty list or `null` does not show a type, so the type becomes any JSON value.

use std::collections::BTreeMap;

use super::context::{At, Lowering};
use super::lowered::Lowered;
use crate::diag::{Code, Diagnostic};
use crate::model::{Access, Context, Docs, Encoding, Field, Presence, Shape, Step, Ty};
use crate::source::{Node, Value};
use crate::text::Markdown;

/// The type of each id in the examples. The key is the path of the property, such as `subAccounts.id`.
pub(super) type IdHints = BTreeMap<String, String>;

impl<'a> Lowering<'a> {
    /// Infers the type of a response from its examples.
    pub(super) fn infer(
        &mut self,
        examples: &[At<'a>],
        context: Context,
        hints: &IdHints,
        name: Option<&str>,
    ) -> Lowered {
        let lowered = self.infer_value(examples, context, "", hints);
        if let Ty::Named(id) = lowered.ty
            && let Some(def) = self.type_mut(id)
        {
            def.examples = examples.iter().filter_map(super::schema::example).collect();
            def.name = name.map(str::to_owned).or_else(|| def.name.take());
        }
        if let Some(at) = examples.first() {
            self.diagnostics.push(
                Diagnostic::note(
                    Code::InferredFromExample,
                    "the type of a response is inferred from its example",
                )
                .label(at.span(), "this example"),
            );
        }
        lowered
    }

    fn infer_value(
        &mut self,
        values: &[At<'a>],
        context: Context,
        path: &str,
        hints: &IdHints,
    ) -> Lowered {
        let nullable = values.iter().any(|at| at.node.is_null());
        let known: Vec<At<'a>> = values
            .iter()
            .filter(|at| !at.node.is_null())
            .cloned()
            .collect();
        let ty = match known.first().map(|at| &at.node.value) {
            None => self.untold(values),
            Some(Value::Map(_)) if known.iter().all(|at| at.node.as_map().is_some()) => {
                self.infer_object(&known, context, path, hints)
            }
            Some(Value::List(_)) if known.iter().all(|at| at.node.as_list().is_some()) => {
                let items: Vec<At<'a>> = known.iter().flat_map(At::items).collect();
                let context = context.then(None, Step::Item);
                let element = if items.is_empty() {
                    self.untold(&known)
                } else {
                    self.infer_value(&items, context, path, hints).element()
                };
                Ty::List(Box::new(element))
            }
            Some(_) => match hints.get(path) {
                Some(id) => self.id_type(id),
                None => scalar(&known),
            },
        };
        Lowered { ty, nullable }
    }

    fn infer_object(
        &mut self,
        values: &[At<'a>],
        context: Context,
        path: &str,
        hints: &IdHints,
    ) -> Ty {
        let Some(first) = values.first() else {
            return Ty::Json;
        };
        let id = self.add_type(first, context);
        let mut positions: BTreeMap<&'a str, usize> = BTreeMap::new();
        let mut properties: Vec<(&'a str, Vec<At<'a>>)> = Vec::new();
        for (name, member) in values.iter().flat_map(At::members) {
            let next = properties.len();
            let position = *positions.entry(name).or_insert(next);
            if position == next {
                properties.push((name, Vec::new()));
            }
            if let Some((_, members)) = properties.get_mut(position) {
                members.push(member);
            }
        }
        let mut fields = Vec::with_capacity(properties.len());
        for (name, members) in properties {
            let Some(member) = members.first() else {
                continue;
            };
            let path = if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}.{name}")
            };
            let context = Context::within(id, Step::Member(name.to_owned()));
            let lowered = self.infer_value(&members, context, &path, hints);
            fields.push(Field {
                wire: name.to_owned(),
                name: None,
                ty: lowered.ty,
                presence: Presence::Optional,
                docs: Docs {
                    constraints: shown(member.node).into_iter().collect(),
                    ..Docs::default()
                },
                access: Access::Both,
                location: None,
                encoding: Encoding::Text,
                fixed: None,
                origin: member.origin(),
            });
        }
        if let Some(def) = self.type_mut(id) {
            def.inferred = true;
            def.shape = Shape::Struct {
                fields,
                extra: Some(Ty::Json),
            };
        }
        Ty::Named(id)
    }

    /// Reports that the examples do not determine a type. Returns `Ty::Json`, which accepts any value.
    fn untold(&mut self, values: &[At<'a>]) -> Ty {
        if let Some(at) = values.first() {
            self.diagnostics.push(
                Diagnostic::note(
                    Code::InferenceIncomplete,
                    "the example does not determine a type",
                )
                .label(at.span(), "becomes any JSON value")
                .help("add a schema to the response, in the document or in an overlay"),
            );
        }
        Ty::Json
    }
}

/// Returns a type that fits all scalar values, such as a float for `1` and `2.5`.
fn scalar(values: &[At<'_>]) -> Ty {
    let all = |test: fn(&Node) -> bool| values.iter().all(|at| test(at.node));
    let integers: Option<Vec<i128>> = values.iter().map(|at| at.node.as_i128()).collect();
    if all(|node| node.as_bool().is_some()) {
        Ty::Bool
    } else if let Some(integers) = integers {
        Ty::Int(super::integer::kind_of_all(&integers))
    } else if all(|node| node.as_number().is_some()) {
        Ty::Float
    } else if all(|node| node.as_str().is_some_and(looks_like_moment)) {
        Ty::Timestamp
    } else if all(|node| node.as_str().is_some_and(looks_like_day)) {
        Ty::Date
    } else if all(|node| node.as_str().is_some()) {
        Ty::Str
    } else {
        Ty::Json
    }
}

/// Describes a short example value in a sentence, such as `Example: 5.`
fn shown(node: &Node) -> Option<Markdown> {
    let text = match &node.value {
        Value::Str(text) => text.trim(),
        Value::Number(number) => number.text.as_str(),
        Value::Bool(_) | Value::Null | Value::List(_) | Value::Map(_) => return None,
    };
    let fine = !text.is_empty()
        && text.chars().count() <= 60
        && text
            .chars()
            .all(|c| c != '`' && (c == ' ' || c.is_ascii_graphic()));
    fine.then(|| Markdown::fill("Example: {}.", &[&Markdown::code(text)]))
}

/// Returns whether a text starts like a time, such as `2015-01-27T14`. The end of the text may deviate from RFC 3339.
fn looks_like_moment(text: &str) -> bool {
    text.split_once(['T', ' ']).is_some_and(|(day, time)| {
        looks_like_day(day)
            && time.len() >= 4
            && time.bytes().take(2).all(|byte| byte.is_ascii_digit())
    })
}

fn looks_like_day(text: &str) -> bool {
    let mut parts = text.split('-');
    let digits = |part: Option<&str>, count: usize| {
        part.is_some_and(|part| {
            part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    digits(parts.next(), 4)
        && digits(parts.next(), 2)
        && digits(parts.next(), 2)
        && parts.next().is_none()
}
