//! Checks requests against the document.

use serde_json::{Map, Value};

use super::Api;
use super::route::Route;
use crate::fake::exchange::Request;
use crate::fake::failure::Failure;

/// The parameters and the body of a request, converted to the types of the document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Input {
    pub(crate) query: Map<String, Value>,
    pub(crate) body: Value,
}

pub(crate) fn check(_api: &'static Api, _route: &Route, request: &Request) -> Result<Input, Failure> {
    let query = request.query.iter().cloned();
    Ok(Input {
        query: query.map(|(name, value)| (name, value.parse::<u64>().map_or(Value::from(value.clone()), Value::from))).collect(),
        body: serde_json::from_slice(&request.body).unwrap_or_default(),
    })
}
