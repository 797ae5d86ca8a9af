//! The events that the fake delivers to subscriptions.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::time::timeout;
use zoom_accounts::events::Event;
use zoom_accounts::fake::{FakeZoom, SubscribeError};
use zoom_accounts::webhooks::{Delivery, Verifier};

use crate::accounts::create;

type TestResult = Result<(), Box<dyn std::error::Error>>;

const SECRET: &str = "s3cret";

/// How a receiver responds to the validation of its URL.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Validation {
    Right,
    WrongToken,
    NoJson,
    Status(u16),
    Never,
}

/// A request that a receiver got.
struct Received {
    headers: HeaderMap,
    body: Bytes,
}

#[derive(Clone)]
struct Shared {
    validation: Validation,
    /// The statuses of the next responses to events. After them, the status is 204.
    statuses: Arc<Mutex<Vec<u16>>>,
    requests: mpsc::UnboundedSender<Received>,
}

struct Receiver {
    url: String,
    requests: mpsc::UnboundedReceiver<Received>,
}

impl Receiver {
    /// Starts a receiver that responds to events with these statuses, and then with 204.
    async fn start(validation: Validation, statuses: &[u16]) -> std::io::Result<Self> {
        let (sender, requests) = mpsc::unbounded_channel();
        let shared = Shared {
            validation,
            statuses: Arc::new(Mutex::new(statuses.to_vec())),
            requests: sender,
        };
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/events?app=1", listener.local_addr()?);
        let router = Router::new()
            .route("/events", post(receive))
            .with_state(shared);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url, requests })
    }

    /// Returns the next request.
    async fn next(&mut self) -> Result<Received, Box<dyn std::error::Error>> {
        let received = timeout(Duration::from_secs(20), self.requests.recv()).await?;
        received.ok_or_else(|| "the receiver ended".into())
    }

    /// Returns the email address of the owner in the next event, which must be about a created account.
    async fn next_owner(&mut self, fake: &FakeZoom) -> Result<String, Box<dyn std::error::Error>> {
        let request = self.next().await?;
        let verifier = Verifier::new(SECRET);
        match verifier.verify(&request.headers, &request.body, fake.now())? {
            Delivery::Event {
                event: Event::AccountCreated(created),
                ..
            } => Ok(created
                .payload
                .object
                .email
                .ok_or("the event has an email address")?),
            other => Err(format!("unexpected: {other:?}").into()),
        }
    }
}

async fn receive(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let event: Value = serde_json::from_slice(&body).unwrap();
    let is_validation = event["event"] == "endpoint.url_validation";
    let verifier = Verifier::new(SECRET);
    let time = headers["x-zm-request-timestamp"]
        .to_str()
        .unwrap()
        .to_owned();
    let signature = verifier.signature(&time, &body);
    shared.requests.send(Received { headers, body }).unwrap();
    if !is_validation {
        let mut statuses = shared.statuses.lock().unwrap();
        let status = if statuses.is_empty() {
            204
        } else {
            statuses.remove(0)
        };
        return StatusCode::from_u16(status).unwrap().into_response();
    }
    assert!(signature.is_some());
    let plain = event["payload"]["plainToken"].as_str().unwrap();
    match shared.validation {
        Validation::Right => encrypted(plain, SECRET),
        Validation::WrongToken => encrypted(plain, "another secret"),
        Validation::NoJson => "ok".into_response(),
        Validation::Status(status) => StatusCode::from_u16(status).unwrap().into_response(),
        Validation::Never => std::future::pending().await,
    }
}

