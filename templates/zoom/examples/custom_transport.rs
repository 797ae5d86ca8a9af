//! A transport around another one: here it counts requests and measures their time, by operation.
//!
//! So can requests be logged, sent by a way of your own, or held back. It talks to a small server within this program.

#![expect(clippy::print_stdout, reason = "the example tells what it does")]

mod pretend_zoom;

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use zoom_accounts::runtime::{
    Body, BoxFuture, Operation, ReqwestTransport, Transport, TransportError,
};

/// How often each operation was sent, and how long its answers took to begin.
type Counts = Arc<Mutex<BTreeMap<&'static str, (u32, Duration)>>>;

#[derive(Debug)]
struct Counting<T> {
    inner: T,
    counts: Counts,
}

impl<T: Transport> Transport for Counting<T> {
    fn send(
        &self,
        request: http::Request<Body>,
        operation: Option<&'static Operation>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        // A request for a token is a call of no operation.
        let id = operation.map_or("a token", |operation| operation.id);
        let counts = Arc::clone(&self.counts);
        let begin = Instant::now();
        let response = self.inner.send(request, operation);
        Box::pin(async move {
            let response = response.await;
            let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
            let (count, time) = counts.entry(id).or_default();
            *count += 1;
            *time += begin.elapsed();
            response
        })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let counts = Counts::default();
    let transport = Counting {
        inner: ReqwestTransport::new(Duration::from_secs(10))?,
        counts: Arc::clone(&counts),
    };
    let zoom = pretend_zoom::builder()
        .await?
        .transport(transport)
        .build()?;

    zoom.accounts().get("acme").await?;
    let mut users = zoom.users().list().items();
    while let Some(user) = users.next().await {
        user?;
    }

    // Two pages of users are two requests, and one token serves them all.
    for (id, (count, time)) in counts.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        println!("{id}: {count} within a second: {}", time.as_secs() < 1);
    }
    Ok(())
}
