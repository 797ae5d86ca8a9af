//! What can go wrong, and how it is told apart.
//!
//! It talks to a small server within this program.

#![expect(clippy::print_stdout, reason = "the example tells what it does")]

mod pretend_zoom;

use std::error::Error;
use std::time::Duration;

use zoom_accounts::errors::zoom_code;
use zoom_accounts::runtime::RetryPolicy;
use zoom_accounts::v2::AccountCreate;
use zoom_accounts::{Client, ErrorKind};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // Calls that may be repeated are, on their own, as long as their time allows. Here nothing is, to see each failure.
    let zoom = pretend_zoom::builder()
        .await?
        .timeout(Duration::from_secs(10))
        .retry(RetryPolicy::none())
        .build()?;
    for id in ["acme", "unknown", "busy"] {
        println!("{id}: {}", outcome(&zoom, id).await?);
    }

    // A form that is not valid tells its fields.
    let request = AccountCreate::new("owner@new.example", "Ada", "Example", "short");
    if let Err(error) = zoom.accounts().create(request).await {
        println!("{error}");
        for field in error.field_errors() {
            println!("   {}: {}", field.field, field.message);
        }
    }

    // Nobody listens here. The server may still have got a request whose answer was lost; this one was never sent.
    let nobody = Client::builder()
        .server_url("v2", "http://127.0.0.1:9/v2")
        .auth(zoom_accounts::runtime::Bearer::new("test-token"))
        .retry(RetryPolicy::none())
        .build()?;
    if let Err(error) = nobody.accounts().get("acme").await {
        println!("no connection: {} ({:?})", error.is_connect(), error.kind());
    }
    Ok(())
}

async fn outcome(zoom: &Client, id: &str) -> zoom_accounts::Result<String> {
    match zoom.accounts().get(id).await {
        Ok(account) => Ok(format!("found, {:?}", account.account_name)),
        // By status or by code, whichever Zoom chose to tell it by.
        Err(error) if error.is_not_found() => Ok(format!("not found, {:?}", zoom_code(&error))),
        Err(error) if error.is_rate_limited() => Ok(format!("wait for {:?}", error.retry_after())),
        // A token that Zoom refuses was renewed once already.
        Err(error) if error.kind() == ErrorKind::Auth => Ok(format!("check the app: {error}")),
        Err(error) => {
            println!("for Zoom's support: {:?}", error.request_id());
            Err(error)
        }
    }
}
