//! Tests that a paginated list is read to its last page, and that no further page is requested.

use serde_json::{Value, json};

use crate::runtime::testing::MockTransport;
use crate::runtime::{Error, ErrorKind, Items, Operation, Page};
use crate::support::api::{UserListParams, UserPage, ops};
use crate::support::{client, pairs};

fn users(ids: &[&str], token: Option<&str>) -> Value {
    let users: Vec<_> = ids.iter().map(|id| json!({"id": id})).collect();
    json!({"users": users, "next_page_token": token})
}

fn mock(operation: &'static Operation, pages: &[Value]) -> MockTransport {
    let mock = MockTransport::new().on(operation);
    pages
        .iter()
        .fold(mock, |mock, page| mock.reply(200, page.clone()))
        .times(pages.len())
}

/// Reads a stream of items to its end.
async fn drain<T: Page<Item: Send> + Send + 'static>(
    mut items: Items<T>,
) -> Vec<Result<T::Item, Error>> {
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(item);
        assert!(all.len() < 1000, "a stream must end");
    }
    assert!(
        items.next().await.is_none(),
        "a stream must not continue after its end"
    );
    all
}

fn ids(users: &[Result<<UserPage as Page>::Item, Error>]) -> Vec<&str> {
    users
        .iter()
        .map(|user| user.as_ref().map_or("error", |user| user.id.as_str()))
        .collect()
}

fn queries(mock: &MockTransport) -> Vec<String> {
    mock.requests()
        .iter()
        .map(|request| pairs(request.query()).join("&"))
        .collect()
}

#[tokio::test]
async fn pages_with_tokens_end_at_an_empty_token() {
    let pages = [
        users(&["1", "2"], Some("t=1&/")),
        users(&["3"], Some("t2")),
        users(&["4"], Some("")),
    ];
    let mock = mock(&ops::USERS_LIST, &pages);
    let params = UserListParams::default().roles(["x"]);
    let all = drain(
        client(&mock)
            .users()
            .list()
            .params(params)
            .page_size(300)
            .items(),
    )
    .await;
    assert_eq!(ids(&all), ["1", "2", "3", "4"]);
    assert_eq!(
        queries(&mock),
        [
            "roles=x&page_size=300",
            "roles=x&page_size=300&next_page_token=t=1&/",
            "roles=x&page_size=300&next_page_token=t2"
        ]
    );
    mock.verify().unwrap();
}

#[tokio::test]
async fn pages_with_tokens_end_at_an_absent_token() {
    let mock = mock(&ops::USERS_LIST, &[json!({"users": [{"id": "1"}]})]);
    assert_eq!(
        ids(&drain(client(&mock).users().list().items()).await),
        ["1"]
    );
}

#[tokio::test]
async fn an_empty_page_with_a_token_does_not_end_the_list() {
    let mock = mock(
        &ops::USERS_LIST,
        &[
            users(&[], Some("t1")),
            users(&[], Some("t2")),
            users(&["1"], None),
        ],
    );
    assert_eq!(
        ids(&drain(client(&mock).users().list().items()).await),
        ["1"]
    );
}

#[tokio::test]
async fn a_repeated_page_token_is_an_error_and_not_a_loop() {
    for tokens in [["t1", "t1"], ["t1", "t0"]] {
        let pages = [
            users(&["1"], Some(tokens[0])),
            users(&["2"], Some(tokens[1])),
        ];
        let mock = mock(&ops::USERS_LIST, &pages);
        let all = drain(client(&mock).users().list().page_token("t0").items()).await;
        assert_eq!(ids(&all), ["1", "2", "error"]);
        let error = all.into_iter().last().unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(
            error.to_string(),
            "users.list: list does not end: the server returned a page token twice (HTTP 200)"
        );
        mock.verify().unwrap();
    }
}

