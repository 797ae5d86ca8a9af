//! Tests that no output of the crate contains a credential or a password.

use std::error::Error as _;
use std::fmt::Write as _;
use std::time::Duration;

use serde_json::json;
use zoom_accounts::auth::ApiKeyPair;
use zoom_accounts::runtime::Bearer;
use zoom_accounts::{Client, Error, v1, v2};

use crate::server::{Reply, Server};
use crate::support::builder;

const HIDDEN: [&str; 5] = [
    "test-key-h",
    "test-secret-h",
    "test-token-h",
    "test-password-h",
    "test-code-h",
];

fn assert_hidden(text: &str) {
    for hidden in HIDDEN {
        assert!(!text.contains(hidden), "{text}");
    }
}

/// Returns everything that an error and its sources print with `Display` and `Debug`.
fn print(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}");
    let mut source = error.source();
    while let Some(cause) = source {
        write!(text, "\n{cause}\n{cause:?}").unwrap();
        source = cause.source();
    }
    text
}

fn client(server: &Server) -> Client {
    let builder = builder(server)
        .auth(ApiKeyPair::new(HIDDEN[0], HIDDEN[1]))
        .auth(Bearer::new(HIDDEN[2]));
    assert_hidden(&format!("{builder:?}"));
    builder.build().unwrap()
}

fn v1_request() -> v1::accounts::AccountCreate {
    v1::accounts::AccountCreate::new(v1::accounts::AccountCreateRequired {
        email: "owner@example.com",
        first_name: "Ada",
        last_name: "Example",
        password: HIDDEN[3].into(),
    })
}

fn v2_request() -> v2::accounts::AccountCreate {
    v2::accounts::AccountCreate::new(v2::accounts::AccountCreateRequired {
        email: "owner@example.com",
        first_name: "Ada",
        last_name: "Example",
        password: HIDDEN[3].into(),
    })
    .transfer_code(HIDDEN[4])
}

#[tokio::test]
async fn debug_output_of_clients_requests_and_calls_contains_no_secret() {
    let server = Server::refusing();
    let client = client(&server);
    let key = ApiKeyPair::new(HIDDEN[0], HIDDEN[1]);
    let v1 = client
        .v1()
        .accounts()
        .create(v1_request())
        .auth(key.clone());
    let v2 = client.accounts().create(v2_request());
    for text in [
        format!("{client:?} {client:#?} {:?}", client.core()),
        format!("{key:?} {key:#?}"),
        format!("{:?} {:#?}", v1_request(), v1_request()),
        format!("{:?} {:#?}", v2_request(), v2_request()),
        format!("{v1:?} {v1:#?}"),
        format!("{v2:?} {v2:#?}"),
    ] {
        assert_hidden(&text);
    }
}

#[tokio::test]
async fn errors_contain_no_secret_even_if_the_server_echoes_the_request() {
    let echo = format!("<html>{}</html>", HIDDEN.join("&"));
    let replies = [
        Reply::body(200, "text/html", echo.clone()),
        Reply::body(500, "text/html", echo.clone()),
        Reply::json(200, &json!({"id": {"form": echo}})),
        Reply::json(
            200,
            &json!({"error": {"code": 300, "message": "no", "form": echo}}),
        ),
        Reply::json(400, &json!({"code": 300, "message": "no", "form": echo})),
        Reply::json(200, &json!({"id": echo})).short(5),
        Reply::json(200, &json!({"id": echo})).stalled(Duration::from_secs(1)),
        Reply::empty(302).header("location", &format!("/?{}", HIDDEN.join("&"))),
        Reply::empty(401).header("set-cookie", HIDDEN[0]),
    ];
    for reply in replies {
        let server = Server::answering([reply.clone(), reply]).await;
        let client = client(&server);
        let v1 = client.v1().accounts().create(v1_request());
        let error = v1.timeout(Duration::from_millis(300)).await.unwrap_err();
        assert_hidden(&print(&error));
        let v2 = client.accounts().create(v2_request());
        let error = v2.timeout(Duration::from_millis(300)).await.unwrap_err();
        assert_hidden(&print(&error));
        server.requests().await;
    }
}

#[tokio::test]
async fn connection_errors_contain_no_secret() {
    let server = Server::refusing();
    let client = client(&server);
    assert_hidden(&print(
        &client
            .v1()
            .accounts()
            .create(v1_request())
            .await
            .unwrap_err(),
    ));
    assert_hidden(&print(
        &client.accounts().create(v2_request()).await.unwrap_err(),
    ));
}

#[tokio::test]
async fn a_token_that_is_invalid_in_a_header_is_an_error_without_the_token() {
    let server = Server::refusing();
    let token = format!("{}\n", HIDDEN[2]);
    let bearer = Bearer::new(token);
    let error = builder(&server).auth(bearer.clone()).build().unwrap_err();
    assert_hidden(&print(&error));
    let client = builder(&server).build().unwrap();
    let error = client.accounts().list().auth(bearer).await.unwrap_err();
    assert_hidden(&print(&error));
    assert_eq!(error.operation().unwrap().id, "accounts.list");
}

#[test]
fn plain_http_is_rejected_except_for_loopback_hosts() {
    let client = Client::builder().auth(ApiKeyPair::new(HIDDEN[0], HIDDEN[1]));
    let error = client
        .server_url("v1", "http://example.com/v1")
        .build()
        .unwrap_err();
    assert_eq!(error.kind(), zoom_accounts::ErrorKind::Config);
    assert_hidden(&print(&error));
}
