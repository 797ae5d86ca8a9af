//! Tests of media types and credentials: calls accept the media types of the OpenAPI document, and have all required
//! credentials.

use std::time::Duration;

use crate::media::Media;
use crate::runtime::{
    ApiKey, Authorize, Bearer, BoxFuture, ErrorKind, Method, Request, Result, RetryPolicy, Scheme,
    SchemeKind,
};
use crate::support::api::{Client, ops};
use crate::support::server::{Server, Step, response};

async fn serving(script: Vec<Step>) -> (Server, Client) {
    let server = Server::start(vec![script]).await;
    let client = Client::builder()
        .auth(Bearer::new("the-token"))
        .base_url(&server.url)
        .timeout(Duration::from_secs(10))
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    (server, client)
}

/// Makes a call to a server that runs this script. Returns the result and the lines of the request.
async fn exchange<T>(
    script: Vec<Step>,
    call: impl AsyncFnOnce(Media) -> Result<T>,
) -> (Result<T>, Vec<String>) {
    let (server, client) = serving(script).await;
    let result = call(client.media()).await;
    let head = server.requests().first().cloned().unwrap_or_default();
    let lines = head.lines().map(str::to_owned);
    (result, lines.collect())
}

fn header<'a>(head: &'a [String], name: &str) -> Option<&'a str> {
    head.iter()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

/// Returns the script for a response with a body that is not UTF-8.
fn binary(content_type: &str) -> Vec<Step> {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        BINARY.len()
    );
    vec![Step::Send(head), Step::SendBytes(BINARY)]
}

const BINARY: &[u8] = &[0x89, b'P', b'N', b'G', 0xff, 0xfe, 0, b'{'];

