//! Changes one field of a user and nothing else.
//!
//! ```text
//! cargo run --example partial_update --features fake
//! ```
//!
//! The requests go to a fake of Zoom in this program.

#![expect(clippy::print_stdout, reason = "the example prints its results")]

use std::error::Error;

use zoom_accounts::fake::FakeZoom;
use zoom_accounts::v2::users::UserUpdate;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let fake = FakeZoom::builder()
        .sub_account("acme", "Acme Example")
        .start()
        .await?;
    let zoom = fake.client_builder().build()?;
    let users = zoom.sub_account("acme").users();
    let email = "ada@acme.example";
    let first = UserUpdate::default().dept("Sales").job_title("Director");
    users.update(email, first).await?;

    let before = users.get(email).await?;
    println!("before: {:?}, {:?}", before.dept, before.job_title);

    // Fields that are not set are not sent, so Zoom keeps their values. An empty string clears a field.
    let change = UserUpdate::default().dept("Support");
    println!("sent: {}", serde_json::to_string(&change)?);
    users.update(email, change).await?;

    let after = users.get(email).await?;
    println!("after: {:?}, {:?}", after.dept, after.job_title);
    Ok(())
}
