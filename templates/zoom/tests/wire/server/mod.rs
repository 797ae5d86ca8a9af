//! A test server on a loopback socket. It shares no code with the client, because tests cannot find a bug in shared
//! code.
//!
//! The server sends each configured reply once and then stops. `PATIENCE` limits each wait, and `MAX_REQUEST` limits
//! the size of a request.

mod decode;
mod service;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;

pub(crate) use decode::Seen;
pub(crate) use service::Service;

/// The timeout of each wait in the server.
const PATIENCE: Duration = Duration::from_secs(10);

/// The size limit of a request, in bytes.
const MAX_REQUEST: usize = 1024 * 1024;

/// The reply to one request.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    delivery: Delivery,
}

#[derive(Clone, Copy, Debug)]
enum Delivery {
    /// The complete body, with its content length.
    Whole,
    /// The complete body in chunks of seven bytes.
    Chunked,
    /// The complete body. The content length claims that it is longer by this number of bytes.
    Short(usize),
    /// Half of the body, then a pause, then the second half.
    Stalled(Duration),
    /// No response: the server closes the connection after the request.
    Lost,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::body(status, "application/json;charset=UTF-8", body.to_string())
    }

    pub(crate) fn body(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("Content-Type".to_owned(), content_type.to_owned())],
            body: body.into(),
            delivery: Delivery::Whole,
        }
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            delivery: Delivery::Whole,
        }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn chunked(mut self) -> Self {
        self.delivery = Delivery::Chunked;
        self
    }

    pub(crate) fn short(mut self, missing: usize) -> Self {
        self.delivery = Delivery::Short(missing);
        self
    }

    pub(crate) fn stalled(mut self, time: Duration) -> Self {
        self.delivery = Delivery::Stalled(time);
        self
    }

    /// Creates a reply that only closes the connection.
    pub(crate) fn lost() -> Self {
        Self {
            delivery: Delivery::Lost,
            ..Self::empty(200)
        }
    }

    /// Returns the bytes before the pause, the pause, and the bytes after the pause.
    fn write(&self) -> (Vec<u8>, Duration, Vec<u8>) {
        let mut head = format!("HTTP/1.1 {} Status\r\nConnection: close\r\n", self.status);
        for (name, value) in &self.headers {
            head += &[name, ": ", value, "\r\n"].concat();
        }
        let length = match self.delivery {
            Delivery::Chunked => {
                head.push_str("Transfer-Encoding: chunked\r\n\r\n");
                let mut bytes = head.into_bytes();
                for chunk in self.body.chunks(7) {
                    bytes.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
                    bytes.extend_from_slice(chunk);
                    bytes.extend_from_slice(b"\r\n");
                }
                bytes.extend_from_slice(b"0\r\n\r\n");
                return (bytes, Duration::ZERO, Vec::new());
            }
            Delivery::Lost => return (Vec::new(), Duration::ZERO, Vec::new()),
            Delivery::Short(missing) => self.body.len() + missing,
            Delivery::Whole | Delivery::Stalled(_) => self.body.len(),
        };
        head += &["Content-Length: ", &length.to_string(), "\r\n\r\n"].concat();
        let mut bytes = head.into_bytes();
        let (first, rest, pause) = match self.delivery {
            Delivery::Stalled(time) => {
                let (first, rest) = self.body.split_at(self.body.len() / 2);
                (first, rest, time)
            }
            _ => (self.body.as_slice(), &[][..], Duration::ZERO),
        };
        bytes.extend_from_slice(first);
        (bytes, pause, rest.to_vec())
    }
}

/// A running server. It records the requests that it receives.
pub(crate) struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts a server that sends these replies in order, one for each request.
    pub(crate) async fn answering(replies: impl IntoIterator<Item = Reply>) -> Self {
        let replies: Vec<Reply> = replies.into_iter().collect();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&seen);
        let task = tokio::spawn(async move {
            for reply in replies {
                let connection = timeout(PATIENCE, listener.accept()).await;
                let (mut connection, _) = connection.expect("a request is missing").unwrap();
                let request = timeout(PATIENCE, read(&mut connection)).await;
                record
                    .lock()
                    .unwrap()
                    .push(request.expect("a request has no end"));
                let (first, pause, rest) = reply.write();
                // In some tests, the client has already disconnected, so write errors are ignored.
                drop(connection.write_all(&first).await);
                drop(connection.flush().await);
                tokio::time::sleep(pause).await;
                drop(connection.write_all(&rest).await);
                drop(connection.shutdown().await);
            }
        });
        Self {
            address,
            seen,
            task,
        }
    }

    /// Starts a server that replies to one request with this JSON and status 200.
    pub(crate) async fn json(body: &serde_json::Value) -> Self {
        Self::answering([Reply::json(200, body)]).await
    }

    /// Reserves a port that refuses connections. The socket stays open, so that no other program can use the port.
    pub(crate) fn refusing() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        Self {
            address: socket.local_addr().unwrap(),
            seen: Arc::default(),
            task: tokio::spawn(async move {
                tokio::time::sleep(PATIENCE).await;
                drop(socket);
            }),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Waits until the server has sent all replies, and returns the requests. Panics if a request is missing.
    pub(crate) async fn requests(self) -> Vec<Seen> {
        self.task.await.unwrap();
        std::mem::take(&mut *self.seen.lock().unwrap())
    }

    /// Waits 50 ms and returns the number of requests so far. Some replies may still be unused.
    pub(crate) async fn count(&self) -> usize {
        tokio::time::sleep(Duration::from_millis(50)).await;
        self.seen.lock().unwrap().len()
    }

    /// Returns the only request. Panics if the server received another number of requests.
    pub(crate) async fn request(self) -> Seen {
        let mut requests = self.requests().await;
        assert_eq!(requests.len(), 1);
        requests.remove(0)
    }
}

/// Reads a complete request.
async fn read(connection: &mut TcpStream) -> Seen {
    let mut bytes = Vec::new();
    loop {
        if let Some(seen) = Seen::decode(&bytes) {
            return seen;
        }
        assert!(bytes.len() < MAX_REQUEST, "a request is too large");
        let count = connection.read_buf(&mut bytes).await.unwrap();
        assert!(count > 0, "a request ends too early");
    }
}
