//! All users of the primary account and of each of its sub accounts, through one function.
//!
//! It talks to a small server within this program, unless `ZOOM_ACCOUNT_ID`, `ZOOM_CLIENT_ID` and `ZOOM_CLIENT_SECRET` name an
//! app of yours: then to Zoom. It only reads.

#![expect(clippy::print_stdout, reason = "the example tells what it does")]

mod pretend_zoom;

use std::error::Error;

use zoom_accounts::Client;
use zoom_accounts::auth::ServerToServer;
use zoom_accounts::limits::{RateLimitPlan, RateLimiter};
use zoom_accounts::runtime::Scope;
use zoom_accounts::v2::{UserListParams, UserStatus, Users};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // Many calls in a row: the limiter holds them back, so that Zoom does not refuse them.
    let limiter = RateLimiter::new(RateLimitPlan::BusinessPlus);
    let zoom = match ServerToServer::from_env() {
        Ok(app) => Client::builder().auth(app).limiter(limiter).build()?,
        Err(_) => pretend_zoom::builder().await?.limiter(limiter).build()?,
    };

    println!("primary account: {} users", tell(&zoom.users()).await?);
    let mut accounts = zoom.accounts().list().page_size(300).items();
    while let Some(account) = accounts.next().await {
        let id = account?.id;
        let users = zoom.sub_account(id.clone()).users();
        println!("{id}: {} users", tell(&users).await?);
    }
    Ok(())
}

/// Prints the active users, and counts them. It knows nothing of whose users these are.
async fn tell<S: Scope>(users: &Users<S>) -> zoom_accounts::Result<usize> {
    let active = UserListParams::default().status(UserStatus::Active);
    let mut list = users.list().params(active).page_size(300).items();
    let mut count = 0;
    while let Some(user) = list.next().await {
        println!("   {}", user?.email);
        count += 1;
    }
    Ok(count)
}
