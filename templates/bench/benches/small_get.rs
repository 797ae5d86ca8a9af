//! Compares the generated client with hand-written code: both send `GET /accounts/{accountId}` over a loopback socket.
//!
//! `cargo bench -p codegen-bench --bench small_get` measures the CPU time on one core. With ` -- --instructions`, it
//! counts the instructions instead, which needs valgrind.

use std::alloc::System;
use std::time::Duration;

use codegen_bench::measure::{COUNTING, compare};
use codegen_bench::{ACCOUNT, BoxError, TOKEN, bodies, pin, plain, server};
use stats_alloc::StatsAlloc;
use zoom_accounts::Client;
use zoom_accounts::runtime::Bearer;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = COUNTING;

const ROUNDS: usize = 400;
const CALLS: usize = 50;

fn main() -> Result<(), BoxError> {
    if pin::run_on_one_core()? {
        return Ok(());
    }
    let body = bodies::account();
    let url = server::start(move |_, to| to.extend_from_slice(body.as_bytes()))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let zoom = Client::builder()
        .base_url(format!("{url}/v2"))
        .auth(Bearer::new(TOKEN))
        .build()?;
    // The hand-written code has the settings of the generated client: a user agent, timeouts and no redirects.
    let http = reqwest::Client::builder()
        .user_agent("by-hand/0.1.0")
        .connect_timeout(Duration::from_secs(10))
        .timeout(Duration::from_secs(30))
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let base = format!("{url}/v2");
    let by_hand = async || -> Result<plain::AccountDetails, reqwest::Error> {
        let request = http
            .get(format!("{base}/accounts/{ACCOUNT}"))
            .bearer_auth(TOKEN)
            .header(reqwest::header::ACCEPT, "application/json");
        request.send().await?.error_for_status()?.json().await
    };
    compare(
        "GET /accounts/{id}",
        ROUNDS,
        CALLS,
        &mut || {
            let details = runtime.block_on(async { zoom.accounts().get(ACCOUNT).await })?;
            std::hint::black_box(details);
            Ok(())
        },
        &mut || {
            let details = runtime.block_on(by_hand())?;
            std::hint::black_box(details);
            Ok(())
        },
    )
}