/// Returns the response to a validation, as the verifier of this crate builds it.
fn encrypted(plain: &str, secret: &str) -> Response {
    let body = serde_json::json!({
        "event": "endpoint.url_validation",
        "event_ts": 0,
        "payload": {"plainToken": plain},
    });
    let body = body.to_string();
    let verifier = Verifier::new(secret);
    let mut headers = HeaderMap::new();
    let signature = verifier.signature("0", body.as_bytes()).unwrap();
    headers.insert("x-zm-request-timestamp", "0".parse().unwrap());
    headers.insert("x-zm-signature", signature.parse().unwrap());
    match verifier.verify(&headers, body.as_bytes(), std::time::UNIX_EPOCH) {
        Ok(Delivery::Challenge(challenge)) => challenge.response().into_response(),
        other => panic!("{other:?}"),
    }
}

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn an_event_is_a_signed_request_that_the_verifier_accepts() -> TestResult {
    let fake = FakeZoom::builder().frozen_clock().start().await?;
    let mut receiver = Receiver::start(Validation::Right, &[]).await?;
    fake.subscribe(&receiver.url, SECRET).await?;
    let validation = receiver.next().await?;
    let verifier = Verifier::new(SECRET);
    let challenge = verifier.verify(&validation.headers, &validation.body, fake.now())?;
    assert!(matches!(challenge, Delivery::Challenge(_)), "{challenge:?}");

    let account = create(&fake.client(), "owner@goog.example").await?;
    let request = receiver.next().await?;
    assert_eq!(request.headers["x-zm-request-timestamp"], "1768464000");
    assert_eq!(
        request.headers["content-type"],
        "application/json; charset=utf-8"
    );
    match verifier.verify(&request.headers, &request.body, fake.now())? {
        Delivery::Event {
            event: Event::AccountCreated(created),
            ..
        } => {
            assert_eq!(created.payload.account_id, fake.primary_account());
            assert_eq!(created.payload.object.id, Some(account));
            assert_eq!(
                created.payload.object.email.as_deref(),
                Some("owner@goog.example")
            );
        }
        other => panic!("{other:?}"),
    }
    let other = Verifier::new("another secret");
    other
        .verify(&request.headers, &request.body, fake.now())
        .unwrap_err();
    Ok(())
}

#[tokio::test]
async fn the_signature_of_an_event_is_the_one_of_openssl() -> TestResult {
    let fake = FakeZoom::builder().frozen_clock().start().await?;
    let mut receiver = Receiver::start(Validation::Right, &[]).await?;
    fake.subscribe(&receiver.url, SECRET).await?;
    receiver.next().await?;
    let zoom = fake.client();
    zoom.accounts().list().await?;
    // From here, the ids in the event depend only on this number.
    let mut snapshot: Value = serde_json::from_str(&fake.snapshot())?;
    snapshot["state"]["world"]["random"]["state"] = 7.into();
    fake.restore(&snapshot.to_string())?;
    create(&zoom, "owner@goog.example").await?;
    let request = receiver.next().await?;
    // The order of the properties depends on the feature `preserve_order` of `serde_json`.
    let (body, signature) = if request.body == BODY.as_bytes() {
        (BODY, SIGNATURE)
    } else {
        (BODY_IN_ORDER, SIGNATURE_IN_ORDER)
    };
    assert_eq!(request.body, body);
    assert_eq!(request.headers["x-zm-signature"], signature);
    Ok(())
}

/// The body of the event, with sorted properties.
const BODY: &str = r#"{"event":"account.created","event_ts":1768464000000,"payload":{"account_id":"primary0000000000fake0","object":{"email":"owner@goog.example","id":"1w0yWeThy2McZjz01zxMBA","owner_id":"_r4CPVHW_FNhZ1CZesBeIg"}}}"#;
/// The output of `printf %s "v0:1768464000:$BODY" | openssl dgst -sha256 -hmac s3cret`.
const SIGNATURE: &str = "v0=6c5f5fccf095e486f04d399965841d5158b938fa816041005915ba527d00b375";
/// The body of the event, with its properties in the order in which they are written.
const BODY_IN_ORDER: &str = r#"{"event":"account.created","event_ts":1768464000000,"payload":{"account_id":"primary0000000000fake0","object":{"id":"1w0yWeThy2McZjz01zxMBA","owner_id":"_r4CPVHW_FNhZ1CZesBeIg","email":"owner@goog.example"}}}"#;
/// The output of the same command for this body.
const SIGNATURE_IN_ORDER: &str =
    "v0=720844ea0a3be2204ff17f58d8bbdbf32ee3eedff4280722969dfd8a08730ee1";

