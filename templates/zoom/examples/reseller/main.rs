//! Prints a report of the work of a reseller and of a distributor, and checks every response.
//!
//! ABC is a reseller with the customers GOOG and FB. ABC manages GOOG with API v2, and FB with API v1, so the report
//! shows both versions side by side. Then ABC makes mistakes, and the report shows their error codes. At the end, a
//! distributor lists the accounts of three tiers.
//!
//! The example `phone_rollout` shows how a reseller introduces Zoom Phone in sub accounts.
//!
//! The requests go to a fake of Zoom in this program. If a response breaks one of Zoom's rules, the program prints the
//! place and ends with the exit code 1.
//!
//! ```text
//! cargo run --example reseller --features fake
//! ```

#![expect(clippy::print_stderr, reason = "the example reports errors")]
#![expect(clippy::print_stdout, reason = "the example prints its results")]

mod distributor;
mod mistakes;
mod requests;
mod story;

use std::error::Error;
use std::fmt::Debug;
use std::panic::Location;
use std::process::ExitCode;

use zoom_accounts::fake::FakeZoom;

pub(crate) type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match report().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn report() -> Result {
    let fake = FakeZoom::builder().seed(1).start().await?;
    // This client has the credentials of both versions. Each call uses the credentials that it needs.
    let abc = fake
        .client_builder()
        .auth(fake.primary_key_pair())
        .build()?;
    println!("ABC, A RESELLER\n");
    let goog = story::run(&abc)
        .await
        .map_err(|error| format!("ABC: {error}"))?;
    println!("\nTHE MISTAKES OF ABC\n");
    mistakes::make(&abc, &goog)
        .await
        .map_err(|error| format!("the mistakes of ABC: {error}"))?;
    println!("\nA DISTRIBUTOR\n");
    distributor::walk()
        .await
        .map_err(|error| format!("the distributor: {error}"))?;
    Ok(())
}

/// Fails if a value is not the expected one. The error names the line of the caller.
#[track_caller]
pub(crate) fn check<T: Debug + PartialEq>(what: &str, actual: &T, expected: &T) -> Result {
    if actual == expected {
        return Ok(());
    }
    let place = Location::caller();
    Err(format!("{place}: {what} is {actual:?} instead of {expected:?}").into())
}
