//! Downloads that the API redirects to a file host.
//!
//! This module follows the redirects and returns the response of the file host. A file host must not get credentials,
//! and its responses must not affect credentials or rate limits.

use std::sync::Arc;

use bytes::Bytes;

use crate::runtime::error::{Error, Result};
use crate::runtime::http::body::Body;
use crate::runtime::http::redirect::{Redirects, is_redirect};
use crate::runtime::http::transport::Transport;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::operation::outcome::Outcome;
use crate::runtime::operation::response_head::ResponseHead;

/// Follows the redirects. `head` is the response of the API. Returns the response of the file host.
pub(crate) async fn follow(
    mut redirects: Box<Redirects>,
    mut head: ResponseHead,
    transport: &Arc<dyn Transport>,
    max_bytes: usize,
) -> Result<(ResponseHead, Body)> {
    loop {
        let request = redirects.follow(head.headers()).map_err(|message| {
            Error::new(ErrorKind::Api, message)
                .with_target(&redirects.origin())
                .with_response(head, &Bytes::new())
        })?;
        // `None` in place of an operation means that the request does not go to the API.
        let response = transport.send(request, None).await;
        let response = response.map_err(|error| {
            // Even if the connection failed, the API has already handled its request.
            Error::from(error)
                .with_outcome(Outcome::Unknown)
                .with_target(&redirects.origin())
        });
        let (parts, body) = response?.into_parts();
        head = ResponseHead::new(parts.status, parts.headers);
        if head.status().is_success() {
            return Ok((head, body));
        }
        if !is_redirect(head.status()) {
            // The body often explains the error as XML. If the body cannot be read, the status alone must do.
            let body = body.collect(max_bytes).await.unwrap_or_default();
            let reason = head.status().canonical_reason().unwrap_or("no success");
            let message = format!(
                "file host `{}` rejected the download: {}",
                redirects.host(),
                reason.to_ascii_lowercase()
            );
            return Err(Error::new(ErrorKind::Api, message)
                .with_target(&redirects.origin())
                .with_response(head, &body));
        }
    }
}