#[tokio::test]
async fn a_failed_delivery_is_retried_after_5_20_and_60_minutes() -> TestResult {
    let fake = FakeZoom::builder().frozen_clock().start().await?;
    let mut receiver = Receiver::start(Validation::Right, &[500, 503, 599, 500]).await?;
    fake.subscribe(&receiver.url, SECRET).await?;
    receiver.next().await?;
    let zoom = fake.client();
    create(&zoom, "owner@first.example").await?;
    assert_eq!(receiver.next_owner(&fake).await?, "owner@first.example");
    for minutes in [5, 20, 60] {
        fake.advance(MINUTE * minutes);
        assert_eq!(receiver.next_owner(&fake).await?, "owner@first.example");
    }
    // The event was dropped after the fourth attempt, so the next request is the next event.
    fake.advance(MINUTE * 600);
    create(&zoom, "owner@second.example").await?;
    assert_eq!(receiver.next_owner(&fake).await?, "owner@second.example");
    Ok(())
}

#[tokio::test]
async fn a_retry_is_not_sent_before_it_is_due() -> TestResult {
    let fake = FakeZoom::builder().frozen_clock().start().await?;
    let mut receiver = Receiver::start(Validation::Right, &[500]).await?;
    fake.subscribe(&receiver.url, SECRET).await?;
    receiver.next().await?;
    let zoom = fake.client();
    create(&zoom, "owner@first.example").await?;
    assert_eq!(receiver.next_owner(&fake).await?, "owner@first.example");
    fake.advance(Duration::from_secs(5 * 60 - 1));
    create(&zoom, "owner@second.example").await?;
    assert_eq!(receiver.next_owner(&fake).await?, "owner@second.example");
    fake.advance(Duration::from_secs(1));
    assert_eq!(receiver.next_owner(&fake).await?, "owner@first.example");
    Ok(())
}

