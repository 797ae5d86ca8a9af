//! Sends requests to the fake without the client.

use http::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use zoom_accounts::fake::FakeZoom;

/// Sends a request and returns the status and the body of the response.
pub(crate) async fn call(
    fake: &FakeZoom,
    method: Method,
    target: &str,
    body: &str,
) -> Result<(u16, String), Box<dyn std::error::Error>> {
    let response = exchange(fake, method, target, body).await?;
    let (head, body) = response
        .split_once("\r\n\r\n")
        .ok_or("the response has no head")?;
    let status = head.split(' ').nth(1).ok_or("the response has no status")?;
    Ok((status.parse()?, body.to_owned()))
}

/// Sends a request and returns the whole response.
pub(crate) async fn exchange(
    fake: &FakeZoom,
    method: Method,
    target: &str,
    body: &str,
) -> Result<String, Box<dyn std::error::Error>> {
    let address = fake
        .url()
        .strip_prefix("http://")
        .ok_or("the URL has another scheme")?;
    let length = body.len();
    let head = format!(
        "{method} {target} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
    );
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    let mut response = String::new();
    stream.read_to_string(&mut response).await?;
    Ok(response)
}
