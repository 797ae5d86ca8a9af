//! The OAuth endpoints of the fake of Zoom, and what tokens permit.

use std::time::Duration;

use crate::http::{Answer, basic, bearer, send};
use serde_json::{Value, json};
use zoom_accounts::fake::{FakeApp, FakeZoom};

const REDIRECT: &str = "https%3A%2F%2Fapp.example%2Fdone";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// The challenge of the verifier in RFC 7636, appendix B.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

async fn fake() -> FakeZoom {
    FakeZoom::builder().frozen_clock().start().await.unwrap()
}

async fn token(fake: &FakeZoom, form: &str) -> Answer {
    send(fake, "POST /oauth/token", &basic(&fake.app()), form).await
}

fn denied(answer: &Answer) -> (u16, String) {
    assert!(!answer.text("reason").is_empty(), "{answer:?}");
    (answer.status, answer.text("error"))
}

/// Approves the app, and returns the code of the redirect.
async fn code(fake: &FakeZoom, more: &str) -> String {
    let id = fake.app().client_id;
    let request = format!(
        "GET /oauth/authorize?response_type=code&client_id={id}&redirect_uri={REDIRECT}&state=a%26b{more}"
    );
    let answer = send(fake, &request, "", "").await;
    assert_eq!(answer.status, 302, "{answer:?}");
    let location = answer.header("location").unwrap();
    let query = location.strip_prefix("https://app.example/done?code=");
    let (code, state) = query.unwrap().split_once('&').unwrap();
    assert_eq!(state, "state=a%26b");
    code.to_owned()
}

async fn redeem(fake: &FakeZoom, code: &str, more: &str) -> Answer {
    let form = format!("grant_type=authorization_code&code={code}&redirect_uri={REDIRECT}{more}");
    token(fake, &form).await
}

async fn status(fake: &FakeZoom, request: &str, token: &str) -> (u16, Value) {
    let answer = send(fake, request, &format!("Bearer {token}"), "").await;
    (answer.status, answer.json()["code"].clone())
}

#[tokio::test]
async fn a_server_to_server_token_lives_one_hour() {
    let fake = fake().await;
    let token = bearer(&fake).await;
    let call = || send(&fake, "GET /v2/accounts", &token, "");
    fake.advance(Duration::from_secs(3599));
    assert_eq!(call().await.status, 200);
    fake.advance(Duration::from_secs(1));
    let answer = call().await;
    let expired = json!({"code": 124, "message": "Access token is expired."});
    assert_eq!((answer.status, answer.json()), (401, expired));
    let answer = send(&fake, "GET /v2/accounts", "Bearer unknown", "").await;
    let invalid = json!({"code": 124, "message": "Invalid access token."});
    assert_eq!((answer.status, answer.json()), (401, invalid));
}

#[tokio::test]
async fn a_token_response_has_the_documented_properties() {
    let fake = FakeZoom::builder()
        .scopes(["account:master", "user:read:admin"])
        .api_url("https://api-eu.zoom.us")
        .start()
        .await
        .unwrap();
    // The parameters may be in the query as well.
    let id = fake.app().account_id;
    let request = format!("POST /oauth/token?grant_type=account_credentials&account_id={id}");
    let answer = send(&fake, &request, &basic(&fake.app()), "").await.json();
    assert_eq!(answer["token_type"], "bearer");
    assert_eq!(answer["expires_in"], 3600);
    assert_eq!(answer["scope"], "account:master user:read:admin");
    assert_eq!(answer["api_url"], "https://api-eu.zoom.us");
    assert_eq!(answer.get("refresh_token"), None);
}

#[tokio::test]
async fn the_api_url_is_the_address_that_the_client_uses() {
    let fake = fake().await;
    let app = fake.app();
    let form = format!(
        "grant_type=account_credentials&account_id={}",
        app.account_id
    );
    let answer = token(&fake, &form).await;
    assert_eq!(answer.text("api_url"), fake.url());
    // The fake reads the first of two headers `host`.
    let request = "POST /oauth/token HTTP/1.1\r\nhost: zoom:4600\r\nx:";
    let answer = send(&fake, request, &basic(&app), &form).await;
    assert_eq!(answer.text("api_url"), "http://zoom:4600");
}