#[tokio::test]
async fn a_call_accepts_the_version_that_its_document_declares() {
    let reply = response("200 OK", "", r#"{"id": "r1"}"#);
    let (report, head) = exchange(reply, async |media| media.reports().get().await).await;
    assert_eq!(report.unwrap().id, "r1");
    assert_eq!(
        header(&head, "accept"),
        Some("application/vnd.report.v2+json, application/problem+json;q=0.5")
    );
    let problem = response("404 Not Found", "", r#"{"detail": "gone"}"#);
    let (report, _) = exchange(problem, async |media| media.reports().get().await).await;
    let problem = report
        .unwrap_err()
        .detail::<crate::media::reports::Problem>()
        .unwrap();
    assert_eq!(problem.detail.as_deref(), Some("gone"));
}

#[tokio::test]
async fn a_request_of_another_path_does_not_accept_the_media_type_of_the_operation() {
    let (server, client) = serving(response("200 OK", "", "{}")).await;
    let core = client.core();
    let request = core.custom_request(&ops::MEDIA_REPORTS_GET, Method::GET, "/other");
    request.empty().await.unwrap();
    assert!(server.requests()[0].contains("\r\naccept: application/json, */*;q=0.1\r\n"));
}

#[tokio::test]
async fn an_event_stream_is_read_while_it_arrives() {
    let script = || {
        vec![
            Step::Send(
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: 1\n\n".to_owned(),
            ),
            // The server never ends this response.
            Step::Wait(Duration::from_secs(60)),
        ]
    };
    let (server, client) = serving(script()).await;
    let mut events = client.media().events().watch().await.unwrap();
    assert_eq!(events.chunk().await.unwrap().unwrap(), "data: 1\n\n");
    assert!(server.requests()[0].contains("\r\naccept: text/event-stream\r\n"));

    let (server, client) = serving(script()).await;
    let call = client.media().reports().create();
    let mut steps = call.accept("text/event-stream").await.unwrap();
    assert_eq!(steps.chunk().await.unwrap().unwrap(), "data: 1\n\n");
    assert!(server.requests()[0].contains("\r\naccept: text/event-stream\r\n"));
}

#[tokio::test]
async fn a_file_arrives_whole_whatever_its_media_type() {
    for content_type in ["application/json", "text/plain"] {
        let get = async |media: Media| media.files().get().await;
        let (file, head) = exchange(binary(content_type), get).await;
        let file = file.unwrap().unwrap();
        assert_eq!(file.collect(1000).await.unwrap(), BINARY);
        assert_eq!(header(&head, "accept"), Some("application/json, */*;q=0.1"));
    }
}

#[tokio::test]
async fn a_response_without_content_beside_one_with_content_is_none() {
    let empty = || response("204 No Content", "", "");
    let (file, _) = exchange(empty(), async |media| media.files().get().await).await;
    assert!(file.unwrap().is_none());
    let (read, _) = exchange(empty(), async |media| media.notes().get().await).await;
    assert_eq!(read.unwrap(), None);
    let text = response("200 OK", "", "remember");
    let (read, _) = exchange(text, async |media| media.notes().get().await).await;
    assert_eq!(read.unwrap().as_deref(), Some("remember"));
}

#[tokio::test]
async fn an_undescribed_body_may_be_absent() {
    for (body, expected) in [
        ("", None),
        (r#"{"a":1}"#, Some(serde_json::json!({"a": 1}))),
    ] {
        let delete = async |media: Media| media.reports().delete().await;
        let (deleted, _) = exchange(response("200 OK", "", body), delete).await;
        assert_eq!(deleted.unwrap(), expected);
    }
    // The response to a HEAD request has no body, but the content length of the response to GET.
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 12\r\ncontent-type: application/json\r\n\r\n";
    let script = vec![Step::Send(head.to_owned())];
    let (exists, _) = exchange(script, async |media| media.reports().exists().await).await;
    exists.unwrap();
}

#[tokio::test]
async fn a_media_type_without_schema_does_not_replace_a_described_one() {
    let convert = async |media: Media| media.files().convert().with_response().await;
    let (picture, head) = exchange(binary("image/png"), convert).await;
    let accepted = header(&head, "accept").unwrap();
    assert!(
        accepted.starts_with("image/png, application/json"),
        "{accepted}"
    );
    let picture = picture.unwrap().into_value();
    assert_eq!(picture.collect(1000).await.unwrap(), BINARY);
    let (job, _) = exchange(response("202 Accepted", "", r#"{"id": "j"}"#), convert).await;
    let job = job.unwrap();
    assert_eq!(job.status(), 202);
    let job = job.into_value().collect(1000).await.unwrap();
    assert_eq!(job, r#"{"id": "j"}"#);
}

/// An authorizer for HTTP digest authentication, which the client does not support itself.
#[derive(Debug)]
struct Digest;

impl Authorize for Digest {
    fn supports(&self, scheme: &Scheme) -> bool {
        scheme.kind == SchemeKind::Other("digest")
    }

    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        _: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>> {
        request.set_header("authorization", "Digest username=\"u\"");
        Box::pin(std::future::ready(Ok(())))
    }
}

#[tokio::test]
async fn a_scheme_behind_a_reference_is_followed() {
    let (_, head) = exchange(response("200 OK", "", ""), async |media| {
        media.events().watch().await
    })
    .await;
    assert_eq!(header(&head, "authorization"), Some("Bearer the-token"));
}

#[tokio::test]
async fn a_request_without_operation_has_the_credentials_of_the_document() {
    let (server, client) = serving(response("200 OK", "", "")).await;
    let request = client.media().request(Method::GET, "/other");
    request.empty().await.unwrap();
    assert!(server.requests()[0].contains("\r\nauthorization: Bearer the-token\r\n"));
}

#[tokio::test]
async fn a_call_with_an_unsupported_scheme_is_never_sent_without_credentials() {
    let reply = || response("204 No Content", "", "");
    let (result, head) = exchange(reply(), async |media| media.digest().get().await).await;
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(
        error.to_string(),
        "media.digest.get: no credentials for `digest`"
    );
    assert!(head.is_empty());
    let both = async |media: Media| media.digest().delete().await;
    let (result, head) = exchange(reply(), both).await;
    assert_eq!(
        result.unwrap_err().to_string(),
        "media.digest.delete: no credentials for `digest` and `session` or `undeclared`"
    );
    assert!(head.is_empty());

    let with_own = async |media: Media| {
        let call = media.digest().delete();
        call.auth(Digest).await
    };
    let (result, _) = exchange(reply(), with_own).await;
    assert_eq!(
        result.unwrap_err().to_string(),
        "media.digest.delete: no credentials for `session` or `undeclared`"
    );
    let own = async |media: Media| media.digest().get().auth(Digest).await;
    let (result, head) = exchange(reply(), own).await;
    result.unwrap();
    assert_eq!(
        header(&head, "authorization"),
        Some("Digest username=\"u\"")
    );
}

#[tokio::test]
async fn optional_and_no_credentials_are_as_the_operation_says() {
    let reply = || response("204 No Content", "", "");
    let (result, head) = exchange(reply(), async |media| media.digest().post().await).await;
    result.unwrap();
    assert_eq!(header(&head, "authorization"), None);
    let (result, head) = exchange(reply(), async |media| media.digest().patch().await).await;
    result.unwrap();
    assert_eq!(header(&head, "authorization"), None);

    let server = Server::start(vec![reply()]).await;
    let client = Client::builder()
        .auth(Digest)
        .auth(ApiKey::new("session", "s1"))
        .base_url(&server.url)
        .build()
        .unwrap();
    client.media().digest().delete().await.unwrap();
    let request = &server.requests()[0];
    assert!(
        request.contains("\r\nauthorization: Digest username=\"u\"\r\n"),
        "{request}"
    );
    assert!(request.contains("\r\ncookie: sid=s1\r\n"), "{request}");
}
