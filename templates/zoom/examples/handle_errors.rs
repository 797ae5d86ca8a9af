//! Shows how to distinguish the errors of a call.
//!
//! ```text
//! cargo run --example handle_errors --features fake
//! ```
//!
//! The requests go to a fake of Zoom in this program.

#![expect(clippy::print_stdout, reason = "the example prints its results")]

use std::error::Error;
use std::time::Duration;

use zoom_accounts::errors::zoom_code;
use zoom_accounts::fake::{FakeZoom, Fault};
use zoom_accounts::runtime::RetryPolicy;
use zoom_accounts::v2::accounts::{AccountCreate, AccountCreateRequired};
use zoom_accounts::{Client, ErrorKind};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let fake = FakeZoom::builder()
        .sub_account("acme", "Acme Example")
        .frozen_clock()
        .start()
        .await?;
    // By default, the client retries a failed call if this is safe. This example wants to see each failure, so it turns
    // retries off.
    let zoom = fake
        .client_builder()
        .timeout(Duration::from_secs(10))
        .retry(RetryPolicy::none())
        .build()?;
    for id in ["acme", "unknown"] {
        println!("{id}: {}", outcome(&zoom, id).await?);
    }
    // The fake rejects the next call, as Zoom does after too many calls in a day. It is 8:00 on the clock of the fake, so
    // the client must wait for 16 hours.
    fake.inject(Fault::RateLimitPerDay.on("accounts.get").times(1))?;
    println!("too many calls: {}", outcome(&zoom, "acme").await?);

    // A validation error names the invalid fields.
    let request = AccountCreate::new(AccountCreateRequired {
        email: "owner@new.example",
        first_name: "Ada",
        last_name: "Example",
        password: "short".into(),
    });
    if let Err(error) = zoom.accounts().create(request).await {
        println!("{error}");
        for field in error.field_errors() {
            println!("   {}: {}", field.field, field.message);
        }
    }

    // No server listens on this port. `is_connect` returns `true`, because the client could not connect.
    let unreachable = Client::builder()
        .server_url("v2", "http://127.0.0.1:9/v2")
        .auth(zoom_accounts::runtime::Bearer::new("test-token"))
        .retry(RetryPolicy::none())
        .build()?;
    if let Err(error) = unreachable.accounts().get("acme").await {
        println!("no connection: {} ({:?})", error.is_connect(), error.kind());
    }
    Ok(())
}

async fn outcome(zoom: &Client, id: &str) -> zoom_accounts::Result<String> {
    match zoom.accounts().get(id).await {
        Ok(account) => Ok(format!("found, {:?}", account.account_name)),
        // `is_not_found` checks both the HTTP status and Zoom's code.
        Err(error) if error.is_not_found() => Ok(format!("not found, {:?}", zoom_code(&error))),
        Err(error) if error.is_rate_limited() => {
            Ok(format!("retry after {:?}", error.retry_after()))
        }
        // The client has already tried once with a new token.
        Err(error) if error.kind() == ErrorKind::Auth => {
            Ok(format!("check the credentials: {error}"))
        }
        Err(error) => {
            println!("request id for Zoom support: {:?}", error.request_id());
            Err(error)
        }
    }
}