#[tokio::test]
async fn wrong_credentials_and_parameters_are_denied() {
    let fake = fake().await;
    let mut app: FakeApp = fake.app();
    let form = format!(
        "grant_type=account_credentials&account_id={}",
        app.account_id
    );
    app.client_secret.push('x');
    let wrong_secret = send(&fake, "POST /oauth/token", &basic(&app), &form).await;
    assert_eq!(denied(&wrong_secret), (400, "invalid_client".to_owned()));
    let no_secret = format!("{form}&client_id={}", app.client_id);
    let no_secret = send(&fake, "POST /oauth/token", "", &no_secret).await;
    assert_eq!(denied(&no_secret), (400, "invalid_client".to_owned()));
    for (form, error) in [
        (
            "grant_type=account_credentials&account_id=other",
            "invalid_request",
        ),
        ("grant_type=account_credentials", "invalid_request"),
        ("grant_type=password", "unsupported_grant_type"),
        ("", "invalid_request"),
        ("grant_type=refresh_token&refresh_token=x", "invalid_grant"),
        ("grant_type=authorization_code&code=x", "invalid_grant"),
    ] {
        let answer = token(&fake, form).await;
        assert_eq!(denied(&answer), (400, error.to_owned()), "{form}");
    }
}

#[tokio::test]
async fn an_authorization_code_works_once_and_for_five_minutes() {
    let fake = fake().await;
    let first = code(&fake, "").await;
    let answer = redeem(&fake, &first, "").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(!answer.text("refresh_token").is_empty());
    let again = redeem(&fake, &first, "").await;
    assert_eq!(denied(&again), (400, "invalid_grant".to_owned()));
    let second = code(&fake, "").await;
    fake.advance(Duration::from_secs(300));
    let late = redeem(&fake, &second, "").await;
    assert_eq!(late.text("reason"), "Expired authorization code");
}

#[tokio::test]
async fn the_redirect_uri_of_a_code_must_match() {
    let fake = fake().await;
    let code = code(&fake, "").await;
    let form = format!(
        "grant_type=authorization_code&code={code}&redirect_uri=https%3A%2F%2Fevil.example"
    );
    let answer = token(&fake, &form).await;
    assert_eq!(answer.text("reason"), "Invalid redirect uri");
}

#[tokio::test]
async fn the_verifier_of_pkce_must_match_the_challenge() {
    let fake = fake().await;
    let hashed = format!("&code_challenge={CHALLENGE}&code_challenge_method=S256");
    let plain = format!("&code_challenge={VERIFIER}");
    let right = format!("&code_verifier={VERIFIER}");
    for challenge in [&hashed, &plain] {
        let first = code(&fake, challenge).await;
        assert_eq!(redeem(&fake, &first, &right).await.status, 200);
        for wrong in ["", "&code_verifier=other"] {
            let next = code(&fake, challenge).await;
            let answer = redeem(&fake, &next, wrong).await;
            assert_eq!(answer.text("reason"), "Invalid code verifier");
        }
    }
    // A public client has no secret, and needs a verifier.
    let id = fake.app().client_id;
    for (challenge, verifier, expected) in [(&*hashed, &*right, 200), ("", "", 400)] {
        let code = code(&fake, challenge).await;
        let form = format!(
            "grant_type=authorization_code&client_id={id}&code={code}&redirect_uri={REDIRECT}{verifier}"
        );
        let answer = send(&fake, "POST /oauth/token", "", &form).await;
        assert_eq!(answer.status, expected, "{answer:?}");
    }
}

