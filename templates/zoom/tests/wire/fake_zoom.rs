//! A fake of Zoom's token endpoint and API. The server issues tokens, and rejects API calls without a valid token.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use serde_json::{Value, json};
use zoom_accounts::auth::ServerToServer;
use zoom_accounts::runtime::{Authorize, RetryPolicy};
use zoom_accounts::{Client, ClientBuilder};

use crate::server::{Reply, Seen, Service};

pub(crate) const ACCOUNT_ID: &str = "test-account-id";
pub(crate) const CLIENT_ID: &str = "test-client-id";
pub(crate) const CLIENT_SECRET: &str = "test-client-secret";
/// The authorization header for `CLIENT_ID` and `CLIENT_SECRET`. It was encoded by a program other than the client.
pub(crate) const BASIC: &str = "Basic dGVzdC1jbGllbnQtaWQ6dGVzdC1jbGllbnQtc2VjcmV0";

pub(crate) const REDIRECT_URL: &str = "https://app.example.com/back?a=b";
pub(crate) const CODE: &str = "test-code";
/// The code verifier in the example of RFC 7636, appendix B. `CHALLENGE` is its code challenge.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(crate) const TOKEN_PATH: &str = "/oauth/token";

/// The state of the server, which tests can read and change.
#[derive(Default)]
pub(crate) struct Known {
    /// The valid access tokens.
    pub(crate) good: BTreeSet<String>,
    /// The number of issued tokens.
    pub(crate) issued: usize,
    /// The reply that the token endpoint sends instead of a token.
    pub(crate) failure: Option<Reply>,
    /// The number of times that the token endpoint will send `failure`. `None` means always.
    pub(crate) failures: Option<usize>,
    /// Additional fields of the token response.
    pub(crate) extra: Value,
    /// The delay of the token response.
    pub(crate) pause: Duration,
    /// The valid refresh token, which works only once.
    pub(crate) refresh: Option<String>,
    /// The number of requests with an invalid refresh token.
    pub(crate) replayed: usize,
    /// A function that runs for each API call.
    pub(crate) on_call: Option<OnCall>,
}

/// A function that runs before the server checks the token of an API call. Its arguments are the state, the account id
/// and the token.
pub(crate) type OnCall = Box<dyn FnMut(&mut Known, &str, &str) + Send>;

/// A running server with its state.
pub(crate) struct FakeZoom {
    pub(crate) service: Service,
    known: Arc<Mutex<Known>>,
}

impl FakeZoom {
    pub(crate) async fn start() -> Self {
        let known: Arc<Mutex<Known>> = Arc::default();
        let shared = Arc::clone(&known);
        let service = Service::start(move |seen| match seen.path.as_str() {
            TOKEN_PATH => token(seen, &mut shared.lock().unwrap()),
            _ => call(seen, &mut shared.lock().unwrap()),
        });
        Self {
            service: service.await,
            known,
        }
    }

    pub(crate) fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap()
    }

    /// Revokes all tokens issued so far.
    pub(crate) fn revoke(&self) {
        self.known().good.clear();
    }

    /// Returns the number of token requests.
    pub(crate) fn tokens(&self) -> usize {
        self.service.seen_at(TOKEN_PATH).len()
    }

    pub(crate) fn credentials(&self) -> ServerToServer {
        ServerToServer::new(ACCOUNT_ID, CLIENT_ID, CLIENT_SECRET).oauth_url(self.service.url())
    }

    pub(crate) fn builder(&self, credentials: impl Authorize) -> ClientBuilder<Client> {
        Client::builder()
            .server_url("v2", format!("{}/v2", self.service.url()))
            .auth(credentials)
            .retry(RetryPolicy::none())
    }

    pub(crate) fn client(&self) -> Client {
        self.builder(self.credentials()).build().unwrap()
    }
}

/// Replies to a token request.
fn token(seen: &Seen, known: &mut Known) -> Reply {
    assert_eq!(seen.method, "POST");
    assert_eq!(seen.query(), []);
    assert_eq!(seen.header("accept"), Some("application/json"));
    if let Some(left) = &mut known.failures {
        *left -= 1;
    }
    let failure = known.failure.clone();
    if known.failures == Some(0) {
        known.failures = None;
        known.failure = None;
    }
    if let Some(failure) = failure {
        return failure;
    }
    let grant = seen.field("grant_type").unwrap();
    if let Some(refusal) = refusal(&grant, seen, known) {
        return refusal;
    }
    known.issued += 1;
    let token = format!("test-token-{}", known.issued);
    known.good.insert(token.clone());
    let mut response = json!({
        "access_token": token,
        "token_type": "bearer",
        "expires_in": 3600,
        "scope": "account:master user:master",
    });
    for (name, value) in known.extra.as_object().into_iter().flatten() {
        response[name] = value.clone();
    }
    if grant != "account_credentials" {
        let refresh = format!("test-refresh-{}", known.issued);
        response["refresh_token"] = json!(refresh);
        known.refresh = Some(refresh);
    }
    let reply = Reply::json(200, &response);
    if known.pause.is_zero() {
        reply
    } else {
        reply.stalled(known.pause)
    }
}

/// Returns the error reply for an invalid grant; `None` if the grant is valid.
fn refusal(grant: &str, seen: &Seen, known: &mut Known) -> Option<Reply> {
    match grant {
        "account_credentials" => None,
        "authorization_code" if seen.field("code").as_deref() == Some(CODE) => {
            assert_eq!(seen.field("code_verifier").as_deref(), Some(VERIFIER));
            assert_eq!(seen.field("redirect_uri").as_deref(), Some(REDIRECT_URL));
            None
        }
        "authorization_code" => {
            let body = json!({"code": 4734, "message": "Invalid code."});
            Some(Reply::json(400, &body))
        }
        "refresh_token" if seen.field("refresh_token") == known.refresh.take() => None,
        "refresh_token" => {
            known.replayed += 1;
            let body = json!({"reason": "Invalid Token!", "error": "invalid_grant"});
            Some(Reply::json(400, &body))
        }
        other => panic!("a grant of the type {other}"),
    }
}

/// Replies to an API call.
fn call(seen: &Seen, known: &mut Known) -> Reply {
    assert!(["GET", "POST"].contains(&seen.method.as_str()));
    let id = seen.path.rsplit('/').next().unwrap();
    let token = (seen.header("authorization"))
        .and_then(|value| value.strip_prefix("Bearer "))
        .unwrap_or_default();
    if let Some(mut on_call) = known.on_call.take() {
        on_call(known, id, token);
        known.on_call = Some(on_call);
    }
    if known.good.contains(token) {
        Reply::json(
            200,
            &json!({"id": id, "account_name": "Acme Example", "owner_id": "o", "owner_email": "owner@example.com"}),
        )
    } else {
        Reply::json(
            401,
            &json!({"code": 124, "message": "Invalid access token."}),
        )
    }
}
