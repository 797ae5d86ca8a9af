//! Tests without a server. This module needs the feature `test-util`.
//!
//! A [`MockTransport`] returns prepared responses and records the requests of the client. It must not open connections.

mod recorded_part;
mod recorded_request;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use crate::runtime::error::Result;
use crate::runtime::error::transport_error::{TransportError, TransportErrorKind};
use crate::runtime::http::body::Body;
use crate::runtime::http::transport::{BoxFuture, Transport};
use crate::runtime::json::Json;
use crate::runtime::json::strict::StrictJson;
use crate::runtime::operation::Operation;
pub use crate::runtime::testing::recorded_part::RecordedPart;
pub use crate::runtime::testing::recorded_request::RecordedRequest;

/// The maximum size of a recorded body, in bytes.
const MAX_BODY: usize = 64 * 1024 * 1024;

/// A transport that returns prepared responses and records requests.
///
/// If no reply is prepared for a request, the call fails with [`ErrorKind::Config`](crate::runtime::ErrorKind::Config)
/// and is not retried. The message names the operation, the method and the path.
///
/// All clones share one state. Pass one clone to the client, and use another one to check the requests.
///
/// ```ignore
/// let server = MockTransport::new()
///     .on(&ops::USERS_GET).reply(200, json!({"id": "1"})).times(1)
///     .on(&ops::USERS_LIST).reply(429, json!({})).header("retry-after", "1").reply(200, json!({"users": []}));
/// let client = Client::builder().auth(Bearer::new("token")).transport(server.clone()).build()?;
/// client.users().get("1").await?;
/// server.verify().unwrap();
/// assert_eq!(server.requests()[0].path(), "/v2/users/1");
/// ```
#[derive(Clone, Default)]
#[must_use = "a mock has no effect until a client uses it"]
pub struct MockTransport(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    rules: Vec<Rule>,
    requests: Vec<RecordedRequest>,
    /// Whether a field that the type of a reply does not define is an error.
    is_strict: bool,
    /// The errors that `verify` reports besides a wrong number of requests.
    problems: Vec<String>,
}

struct Rule {
    matches: Matches,
    replies: Vec<Reply>,
    /// The expected number of requests.
    times: Option<usize>,
    used: usize,
}

enum Matches {
    Operation(&'static Operation),
    Request(Method, String),
}

#[derive(Clone, Default)]
struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    fail: Option<TransportErrorKind>,
    delay: Option<Duration>,
}

/// Methods that prepare replies. A reply belongs to the last `on`, and a header or a delay belongs to the last reply.
impl MockTransport {
    /// Creates a transport without replies.
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts a list of replies to calls of this operation.
    pub fn on(self, operation: &'static Operation) -> Self {
        self.rule(Matches::Operation(operation))
    }

    /// Starts a list of replies to requests with this method and this encoded path. Use this method for requests that
    /// are not calls, such as the token requests of an authorizer.
    pub fn on_request(self, method: Method, path: impl Into<String>) -> Self {
        self.rule(Matches::Request(method, path.into()))
    }

    /// Replies with this status and this JSON. If you add several replies, they are sent in this order. The last reply
    /// is repeated.
    pub fn reply(self, status: u16, json: impl Into<Json>) -> Self {
        self.reply_bytes(status, "application/json", json.into().to_string())
    }

