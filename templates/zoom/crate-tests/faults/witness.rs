//! Another host: the target of redirects. It must not receive a secret.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;

use crate::judge::Judge;
use crate::secrets;

/// How long the host waits for more bytes of a request.
const PATIENCE: Duration = Duration::from_millis(200);

/// A host on the loopback interface that refuses every request.
#[derive(Debug)]
pub(crate) struct Witness {
    pub(crate) url: String,
    task: JoinHandle<()>,
}

impl Witness {
    pub(crate) async fn start(judge: Arc<Judge>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let task = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(inspect(stream, Arc::clone(&judge)));
            }
        });
        Self { url, task }
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn inspect(mut stream: TcpStream, judge: Arc<Judge>) {
    let mut bytes = Vec::new();
    while let Ok(Ok(1..)) = timeout(PATIENCE, stream.read_buf(&mut bytes)).await {}
    let text = String::from_utf8_lossy(&bytes);
    let has_header = text.to_lowercase().contains("\r\nauthorization:");
    if has_header || secrets::find(&text).is_some() {
        judge.leak(format!("another host received {text}"));
    }
    let refusal = "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let _ = stream.write_all(refusal.as_bytes()).await;
}
