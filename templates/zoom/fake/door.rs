//! The paths below `/_fake`: the page for people, and the control of the fake for programs in other languages.

use std::net::Ipv4Addr;
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::exchange::{Reply, Request};
use super::page;
use super::server::Shared;
use super::snapshot;
use super::state::State;

/// The path of the page, and the start of the other paths.
const ROOT: &str = "/_fake";
/// The longest step of the clock in seconds: 100 years.
const MAX_STEP: u64 = 100 * 365 * 86_400;

/// Returns whether a request is for the control of the fake, and not for Zoom's API.
pub(super) fn is_for(request: &Request) -> bool {
    rest(request).is_some()
}

/// Returns the part of the path below the root.
fn rest(request: &Request) -> Option<&str> {
    let rest = request.path.strip_prefix(ROOT)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

/// Returns whether another website may have sent the request from a browser. The header `origin` names the website. A
/// website can also point its own domain name at the fake: the header `host` then is a name with a dot.
fn is_foreign(request: &Request) -> bool {
    let host = request.header("host").unwrap_or_default();
    let (name, _) = host.rsplit_once(':').unwrap_or((host, ""));
    let is_public_name = name.contains('.') && name.parse::<Ipv4Addr>().is_err();
    let origin = request.header("origin");
    is_public_name || origin.is_some_and(|origin| origin != format!("http://{host}"))
}

/// Responds to a request.
pub(super) fn respond(shared: &Shared, request: &Request) -> Reply {
    if is_foreign(request) {
        let message = format!("other websites cannot control the fake; use {}", shared.url);
        return refusal(403, &message);
    }
    let path = rest(request).unwrap_or_default();
    let path = if path == "/" { "" } else { path };
    let state = &mut *shared.state();
    let allowed = match (request.method.as_str(), path) {
        ("GET" | "HEAD", "") => return page::show(state, &shared.url),
        ("POST", "/clock") => return advance(state, request),
        ("GET" | "HEAD", "/snapshot") => {
            return Reply::bytes(200, "application/json", snapshot::write(state));
        }
        ("PUT", "/snapshot") => return restore(state, request),
        ("POST", "/invitations") => return accept(state, request),
        ("GET" | "HEAD", "/calls") => {
            let calls: Vec<_> = state.journal.calls().collect();
            return Reply::json(200, json!({"calls": calls}));
        }
        (_, "" | "/calls") => "GET, HEAD",
        (_, "/clock" | "/invitations") => "POST",
        (_, "/snapshot") => "GET, HEAD, PUT",
        _ => {
            return refusal(
                404,
                "there is no such path; use `/_fake`, `/_fake/clock`, `/_fake/snapshot`, `/_fake/invitations` or \
                 `/_fake/calls`",
            );
        }
    };
    let message = format!("the path does not support this method; use {allowed}");
    refusal(405, &message).header("allow", allowed)
}

fn refusal(status: u16, message: &str) -> Reply {
    Reply::json(status, json!({"error": message}))
}

/// Reads the JSON body of a request. `example` is a valid body.
fn body<T: DeserializeOwned>(request: &Request, example: &str) -> Result<T, Reply> {
    serde_json::from_slice(&request.body).map_err(|error| {
        let message = format!("invalid body: {error}; send a body such as `{example}`");
        refusal(400, &message)
    })
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    advance_seconds: u64,
}

fn advance(state: &mut State, request: &Request) -> Reply {
    let step: Step = match body(request, r#"{"advance_seconds": 60}"#) {
        Ok(step) => step,
        Err(reply) => return reply,
    };
    if step.advance_seconds > MAX_STEP {
        let message = format!("`advance_seconds` is more than {MAX_STEP}; use a smaller number");
        return refusal(400, &message);
    }
    state.advance(Duration::from_secs(step.advance_seconds));
    Reply::json(200, json!({"now": state.clock.timestamp()}))
}

fn restore(state: &mut State, request: &Request) -> Reply {
    let Ok(json) = std::str::from_utf8(&request.body) else {
        return refusal(
            400,
            "the snapshot is not UTF-8; send it as `GET /_fake/snapshot` returned it",
        );
    };
    match snapshot::restore(state, json) {
        Ok(()) => Reply::empty(204),
        Err(error) => refusal(400, &error.to_string()),
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Invitation {
    email: String,
}

fn accept(state: &mut State, request: &Request) -> Reply {
    let invitation: Invitation = match body(request, r#"{"email": "ada@acme.example"}"#) {
        Ok(invitation) => invitation,
        Err(reply) => return reply,
    };
    if state.world.activate(&invitation.email) {
        return Reply::json(200, json!({"email": invitation.email, "status": "active"}));
    }
    let message = format!(
        "no pending user has the email address `{}`; invite the user first",
        invitation.email
    );
    refusal(404, &message)
}
