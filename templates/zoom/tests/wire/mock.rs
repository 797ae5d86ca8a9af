//! Tests of the mock transport in the same way as another crate would use it.

use futures_util::TryStreamExt;
use serde_json::json;
use zoom_accounts::auth::ApiKeyPair;
use zoom_accounts::runtime::testing::MockTransport;
use zoom_accounts::runtime::{Bearer, RetryPolicy, TransportErrorKind};
use zoom_accounts::v1::accounts::{AccountCreate, AccountCreateRequired};
use zoom_accounts::{Client, ErrorKind, ops};

use crate::support::ACCOUNT;

fn client(mock: &MockTransport) -> Client {
    Client::builder()
        .auth(ApiKeyPair::new("test-key", "test-secret"))
        .auth(Bearer::new("test-token"))
        .transport(mock.clone())
        .retry(RetryPolicy::none())
        .build()
        .unwrap()
}

#[tokio::test]
async fn the_mock_replies_by_operation_and_records_requests() {
    let mock = MockTransport::new()
        .on(&ops::V1_ACCOUNTS_CREATE)
        .reply(200, json!({"id": ACCOUNT}))
        .times(1)
        .on(&ops::USERS_LIST)
        .reply(
            200,
            json!({"next_page_token": "one", "users": [{"email": "a@example.com", "type": 1}]}),
        )
        .reply(
            200,
            json!({"next_page_token": "", "users": [{"email": "b@example.com", "type": 1}]}),
        )
        .times(2);
    let client = client(&mock);
    let request = AccountCreate::new(AccountCreateRequired {
        email: "owner@example.com",
        first_name: "Ada",
        last_name: "Example",
        password: "test-password".into(),
    });
    let created = client.v1().accounts().create(request).await.unwrap();
    assert_eq!(created.id.as_ref().unwrap(), ACCOUNT);
    let users: Vec<_> = client
        .sub_account(ACCOUNT)
        .users()
        .list()
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(users.len(), 2);
    mock.verify().unwrap();

    let requests = mock.requests();
    assert_eq!(requests[0].method(), "POST");
    assert_eq!(requests[0].path(), "/v1/ma/account/create");
    let form = requests[0].form();
    for field in [
        ("email", "owner@example.com"),
        ("api_key", "test-key"),
        ("api_secret", "test-secret"),
    ] {
        let field = (field.0.to_owned(), field.1.to_owned());
        assert_eq!(form.iter().filter(|other| **other == field).count(), 1);
    }
    assert_eq!(requests[2].path(), format!("/v2/accounts/{ACCOUNT}/users"));
    assert_eq!(
        requests[2].query(),
        [
            ("page_size".to_owned(), "2000".to_owned()),
            ("next_page_token".to_owned(), "one".to_owned())
        ]
    );
    assert_eq!(
        requests[2].header("authorization"),
        Some("Bearer test-token")
    );
    assert!(!format!("{requests:?}").contains("test-"));
}

#[tokio::test]
async fn mocked_failures_are_read_like_those_of_a_server() {
    let mock = MockTransport::new()
        .on(&ops::V1_ACCOUNTS_GET)
        .reply(200, json!({"error": {"code": 102, "message": "no"}}))
        .on(&ops::ACCOUNTS_GET)
        .reply(404, json!({"code": 2001, "message": "no"}))
        .header("x-zm-trackingid", "WEB_test-3")
        .on(&ops::ACCOUNTS_LIST)
        .fail(TransportErrorKind::Timeout);
    let client = client(&mock);
    assert!(
        client
            .v1()
            .accounts()
            .get(ACCOUNT)
            .await
            .unwrap_err()
            .is_auth()
    );
    let error = client.accounts().get(ACCOUNT).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.request_id(), Some("WEB_test-3"));
    assert!(client.accounts().list().await.unwrap_err().is_timeout());
    mock.verify().unwrap();
}

#[tokio::test]
async fn unexpected_requests_are_errors() {
    let mock = MockTransport::new()
        .on(&ops::ACCOUNTS_LIST)
        .reply(200, json!({}))
        .times(1);
    let client = client(&mock);
    let error = client.v1().plans().get(ACCOUNT).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    let complaints = mock.verify().unwrap_err();
    assert!(
        complaints.contains("v1.plans.get") && complaints.contains("accounts.list"),
        "{complaints}"
    );
}

#[tokio::test]
async fn servers_come_from_the_documents_by_default() {
    let mock = MockTransport::new()
        .on(&ops::V1_PLANS_GET)
        .reply(200, json!({}));
    let call = client(&mock).v1().plans().get(ACCOUNT);
    call.await.unwrap();
    assert_eq!(ops::V1.url, "https://api.zoom.us/v1");
    assert_eq!(ops::V2.url, "https://api.zoom.us/v2");
    assert_eq!(mock.requests()[0].path(), "/v1/ma/account/plan/get");
}

#[tokio::test]
async fn a_failure_whose_code_explains_it_is_not_retried_with_any_status() {
    for status in [500, 502, 503, 504] {
        let failure = json!({"code": 300, "message": "Invalid email."});
        let mock = MockTransport::new()
            .on(&ops::ACCOUNTS_GET)
            .reply(status, failure.clone())
            .on(&ops::ACCOUNTS_DISASSOCIATE)
            .reply(status, failure);
        let zoom = Client::builder()
            .auth(Bearer::new("test-token"))
            .transport(mock)
            .build()
            .unwrap();
        for error in [
            zoom.accounts().get("an id").await.unwrap_err(),
            zoom.accounts().disassociate("an id").await.unwrap_err(),
        ] {
            assert_eq!((error.attempts(), error.is_transient()), (1, false));
        }
    }
}
