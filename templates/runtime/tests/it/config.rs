//! Tests of invalid settings: `build` fails, or a call fails before it sends anything.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use crate::runtime::testing::MockTransport;
use crate::runtime::{ApiKey, Basic, Bearer, ClientBuilder, Core, ErrorKind, Method, Operation};
use crate::support::api::{Client, ops};

fn build(url: &str) -> Result<Core, String> {
    let builder = ClientBuilder::<Core>::new()
        .transport(MockTransport::new())
        .base_url(url);
    builder.build().map_err(|error| {
        assert_eq!(error.kind(), ErrorKind::Config);
        error.to_string()
    })
}

#[test]
fn plain_http_is_for_loopback_hosts_only() {
    for url in [
        "https://api.example.com",
        "http://localhost:80/v2",
        "http://127.0.0.1",
        "http://127.9.9.9",
        "http://[::1]:8080",
    ] {
        build(url).unwrap();
    }
    for host in [
        "api.example.com",
        "localhost.example.com",
        "127.0.0.1.example.com",
        "10.0.0.1",
        "0.0.0.0",
        "[::]",
        "0x7f.1",
    ] {
        let url = format!("http://{host}/v2");
        let text = build(&url).unwrap_err();
        assert!(
            text.starts_with(&format!(
                "base url `{url}` would send credentials unencrypted"
            )),
            "{text}"
        );
        ClientBuilder::<Core>::new()
            .transport(MockTransport::new())
            .base_url(url)
            .allow_insecure_http()
            .build()
            .unwrap();
    }
}

#[test]
fn a_base_url_must_be_absolute_without_query_and_fragment() {
    for (url, text) in [
        (
            "api.example.com/v2",
            "base url `api.example.com/v2` is invalid",
        ),
        (
            "api.example.com",
            "base url `api.example.com` is not absolute; set one with `base_url`",
        ),
        (
            "/v2",
            "base url `/v2` is not absolute; set one with `base_url`",
        ),
        ("", "base url `` is invalid"),
        (
            "ftp://api.example.com",
            "base url `ftp://api.example.com` is neither https nor http",
        ),
        (
            "https://api.example.com?a=b",
            "base url `https://api.example.com?a=b` has a query or a fragment; remove it",
        ),
        (
            "https://api.example.com/#x",
            "base url `https://api.example.com/#x` has a query or a fragment; remove it",
        ),
    ] {
        assert_eq!(build(url).unwrap_err(), text);
    }
}

#[test]
fn a_base_url_with_a_password_is_an_error_and_not_shown() {
    let text = build("https://ada:hunter2@api.example.com").unwrap_err();
    assert_eq!(
        text,
        "base url contains a user name; set credentials with `auth`"
    );
}

