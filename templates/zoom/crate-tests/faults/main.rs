//! Shows that the client reports the truth about its calls while faults of all kinds happen between it and Zoom.
//!
//! Many tasks call the fake of Zoom with several clients, and the fake injects faults. Each task records what the client
//! reported about each call. At the end, the records are compared with the state of the fake.

#![cfg(all(
    feature = "fake",
    feature = "reqwest",
    feature = "accounts",
    feature = "billing",
    feature = "groups",
    feature = "users"
))]
#![expect(clippy::print_stdout, reason = "the tests print their figures")]
#![expect(clippy::unwrap_used, reason = "a test fails if its own parts do")]

mod actor;
mod books;
mod dice;
mod judge;
mod report;
mod run;
mod secrets;
mod soak;
mod speed;
mod walker;
mod witness;

use run::{Config, run};
use zoom_accounts::fake::Fault;

/// The seed of the test. `cargo xtask soak` uses other seeds.
const SEED: u64 = 20_260_115;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_client_reports_is_what_the_fake_did() {
    let report = run(&Config::new(SEED)).await;
    println!("{report}");
    let findings = &report.findings;
    assert!(
        findings.is_empty(),
        "{:#?}",
        findings.iter().take(20).collect::<Vec<_>>()
    );
    assert!(report.operations > 2000, "{} operations", report.operations);
    let missing = Fault::NAMES
        .iter()
        .filter(|kind| !report.faults.contains_key(**kind));
    let missing: Vec<_> = missing.collect();
    assert!(
        missing.is_empty(),
        "faults that did not happen: {missing:?}"
    );
}

/// Runs for minutes, with a new seed in each round. The variables `SOAK_MINUTES` and `SOAK_SEED` set the time and the
/// first seed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs for minutes; start it with `cargo xtask soak`"]
async fn soak() {
    soak::soak().await;
}
