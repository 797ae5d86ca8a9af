//! Tests of user OAuth: the authorization code grant, PKCE and single-use refresh tokens.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use zoom_accounts::auth::{
    AuthorizationCode, AuthorizationRequest, MemoryStore, Token, TokenStore,
};
use zoom_accounts::runtime::BoxFuture;
use zoom_accounts::{Client, Error, ErrorKind, Result};

use crate::fake_zoom::{
    BASIC, CHALLENGE, CLIENT_ID, CLIENT_SECRET, CODE, FakeZoom, REDIRECT_URL, TOKEN_PATH, VERIFIER,
};

/// Creates the credentials of an app. No user has authorized the app yet.
fn app(zoom: &FakeZoom) -> AuthorizationCode {
    AuthorizationCode::new(CLIENT_ID, CLIENT_SECRET, REDIRECT_URL).oauth_url(zoom.service.url())
}

fn request() -> AuthorizationRequest {
    AuthorizationRequest::from_parts("test-state", VERIFIER)
}

/// Exchanges `CODE` for a token.
async fn exchange(app: &AuthorizationCode, client: &Client) -> Result<()> {
    let transport = client.core().transport();
    app.exchange(transport, &request(), CODE, "test-state")
        .await
}

fn client(zoom: &FakeZoom, app: &AuthorizationCode) -> Client {
    zoom.builder(app.clone()).build().unwrap()
}

#[test]
fn the_authorize_url_contains_state_and_challenge_and_no_secret() {
    let app = AuthorizationCode::new(CLIENT_ID, CLIENT_SECRET, REDIRECT_URL);
    let url = app.authorize_url(&request()).unwrap();
    assert_eq!(
        url,
        format!(
            "https://zoom.us/oauth/authorize?response_type=code&client_id={CLIENT_ID}\
             &redirect_uri=https%3A%2F%2Fapp.example.com%2Fback%3Fa%3Db&state=test-state\
             &code_challenge={CHALLENGE}&code_challenge_method=S256"
        )
    );
    assert!(!url.contains(VERIFIER) && !url.contains(CLIENT_SECRET));
    let error = app
        .oauth_url("http://zoom.example.com")
        .authorize_url(&request());
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Config);
}

#[test]
fn each_request_has_its_own_state_and_verifier() {
    let (one, other) = (
        AuthorizationRequest::new().unwrap(),
        AuthorizationRequest::new().unwrap(),
    );
    assert_ne!(one.state(), other.state());
    assert_ne!(one.verifier(), other.verifier());
    assert_eq!(one.state().len(), 22);
    assert_eq!(one.verifier().expose().len(), 43);
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    assert!(one.verifier().expose().chars().all(allowed));
    assert!(!format!("{one:?}").contains(one.verifier().expose()));
}

#[tokio::test]
async fn a_code_is_exchanged_with_the_verifier_and_calls_send_the_token() {
    let zoom = FakeZoom::start().await;
    let app = app(&zoom);
    let client = client(&zoom, &app);
    exchange(&app, &client).await.unwrap();
    client.accounts().get("a").await.unwrap();
    let seen = zoom.service.seen();
    assert_eq!(seen[0].header("authorization"), Some(BASIC));
    let form = [
        ("code", CODE),
        ("code_verifier", VERIFIER),
        ("grant_type", "authorization_code"),
        ("redirect_uri", REDIRECT_URL),
    ];
    assert_eq!(
        seen[0].form(),
        form.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    assert_eq!(seen[1].header("authorization"), Some("Bearer test-token-1"));
}

#[tokio::test]
async fn a_public_client_sends_its_client_id_in_the_form() {
    let zoom = FakeZoom::start().await;
    let app =
        AuthorizationCode::public_client(CLIENT_ID, REDIRECT_URL).oauth_url(zoom.service.url());
    exchange(&app, &client(&zoom, &app)).await.unwrap();
    let seen = zoom.service.seen();
    assert_eq!(seen[0].header("authorization"), None);
    assert_eq!(seen[0].field("client_id").as_deref(), Some(CLIENT_ID));
    assert_eq!(seen[0].field("client_secret"), None);
}

#[tokio::test]
async fn a_redirect_with_another_state_is_not_exchanged() {
    let zoom = FakeZoom::start().await;
    let app = app(&zoom);
    let client = client(&zoom, &app);
    let transport = client.core().transport();
    for (kept, came) in [("test-state", "other"), ("test-state", ""), ("", "")] {
        let request = AuthorizationRequest::from_parts(kept, VERIFIER);
        let error = app
            .exchange(transport, &request, CODE, came)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
    }
    assert!(zoom.service.seen().is_empty());
}

#[tokio::test]
async fn a_rejected_code_is_an_auth_error() {
    let zoom = FakeZoom::start().await;
    let app = app(&zoom);
    let client = client(&zoom, &app);
    let transport = client.core().transport();
    let error = app
        .exchange(transport, &request(), "wrong", "test-state")
        .await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(
        error.to_string(),
        "no access token (code is expired or already used): Invalid code. (code 4734, HTTP 400)"
    );
    let error = client.accounts().get("a").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "accounts.get: no access token: no user has authorized the app; exchange a code first"
    );
}

/// A token store that records each refresh token that it saves. Saving can be made to fail.
#[derive(Debug, Default)]
struct Noting {
    store: MemoryStore,
    saved: Mutex<Vec<String>>,
    fails: AtomicBool,
}

