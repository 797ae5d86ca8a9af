//! Tests of sequences of JSON values over a socket, in responses and in requests.

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::runtime::{ErrorKind, Records, Result, RetryPolicy, Sequence};
use crate::streams::Streams;
use crate::streams::entries::Entry;
use crate::support::api::Client;
use crate::support::server::{Server, Step, response};

fn streams(url: &str) -> Streams {
    let client = Client::builder()
        .base_url(url)
        .timeout(Duration::from_secs(5))
        .retry(RetryPolicy::none());
    client.build().unwrap().streams()
}

async fn serving(script: Vec<Step>) -> (Server, Streams) {
    let server = Server::start(vec![script]).await;
    let streams = streams(&server.url);
    (server, streams)
}

fn ndjson(body: &str) -> Vec<Step> {
    response("200 OK", "content-type: application/x-ndjson\r\n", body)
}

async fn texts(records: Records<Entry>) -> Vec<Result<String>> {
    let texts = records.map(|entry| entry.map(|entry| entry.text));
    texts.collect().await
}

#[tokio::test]
async fn values_arrive_while_the_response_is_open() {
    let script = vec![
        Step::Send("HTTP/1.1 200 OK\r\n\r\n{\"text\":\"a\"}\n{\"te".to_owned()),
        Step::Wait(Duration::from_millis(100)),
        Step::Send("xt\":\"b\"}\n".to_owned()),
        Step::Wait(Duration::from_secs(60)),
    ];
    let (server, streams) = serving(script).await;
    let mut records = streams.entries().list().records();
    assert_eq!(records.next().await.unwrap().unwrap().text, "a");
    assert_eq!(records.next().await.unwrap().unwrap().text, "b");
    assert!(server.requests()[0].contains("\r\naccept: application/x-ndjson\r\n"));
}

#[tokio::test]
async fn a_value_that_cannot_be_decoded_does_not_end_the_stream() {
    let body = "{\"text\":\"a\"}\r\n\n{\"text\":{}}\noops\n{\"text\":\"d\"}";
    let (_server, streams) = serving(ndjson(body)).await;
    let records = texts(streams.entries().list().records()).await;
    let [first, second, third, last] = records.as_slice() else {
        panic!("{records:?}");
    };
    assert_eq!(first.as_ref().unwrap(), "a");
    assert_eq!(last.as_ref().unwrap(), "d");
    let error = second.as_ref().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(
        (error.json_path(), error.body()),
        (Some("text"), Some(b"{\"text\":{}}".as_slice()))
    );
    assert_eq!(third.as_ref().unwrap_err().body(), Some(b"oops".as_slice()));
}

#[tokio::test]
async fn a_lost_connection_is_an_error_after_the_complete_values() {
    let script = vec![Step::Send(
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"text\":\"a\"}\n{\"text\":".to_owned(),
    )];
    let (_server, streams) = serving(script).await;
    let mut records = streams.entries().list().records();
    assert_eq!(records.next().await.unwrap().unwrap().text, "a");
    assert_eq!(
        records.next().await.unwrap().unwrap_err().kind(),
        ErrorKind::Body
    );
    assert!(records.is_failed());
    assert!(records.next().await.is_none());
}

#[tokio::test]
async fn a_silent_stream_fails_after_the_idle_timeout() {
    let script = vec![
        Step::Send("HTTP/1.1 200 OK\r\n\r\n".to_owned()),
        Step::Wait(Duration::from_secs(60)),
    ];
    let (_server, streams) = serving(script).await;
    let records = streams.entries().list().records();
    let mut records = records.idle_timeout(Duration::from_millis(100));
    assert!(records.next().await.unwrap().unwrap_err().is_timeout());
    assert!(records.is_failed());
}

#[tokio::test]
async fn a_value_that_is_too_long_ends_the_stream() {
    let body = format!("{{\"text\":\"a\"}}\n{{\"text\":\"{}\"}}\n", "x".repeat(200));
    let (_server, streams) = serving(ndjson(&body)).await;
    let mut records = streams.entries().list().records().max_record_bytes(100);
    assert_eq!(records.next().await.unwrap().unwrap().text, "a");
    assert_eq!(
        records.next().await.unwrap().unwrap_err().kind(),
        ErrorKind::Body
    );
    assert!(records.next().await.is_none());
}

