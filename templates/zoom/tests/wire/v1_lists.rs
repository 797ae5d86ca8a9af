//! Tests of the v1 list of accounts: one page, all pages and all items. The page number is a form field.

use futures_util::{StreamExt, TryStreamExt};
use serde_json::{Value, json};
use zoom_accounts::ErrorKind;
use zoom_accounts::v1::accounts::AccountListParams;

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, assert_v1, v1_client};

/// Returns page `number` of `count`, with accounts of these names.
fn page(number: i64, count: i64, names: &[&str]) -> Reply {
    let accounts: Vec<Value> = names
        .iter()
        .map(|name| json!({"account_name": name}))
        .collect();
    Reply::json(
        200,
        &json!({
            "page_count": count,
            "page_number": number,
            "page_size": 2,
            "total_records": 5,
            "subAccounts": accounts,
        }),
    )
}

#[tokio::test]
async fn the_first_page_is_requested_without_page_fields() {
    let body = json!({
        "page_count": 1,
        "page_number": 1,
        "page_size": 30,
        "total_records": 1,
        "subAccounts": [{
            "id": ACCOUNT,
            "owner_email": "owner@example.com",
            "created_at": "2015-01-27T140508Z",
            "account_name": "Acme Example",
            "account_type": "Pro",
            "seats": 9,
            "subscription_start_time": "2017-10-19T00:00:00Z",
            "subscription_end_time": "2018-10-19T00:00:00Z",
        }],
    });
    let server = Server::json(&body).await;
    let page = v1_client(&server).v1().accounts().list().await.unwrap();
    assert_v1(&server.request().await, "list", &[]);
    assert_eq!(page.page_count, Some(1));
    assert_eq!(page.page_number, Some(1));
    assert_eq!(page.page_size, Some(30));
    assert_eq!(page.total_records, Some(1));
    let [account] = page.sub_accounts.as_deref().unwrap() else {
        panic!("{page:?}")
    };
    assert_eq!(account.id.as_ref().unwrap(), ACCOUNT);
    assert_eq!(account.owner_email.as_deref(), Some("owner@example.com"));
    assert_eq!(
        account.created_at.as_ref().unwrap().as_str(),
        "2015-01-27T140508Z"
    );
    assert_eq!(account.account_name.as_deref(), Some("Acme Example"));
    assert_eq!(account.account_type.as_deref(), Some("Pro"));
    assert_eq!(account.seats, Some(9));
    let start = account.subscription_start_time.as_ref().unwrap();
    assert_eq!(start.unix_seconds(), Some(1_508_371_200));
    let end = account.subscription_end_time.as_ref().unwrap();
    assert_eq!(end.unix_seconds(), Some(1_539_907_200));
    assert!(account.extra.is_empty() && page.extra.is_empty());
    assert_eq!(serde_json::to_value(&page).unwrap(), body);
}

#[tokio::test]
async fn page_size_and_page_number_are_form_fields() {
    let fields = [("page_number", "4"), ("page_size", "2")];
    let server = Server::answering([page(4, 9, &[]), page(4, 9, &[])]).await;
    let accounts = v1_client(&server).v1().accounts();
    let params = AccountListParams::default().page_size(2).page_number(4);
    accounts.list().params(params).await.unwrap();
    accounts.list().page_size(2).page_number(4).await.unwrap();
    for seen in server.requests().await {
        assert_v1(&seen, "list", &fields);
    }
}

#[tokio::test]
async fn items_contains_the_items_of_all_pages() {
    let pages = [
        page(1, 3, &["a", "b"]),
        page(2, 3, &["c", "d"]),
        page(3, 3, &["e"]),
    ];
    let server = Server::answering(pages).await;
    let items = v1_client(&server)
        .v1()
        .accounts()
        .list()
        .page_size(2)
        .items();
    let names: Vec<String> = items
        .map_ok(|account| account.account_name.unwrap())
        .try_collect()
        .await
        .unwrap();
    assert_eq!(names, ["a", "b", "c", "d", "e"]);
    let seen = server.requests().await;
    assert_v1(&seen[0], "list", &[("page_size", "2")]);
    assert_v1(
        &seen[1],
        "list",
        &[("page_size", "2"), ("page_number", "2")],
    );
    assert_v1(
        &seen[2],
        "list",
        &[("page_size", "2"), ("page_number", "3")],
    );
}

#[tokio::test]
async fn pages_are_requested_one_by_one_when_polled() {
    let server = Server::answering([page(2, 3, &["c", "d"]), page(3, 3, &["e"])]).await;
    let mut pages = v1_client(&server)
        .v1()
        .accounts()
        .list()
        .page_number(2)
        .pages();
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!(first.page_number, Some(2));
    assert_eq!(first.sub_accounts.unwrap().len(), 2);
    let last = pages.next().await.unwrap().unwrap();
    assert_eq!(last.page_number, Some(3));
    assert!(pages.next().await.is_none());
    assert!(pages.next().await.is_none());
    let seen = server.requests().await;
    assert_v1(&seen[0], "list", &[("page_number", "2")]);
    assert_v1(&seen[1], "list", &[("page_number", "3")]);
}

#[tokio::test]
async fn pages_start_at_the_page_number_of_the_parameters() {
    let server = Server::answering([page(2, 3, &["c"]), page(3, 3, &["e"])]).await;
    let params = AccountListParams::default().page_number(2);
    let list = v1_client(&server).v1().accounts().list().params(params);
    let items: Vec<_> = list.items().try_collect().await.unwrap();
    assert_eq!(items.len(), 2);
    let seen = server.requests().await;
    assert_v1(&seen[0], "list", &[("page_number", "2")]);
    assert_v1(&seen[1], "list", &[("page_number", "3")]);
}

#[tokio::test]
async fn an_empty_list_is_one_page() {
    let server = Server::answering([page(1, 0, &[])]).await;
    let list = v1_client(&server).v1().accounts().list();
    assert_eq!(list.items().count().await, 0);
    server.request().await;
}

#[tokio::test]
async fn no_page_is_requested_after_the_last_polled_item() {
    let server = Server::answering([page(1, 3, &["a", "b"]), page(2, 3, &["c", "d"])]).await;
    let list = v1_client(&server).v1().accounts().list().max_items(3);
    assert_eq!(list.items().count().await, 3);
    server.requests().await;
}

#[tokio::test]
async fn a_failed_page_is_one_error_and_ends_the_list() {
    let failure =
        json!({"error": {"code": 403, "message": "Sorry, the maximum number of api requests"}});
    let replies = [page(1, 3, &["a"]), Reply::json(200, &failure)];
    let server = Server::answering(replies).await;
    let mut items = v1_client(&server).v1().accounts().list().items();
    assert!(items.next().await.unwrap().is_ok());
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(error.operation().unwrap().id, "v1.accounts.list");
    assert!(items.next().await.is_none());
    server.requests().await;
}

#[tokio::test]
async fn a_repeated_page_is_an_error() {
    let server = Server::answering([page(1, 3, &["a"]), page(1, 3, &["a"])]).await;
    let list = v1_client(&server).v1().accounts().list();
    let error = list.items().try_collect::<Vec<_>>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    server.requests().await;
}
