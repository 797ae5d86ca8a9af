//! The test in the README of the client.

#[cfg(test)]
mod tests {
    use serde_json::json;
    use zoom_accounts::runtime::Bearer;
    use zoom_accounts::runtime::testing::MockTransport;
    use zoom_accounts::{Client, ops};

    #[tokio::test]
    async fn an_unknown_account_is_not_found() -> Result<(), Box<dyn std::error::Error>> {
        let mock = MockTransport::new()
            .on(&ops::ACCOUNTS_GET)
            .reply(
                404,
                json!({"code": 2001, "message": "Account does not exist."}),
            )
            .times(1);
        let zoom = Client::builder()
            .auth(Bearer::new("a token"))
            .transport(mock.clone())
            .build()?;

        let error = zoom.accounts().get("an id").await.unwrap_err();
        assert!(error.is_not_found());
        assert_eq!(mock.requests()[0].path(), "/v2/accounts/an%20id");
        mock.verify()?;
        Ok(())
    }
}
