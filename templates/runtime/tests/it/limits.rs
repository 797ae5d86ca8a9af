//! Tests that the client calls a rate limiter before each request and after each response.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use crate::runtime::testing::MockTransport;
use crate::runtime::{
    BoxFuture, Call, ClientBuilder, Core, Error, ErrorKind, Failure, Operation, PathEncoding,
    RateLimit, RateLimitContext, ResponseHead, Result, Secret, Server,
};

static SERVER: Server = Server::new("main", "https://api.example.com");
static GET: Operation = Operation::get("get", "/a/{id}").server(&SERVER);

/// A rate limiter that records how it is called. It delays each request by `wait` if the deadline permits.
#[derive(Debug, Default)]
struct Noting {
    wait: Duration,
    notes: Mutex<Vec<String>>,
}

impl RateLimit for Noting {
    fn acquire<'a>(&'a self, context: &'a RateLimitContext) -> BoxFuture<'a, Result<()>> {
        let id = context.path_value("id");
        let note = format!("{} {} {id:?}", context.method(), context.path_template());
        self.notes.lock().unwrap().push(note);
        Box::pin(async move {
            let end = Instant::now() + self.wait;
            if (context.deadline()).is_some_and(|deadline| end >= deadline) {
                let failure = Failure::new().retry_after(self.wait);
                return Err(Error::new(ErrorKind::RateLimited, "no capacity").with_failure(failure));
            }
            context.report_wait("Heavy, 10 a minute", self.wait);
            tokio::time::sleep(self.wait).await;
            Ok(())
        })
    }

    fn observe(&self, context: &RateLimitContext, head: &ResponseHead) {
        let note = format!("{} {}", context.operation().id, head.status());
        self.notes.lock().unwrap().push(note);
    }
}

fn core(mock: &MockTransport, limiter: &Arc<Noting>) -> Core {
    let builder = ClientBuilder::new().transport(mock.clone());
    builder.limiter(Arc::clone(limiter)).build().unwrap()
}

fn get(core: &Core, id: &str) -> Call<()> {
    core.request(&GET).path("id", id).empty()
}

#[tokio::test(start_paused = true)]
async fn the_rate_limiter_sees_each_request_and_each_response_including_retries() {
    let mock = MockTransport::new()
        .on(&GET)
        .reply(503, json!({}))
        .reply(200, json!({}));
    let limiter = Arc::new(Noting {
        wait: Duration::from_secs(1),
        ..Noting::default()
    });
    let core = core(&mock, &limiter);
    let start = Instant::now();
    get(&core.clone(), "x/y").await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(2));
    let ask = r#"GET /a/{id} Some("x%2Fy")"#;
    let notes = limiter.notes.lock().unwrap().clone();
    assert_eq!(
        notes,
        [ask, "get 503 Service Unavailable", ask, "get 200 OK"]
    );
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_wait_beyond_the_deadline_sends_nothing_and_is_not_retried() {
    let mock = MockTransport::new();
    let limiter = Arc::new(Noting {
        wait: Duration::from_secs(40),
        ..Noting::default()
    });
    let start = Instant::now();
    let error = get(&core(&mock, &limiter), "x").await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert!(error.is_rate_limited());
    assert_eq!(
        (error.attempts(), error.retry_after()),
        (0, Some(Duration::from_secs(40)))
    );
    assert_eq!(error.to_string(), "get: no capacity");
    assert!(mock.requests().is_empty());
    assert_eq!(limiter.notes.lock().unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_attempt_timeout_excludes_the_wait_before_it() {
    let mock = MockTransport::new().on(&GET).reply(200, json!({}));
    let limiter = Arc::new(Noting {
        wait: Duration::from_secs(3),
        ..Noting::default()
    });
    let core = core(&mock, &limiter);
    let policy = crate::runtime::RetryPolicy::new().attempt_timeout(Duration::from_secs(1));
    get(&core, "x").retry(policy).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_secret_in_a_path_is_hidden_from_rate_limiters() {
    let mock = MockTransport::new().on(&GET).reply(200, json!({}));
    let limiter = Arc::new(Noting::default());
    let request = core(&mock, &limiter).request::<()>(&GET);
    let call = request.path_encoded("id", &Secret::new("hidden"), PathEncoding::Segment);
    call.empty().await.unwrap();
    assert_eq!(limiter.notes.lock().unwrap()[0], "GET /a/{id} None");
}
