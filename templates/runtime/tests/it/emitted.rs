//! Tests that generated code compiles with the runtime, and that its calls follow the OpenAPI documents.

use futures_util::{Stream, StreamExt, TryStreamExt};
use serde_json::json;

use crate::runtime::testing::MockTransport;
use crate::runtime::{
    Call, Error, Items, Method, Pages, Patch, RequestBuilder, Response, Scope, Scoped,
};
use crate::support::api::{
    Account, AccountCreate, Client, PayMode, User, UserListParams, UserPage, UserType, UserUpdate,
    ops,
};
use crate::support::{client, pairs};

#[test]
fn an_error_is_one_pointer_wide() {
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}

#[test]
fn calls_and_streams_can_be_spawned() {
    fn is_task<T: Send + 'static>() {}
    fn is_stream<T: Stream + Send + Unpin + 'static>() {}
    is_task::<Call<User, UserListParams>>();
    is_task::<<Call<Response<User>> as IntoFuture>::IntoFuture>();
    is_stream::<Pages<UserPage>>();
    is_stream::<Items<UserPage>>();
}

#[test]
fn a_client_is_shared_between_threads() {
    fn is_shared<T: Clone + Send + Sync + 'static>() {}
    is_shared::<Client>();
}

#[test]
fn the_table_of_operations_can_be_searched() {
    let safe: Vec<_> = ops::ALL
        .iter()
        .filter(|operation| operation.deprecated)
        .map(|operation| operation.id)
        .collect();
    assert_eq!(safe, ["v1.accounts.list"]);
    assert_eq!(ops::ACCOUNTS_GET.scopes, ["account:read:admin"]);
    assert_eq!(ops::V1_ACCOUNTS_LIST.rate_limit, Some("light"));
    assert_eq!(ops::V1_ACCOUNTS_LIST.operation_id, Some("accountList"));
}

#[tokio::test]
async fn a_form_contains_only_the_fields_that_are_set() {
    let mock = MockTransport::new()
        .on(&ops::V1_ACCOUNTS_CREATE)
        .reply(200, json!({"id": "a1", "new": true}));
    let request = AccountCreate::new("ada@acme.example", "p&ss=ü")
        .pay_mode(PayMode::Master)
        .enable_share_rc(true)
        .share_rc(["a", "b"])
        .plan_base([("hosts".to_owned(), 10)].into())
        .note("bare text");
    let accounts = client(&mock).v1().accounts();
    let account = accounts.create(request).await.unwrap();
    assert_eq!(account.id, "a1");
    assert_eq!(account.extra.get("new"), Some(&json!(true)));
    let sent = &mock.requests()[0];
    assert_eq!(sent.path(), "/v1/ma/account/create");
    assert_eq!(
        sent.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(
        pairs(&sent.form()),
        [
            "email=ada@acme.example",
            "password=p&ss=ü",
            "pay_mode=master",
            "enable_share_rc=true",
            "share_rc=a,b",
            "plan_base={\"hosts\":10}",
            "note=bare text",
            "api_key=key-of-the-client",
            "api_secret=secret-of-the-client",
        ]
    );

    accounts.create(AccountCreate::new("", "")).await.unwrap();
    assert_eq!(
        pairs(&mock.requests()[1].form())[..2],
        ["email=", "password="]
    );
    assert_eq!(mock.requests()[1].form().len(), 4);
}

#[tokio::test]
async fn a_json_body_distinguishes_absent_from_null() {
    let mock = MockTransport::new()
        .on(&ops::USERS_UPDATE)
        .reply_bytes(204, "text/plain", "");
    let users = client(&mock).users();
    let update = UserUpdate::default().dept(Patch::Clear).pin("1234");
    users.update("u1", update).await.unwrap();
    users.update("u1", UserUpdate::default()).await.unwrap();
    assert_eq!(
        mock.requests()[0].json(),
        Some(json!({"dept": null, "pin": "1234"}))
    );
    assert_eq!(mock.requests()[1].json(), Some(json!({})));
    assert_eq!(
        mock.requests()[0].header("content-type"),
        Some("application/json")
    );
}

#[tokio::test]
async fn optional_parameters_are_sent_in_their_styles() {
    let mock = MockTransport::new()
        .on(&ops::USERS_LIST)
        .reply(200, json!({"users": []}));
    let params = UserListParams::default()
        .kind(UserType::Licensed)
        .from("2026-01-31")
        .ids(["a b", "c&d"])
        .roles(["x", "y"])
        .page_size(7);
    client(&mock)
        .users()
        .list()
        .params(params)
        .query("new", "ä")
        .page_size(50)
        .await
        .unwrap();
    assert_eq!(
        pairs(mock.requests()[0].query()),
        [
            "type=2",
            "from=2026-01-31",
            "id=a b",
            "id=c&d",
            "roles=x|y",
            "new=ä",
            "page_size=50"
        ]
    );
}

#[tokio::test]
async fn a_scope_prepends_its_prefix_once() {
    let mock = MockTransport::new()
        .on(&ops::USERS_GET)
        .reply(200, json!({"id": "u1"}))
        .on(&ops::ACCOUNTS_GET)
        .reply(200, json!({"id": "a/1"}));
    let client = client(&mock);
    let scope = client.sub_account("a/1");
    scope.users().get("u1").await.unwrap();
    scope.accounts().get().await.unwrap();
    client.users().get("u1").await.unwrap();
    client.accounts().get("a/1").await.unwrap();
    let paths: Vec<_> = mock
        .requests()
        .iter()
        .map(|request| request.path().to_owned())
        .collect();
    assert_eq!(
        paths,
        [
            "/v2/accounts/a%2F1/users/u1",
            "/v2/accounts/a%2F1",
            "/v2/users/u1",
            "/v2/accounts/a%2F1"
        ]
    );
}

#[tokio::test]
async fn a_scope_with_an_empty_id_is_an_error_and_sends_nothing() {
    let mock = MockTransport::new();
    let error = client(&mock)
        .sub_account("")
        .accounts()
        .get()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "accounts.get: path parameter `accountId` is empty"
    );
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn an_operation_without_the_prefix_is_an_error_in_a_scope() {
    let mock = MockTransport::new();
    let core = client(&mock).core().clone();
    let scope = Scoped::new(core, "/accounts/{accountId}", "accountId", "a1");
    let request: RequestBuilder = scope.request(&ops::STATUS_GET);
    let error = request.empty().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "status.get: operation has no path below `/accounts/{accountId}`"
    );
}

