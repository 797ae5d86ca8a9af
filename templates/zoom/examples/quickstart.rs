//! Lists the sub accounts of a primary account.
//!
//! The requests go to a small server in this program. If `ZOOM_ACCOUNT_ID`, `ZOOM_CLIENT_ID` and `ZOOM_CLIENT_SECRET`
//! are set, the requests go to Zoom instead. The example changes nothing at Zoom.
//!
//! ```text
//! cargo run --example quickstart
//! ```

#![expect(clippy::print_stdout, reason = "the example prints its results")]

mod fake_zoom;

use std::error::Error;

use zoom_accounts::Client;
use zoom_accounts::auth::ServerToServer;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // The first call requests a token. The client renews the token before it expires.
    let zoom = match ServerToServer::from_env() {
        Ok(app) => Client::builder().auth(app).build()?,
        Err(_) => fake_zoom::builder().await?.build()?,
    };

    // The stream requests a page only when its items are needed.
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
