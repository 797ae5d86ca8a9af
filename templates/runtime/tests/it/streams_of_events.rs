//! Tests of server-sent events over a socket.

use std::time::{Duration, Instant};

use futures_util::{Stream, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::runtime::{Error, ErrorKind, Event, Events, Json, Method, Records, Result, RetryPolicy};
use crate::streams::Streams;
use crate::streams::changes::{Change, ChangeCounted, ChangeLeft};
use crate::streams::chats::ChatRequest;
use crate::support::api::Client;
use crate::support::server::{Server, Step, response};

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n";

fn streams(url: &str) -> Streams {
    let client = Client::builder()
        .base_url(url)
        .timeout(Duration::from_secs(5))
        .retry(RetryPolicy::none());
    client.build().unwrap().streams()
}

/// Returns the script for a response that ends when the connection is closed.
fn sse(body: &str) -> Vec<Step> {
    vec![Step::Send(format!("{HEAD}connection: close\r\n\r\n{body}"))]
}

/// Starts a server that runs these scripts, one for each connection.
async fn serving(scripts: Vec<Vec<Step>>) -> (Server, Streams) {
    let server = Server::start(scripts).await;
    let streams = streams(&server.url);
    (server, streams)
}

async fn all<T>(events: Events<T>) -> Vec<Result<Event<T>>>
where
    Events<T>: Stream<Item = Result<Event<T>>>,
{
    events.collect().await
}

/// Returns the data of the events. Fails if one of them is an error.
async fn data<T>(events: Events<T>) -> Vec<T>
where
    Events<T>: Stream<Item = Result<Event<T>>>,
{
    let events = all(events).await.into_iter();
    events.map(|event| event.unwrap().data).collect()
}

#[test]
fn a_stream_can_be_moved_to_a_task() {
    fn is_stream<T: Stream + Send + Unpin + 'static>() {}
    is_stream::<Events<Change>>();
    is_stream::<Records<Change>>();
}

#[tokio::test]
async fn events_arrive_while_the_response_is_open() {
    let script = vec![
        Step::Send(format!(
            "{HEAD}\r\n: hello\n\nid: a\nevent: tick\nretry: 250\ndata: {{\"n\":\ndata: 1}}\n\n"
        )),
        // The server never ends this response.
        Step::Wait(Duration::from_secs(60)),
    ];
    let (server, streams) = serving(vec![script]).await;
    let mut events = streams.ticks().watch().events();
    assert!(events.head().is_none());
    let event = events.next().await.unwrap().unwrap();
    assert_eq!(event.data.n, 1);
    assert_eq!(
        (event.id.as_deref(), event.event.as_str(), event.retry),
        (Some("a"), "tick", Some(Duration::from_millis(250)))
    );
    assert_eq!(events.last_event_id(), "a");
    assert_eq!(events.head().unwrap().status(), 200);
    assert!(server.requests()[0].contains("\r\naccept: text/event-stream\r\n"));
    assert!(!server.requests()[0].contains("last-event-id"));
}

#[tokio::test]
async fn the_client_continues_after_the_last_complete_event() {
    let (server, streams) = serving(vec![
        sse("retry: 300\nid: 7\ndata: {\"n\":1}\n\nid: 8\ndata: {\"n\":2}\n"),
        sse("data: {\"n\":2}\n\nid: 9\n\n"),
        vec![Step::Send("HTTP/1.1 204 No Content\r\n\r\n".to_owned())],
    ])
    .await;
    let start = Instant::now();
    let ticks = data(streams.ticks().watch().events()).await;
    let numbers: Vec<_> = ticks.iter().map(|tick| tick.n).collect();
    assert_eq!(numbers, [1, 2]);
    // The server asked for this wait before each of the two reconnects.
    assert!(start.elapsed() >= Duration::from_millis(600));
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    assert!(!requests[0].contains("last-event-id"));
    assert!(requests[1].contains("\r\nlast-event-id: 7\r\n"));
    assert!(requests[1].contains("\r\naccept: text/event-stream\r\n"));
    assert!(requests[2].contains("\r\nlast-event-id: 9\r\n"));
}

#[tokio::test]
async fn reconnects_without_an_event_are_limited() {
    let (server, streams) = serving(vec![
        sse("retry: 1\ndata: {\"n\":1}\n\n"),
        sse(""),
        sse("data: {\"n\":2}\n\n"),
        sse(""),
        sse(": no event\n\n"),
        sse("data: {\"n\":3}\n\n"),
    ])
    .await;
    let ticks = data(streams.ticks().watch().events().max_reconnects(2)).await;
    let numbers: Vec<_> = ticks.iter().map(|tick| tick.n).collect();
    // An event resets the number of reconnects.
    assert_eq!(numbers, [1, 2]);
    assert_eq!(server.requests().len(), 5);
}

#[tokio::test]
async fn the_client_does_not_reconnect_without_an_id_or_a_wait() {
    let body = "data: {\"n\":1}\n\n";
    let (server, streams) = serving(vec![sse(body), sse(body)]).await;
    assert_eq!(data(streams.ticks().watch().events()).await.len(), 1);
    assert_eq!(server.requests().len(), 1);

    let body = format!("id: 1\n{body}");
    let (server, streams) = serving(vec![sse(&body), sse(&body)]).await;
    let events = streams.ticks().watch().events().max_reconnects(0);
    assert_eq!(data(events).await.len(), 1);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_operation_that_is_not_safe_is_never_repeated() {
    let body = "id: 1\nretry: 1\ndata: {\"delta\":\"a\"}\n\n";
    let (server, streams) = serving(vec![sse(body), sse(body)]).await;
    let events = streams.chats().create(ChatRequest::new("hi")).events();
    assert_eq!(data(events).await.len(), 1);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_lost_connection_is_an_error_if_the_stream_cannot_continue() {
    let script = vec![Step::Send(format!(
        "{HEAD}transfer-encoding: chunked\r\n\r\n14\r\ndata: {{\"n\":1}}\n\ndata:\r\n"
    ))];
    let (_server, streams) = serving(vec![script]).await;
    let mut events = streams.ticks().watch().events();
    assert_eq!(events.next().await.unwrap().unwrap().data.n, 1);
    let error = events.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Body);
    assert!(events.is_failed());
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn a_failed_request_is_the_only_item() {
    let script = response("404 Not Found", "content-type: application/json\r\n", "{}");
    let (server, streams) = serving(vec![script]).await;
    let mut events = streams.ticks().watch().events();
    let error = events.next().await.unwrap().unwrap_err();
    assert!(error.is_not_found());
    assert!(events.is_failed());
    assert!(events.next().await.is_none());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_event_that_cannot_be_decoded_does_not_end_the_stream() {
    let (_server, streams) = serving(vec![sse(
        "data: {\"n\":1}\n\ndata: {\"n\":\"x\"}\n\ndata: oops\n\ndata: {\"n\":4}\n\n",
    )])
    .await;
    let mut events = all(streams.ticks().watch().events()).await;
    assert_eq!(events.len(), 4);
    assert_eq!(events.pop().unwrap().unwrap().data.n, 4);
    let error = |event: Result<Event<_>>| -> Error { event.map(drop).unwrap_err() };
    let odd = error(events.remove(2));
    assert_eq!(odd.kind(), ErrorKind::Decode);
    assert_eq!(odd.body(), Some(b"oops".as_slice()));
    let odd = error(events.remove(1));
    assert_eq!(odd.body(), Some(br#"{"n":"x"}"#.as_slice()));
    assert_eq!(odd.json_path(), Some("n"));
    assert_eq!(
        odd.operation().map(|operation| operation.id),
        Some("streams.ticks.watch")
    );
    assert!(
        odd.to_string()
            .contains("event does not match its schema at `n`"),
        "{odd}"
    );
}

#[tokio::test]
async fn the_marker_done_ends_a_stream_of_json_only() {
    let body = "data: {\"delta\":\"a\"}\n\ndata: [DONE]\n\ndata: {\"delta\":\"b\"}\n\n";
    let (_server, streams) = serving(vec![sse(body)]).await;
    let mut events = streams.chats().create(ChatRequest::new("hi")).events();
    assert_eq!(events.next().await.unwrap().unwrap().data.delta, "a");
    assert!(events.next().await.is_none());
    assert!(events.next().await.is_none());
    assert!(!events.is_failed());

    let (_server, streams) = serving(vec![sse("data: [DONE]\n\ndata: \"b\"\n\n")]).await;
    let lines = data(streams.lines().watch().events()).await;
    assert_eq!(lines, ["[DONE]", "\"b\""]);
}

#[tokio::test]
async fn an_operation_has_a_json_form_and_a_stream_form() {
    let (server, streams) = serving(vec![
        response(
            "200 OK",
            "content-type: application/json\r\n",
            "{\"text\":\"ab\"}",
        ),
        sse("data: {\"delta\":\"a\"}\n\n"),
        sse("raw"),
    ])
    .await;
    let request = ChatRequest::new("hi");
    let chat = streams.chats().create(request.clone()).await.unwrap();
    assert_eq!(chat.text.as_deref(), Some("ab"));
    let unset = request.clone().stream(false);
    let chunks = data(streams.chats().create(unset).events()).await;
    assert_eq!(chunks.len(), 1);
    let call = streams.chats().create(request).accept("text/event-stream");
    assert_eq!(call.await.unwrap().collect(10).await.unwrap(), "raw");
    let requests = server.requests();
    assert!(requests[0].contains("\r\naccept: application/json, */*;q=0.1\r\n"));
    assert!(requests[0].ends_with("\r\n\r\n{\"text\":\"hi\"}"));
    assert!(requests[1].contains("\r\naccept: text/event-stream\r\n"));
    assert!(requests[1].ends_with("\r\n\r\n{\"text\":\"hi\",\"stream\":true}"));
}

#[tokio::test]
async fn a_request_without_an_operation_can_read_events() {
    let (_server, streams) = serving(vec![sse("data: {\"a\":[1]}\n\n")]).await;
    let request = streams.request(Method::GET, "/other");
    let events = data(request.events::<Json>()).await;
    assert_eq!(events[0]["a"][0], 1);
}

#[tokio::test]
async fn whole_events_are_decoded_by_their_type() {
    let (_server, streams) = serving(vec![sse(concat!(
        "event: posted\ndata: {\"text\":\"hi\"}\n\n",
        "event: counted\ndata: 5\n\n",
        "event: left\ndata: {\"not\": \"an object\"}\n\n",
        "event: left\ndata: bye\n\n",
        "event: new\ndata: x\n\n",
    ))])
    .await;
    let changes = data(streams.changes().watch().events()).await;
    let [posted, counted, object, left, new] = changes.as_slice() else {
        panic!("{changes:?}");
    };
    assert!(matches!(posted, Change::Posted(posted) if posted.data.text.as_deref() == Some("hi")));
    assert!(matches!(
        counted,
        Change::Counted(ChangeCounted { data: 5, .. })
    ));
    assert!(
        matches!(object, Change::Left(ChangeLeft { data, .. }) if data == "{\"not\": \"an object\"}")
    );
    assert!(matches!(left, Change::Left(ChangeLeft { data, .. }) if data == "bye"));
    assert!(matches!(new, Change::Other(_)));
}

#[tokio::test]
async fn a_silent_connection_is_lost_after_the_idle_timeout() {
    let silent = |body: &str| {
        vec![
            Step::Send(format!("{HEAD}connection: close\r\n\r\n{body}")),
            Step::Wait(Duration::from_secs(1)),
        ]
    };
    let (_server, streams) = serving(vec![silent("data: {\"n\":1}\n\n")]).await;
    let mut events = streams
        .ticks()
        .watch()
        .events()
        .idle_timeout(Duration::from_millis(200));
    assert_eq!(events.next().await.unwrap().unwrap().data.n, 1);
    let error = events.next().await.unwrap().unwrap_err();
    assert!(error.is_timeout());
    assert!(events.is_failed());

    // With an id, the client reconnects instead.
    let first = silent("retry: 1\nid: 1\ndata: {\"n\":1}\n\n");
    let (server, streams) = serving(vec![first, sse("data: {\"n\":2}\n\n")]).await;
    let mut events = streams
        .ticks()
        .watch()
        .events()
        .idle_timeout(Duration::from_millis(200));
    assert_eq!(events.next().await.unwrap().unwrap().data.n, 1);
    assert_eq!(events.next().await.unwrap().unwrap().data.n, 2);
    assert!(server.requests()[1].contains("\r\nlast-event-id: 1\r\n"));
}

#[tokio::test]
async fn the_timeout_of_the_call_does_not_limit_the_stream() {
    let mut script = vec![Step::Send(format!("{HEAD}connection: close\r\n\r\n"))];
    for _ in 0..5 {
        script.push(Step::Wait(Duration::from_millis(150)));
        script.push(Step::Send("data: {\"n\":1}\n\n".to_owned()));
    }
    let (_server, streams) = serving(vec![script]).await;
    let call = streams.ticks().watch().timeout(Duration::from_millis(300));
    assert_eq!(data(call.events()).await.len(), 5);
}

#[tokio::test]
async fn a_response_of_another_media_type_is_an_error() {
    let script = response("200 OK", "content-type: text/html\r\n", "<p>data: x</p>");
    let (_server, streams) = serving(vec![script]).await;
    let mut events = streams.lines().watch().events();
    let error = events.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error.to_string().contains("response is `text/html`"),
        "{error}"
    );
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn an_event_that_is_too_long_ends_the_stream() {
    let body = format!(
        "data: short\n\ndata: {}\n\ndata: short\n\n",
        "x".repeat(200)
    );
    let (_server, streams) = serving(vec![sse(&body)]).await;
    let mut events = streams.lines().watch().events().max_event_bytes(100);
    assert_eq!(events.next().await.unwrap().unwrap().data, "short");
    let error = events.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Body);
    assert!(
        error.to_string().contains("longer than 100 bytes"),
        "{error}"
    );
    assert!(events.is_failed());
    assert!(events.next().await.is_none());
}

/// Starts a server that accepts one connection, reads the request, and returns the connection to the test.
async fn accepting() -> (Streams, tokio::task::JoinHandle<tokio::net::TcpStream>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let accepted = tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        let mut request = vec![0; 4096];
        let _ = connection.read(&mut request).await.unwrap();
        let head = format!("{HEAD}\r\ndata: first\n\n");
        connection.write_all(head.as_bytes()).await.unwrap();
        connection
    });
    (streams(&url), accepted)
}

#[tokio::test]
async fn a_dropped_stream_closes_its_connection() {
    let (streams, accepted) = accepting().await;
    let mut events = streams.lines().watch().events();
    assert_eq!(events.next().await.unwrap().unwrap().data, "first");
    let mut connection = accepted.await.unwrap();
    drop(events);
    let mut rest = Vec::new();
    let read = connection.read_to_end(&mut rest);
    // A connection that the client closes with unread data is reset, which is an error.
    let read = tokio::time::timeout(Duration::from_secs(2), read).await;
    assert!(read.is_ok(), "the connection is still open");
    assert!(rest.is_empty());
}

#[tokio::test]
async fn the_client_does_not_read_ahead_without_limit() {
    let (streams, accepted) = accepting().await;
    let mut events = streams.lines().watch().events();
    assert_eq!(events.next().await.unwrap().unwrap().data, "first");
    let mut connection = accepted.await.unwrap();
    let event = format!("data: {}\n\n", "x".repeat(64 * 1024 - 8));
    let mut written = 0;
    let mut write = async || connection.write_all(event.as_bytes()).await.unwrap();
    while written < 64 * 1024 * 1024
        && tokio::time::timeout(Duration::from_millis(500), write())
            .await
            .is_ok()
    {
        written += event.len();
    }
    // The buffers of the sockets and of the HTTP client are limited.
    assert!(
        written < 32 * 1024 * 1024,
        "{written} bytes were read ahead"
    );
    assert!(events.next().await.unwrap().unwrap().data.len() > 60_000);
}
