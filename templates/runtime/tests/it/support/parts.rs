//! A server that receives one upload and decodes `multipart/form-data` according to RFC 7578. The decoder shares no
//! code with the client.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A received request. `head` contains the request line and the headers.
pub(crate) struct Upload {
    pub(crate) head: Vec<String>,
    pub(crate) body: Vec<u8>,
    /// Whether the server received the body to its end.
    pub(crate) is_whole: bool,
}

/// A part of a multipart body. `head` contains the header lines.
#[derive(Debug, PartialEq)]
pub(crate) struct RawPart {
    pub(crate) head: Vec<String>,
    pub(crate) body: Vec<u8>,
}

/// Starts a server for one upload and returns its URL. The server keeps at most `keep` bytes of the body, and counts
/// all bytes of the body in `received`.
pub(crate) async fn serve(keep: usize, received: Arc<AtomicUsize>) -> (String, JoinHandle<Upload>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let task = tokio::spawn(async move {
        let (connection, _) = listener.accept().await.unwrap();
        let mut connection = BufReader::new(connection);
        let mut head = Vec::new();
        loop {
            let mut line = String::new();
            connection.read_line(&mut line).await.unwrap();
            let line = line.trim_end().to_owned();
            if line.is_empty() {
                break;
            }
            head.push(line);
        }
        let mut upload = Upload {
            head,
            body: Vec::new(),
            is_whole: false,
        };
        upload.is_whole = read_body(&mut connection, &mut upload, keep, &received)
            .await
            .is_some();
        let response = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
        // In some tests the client disconnects, so write errors are ignored.
        drop(connection.write_all(response.as_bytes()).await);
        upload
    });
    (url, task)
}

impl Upload {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.iter().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// Splits the body into its parts.
    pub(crate) fn parts(&self) -> Vec<RawPart> {
        let boundary = self.header("content-type").unwrap();
        let boundary = boundary
            .strip_prefix("multipart/form-data; boundary=")
            .unwrap();
        assert!(boundary.len() <= 70, "RFC 2046 has no longer ones");
        let mut pieces = split(&self.body, format!("--{boundary}").as_bytes());
        assert_eq!(pieces.pop().unwrap(), b"--\r\n");
        assert!(pieces.remove(0).is_empty());
        pieces
            .into_iter()
            .map(|piece| {
                let piece = piece.strip_prefix(b"\r\n").unwrap();
                let piece = piece.strip_suffix(b"\r\n").unwrap();
                let end = split(piece, b"\r\n\r\n")[0].len();
                let head = String::from_utf8(piece[..end].to_vec()).unwrap();
                RawPart {
                    head: head.split("\r\n").map(str::to_owned).collect(),
                    body: piece[end + 4..].to_vec(),
                }
            })
            .collect()
    }
}

fn split<'a>(bytes: &'a [u8], at: &[u8]) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut here = 0;
    while here + at.len() <= bytes.len() {
        if bytes[here..].starts_with(at) {
            pieces.push(&bytes[start..here]);
            here += at.len();
            start = here;
        } else {
            here += 1;
        }
    }
    pieces.push(&bytes[start..]);
    pieces
}

/// Reads the whole body. Returns `None` if the client disconnects.
async fn read_body(
    connection: &mut BufReader<TcpStream>,
    upload: &mut Upload,
    keep: usize,
    received: &AtomicUsize,
) -> Option<()> {
    if let Some(length) = upload.header("content-length") {
        let length = length.parse().unwrap();
        return read_bytes(connection, upload, length, keep, received).await;
    }
    // If the client disconnected early, the head may be missing.
    if upload.header("transfer-encoding") != Some("chunked") {
        return None;
    }
    loop {
        let mut line = String::new();
        connection.read_line(&mut line).await.ok()?;
        let size = usize::from_str_radix(line.trim_end(), 16).ok()?;
        read_bytes(connection, upload, size, keep, received).await?;
        connection.read_line(&mut String::new()).await.ok()?;
        if size == 0 {
            return Some(());
        }
    }
}

async fn read_bytes(
    connection: &mut BufReader<TcpStream>,
    upload: &mut Upload,
    mut left: usize,
    keep: usize,
    received: &AtomicUsize,
) -> Option<()> {
    let mut buffer = vec![0; 64 * 1024];
    while left > 0 {
        let most = left.min(buffer.len());
        let count = connection.read(&mut buffer[..most]).await.ok()?;
        if count == 0 {
            return None;
        }
        left -= count;
        received.fetch_add(count, Ordering::SeqCst);
        let room = keep.saturating_sub(upload.body.len()).min(count);
        upload.body.extend_from_slice(&buffer[..room]);
    }
    Some(())
}
