//! Wraps a transport to count the requests of each operation, and to measure how long they take.
//!
//! ```text
//! cargo run --example custom_transport --features fake
//! ```
//!
//! A transport can also log, redirect or delay requests. The requests go to a fake of Zoom in this program.

#![expect(clippy::print_stdout, reason = "the example prints its results")]

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use zoom_accounts::fake::FakeZoom;
use zoom_accounts::runtime::{
    Body, BoxFuture, Operation, ReqwestTransport, Transport, TransportError,
};
use zoom_accounts::v2::users::UserListParams;

/// For each operation, the number of requests and the total time until the response headers arrived.
type Counts = Arc<Mutex<BTreeMap<&'static str, (u32, Duration)>>>;

#[derive(Debug)]
struct CountingTransport<T> {
    inner: T,
    counts: Counts,
}

impl<T: Transport> Transport for CountingTransport<T> {
    fn send(
        &self,
        request: http::Request<Body>,
        operation: Option<&'static Operation>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        // A token request has no operation.
        let id = operation.map_or("token request", |operation| operation.id);
        let counts = Arc::clone(&self.counts);
        let start = Instant::now();
        let response = self.inner.send(request, operation);
        Box::pin(async move {
            let response = response.await;
            let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
            let (count, time) = counts.entry(id).or_default();
            *count += 1;
            *time += start.elapsed();
            response
        })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let fake = FakeZoom::builder()
        .sub_account("acme", "Acme Example")
        .start()
        .await?;
    let counts = Counts::default();
    let transport = CountingTransport {
        inner: ReqwestTransport::new(Duration::from_secs(10))?,
        counts: Arc::clone(&counts),
    };
    let zoom = fake.client_builder().transport(transport).build()?;

    zoom.accounts().get("acme").await?;
    let params = UserListParams::default().page_size(2);
    let mut users = zoom
        .sub_account("acme")
        .users()
        .list()
        .params(params)
        .items();
    while let Some(user) = users.next().await {
        user?;
    }

    // The account has three users. Two of them fit on a page, so the list needs two requests. All requests use one
    // token.
    for (id, (count, time)) in counts.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        println!(
            "{id}: {count} requests in less than a second: {}",
            time.as_secs() < 1
        );
    }
    Ok(())
}