impl TokenStore for Noting {
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>>> {
        self.store.load()
    }

    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            // Without this pause, a call could succeed even if it did not wait for `save`.
            tokio::time::sleep(Duration::from_millis(50)).await;
            if self.fails.load(Ordering::Relaxed) {
                return Err(Error::new(ErrorKind::Other, "disk is full"));
            }
            let token_text = token.refresh_token.as_ref().unwrap().expose().to_owned();
            self.saved.lock().unwrap().push(token_text);
            self.store.save(token).await
        })
    }
}

#[tokio::test]
async fn the_next_refresh_token_is_saved_before_the_new_access_token_is_used() {
    let zoom = FakeZoom::start().await;
    let store = Arc::new(Noting::default());
    let app = app(&zoom).store(Arc::clone(&store));
    let client = client(&zoom, &app);
    exchange(&app, &client).await.unwrap();
    let noted = Arc::clone(&store);
    zoom.known().on_call = Some(Box::new(move |_, _, token| {
        let number = token.strip_prefix("test-token-").unwrap();
        let refresh = format!("test-refresh-{number}");
        assert!(
            noted.saved.lock().unwrap().contains(&refresh),
            "{token} is used too early"
        );
    }));
    client.accounts().get("a").await.unwrap();
    for _ in 0..3 {
        zoom.revoke();
        client.accounts().get("b").await.unwrap();
    }
    let saved = store.saved.lock().unwrap().clone();
    assert_eq!(
        saved,
        [
            "test-refresh-1",
            "test-refresh-2",
            "test-refresh-3",
            "test-refresh-4"
        ]
    );
    let last = zoom.service.seen_at(TOKEN_PATH).pop().unwrap();
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "test-refresh-3"),
    ];
    assert_eq!(
        last.form(),
        form.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    assert_eq!(zoom.known().replayed, 0);
}

#[tokio::test]
async fn an_unsaved_refresh_token_is_saved_by_the_next_call() {
    let zoom = FakeZoom::start().await;
    let store = Arc::new(Noting::default());
    let app = app(&zoom).store(Arc::clone(&store));
    let client = client(&zoom, &app);
    exchange(&app, &client).await.unwrap();
    client.accounts().get("a").await.unwrap();
    zoom.revoke();
    store.fails.store(true, Ordering::Relaxed);
    for _ in 0..2 {
        let error = client.accounts().get("b").await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "accounts.get: no access token: token store failed to save"
        );
    }
    let calls = zoom.service.seen_at("/v2/accounts/b");
    assert!(
        calls
            .iter()
            .all(|seen| seen.header("authorization") == Some("Bearer test-token-1"))
    );
    store.fails.store(false, Ordering::Relaxed);
    client.accounts().get("b").await.unwrap();
    assert_eq!(
        *store.saved.lock().unwrap(),
        ["test-refresh-1", "test-refresh-2"]
    );
    assert_eq!((zoom.tokens(), zoom.known().replayed), (2, 0));
}

#[tokio::test]
async fn an_app_starts_with_a_configured_refresh_token() {
    let zoom = FakeZoom::start().await;
    zoom.known().refresh = Some("test-refresh-0".to_owned());
    let app = app(&zoom).refresh_token("test-refresh-0");
    let client = client(&zoom, &app);
    client.accounts().get("a").await.unwrap();
    zoom.revoke();
    client.accounts().get("a").await.unwrap();
    assert_eq!((zoom.tokens(), zoom.known().replayed), (2, 0));
}

#[tokio::test]
async fn a_revoked_refresh_token_requires_a_new_authorization() {
    let zoom = FakeZoom::start().await;
    let app = app(&zoom).refresh_token("test-refresh-dead");
    let error = client(&zoom, &app).accounts().get("a").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "accounts.get: no access token (token is expired or revoked: authorize the app again): \
         Invalid Token! (code invalid_grant, HTTP 400)"
    );
    exchange(&app, &client(&zoom, &app)).await.unwrap();
    client(&zoom, &app).accounts().get("a").await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_calls_use_a_refresh_token_once() {
    let zoom = FakeZoom::start().await;
    let app = app(&zoom);
    let client = client(&zoom, &app);
    exchange(&app, &client).await.unwrap();
    client.accounts().get("a").await.unwrap();
    zoom.revoke();
    let calls: Vec<_> = (0..60)
        .map(|_| tokio::spawn(client.accounts().get("b").into_future()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((zoom.tokens(), zoom.known().replayed), (2, 0));
}

#[tokio::test]
async fn a_dropped_exchange_continues() {
    let zoom = FakeZoom::start().await;
    zoom.known().pause = Duration::from_millis(200);
    let app = app(&zoom);
    let client = client(&zoom, &app);
    let dropped = tokio::time::timeout(Duration::from_millis(50), exchange(&app, &client));
    assert!(dropped.await.is_err());
    client.accounts().get("a").await.unwrap();
    assert_eq!(zoom.tokens(), 1);
}

#[tokio::test]
async fn no_secret_of_a_user_is_printed() {
    let zoom = FakeZoom::start().await;
    let store = Arc::new(MemoryStore::new());
    let app = app(&zoom)
        .store(Arc::clone(&store))
        .refresh_token("test-refresh-0");
    let client = client(&zoom, &app);
    exchange(&app, &client).await.unwrap();
    client.accounts().get("a").await.unwrap();
    let token = store.load().await.unwrap().unwrap();
    let text = format!(
        "{app:?} {app:#?} {client:?} {store:?} {token:?} {token:#?} {:?}",
        request()
    );
    for hidden in [
        CLIENT_SECRET,
        VERIFIER,
        CODE,
        "test-token-",
        "test-refresh-",
    ] {
        assert!(!text.contains(hidden), "{text}");
    }
}
