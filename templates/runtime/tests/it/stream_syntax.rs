//! Tests of the syntax of server-sent events and of sequences of JSON values. The result must not depend on where the
//! chunks of a response end.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt, stream};

use crate::runtime::{
    Body, BoxFuture, Bytes, Error, Event, Events, Operation, Records, Result, Transport,
    TransportError,
};
use crate::streams::Streams;
use crate::streams::entries::Entry;
use crate::support::api::Client;

/// A transport whose responses have this body, in chunks of this size.
#[derive(Debug)]
struct InChunks {
    body: Arc<[u8]>,
    size: usize,
}

impl Transport for InChunks {
    fn send(
        &self,
        _: http::Request<Body>,
        _: Option<&'static Operation>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let chunks: Vec<Result<Bytes, TransportError>> = (self.body.chunks(self.size))
            .map(|chunk| Ok(Bytes::copy_from_slice(chunk)))
            .collect();
        let body = Body::from_stream(stream::iter(chunks));
        Box::pin(async { Ok(http::Response::new(body)) })
    }
}

fn streams(body: &[u8], size: usize) -> Streams {
    let transport = InChunks {
        body: body.into(),
        size,
    };
    let client = Client::builder().transport(transport);
    client.build().unwrap().streams()
}

fn lines(body: &[u8], size: usize) -> Events<String> {
    let events = streams(body, size).lines().watch().events();
    events.max_reconnects(0)
}

/// Returns the type and the data of each event.
async fn pairs(body: &[u8]) -> Vec<(String, String)> {
    let shown = async |size| -> Vec<(String, String)> {
        let events = lines(body, size).map(Result::unwrap);
        let pairs = events.map(|event| (event.event, event.data));
        pairs.collect().await
    };
    let whole = shown(body.len().max(1)).await;
    for size in 1..body.len() {
        assert_eq!(shown(size).await, whole, "chunks of {size} bytes");
    }
    whole
}

async fn data(body: &[u8]) -> Vec<String> {
    let pairs = pairs(body).await.into_iter();
    pairs.map(|(_, data)| data).collect()
}

/// Returns the events, and the id of the last event.
async fn all(body: &[u8]) -> (Vec<Event>, String) {
    let mut events = lines(body, 3);
    let mut found = Vec::new();
    while let Some(event) = events.next().await {
        found.push(event.unwrap());
    }
    (found, events.last_event_id().to_owned())
}

#[tokio::test]
async fn the_examples_of_the_standard_are_parsed() {
    let stock = b"data: YHOO\ndata: +2\ndata: 10\n\n";
    assert_eq!(data(stock).await, ["YHOO\n+2\n10"]);
    let ids = b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n";
    assert_eq!(
        data(ids).await,
        ["first event", "second event", " third event"]
    );
    let (events, last) = all(ids).await;
    let ids: Vec<_> = events.iter().map(|event| event.id.as_deref()).collect();
    assert_eq!(ids, [Some("1"), Some(""), None]);
    assert_eq!(last, "");
    assert_eq!(data(b"data\n\ndata\ndata\n\ndata:").await, ["", "\n"]);
    assert_eq!(data(b"data:test\n\ndata: test\n\n").await, ["test", "test"]);
}

#[tokio::test]
async fn every_line_ending_ends_a_line() {
    for ending in ["\n", "\r", "\r\n"] {
        let body = "data: a\ndata: b\n\nevent: x\ndata: c\n\n".replace('\n', ending);
        let expected = [("message", "a\nb"), ("x", "c")];
        let expected = expected.map(|(event, data)| (event.to_owned(), data.to_owned()));
        assert_eq!(pairs(body.as_bytes()).await, expected, "{ending:?}");
    }
    let mixed = b"data: a\r\rdata: b\n\r\ndata: c\r\n\n";
    assert_eq!(data(mixed).await, ["a", "b", "c"]);
}

#[tokio::test]
async fn a_byte_order_mark_is_removed_at_the_start_only() {
    assert_eq!(data(b"\xef\xbb\xbfdata: a\n\n").await, ["a"]);
    assert_eq!(data(b"\xef\xbb\xbf\xef\xbb\xbfdata: a\n\n").await, [""; 0]);
    let later = b"data: a\n\n\xef\xbb\xbfdata: b\n\n";
    assert_eq!(data(later).await, ["a"]);
}

