//! Delivers events to subscriptions, as Zoom does: each event is a signed POST request.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::FakeZoom;
use super::outbox::Attempt;
use super::random::Random;
use super::server::Shared;
use super::sign;
use crate::runtime::Secret;

/// The real time in which a receiver must respond.
const PATIENCE: Duration = Duration::from_secs(3);
/// The maximum size of a response in bytes.
const MAX_RESPONSE: usize = 64 * 1024;
/// The maximum number of subscriptions, as for an app of Zoom.
const MAX_SUBSCRIPTIONS: usize = 20;

/// The reason why a receiver cannot be subscribed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SubscribeError {
    /// The URL is not a valid `http` URL of a loopback address. The value is the URL.
    NotLoopback(String),
    /// The secret token is empty.
    EmptySecret,
    /// The fake has 20 subscriptions already.
    TooMany,
    /// The receiver did not respond to the validation of its URL as Zoom demands. The value says what was wrong.
    NotValidated(String),
}

impl fmt::Display for SubscribeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLoopback(url) => write!(
                f,
                "`{url}` is not a receiver on this machine; use a URL such as `http://127.0.0.1:8080/events`"
            ),
            Self::EmptySecret => f.write_str("the secret token is empty; set one"),
            Self::TooMany => write!(
                f,
                "the fake has {MAX_SUBSCRIPTIONS} subscriptions already; start another fake"
            ),
            Self::NotValidated(problem) => write!(
                f,
                "the validation of the URL failed: {problem}; respond with status 200 and with `plainToken` and \
                 `encryptedToken` within 3 seconds"
            ),
        }
    }
}

impl std::error::Error for SubscribeError {}

impl FakeZoom {
    /// Delivers all further events to a receiver on this machine. `secret` is the secret token of the app, which signs
    /// the events.
    ///
    /// First, the fake sends the event `endpoint.url_validation`, and the receiver must respond within 3 seconds of real
    /// time. Then the fake delivers each event as a POST request. If there is no response within 3 seconds or the status
    /// is 500 or higher, it tries again after 5, 20 and 60 minutes of the fake's clock, and then drops the event. It
    /// drops an event at once if the status is below 500 and does not report success.
    ///
    /// The time in `x-zm-request-timestamp` is the time of the fake's clock. Verify it with [`now`](Self::now).
    ///
    /// # Errors
    ///
    /// Fails if the URL does not have the scheme `http` and a loopback address or the host `localhost`, if the secret
    /// is empty, if there are 20 subscriptions, or if the receiver does not validate its URL.
    pub async fn subscribe(
        &self,
        url: &str,
        secret: impl Into<Secret>,
    ) -> Result<(), SubscribeError> {
        let secret = secret.into();
        let receiver =
            Receiver::parse(url).ok_or_else(|| SubscribeError::NotLoopback(url.to_owned()))?;
        if secret.expose().is_empty() {
            return Err(SubscribeError::EmptySecret);
        }
        validate(&self.shared, &receiver, &secret).await?;
        let (index, changed) = {
            let mut state = self.shared.state();
            if state.outbox.subscriptions().len() >= MAX_SUBSCRIPTIONS {
                return Err(SubscribeError::TooMany);
            }
            state.outbox.subscribe(url, secret)
        };
        let shared = Arc::clone(&self.shared);
        let mut deliveries = self
            .deliveries
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let deliveries: &mut JoinSet<()> = &mut deliveries;
        deliveries.spawn(async move { deliver(&shared, index, &receiver, &changed).await });
        Ok(())
    }
}

/// Delivers the events of a subscription. Ends when the task is aborted.
async fn deliver(shared: &Shared, index: usize, receiver: &Receiver, changed: &Notify) {
    loop {
        let (due, secret, started) = {
            let mut state = shared.state();
            let now = state.clock.now();
            let Some(subscription) = state.outbox.subscription(index) else {
                return;
            };
            (subscription.take_due(now), subscription.secret.clone(), now)
        };
        let Some(waiting) = due else {
            wait(shared, index, changed).await;
            continue;
        };
        let response = receiver.post(&waiting.event, &secret, started).await;
        let attempt = match response {
            Ok((200..=299, _)) => Attempt::Delivered,
            Ok((500.., _)) | Err(_) => Attempt::Failed,
            Ok(_) => Attempt::Refused,
        };
        if let Some(subscription) = shared.state().outbox.subscription(index) {
            subscription.record(waiting, attempt, started);
        }
    }
}

