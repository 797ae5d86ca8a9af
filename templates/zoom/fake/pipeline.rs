//! Responds to a request: finds the operation, checks the token, the limits and the document, and applies the rules.

use http::Method;
use serde_json::Value;

use super::api::Api;
use super::api::route::{Found, Route};
use super::api::schema;
use super::budgets::{Counted, Headers};
use super::call::{Call, Outcome};
use super::exchange::{Content, Reply, Request};
use super::failure::Failure;
use super::faults::effect::Before;
use super::faults::script::{Delivery, Script};
use super::journal::FakeCall;
use super::rules::{self, files, meetings, v1};
use super::state::State;
use super::tokens::oauth::Endpoint;
use super::tokens::permission;

/// The header that contains the id of a request.
const TRACKING_ID: &str = "x-zm-trackingid";

/// What a request is addressed to.
#[derive(Debug)]
enum Target {
    V1(Route),
    V2(Route),
    OAuth(Endpoint),
    /// A file to which a response contains a URL.
    File,
    /// The path exists, but only with these methods.
    WrongMethod(Vec<Method>),
    Unknown,
}

impl Target {
    fn find(request: &Request) -> Self {
        if let Some(endpoint) = Endpoint::find(request) {
            return Self::OAuth(endpoint);
        }
        if request.path.starts_with(files::FILES) {
            return match request.method {
                Method::GET => Self::File,
                _ => Self::WrongMethod(vec![Method::GET]),
            };
        }
        let segments = request.segments();
        let Some((version, segments)) = segments.split_first() else {
            return Self::Unknown;
        };
        let (api, target): (_, fn(Route) -> Self) = match version.as_str() {
            "v1" => (Api::v1(), Self::V1),
            "v2" => (Api::v2(), Self::V2),
            _ => return Self::Unknown,
        };
        match api.router.find(&request.method, segments) {
            Found::Route(route) => target(route),
            Found::WrongMethod(allowed) => Self::WrongMethod(allowed),
            Found::Nothing => Self::Unknown,
        }
    }

    /// Returns the id of the operation, such as `users.list`.
    fn operation(&self) -> Option<&'static str> {
        match self {
            Self::V1(route) | Self::V2(route) => Some(route.endpoint.id()),
            Self::OAuth(endpoint) => Some(endpoint.id()),
            Self::File => Some(files::DOWNLOAD),
            Self::WrongMethod(_) | Self::Unknown => None,
        }
    }
}

/// Returns the response to a request. A fault can change the response, or the way in which it is sent.
pub(crate) fn respond(state: &mut State, url: &str, request: &Request) -> Delivery {
    state.world.begin_day(state.clock.date());
    let target = Target::find(request);
    let operation = target.operation();
    let number = state.journal.total + 1;
    // A client compares the times in other headers with this date.
    let date = state.clock.http_date();
    let tracked = |reply: Reply| {
        let reply = reply.header("date", date.clone());
        reply.header(TRACKING_ID, format!("FAKE_{number:08}"))
    };
    let mut reply = None;
    let mut hit = None;
    let mut skipped = None;
    while let Some(chosen) = state.faults.choose(operation, skipped.as_ref()) {
        if reply.is_none() {
            match chosen.fault.before(state, request) {
                Before::Refuse(refusal) => {
                    reply = refusal.map(tracked);
                    hit = Some((chosen, delivery(reply.clone())));
                    break;
                }
                Before::Apply => reply = Some(tracked(answer(state, url, request, &target))),
                Before::Impossible => {}
            }
        }
        if let Some(changed) = reply.as_ref().and_then(|reply| chosen.fault.after(reply)) {
            hit = Some((chosen, changed));
            break;
        }
        skipped = Some(chosen);
    }
    if hit.is_none() && reply.is_none() {
        reply = Some(tracked(answer(state, url, request, &target)));
    }
    let fault = hit.as_ref().map(|(chosen, _)| {
        state.faults.count(chosen);
        chosen.fault.name().to_owned()
    });
    record(state, request, operation, reply.as_ref(), fault);
    hit.map_or_else(|| delivery(reply), |(_, changed)| changed)
}

/// Sends a response at once and completely. Without a response, the connection is reset.
fn delivery(reply: Option<Reply>) -> Delivery {
    reply.map_or_else(|| Delivery::Script(Script::reset()), Delivery::Reply)
}

