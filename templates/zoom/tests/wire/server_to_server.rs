//! Tests of server-to-server OAuth: requesting, storing, renewing and sharing tokens.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;
use zoom_accounts::auth::{MemoryStore, ServerToServer, Token, TokenStore};
use zoom_accounts::runtime::testing::MockTransport;
use zoom_accounts::runtime::{BoxFuture, Method, RetryPolicy};
use zoom_accounts::v2::accounts::{AccountCreate, AccountCreateRequired};
use zoom_accounts::{Client, Error, ErrorKind, Result, ops};

use crate::fake_zoom::{ACCOUNT_ID, BASIC, CLIENT_ID, CLIENT_SECRET, FakeZoom, TOKEN_PATH};
use crate::server::Reply;

#[tokio::test]
async fn a_token_is_requested_once_and_sent_with_calls() {
    let zoom = FakeZoom::start().await;
    let client = zoom.client();
    for id in ["a", "b"] {
        let account = client.accounts().get(id).await.unwrap();
        assert_eq!(account.account_name.unwrap(), "Acme Example");
    }
    let seen = zoom.service.seen();
    let paths: Vec<_> = seen.iter().map(|seen| seen.path.as_str()).collect();
    assert_eq!(paths, [TOKEN_PATH, "/v2/accounts/a", "/v2/accounts/b"]);
    assert_eq!(seen[0].header("authorization"), Some(BASIC));
    let form = [
        ("account_id", ACCOUNT_ID),
        ("grant_type", "account_credentials"),
    ];
    let form = form.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(seen[0].form(), form);
    assert!(!seen[0].head_text().contains(CLIENT_SECRET));
    for call in &seen[1..] {
        assert_eq!(call.header("authorization"), Some("Bearer test-token-1"));
    }
}

#[tokio::test]
async fn a_rejected_token_is_renewed_and_the_call_is_retried_once() {
    let zoom = FakeZoom::start().await;
    let client = zoom.client();
    client.accounts().get("a").await.unwrap();
    zoom.revoke();
    client.accounts().get("b").await.unwrap();
    assert_eq!(zoom.tokens(), 2);
    let calls: Vec<_> = (zoom.service.seen_at("/v2/accounts/b").iter())
        .map(|seen| seen.header("authorization").unwrap().to_owned())
        .collect();
    assert_eq!(calls, ["Bearer test-token-1", "Bearer test-token-2"]);
}

#[tokio::test]
async fn a_call_fails_if_the_renewed_token_is_rejected() {
    let zoom = FakeZoom::start().await;
    zoom.known().on_call = Some(Box::new(|known, _, _| known.good.clear()));
    let error = zoom.client().accounts().get("a").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(error.code(), Some("124"));
    assert_eq!(zoom.tokens(), 2);
    assert_eq!(zoom.service.seen_at("/v2/accounts/a").len(), 2);
}

/// Creates a client whose token requests and calls go to a mock.
fn mocked(mock: &MockTransport) -> Client {
    let credentials = ServerToServer::new(ACCOUNT_ID, CLIENT_ID, CLIENT_SECRET);
    Client::builder()
        .transport(mock.clone())
        .auth(credentials)
        .build()
        .unwrap()
}

fn token_requests(mock: &MockTransport) -> usize {
    let requests = mock.requests();
    (requests
        .iter()
        .filter(|request| request.path() == TOKEN_PATH))
    .count()
}