#[tokio::test]
async fn characters_may_be_split_between_chunks() {
    assert_eq!(data("data: grüße 🎉\n\n".as_bytes()).await, ["grüße 🎉"]);
    assert_eq!(data(b"data: a\xffb\n\n").await, ["a\u{fffd}b"]);
}

#[tokio::test]
async fn comments_and_unknown_fields_are_ignored() {
    let body = b":\n: data: x\nDATA: x\n data: x\ndata : x\nfoo\ndata: a\n\n";
    assert_eq!(data(body).await, ["a"]);
}

#[tokio::test]
async fn an_event_without_data_is_not_returned_but_its_id_counts() {
    let (events, last) = all(b"event: x\nid: 7\n\ndata: a\n\n").await;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].event, "message");
    assert_eq!(last, "7");
}

#[tokio::test]
async fn an_incomplete_event_is_dropped() {
    let (events, last) = all(b"id: 1\ndata: a\n\nid: 2\nevent: x\ndata: b\n").await;
    assert_eq!(events.len(), 1);
    assert_eq!(last, "1");
}

#[tokio::test]
async fn an_id_with_nul_is_ignored() {
    let (_, last) = all(b"id: 1\nid: a\0b\ndata: x\n\n").await;
    assert_eq!(last, "1");
}

#[tokio::test]
async fn a_wait_consists_of_digits_only() {
    for (value, wait) in [
        ("1500", Some(1500)),
        ("0", Some(0)),
        ("", None),
        ("-1", None),
        ("+5", None),
        ("1.5", None),
        ("10s", None),
        ("  7", None),
        ("99999999999999999999", Some(60 * 60 * 1000)),
    ] {
        let (events, _) = all(format!("retry: {value}\ndata: a\n\n").as_bytes()).await;
        let wait = wait.map(Duration::from_millis);
        assert_eq!(events[0].retry, wait, "{value}");
    }
}

#[tokio::test]
async fn a_long_event_is_an_error_before_it_is_complete() {
    let first = async |body: &str| {
        let mut events = lines(body.as_bytes(), 5).max_event_bytes(12);
        events.next().await
    };
    for body in [
        "data: 0123456789",
        "data: 01\ndata: 23456789",
        ": 0123456789ab",
    ] {
        assert!(matches!(first(body).await, Some(Err(_))), "{body}");
    }
    let body = b"data: 0123\n\ndata: 4567\n\n";
    let events = lines(body, 5).max_event_bytes(12);
    let events: Vec<_> = events.map(Result::unwrap).collect().await;
    assert_eq!(events.len(), 2);
}

/// Returns the text of each value, or `!` for a value that cannot be decoded.
async fn texts<T>(
    body: &[u8],
    records: fn(Streams) -> Records<T>,
    text: fn(T) -> String,
) -> Vec<String>
where
    Records<T>: futures_util::Stream<Item = Result<T>>,
{
    let shown = async |size| -> Vec<String> {
        let records = records(streams(body, size));
        let texts = records.map(|record| record.map_or_else(|_: Error| "!".to_owned(), text));
        texts.collect().await
    };
    let whole = shown(body.len().max(1)).await;
    for size in 1..body.len() {
        assert_eq!(shown(size).await, whole, "chunks of {size} bytes");
    }
    whole
}

#[tokio::test]
async fn lines_are_values_and_empty_lines_are_not() {
    let body = "{\"text\":\"1\"}\n\r\n  \n{\"text\":\"ü\"}\r\n3\n{\"text\":\"4\"}".as_bytes();
    let list = |streams: Streams| streams.entries().list().records();
    assert_eq!(
        texts(body, list, |entry| entry.text).await,
        ["1", "ü", "!", "4"]
    );
    assert_eq!(texts(b"", list, |entry| entry.text).await, [""; 0]);
}

#[tokio::test]
async fn texts_of_a_sequence_may_have_several_lines_and_may_be_cut_off() {
    let body = b"\x1e{\n\"n\":1\n}\n\x1e\x1e{\"n\":2}\x1e12\x1e{\"n\":\x1e{\"n\":4}\n";
    let import = |streams: Streams| streams.entries().import(Vec::<Entry>::new()).records();
    let numbers = texts(body, import, |tick| tick.n.to_string()).await;
    assert_eq!(numbers, ["1", "2", "!", "!", "4"]);
}