#[tokio::test]
async fn a_refused_event_is_not_retried() -> TestResult {
    for status in [304, 400, 404, 429, 499] {
        let fake = FakeZoom::builder().frozen_clock().start().await?;
        let mut receiver = Receiver::start(Validation::Right, &[status]).await?;
        fake.subscribe(&receiver.url, SECRET).await?;
        receiver.next().await?;
        let zoom = fake.client();
        create(&zoom, "owner@first.example").await?;
        assert_eq!(receiver.next_owner(&fake).await?, "owner@first.example");
        fake.advance(MINUTE * 600);
        create(&zoom, "owner@second.example").await?;
        assert_eq!(
            receiver.next_owner(&fake).await?,
            "owner@second.example",
            "{status}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_receiver_that_is_down_gets_the_event_later() -> TestResult {
    let fake = FakeZoom::builder().frozen_clock().start().await?;
    let mut receiver = Receiver::start(Validation::Right, &[]).await?;
    let proxy = TcpListener::bind("127.0.0.1:0").await?;
    let target = receiver.url.clone();
    let url = format!("http://{}/events", proxy.local_addr()?);
    let target = target
        .trim_start_matches("http://")
        .split('/')
        .next()
        .unwrap_or_default()
        .to_owned();
    // Passes on the validation, ends the next connection, and passes on all later ones.
    tokio::spawn(async move {
        for number in 0.. {
            let (mut stream, _) = proxy.accept().await.unwrap();
            if number != 1 {
                let mut onward = tokio::net::TcpStream::connect(&target).await.unwrap();
                tokio::spawn(async move {
                    tokio::io::copy_bidirectional(&mut stream, &mut onward)
                        .await
                        .ok();
                });
            }
        }
    });
    fake.subscribe(&url, SECRET).await?;
    receiver.next().await?;
    create(&fake.client(), "owner@first.example").await?;
    fake.advance(MINUTE * 5);
    // The attempt may have started after the clock was moved.
    fake.advance(MINUTE * 5);
    assert_eq!(receiver.next_owner(&fake).await?, "owner@first.example");
    Ok(())
}

#[tokio::test]
async fn a_receiver_that_fails_the_validation_is_not_subscribed() -> TestResult {
    let cases = [
        (
            Validation::WrongToken,
            "`encryptedToken` is missing or wrong",
        ),
        (Validation::NoJson, "the response is not JSON"),
        (Validation::Status(500), "the status is 500"),
        (Validation::Status(201), "the status is 201"),
        (Validation::Status(204), "the status is 204"),
        (Validation::Never, "there was no response within 3 seconds"),
    ];
    for (validation, problem) in cases {
        let fake = FakeZoom::builder().frozen_clock().start().await?;
        let receiver = Receiver::start(validation, &[]).await?;
        let result = fake.subscribe(&receiver.url, SECRET).await;
        let problem = problem.to_owned();
        assert_eq!(result, Err(SubscribeError::NotValidated(problem)));
    }
    Ok(())
}

#[tokio::test]
async fn only_a_receiver_on_this_machine_can_be_subscribed() -> TestResult {
    let fake = FakeZoom::start().await?;
    for url in [
        "http://example.com/events",
        "http://192.0.2.1:8080/",
        "http://0.0.0.0:8080/",
        "http://localhost.example.com/",
        "http://127.0.0.1@example.com/",
        "https://127.0.0.1/",
        "/events",
        "",
    ] {
        let result = fake.subscribe(url, SECRET).await;
        assert_eq!(result, Err(SubscribeError::NotLoopback(url.to_owned())));
    }
    let receiver = Receiver::start(Validation::Right, &[]).await?;
    assert_eq!(
        fake.subscribe(&receiver.url, "").await,
        Err(SubscribeError::EmptySecret)
    );
    let named = receiver.url.replace("127.0.0.1", "localhost");
    fake.subscribe(&named, SECRET).await?;
    Ok(())
}

#[tokio::test]
async fn subscriptions_remain_after_a_restore() -> TestResult {
    let fake = FakeZoom::builder().frozen_clock().start().await?;
    let snapshot = fake.snapshot();
    let mut receiver = Receiver::start(Validation::Right, &[]).await?;
    fake.subscribe(&receiver.url, SECRET).await?;
    receiver.next().await?;
    fake.restore(&snapshot)?;
    create(&fake.client(), "owner@first.example").await?;
    assert_eq!(receiver.next_owner(&fake).await?, "owner@first.example");
    Ok(())
}

#[tokio::test]
async fn a_restore_to_a_later_time_sends_the_retries_that_are_due() -> TestResult {
    let fake = FakeZoom::builder().frozen_clock().start().await?;
    let mut receiver = Receiver::start(Validation::Right, &[500]).await?;
    fake.subscribe(&receiver.url, SECRET).await?;
    receiver.next().await?;
    create(&fake.client(), "owner@first.example").await?;
    assert_eq!(receiver.next_owner(&fake).await?, "owner@first.example");
    let mut snapshot: Value = serde_json::from_str(&fake.snapshot())?;
    let seconds = &mut snapshot["state"]["clock"]["base"]["secs"];
    *seconds = (seconds.as_u64().ok_or("a number of seconds")? + 300).into();
    // Until then, the fake has recorded the failed attempt and waits.
    tokio::time::sleep(Duration::from_millis(200)).await;
    fake.restore(&snapshot.to_string())?;
    assert_eq!(receiver.next_owner(&fake).await?, "owner@first.example");
    Ok(())
}