#[tokio::test]
async fn a_response_keeps_fields_that_the_value_does_not_have() {
    let body = json!({"id": "u1", "type": 9, "plan": "x"});
    let mock = MockTransport::new()
        .on(&ops::USERS_GET)
        .reply(200, body.clone())
        .header("x-trackingid", "WEB_1");
    let response = client(&mock)
        .users()
        .get("u1")
        .with_response()
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.request_id(), Some("WEB_1"));
    assert_eq!(response.value().kind, Some(UserType::from(9)));
    assert_eq!(response.json::<serde_json::Value>().unwrap(), body);
    assert!(response.body().starts_with(b"{"));
}

#[tokio::test]
async fn an_undocumented_endpoint_can_be_called() {
    let mock = MockTransport::new()
        .on(&ops::V2_REQUEST)
        .reply(200, json!({"id": "a1", "seats": "12"}));
    let call = client(&mock)
        .request(Method::PUT, "/new/{id}/thing")
        .path("id", "x/y")
        .query("q", &1)
        .json_body(json!({"a": 1}))
        .json::<Account>();
    let account = call.await.unwrap();
    assert_eq!(account.seats, Some(12));
    let sent = &mock.requests()[0];
    assert_eq!(
        (sent.method(), sent.path()),
        (&Method::PUT, "/v2/new/x%2Fy/thing")
    );
    assert_eq!(
        sent.header("authorization"),
        Some("Bearer token-of-the-client")
    );
}

#[tokio::test]
async fn text_responses_and_form_ids_work() {
    let mock = MockTransport::new()
        .on(&ops::STATUS_GET)
        .reply_bytes(200, "text/plain", "fine")
        .on(&ops::V1_ACCOUNTS_DELETE)
        .reply(200, json!(null));
    let client = client(&mock);
    assert_eq!(client.status().get().await.unwrap(), "fine");
    client.v1().accounts().delete("a1").await.unwrap();
    assert_eq!(pairs(&mock.requests()[1].form())[0], "account_id=a1");
    assert_eq!(mock.requests()[0].header("authorization"), None);
}

#[tokio::test]
async fn streams_work_with_the_usual_adapters() {
    let mock = MockTransport::new()
        .on(&ops::USERS_LIST)
        .reply(200, json!({"users": [{"id": "1"}, {"id": "2"}]}));
    let users: Vec<User> = client(&mock)
        .users()
        .list()
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(users.len(), 2);
    assert_eq!(client(&mock).users().list().pages().count().await, 1);
}
