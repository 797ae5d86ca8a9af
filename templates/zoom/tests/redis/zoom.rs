//! A fake of Zoom's token endpoint and API, which records the calls of all processes.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

const MAX_HEAD: usize = 64 * 1024;

/// A call that the server received.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// The path, such as `/v2/accounts/a/light`.
    pub(crate) path: String,
    /// The number of the process that made the call.
    pub(crate) worker: String,
    /// The time at which the limiter started the call.
    pub(crate) start: Duration,
}

#[derive(Debug, Default)]
pub(crate) struct State {
    /// The number of token requests.
    pub(crate) tokens: usize,
    pub(crate) calls: Vec<Seen>,
    /// The number of calls without a valid token.
    pub(crate) rejected: usize,
}

/// A server that runs until it is dropped.
pub(crate) struct Zoom {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

impl Zoom {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state: Arc<Mutex<State>> = Arc::default();
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            loop {
                let (connection, _) = listener.accept().await.unwrap();
                tokio::spawn(serve(connection, Arc::clone(&shared)));
            }
        });
        Self {
            address,
            state,
            task,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

impl Drop for Zoom {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Replies to all requests of a connection.
async fn serve(mut connection: TcpStream, state: Arc<Mutex<State>>) {
    let mut bytes = Vec::new();
    loop {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        let Some(end) = end else {
            assert!(bytes.len() < MAX_HEAD, "a request is too large");
            match connection.read_buf(&mut bytes).await {
                Ok(count) if count > 0 => continue,
                _ => return,
            }
        };
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let header = |name: &str| {
            let mut lines = head.lines().filter_map(|line| line.split_once(": "));
            lines
                .find(|(other, _)| other.eq_ignore_ascii_case(name))
                .map(|(_, value)| value)
        };
        let length: usize = header("content-length").map_or(0, |text| text.parse().unwrap());
        while bytes.len() < end + 4 + length {
            if connection.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
                return;
            }
        }
        bytes.drain(..end + 4 + length);
        let path = head
            .split(' ')
            .nth(1)
            .unwrap()
            .split('?')
            .next()
            .unwrap()
            .to_owned();
        let (status, body) = {
            let mut state = state.lock().unwrap();
            if path == "/oauth/token" {
                state.tokens += 1;
                let number = state.tokens;
                (
                    200,
                    format!("{{\"access_token\":\"test-token-{number}\",\"expires_in\":3600}}"),
                )
            } else if header("authorization") == Some("Bearer test-token-1") {
                let start = header("x-start").unwrap().parse().unwrap();
                state.calls.push(Seen {
                    path,
                    worker: header("x-worker").unwrap().to_owned(),
                    start: Duration::from_nanos(start),
                });
                (200, "{}".to_owned())
            } else {
                state.rejected += 1;
                (
                    401,
                    "{\"code\":124,\"message\":\"invalid token\"}".to_owned(),
                )
            }
        };
        let length = body.len();
        let response = format!(
            "HTTP/1.1 {status} Status\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        if connection.write_all(response.as_bytes()).await.is_err() {
            return;
        }
    }
}
