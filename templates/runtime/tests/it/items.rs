//! Tests of items: one that cannot be decoded hides no other, and lists report their size and progress.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::runtime::testing::{MockTransport, RecordedRequest};
use crate::runtime::{Error, ErrorKind, ListProgress, Operation, Page};
use crate::support::api::{User, UserListParams, ops};
use crate::support::{client, pairs};

fn mock(operation: &'static Operation, pages: &[Value]) -> MockTransport {
    let mock = MockTransport::new().on(operation);
    pages
        .iter()
        .fold(mock, |mock, page| mock.reply(200, page.clone()))
        .times(pages.len())
}

fn page(users: &Value, token: &str) -> Value {
    json!({"users": users, "next_page_token": token, "total_records": 5})
}

/// Two pages with five users. The type of the second user is an object.
fn odd_pages() -> [Value; 2] {
    let first = json!([
        {"id": "1"},
        {"id": "2", "type": {"unexpected": true}},
        {"id": "3"}
    ]);
    [
        page(&first, "t1"),
        page(&json!([{"id": "4"}, {"id": "5"}]), ""),
    ]
}

async fn all_users(mock: &MockTransport) -> Vec<Result<User, Error>> {
    let mut items = client(mock).users().list().items();
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(item);
        assert!(all.len() < 100, "a stream must end");
    }
    all
}

fn ids(users: &[Result<User, Error>]) -> Vec<&str> {
    users
        .iter()
        .map(|user| user.as_ref().map_or("error", |user| user.id.as_str()))
        .collect()
}

#[tokio::test]
async fn an_item_that_cannot_be_decoded_is_an_error_and_all_other_items_follow() {
    let mock = mock(&ops::USERS_LIST, &odd_pages());
    let all = all_users(&mock).await;
    assert_eq!(ids(&all), ["1", "error", "3", "4", "5"]);
    mock.verify().unwrap();
    let error = all.into_iter().nth(1).unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.json_path(), Some("users[1].type"));
    assert_eq!(
        error.to_string(),
        "users.list: list item does not match its schema at `users[1].type` (HTTP 200)"
    );
    let row: Value = error.detail().unwrap();
    assert_eq!(row["type"], json!({"unexpected": true}));
    assert!(!error.body_text().unwrap().contains("next_page_token"));
}

#[tokio::test]
async fn an_item_without_its_id_is_an_error_with_the_path_of_the_item() {
    let pages = [page(&json!([{"type": 1}, {"id": "2"}, {"id": null}]), "")];
    let all = all_users(&mock(&ops::USERS_LIST, &pages)).await;
    assert_eq!(ids(&all), ["error", "2", "error"]);
    let path = |index: usize| all[index].as_ref().unwrap_err().json_path();
    assert_eq!((path(0), path(2)), (Some("users[0]"), Some("users[2].id")));
}

#[tokio::test]
async fn null_in_the_list_of_a_page_is_skipped_also_beside_an_item_that_cannot_be_decoded() {
    for first in [json!({"id": "1"}), json!({"type": 1})] {
        let pages = [page(&json!([first, null, {"id": "2"}]), "")];
        let all = all_users(&mock(&ops::USERS_LIST, &pages)).await;
        let name = if first["id"].is_null() { "error" } else { "1" };
        assert_eq!(ids(&all), [name, "2"]);
    }
}

#[tokio::test]
async fn a_single_item_in_place_of_a_list_is_an_error_of_this_item() {
    let pages = [
        page(&json!({"type": 1}), "t1"),
        page(&json!([{"id": "2"}]), ""),
    ];
    let all = all_users(&mock(&ops::USERS_LIST, &pages)).await;
    assert_eq!(ids(&all), ["error", "2"]);
}

#[tokio::test]
async fn a_page_without_readable_next_token_ends_the_list_with_an_error() {
    let pages = [json!({"users": [{"id": "1"}], "next_page_token": ["t1"]})];
    let all = all_users(&mock(&ops::USERS_LIST, &pages)).await;
    assert_eq!(ids(&all), ["error"]);
}

#[tokio::test]
async fn numbered_pages_continue_after_an_item_that_cannot_be_decoded() {
    let numbered = |items: Value, number: i64, count: Option<i64>| json!({"groups": items, "page_number": number, "page_count": count});
    for count in [Some(2), None] {
        let mut pages = vec![
            numbered(json!([1, {}]), 1, count),
            numbered(json!([[], 4]), 2, count),
        ];
        if count.is_none() {
            pages.push(numbered(json!([]), 3, None));
        }
        let mock = mock(&ops::GROUPS_LIST, &pages);
        let mut items = client(&mock).groups().list().items();
        let mut all = Vec::new();
        while let Some(item) = items.next().await {
            all.push(item.unwrap_or(-1));
        }
        assert_eq!(all, [1, -1, -1, 4]);
        mock.verify().unwrap();
    }
}

#[tokio::test]
async fn a_stream_of_pages_returns_an_error_for_an_odd_page_and_continues() {
    let mock = mock(&ops::USERS_LIST, &odd_pages());
    let mut pages = client(&mock).users().list().pages();
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(error.json_path(), Some("users[1].type"));
    assert_eq!(pages.next_token().unwrap().as_str(), "t1");
    assert_eq!(pages.next().await.unwrap().unwrap().into_items().len(), 2);
    assert!(pages.next().await.is_none());
}