    /// Replies with this status, content type and body.
    pub fn reply_bytes(
        self,
        status: u16,
        content_type: &'static str,
        body: impl Into<Bytes>,
    ) -> Self {
        let status =
            StatusCode::from_u16(status).map_err(|_| format!("invalid HTTP status {status}"));
        let headers =
            HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(content_type))]);
        let body = body.into();
        self.change(|state| {
            let reply = Reply {
                status: status?,
                headers,
                body,
                ..Reply::default()
            };
            state
                .rules
                .last_mut()
                .ok_or("`reply` before `on`")?
                .replies
                .push(reply);
            Ok(())
        })
    }

    /// Fails the request with a transport error.
    pub fn fail(self, kind: TransportErrorKind) -> Self {
        self.change(|state| {
            let reply = Reply {
                fail: Some(kind),
                ..Reply::default()
            };
            state
                .rules
                .last_mut()
                .ok_or("`fail` before `on`")?
                .replies
                .push(reply);
            Ok(())
        })
    }

    /// Adds a header to the last reply.
    pub fn header(self, name: &'static str, value: &'static str) -> Self {
        self.change(|state| {
            let (name, value) = (HeaderName::try_from(name), HeaderValue::try_from(value));
            let (Ok(name), Ok(value)) = (name, value) else {
                return Err("invalid header".to_owned());
            };
            last_reply(state)?.headers.append(name, value);
            Ok(())
        })
    }

    /// Delays the last reply by this time.
    pub fn delay(self, delay: Duration) -> Self {
        self.change(|state| {
            last_reply(state)?.delay = Some(delay);
            Ok(())
        })
    }

    /// Sets the expected number of requests. Further requests get no reply, so their calls fail. If there are fewer
    /// requests, [`verify`](MockTransport::verify) fails.
    pub fn times(self, times: usize) -> Self {
        self.change(|state| {
            state.rules.last_mut().ok_or("`times` before `on`")?.times = Some(times);
            Ok(())
        })
    }

    /// Reports fields of replies that the types do not define, for example because their names are misspelled. The call
    /// then fails with [`Decode`](crate::runtime::ErrorKind::Decode), and
    /// [`Error::json_path`](crate::runtime::Error::json_path) is the path of the field. In a union, this path ends at
    /// the union. The option applies to all replies of the mock.
    pub fn strict(self) -> Self {
        self.change(|state| {
            state.is_strict = true;
            Ok(())
        })
    }

    fn rule(self, matches: Matches) -> Self {
        self.change(|state| {
            state.rules.push(Rule {
                matches,
                replies: Vec::new(),
                times: None,
                used: 0,
            });
            Ok(())
        })
    }

    /// Changes the state. If this fails, `verify` reports the error.
    fn change(self, change: impl FnOnce(&mut State) -> Result<(), String>) -> Self {
        let mut state = self.state();
        if let Err(problem) = change(&mut state) {
            state.problems.push(format!("invalid mock: {problem}"));
        }
        drop(state);
        self
    }
}

/// Methods that check requests.
impl MockTransport {
    /// Returns the requests, in the order of sending.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state().requests.clone()
    }

    /// Fails if there were unexpected requests, or if expected requests are missing. The error lists all of them.
    pub fn verify(&self) -> Result<(), String> {
        let state = self.state();
        let unused = state.rules.iter().filter_map(|rule| {
            let times = rule.times.filter(|times| *times != rule.used)?;
            Some(format!(
                "{} was called {} times, expected {times}",
                rule.matches, rule.used
            ))
        });
        let problems: Vec<String> = state.problems.iter().cloned().chain(unused).collect();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems.join("\n"))
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a request and finds the reply.
    fn reply_to(&self, request: RecordedRequest) -> Result<Reply, TransportError> {
        let mut state = self.state();
        let rule = state
            .rules
            .iter_mut()
            .find(|rule| rule.is_open_for(&request));
        let reply = rule.and_then(|rule| {
            let reply = rule
                .replies
                .get(rule.used)
                .or_else(|| rule.replies.last())
                .cloned();
            rule.used += 1;
            reply
        });
        let name = match request.operation {
            Some(operation) => format!("`{}` ({} {})", operation.id, request.method, request.path),
            None => format!("{} {}", request.method, request.path),
        };
        state.requests.push(request);
        reply.ok_or_else(|| {
            let problem = format!("mock has no reply to {name}");
            state.problems.push(problem.clone());
            TransportError::new(TransportErrorKind::Config, problem)
        })
    }
}

impl Transport for MockTransport {
    fn send(
        &self,
        request: http::Request<Body>,
        operation: Option<&'static Operation>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let mock = self.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect(MAX_BODY).await?;
            let reply = mock.reply_to(RecordedRequest::new(parts, body, operation))?;
            if let Some(delay) = reply.delay {
                tokio::time::sleep(delay).await;
            }
            if let Some(kind) = reply.fail {
                return Err(TransportError::new(kind, "failure of the mock"));
            }
            let mut response = http::Response::new(Body::from(reply.body));
            *response.status_mut() = reply.status;
            *response.headers_mut() = reply.headers;
            if mock.state().is_strict {
                response.extensions_mut().insert(StrictJson::new());
            }
            Ok(response)
        })
    }
}

impl Rule {
    fn is_open_for(&self, request: &RecordedRequest) -> bool {
        let matches = match &self.matches {
            Matches::Operation(operation) => request
                .operation
                .is_some_and(|other| std::ptr::eq(other, *operation)),
            Matches::Request(method, path) => request.method == *method && request.path == *path,
        };
        matches && self.times.is_none_or(|times| self.used < times)
    }
}

impl fmt::Display for Matches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation(operation) => write!(f, "`{}`", operation.id),
            Self::Request(method, path) => write!(f, "{method} {path}"),
        }
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockTransport")
            .field("requests", &self.state().requests.len())
            .finish_non_exhaustive()
    }
}

fn last_reply(state: &mut State) -> Result<&mut Reply, String> {
    let rule = state.rules.last_mut();
    rule.and_then(|rule| rule.replies.last_mut())
        .ok_or_else(|| "option before `reply`".to_owned())
}