#[tokio::test]
async fn an_error_is_returned_once_and_ends_the_stream() {
    let mock = MockTransport::new()
        .on(&ops::USERS_LIST)
        .reply(200, users(&["1"], Some("t1")))
        .reply(500, json!({"message": "oops"}))
        .reply(200, users(&["2"], None))
        .times(3);
    let all = drain(client(&mock).users().list().items()).await;
    assert_eq!(ids(&all), ["1", "error"]);
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn a_page_that_cannot_be_decoded_ends_the_stream() {
    let mock = mock(&ops::USERS_LIST, &[json!({"users": 3})]);
    let mut pages = client(&mock).users().list().pages();
    assert!(pages.next().await.unwrap().unwrap_err().is_decode());
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_list_continues_from_the_next_token_of_its_stream() {
    let first = mock(&ops::USERS_LIST, &[users(&["1"], Some("t1"))]);
    let mut pages = client(&first).users().list().pages();
    assert_eq!(pages.next_token(), None);
    pages.next().await.unwrap().unwrap();
    let token = pages.next_token().unwrap().clone();
    let rest = mock(&ops::USERS_LIST, &[users(&["2"], None)]);
    let mut pages = client(&rest).users().list().page_token(&token).pages();
    assert_eq!(pages.next().await.unwrap().unwrap().into_items().len(), 1);
    assert_eq!(pages.next_token(), None);
    assert_eq!(queries(&rest), ["page_size=300&next_page_token=t1"]);
}

#[tokio::test]
async fn pages_are_requested_only_when_needed() {
    let mock = mock(
        &ops::USERS_LIST,
        &[
            users(&["1", "2"], Some("t1")),
            users(&["3", "4"], Some("t2")),
        ],
    );
    let none = client(&mock).users().list().max_items(0).items();
    assert!(drain(none).await.is_empty());
    assert!(mock.requests().is_empty());
    let three = client(&mock).users().list().max_items(3).items();
    assert_eq!(ids(&drain(three).await), ["1", "2", "3"]);
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn awaiting_a_list_returns_its_first_page() {
    let mock = mock(&ops::USERS_LIST, &[users(&["1"], Some("t1"))]);
    let page = client(&mock).users().list().await.unwrap();
    assert_eq!(page.next_token(), Some("t1"));
}

fn numbered(items: &[i64], number: Option<i64>, count: Option<i64>) -> Value {
    json!({"groups": items, "page_number": number, "page_count": count})
}

async fn groups(mock: &MockTransport) -> Vec<Result<i64, Error>> {
    drain(client(mock).groups().list().items()).await
}

fn values(all: Vec<Result<i64, Error>>) -> Vec<i64> {
    all.into_iter().map(|item| item.unwrap_or(-1)).collect()
}

#[tokio::test]
async fn numbered_pages_end_at_the_page_count() {
    let pages = [
        numbered(&[1, 2], Some(1), Some(3)),
        numbered(&[], Some(2), Some(3)),
        numbered(&[3], Some(3), Some(3)),
    ];
    let mock = mock(&ops::GROUPS_LIST, &pages);
    assert_eq!(values(groups(&mock).await), [1, 2, 3]);
    assert_eq!(queries(&mock), ["", "page_number=2", "page_number=3"]);
}

#[tokio::test]
async fn numbered_pages_without_a_count_end_at_an_empty_page() {
    let pages = [
        numbered(&[1], None, None),
        numbered(&[2], None, None),
        numbered(&[], None, None),
    ];
    let mock = mock(&ops::GROUPS_LIST, &pages);
    assert_eq!(values(groups(&mock).await), [1, 2]);
    mock.verify().unwrap();
}

#[tokio::test]
async fn a_list_without_pages_has_no_items() {
    for page in [
        numbered(&[], Some(1), Some(0)),
        numbered(&[], Some(1), Some(1)),
        numbered(&[], None, None),
    ] {
        assert!(groups(&mock(&ops::GROUPS_LIST, &[page])).await.is_empty());
    }
}

#[tokio::test]
async fn a_server_that_ignores_the_page_number_is_an_error_and_not_a_loop() {
    for page in [
        numbered(&[1], Some(1), None),
        numbered(&[1], None, None),
        numbered(&[1], Some(1), Some(9)),
    ] {
        let mock = mock(&ops::GROUPS_LIST, &[page.clone(), page]);
        assert_eq!(values(groups(&mock).await), [1, -1]);
        mock.verify().unwrap();
    }
}

#[tokio::test]
async fn numbered_pages_start_at_the_page_number_of_the_call() {
    let mock = mock(
        &ops::GROUPS_LIST,
        &[
            numbered(&[7], Some(4), Some(5)),
            numbered(&[8], Some(5), Some(5)),
        ],
    );
    let all = drain(client(&mock).groups().list().page_number(4).items()).await;
    assert_eq!(values(all), [7, 8]);
    assert_eq!(queries(&mock), ["page_number=4", "page_number=5"]);
}

#[tokio::test]
#[expect(deprecated, reason = "the old API lists by number in a form")]
async fn page_options_are_sent_in_the_form_of_a_form_operation() {
    let pages = [
        json!({"accounts": [{"id": "1"}], "page_number": "1", "page_count": "2"}),
        json!({"accounts": [], "page_number": "2", "page_count": "2"}),
    ];
    let mock = mock(&ops::V1_ACCOUNTS_LIST, &pages);
    assert_eq!(
        drain(client(&mock).v1().accounts().list().page_size(100).items())
            .await
            .len(),
        1
    );
    let last = &mock.requests()[1];
    assert_eq!(pairs(&last.form())[..2], ["page_size=100", "page_number=2"]);
    assert!(last.query().is_empty());
}

#[tokio::test]
async fn options_that_do_not_fit_the_operation_are_errors_and_send_nothing() {
    let mock = MockTransport::new();
    let users = client(&mock).users();
    let groups = client(&mock).groups();
    for (call, text) in [
        (
            users.list().page_size(301),
            "users.list: page size must be 1 to 300, not 301",
        ),
        (
            users.list().page_size(0),
            "users.list: page size must be 1 to 300, not 0",
        ),
        (
            users.list().page_number(2),
            "users.list: pages are selected by token, not by number",
        ),
    ] {
        let error = call.await.unwrap_err();
        assert_eq!(
            (error.kind(), error.to_string().as_str()),
            (ErrorKind::Config, text)
        );
    }
    for (call, text) in [
        (
            groups.list().page_token("t"),
            "groups.list: pages are selected by number, not by token",
        ),
        (
            groups.list().page_number(0),
            "groups.list: page numbers start at 1",
        ),
        (
            groups.list().page_size(0),
            "groups.list: page size must be at least 1",
        ),
    ] {
        assert_eq!(call.await.unwrap_err().to_string(), text);
    }
    let mut items = users.list().page_size(301).items();
    assert_eq!(
        items.next().await.unwrap().unwrap_err().kind(),
        ErrorKind::Config
    );
    assert!(items.next().await.is_none());
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn the_stream_of_a_list_returns_errors_of_building() {
    let mock = MockTransport::new();
    let mut pages = client(&mock).users().list().header("no name", "x").pages();
    assert_eq!(
        pages.next().await.unwrap().unwrap_err().kind(),
        ErrorKind::Build
    );
    assert!(pages.next().await.is_none());
}
