//! A new customer gets a sub account, unless it has one.
//!
//! It talks to a small server within this program.

#![expect(clippy::print_stdout, reason = "the example tells what it does")]

mod pretend_zoom;

use std::error::Error;

use zoom_accounts::Client;
use zoom_accounts::errors::{ZoomCode, zoom_code};
use zoom_accounts::ids::AccountId;
use zoom_accounts::v2::{AccountCreate, AccountOptions, PayMode};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let zoom = pretend_zoom::builder().await?.build()?;
    for email in ["owner@new.example", "it@acme.example"] {
        match create(&zoom, email).await? {
            Some(id) => println!("{email} owns the sub account {id}"),
            None => println!("{email} is a user of Zoom already: ask for a transfer code"),
        }
    }
    Ok(())
}

/// The id of the new account; `None` if the owner's address is taken.
async fn create(zoom: &Client, email: &str) -> zoom_accounts::Result<Option<AccountId>> {
    // What must be given are arguments. The password is a secret from here on: it is never printed.
    let request = AccountCreate::new(email, "Ada", "Example", "a-password-8")
        .account_name("New Example")
        // The primary account pays. What is not set is not sent, and Zoom's own default holds.
        .options(AccountOptions::default().pay_mode(PayMode::Master));
    let created = match zoom.accounts().create(request).await {
        Ok(created) => created,
        // A creation is not repeated on its own: it could make two accounts. Zoom's codes tell what went wrong.
        Err(error) if zoom_code(&error) == Some(ZoomCode::EmailTaken) => return Ok(None),
        Err(error) => return Err(error),
    };

    // From here on, everything below the account: users, groups, settings, plans.
    let account = zoom.sub_account(created.id.clone());
    let details = account.accounts().get().await?;
    let pays = details.options.and_then(|options| options.pay_mode);
    println!("   it is there, and who pays is {pays:?}");
    Ok(Some(created.id))
}
