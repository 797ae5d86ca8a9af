//! Tests that a call with an invalid request fails and sends nothing.

use serde_json::json;

use crate::runtime::testing::MockTransport;
use crate::runtime::{Bytes, Call, ErrorKind, Method, RawResponse, Secret};
use crate::support::api::{Client, ops};
use crate::support::{client, pairs};

fn mocked() -> (MockTransport, Client) {
    let mock = MockTransport::new()
        .on(&ops::V2_REQUEST)
        .reply(200, json!({"id": "u1"}));
    let client = client(&mock);
    (mock, client)
}

async fn fails<T: std::fmt::Debug + Send + 'static>(call: Call<T>) -> String {
    let error = call.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    error.to_string()
}

#[tokio::test]
async fn errors_of_building_are_returned_by_the_call() {
    let (mock, client) = mocked();
    let get = |path: &str| client.request(Method::GET, path);
    let texts = [
        fails(get("/a/{b}").empty()).await,
        fails(get("/a/{b").path("b", "x").empty()).await,
        fails(get("a").empty()).await,
        fails(get("/a#b").empty()).await,
        fails(get("/a/%2E%2e/b").empty()).await,
        fails(get("/a").header("x", "a\r\nb: c").empty()).await,
        fails(get("/a").form("f", "x").json_body(1).empty()).await,
        fails(
            get("/a")
                .json_body(std::collections::BTreeMap::from([((1, 2), 3)]))
                .empty(),
        )
        .await,
        fails(
            get("/a")
                .modify(|request| {
                    request.form_json("f", &std::collections::BTreeMap::from([((1, 2), 3)]));
                })
                .empty(),
        )
        .await,
        fails(get("/a").body("text\n", "x").empty()).await,
    ];
    assert_eq!(
        texts.map(|text| text.trim_start_matches("v2.request: ").to_owned()),
        [
            "path parameter `b` is missing",
            "path segment `{b` has an unclosed `{`",
            "path `a` does not start with `/`",
            "path `a#b` contains invalid characters",
            "invalid path segment `%2E%2e`: its value is empty, `.` or `..`",
            "header `x` contains characters that a header cannot",
            "request has both a form and another body",
            "body cannot be serialized as JSON",
            "form field `f` cannot be serialized as JSON",
            "header `content-type` contains characters that a header cannot",
        ]
    );
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn only_the_first_error_of_building_is_returned() {
    let (_, client) = mocked();
    let call = client
        .request(Method::GET, "/a")
        .header("first one", "x")
        .header("second one", "x")
        .empty();
    assert_eq!(
        fails(call).await,
        "v2.request: header `first one` has an invalid name"
    );
}

#[tokio::test]
async fn parameters_can_be_replaced_and_removed() {
    let (mock, client) = mocked();
    let build = client.request(Method::POST, "/a").modify(|request| {
        request.query("a", &vec![1, 2]);
        request.query("b", "x");
        request.set_query("a", &3);
        request.set_query("b", &None::<i32>);
        request.form("f", &Some(true));
        request.set_form("f", &1.5);
        request.header("x-h", &vec!["1", "2"]);
        request.set_header("x-g", "1");
        request.set_header("x-g", &None::<i32>);
        request.cookie("c", "1");
        request.cookie("d", "2");
        assert_eq!(request.query_pairs().len(), 1);
        assert_eq!(request.form_pairs().len(), 1);
        assert_eq!(
            (request.path_template(), request.operation().id),
            ("/a", "v2.request")
        );
    });
    build.empty().await.unwrap();
    let sent = &mock.requests()[0];
    assert_eq!(pairs(sent.query()), ["a=3"]);
    assert_eq!(pairs(&sent.form()), ["f=1.5"]);
    assert_eq!(
        sent.headers().get_all("x-h").iter().collect::<Vec<_>>(),
        ["1,2"]
    );
    assert_eq!(
        (sent.header("x-g"), sent.header("cookie")),
        (None, Some("c=1; d=2"))
    );
}

fn length(response: &RawResponse) -> crate::runtime::Result<usize> {
    match response.body().len() {
        0 => Err(response.error(ErrorKind::Decode, "nothing there")),
        length => Ok(length),
    }
}

#[tokio::test]
async fn responses_can_be_decoded_in_other_ways() {
    let (_, client) = mocked();
    let get = || client.request(Method::GET, "/a");
    assert_eq!(get().text().await.unwrap(), r#"{"id":"u1"}"#);
    assert_eq!(
        get().bytes().await.unwrap(),
        Bytes::from_static(br#"{"id":"u1"}"#)
    );
    assert_eq!(get().decode_with(length).await.unwrap(), 11);
}

#[tokio::test]
async fn a_double_encoded_id_is_encoded_twice_only_if_it_contains_a_slash() {
    let mock = MockTransport::new()
        .on(&ops::MEETINGS_GET)
        .reply(200, json!({"id": "u1"}));
    let meetings = client(&mock).meetings();
    meetings.get("/a//b==").await.unwrap();
    meetings.get("ab==").await.unwrap();
    let paths: Vec<_> = mock
        .requests()
        .iter()
        .map(|request| request.path().to_owned())
        .collect();
    assert_eq!(
        paths,
        [
            "/v2/meetings/%252Fa%252F%252Fb%253D%253D",
            "/v2/meetings/ab%3D%3D"
        ]
    );
}

#[tokio::test]
async fn a_list_in_a_path_is_separated_by_commas() {
    let (mock, client) = mocked();
    client
        .request(Method::GET, "/a/{ids}.pdf")
        .path("ids", &vec!["1,1", "2"])
        .empty()
        .await
        .unwrap();
    assert_eq!(mock.requests()[0].path(), "/v2/a/1%2C1,2.pdf");
}

#[tokio::test]
async fn a_secret_in_a_path_is_not_shown_in_the_url_of_an_error() {
    let mock = MockTransport::new()
        .on(&ops::V2_REQUEST)
        .reply(500, json!({}));
    let call = client(&mock)
        .request(Method::GET, "/a/{key}/b")
        .path("key", &Secret::from("s3cret"))
        .empty();
    let error = call.query("q", "hidden").await.unwrap_err();
    assert_eq!(error.url(), Some("https://api.example.com/v2/a/***/b"));
    assert_eq!(mock.requests()[0].path(), "/v2/a/s3cret/b");
}

#[tokio::test]
async fn an_optional_body_is_sent_only_if_present() {
    let (mock, client) = mocked();
    let post = || client.request(Method::POST, "/a");
    post()
        .optional_json_body(Some(&json!([1])))
        .empty()
        .await
        .unwrap();
    post()
        .optional_json_body(None::<&i64>)
        .empty()
        .await
        .unwrap();
    post()
        .optional_body("text/plain", Some("x"))
        .empty()
        .await
        .unwrap();
    post()
        .optional_body("text/plain", None::<String>)
        .empty()
        .await
        .unwrap();
    let sent: Vec<_> = mock
        .requests()
        .iter()
        .map(|request| {
            (
                request.header("content-type").unwrap_or("none").to_owned(),
                request.body().clone(),
            )
        })
        .collect();
    let expected = [
        ("application/json", "[1]"),
        ("none", ""),
        ("text/plain", "x"),
        ("none", ""),
    ];
    assert_eq!(
        sent,
        expected.map(|(name, body)| (name.to_owned(), Bytes::from(body)))
    );
}