fn hour_long_tokens() -> MockTransport {
    let token = |name: &str| json!({"access_token": name, "expires_in": 3600});
    MockTransport::new()
        .on_request(Method::POST, TOKEN_PATH)
        .reply(200, token("test-first"))
        .reply(200, token("test-second"))
        .on(&ops::ACCOUNTS_GET)
        .reply(200, json!({"id": "a", "account_name": "Acme Example"}))
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_a_minute_before_its_expiry_without_a_waiting_call() {
    let mock = hour_long_tokens();
    let client = mocked(&mock);
    client.accounts().get("a").await.unwrap();
    tokio::time::sleep(Duration::from_secs(3600 - 62)).await;
    client.accounts().get("a").await.unwrap();
    assert_eq!(token_requests(&mock), 1);
    tokio::time::sleep(Duration::from_secs(3)).await;
    client.accounts().get("a").await.unwrap();
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert_eq!(token_requests(&mock), 2);
    client.accounts().get("a").await.unwrap();
    let requests = mock.requests();
    let calls: Vec<_> = (requests
        .iter()
        .filter(|request| request.operation().is_some()))
    .map(|request| request.header("authorization").unwrap())
    .collect();
    assert_eq!(calls[2], "Bearer test-first");
    assert_eq!(calls[3], "Bearer test-second");
}

#[tokio::test(start_paused = true)]
async fn an_expired_token_is_not_used() {
    let mock = hour_long_tokens();
    let client = mocked(&mock);
    client.accounts().get("a").await.unwrap();
    tokio::time::sleep(Duration::from_secs(3601)).await;
    client.accounts().get("a").await.unwrap();
    let requests = mock.requests();
    assert_eq!(
        requests[3].header("authorization"),
        Some("Bearer test-second")
    );
    assert_eq!(requests.len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_failed_renewal_in_the_last_minute_affects_no_call_and_is_retried_later() {
    let mock = MockTransport::new()
        .on_request(Method::POST, TOKEN_PATH)
        .reply(
            200,
            json!({"access_token": "test-first", "expires_in": 3600}),
        )
        .reply(503, json!({}))
        .on(&ops::ACCOUNTS_GET)
        .reply(200, json!({"id": "a", "account_name": "Acme Example"}));
    let client = mocked(&mock);
    client.accounts().get("a").await.unwrap();
    tokio::time::sleep(Duration::from_secs(3550)).await;
    for _ in 0..20 {
        client.accounts().get("a").await.unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    assert!(
        (3..=6).contains(&token_requests(&mock)),
        "{}",
        token_requests(&mock)
    );
    tokio::time::sleep(Duration::from_secs(60)).await;
    let error = client.accounts().get("a").await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 503);
}

#[tokio::test]
async fn calls_go_to_the_region_of_the_token() {
    for (api_url, host) in [
        ("https://api-eu.zoom.us", "api-eu.zoom.us"),
        ("https://ZOOM.US", "ZOOM.US"),
        // `api_url` must be an `https` URL of Zoom. Otherwise, the client ignores it.
        ("http://api-eu.zoom.us", "api.zoom.us"),
        ("https://api-eu.zoom.us.example.com", "api.zoom.us"),
        ("https://notzoom.us", "api.zoom.us"),
        // The client does not send a token of one cloud to another cloud.
        ("https://api.zoomgov.com", "api.zoom.us"),
        ("https://user@api-eu.zoom.us", "api.zoom.us"),
        ("http://127.0.0.1", "api.zoom.us"),
        ("not a url", "api.zoom.us"),
        ("", "api.zoom.us"),
    ] {
        let mock = MockTransport::new()
            .on_request(Method::POST, TOKEN_PATH)
            .reply(
                200,
                json!({"access_token": "test-token", "api_url": api_url}),
            )
            .on(&ops::ACCOUNTS_GET)
            .reply(200, json!({"id": "a", "account_name": "Acme Example"}));
        mocked(&mock).accounts().get("a").await.unwrap();
        let requests = mock.requests();
        assert_eq!(requests[0].host(), "zoom.us");
        assert_eq!(requests[1].host(), host, "{api_url}");
        assert_eq!(requests[1].path(), "/v2/accounts/a");
    }
}

#[tokio::test]
async fn a_url_of_the_client_overrides_the_region() {
    let zoom = FakeZoom::start().await;
    zoom.known().extra = json!({"api_url": "https://api-eu.zoom.us"});
    zoom.client().accounts().get("a").await.unwrap();
}

/// A token store whose `load` and `save` can fail.
#[derive(Debug, Default)]
struct Failing {
    store: MemoryStore,
    cannot_load: AtomicBool,
    cannot_save: AtomicBool,
}

impl Failing {
    fn check(flag: &AtomicBool) -> Result<()> {
        if flag.load(Ordering::Relaxed) {
            Err(Error::new(ErrorKind::Other, "disk is full"))
        } else {
            Ok(())
        }
    }
}

impl TokenStore for Failing {
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>>> {
        Box::pin(async {
            Self::check(&self.cannot_load)?;
            self.store.load().await
        })
    }

    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<()>> {
        Box::pin(async {
            Self::check(&self.cannot_save)?;
            self.store.save(token).await
        })
    }
}

#[tokio::test]
async fn clients_with_a_common_store_share_a_token_and_its_renewal() {
    let zoom = FakeZoom::start().await;
    let store = Arc::new(MemoryStore::new());
    let client = || {
        let credentials = zoom.credentials().store(Arc::clone(&store));
        zoom.builder(credentials).build().unwrap()
    };
    let (first, second) = (client(), client());
    first.accounts().get("a").await.unwrap();
    second.accounts().get("a").await.unwrap();
    assert_eq!(zoom.tokens(), 1);
    zoom.revoke();
    first.accounts().get("b").await.unwrap();
    second.accounts().get("c").await.unwrap();
    assert_eq!(zoom.tokens(), 2);
    let kept = store.load().await.unwrap().unwrap();
    assert_eq!(kept.access_token.expose(), "test-token-2");
    assert_eq!(kept.scopes, ["account:master", "user:master"]);
}

#[tokio::test]
async fn a_stored_token_of_other_credentials_is_not_used() {
    let zoom = FakeZoom::start().await;
    let store = Arc::new(MemoryStore::new());
    for account in ["test-account-1", "test-account-2"] {
        let credentials = ServerToServer::new(account, CLIENT_ID, CLIENT_SECRET)
            .oauth_url(zoom.service.url())
            .store(Arc::clone(&store));
        zoom.builder(credentials)
            .build()
            .unwrap()
            .accounts()
            .get("a")
            .await
            .unwrap();
    }
    assert_eq!(zoom.tokens(), 2);
}

#[tokio::test]
async fn a_store_error_fails_the_call_and_no_token_is_lost() {
    let zoom = FakeZoom::start().await;
    let store = Arc::new(Failing::default());
    let credentials = zoom.credentials().store(Arc::clone(&store));
    let client = zoom.builder(credentials).build().unwrap();
    store.cannot_load.store(true, Ordering::Relaxed);
    let error = client.accounts().get("a").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Other);
    assert_eq!(
        error.to_string(),
        "accounts.get: no access token: token store failed to load"
    );
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(source, "disk is full");
    assert_eq!(zoom.tokens(), 0);

    store.cannot_load.store(false, Ordering::Relaxed);
    store.cannot_save.store(true, Ordering::Relaxed);
    for _ in 0..2 {
        let error = client.accounts().get("a").await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "accounts.get: no access token: token store failed to save"
        );
    }
    store.cannot_save.store(false, Ordering::Relaxed);
    client.accounts().get("a").await.unwrap();
    assert_eq!(zoom.tokens(), 1);
    assert_eq!(zoom.service.seen_at("/v2/accounts/a").len(), 1);
}

#[tokio::test]
async fn clones_and_reconfigured_clones_share_a_token() {
    let zoom = FakeZoom::start().await;
    let credentials = zoom.credentials();
    for credentials in [
        credentials.clone(),
        credentials.clone(),
        credentials.token_timeout(Duration::from_secs(5)),
    ] {
        let client = zoom.builder(credentials).build().unwrap();
        client.accounts().get("a").await.unwrap();
    }
    assert_eq!(zoom.tokens(), 1);
}

#[tokio::test]
async fn an_unusual_token_response_is_read() {
    for extra in [
        json!({"expires_in": "3599"}),
        json!({"expires_in": null, "scope": null, "api_url": null, "refresh_token": null}),
        json!({"scope": ["account:master"], "token_type": 5, "api_url": 7}),
        json!({"scope": "", "expires_in": u64::MAX}),
        json!({"expires_in": 0}),
    ] {
        let zoom = FakeZoom::start().await;
        zoom.known().extra = extra.clone();
        zoom.client()
            .accounts()
            .get("a")
            .await
            .unwrap_or_else(|error| panic!("{extra}: {error}"));
    }
}

#[tokio::test]
async fn build_names_an_empty_or_invalid_credential() {
    let zoom = FakeZoom::start().await;
    for (account, id, secret, message) in [
        ("", "i", "s", "account id is empty"),
        ("a", "", "s", "client id is empty"),
        ("a", "i", "", "client secret is empty"),
        (
            "a",
            "i:j",
            "s",
            "user name contains a colon, which basic authentication does not allow",
        ),
    ] {
        let credentials = ServerToServer::new(account, id, secret).oauth_url(zoom.service.url());
        let error = zoom.builder(credentials).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(error.to_string(), message);
    }
    for url in [
        "http://id.example.com",
        "ftp://id.example.com",
        "id.example.com",
        "",
    ] {
        let credentials = zoom.credentials().oauth_url(url);
        let error = zoom.builder(credentials).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{url}");
        let text = error.to_string();
        assert!(
            text.starts_with("url of the token endpoint: base url"),
            "{text}"
        );
    }
    assert!(zoom.service.seen().is_empty());
}

#[tokio::test]
async fn the_token_endpoint_can_be_set() {
    let mock = hour_long_tokens();
    let credentials = ServerToServer::new(ACCOUNT_ID, CLIENT_ID, CLIENT_SECRET)
        .oauth_url("https://example.zoom.us/");
    let client = Client::builder()
        .transport(mock.clone())
        .auth(credentials)
        .build();
    client.unwrap().accounts().get("a").await.unwrap();
    assert_eq!(mock.requests()[0].host(), "example.zoom.us");
    assert_eq!(mock.requests()[0].path(), TOKEN_PATH);
}

#[tokio::test]
async fn a_missing_scope_is_an_error_without_a_token_renewal() {
    let zoom = FakeZoom::start().await;
    let message =
        "Invalid access token, does not contain scopes:[user:read:user:master, user:master].";
    let reply = Reply::json(400, &json!({"code": 4711, "message": message}));
    let service = crate::server::Service::start(move |_| reply.clone()).await;
    let client = Client::builder()
        .server_url("v2", service.url())
        .auth(zoom.credentials())
        .build()
        .unwrap();
    let error = client.accounts().get("a").await.unwrap_err();
    assert!(error.is_auth());
    assert_eq!(
        zoom_accounts::errors::missing_scopes(&error),
        ["user:read:user:master", "user:master"]
    );
    assert_eq!((zoom.tokens(), service.seen().len()), (1, 1));
}

#[tokio::test]
async fn a_failed_token_request_is_retried_also_for_an_unsafe_call() {
    let zoom = FakeZoom::start().await;
    zoom.known().failure = Some(Reply::empty(503));
    zoom.known().failures = Some(2);
    let client = zoom.builder(zoom.credentials()).retry(RetryPolicy::new());
    let request = AccountCreate::new(AccountCreateRequired {
        email: "owner@example.com",
        first_name: "Ada",
        last_name: "Example",
        password: "test-password".into(),
    });
    let call = client.build().unwrap().accounts().create(request);
    call.await.unwrap();
    assert_eq!(zoom.tokens(), 3);
    assert_eq!(zoom.service.seen_at("/v2/accounts").len(), 1);
}
