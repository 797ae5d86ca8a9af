//! Tests of the clouds: credentials and tokens of one cloud are sent to the hosts of this cloud only.

use serde_json::json;
use zoom_accounts::auth::{
    AccessToken, AuthorizationCode, AuthorizationRequest, Cloud, ServerToServer,
};
use zoom_accounts::runtime::testing::MockTransport;
use zoom_accounts::runtime::{Authorize, Method};
use zoom_accounts::{Client, ErrorKind, ops};

/// Makes calls with these credentials. Returns the host of each request.
async fn hosts(api_url: &str, credentials: impl Authorize) -> Vec<String> {
    let mock = MockTransport::new()
        .on_request(Method::POST, "/oauth/token")
        .reply(
            200,
            json!({"access_token": "test-token", "api_url": api_url}),
        )
        .on(&ops::ACCOUNTS_GET)
        .reply(200, json!({"id": "a", "account_name": "Acme Example"}));
    let client: Client = Client::builder()
        .transport(mock.clone())
        .auth(credentials)
        .build()
        .unwrap();
    client.accounts().get("a").await.unwrap();
    let requests = mock.requests();
    assert!(requests.last().unwrap().path().starts_with("/v2/accounts/"));
    requests
        .iter()
        .map(|request| request.host().to_owned())
        .collect()
}

fn app() -> ServerToServer {
    ServerToServer::new("test-account", "test-client", "test-secret")
}

#[tokio::test]
async fn one_setting_selects_all_hosts_of_the_government_cloud() {
    for (api_url, host) in [
        ("", "api.zoomgov.com"),
        ("https://api-x.zoomgov.com", "api-x.zoomgov.com"),
        // A token of the government cloud is not sent to the commercial cloud.
        ("https://api.zoom.us", "api.zoomgov.com"),
    ] {
        let hosts = hosts(api_url, app().cloud(Cloud::Gov)).await;
        assert_eq!(hosts, ["zoomgov.com", host], "{api_url}");
    }
    assert_eq!(hosts("", app()).await, ["zoom.us", "api.zoom.us"]);
    let commercial = app().cloud(Cloud::Commercial);
    assert_eq!(hosts("", commercial).await, ["zoom.us", "api.zoom.us"]);
}

#[tokio::test]
async fn an_access_token_is_sent_to_its_cloud() {
    let token = AccessToken::new("test-token");
    assert_eq!(hosts("", token.clone()).await, ["api.zoom.us"]);
    let token = token.cloud(Cloud::Gov);
    assert_eq!(hosts("", token.clone()).await, ["api.zoomgov.com"]);
    assert!(!format!("{token:?}").contains("test-token"));
}

#[test]
fn users_of_the_government_cloud_authorize_the_app_there() {
    let app = AuthorizationCode::new("test-client", "test-secret", "https://app.example.com/back");
    let request = AuthorizationRequest::new().unwrap();
    let url = app.clone().cloud(Cloud::Gov).authorize_url(&request);
    assert!(
        url.unwrap()
            .starts_with("https://zoomgov.com/oauth/authorize?")
    );
    let url = app.authorize_url(&request);
    assert!(url.unwrap().starts_with("https://zoom.us/oauth/authorize?"));
}

#[test]
fn a_token_endpoint_of_another_cloud_is_an_error_of_build() {
    for (app, variant) in [
        (app().oauth_url("https://zoomgov.com"), "Gov"),
        (
            app().cloud(Cloud::Gov).oauth_url("https://zoom.us"),
            "Commercial",
        ),
    ] {
        let error = Client::builder().auth(app).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(
            error.to_string(),
            format!(
                "url of the token endpoint belongs to another cloud; also call `cloud(Cloud::{variant})`"
            )
        );
    }
    let app = app().cloud(Cloud::Gov).oauth_url("https://zoomgov.com");
    Client::builder().auth(app).build().unwrap();
}

#[test]
fn build_names_an_empty_access_token() {
    let error = Client::builder()
        .auth(AccessToken::new(""))
        .build()
        .unwrap_err();
    assert_eq!(error.to_string(), "bearer token is empty");
}
