//! Lists the users of the primary account and of each of its sub accounts. The same function works for both.
//!
//! ```text
//! cargo run --example list_all_users --features fake
//! ```
//!
//! The requests go to a fake of Zoom in this program. If `ZOOM_ACCOUNT_ID`, `ZOOM_CLIENT_ID` and `ZOOM_CLIENT_SECRET`
//! are set, the requests go to Zoom instead. The example changes nothing at Zoom.

#![expect(clippy::print_stdout, reason = "the example prints its results")]

use std::error::Error;

use zoom_accounts::Client;
use zoom_accounts::auth::ServerToServer;
use zoom_accounts::fake::FakeZoom;
use zoom_accounts::limits::{RateLimitPlan, RateLimiter};
use zoom_accounts::runtime::Scope;
use zoom_accounts::v2::users::{UserListParams, UserStatus, UsersHandle};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let fake = FakeZoom::builder()
        .sub_account("acme", "Acme Example")
        .sub_account("bolt", "Bolt Example")
        .start()
        .await?;
    // The limiter delays calls so that Zoom does not reject them.
    let limiter = RateLimiter::new(RateLimitPlan::BusinessPlus);
    let zoom = match ServerToServer::from_env() {
        Ok(app) => Client::builder().auth(app).limiter(limiter).build()?,
        Err(_) => fake.client_builder().limiter(limiter).build()?,
    };

    println!(
        "primary account: {} users",
        print_users(&zoom.users()).await?
    );
    let mut accounts = zoom.accounts().list().items();
    while let Some(account) = accounts.next().await {
        let id = account?.id;
        let users = zoom.sub_account(id.clone()).users();
        println!("{id}: {} users", print_users(&users).await?);
    }
    Ok(())
}

/// Prints the active users of an account and returns their number. The account can be the primary account or a sub
/// account.
async fn print_users<S: Scope>(users: &UsersHandle<S>) -> zoom_accounts::Result<usize> {
    let active = UserListParams::default().status(UserStatus::Active);
    let mut list = users.list().params(active).items();
    let mut count = 0;
    while let Some(user) = list.next().await {
        println!("   {}", user?.email.unwrap_or_default());
        count += 1;
    }
    Ok(count)
}