#[tokio::test]
async fn authorize_redirects_with_an_error_for_another_response_type() {
    let fake = fake().await;
    let id = fake.app().client_id;
    let request = format!(
        "GET /oauth/authorize?response_type=token&client_id={id}&redirect_uri={REDIRECT}&state=s"
    );
    let answer = send(&fake, &request, "", "").await;
    let location = "https://app.example/done?error=unsupported_response_type&state=s";
    assert_eq!(answer.header("location"), Some(location));
    let request = format!(
        "GET /oauth/authorize?response_type=code&client_id={id}&redirect_uri={REDIRECT}%23top"
    );
    let answer = send(&fake, &request, "", "").await;
    assert_eq!(answer.text("reason"), "Invalid redirect uri");
    let request =
        format!("GET /oauth/authorize?response_type=code&client_id=nobody&redirect_uri={REDIRECT}");
    let answer = send(&fake, &request, "", "").await;
    assert_eq!(denied(&answer), (400, "invalid_client".to_owned()));
}

#[tokio::test]
async fn a_refresh_token_works_once() {
    let fake = fake().await;
    let first = redeem(&fake, &code(&fake, "").await, "").await;
    let refresh = |answer: &Answer| {
        let refresh = answer.text("refresh_token");
        format!("grant_type=refresh_token&refresh_token={refresh}")
    };
    let second = token(&fake, &refresh(&first)).await;
    assert_eq!(second.status, 200, "{second:?}");
    let old = token(&fake, &refresh(&first)).await;
    assert_eq!(denied(&old), (400, "invalid_grant".to_owned()));
    let third = token(&fake, &refresh(&second)).await;
    assert_eq!(third.status, 200, "{third:?}");
}

#[tokio::test]
async fn only_a_public_client_refreshes_without_a_secret() {
    let fake = fake().await;
    let id = fake.app().client_id;
    let challenge = format!("&code_challenge={CHALLENGE}&code_challenge_method=S256");
    for (authorization, expected) in [(basic(&fake.app()), 400), (String::new(), 200)] {
        let code = code(&fake, &challenge).await;
        let form = format!(
            "grant_type=authorization_code&client_id={id}&code={code}&redirect_uri={REDIRECT}&code_verifier={VERIFIER}"
        );
        let issued = send(&fake, "POST /oauth/token", &authorization, &form).await;
        let refresh = issued.text("refresh_token");
        let form = format!("grant_type=refresh_token&client_id={id}&refresh_token={refresh}");
        let answer = send(&fake, "POST /oauth/token", "", &form).await;
        assert_eq!(answer.status, expected, "{answer:?}");
    }
}

#[tokio::test]
async fn a_revoked_token_is_invalid() {
    let fake = fake().await;
    let issued = redeem(&fake, &code(&fake, "").await, "").await;
    let (access, refresh) = (issued.text("access_token"), issued.text("refresh_token"));
    assert_eq!(status(&fake, "GET /v2/accounts", &access).await.0, 200);
    for token in [&access, &refresh] {
        let request = format!("POST /oauth/revoke?token={token}");
        let answer = send(&fake, &request, &basic(&fake.app()), "").await;
        assert_eq!(answer.json(), json!({"status": "success"}));
    }
    let answer = status(&fake, "GET /v2/accounts", &access).await;
    assert_eq!(answer, (401, json!(124)));
    let form = format!("grant_type=refresh_token&refresh_token={refresh}");
    assert_eq!(token(&fake, &form).await.status, 400);
}

#[tokio::test]
async fn the_newest_token_revokes_the_older_one_only_if_the_fake_is_set_so() {
    for one in [false, true] {
        let builder = FakeZoom::builder();
        let builder = if one {
            builder.one_token_at_a_time()
        } else {
            builder
        };
        let fake = builder.start().await.unwrap();
        let (old, new) = (bearer(&fake).await, bearer(&fake).await);
        let old = send(&fake, "GET /v2/accounts", &old, "").await;
        assert_eq!(old.status, if one { 401 } else { 200 });
        assert_eq!(send(&fake, "GET /v2/accounts", &new, "").await.status, 200);
    }
}

#[tokio::test]
async fn a_token_of_an_app_has_no_scopes_for_accounts() {
    let fake = fake().await;
    let answer = token(&fake, "grant_type=client_credentials").await;
    assert!(answer.text("scope").contains("imchat:bot"), "{answer:?}");
    let access = answer.text("access_token");
    let answer = status(&fake, "GET /v2/accounts", &access).await;
    assert_eq!(answer, (400, json!(4711)));
}

