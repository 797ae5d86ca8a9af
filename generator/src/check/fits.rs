//! Checks whether a value matches a schema.
//!
//! In: a value, a schema, and a resolver for references. Out: the first location where the value does not match. The check covers
//! types, `nullable`, `required`, `enum`, `additionalProperties`, compositions and a few formats. Lengths, ranges and patterns
//! are not checked. In doubt, a value matches.

use super::{report::head, shape::is_of_type};
use crate::{
    diag::nearest,
    openapi::{Found, Resolver, keywords::TYPES},
    source::{Map, Node, Span, Value},
};

/// The maximum number of comparisons for one example. Nested alternatives can have exponentially many combinations. An
/// example that exceeds this limit is treated as a match.
const STEPS_PER_EXAMPLE: usize = 50_000;
/// The maximum number of comparisons for all examples of a document.
const STEPS_PER_DOCUMENT: usize = 20_000_000;
/// The maximum nesting depth of compositions and values. Deeper values are not checked.
const MAX_DEPTH: usize = 100;

/// A location where a value does not match its schema.
#[derive(Clone, Debug)]
pub(super) struct Misfit {
    /// The location in the value.
    pub(super) span: Span,
    /// The description of the mismatch, for the label.
    pub(super) label: String,
    /// A suggestion for a fix, if there is one.
    pub(super) help: Option<String>,
}

/// How many comparisons are left for the document and for the current example.
#[derive(Debug)]
pub(super) struct Budget {
    document: usize,
    example: usize,
}

impl Budget {
    pub(super) const fn new() -> Self {
        Self {
            document: STEPS_PER_DOCUMENT,
            example: 0,
        }
    }

    fn start(&mut self) {
        self.example = STEPS_PER_EXAMPLE.min(self.document);
        self.document -= self.example;
    }

    fn end(&mut self) {
        self.document += self.example;
        self.example = 0;
    }

    const fn spend(&mut self, steps: usize) -> bool {
        let left = self.example > 0;
        self.example = self.example.saturating_sub(steps);
        left
    }
}

/// Finds the first location where the value does not match the schema.
pub(super) fn misfit(
    value: &Node,
    schema: Found<'_>,
    resolver: Resolver<'_>,
    budget: &mut Budget,
) -> Option<Misfit> {
    budget.start();
    let found = Check {
        resolver,
        budget,
        depth: 0,
    }
    .value(value, schema);
    budget.end();
    found
}

struct Check<'a, 'b> {
    resolver: Resolver<'a>,
    budget: &'b mut Budget,
    depth: usize,
}

