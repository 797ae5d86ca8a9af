//! Testing without a server, behind the feature `test-util`.
//!
//! In: what to answer to which operation. Out: a [`MockTransport`] for a client's builder, which records what the client sends.
//! It must not open a connection.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use crate::runtime::body::Body;
use crate::runtime::operation::Operation;
pub use crate::runtime::recorded::RecordedRequest;
pub use crate::runtime::recorded_part::RecordedPart;
use crate::runtime::transport::{BoxFuture, Transport, TransportError, TransportErrorKind};
use crate::runtime::{Json, Result};

/// The longest body of a request that is recorded.
const MAX_BODY: usize = 64 * 1024 * 1024;

/// A transport that answers from a list, and records what it is asked.
///
/// It is cloned to be kept: the clone that the client gets and the one that the test keeps are the same.
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
#[must_use = "a mock answers nothing until it is given to a client"]
pub struct MockTransport(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    rules: Vec<Rule>,
    requests: Vec<RecordedRequest>,
    /// What `verify` reports beside counts.
    complaints: Vec<String>,
}

struct Rule {
    matches: Matches,
    replies: Vec<Reply>,
    /// How often it is to be used.
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

/// What is answered: each method speaks of the last `on`, or of its last reply.
impl MockTransport {
    /// A transport that has no answers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins the answers to calls of this operation.
    pub fn on(self, operation: &'static Operation) -> Self {
        self.rule(Matches::Operation(operation))
    }

    /// Begins the answers to requests of this method and path, as it stands in the URL: for those that are no calls of an
    /// operation, such as an authorizer's for a token.
    pub fn on_request(self, method: Method, path: impl Into<String>) -> Self {
        self.rule(Matches::Request(method, path.into()))
    }

    /// Answers with this status and this JSON. Several answers are given one after the other, and the last again and again.
    pub fn reply(self, status: u16, json: impl Into<Json>) -> Self {
        self.reply_bytes(status, "application/json", json.into().to_string())
    }

    /// Answers with this status, content type and body.
    pub fn reply_bytes(
        self,
        status: u16,
        content_type: &'static str,
        body: impl Into<Bytes>,
    ) -> Self {
        let status =
            StatusCode::from_u16(status).map_err(|_| format!("{status} is no HTTP status"));
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
                .ok_or("a reply before any `on`")?
                .replies
                .push(reply);
            Ok(())
        })
    }

    /// Fails as a transport does.
    pub fn fail(self, kind: TransportErrorKind) -> Self {
        self.change(|state| {
            let reply = Reply {
                fail: Some(kind),
                ..Reply::default()
            };
            state
                .rules
                .last_mut()
                .ok_or("a failure before any `on`")?
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
                return Err("a header that HTTP does not allow".to_owned());
            };
            last_reply(state)?.headers.append(name, value);
            Ok(())
        })
    }

    /// Lets time pass before the last reply.
    pub fn delay(self, delay: Duration) -> Self {
        self.change(|state| {
            last_reply(state)?.delay = Some(delay);
            Ok(())
        })
    }

    /// Says how often this is to be asked: not more often, and [`verify`](MockTransport::verify) complains if less.
    pub fn times(self, times: usize) -> Self {
        self.change(|state| {
            state
                .rules
                .last_mut()
                .ok_or("`times` before any `on`")?
                .times = Some(times);
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

    /// Changes the state; what goes wrong is for `verify` to report.
    fn change(self, change: impl FnOnce(&mut State) -> Result<(), String>) -> Self {
        let mut state = self.state();
        if let Err(complaint) = change(&mut state) {
            state.complaints.push(format!("mock has {complaint}"));
        }
        drop(state);
        self
    }
}

/// What was asked.
impl MockTransport {
    /// The requests that came, in their order.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state().requests.clone()
    }

    /// Complains about answers that were not asked for often enough, and about requests that had no answer.
    pub fn verify(&self) -> Result<(), String> {
        let state = self.state();
        let unused = state.rules.iter().filter_map(|rule| {
            let times = rule.times.filter(|times| *times != rule.used)?;
            Some(format!(
                "{} was to be called {times} times, was called {} times",
                rule.matches, rule.used
            ))
        });
        let complaints: Vec<String> = state.complaints.iter().cloned().chain(unused).collect();
        if complaints.is_empty() {
            Ok(())
        } else {
            Err(complaints.join("\n"))
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a request and finds its answer.
    fn answer(&self, request: RecordedRequest) -> Result<Reply, TransportError> {
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
            let complaint = format!("mock has no answer to {name}");
            state.complaints.push(complaint.clone());
            TransportError::new(TransportErrorKind::Other, complaint)
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
            let reply = mock.answer(RecordedRequest::new(parts, body, operation))?;
            if let Some(delay) = reply.delay {
                tokio::time::sleep(delay).await;
            }
            if let Some(kind) = reply.fail {
                return Err(TransportError::new(kind, "mock fails as it was told"));
            }
            let mut response = http::Response::new(Body::from(reply.body));
            *response.status_mut() = reply.status;
            *response.headers_mut() = reply.headers;
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
        .ok_or_else(|| "an option before any reply".to_owned())
}