#[tokio::test]
async fn a_missing_scope_is_reported_with_the_scopes_that_help() {
    let fake = FakeZoom::builder()
        .frozen_clock()
        .scopes(["user:read:admin"]);
    let fake = fake.start().await.unwrap();
    let token = bearer(&fake).await;
    let answer = send(&fake, "GET /v2/accounts", &token, "").await;
    assert_eq!(answer.status, 400);
    let message = answer.text("message");
    let start = "Invalid access token, does not contain scopes:[account:master, ";
    assert!(
        message.starts_with(start) && message.ends_with("]."),
        "{message}"
    );
    assert_eq!(send(&fake, "GET /v2/users", &token, "").await.status, 200);
}

#[tokio::test]
async fn calls_on_behalf_of_a_sub_account_need_a_master_scope() {
    for (scope, own, sub) in [
        ("user:read:admin", 200, 400),
        ("user:read:list_users:admin", 200, 400),
        ("user:master", 400, 404),
        ("user:read:list_users:master", 400, 404),
    ] {
        let fake = FakeZoom::builder()
            .frozen_clock()
            .scopes([scope])
            .start()
            .await
            .unwrap();
        let token = bearer(&fake).await;
        let call = async |request| send(&fake, request, &token, "").await.status;
        assert_eq!(call("GET /v2/users").await, own, "{scope}");
        assert_eq!(call("GET /v2/accounts/me/users").await, own, "{scope}");
        // The account does not exist, which is checked after the scopes.
        assert_eq!(call("GET /v2/accounts/none/users").await, sub, "{scope}");
    }
}

#[tokio::test]
async fn only_tokens_of_users_may_call_a_user_me() {
    let fake = FakeZoom::builder().frozen_clock().scopes(["user:read"]);
    let fake = fake.start().await.unwrap();
    let user = redeem(&fake, &code(&fake, "").await, "").await;
    let user = user.text("access_token");
    assert_eq!(status(&fake, "GET /v2/users/me", &user).await.0, 200);
    let answer = status(&fake, "GET /v2/users/owner@primary.example", &user).await;
    assert_eq!(answer, (400, json!(4700)));
    let server = bearer(&fake).await;
    let answer = send(&fake, "GET /v2/users/me", &server, "").await;
    assert_eq!(
        (answer.status, answer.json()["code"].clone()),
        (404, json!(1001))
    );
    let answer = send(&fake, "GET /v2/users/owner@primary.example", &server, "").await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_parameter_that_is_sent_twice_is_denied() {
    let fake = fake().await;
    let app = fake.app();
    let form = format!(
        "grant_type=account_credentials&account_id={}",
        app.account_id
    );
    let twice = format!("{form}&account_id={}", app.account_id);
    let answer = token(&fake, &twice).await;
    assert_eq!(denied(&answer), (400, "invalid_request".to_owned()));
    let request = "POST /oauth/token?grant_type=account_credentials";
    let answer = send(&fake, request, &basic(&app), &form).await;
    assert_eq!(denied(&answer), (400, "invalid_request".to_owned()));
    let request = format!(
        "GET /oauth/authorize?response_type=code&client_id={}&redirect_uri={REDIRECT}&state=a&state=b",
        app.client_id
    );
    let answer = send(&fake, &request, "", "").await;
    assert_eq!(denied(&answer), (400, "invalid_request".to_owned()));
}

#[tokio::test]
async fn a_verifier_without_a_challenge_is_denied() {
    let fake = fake().await;
    let verifier = format!("&code_verifier={VERIFIER}");
    let answer = redeem(&fake, &code(&fake, "").await, &verifier).await;
    assert_eq!(denied(&answer), (400, "invalid_grant".to_owned()));
    let challenge = format!("&code_challenge={CHALLENGE}&code_challenge_method=S256");
    let answer = redeem(&fake, &code(&fake, &challenge).await, &verifier).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}