impl<'a> Check<'a, '_> {
    fn value(&mut self, value: &Node, schema: Found<'a>) -> Option<Misfit> {
        if self.depth >= MAX_DEPTH || !self.budget.spend(1) {
            return None;
        }
        // `nullable` beside a reference applies here, although OpenAPI 3.0 ignores keywords beside a reference.
        if value.is_null() && schema.node.get("nullable").and_then(Node::as_bool) == Some(true) {
            return None;
        }
        self.depth += 1;
        let found = self.resolver.follow(schema.document, schema.node);
        let misfit = found.and_then(|found| {
            found
                .node
                .as_map()
                .and_then(|map| self.against(value, map, found))
        });
        self.depth -= 1;
        misfit
    }

    fn against(&mut self, value: &Node, schema: &'a Map, found: Found<'a>) -> Option<Misfit> {
        // A comparison with a long list counts as several, because it scans the whole list.
        let length = |key: &str| {
            schema
                .get(key)
                .and_then(Node::as_list)
                .map_or(0, <[Node]>::len)
        };
        self.budget.spend((length("enum") + length("required")) / 8);
        let kind = schema.text_of("type").filter(|kind| TYPES.contains(kind));
        let nullable = schema.get("nullable").and_then(Node::as_bool) == Some(true);
        if value.is_null() && nullable {
            return None;
        }
        if let Some(kind) = kind.filter(|kind| !is_of_type(value, kind)) {
            return Some(wrong_type(value, kind));
        }
        if let Some(values) = schema.get("enum").and_then(Node::as_list)
            && !values.iter().any(|allowed| allowed.same_value(value))
        {
            let near = value
                .as_str()
                .and_then(|text| nearest(text, values.iter().take(200).filter_map(Node::as_str)));
            let help = near.map(|near| format!("did you mean `{near}`?"));
            return Some(Misfit {
                span: head(value),
                label: "not a value of the `enum`".to_owned(),
                help,
            });
        }
        if let Some(label) = value
            .as_str()
            .zip(schema.text_of("format"))
            .and_then(|(text, format)| ill_formed(text, format))
        {
            return Some(Misfit {
                span: value.span,
                label: label.to_owned(),
                help: None,
            });
        }
        self.parts(value, schema, found)
            .or_else(|| self.compositions(value, schema, found))
    }

    fn parts(&mut self, value: &Node, schema: &'a Map, found: Found<'a>) -> Option<Misfit> {
        match &value.value {
            Value::List(items) => {
                let schema = Found {
                    node: schema.get("items")?,
                    ..found
                };
                items.iter().find_map(|item| self.value(item, schema))
            }
            Value::Map(map) => self.members(value, map, schema, found),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Str(_) => None,
        }
    }

    fn members(
        &mut self,
        value: &Node,
        map: &Map,
        schema: &'a Map,
        found: Found<'a>,
    ) -> Option<Misfit> {
        let properties = schema.get("properties").and_then(Node::as_map);
        for name in schema
            .get("required")
            .and_then(Node::as_list)
            .unwrap_or_default()
            .iter()
            .filter_map(Node::as_str)
        {
            // An example of a request lacks `readOnly` properties, and an example of a response lacks `writeOnly` properties.
            let one_way = || {
                let property = properties.and_then(|properties| properties.get(name));
                property.is_some_and(|property| {
                    let target = self
                        .resolver
                        .follow(found.document, property)
                        .map_or(property, |found| found.node);
                    ["readOnly", "writeOnly"]
                        .iter()
                        .any(|key| target.get(key).and_then(Node::as_bool) == Some(true))
                })
            };
            if !map.contains(name) && !one_way() {
                return Some(Misfit {
                    span: head(value),
                    label: format!("missing required property `{name}`"),
                    help: None,
                });
            }
        }
        let additional = schema.get("additionalProperties");
        for (name, span, member) in map.iter() {
            let known = properties.and_then(|properties| properties.get(name));
            let misfit = match known.or_else(|| additional.filter(|node| node.as_map().is_some())) {
                Some(node) => self.value(member, Found { node, ..found }),
                None if additional.and_then(Node::as_bool) == Some(false) => {
                    let near = nearest(name, properties.into_iter().flat_map(Map::names).take(200));
                    let help = near.map(|near| format!("did you mean `{near}`?"));
                    Some(Misfit {
                        span,
                        label: "unknown property, and the schema allows no additional ones"
                            .to_owned(),
                        help,
                    })
                }
                None => None,
            };
            if misfit.is_some() {
                return misfit;
            }
        }
        None
    }

    fn compositions(&mut self, value: &Node, schema: &'a Map, found: Found<'a>) -> Option<Misfit> {
        let list = |key: &str| schema.get(key).and_then(Node::as_list).unwrap_or_default();
        for node in list("allOf") {
            let misfit = self.value(value, Found { node, ..found });
            if misfit.is_some() {
                return misfit;
            }
        }
        for key in ["oneOf", "anyOf"] {
            let alternatives = list(key);
            let mut misfit = None;
            let fits = alternatives.iter().any(|node| {
                misfit = self.value(value, Found { node, ..found });
                misfit.is_none()
            });
            if !alternatives.is_empty() && !fits {
                // If there is only one alternative, the mismatch is in this alternative. Thus, its location is
                // reported.
                return misfit.filter(|_| alternatives.len() == 1).or_else(|| {
                    let label = format!(
                        "matches none of the {} alternatives of `{key}`",
                        alternatives.len()
                    );
                    Some(Misfit {
                        span: head(value),
                        label,
                        help: None,
                    })
                });
            }
        }
        None
    }
}

fn wrong_type(value: &Node, kind: &str) -> Misfit {
    let help = match (&value.value, kind) {
        (Value::Null, _) => {
            Some("add `nullable: true` to the schema, or remove the property".to_owned())
        }
        (Value::Number(_) | Value::Bool(_), "string") => Some("put it in quotes".to_owned()),
        _ => None,
    };
    Misfit {
        span: head(value),
        label: format!(
            "this is {}, but the schema's type is `{kind}`",
            value.kind()
        ),
        help,
    }
}

/// Describes why a text does not match a format. A format that this function does not list allows any text.
fn ill_formed(text: &str, format: &str) -> Option<&'static str> {
    let (fits, what) = match format {
        "date" => (is_date(text), "not a date such as `2024-12-31`"),
        "date-time" => (
            is_date_time(text),
            "not a time such as `2024-12-31T23:59:59Z`",
        ),
        "uuid" => (is_uuid(text), "not a UUID"),
        "email" => (
            text.split_once('@')
                .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty()),
            "not an email address",
        ),
        _ => return None,
    };
    (!fits).then_some(what)
}

fn has_form(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text
            .bytes()
            .zip(form.bytes())
            .all(|(byte, wanted)| match wanted {
                b'0' => byte.is_ascii_digit(),
                b'x' => byte.is_ascii_hexdigit(),
                _ => byte == wanted,
            })
}

fn is_date(text: &str) -> bool {
    has_form(text, "0000-00-00")
}

fn is_uuid(text: &str) -> bool {
    has_form(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")
}

/// Returns whether a text is an RFC 3339 date-time. The time zone, the seconds and the colons of the time may be
/// missing, because some servers omit these parts.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else {
        return false;
    };
    let zone_at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(zone_at);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let zone_fits = ["", "Z", "z", "+00:00", "-00:00", "+0000", "-0000"]
        .iter()
        .any(|form| has_form(zone, form));
    is_date(date)
        && ["00:00:00", "000000", "00:00"]
            .iter()
            .any(|form| has_form(clock, form))
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
        && zone_fits
}