#[tokio::test]
async fn a_list_is_sent_as_lines_and_a_sequence_is_received() {
    let script = response(
        "200 OK",
        "content-type: application/json-seq\r\n",
        "\u{1e}{\"n\":\n1}\n\u{1e}{\"n\":2}\n\u{1e}3\u{1e}{\"n\":4}\n",
    );
    let (server, streams) = serving(script).await;
    let entries = [Entry::new("a\nb"), Entry::new("c").secret("s3cret")];
    let records = streams.entries().import(entries).records();
    let records: Vec<_> = records.collect().await;
    let numbers: Vec<_> = records
        .iter()
        .map(|tick| tick.as_ref().ok().map(|tick| tick.n))
        .collect();
    assert_eq!(numbers, [Some(1), Some(2), None, Some(4)]);
    let error = records[2].as_ref().unwrap_err();
    assert!(error.to_string().contains("cut off"), "{error}");
    let request = &server.requests()[0];
    assert!(request.contains("\r\ncontent-type: application/x-ndjson\r\n"));
    assert!(request.contains("\r\naccept: application/json-seq\r\n"));
    let body = "{\"text\":\"a\\nb\"}\n{\"text\":\"c\",\"secret\":\"s3cret\"}\n";
    assert!(request.ends_with(body), "{request}");
}

#[tokio::test]
async fn a_sequence_has_a_separator_before_each_value() {
    let (server, streams) = serving(response("204 No Content", "", "")).await;
    let entries: Sequence<Entry> = ["a", "b"].into_iter().map(Entry::new).collect();
    streams.entries().replace(entries).await.unwrap();
    let request = &server.requests()[0];
    assert!(request.contains("\r\ncontent-type: application/json-seq\r\n"));
    assert!(request.ends_with("\r\n\r\n\u{1e}{\"text\":\"a\"}\n\u{1e}{\"text\":\"b\"}\n"));
}

#[tokio::test]
async fn a_value_is_sent_before_the_next_value_exists() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let streams = streams(&format!("http://{}", listener.local_addr().unwrap()));
    let (sender, mut received) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        let mut all = String::new();
        let mut buffer = [0; 4096];
        while !all.ends_with("\r\n0\r\n\r\n") {
            let count = connection.read(&mut buffer).await.unwrap();
            all.push_str(std::str::from_utf8(&buffer[..count]).unwrap());
            sender.send(all.clone()).unwrap();
        }
        let _ = connection
            .write_all(b"HTTP/1.1 204 No Content\r\n\r\n")
            .await;
    });
    let (values, queue) = mpsc::unbounded_channel();
    let queue = stream::unfold(queue, |mut queue| async {
        queue.recv().await.map(|entry| (entry, queue))
    });
    let call = streams.entries().replace(Sequence::from_stream(queue));
    let call = tokio::spawn(call.into_future());
    for text in ["first", "second"] {
        values.send(Entry::new(text)).unwrap();
        let shown = format!("{{\"text\":\"{text}\"}}\n");
        while !received.recv().await.unwrap().contains(&shown) {}
    }
    assert!(!call.is_finished());
    drop(values);
    call.await.unwrap().unwrap();
}

#[tokio::test]
async fn an_error_of_the_values_cancels_the_request() {
    let (_server, streams) = serving(vec![Step::Wait(Duration::from_secs(2))]).await;
    let values = stream::iter([Ok(Entry::new("a")), Err("disk is full")]);
    let call = streams.entries().replace(Sequence::from_try_stream(values));
    let error = call.await.unwrap_err();
    let mut causes = vec![error.to_string()];
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        causes.push(cause.to_string());
        source = cause.source();
    }
    assert!(
        causes.iter().any(|cause| cause.contains("disk is full")),
        "{causes:?}"
    );
}
