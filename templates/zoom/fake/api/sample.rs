//! Makes responses.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Api;
use super::document::Document;
use super::endpoint::Endpoint;
use crate::fake::random::Random;

pub(crate) fn response(_api: &Api, endpoint: &Endpoint, _random: &mut Random, _params: &BTreeMap<String, String>) -> Value {
    endpoint.response_example().cloned().unwrap_or_default()
}

pub(crate) fn rows(_api: &Api, _endpoint: &Endpoint, _count: usize, _random: &mut Random) -> Vec<Map<String, Value>> {
    Vec::new()
}

pub(crate) fn list(_api: &Api, endpoint: &Endpoint, rows: &str, stored: &[Map<String, Value>], _random: &mut Random) -> Value {
    let mut value = endpoint.response_example().cloned().unwrap_or_default();
    value[rows] = stored.iter().cloned().map(Value::Object).collect();
    value
}

pub(crate) fn fit(_document: &Document, _schema: &Value, stored: &Value, mut base: Value) -> Value {
    if let (Some(base), Some(stored)) = (base.as_object_mut(), stored.as_object()) {
        base.extend(stored.clone());
    }
    base
}

pub(crate) fn filled(_document: &Document, _schema: &Value, stored: &Value, _random: &mut Random) -> Value {
    stored.clone()
}
