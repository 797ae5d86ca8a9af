//! Tests of server-to-server OAuth with many calls at the same time. All calls share one renewal, and a dropped call
//! does not affect the others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use tokio::sync::Semaphore;
use zoom_accounts::auth::ServerToServer;
use zoom_accounts::runtime::Method;
use zoom_accounts::runtime::testing::MockTransport;
use zoom_accounts::runtime::{
    Body, BoxFuture, Operation, ReqwestTransport, Transport, TransportError,
};
use zoom_accounts::{Client, ErrorKind, ops};

use crate::fake_zoom::{ACCOUNT_ID, CLIENT_ID, CLIENT_SECRET, FakeZoom, TOKEN_PATH};
use crate::server::Reply;

/// The timeout of each call.
const PATIENCE: Duration = Duration::from_secs(60);

/// A transport that limits how many requests run at the same time, because a process can open only a limited number of
/// sockets.
#[derive(Clone, Debug)]
struct Narrow {
    inner: ReqwestTransport,
    places: Arc<Semaphore>,
}

impl Narrow {
    fn new(places: usize) -> Self {
        Self {
            inner: ReqwestTransport::new(Duration::from_secs(10)).unwrap(),
            places: Arc::new(Semaphore::new(places)),
        }
    }
}

impl Transport for Narrow {
    fn send(
        &self,
        request: http::Request<Body>,
        operation: Option<&'static Operation>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let this = self.clone();
        Box::pin(async move {
            let _place = this.places.acquire().await;
            this.inner.send(request, operation).await
        })
    }
}

fn limited_client(zoom: &FakeZoom) -> Client {
    zoom.builder(zoom.credentials())
        .transport(Narrow::new(48))
        .timeout(PATIENCE)
        .build()
        .unwrap()
}

