//! Tests of multipart bodies. The mock transport decodes the parts.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::stream;
use serde_json::json;

use crate::runtime::testing::{MockTransport, RecordedRequest};
use crate::runtime::{
    Authorize, Body, BoxFuture, Bytes, ErrorKind, File, ListStyle, Method, Rejection, Request,
    Result, Scheme, Secret,
};
use crate::support::api::{Client, ops};
use crate::support::client;

async fn sent(write: impl FnOnce(&mut Request)) -> Result<RecordedRequest> {
    let mock = MockTransport::new()
        .on(&ops::V2_REQUEST)
        .reply(200, json!({}));
    let call = client(&mock).request(Method::POST, "/upload").modify(write);
    call.empty().await?;
    Ok(mock.requests()[0].clone())
}

fn streamed(text: &'static str) -> Body {
    Body::from_stream(stream::iter([Ok(Bytes::from_static(text.as_bytes()))]))
}

#[tokio::test]
async fn a_mock_records_names_types_and_contents_of_parts() {
    let request = sent(|request| {
        request.part("title", "a text");
        request.part_json("meta", &json!({"a": 1}));
        request.file(
            "file",
            &Some(File::new("q\"\r\n.png", streamed("PNG")).content_type("image/png")),
        );
    })
    .await
    .unwrap();
    let shown: Vec<_> = (request.parts().iter())
        .map(|part| format!("{part:?}"))
        .collect();
    assert_eq!(
        shown,
        [
            r#"RecordedPart { name: "title", file_name: None, content_type: None, body_len: 6 }"#,
            r#"RecordedPart { name: "meta", file_name: None, content_type: Some("application/json"), body_len: 7 }"#,
            r#"RecordedPart { name: "file", file_name: Some("q\"\r\n.png"), content_type: Some("image/png"), body_len: 3 }"#,
        ]
    );
    assert_eq!(request.part("title").unwrap().text(), Some("a text"));
    assert_eq!(request.part("meta").unwrap().json(), Some(json!({"a": 1})));
    assert_eq!(request.part("file").unwrap().body(), "PNG");
    assert!(request.part("other").is_none() && request.form().is_empty());
}

#[tokio::test]
async fn the_type_of_a_value_determines_its_part() {
    let request = sent(|request| {
        request.part_value("v", "text");
        request.part_value("v", &json!([1, true, null, "t", {"a": 1}, [2]]));
        request.part_value("v", &None::<i64>);
        request.part_json("v", "text");
        request.part_list("v", &vec!["a", "b"], ListStyle::Comma);
    })
    .await
    .unwrap();
    let parts = request.parts();
    let texts: Vec<_> = parts.iter().map(|part| part.text().unwrap()).collect();
    assert_eq!(
        texts,
        [
            "text",
            "1",
            "true",
            "t",
            r#"{"a":1}"#,
            "[2]",
            "\"text\"",
            "a,b"
        ]
    );
    let json: Vec<_> = parts
        .iter()
        .map(|part| part.content_type().is_some())
        .collect();
    assert_eq!(json, [false, false, false, false, true, true, true, false]);
}

#[tokio::test]
async fn form_fields_are_sent_as_parts_in_a_request_with_parts() {
    let request = sent(|request| {
        request.file("file", &File::new("a", "b"));
        request.set_form("api_key", &Secret::new("key"));
        request.header("content-type", "multipart/form-data");
    })
    .await
    .unwrap();
    assert_eq!(request.part("api_key").unwrap().text(), Some("key"));
    assert_eq!(request.parts().len(), 2);
}

#[tokio::test]
async fn parts_and_another_body_are_an_error() {
    let mock = MockTransport::new();
    let call = client(&mock)
        .request(Method::POST, "/upload")
        .json_body("x");
    let error = call
        .modify(|request| request.part("a", "b"))
        .empty()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn a_content_type_with_a_line_break_is_an_error() {
    let file = File::new("a\n", "b").content_type("text/plain\r\nx-evil: 1");
    let error = sent(|request| request.file("f", &file)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert!(
        error
            .to_string()
            .ends_with("invalid content type of the file \"a%0A\""),
        "{error}"
    );
}

#[test]
fn files_are_equal_by_content_and_streams_to_their_clones_only() {
    let file = File::new("a", "b").content_type("text/plain");
    assert_eq!(file, File::new("a", vec![b'b']).content_type("text/plain"));
    for other in [
        File::new("a", "b"),
        File::new("b", "b").content_type("text/plain"),
    ] {
        assert_ne!(file, other);
    }
    let stream = File::new("a", streamed("b"));
    assert_eq!(stream, stream.clone());
    assert_ne!(stream, File::new("a", streamed("b")));
    assert_ne!(stream, File::new("a", "b"));
}

#[test]
fn debug_of_a_file_shows_only_its_name_and_length() {
    let file = File::new("a.txt", "secret");
    assert_eq!(
        format!("{file:?}"),
        r#"File { name: "a.txt", length: Some(6), .. }"#
    );
    let file = File::new("a.txt", streamed("secret"));
    assert_eq!(
        format!("{file:?}"),
        r#"File { name: "a.txt", length: None, .. }"#
    );
    assert_eq!(
        File::new("a", streamed("b").with_length(1)).length(),
        Some(1)
    );
}

#[test]
fn a_file_is_shared_between_threads() {
    fn is_shared<T: Clone + Send + Sync + 'static>() {}
    is_shared::<File>();
}

/// An authorizer that creates a new token for each request.
#[derive(Clone, Debug, Default)]
struct Renewing(Arc<AtomicUsize>);

impl Authorize for Renewing {
    fn supports(&self, _: &Scheme) -> bool {
        true
    }

    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        _: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let time = self.0.fetch_add(1, Ordering::SeqCst);
            request.set_bearer(&Secret::new(format!("token-{time}")));
            Ok(())
        })
    }

    fn handle_rejection(&self, _: &Rejection<'_>) -> bool {
        true
    }
}

#[tokio::test]
async fn a_request_with_files_is_retried_with_new_credentials_unless_a_file_is_a_stream() {
    for (contents, times) in [(Body::from("bytes"), 2), (streamed("stream"), 1)] {
        let mock = MockTransport::new()
            .on(&ops::V2_REQUEST)
            .reply(401, json!({}))
            .reply(200, json!({}));
        let client = Client::builder()
            .auth(Renewing::default())
            .transport(mock.clone())
            .build()
            .unwrap();
        let file = File::new("a", contents);
        let call = client
            .request(Method::POST, "/upload")
            .modify(|request| request.file("f", &file));
        assert_eq!(call.empty().await.is_ok(), times == 2);
        assert_eq!(mock.requests().len(), times);
    }
}

#[tokio::test]
async fn a_mock_replies_to_streamed_calls() {
    let mock = MockTransport::new()
        .on(&ops::V2_REQUEST)
        .reply_bytes(200, "application/pdf", "PDF");
    let call = client(&mock).request(Method::GET, "/download").stream();
    let response = call.with_response().await.unwrap();
    assert_eq!(response.header("content-type"), Some("application/pdf"));
    assert!(response.body().is_empty());
    assert_eq!(response.into_value().collect(3).await.unwrap(), "PDF");
}
