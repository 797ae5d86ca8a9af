//! How code that uses the client is tested: a transport that answers by operation, without a server.
//!
//! ```text
//! cargo run --example testing --features test-util
//! ```

#![expect(clippy::print_stdout, reason = "the example tells what it does")]

use std::error::Error;

use serde_json::json;
use zoom_accounts::ids::AccountId;
use zoom_accounts::runtime::Bearer;
use zoom_accounts::runtime::RetryPolicy;
use zoom_accounts::runtime::testing::MockTransport;
use zoom_accounts::{Client, ops};

/// What is to be tested: the addresses of all users of an account, or nothing if there is no such account.
async fn addresses(zoom: &Client, account: AccountId) -> zoom_accounts::Result<Vec<String>> {
    let mut users = zoom.sub_account(account).users().list().items();
    let mut addresses = Vec::new();
    while let Some(user) = users.next().await {
        match user {
            Ok(user) => addresses.push(user.email),
            Err(error) if error.is_not_found() => break,
            Err(error) => return Err(error),
        }
    }
    Ok(addresses)
}

fn client(mock: &MockTransport) -> zoom_accounts::Result<Client> {
    Client::builder()
        .auth(Bearer::new("test-token"))
        .transport(mock.clone())
        // A test does not wait for a second try.
        .retry(RetryPolicy::none())
        .build()
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // Two pages, one answer after the other.
    let user = |email: &str| json!({"email": email, "type": 1});
    let mock = MockTransport::new()
        .on(&ops::USERS_LIST)
        .reply(
            200,
            json!({"users": [user("ada@acme.example")], "next_page_token": "more"}),
        )
        .reply(
            200,
            json!({"users": [user("alan@acme.example")], "next_page_token": ""}),
        )
        .times(2);
    let found = addresses(&client(&mock)?, "acme".into()).await?;
    assert_eq!(found, ["ada@acme.example", "alan@acme.example"]);
    // What was sent is recorded, without credentials.
    let second = mock.requests().pop().ok_or("nothing was sent")?;
    assert_eq!(second.path(), "/v2/accounts/acme/users");
    // It tells what was foreseen and did not come, and what came and was not foreseen.
    mock.verify()?;

    // A failure, as Zoom tells it.
    let mock = MockTransport::new().on(&ops::USERS_LIST).reply(
        404,
        json!({"code": 2001, "message": "Account does not exist: acme."}),
    );
    assert!(addresses(&client(&mock)?, "acme".into()).await?.is_empty());
    mock.verify()?;

    println!("both tests passed");
    Ok(())
}
