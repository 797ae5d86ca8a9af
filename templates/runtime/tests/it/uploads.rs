//! Tests of uploads over a real socket. The decoder of the server shares no code with the client.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::stream;
use serde_json::json;
use tokio::task::JoinHandle;

use crate::runtime::{Bearer, Body, Bytes, ErrorKind, File, Method, Request, TransportError};
use crate::support::api::Client;
use crate::support::parts::{RawPart, Upload, serve};

async fn upload_to(keep: usize) -> (Client, JoinHandle<Upload>) {
    let (url, server) = serve(keep, Arc::default()).await;
    (client(&url), server)
}

fn client(url: &str) -> Client {
    let builder = Client::builder().auth(Bearer::new("the-token"));
    builder.base_url(url).build().unwrap()
}

async fn uploaded(write: impl FnOnce(&mut Request)) -> Upload {
    let (client, server) = upload_to(usize::MAX).await;
    let request = client.request(Method::POST, "/upload").modify(write);
    request.empty().await.unwrap();
    let upload = server.await.unwrap();
    assert!(upload.is_whole);
    upload
}

fn part(head: &[&str], body: impl AsRef<[u8]>) -> RawPart {
    RawPart {
        head: head.iter().map(|&line| line.to_owned()).collect(),
        body: body.as_ref().to_vec(),
    }
}

fn chunks(chunks: &'static [&'static str]) -> Body {
    let chunks = chunks
        .iter()
        .map(|text| Ok(Bytes::from_static(text.as_bytes())));
    Body::from_stream(stream::iter(chunks))
}

#[tokio::test]
async fn text_json_and_files_are_parts_of_one_body_in_order() {
    let upload = uploaded(|request| {
        request.part("title", "two\r\nlines, ü");
        request.part("count", &3_i64);
        request.part("absent", &None::<String>);
        request.part("tag", &vec!["a", "b"]);
        request.part_json("meta", &json!({"a": [1]}));
        request.part_json("none", &None::<i64>);
        request.file(
            "file",
            &File::new("a.txt", "first").content_type("text/plain"),
        );
        request.file(
            "file",
            &vec![File::new("b.bin", vec![0, 255, 13, 10]), File::new("c", "")],
        );
        request.file("no", &None::<File>);
    })
    .await;
    let length = upload.body.len().to_string();
    assert_eq!(upload.header("content-length"), Some(length.as_str()));
    let text = |name: &str| format!("content-disposition: form-data; name=\"{name}\"");
    let file =
        |name: &str| format!("content-disposition: form-data; name=\"file\"; filename=\"{name}\"");
    let octets = "content-type: application/octet-stream";
    assert_eq!(
        upload.parts(),
        [
            part(&[&text("title")], "two\r\nlines, ü"),
            part(&[&text("count")], "3"),
            part(&[&text("tag")], "a"),
            part(&[&text("tag")], "b"),
            part(
                &[&text("meta"), "content-type: application/json"],
                r#"{"a":[1]}"#
            ),
            part(&[&file("a.txt"), "content-type: text/plain"], "first"),
            part(&[&file("b.bin"), octets], [0, 255, 13, 10]),
            part(&[&file("c"), octets], ""),
        ]
    );
}

#[tokio::test]
async fn quotes_and_line_breaks_in_part_names_are_encoded() {
    let name = "a\"b\r\nx-evil: 1\r\n\r\nü\\%22;.txt";
    let upload = uploaded(|request| {
        request.file("f\"\n", &File::new(name, "contents"));
        request.file("g", &File::new("", "unnamed"));
    })
    .await;
    let heads: Vec<String> = upload
        .parts()
        .into_iter()
        .map(|part| part.head[0].clone())
        .collect();
    assert_eq!(
        heads,
        [
            "content-disposition: form-data; name=\"f%22%0A\"; filename=\"a%22b%0D%0Ax-evil: 1%0D%0A%0D%0Aü\\%22;.txt\"",
            "content-disposition: form-data; name=\"g\"; filename=\"\"",
        ]
    );
}

