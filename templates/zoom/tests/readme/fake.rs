//! The test with a fake in the README of the client.

#[cfg(test)]
mod tests {
    use zoom_accounts::fake::FakeZoom;
    use zoom_accounts::v2::accounts::{AccountCreate, AccountCreateRequired};

    #[tokio::test]
    async fn a_new_sub_account_has_one_user() -> Result<(), Box<dyn std::error::Error>> {
        let fake = FakeZoom::start().await?;
        let zoom = fake.client();
        let request = AccountCreate::new(AccountCreateRequired {
            email: "owner@acme.example",
            first_name: "Ada",
            last_name: "Example",
            password: "a-password-8".into(),
        });
        let created = zoom.accounts().create(request).await?;

        let users = zoom.sub_account(created.id).users().list().items();
        let users = users.collect_all(100).await?;
        assert_eq!(users.len(), 1);
        assert_eq!(users[0].email.as_deref(), Some("owner@acme.example"));
        Ok(())
    }
}