fn sizes(mock: &MockTransport) -> Vec<String> {
    let size = |request: &RecordedRequest| {
        let mut pairs = pairs(request.query());
        pairs.retain(|pair| pair.starts_with("page_size="));
        pairs.join("&")
    };
    mock.requests().iter().map(size).collect()
}

#[tokio::test]
async fn streams_request_the_largest_page_that_the_operation_allows() {
    let [first, second] = odd_pages();
    let mock = mock(
        &ops::USERS_LIST,
        &[first.clone(), second.clone(), first, second],
    );
    all_users(&mock).await;
    let mut pages = client(&mock).users().list().pages();
    while pages.next().await.is_some() {}
    assert_eq!(sizes(&mock), ["page_size=300"; 4]);
}

#[tokio::test]
async fn a_page_size_of_the_call_takes_precedence_over_the_largest_size() {
    let last = page(&json!([{"id": "1"}]), "");
    let mock = mock(
        &ops::USERS_LIST,
        &[last.clone(), last.clone(), last.clone(), last],
    );
    let users = client(&mock).users();
    drop(users.list().page_size(20).items().next().await);
    let params = UserListParams::default().page_size(30);
    drop(users.list().params(params).items().next().await);
    drop(users.list().max_items(7).items().next().await);
    drop(users.list().await);
    assert_eq!(
        sizes(&mock),
        ["page_size=20", "page_size=30", "page_size=7", ""]
    );
}

#[tokio::test]
async fn an_operation_without_a_maximum_gets_no_page_size() {
    let last = json!({"groups": [1], "page_number": 1, "page_count": 1});
    let mock = mock(&ops::GROUPS_LIST, &[last]);
    drop(client(&mock).groups().list().items().next().await);
    assert_eq!(sizes(&mock), [""]);
}

#[tokio::test]
async fn a_list_reports_its_total_and_its_progress() {
    let mock = mock(&ops::USERS_LIST, &odd_pages());
    let reports = Arc::new(Mutex::new(Vec::new()));
    let of_stream = Arc::clone(&reports);
    let items = client(&mock).users().list().items();
    let mut items = items.with_progress(move |progress: ListProgress| {
        let ListProgress {
            pages,
            listed,
            total,
            ..
        } = progress;
        of_stream.lock().unwrap().push((pages, listed, total));
    });
    assert_eq!(items.total(), None);
    drop(items.next().await);
    assert_eq!(items.total(), Some(5));
    assert_eq!(*reports.lock().unwrap(), [(1, 3, Some(5))]);
    while items.next().await.is_some() {}
    assert_eq!(*reports.lock().unwrap(), [(1, 3, Some(5)), (2, 5, Some(5))]);
}

#[tokio::test]
async fn a_list_continues_from_the_token_of_its_items_after_the_last_item_of_a_page() {
    let [first, second] = odd_pages();
    let start = mock(&ops::USERS_LIST, &[first]);
    let mut items = client(&start).users().list().items();
    assert_eq!((items.next_token(), items.buffered()), (None, 0));
    drop(items.next().await);
    assert_eq!(items.buffered(), 2);
    drop(items.next().await);
    drop(items.next().await);
    assert_eq!(items.buffered(), 0);
    let token = items.next_token().unwrap().clone();
    let rest = mock(&ops::USERS_LIST, &[second]);
    let mut items = client(&rest).users().list().page_token(token).items();
    assert_eq!(items.next().await.unwrap().unwrap().id, "4");
    assert_eq!(items.next().await.unwrap().unwrap().id, "5");
    assert_eq!(items.next_token(), None);
}

#[tokio::test]
async fn only_an_error_of_a_request_ends_the_stream() {
    let odd = page(&json!([{"type": 1}]), "t1");
    let mock = MockTransport::new().on(&ops::USERS_LIST);
    let mock = mock.reply(200, odd).reply(500, json!({}));
    let mut items = client(&mock).users().list().items();
    assert!(items.next().await.unwrap().is_err());
    assert!(!items.is_failed());
    assert!(items.next().await.unwrap().is_err());
    assert!(items.is_failed());
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn a_list_that_is_longer_than_its_limit_is_an_error() {
    let pages = [
        page(&json!([{"id": "1"}, {"id": "2"}]), "t1"),
        page(&json!([{"id": "3"}]), ""),
    ];
    for (limit, requests) in [(3, 2), (4, 2)] {
        let mock = mock(&ops::USERS_LIST, &pages);
        let all = client(&mock)
            .users()
            .list()
            .items()
            .collect_all(limit)
            .await;
        assert_eq!(all.unwrap().len(), 3);
        assert_eq!(mock.requests().len(), requests);
    }
    for (limit, requests) in [(0, 1), (1, 1), (2, 2)] {
        let mock = mock(&ops::USERS_LIST, &pages);
        let error = client(&mock)
            .users()
            .list()
            .items()
            .collect_all(limit)
            .await;
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ListTooLong);
        assert_eq!(
            error.to_string(),
            format!("users.list: list has more than {limit} items")
        );
        assert_eq!(mock.requests().len(), requests);
    }
}

#[tokio::test]
async fn collecting_a_list_fails_at_an_item_that_cannot_be_decoded() {
    let mock = mock(&ops::USERS_LIST, &odd_pages());
    let error = client(&mock).users().list().items().collect_all(9).await;
    assert!(error.unwrap_err().is_decode());
}
