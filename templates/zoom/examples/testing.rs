//! Tests a function that uses the client. A mock transport takes the place of a server.
//!
//! ```text
//! cargo run --example testing --features test-util
//! ```

#![expect(clippy::print_stdout, reason = "the example prints its results")]

use std::error::Error;

use serde_json::json;
use zoom_accounts::ids::AccountId;
use zoom_accounts::runtime::Bearer;
use zoom_accounts::runtime::RetryPolicy;
use zoom_accounts::runtime::testing::MockTransport;
use zoom_accounts::{Client, ops};

/// The code under test: returns the email addresses of all users of an account. If the account does not exist, returns
/// an empty list.
async fn emails(zoom: &Client, account: AccountId) -> zoom_accounts::Result<Vec<String>> {
    let mut users = zoom.sub_account(account).users().list().items();
    let mut emails = Vec::new();
    while let Some(user) = users.next().await {
        match user {
            Ok(user) => emails.extend(user.email),
            Err(error) if error.is_not_found() => break,
            Err(error) => return Err(error),
        }
    }
    Ok(emails)
}

fn client(mock: &MockTransport) -> zoom_accounts::Result<Client> {
    Client::builder()
        .auth(Bearer::new("test-token"))
        .transport(mock.clone())
        // Without retries, the test does not wait.
        .retry(RetryPolicy::none())
        .build()
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // The mock returns two pages, one for each request.
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
    let found = emails(&client(&mock)?, "acme".into()).await?;
    assert_eq!(found, ["ada@acme.example", "alan@acme.example"]);
    // The mock records each request.
    let second = mock.requests().pop().ok_or("no request was sent")?;
    assert_eq!(second.path(), "/v2/accounts/acme/users");
    // `verify` fails if an expected request is missing or an unexpected request was sent.
    mock.verify()?;

    // Here, Zoom responds with an error.
    let mock = MockTransport::new().on(&ops::USERS_LIST).reply(
        404,
        json!({"code": 2001, "message": "Account does not exist: acme."}),
    );
    assert!(emails(&client(&mock)?, "acme".into()).await?.is_empty());
    mock.verify()?;

    println!("both tests passed");
    Ok(())
}
