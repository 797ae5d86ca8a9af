//! Lists the sub accounts of a primary account.
//!
//! The requests go to a fake of Zoom in this program. If `ZOOM_ACCOUNT_ID`, `ZOOM_CLIENT_ID` and `ZOOM_CLIENT_SECRET`
//! are set, the requests go to Zoom instead. The example changes nothing at Zoom.
//!
//! ```text
//! cargo run --example quickstart --features fake
//! ```

#![expect(clippy::print_stdout, reason = "the example prints its results")]

use std::error::Error;

use zoom_accounts::Client;
use zoom_accounts::auth::ServerToServer;
use zoom_accounts::fake::FakeZoom;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let fake = FakeZoom::builder()
        .sub_account("acme", "Acme Example")
        .sub_account("bolt", "Bolt Example")
        .start()
        .await?;
    // The first call requests a token. The client renews the token before it expires.
    let zoom = match ServerToServer::from_env() {
        Ok(app) => Client::builder().auth(app).build()?,
        Err(_) => fake.client_builder().build()?,
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