#[tokio::test]
async fn a_stream_of_known_length_has_a_content_length_and_others_are_chunked() {
    let upload = uploaded(|request| {
        request.file(
            "f",
            &File::new("a", chunks(&["one ", "", "two"]).with_length(7)),
        );
    })
    .await;
    let length = upload.body.len().to_string();
    assert_eq!(upload.header("content-length"), Some(length.as_str()));
    assert_eq!(upload.parts()[0].body, b"one two");

    let upload = uploaded(|request| {
        request.part("title", "text");
        request.file("f", &File::new("a", chunks(&["one ", "two"])));
        request.file("g", &File::new("b", chunks(&[])));
    })
    .await;
    assert_eq!(upload.header("content-length"), None);
    let bodies: Vec<Vec<u8>> = upload.parts().into_iter().map(|part| part.body).collect();
    assert_eq!(bodies, [&b"text"[..], b"one two", b""]);
}

/// A chunk of a body. While it exists, it counts in `live`.
struct Chunk {
    bytes: Vec<u8>,
    live: Arc<AtomicUsize>,
}

impl AsRef<[u8]> for Chunk {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Chunk {
    fn drop(&mut self) {
        self.live.fetch_sub(1, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn a_large_file_is_streamed_and_not_buffered() {
    const CHUNKS: usize = 1024;
    const SIZE: usize = 64 * 1024;
    let (live, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let generated = {
        let (live, most) = (Arc::clone(&live), Arc::clone(&most));
        stream::iter((0..CHUNKS).map(move |_| {
            let now = live.fetch_add(1, Ordering::SeqCst) + 1;
            most.fetch_max(now, Ordering::SeqCst);
            let live = Arc::clone(&live);
            let bytes = vec![b'x'; SIZE];
            Ok::<_, TransportError>(Bytes::from_owner(Chunk { bytes, live }))
        }))
    };
    let length = u64::try_from(CHUNKS * SIZE).unwrap();
    let received = Arc::new(AtomicUsize::new(0));
    let (url, server) = serve(1000, Arc::clone(&received)).await;
    let file = File::new("large", Body::from_stream(generated).with_length(length));
    let call = client(&url)
        .request(Method::POST, "/upload")
        .modify(|request| request.file("f", &file))
        .empty();
    assert_eq!(
        live.load(Ordering::SeqCst),
        0,
        "nothing is read before the call is sent"
    );
    call.await.unwrap();
    let upload = server.await.unwrap();
    let received = received.load(Ordering::SeqCst);
    assert!(upload.is_whole && received > CHUNKS * SIZE);
    assert_eq!(
        upload.header("content-length"),
        Some(received.to_string().as_str())
    );
    assert_eq!(live.load(Ordering::SeqCst), 0);
    let most = most.load(Ordering::SeqCst);
    assert!(most <= 32, "{most} of {CHUNKS} chunks were held at once");
}

#[tokio::test]
async fn a_stream_with_a_wrong_length_fails() {
    for (length, message) in [
        (6, "stream has more bytes than its length"),
        (8, "stream has fewer bytes than its length"),
    ] {
        let (client, server) = upload_to(usize::MAX).await;
        let file = File::new("a", chunks(&["one ", "two"]).with_length(length));
        let call = client
            .request(Method::POST, "/upload")
            .modify(|request| request.file("f", &file));
        let error = call.empty().await.unwrap_err();
        let mut chain =
            std::iter::successors(std::error::Error::source(&error), |&error| error.source());
        assert!(chain.any(|error| error.to_string() == message), "{error:?}");
        assert!(!server.await.unwrap().is_whole);
    }
}

#[tokio::test]
async fn a_streamed_body_of_known_length_has_a_content_length() {
    let (client, server) = upload_to(usize::MAX).await;
    let reader = std::io::Cursor::new(vec![7; 200_000]);
    let body = Body::from_reader(reader).with_length(200_000);
    let call = client
        .request(Method::PUT, "/blob")
        .body("application/octet-stream", body);
    call.empty().await.unwrap();
    let upload = server.await.unwrap();
    assert_eq!(upload.header("content-length"), Some("200000"));
    assert_eq!(upload.body, vec![7; 200_000]);
}

#[tokio::test]
async fn a_streamed_file_is_sent_once() {
    let file = File::new("a", chunks(&["one"]));
    let (first, server) = upload_to(usize::MAX).await;
    let upload = |client: &Client| {
        client
            .request(Method::POST, "/upload")
            .modify(|request| request.file("f", &file))
            .empty()
    };
    // A call that is dropped before it is sent does not use up the stream.
    drop(upload(&first));
    upload(&first).await.unwrap();
    assert_eq!(server.await.unwrap().parts()[0].body, b"one");
    let error = upload(&first).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert!(
        error
            .to_string()
            .ends_with("file `a` is a stream that was already sent"),
        "{error}"
    );
}
