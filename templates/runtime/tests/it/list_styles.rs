//! Tests over a socket that lists are read to their end for each way to select a page: an offset, the id of the last item, or
//! a number that the response does not repeat.

use std::time::Duration;

use crate::lists::Lists;
use crate::lists::types::Body;
use crate::runtime::{ErrorKind, Items, Page, Result, RetryPolicy};
use crate::support::api::Client;
use crate::support::server::{Server, response};

/// Starts a server that returns these pages, one for each request.
async fn serving(pages: &[&str]) -> (Server, Client) {
    let scripts = pages.iter().map(|page| response("200 OK", "", page));
    let server = Server::start(scripts.collect()).await;
    let client = Client::builder()
        .base_url(&server.url)
        .timeout(Duration::from_secs(10))
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    (server, client)
}

/// Returns the query of each request.
fn queries(server: &Server) -> Vec<String> {
    let requests = server.requests();
    let target = |request: &String| {
        let target = request.split(' ').nth(1).unwrap_or_default().to_owned();
        target
            .split_once('?')
            .map_or(String::new(), |(_, query)| query.to_owned())
    };
    requests.iter().map(target).collect()
}

/// Reads a list to its end. Returns the ids of the items, and the kind of each error.
async fn drain<T: Page<Item = Body>>(mut items: Items<T>) -> Vec<String> {
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(match item {
            Ok(body) => body.id,
            Err(error) => format!("{:?}", error.kind()),
        });
        assert!(all.len() < 100, "a list must end");
    }
    assert!(
        items.next().await.is_none(),
        "an ended list must not continue"
    );
    all
}

async fn read<T: Page<Item = Body>>(
    pages: &[&str],
    call: impl FnOnce(Lists) -> Items<T>,
) -> (Vec<String>, Vec<String>) {
    let (server, client) = serving(pages).await;
    let all = drain(call(client.lists())).await;
    (all, queries(&server))
}

#[tokio::test]
async fn offsets_count_the_items_of_short_pages_and_end_at_the_total() {
    let pages = [
        r#"{"total": 4, "planets": [{"id": "1"}, {"id": "2"}]}"#,
        r#"{"total": 4, "planets": [{"id": "3"}]}"#,
        r#"{"total": 4, "planets": [{"id": "4"}]}"#,
    ];
    let (all, queries) = read(&pages, |lists| lists.planets().list().page_size(2).items()).await;
    assert_eq!(all, ["1", "2", "3", "4"]);
    assert_eq!(queries, ["limit=2", "limit=2&offset=2", "limit=2&offset=3"]);
}

#[tokio::test]
async fn offsets_without_a_total_end_at_an_empty_page() {
    let pages = [
        r#"{"moons": [{"id": "1"}, {"id": "2"}]}"#,
        r#"{"moons": []}"#,
    ];
    let (all, queries) = read(&pages, |lists| lists.moons().list().items()).await;
    assert_eq!(all, ["1", "2"]);
    assert_eq!(queries, ["take=50", "take=50&skip=2"]);
}

#[tokio::test]
async fn an_empty_first_page_ends_every_list() {
    let (all, queries) = read(&[r#"{"planets": []}"#], |lists| {
        lists.planets().list().items()
    })
    .await;
    assert_eq!((all.len(), queries.len()), (0, 1));
    let page = r#"{"data": [], "has_more": false}"#;
    let (all, queries) = read(&[page], |lists| lists.stars().list().items()).await;
    assert_eq!((all.len(), queries.len()), (0, 1));
    let (all, queries) = read(&["{}"], |lists| lists.comets().list().items()).await;
    assert_eq!((all.len(), queries.len()), (0, 1));
}

#[tokio::test]
async fn a_server_that_ignores_the_offset_causes_an_error_instead_of_a_loop() {
    let page = r#"{"moons": [{"id": "1"}]}"#;
    let (all, queries) = read(&[page; 5], |lists| lists.moons().list().items()).await;
    assert_eq!(all, ["1", "Decode"]);
    assert_eq!(queries.len(), 2);
}

#[tokio::test]
async fn an_item_that_cannot_be_decoded_counts_for_the_offset() {
    let pages = [
        r#"{"moons": [{"id": "1"}, {"id": {}}]}"#,
        r#"{"moons": [{"id": "3"}]}"#,
        r#"{"moons": []}"#,
    ];
    let (all, queries) = read(&pages, |lists| lists.moons().list().items()).await;
    assert_eq!(all, ["1", "Decode", "3"]);
    assert_eq!(queries, ["take=50", "take=50&skip=2", "take=50&skip=3"]);
}

#[tokio::test]
async fn a_list_with_offsets_continues_at_its_token() -> Result<()> {
    let first = r#"{"total": 2, "planets": [{"id": "1"}]}"#;
    let (_server, client) = serving(&[first]).await;
    let mut items = client.lists().planets().list().items();
    assert_eq!(items.next().await.unwrap()?.id, "1");
    let token = items.next_token().cloned().unwrap();
    assert_eq!(token.as_str(), "1");

    let rest = r#"{"total": 2, "planets": [{"id": "2"}]}"#;
    let (all, queries) = read(&[rest], |lists| {
        lists.planets().list().page_token(token).items()
    })
    .await;
    assert_eq!(all, ["2"]);
    assert_eq!(queries, ["offset=1"]);
    Ok(())
}

#[tokio::test]
async fn a_token_that_is_not_an_offset_is_an_error() {
    let (_server, client) = serving(&[]).await;
    let call = client.lists().planets().list().page_token("next");
    assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Config);
    let call = client.lists().planets().list().page_number(2);
    assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Config);
}

#[tokio::test]
async fn the_last_id_selects_the_next_page_until_no_more_follow() {
    let pages = [
        r#"{"data": [{"id": "a"}, {"id": "b"}], "has_more": true}"#,
        r#"{"data": [{"id": "c"}], "has_more": false}"#,
    ];
    let (all, queries) = read(&pages, |lists| lists.stars().list().page_size(2).items()).await;
    assert_eq!(all, ["a", "b", "c"]);
    assert_eq!(queries, ["limit=2", "limit=2&starting_after=b"]);
}

#[tokio::test]
async fn a_repeated_last_id_causes_an_error_instead_of_a_loop() {
    let page = r#"{"data": [{"id": "a"}], "has_more": true}"#;
    let (all, queries) = read(&[page; 5], |lists| lists.stars().list().items()).await;
    assert_eq!(all, ["a", "a", "Decode"]);
    assert_eq!(queries.len(), 2);
}

#[tokio::test]
async fn a_page_without_a_last_id_is_an_error_if_more_pages_follow() {
    for page in [
        r#"{"data": [], "has_more": true}"#,
        r#"{"data": [{"id": {}}], "has_more": true}"#,
    ] {
        let (all, queries) = read(&[page], |lists| lists.stars().list().items()).await;
        assert_eq!(all.last().map(String::as_str), Some("Decode"), "{page}");
        assert_eq!(queries.len(), 1);
    }
}

#[tokio::test]
async fn numbers_that_the_response_does_not_repeat_end_at_an_empty_page() {
    let pages = [
        r#"{"comets": [{"id": "1"}]}"#,
        r#"{"comets": [{"id": "2"}]}"#,
        r#"{"comets": []}"#,
    ];
    let (all, queries) = read(&pages, |lists| lists.comets().list().items()).await;
    assert_eq!(all, ["1", "2"]);
    assert_eq!(queries, ["", "page=2", "page=3"]);
    let (all, _) = read(&[pages[0]; 5], |lists| lists.comets().list().items()).await;
    assert_eq!(all, ["1", "Decode"]);
}
