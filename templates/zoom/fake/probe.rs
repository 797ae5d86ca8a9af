//! What the tests of the fake call without a socket.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method};
use serde_json::{Value, json};

use super::api::route::Found;
use super::api::{Api, sample, schema, verify};
use super::exchange::{Content, Request};
use super::random::Random;

/// The document of API v2.
pub const DOCUMENT: &str = include_str!("../../openapi/v2.json");

/// Returns a text for each response of the fake that is not valid for Zoom's documents.
#[must_use]
pub fn self_check() -> Vec<String> {
    let apis = [Api::v1(), Api::v2()];
    apis.into_iter().flat_map(verify::verify).collect()
}

/// Returns the number of endpoints of both APIs.
#[must_use]
pub fn endpoint_count() -> usize {
    let apis = [Api::v1(), Api::v2()];
    apis.map(|api| api.router.endpoints().len()).iter().sum()
}

/// Checks a request and returns `query` and `body` as the fake reads them.
///
/// # Errors
///
/// Returns the status and the body of the response if the request is invalid. The status is 0 if there is no such
/// endpoint.
pub fn check(
    is_v1: bool,
    method: Method,
    target: &str,
    content_type: Option<&'static str>,
    body: impl Into<Bytes>,
) -> Result<Value, (u16, Value)> {
    let mut headers = HeaderMap::new();
    if let Some(content_type) = content_type {
        headers.insert("content-type", HeaderValue::from_static(content_type));
    }
    let request = Request::new(method, target, headers, body.into());
    let api = if is_v1 { Api::v1() } else { Api::v2() };
    let Found::Route(route) = api.router.find(&request.method, &request.segments()) else {
        return Err((0, Value::Null));
    };
    match schema::check(api, &route, &request) {
        Ok(input) => Ok(json!({"query": input.query, "body": input.body})),
        Err(failure) => {
            let reply = failure.into_reply();
            match reply.content {
                Content::Json(body) => Err((reply.status, body)),
                _ => Err((reply.status, Value::Null)),
            }
        }
    }
}

/// Returns the body of the response to a GET request of API v2, with stored properties if there are any. Returns `null`
/// if there is no such endpoint.
#[must_use]
pub fn answer(seed: u64, path: &str, stored: Option<&Value>) -> Value {
    let request = Request::new(Method::GET, path, HeaderMap::new(), Bytes::new());
    let api = Api::v2();
    let Found::Route(route) = api.router.find(&request.method, &request.segments()) else {
        return Value::Null;
    };
    let random = &mut Random::new(seed);
    match stored {
        Some(stored) => sample::filled(api, route.endpoint, stored, random),
        None => sample::response(api, route.endpoint, random, &route.params),
    }
}
