//! Responds to a request: finds the operation, checks the token, the limits and the document, and applies the rules.

use http::Method;
use serde_json::{Value, json};

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
    /// The path exists, but not with this method.
    WrongMethod,
    Unknown,
}

impl Target {
    fn find(request: &Request) -> Self {
        if let Some(endpoint) = Endpoint::find(request) {
            return Self::OAuth(endpoint);
        }
        if request.method == Method::GET && request.path.starts_with(files::FILES) {
            return Self::File;
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
            Found::WrongMethod => Self::WrongMethod,
            Found::Nothing => Self::Unknown,
        }
    }

    /// Returns the id of the operation, such as `users.list`.
    fn operation(&self) -> Option<&'static str> {
        match self {
            Self::V1(route) | Self::V2(route) => Some(route.endpoint.id()),
            Self::OAuth(endpoint) => Some(endpoint.id()),
            Self::File => Some(files::DOWNLOAD),
            Self::WrongMethod | Self::Unknown => None,
        }
    }
}

/// Returns the response to a request. A fault can change the response, or the way in which it is sent.
pub(crate) fn respond(state: &mut State, url: &str, request: &Request) -> Delivery {
    state.world.begin_day(state.clock.date());
    let target = Target::find(request);
    let operation = target.operation();
    let chosen = state.faults.choose(operation);
    let before = match &chosen {
        Some(chosen) => chosen.fault.before(state, request),
        None => Before::Impossible,
    };
    let number = state.journal.total + 1;
    // A client compares the times in other headers with this date.
    let date = state.clock.http_date();
    let tracked = |reply: Reply| {
        let reply = reply.header("date", date.clone());
        reply.header(TRACKING_ID, format!("FAKE_{number:08}"))
    };
    let (reply, delivery) = match before {
        Before::Refuse(Some(reply)) => {
            let reply = tracked(reply);
            (Some(reply.clone()), Some(Delivery::Reply(reply)))
        }
        Before::Refuse(None) => (None, Some(Delivery::Script(Script::reset()))),
        Before::Apply => {
            let reply = tracked(answer(state, url, request, target));
            let fault = chosen.as_ref().map(|chosen| &chosen.fault);
            let delivery = fault.and_then(|fault| fault.after(&reply));
            (Some(reply), delivery)
        }
        Before::Impossible => (Some(tracked(answer(state, url, request, target))), None),
    };
    let hit = chosen.filter(|_| delivery.is_some());
    if let Some(chosen) = &hit {
        state.faults.count(chosen);
    }
    let fault = hit.map(|chosen| chosen.fault.name().to_owned());
    record(state, request, operation, reply.as_ref(), fault);
    let delivery = delivery.or_else(|| reply.map(Delivery::Reply));
    delivery.unwrap_or_else(|| Delivery::Script(Script::reset()))
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

fn answer(state: &mut State, url: &str, request: &Request, target: Target) -> Reply {
    let failure = match target {
        Target::V1(route) => {
            let reply = v1_call(state, url, request, &route);
            return reply.unwrap_or_else(Failure::into_v1_reply);
        }
        Target::V2(route) => return v2(state, url, request, route),
        Target::OAuth(endpoint) => return endpoint.answer(state, url, request),
        Target::File => {
            let reply = files::download(state, request);
            return reply.unwrap_or_else(Failure::into_reply);
        }
        Target::WrongMethod => {
            let message = format!("Request method '{}' is not supported.", request.method);
            Failure::new(405, 405, message)
        }
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

/// Returns the response to a request that could not be read.
pub(crate) fn unreadable(message: &str) -> Reply {
    Reply::json(400, json!({"code": 300, "message": message}))
}
