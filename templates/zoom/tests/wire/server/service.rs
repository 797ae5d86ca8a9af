//! A server that handles several requests at the same time. A function creates the reply to each request.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::{MAX_REQUEST, PATIENCE, Reply, Seen};

type Handler = dyn Fn(&Seen) -> Reply + Send + Sync;

/// A server that runs until it is dropped.
pub(crate) struct Service {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: JoinHandle<()>,
}

impl Service {
    /// Starts a server that replies with the results of `handler`.
    pub(crate) async fn start(handler: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (record, handler) = (Arc::clone(&seen), Arc::new(handler));
        let task = tokio::spawn(async move {
            loop {
                let (connection, _) = listener.accept().await.unwrap();
                let (record, handler) = (Arc::clone(&record), Arc::clone(&handler));
                tokio::spawn(timeout(PATIENCE, async move {
                    reply(connection, &record, &*handler).await;
                }));
            }
        });
        Self {
            address,
            seen,
            task,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the requests so far, in order of arrival.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// Returns the requests so far to this path.
    pub(crate) fn seen_at(&self, path: &str) -> Vec<Seen> {
        let mut seen = self.seen();
        seen.retain(|seen| seen.path == path);
        seen
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Replies to one request. Does nothing if the client disconnects first.
async fn reply(mut connection: TcpStream, record: &Mutex<Vec<Seen>>, handler: &Handler) {
    let mut bytes = Vec::new();
    let seen = loop {
        if let Some(seen) = Seen::decode(&bytes) {
            break seen;
        }
        assert!(bytes.len() < MAX_REQUEST, "a request is too large");
        match connection.read_buf(&mut bytes).await {
            Ok(count) if count > 0 => {}
            _ => return,
        }
    };
    record.lock().unwrap().push(seen.clone());
    let (first, pause, rest) = handler(&seen).write();
    // In some tests, the client has already disconnected, so write errors are ignored.
    drop(connection.write_all(&first).await);
    drop(connection.flush().await);
    if pause > Duration::ZERO {
        tokio::time::sleep(pause).await;
    }
    drop(connection.write_all(&rest).await);
    drop(connection.shutdown().await);
}
