//! The first call: the sub accounts of a primary account.
//!
//! It talks to a small server within this program, unless `ZOOM_ACCOUNT_ID`, `ZOOM_CLIENT_ID` and `ZOOM_CLIENT_SECRET` name an
//! app of yours: then to Zoom. It only reads.
//!
//! ```text
//! cargo run --example quickstart
//! ```

#![expect(clippy::print_stdout, reason = "the example tells what it does")]

mod pretend_zoom;

use std::error::Error;

use zoom_accounts::Client;
use zoom_accounts::auth::ServerToServer;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // The app asks for a token when the first call needs one, and renews it in time.
    let zoom = match ServerToServer::from_env() {
        Ok(app) => Client::builder().auth(app).build()?,
        Err(_) => pretend_zoom::builder().await?.build()?,
    };

    // A page is asked for when it is wanted, and there is no end of pages to look after.
    let mut accounts = zoom.accounts().list().items();
    while let Some(account) = accounts.next().await {
        let account = account?;
        println!(
            "{} {}",
            account.id,
            account.account_name.unwrap_or_default()
        );
    }
    Ok(())
}