/// Adds a call to the journal. A call without a response has the status 0.
fn record(
    state: &mut State,
    request: &Request,
    operation: Option<&'static str>,
    reply: Option<&Reply>,
    fault: Option<String>,
) {
    let body = match reply.map(|reply| &reply.content) {
        Some(Content::Json(body)) => body,
        _ => &Value::Null,
    };
    let code = body.get("code").or_else(|| body.get("error")?.get("code"));
    state.journal.push(FakeCall {
        operation,
        method: request.method.to_string(),
        path: request.path.clone(),
        status: reply.map_or(0, |reply| reply.status),
        code: code.and_then(Value::as_i64),
        fault,
        time: state.clock.timestamp(),
    });
}

fn answer(state: &mut State, url: &str, request: &Request, target: &Target) -> Reply {
    let failure = match target {
        Target::V1(route) => {
            let reply = v1_call(state, url, request, route);
            return reply.unwrap_or_else(Failure::into_v1_reply);
        }
        Target::V2(route) => return v2(state, url, request, route.clone()),
        Target::OAuth(endpoint) => return endpoint.answer(state, url, request),
        Target::File => {
            let reply = files::download(state, request);
            return reply.unwrap_or_else(Failure::into_reply);
        }
        Target::WrongMethod(allowed) => Failure::wrong_method(&request.method, allowed),
        Target::Unknown => no_such_path(request),
    };
    if request.path.starts_with("/v1/") {
        failure.into_v1_reply()
    } else {
        failure.into_reply()
    }
}

/// Responds to a call of API v1. Zoom reports its failures with HTTP 200.
fn v1_call(state: &mut State, url: &str, request: &Request, route: &Route) -> Outcome {
    let api = Api::v1();
    let caller = v1::caller(&state.world, request)?;
    let now = state.clock.now();
    let taken = state.budgets.take_v1(&caller, &request.path, now);
    taken.map_err(|_| v1::limit_reached())?;
    let input = schema::check(api, route, request)?;
    let account = v1::target(&state.world, &caller, &input.body)?;
    let mut call = Call {
        api,
        route,
        input: &input,
        state,
        caller,
        account,
        url,
    };
    v1::answer(&mut call)
}

/// Responds to a call of API v2. The response has the headers of the rate limit that the call used.
fn v2(state: &mut State, url: &str, request: &Request, mut route: Route) -> Reply {
    let mut headers = Headers::new();
    let reply = v2_call(state, url, request, &mut route, &mut headers);
    let mut reply = reply.unwrap_or_else(Failure::into_reply);
    reply.headers.extend(headers);
    reply
}

fn v2_call(
    state: &mut State,
    url: &str,
    request: &Request,
    route: &mut Route,
    headers: &mut Headers,
) -> Outcome {
    let api = Api::v2();
    let token = state.tokens.of_request(request, state.clock.seconds())?;
    let caller = token.account_id.clone();
    permission::check_scopes(token, state.world.is_primary(&caller), route)?;
    permission::check_user(token, route)?;
    let named = route.account.as_deref().filter(|id| *id != "me");
    let account = named.unwrap_or(&caller).to_owned();
    let user = token.user_id.clone();
    canonical_user(state, &account, user.as_deref(), route);
    let target = state.world.account(&account);
    if let Some((param, id)) = target.and_then(|target| meetings::number(target, route)) {
        route.params.insert(param.to_owned(), id);
    }
    let counted = Counted {
        caller: &caller,
        target: &account,
        account: state.world.account(&account),
        route,
        request,
    };
    *headers = state.budgets.take(&counted, state.clock.now())?;
    if !state.world.may_reach(&caller, &account) {
        return Err(Failure::account_not_found(&account));
    }
    let input = schema::check(api, route, request)?;
    let mut call = Call {
        api,
        route,
        input: &input,
        state,
        caller,
        account,
        url,
    };
    rules::answer(&mut call)
}

/// Replaces the email address of a user in the path by the user's id, and `me` by the user of the token.
fn canonical_user(state: &State, account: &str, caller: Option<&str>, route: &mut Route) {
    let Some(user) = route.params.get_mut("userId") else {
        return;
    };
    if user == "me" {
        if let Some(caller) = caller {
            caller.clone_into(user);
        }
    } else if let Some((owner, id)) = state.world.find_email(user) {
        if owner == account {
            id.clone_into(user);
        }
    }
}

fn no_such_path(request: &Request) -> Failure {
    let message = format!(
        "The fake has no operation {} {}.",
        request.method, request.path
    );
    Failure::new(404, 404, message)
}