#[test]
fn build_names_an_invalid_header() {
    for (builder, text) in [
        (
            ClientBuilder::<Core>::new().header("no name", "x"),
            "default header `no name` is invalid",
        ),
        (
            ClientBuilder::new().header("x-name", "line\nbreak"),
            "default header `x-name` is invalid",
        ),
        (
            ClientBuilder::new().user_agent("\u{7f}"),
            "default header `user-agent` is invalid",
        ),
    ] {
        let error = builder.transport(MockTransport::new()).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn build_names_an_empty_credential() {
    let builder = || ClientBuilder::<Core>::new().transport(MockTransport::new());
    for (builder, text) in [
        (builder().auth(Bearer::new("")), "bearer token is empty"),
        (builder().auth(Bearer::new(" ")), "bearer token is empty"),
        (
            builder().auth(Bearer::new("token\n")),
            "bearer token contains characters that a header cannot",
        ),
        (
            builder().auth(ApiKey::new("api_key", "")),
            "api key for the scheme `api_key` is empty",
        ),
        (
            builder().auth(Basic::new("", "")),
            "user name and password of `Basic` are empty",
        ),
        (
            builder().auth(Basic::new("a:b", "c")),
            "user name contains a colon, which basic authentication does not allow",
        ),
        // An authorizer in an `Arc` is checked too.
        (
            builder().auth(Arc::new(Bearer::new(""))),
            "bearer token is empty",
        ),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(error.to_string(), text);
    }
    builder().auth(Basic::new("a key", "")).build().unwrap();
}

#[tokio::test]
async fn a_call_with_an_empty_credential_sends_nothing() {
    let mock = MockTransport::new();
    let client: Client = Client::builder().transport(mock.clone()).build().unwrap();
    let error = client
        .users()
        .get("1")
        .auth(Bearer::new(""))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert_eq!(error.to_string(), "users.get: bearer token is empty");
    assert!(mock.requests().is_empty());
}

#[test]
fn a_misspelt_server_name_is_an_error_that_lists_the_servers() {
    let error = Client::builder()
        .server_url("V2", "http://127.0.0.1:1")
        .transport(MockTransport::new())
        .build()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert_eq!(
        error.to_string(),
        "unknown server `V2`; use one of these servers: `v1`, `v2`, `media`, `streams`, `lists`, `styles`"
    );
}

async fn paths(builder: ClientBuilder<Client>, call_url: Option<&str>) -> Vec<String> {
    let mock = MockTransport::new()
        .on(&ops::STATUS_GET)
        .reply_bytes(200, "text/plain", "")
        .on(&ops::V1_ACCOUNTS_CREATE)
        .reply(200, json!({}));
    let client = builder.transport(mock.clone()).build().unwrap();
    let call = client.status().get();
    match call_url {
        Some(url) => call.base_url(url).await.unwrap(),
        None => call.await.unwrap(),
    };
    mock.requests()
        .iter()
        .map(|request| request.path().to_owned())
        .collect()
}

#[tokio::test]
async fn the_base_url_of_the_call_takes_precedence() {
    let all = || Client::builder().base_url("https://a.example/all/");
    assert_eq!(paths(Client::builder(), None).await, ["/v2/status"]);
    assert_eq!(paths(all(), None).await, ["/all/status"]);
    assert_eq!(
        paths(all().server_url("v2", "https://a.example/two"), None).await,
        ["/two/status"]
    );
    assert_eq!(
        paths(all().server_url(&ops::V2, "https://a.example/two"), None).await,
        ["/two/status"]
    );
    assert_eq!(
        paths(all().server_url("v1", "https://a.example/one"), None).await,
        ["/all/status"]
    );
    assert_eq!(
        paths(
            all().server_url("v2", "https://a.example/two"),
            Some("https://b.example/x")
        )
        .await,
        ["/x/status"]
    );
}

#[tokio::test]
async fn the_base_url_of_a_call_is_checked_too() {
    let mock = MockTransport::new();
    let client: Client = Client::builder().transport(mock.clone()).build().unwrap();
    let error = client
        .status()
        .get()
        .base_url("http://api.example.com")
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("status.get: base url `http://api.example.com` would send"),
        "{error}"
    );
    assert!(mock.requests().is_empty());
}

static SERVERLESS: Operation = Operation::new("serverless", Method::GET, "/x");

#[tokio::test]
async fn an_operation_without_a_server_needs_a_base_url() {
    let mock = MockTransport::new().on(&SERVERLESS).reply(200, json!({}));
    let core: Core = ClientBuilder::new()
        .transport(mock.clone())
        .build()
        .unwrap();
    let error = core.request::<()>(&SERVERLESS).empty().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    core.request::<()>(&SERVERLESS)
        .empty()
        .base_url("https://a.example")
        .await
        .unwrap();
}

#[tokio::test]
async fn headers_of_a_call_take_precedence() {
    let mock = MockTransport::new()
        .on(&ops::STATUS_GET)
        .reply_bytes(200, "text/plain", "");
    let client = Client::builder()
        .header("x-a", "client")
        .header("x-b", "client")
        .user_agent("my-app/1")
        .timeout(Duration::from_secs(1))
        .transport(mock.clone())
        .build()
        .unwrap();
    client
        .status()
        .get()
        .header("x-a", "call")
        .header("accept", "text/csv")
        .await
        .unwrap();
    let sent = &mock.requests()[0];
    assert_eq!(
        (sent.header("x-a"), sent.header("x-b")),
        (Some("call"), Some("client"))
    );
    assert_eq!(
        (sent.header("accept"), sent.header("user-agent")),
        (Some("text/csv"), Some("my-app/1"))
    );
    assert_eq!(sent.headers().get_all("accept").iter().count(), 1);
}

#[test]
fn a_setting_of_connections_conflicts_with_an_own_transport() {
    let builder = || ClientBuilder::<Core>::new().transport(MockTransport::new());
    let second = Duration::from_secs(1);
    for (builder, name) in [
        (builder().connect_timeout(second), "connect_timeout"),
        (builder().proxy("http://proxy.example.com"), "proxy"),
        (builder().system_proxy(), "system_proxy"),
        (builder().root_certificate("pem"), "root_certificate"),
        (builder().client_certificate("pem"), "client_certificate"),
        (builder().max_idle_connections(1), "max_idle_connections"),
        (
            builder().idle_connection_timeout(second),
            "idle_connection_timeout",
        ),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(
            error.to_string(),
            format!(
                "the client has its own transport, which would ignore `{name}`; configure the transport instead"
            )
        );
    }
}

#[cfg(feature = "rustls")]
#[test]
fn build_names_an_invalid_certificate() {
    let pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    for (builder, text) in [
        (
            ClientBuilder::<Core>::new().root_certificate("not DER"),
            "root certificate 1 is invalid",
        ),
        (
            ClientBuilder::new().root_certificate(pem),
            "root certificate 1 is invalid",
        ),
        (
            ClientBuilder::new().root_certificate(""),
            "root certificate 1 is empty",
        ),
        (
            ClientBuilder::new().client_certificate("no key"),
            "client certificate is invalid",
        ),
        (
            ClientBuilder::new().client_certificate(pem),
            "client certificate is invalid",
        ),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(error.to_string(), text);
    }
}

#[cfg(feature = "reqwest")]
#[test]
fn a_transport_is_created_without_a_runtime() {
    Client::builder()
        .auth(Bearer::new("t"))
        .connect_timeout(Duration::from_secs(1))
        .max_idle_connections(4)
        .idle_connection_timeout(Duration::from_secs(10))
        .build()
        .unwrap();
}

#[cfg(not(feature = "reqwest"))]
#[test]
fn a_client_requires_a_transport() {
    let error = Client::builder()
        .auth(Bearer::new("t"))
        .build()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "client has no transport; set one, or enable the feature `reqwest`"
    );
}