/// Sends `count` calls at the same time. Returns how many succeeded.
async fn burst(client: &Client, count: usize) -> usize {
    let calls: Vec<_> = (0..count)
        .map(|id| {
            let accounts = client.accounts();
            tokio::spawn(async move { accounts.get(format!("account-{id}")).await })
        })
        .collect();
    let mut fine = 0;
    for call in calls {
        match call.await.unwrap() {
            Ok(_) => fine += 1,
            Err(error) => assert!(
                error.is_auth(),
                "{error}: {:?}",
                std::error::Error::source(&error)
            ),
        }
    }
    fine
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_calls_of_a_new_client_request_one_token() {
    let zoom = FakeZoom::start().await;
    zoom.known().pause = Duration::from_millis(100);
    assert_eq!(burst(&limited_client(&zoom), 1000).await, 1000);
    assert_eq!(zoom.tokens(), 1);
    assert_eq!(zoom.service.seen().len(), 1001);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_calls_with_a_rejected_token_request_one_new_token() {
    let zoom = FakeZoom::start().await;
    let client = limited_client(&zoom);
    client.accounts().get("first").await.unwrap();
    zoom.revoke();
    assert_eq!(burst(&client, 1000).await, 1000);
    assert_eq!(zoom.tokens(), 2);
    for id in ["account-0", "account-500", "account-999"] {
        assert!(zoom.service.seen_at(&format!("/v2/accounts/{id}")).len() <= 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_failed_renewal_fails_all_waiting_calls_with_one_request() {
    let zoom = FakeZoom::start().await;
    let reply = Reply::json(400, &json!({"error": "invalid_client", "reason": "No."}));
    zoom.known().failure = Some(reply.stalled(Duration::from_millis(500)));
    let client = limited_client(&zoom);
    assert_eq!(burst(&client, 200).await, 0);
    assert_eq!(zoom.tokens(), 1);
    zoom.known().failure = None;
    assert_eq!(burst(&client, 200).await, 200);
    assert_eq!(zoom.tokens(), 2);
}

#[tokio::test]
async fn a_dropped_call_does_not_cancel_its_renewal() {
    let zoom = FakeZoom::start().await;
    zoom.known().pause = Duration::from_millis(400);
    let client = zoom.client();
    let impatient = client
        .accounts()
        .get("a")
        .timeout(Duration::from_millis(50));
    assert_eq!(impatient.await.unwrap_err().kind(), ErrorKind::Timeout);
    let dropped = tokio::time::timeout(
        Duration::from_millis(50),
        client.accounts().get("b").into_future(),
    );
    assert!(dropped.await.is_err());
    client.accounts().get("c").await.unwrap();
    assert_eq!(zoom.tokens(), 1);
}

#[test]
fn a_renewal_is_restarted_if_its_runtime_is_gone() {
    let mock = MockTransport::new()
        .on_request(Method::POST, TOKEN_PATH)
        .reply(200, json!({"access_token": "test-lost"}))
        .delay(Duration::from_secs(30))
        .reply(200, json!({"access_token": "test-token"}))
        .on(&ops::ACCOUNTS_GET)
        .reply(200, json!({"id": "a", "account_name": "Acme Example"}));
    let credentials = ServerToServer::new(ACCOUNT_ID, CLIENT_ID, CLIENT_SECRET);
    let client = Client::builder()
        .transport(mock.clone())
        .auth(credentials)
        .build()
        .unwrap();
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    let first = runtime();
    let call = client
        .accounts()
        .get("a")
        .timeout(Duration::from_millis(50));
    first.block_on(call.into_future()).unwrap_err();
    drop(first);
    let call = client.accounts().get("a").timeout(Duration::from_secs(5));
    runtime().block_on(call.into_future()).unwrap();
}

/// A pseudorandom number generator with a fixed seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// The state that the server shares with the callers.
#[derive(Default)]
struct Watch {
    /// The ids of the calls that the server has rejected. The client must retry them.
    refused: BTreeSet<String>,
    revocations: usize,
    /// How many of the revoked tokens the client has replaced.
    renewals: usize,
    /// The number of renewals when each running call started.
    running: BTreeMap<String, usize>,
}

impl Watch {
    /// Returns whether each running call started with the current token, and no call waits for its retry. The client
    /// retries a rejected call only once, so the server may revoke the token only then.
    fn may_revoke(&self) -> bool {
        let mut running = self.running.values();
        self.refused.is_empty() && running.all(|renewals| *renewals == self.revocations)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_call_succeeds_after_one_renewal_despite_rejections_and_dropped_calls() {
    for seed in 1..=4 {
        let zoom = FakeZoom::start().await;
        zoom.known().pause = Duration::from_millis(3);
        let watch: Arc<Mutex<Watch>> = Arc::default();
        let (shared, mut chance) = (Arc::clone(&watch), Chance(seed));
        zoom.known().on_call = Some(Box::new(move |known, id, token| {
            let mut watch = shared.lock().unwrap();
            if known.good.contains(token) {
                watch.renewals = watch.revocations;
            }
            if watch.may_revoke() && chance.below(20) == 0 {
                known.good.clear();
                watch.revocations += 1;
            }
            if known.good.contains(token) {
                watch.refused.remove(id);
            } else {
                watch.refused.insert(id.to_owned());
            }
        }));
        let client = limited_client(&zoom);
        let given_up = Arc::new(AtomicUsize::new(0));
        let workers: Vec<_> = (0..24)
            .map(|worker| {
                let (accounts, watch) = (client.accounts(), Arc::clone(&watch));
                let given_up = Arc::clone(&given_up);
                tokio::spawn(async move {
                    let mut chance = Chance(seed * 1000 + worker);
                    for turn in 0..20 {
                        let id = format!("{worker}-{turn}");
                        {
                            let mut watch = watch.lock().unwrap();
                            let renewals = watch.renewals;
                            watch.running.insert(id.clone(), renewals);
                        }
                        let call = accounts.get(id.as_str()).into_future();
                        let patience = match chance.below(4) {
                            0 => Duration::from_micros(chance.below(6000)),
                            _ => PATIENCE,
                        };
                        match tokio::time::timeout(patience, call).await {
                            Ok(account) => assert_eq!(account.unwrap().id, *id),
                            Err(_) => {
                                given_up.fetch_add(1, Ordering::Relaxed);
                            }
                        }
                        let mut watch = watch.lock().unwrap();
                        watch.refused.remove(&id);
                        watch.running.remove(&id);
                    }
                })
            })
            .collect();
        for worker in workers {
            worker.await.unwrap();
        }
        let revocations = watch.lock().unwrap().revocations;
        assert!(given_up.load(Ordering::Relaxed) > 0 && revocations > 0);
        assert!(
            zoom.tokens() <= revocations + 1,
            "{} {revocations}",
            zoom.tokens()
        );
        for turn in 0..20 {
            assert!(
                zoom.service
                    .seen_at(&format!("/v2/accounts/7-{turn}"))
                    .len()
                    <= 2
            );
        }
    }
}
