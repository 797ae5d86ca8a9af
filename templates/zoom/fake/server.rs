//! The HTTP server of the fake.

use std::convert::Infallible;
use std::future::{pending, poll_fn};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::Response;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::door;
use super::exchange::{Reply, Request};
use super::failure::Failure;
use super::faults::script::{Delivery, Script};
use super::pipeline;
use super::state::State;

/// The maximum size of a request body in bytes.
const MAX_BODY: usize = 256 * 1024 * 1024;
/// The real time in which a body must arrive.
const PATIENCE: Duration = Duration::from_secs(60);
/// The pause after a connection that could not be accepted.
const PAUSE: Duration = Duration::from_millis(10);

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
                Err(_) => sleep(PAUSE).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve_connection(stream: TcpStream, shared: Arc<Shared>) {
    // Without this option, small responses wait for an acknowledgment.
    let _: io::Result<()> = stream.set_nodelay(true);
    let (sender, mut scripts) = mpsc::channel(1);
    let service = service_fn(move |request| {
        let (shared, sender) = (Arc::clone(&shared), sender.clone());
        Box::pin(async move { Ok::<_, Infallible>(respond(request, &shared, sender).await) })
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service);
    let script = tokio::select! {
        script = scripts.recv() => script,
        _ = poll_fn(|context| connection.poll_without_shutdown(context)) => None,
    };
    let mut stream = connection.into_parts().io.into_inner();
    // An error concerns only this connection: for example, the client closed it.
    let _: io::Result<()> = match script {
        Some(script) => script.play(stream).await,
        None => stream.shutdown().await,
    };
}

/// Returns the response to a request. If a script takes over the connection, this never returns.
async fn respond(
    request: http::Request<Incoming>,
    shared: &Shared,
    scripts: mpsc::Sender<Script>,
) -> Response<Full<Bytes>> {
    match answer(request, shared).await {
        Delivery::Reply(reply) => response(reply),
        Delivery::Late(reply, delay) => {
            sleep(delay).await;
            response(reply)
        }
        Delivery::Script(script) => {
            let _: Result<(), _> = scripts.send(script).await;
            pending().await
        }
    }
}

async fn answer(request: http::Request<Incoming>, shared: &Shared) -> Delivery {
    let (head, body) = request.into_parts();
    let body = match read(body).await {
        Ok(body) => body,
        Err(failure) => return Delivery::Reply(failure.into_reply()),
    };
    let target = head.uri.path_and_query();
    let target = target.map_or("/", |target| target.as_str());
    let request = Request::new(head.method, target, head.headers, body);
    if door::is_for(&request) {
        return Delivery::Reply(door::respond(shared, &request));
    }
    // URLs in responses start with the address that the client uses. For a fake in a container, `shared.url` differs.
    let url = request.header("host").map(|host| format!("http://{host}"));
    let url = url.as_deref().unwrap_or(&shared.url);
    pipeline::respond(&mut shared.state(), url, &request)
}

/// Reads a body. The connection ends after a failure, because the body may not be read to its end.
async fn read(body: Incoming) -> Result<Bytes, Failure> {
    let failure = |status: u16, message: String| {
        Failure::new(status, status.into(), message).header("connection", "close")
    };
    let too_large = || {
        failure(
            413,
            format!("The body is larger than {MAX_BODY} bytes. Send a smaller one."),
        )
    };
    if body.size_hint().lower() > MAX_BODY as u64 {
        return Err(too_large());
    }
    match timeout(PATIENCE, Limited::new(body, MAX_BODY).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(failure(400, "The body could not be read.".to_owned())),
        Err(_) => {
            let seconds = PATIENCE.as_secs();
            let message = format!("The body did not arrive within {seconds} seconds.");
            Err(failure(408, message))
        }
    }
}

fn response(reply: Reply) -> Response<Full<Bytes>> {
    let (media_type, bytes) = reply.content.into_bytes();
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