/// Waits until there is a new event or the clock has changed. If the clock runs, also waits no longer than until the
/// next event is due.
async fn wait(shared: &Shared, index: usize, changed: &Notify) {
    let delay = {
        let mut state = shared.state();
        let (now, is_running) = (state.clock.now(), state.clock.is_running());
        let subscription = state.outbox.subscription(index);
        let due = subscription.and_then(|subscription| subscription.next_due());
        due.filter(|_| is_running)
            .map(|due| due.saturating_sub(now))
    };
    match delay {
        Some(delay) => {
            tokio::select! {
                () = changed.notified() => {}
                () = sleep(delay) => {}
            }
        }
        None => changed.notified().await,
    }
}

/// Checks that a receiver knows the secret token.
async fn validate(
    shared: &Shared,
    receiver: &Receiver,
    secret: &Secret,
) -> Result<(), SubscribeError> {
    let (token, now) = {
        let state = shared.state();
        let texts = ["url validation", &receiver.authority, &receiver.target];
        // A subscription does not change the values that are generated later.
        let mut random = Random::of_texts(state.world.seed, &texts);
        (random.id(), state.clock.now())
    };
    let invalid = |problem: &str| SubscribeError::NotValidated(problem.to_owned());
    let event = json!({
        "event": "endpoint.url_validation",
        "event_ts": u64::try_from(now.as_millis()).unwrap_or(u64::MAX),
        "payload": {"plainToken": token},
    });
    let response = receiver.post(&event, secret, now).await;
    let (status, body) = response.map_err(SubscribeError::NotValidated)?;
    if status != 200 {
        return Err(invalid(&format!("the status is {status}")));
    }
    let body: Value =
        serde_json::from_slice(&body).map_err(|_| invalid("the response is not JSON"))?;
    if body.get("plainToken").and_then(Value::as_str) != Some(token.as_str()) {
        return Err(invalid("`plainToken` is missing or differs"));
    }
    let encrypted = body.get("encryptedToken").and_then(Value::as_str);
    if encrypted.is_none() || encrypted != sign::encrypted_token(secret, &token).as_deref() {
        return Err(invalid("`encryptedToken` is missing or wrong"));
    }
    Ok(())
}

/// A receiver on this machine.
#[derive(Debug)]
struct Receiver {
    address: SocketAddr,
    /// The value of the header `host`.
    authority: String,
    /// The path with the query.
    target: String,
}

impl Receiver {
    fn parse(url: &str) -> Option<Self> {
        let uri: Uri = url.parse().ok()?;
        let authority = uri.authority()?;
        if uri.scheme_str() != Some("http") || authority.as_str().contains('@') {
            return None;
        }
        let host = authority.host();
        let ip = if host.eq_ignore_ascii_case("localhost") {
            Ipv4Addr::LOCALHOST.into()
        } else {
            let host = host.trim_start_matches('[').trim_end_matches(']');
            host.parse::<IpAddr>().ok()?
        };
        let target = uri.path_and_query().map_or("/", |target| target.as_str());
        ip.is_loopback().then(|| Self {
            address: SocketAddr::new(ip, authority.port_u16().unwrap_or(80)),
            authority: authority.as_str().to_owned(),
            target: target.to_owned(),
        })
    }

    /// Posts an event. Returns the status and the body of the response, or the problem.
    async fn post(
        &self,
        event: &Value,
        secret: &Secret,
        now: Duration,
    ) -> Result<(u16, Bytes), String> {
        let response = timeout(PATIENCE, self.exchange(event, secret, now)).await;
        match response {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(format!("the request failed: {error}")),
            Err(_) => Err("there was no response within 3 seconds".to_owned()),
        }
    }

    async fn exchange(
        &self,
        event: &Value,
        secret: &Secret,
        now: Duration,
    ) -> Result<(u16, Bytes), Box<dyn std::error::Error + Send + Sync>> {
        let body = event.to_string();
        let timestamp = now.as_secs().to_string();
        let signature = sign::signature(secret, &timestamp, body.as_bytes()).unwrap_or_default();
        let request = Request::post(&self.target)
            .header("host", &self.authority)
            .header("content-type", "application/json; charset=utf-8")
            .header("user-agent", "Zoom Marketplace/1.0a")
            .header("x-zm-request-timestamp", timestamp)
            .header("x-zm-signature", signature)
            .body(Full::new(Bytes::from(body)))?;
        let stream = TcpStream::connect(self.address).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let response = async {
            let response = sender.send_request(request).await?;
            let status = response.status().as_u16();
            let body = Limited::new(response.into_body(), MAX_RESPONSE);
            Ok((status, body.collect().await?.to_bytes()))
        };
        tokio::select! {
            biased;
            response = response => response,
            // The connection can end before the response is read completely. The response then reports the failure.
            Err(error) = connection => Err(error.into()),
        }
    }
}
