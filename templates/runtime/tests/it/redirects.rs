//! Tests of downloads that a server redirects to a file host. The servers are on loopback sockets.

use std::time::Duration;

use crate::runtime::{ApiKey, Bearer, Error, ErrorKind, Method, RetryPolicy, Secret};
use crate::support::api::Client;
use crate::support::server::{Server, Step, response};

fn redirect(status: &str, location: &str) -> Vec<Step> {
    response(status, &format!("location: {location}\r\n"), "")
}

fn client(server: &Server) -> Client {
    Client::builder()
        .auth(Bearer::new("the-token"))
        .auth(ApiKey::new("api_key", "the-key"))
        .auth(ApiKey::new("api_secret", "the-secret"))
        .header("x-secret", Secret::new("the-header"))
        .header("x-plain", "the-header")
        .header("accept-language", "en")
        .header("cookie", "id=the-cookie")
        .base_url(&server.url)
        .retry(RetryPolicy::none())
        .timeout(Duration::from_secs(5))
        .build()
        .unwrap()
}

async fn serving(script: Vec<Step>) -> (Server, Client) {
    let server = Server::start(vec![script]).await;
    let client = client(&server);
    (server, client)
}

async fn download(client: &Client) -> Result<String, Error> {
    let body = client.request(Method::GET, "/file").stream().await?;
    let bytes = body.collect(1000).await.unwrap();
    Ok(String::from_utf8(bytes.to_vec()).unwrap())
}

async fn failure(client: &Client) -> String {
    download(client).await.unwrap_err().to_string()
}

#[tokio::test]
async fn a_download_follows_a_redirect_without_credentials() {
    for status in ["302 Found", "303 Other", "307 Temporary", "308 Permanent"] {
        let files = Server::start(vec![response("200 OK", "x-a: b\r\n", "the file")]).await;
        let location = format!("{}/a/b?signature=1#part", files.url);
        let (server, client) = serving(redirect(status, &location)).await;
        assert_eq!(download(&client).await.unwrap(), "the file");
        let first = &server.requests()[0];
        assert!(first.contains("authorization: Bearer the-token"), "{first}");
        let second = files.requests()[0].to_ascii_lowercase();
        assert!(
            second.starts_with("get /a/b?signature=1 http/1.1\r\n"),
            "{second}"
        );
        for hidden in [
            "the-token",
            "authorization",
            "the-header",
            "cookie",
            "x-plain",
        ] {
            assert!(!second.contains(hidden), "{second}");
        }
        assert!(second.contains("accept-language: en"), "{second}");
        assert!(second.contains("user-agent: "), "{second}");
    }
}

#[tokio::test]
async fn the_response_of_a_redirected_download_is_that_of_the_file_host() {
    let files = Server::start(vec![response("200 OK", "x-a: b\r\n", "the file")]).await;
    let (_server, client) = serving(redirect("302 Found", &files.url)).await;
    let call = client.request(Method::GET, "/file").stream();
    let response = call.with_response().await.unwrap();
    assert_eq!(response.header("x-a"), Some("b"));
    assert_eq!((response.status().as_u16(), response.attempts()), (200, 1));
}

#[tokio::test]
async fn only_downloads_with_get_or_head_are_redirected() {
    let files = Server::start(vec![response("200 OK", "", "the file")]).await;
    let script = || redirect("302 Found", &files.url);
    let (_server, client) = serving(script()).await;
    let error = client.request(Method::POST, "/file").stream().await;
    let text =
        "v2.request: server redirects to `127.0.0.1`, and redirects are not followed (HTTP 302)";
    assert_eq!(error.unwrap_err().to_string(), text);
    let (_server, client) = serving(script()).await;
    let error = client.request(Method::GET, "/file").bytes().await;
    assert_eq!(error.unwrap_err().to_string(), text);
    assert!(files.requests().is_empty());
}

#[tokio::test]
async fn a_download_is_not_redirected_to_plain_http_or_to_the_same_server() {
    let (server, client) = serving(redirect(
        "302 Found",
        "http://files.example.com/a?signature=1",
    ))
    .await;
    assert_eq!(
        failure(&client).await,
        "v2.request: server redirects to `files.example.com`, and this redirect is not followed: the url is not https \
         (HTTP 302)"
    );
    assert_eq!(server.requests().len(), 1);
    for location in [
        "/other",
        "//ada:hunter2@files.example.com",
        "ftp://files.example.com",
        "::",
    ] {
        let (_server, client) = serving(redirect("302 Found", location)).await;
        let text = failure(&client).await;
        assert!(
            text.starts_with("v2.request: server redirects to "),
            "{text}"
        );
        assert!(text.contains("this redirect is not followed"), "{text}");
        assert!(!text.contains("hunter2"), "{text}");
    }
}

#[tokio::test]
async fn a_download_follows_at_most_five_redirects() {
    for redirects in [5, 6] {
        // The API server sends the first redirect, and the file host sends the others.
        let mut scripts = vec![response("200 OK", "", "the file")];
        scripts.splice(0..0, (1..redirects).map(|_| redirect("302 Found", "/next")));
        let files = Server::start(scripts).await;
        let (_server, client) = serving(redirect("302 Found", &files.url)).await;
        let result = download(&client).await;
        if redirects == 5 {
            assert_eq!(result.unwrap(), "the file");
        } else {
            assert_eq!(
                result.unwrap_err().to_string(),
                "v2.request: server redirects to `127.0.0.1`, and this redirect is not followed: there are too many \
                 redirects (HTTP 302)"
            );
        }
        assert_eq!(files.requests().len(), 5);
    }
}

#[tokio::test]
async fn an_error_of_a_file_host_is_clear_and_renews_no_credentials() {
    let xml = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
    for (status, reason) in [("403 Forbidden", "forbidden"), ("401 No", "unauthorized")] {
        let files = Server::start(vec![response(
            status,
            "content-type: application/xml\r\n",
            xml,
        )])
        .await;
        let location = format!("{}/a?signature=1", files.url);
        let (server, client) = serving(redirect("302 Found", &location)).await;
        let error = download(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Api);
        let code = status.split(' ').next().unwrap();
        assert_eq!(
            error.to_string(),
            format!(
                "v2.request: file host `127.0.0.1` rejected the download: {reason} (HTTP {code})"
            )
        );
        assert_eq!(error.body_text().unwrap(), xml);
        assert_eq!(error.url(), Some(files.url.as_str()));
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn the_timeout_of_a_call_includes_its_redirects() {
    let files = Server::start(vec![vec![Step::Wait(Duration::from_secs(60))]]).await;
    let (_server, client) = serving(redirect("302 Found", &files.url)).await;
    let call = client.request(Method::GET, "/file").stream();
    let error = call.timeout(Duration::from_millis(300)).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(files.requests().len(), 1);
}
