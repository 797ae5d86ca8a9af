//! Reads the body of a request.

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::{FutureExt, stream};
use serde_json::{Value, json};

use super::document::Document;
use super::endpoint::{Endpoint, is_json};
use super::typed;
use crate::fake::exchange::Request;
use crate::fake::failure::Failure;

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// Reads a body and returns it with the index of its media type. Returns `None` if the endpoint has no body, or if no
/// body was sent and it is optional.
///
/// # Errors
///
/// Fails if the body is missing, is not valid for its media type, or has a media type that the endpoint does not accept.
pub(crate) fn read(
    document: &Document,
    endpoint: &Endpoint,
    request: &Request,
) -> Result<Option<(usize, Value)>, Failure> {
    let Some((first, _)) = endpoint.request.first() else {
        return Ok(None);
    };
    if request.body.is_empty() && !endpoint.request_required {
        return Ok(None);
    }
    let sent = request.media_type();
    // An empty body needs no media type, and a body without one is read as the first media type.
    let media_type = sent.as_deref().filter(|_| !request.body.is_empty());
    let media_type = media_type.unwrap_or(first);
    let mut declared = endpoint.request.iter().enumerate();
    let Some((index, (_, content))) = declared.find(|(_, (name, _))| name == media_type) else {
        let names: Vec<&str> = endpoint
            .request
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        return Err(Failure::new(
            415,
            300,
            format!(
                "Content-Type {media_type} is not supported. Send {}.",
                names.join(" or ")
            ),
        ));
    };
    let body = if is_json(media_type) {
        json(&request.body)?
    } else if media_type == FORM {
        let pairs = form_urlencoded::parse(&request.body).into_owned();
        let pairs: Vec<(String, Value)> = pairs.map(|(name, text)| (name, text.into())).collect();
        typed::form(document, content, &pairs)
    } else if media_type == MULTIPART {
        typed::form(document, content, &multipart(request)?)
    } else {
        json!({"size": request.body.len()})
    };
    Ok(Some((index, body)))
}

fn json(body: &Bytes) -> Result<Value, Failure> {
    serde_json::from_slice(body).map_err(|error| {
        let message = format!("Request Body should be a valid JSON object: {error}.");
        Failure::new(400, 300, message)
    })
}

/// Returns the parts of a multipart form. A part with a file name becomes an object with the name and the size.
fn multipart(request: &Request) -> Result<Vec<(String, Value)>, Failure> {
    let content_type = request.header("content-type").unwrap_or_default();
    let invalid = |error: multer::Error| {
        Failure::new(400, 300, format!("The multipart form is invalid: {error}."))
    };
    let boundary = multer::parse_boundary(content_type).map_err(invalid)?;
    // The stream is always ready, because the whole body is there.
    let parts = parts(request.body.clone(), boundary).now_or_never();
    parts.unwrap_or(Ok(Vec::new())).map_err(invalid)
}

async fn parts(body: Bytes, boundary: String) -> multer::Result<Vec<(String, Value)>> {
    let body = stream::iter([Ok::<_, Infallible>(body)]);
    let mut multipart = multer::Multipart::new(body, boundary);
    let mut parts = Vec::new();
    while let Some(field) = multipart.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        let value = match field.file_name().map(str::to_owned) {
            Some(file_name) => json!({"file_name": file_name, "size": field.bytes().await?.len()}),
            None => field.text().await?.into(),
        };
        parts.push((name, value));
    }
    Ok(parts)
}
