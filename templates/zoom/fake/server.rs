//! The HTTP server of the fake.

use std::convert::Infallible;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::Response;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::door;
use super::exchange::{Content, Reply, Request};
use super::pipeline;
use super::state::State;

/// The maximum size of a request body in bytes.
const MAX_BODY: usize = 256 * 1024 * 1024;

/// What all connections share.
#[derive(Debug)]
pub(crate) struct Shared {
    state: Mutex<State>,
    /// The URL of the fake, such as `http://127.0.0.1:4000`.
    pub(crate) url: String,
}

impl Shared {
    /// Creates the shared part of a fake.
    pub(crate) fn new(state: State, url: String) -> Self {
        Self {
            state: Mutex::new(state),
            url,
        }
    }

    /// Locks the state.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Accepts connections until the task ends.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(serve_connection(stream, Arc::clone(&shared)));
                }
                // The process has too many open files, or the client gave up. Other connections go on.
                Err(_) => tokio::task::yield_now().await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve_connection(stream: TcpStream, shared: Arc<Shared>) {
    // Without this option, small responses wait for an acknowledgment.
    let _: io::Result<()> = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let shared = Arc::clone(&shared);
        async move { Ok::<_, Infallible>(answer(request, &shared).await) }
    });
    // An error concerns only this connection: for example, the client closed it.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn answer(request: http::Request<Incoming>, shared: &Shared) -> Response<Full<Bytes>> {
    let (head, body) = request.into_parts();
    let reply = match Limited::new(body, MAX_BODY).collect().await {
        Ok(body) => {
            let target = head
                .uri
                .path_and_query()
                .map_or("/", |target| target.as_str());
            let request = Request::new(head.method, target, head.headers, body.to_bytes());
            if door::is_for(&request) {
                door::respond(shared, &request)
            } else {
                pipeline::respond(&mut shared.state(), &shared.url, &request)
            }
        }
        Err(_) => pipeline::unreadable("The body of the request could not be read."),
    };
    response(reply)
}

fn response(reply: Reply) -> Response<Full<Bytes>> {
    let (media_type, bytes) = match reply.content {
        Content::Empty => (None, Bytes::new()),
        Content::Json(value) => {
            let media_type = "application/json;charset=UTF-8";
            (Some(media_type), value.to_string().into())
        }
        Content::Bytes { media_type, bytes } => (Some(media_type), bytes),
    };
    let mut builder = Response::builder()
        .status(reply.status)
        .header("server", "fake-zoom");
    if let Some(media_type) = media_type {
        builder = builder.header("content-type", media_type);
    }
    for (name, value) in reply.headers {
        builder = builder.header(name, value);
    }
    builder.body(Full::new(bytes)).unwrap_or_default()
}
