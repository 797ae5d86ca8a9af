//! A client that sends raw HTTP to a fake and shows what arrives.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use zoom_accounts::fake::{FakeApp, FakeZoom};

/// How long a test waits for a response.
const PATIENCE: Duration = Duration::from_secs(20);

/// What arrived on a connection.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
    /// How the connection ended, if it did not end properly.
    pub(crate) error: Option<std::io::ErrorKind>,
}

impl Answer {
    /// Returns a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let (_, value) = lines.find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        Some(value)
    }

    /// Returns the body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// Returns a text of the JSON body.
    pub(crate) fn text(&self, name: &str) -> String {
        self.json()[name].as_str().unwrap_or_default().to_owned()
    }
}

/// Sends a request on a connection of its own and reads until the connection ends.
pub(crate) async fn send(
    fake: &FakeZoom,
    request: &str,
    authorization: &str,
    body: &str,
) -> Answer {
    let host = fake.url().trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).await.unwrap();
    let media_type = if body.starts_with('{') {
        "application/json"
    } else {
        "application/x-www-form-urlencoded"
    };
    let authorization = if authorization.is_empty() {
        String::new()
    } else {
        format!("authorization: {authorization}\r\n")
    };
    let length = body.len();
    let request = format!(
        "{request} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-type: {media_type}\r\n\
         content-length: {length}\r\n{authorization}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    let end = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await;
    let error = end.unwrap().err().map(|error| error.kind());
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    Answer {
        status: status.unwrap_or(0),
        head: head.to_owned(),
        body: body.to_owned(),
        error,
    }
}

/// Returns the header with the credentials of an app.
pub(crate) fn basic(app: &FakeApp) -> String {
    let pair = format!("{}:{}", app.client_id, app.client_secret);
    format!("Basic {}", STANDARD.encode(pair))
}

/// Returns the header with a new server-to-server token.
pub(crate) async fn bearer(fake: &FakeZoom) -> String {
    let app = fake.app();
    let form = format!(
        "grant_type=account_credentials&account_id={}",
        app.account_id
    );
    let answer = send(fake, "POST /oauth/token", &basic(&app), &form).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    format!("Bearer {}", answer.text("access_token"))
}
