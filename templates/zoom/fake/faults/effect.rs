//! What each fault does to a call.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use super::fault::Fault;
use super::script::{Delivery, Script, render};
use crate::fake::budgets;
use crate::fake::exchange::{Content, Reply, Request};
use crate::fake::failure::Failure;
use crate::fake::rules::v1;
use crate::fake::state::State;
use crate::fake::tokens;

/// The number of pieces of a slow response.
const PIECES: usize = 16;
/// How much larger than the body a wrong content length is.
const EXCESS: usize = 100;

/// What a fault does before the request is applied.
#[derive(Debug)]
pub(crate) enum Before {
    /// The request is not applied, and gets this response. `None` means that the connection is reset.
    Refuse(Option<Reply>),
    /// The request is applied, and then [`Fault::after`] changes the response.
    Apply,
    /// The fault is not possible for this request.
    Impossible,
}

impl Fault {
    /// Returns what the fault does before the request is applied.
    pub(crate) fn before(&self, state: &mut State, request: &Request) -> Before {
        let now = state.clock.now();
        let failure = match self {
            Self::ResetBefore => return Before::Refuse(None),
            Self::InternalServerError => return refuse(html(500)),
            Self::BadGateway => return refuse(html(502)),
            Self::ServiceUnavailable => return refuse(html(503)),
            Self::Redirect { to } => return refuse(redirect(to, request)),
            Self::RateLimitPerSecond => budgets::per_second(now + Duration::from_secs(1)),
            Self::RateLimitPerDay => budgets::per_day(now),
            Self::RateLimitConcurrent => budgets::concurrent(),
            Self::TokenExpired if state.tokens.expire(request, now.as_secs()) => {
                tokens::expired_token()
            }
            Self::TokenRevoked if state.tokens.revoke(request, now.as_secs()) => {
                tokens::invalid_token()
            }
            Self::TokenExpired | Self::TokenRevoked => return Before::Impossible,
            Self::FailureWithStatus200 => Failure::new(200, 200, "No permission."),
            _ => return Before::Apply,
        };
        if !request.path.starts_with("/v1/") {
            return refuse(failure.into_reply());
        }
        let failure = match failure.code {
            429 => v1::limit_reached(),
            _ => failure,
        };
        refuse(failure.into_v1_reply())
    }

    /// Returns how the response to an applied request is sent. Returns `None` if the fault is not possible for this
    /// response.
    pub(crate) fn after(&self, reply: &Reply) -> Option<Delivery> {
        match self {
            Self::Delay { milliseconds } => {
                let delay = Duration::from_millis(*milliseconds);
                Some(Delivery::Late(reply.clone(), delay))
            }
            Self::ResetAfter => Some(Delivery::Script(Script::reset())),
            Self::MalformedJson => malformed(reply).map(Delivery::Reply),
            Self::WrongRowType => wrong_row(reply).map(Delivery::Reply),
            Self::TruncatedBody => script(reply, |length| length, |length| length / 2),
            Self::ContentLengthTooLong => script(reply, |length| length + EXCESS, |length| length),
            Self::ContentLengthTooShort => script(reply, |length| length / 2, |length| length),
            Self::Drip { milliseconds } => {
                let (mut bytes, body) = render(reply, |length| length);
                bytes.extend_from_slice(&body);
                let pause = Duration::from_millis(*milliseconds);
                Some(Delivery::Script(Script::slow(&bytes, PIECES, pause)))
            }
            _ => None,
        }
    }
}

fn refuse(reply: Reply) -> Before {
    Before::Refuse(Some(reply))
}

fn html(status: u16) -> Reply {
    let code = StatusCode::from_u16(status).unwrap_or_default();
    let reason = code.canonical_reason().unwrap_or_default();
    let text = format!(
        "<html><head><title>{status} {reason}</title></head><body><h1>{status} {reason}</h1></body></html>"
    );
    Reply::html(status, text)
}

fn redirect(to: &str, request: &Request) -> Reply {
    let mut location = format!("{}{}", to.trim_end_matches('/'), request.path);
    if !request.query.is_empty() {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&request.query);
        location = format!("{location}?{}", query.finish());
    }
    Reply::empty(307).header("location", location)
}

/// Returns a response whose header `content-length` or whose body has another length than usual. Returns `None` for a
/// body that is too short to be cut.
fn script(
    reply: &Reply,
    declared: impl Fn(usize) -> usize,
    sent: impl Fn(usize) -> usize,
) -> Option<Delivery> {
    let (mut bytes, body) = render(reply, declared);
    if body.len() < 2 {
        return None;
    }
    bytes.extend_from_slice(body.get(..sent(body.len()))?);
    Some(Delivery::Script(Script::close_after(bytes)))
}

/// Returns a response with the JSON of another response without its last character.
fn malformed(reply: &Reply) -> Option<Reply> {
    let Content::Json(value) = &reply.content else {
        return None;
    };
    let mut text = value.to_string();
    text.pop();
    text.push(',');
    Some(with_content(
        reply,
        Content::Bytes {
            media_type: "application/json;charset=UTF-8",
            bytes: text.into(),
        },
    ))
}

/// Returns a response in which the first row of the first list that is not empty has another type.
fn wrong_row(reply: &Reply) -> Option<Reply> {
    let Content::Json(Value::Object(body)) = &reply.content else {
        return None;
    };
    let mut body = body.clone();
    let mut lists = body.values_mut().filter_map(Value::as_array_mut);
    let row = lists.find_map(|rows| rows.first_mut())?;
    *row = if row.is_object() {
        Value::from("not an object")
    } else {
        json!({"unexpected": true})
    };
    Some(with_content(reply, Content::Json(Value::Object(body))))
}

fn with_content(reply: &Reply, content: Content) -> Reply {
    Reply {
        content,
        ..reply.clone()
    }
}
