//! Replaces the ids in examples by generated ones.

use std::collections::BTreeMap;

use serde_json::Value;

use super::document::Document;
use super::view::{Alternatives, View};
use crate::fake::random::Random;

/// How many digits the shortest number has that counts as a generated id. Shorter ones can have a meaning, such as the
/// role `2`.
const MIN_DIGITS: usize = 9;

/// Replaces ids. The same old id is always replaced by the same new id, so that references inside of a response stay
/// correct.
#[derive(Debug)]
pub(crate) struct Ids<'a> {
    document: &'a Document,
    random: &'a mut Random,
    replaced: BTreeMap<String, Value>,
}

impl<'a> Ids<'a> {
    /// Creates a replacement without known ids.
    pub(crate) fn new(document: &'a Document, random: &'a mut Random) -> Self {
        Self {
            document,
            random,
            replaced: BTreeMap::new(),
        }
    }

    /// Replaces all ids in a value of a schema.
    pub(crate) fn replace(&mut self, schema: &Value, value: &mut Value) {
        self.walk(schema, "", value);
    }

    fn walk(&mut self, schema: &Value, name: &str, value: &mut Value) {
        let view = View::new(self.document, schema, Alternatives::All);
        match value {
            Value::Object(object) => {
                for (name, value) in object {
                    let schema = view.properties.get(name.as_str()).copied();
                    self.walk(schema.unwrap_or(&Value::Null), name, value);
                }
            }
            Value::Array(items) => {
                let schema = view.keyword("items").unwrap_or(&Value::Null);
                for item in items {
                    self.walk(schema, name, item);
                }
            }
            Value::String(_) | Value::Number(_) if is_id(&view, name) => self.replace_id(value),
            _ => {}
        }
    }

    fn replace_id(&mut self, value: &mut Value) {
        let key = value.to_string();
        if let Some(known) = self.replaced.get(&key) {
            *value = known.clone();
        } else if let Some(new) = self.new_id(value) {
            self.replaced.insert(key, new.clone());
            *value = new;
        }
    }

    /// Returns a new id in the format of an old one. Returns `None` if the old one has no format of generated ids.
    fn new_id(&mut self, old: &Value) -> Option<Value> {
        let Some(text) = old.as_str() else {
            let digits = old.as_u64()?.to_string().len();
            let digits = u32::try_from(digits)
                .ok()
                .filter(|_| digits >= MIN_DIGITS)?;
            return Some(self.random.digits(digits).into());
        };
        let (length, groups) = (text.len(), text.split('-').map(str::len));
        let all = |test: fn(u8) -> bool| text.bytes().all(test);
        let new = if length == 22 && all(is_base64) {
            self.random.id()
        } else if length == 24 && text.ends_with("==") {
            format!("{}==", self.random.id())
        } else if groups.eq([8, 4, 4, 4, 12]) {
            let (high, low) = (self.random.next(), self.random.next());
            let hex = format!("{high:016x}{low:016x}");
            let (first, rest) = hex.split_at(8);
            let (second, rest) = rest.split_at(4);
            let (third, rest) = rest.split_at(4);
            let (fourth, fifth) = rest.split_at(4);
            format!("{first}-{second}-{third}-{fourth}-{fifth}")
        } else if (MIN_DIGITS..=18).contains(&length) && all(|byte| byte.is_ascii_digit()) {
            self.random.digits(u32::try_from(length).ok()?).to_string()
        } else if (16..=32).contains(&length) && all(|byte| byte.is_ascii_hexdigit()) {
            let hex = format!("{:016x}{:016x}", self.random.next(), self.random.next());
            hex.chars().take(length).collect()
        } else {
            return None;
        };
        Some(new.into())
    }
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn is_id(view: &View<'_>, name: &str) -> bool {
    let is_name = matches!(name, "id" | "ids" | "uuid");
    let has_suffix = ["_id", "_ids", "_uuid"]
        .iter()
        .any(|suffix| name.ends_with(suffix));
    is_name || has_suffix || view.keyword("x-id").is_some()
}
