//! Turns a call into a call whose response is a stream.

use std::time::Duration;

use http::header::ACCEPT;

use crate::runtime::call::parts::CallParts;
use crate::runtime::http::split_page::Properties;
use crate::runtime::operation::streaming::Streaming;

/// How long a stream may bring no data by default.
const IDLE_TIMEOUT: Duration = Duration::from_secs(5 * 60);

/// Requests the stream of an operation: sets the `accept` header, and the property of the body that requests a stream.
pub(crate) fn as_stream(mut parts: Box<CallParts>, streaming: &Streaming) -> Box<CallParts> {
    parts.is_streamed = true;
    parts.chunk_timeout = Some(IDLE_TIMEOUT);
    let request = &mut parts.request;
    let names = |accept: &str| accept.split(',').next() == Some(streaming.media_type);
    if !request.headers().contains_key(ACCEPT) && !request.accept.is_some_and(names) {
        request.accept = Some(streaming.media_type);
    }
    if let Some(property) = streaming.switch {
        let switched = request
            .body_bytes()
            .and_then(|json| with_true(json, property));
        if let Some(body) = switched {
            request.replace_body(body);
        }
    }
    parts
}

pub(crate) fn set_idle_timeout(parts: &mut CallParts, timeout: Duration) {
    parts.chunk_timeout = Some(timeout);
}

/// Sets a property of a JSON object to `true`. Returns `None` if the JSON is not an object.
fn with_true(json: &[u8], property: &str) -> Option<Vec<u8>> {
    let Properties(properties) = serde_json::from_slice(json).ok()?;
    let mut object = String::with_capacity(json.len() + property.len() + 8);
    for (name, value) in &properties {
        if name != property {
            object.push(if object.is_empty() { '{' } else { ',' });
            object.push_str(&serde_json::to_string(name).ok()?);
            object.push(':');
            object.push_str(value.get());
        }
    }
    object.push(if object.is_empty() { '{' } else { ',' });
    object.push_str(&serde_json::to_string(property).ok()?);
    object.push_str(":true}");
    Some(object.into_bytes())
}
