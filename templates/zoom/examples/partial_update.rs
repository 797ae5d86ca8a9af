//! One member of a user is changed, and nothing else.
//!
//! It talks to a small server within this program.

#![expect(clippy::print_stdout, reason = "the example tells what it does")]

mod pretend_zoom;

use std::error::Error;

use zoom_accounts::v2::UserUpdate;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let zoom = pretend_zoom::builder().await?.build()?;
    let users = zoom.sub_account("acme").users();
    let email = "ada@acme.example";

    let before = users.get(email).await?;
    println!("before: {:?}, {:?}", before.dept, before.job_title);

    // What is not set is not sent, not even as null, so that it stays as it is. An empty text empties.
    let change = UserUpdate::default().dept("Support");
    println!("sent: {}", serde_json::to_string(&change)?);
    users.update(email, change).await?;

    let after = users.get(email).await?;
    println!("after: {:?}, {:?}", after.dept, after.job_title);
    Ok(())
}
