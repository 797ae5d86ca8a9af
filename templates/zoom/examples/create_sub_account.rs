//! Creates a sub account for a new customer. If the email address is in use, reports this instead.
//!
//! ```text
//! cargo run --example create_sub_account --features fake
//! ```
//!
//! The requests go to a fake of Zoom in this program.

#![expect(clippy::print_stdout, reason = "the example prints its results")]

use std::error::Error;

use zoom_accounts::Client;
use zoom_accounts::errors::{ZoomCode, zoom_code};
use zoom_accounts::fake::FakeZoom;
use zoom_accounts::ids::AccountId;
use zoom_accounts::v2::accounts::{AccountCreate, AccountCreateRequired, AccountOptions, PayMode};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let fake = FakeZoom::builder()
        .sub_account("acme", "Acme Example")
        .start()
        .await?;
    let zoom = fake.client_builder().build()?;
    for email in ["owner@new.example", "owner@acme.example"] {
        match create(&zoom, email).await? {
            Some(id) => println!("{email} owns the sub account {id}"),
            None => println!("{email} already uses Zoom"),
        }
    }
    Ok(())
}

/// Creates a sub account and returns its id. Returns `None` if the email address is in use.
async fn create(zoom: &Client, email: &str) -> zoom_accounts::Result<Option<AccountId>> {
    // `new` takes the required fields. The password becomes a `Secret`, so `Debug` never prints it.
    let request = AccountCreate::new(AccountCreateRequired {
        email,
        first_name: "Ada",
        last_name: "Example",
        password: "a-password-8".into(),
    })
    .account_name("New Example")
    // The primary account pays. Fields that are not set are not sent, so Zoom uses its defaults.
    .options(AccountOptions::default().pay_mode(PayMode::Master));
    let created = match zoom.accounts().create(request).await {
        Ok(created) => created,
        // If the response is lost, the client does not repeat `create`: that could create a second account.
        Err(error) if zoom_code(&error) == Some(ZoomCode::EmailTaken) => return Ok(None),
        Err(error) => return Err(error),
    };

    // The scope of the sub account has its operations: users, groups, settings, plans.
    let account = zoom.sub_account(created.id.clone());
    let details = account.accounts().get().await?;
    let pay_mode = details.options.and_then(|options| options.pay_mode);
    println!("   pay mode: {pay_mode:?}");
    Ok(Some(created.id))
}
