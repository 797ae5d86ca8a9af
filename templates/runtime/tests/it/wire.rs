//! Tests of requests over a real socket, and of responses that violate HTTP.

use std::error::Error as _;
use std::time::{Duration, Instant};

use futures_util::stream;

use crate::runtime::{
    ApiKey, Base64, Bearer, Body, Bytes, ClientBuilder, Core, ErrorKind, Method, Operation, Patch,
    RetryPolicy, Safety, TransportError, TransportErrorKind,
};
use crate::support::api::{AccountCreate, Client, Mode, ValueReplaceParams, Values};
use crate::support::server::{Server, Step, response};

fn builder(server: &Server) -> ClientBuilder<Client> {
    Client::builder()
        .auth(Bearer::new("the-token"))
        .auth(ApiKey::new("api_key", "the-key"))
        .auth(ApiKey::new("api_secret", "the-secret"))
        .base_url(format!("{}/base/", server.url))
        .timeout(Duration::from_secs(10))
        .retry(RetryPolicy::none())
}

async fn serving(script: Vec<Step>) -> (Server, Client) {
    let server = Server::start(vec![script]).await;
    let client = builder(&server).build().unwrap();
    (server, client)
}

fn send(text: &str) -> Step {
    Step::Send(text.to_owned())
}

#[tokio::test]
async fn a_get_is_sent_as_http_specifies() {
    let (server, client) = serving(response("200 OK", "", r#"{"id": "u1"}"#)).await;
    let user = client
        .users()
        .get("a b/ü")
        .query("q", "1 2&3")
        .header("x-extra", "e")
        .await
        .unwrap();
    assert_eq!(user.id, "u1");
    let request = &server.requests()[0];
    assert!(
        request.starts_with("GET /base/users/a%20b%2F%C3%BC?q=1%202%263 HTTP/1.1\r\n"),
        "{request}"
    );
    for line in [
        "accept: application/json",
        "authorization: Bearer the-token",
        "x-extra: e",
        "user-agent: codegen-runtime/",
    ] {
        assert!(request.contains(&format!("\r\n{line}")), "{request}");
    }
}

static QUERY: Operation = Operation::custom("files.search", "QUERY", "/files").safety(Safety::Safe);
static COPY: Operation = Operation::custom("files.copy", "COPY", "/files");

#[tokio::test]
async fn a_method_that_http_does_not_define_is_sent_by_its_name() {
    for (operation, name) in [(&QUERY, "QUERY"), (&COPY, "COPY")] {
        let server = Server::start(vec![response("204 No Content", "", "")]).await;
        let builder = ClientBuilder::<Core>::new().base_url(server.url.clone());
        let core = builder.build().unwrap();
        core.request::<()>(operation).empty().await.unwrap();
        let request = &server.requests()[0];
        let line = format!("{name} /files HTTP/1.1\r\n");
        assert!(request.starts_with(&line), "{request}");
        assert_eq!(operation.request_method().as_str(), name);
    }
}

#[tokio::test]
async fn calls_alternate_between_two_servers() {
    let reply = || response("200 OK", "", r#"{"id": "u1"}"#);
    let mut servers = Vec::new();
    for _ in 0..2 {
        servers.push(Server::start(vec![reply(), reply()]).await);
    }
    let client = builder(&servers[0]).build().unwrap();
    for (id, server) in [("a", 0), ("b", 1), ("c", 0), ("d", 1)] {
        let call = client.users().get(id).query("to", &*server.to_string());
        let url = format!("{}/v{server}", servers[server].url);
        call.base_url(&url).await.unwrap();
    }
    for (server, ids) in [(0, ["a", "c"]), (1, ["b", "d"])] {
        let requests = servers[server].requests();
        let port = servers[server].url.rsplit(':').next().unwrap();
        for (request, id) in requests.iter().zip(ids) {
            let line = format!("GET /v{server}/users/{id}?to={server} HTTP/1.1\r\n");
            assert!(request.starts_with(&line), "{request}");
            let host = format!("\r\nhost: 127.0.0.1:{port}\r\n");
            assert!(request.contains(&host), "{request}");
        }
        assert_eq!(requests.len(), 2);
    }
}

#[tokio::test]
async fn a_form_is_sent_as_http_specifies() {
    let (server, client) = serving(response("200 OK", "", r#"{"id": "a1"}"#)).await;
    let form = AccountCreate::new("a+b@c d", "");
    client.v1().accounts().create(form).await.unwrap();
    let request = &server.requests()[0];
    assert!(
        request.contains("\r\ncontent-type: application/x-www-form-urlencoded\r\n"),
        "{request}"
    );
    let body = "\r\n\r\nemail=a%2Bb%40c+d&password=&api_key=the-key&api_secret=the-secret";
    assert!(request.ends_with(body), "{request}");
}

#[tokio::test]
async fn a_streamed_body_is_sent_in_chunks() {
    let (server, client) = serving(response("200 OK", "", "")).await;
    let chunks =
        ["one ", "two"].map(|text| Ok::<_, TransportError>(Bytes::from_static(text.as_bytes())));
    let body = Body::from_stream(stream::iter(chunks));
    client
        .request(Method::POST, "/upload")
        .body("text/plain", body)
        .empty()
        .await
        .unwrap();
    let request = &server.requests()[0];
    assert!(
        request.contains("4\r\none \r\n3\r\ntwo\r\n0\r\n\r\n"),
        "{request}"
    );
}

#[tokio::test]
async fn a_response_in_chunks_is_reassembled() {
    let chunks = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n{\"i\r\n9\r\nd\": \"u1\"}\r\n0\r\n\r\n";
    let (_server, client) = serving(vec![send(chunks)]).await;
    assert_eq!(client.users().get("u1").await.unwrap().id, "u1");
}

#[tokio::test]
async fn a_refused_connection_is_a_connect_error() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::builder()
        .auth(Bearer::new("the-token"))
        .base_url(url)
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let error = client
        .users()
        .get("u1")
        .query("token", "hidden")
        .await
        .unwrap_err();
    assert!(error.is_connect());
    let text = error.to_string();
    assert!(text.starts_with("users.get: cannot connect to `"), "{text}");
    let debug = format!("{error:?}");
    assert!(
        error.source().is_some() && !debug.contains("hidden") && !debug.contains("the-token"),
        "{debug}"
    );
}

#[tokio::test]
async fn a_server_that_does_not_respond_is_a_timeout() {
    let (_server, client) = serving(vec![Step::Wait(Duration::from_secs(30))]).await;
    let start = Instant::now();
    let error = client
        .users()
        .get("u1")
        .timeout(Duration::from_millis(100))
        .await
        .unwrap_err();
    assert!(error.is_timeout());
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_slow_body_is_a_timeout() {
    let mut script = vec![send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n")];
    for _ in 0..100 {
        script.extend([send(" "), Step::Wait(Duration::from_millis(50))]);
    }
    let (_server, client) = serving(script).await;
    let error = client
        .users()
        .get("u1")
        .timeout(Duration::from_millis(300))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "users.get: no complete response within 300ms"
    );
}

#[tokio::test]
async fn an_incomplete_body_is_an_error_with_the_status() {
    for head in ["content-length: 100", "transfer-encoding: chunked"] {
        let script = vec![send(&format!(
            "HTTP/1.1 200 OK\r\n{head}\r\nx-trackingid: W1\r\n\r\n5\r\n{{\"id\"\r\n"
        ))];
        let (_server, client) = serving(script).await;
        let error = client.users().get("u1").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Body);
        let line = "users.get: reading the body failed (HTTP 200, request id W1)";
        assert_eq!(error.to_string(), line);
    }
}

#[tokio::test]
async fn an_incomplete_response_head_is_an_error() {
    for (text, kind) in [
        ("", ErrorKind::ConnectionLost),
        ("HTTP/1.1 200 OK\r\ncontent-le", ErrorKind::ConnectionLost),
        ("nonsense\r\n\r\n", ErrorKind::Other),
    ] {
        let (_server, client) = serving(vec![send(text)]).await;
        let error = client.users().get("u1").await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (kind, None), "{text}");
    }
}

#[tokio::test]
async fn an_empty_body_is_an_error_only_where_json_is_expected() {
    for status in ["200 OK", "204 No Content"] {
        let server = Server::start(vec![response(status, "", ""), response(status, "", "")]).await;
        let client = builder(&server).build().unwrap();
        client.v1().accounts().delete("a1").await.unwrap();
        let error = client.users().get("u1").await.unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("users.get: response is empty, expected JSON"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_body_above_the_size_limit_is_not_read() {
    let server = Server::start(vec![
        response("200 OK", "", &"x".repeat(100_000)),
        vec![
            send("HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n"),
            send(&"x".repeat(2_000)),
        ],
        response("200 OK", "", r#"{"id": "u1"}"#),
    ])
    .await;
    let client = builder(&server).max_response_bytes(1_000).build().unwrap();
    for _ in 0..2 {
        let error = client.users().get("u1").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Body);
        assert_eq!(
            error.source().unwrap().to_string(),
            "body is longer than 1000 bytes"
        );
    }
    client.users().get("u1").await.unwrap();
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let other = Server::start(vec![response("200 OK", "", r#"{"id": "stolen"}"#)]).await;
    let location = format!("location: {}/users/u1\r\n", other.url);
    let (_server, client) = serving(response("307 Temporary Redirect", &location, "")).await;
    let error = client.users().get("u1").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "users.get: server redirects to `127.0.0.1`, and redirects are not followed (HTTP 307)"
    );
    assert!(error.header("location").is_some());
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn a_call_can_go_to_another_server() {
    let (server, client) = serving(response("200 OK", "", r#"{"id": "u1"}"#)).await;
    let other = Server::start(vec![response("200 OK", "", r#"{"id": "u2"}"#)]).await;
    assert_eq!(
        client
            .users()
            .get("u1")
            .base_url(&other.url)
            .await
            .unwrap()
            .id,
        "u2"
    );
    assert!(server.requests().is_empty());
    assert!(other.requests()[0].starts_with("GET /users/u1 "));
}

#[tokio::test]
async fn an_error_of_a_request_body_is_an_error_of_the_call() {
    let (_server, client) = serving(response("200 OK", "", "")).await;
    let broken = stream::iter([Err(TransportError::new(
        TransportErrorKind::Body,
        "file is gone",
    ))]);
    let call = client
        .request(Method::POST, "/upload")
        .body("text/plain", Body::from_stream(broken))
        .empty();
    let error = call.await.unwrap_err();
    let mut chain = std::iter::successors(error.source(), |&error| error.source());
    assert!(
        chain.any(|error| error.to_string() == "file is gone"),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_dropped_call_leaves_the_client_usable() {
    let server = Server::start(vec![
        vec![Step::Wait(Duration::from_millis(200))],
        response("200 OK", "", r#"{"id": "u1"}"#),
    ])
    .await;
    let client = builder(&server).build().unwrap();
    let call = client.users().get("u1").into_future();
    assert!(
        tokio::time::timeout(Duration::from_millis(50), call)
            .await
            .is_err()
    );
    assert_eq!(client.users().get("u1").await.unwrap().id, "u1");
}

#[tokio::test]
async fn calls_run_concurrently_on_one_client() {
    let server = Server::start(
        (0..8)
            .map(|_| response("200 OK", "", r#"{"id": "u1"}"#))
            .collect(),
    )
    .await;
    let client = builder(&server).build().unwrap();
    let tasks: Vec<_> = (0..8)
        .map(|_| tokio::spawn(client.users().get("u1").into_future()))
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(server.requests().len(), 8);
}

#[tokio::test]
async fn unusual_values_go_back_as_they_came() {
    let values = r#"{"modes":["auto",1,1.5,true,"1",2,"true",false],"picture":"AP/+","wide":340282366920938463463374607431768211455,"owner":null}"#;
    let script = || response("200 OK", "", values);
    let server = Server::start(vec![script(), script()]).await;
    let client = builder(&server).build().unwrap();
    let sent = Values::default()
        .modes(["auto", "1", "other"])
        .picture(b"\x00\xff")
        .owner(Patch::Clear);
    let replace = |mode: &str, values| {
        let params = ValueReplaceParams::default().mode(mode);
        client.values().replace(b"\xff\xfe", values).params(params)
    };
    let received = replace("1.5", sent).await.unwrap();
    assert_eq!(received.picture, Some(Base64::from(b"\x00\xff\xfe")));
    assert_eq!(received.wide, Some(u128::MAX));
    assert!(received.owner.is_clear());
    let modes = received.modes.iter().flatten().map(Mode::as_str);
    let texts: Vec<&str> = modes.collect();
    assert_eq!(
        texts,
        ["auto", "1", "1.5", "true", "1", "2", "true", "false"]
    );
    replace("true", received).await.unwrap();
    let requests = server.requests();
    let first = r#"{"modes":["auto",1,"other"],"picture":"AP8=","owner":null}"#;
    for (request, query, body) in [
        (&requests[0], "mode=1.5", first),
        (&requests[1], "mode=true", values),
    ] {
        let line = format!("PUT /base/values/__4%3D?{query} HTTP/1.1\r\n");
        assert!(request.starts_with(&line), "{request}");
        assert!(request.ends_with(&format!("\r\n\r\n{body}")), "{request}");
    }
}
