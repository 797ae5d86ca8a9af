//! Broken and slow responses, such as a truncated body or a connection reset. The fake's HTTP server cannot send them,
//! so they are written directly to the connection.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use socket2::SockRef;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::fake::exchange::Reply;

/// How a response is sent.
#[derive(Debug)]
pub(crate) enum Delivery {
    /// At once and completely.
    Reply(Reply),
    /// Completely, after this time.
    Late(Reply, Duration),
    /// In a way that breaks the rules of HTTP.
    Script(Script),
}

/// A response that is written directly to the connection. The connection then ends.
#[derive(Debug)]
pub(crate) struct Script {
    pieces: Vec<Bytes>,
    /// The time before each piece.
    pause: Duration,
    /// Whether the connection is reset at the end. Otherwise, it is closed.
    reset: bool,
}

impl Script {
    /// Resets the connection.
    pub(crate) fn reset() -> Self {
        Self {
            pieces: Vec::new(),
            pause: Duration::ZERO,
            reset: true,
        }
    }

    /// Sends bytes and closes the connection.
    pub(super) fn close_after(bytes: Vec<u8>) -> Self {
        Self {
            pieces: vec![bytes.into()],
            pause: Duration::ZERO,
            reset: false,
        }
    }

    /// Sends bytes in a number of pieces, with a pause before each, and closes the connection.
    pub(super) fn slow(bytes: &[u8], pieces: usize, pause: Duration) -> Self {
        let size = bytes.len().div_ceil(pieces.max(1)).max(1);
        Self {
            pieces: bytes.chunks(size).map(Bytes::copy_from_slice).collect(),
            pause,
            reset: false,
        }
    }

    /// Writes the script to a connection and ends the connection.
    pub(crate) async fn play(self, mut stream: TcpStream) -> io::Result<()> {
        for piece in self.pieces {
            if !self.pause.is_zero() {
                sleep(self.pause).await;
            }
            stream.write_all(&piece).await?;
        }
        if self.reset {
            // With a linger time of zero, the operating system sends a reset when the socket is dropped.
            SockRef::from(&stream).set_linger(Some(Duration::ZERO))
        } else {
            stream.shutdown().await
        }
    }
}

/// Returns the head of a response with its final blank line, and the body. `declared` returns the header
/// `content-length` for the length of the body.
pub(super) fn render(reply: &Reply, declared: impl Fn(usize) -> usize) -> (Vec<u8>, Bytes) {
    let (media_type, body) = reply.clone().content.into_bytes();
    let status = StatusCode::from_u16(reply.status).unwrap_or_default();
    let reason = status.canonical_reason().unwrap_or_default();
    let mut lines = vec![
        format!("HTTP/1.1 {} {reason}", reply.status),
        "server: fake-zoom".to_owned(),
        "connection: close".to_owned(),
    ];
    if let Some(media_type) = media_type {
        lines.push(format!("content-type: {media_type}"));
        lines.push(format!("content-length: {}", declared(body.len())));
    }
    let headers = reply.headers.iter();
    lines.extend(headers.map(|(name, value)| format!("{name}: {value}")));
    let head = lines.join("\r\n") + "\r\n\r\n";
    (head.into_bytes(), body)
}
