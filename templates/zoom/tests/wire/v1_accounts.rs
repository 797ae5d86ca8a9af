//! Tests of `v1().accounts()`: request fields in the v1 format, and response fields.

use serde_json::json;
use zoom_accounts::v1::accounts::{
    AccountCreate, AccountCreateRequired, AccountUpdate, CollectionMethod, PayMode,
};

use crate::server::Server;
use crate::support::{ACCOUNT, USER, assert_v1, v1_client};

#[tokio::test]
async fn create_sends_every_field_in_the_v1_format() {
    let server = Server::json(&json!({"id": ACCOUNT})).await;
    let request = AccountCreate::new(AccountCreateRequired {
        email: "owner+1@example.com",
        first_name: "Ada & Söhne",
        last_name: "O'Example",
        password: "a b+c%&=ß".into(),
    })
    .enable_share_rc(true)
    .share_rc(["192.0.2.10", "192.0.2.11"])
    .enable_share_mc(false)
    .share_mc(["192.0.2.20"])
    .pay_mode(PayMode::Sub)
    .collection_method(CollectionMethod::Automatic)
    .enable_pstn(false)
    .enable_enforce_login(true)
    .enable_enforce_login_sd(true)
    .enforce_login_domains("example.com;example.org")
    .meeting_capacity(100)
    .disable_cmr_reminder(true)
    .enable_only_host_download_cmr(true)
    .enable_same_account_access_cmr(false);
    v1_client(&server)
        .v1()
        .accounts()
        .create(request)
        .await
        .unwrap();
    assert_v1(
        &server.request().await,
        "create",
        &[
            ("email", "owner+1@example.com"),
            ("first_name", "Ada & Söhne"),
            ("last_name", "O'Example"),
            ("password", "a b+c%&=ß"),
            ("enable_share_rc", "true"),
            ("share_rc", "192.0.2.10,192.0.2.11"),
            ("enable_share_mc", "false"),
            ("share_mc", "192.0.2.20"),
            ("pay_mode", "0"),
            ("collection_method", "0"),
            ("enable_pstn", "false"),
            ("enable_enforce_login", "true"),
            ("enable_enforce_login_sd", "true"),
            ("enforce_login_domains", "example.com;example.org"),
            ("meeting_capacity", "100"),
            ("disable_cmr_reminder", "true"),
            ("enable_only_host_download_cmr", "true"),
            ("enable_same_account_access_cmr", "false"),
        ],
    );
}

#[tokio::test]
async fn create_sends_no_unset_field_and_no_default() {
    let server = Server::json(&json!({"id": ACCOUNT})).await;
    let request = AccountCreate::new(AccountCreateRequired {
        email: "owner@example.com",
        first_name: "Ada",
        last_name: "Example",
        password: "test-password".into(),
    });
    v1_client(&server)
        .v1()
        .accounts()
        .create(request)
        .await
        .unwrap();
    assert_v1(
        &server.request().await,
        "create",
        &[
            ("email", "owner@example.com"),
            ("first_name", "Ada"),
            ("last_name", "Example"),
            ("password", "test-password"),
        ],
    );
}

#[tokio::test]
async fn create_sends_known_and_unknown_enum_values() {
    for (pay_mode, collection_method, codes) in [
        (PayMode::Master, CollectionMethod::Manual, ("1", "1")),
        (
            PayMode::from("7"),
            CollectionMethod::from("later"),
            ("7", "later"),
        ),
    ] {
        let server = Server::json(&json!({"id": ACCOUNT})).await;
        let request = AccountCreate::new(AccountCreateRequired {
            email: "owner@example.com",
            first_name: "Ada",
            last_name: "Example",
            password: "test-password".into(),
        })
        .pay_mode(pay_mode)
        .collection_method(collection_method);
        v1_client(&server)
            .v1()
            .accounts()
            .create(request)
            .await
            .unwrap();
        let seen = server.request().await;
        assert_eq!(seen.field("pay_mode").as_deref(), Some(codes.0));
        assert_eq!(seen.field("collection_method").as_deref(), Some(codes.1));
    }
}

#[tokio::test]
async fn create_returns_the_new_account() {
    let body = json!({
        "id": ACCOUNT,
        "owner_id": USER,
        "owner_email": "owner@example.com",
        "created_at": "2017-10-19T09:30:00Z",
    });
    let server = Server::json(&body).await;
    let request = AccountCreate::new(AccountCreateRequired {
        email: "owner@example.com",
        first_name: "Ada",
        last_name: "Example",
        password: "test-password".into(),
    });
    let created = v1_client(&server)
        .v1()
        .accounts()
        .create(request)
        .await
        .unwrap();
    assert_eq!(created.id.as_ref().unwrap(), ACCOUNT);
    assert_eq!(created.owner_id.as_ref().unwrap(), USER);
    assert_eq!(created.owner_email.as_deref(), Some("owner@example.com"));
    let created_at = created.created_at.as_ref().unwrap();
    assert_eq!(created_at.unix_seconds(), Some(1_508_405_400));
    assert!(created.extra.is_empty());
    assert_eq!(serde_json::to_value(&created).unwrap(), body);
}

#[tokio::test]
async fn get_sends_the_id_and_returns_the_account() {
    let body = json!({
        "id": ACCOUNT,
        "owner_id": USER,
        "owner_email": "owner@example.com",
        "created_at": "2017-10-19T09:30:00Z",
        "api_key": "test-sub-key",
        "api_secret": "test-sub-secret",
    });
    let server = Server::json(&body).await;
    let account = v1_client(&server)
        .v1()
        .accounts()
        .get(ACCOUNT)
        .await
        .unwrap();
    assert_v1(&server.request().await, "get", &[("account_id", ACCOUNT)]);
    assert_eq!(account.id.as_ref().unwrap(), ACCOUNT);
    assert_eq!(account.owner_id.as_ref().unwrap(), USER);
    assert_eq!(account.owner_email.as_deref(), Some("owner@example.com"));
    assert_eq!(
        account.created_at.as_ref().unwrap().as_str(),
        "2017-10-19T09:30:00Z"
    );
    assert_eq!(account.extra["api_key"], "test-sub-key");
    assert_eq!(account.extra["api_secret"], "test-sub-secret");
    assert_eq!(serde_json::to_value(&account).unwrap(), body);
    let debug = format!("{account:?}");
    assert!(!debug.contains("test-sub"), "{debug}");
}

#[tokio::test]
async fn update_sends_every_field_in_the_v1_format() {
    let body = json!({"id": ACCOUNT, "updated_at": "2017-11-02T14:05:08Z"});
    let server = Server::json(&body).await;
    let request = AccountUpdate::new(ACCOUNT)
        .enable_share_rc(false)
        .share_rc(["192.0.2.10", "192.0.2.11", "192.0.2.12"])
        .enable_share_mc(true)
        .share_mc(["192.0.2.20", "192.0.2.21"])
        .pay_mode(PayMode::Master)
        .collection_method(CollectionMethod::Manual)
        .enable_pstn(true)
        .enable_call_out(false)
        .enable_enforce_login(false)
        .enable_enforce_login_sd(true)
        .enforce_login_domains("example.com")
        .meeting_capacity(1)
        .disable_cmr_reminder(false)
        .enable_only_host_download_cmr(true)
        .enable_same_account_access_cmr(true);
    let updated = v1_client(&server)
        .v1()
        .accounts()
        .update(request)
        .await
        .unwrap();
    assert_v1(
        &server.request().await,
        "update",
        &[
            ("account_id", ACCOUNT),
            ("enable_share_rc", "false"),
            ("share_rc", "192.0.2.10,192.0.2.11,192.0.2.12"),
            ("enable_share_mc", "true"),
            ("share_mc", "192.0.2.20,192.0.2.21"),
            ("pay_mode", "1"),
            ("collection_method", "1"),
            ("enable_pstn", "true"),
            ("enable_call_out", "false"),
            ("enable_enforce_login", "false"),
            ("enable_enforce_login_sd", "true"),
            ("enforce_login_domains", "example.com"),
            ("meeting_capacity", "1"),
            ("disable_cmr_reminder", "false"),
            ("enable_only_host_download_cmr", "true"),
            ("enable_same_account_access_cmr", "true"),
        ],
    );
    assert_eq!(updated.id.as_ref().unwrap(), ACCOUNT);
    assert_eq!(
        updated.updated_at.as_ref().unwrap().unix_seconds(),
        Some(1_509_631_508)
    );
    assert_eq!(serde_json::to_value(&updated).unwrap(), body);
}

#[tokio::test]
async fn update_sends_no_unset_setting() {
    let server = Server::json(&json!({"id": ACCOUNT})).await;
    let request = AccountUpdate::new(ACCOUNT);
    v1_client(&server)
        .v1()
        .accounts()
        .update(request)
        .await
        .unwrap();
    assert_v1(
        &server.request().await,
        "update",
        &[("account_id", ACCOUNT)],
    );
}

#[tokio::test]
async fn delete_sends_the_id_and_returns_the_time() {
    let body = json!({"id": ACCOUNT, "deleted_at": "2017-12-01T08:00:00Z"});
    let server = Server::json(&body).await;
    let deleted = v1_client(&server)
        .v1()
        .accounts()
        .delete(ACCOUNT)
        .await
        .unwrap();
    assert_v1(
        &server.request().await,
        "delete",
        &[("account_id", ACCOUNT)],
    );
    assert_eq!(deleted.id.as_ref().unwrap(), ACCOUNT);
    assert_eq!(
        deleted.deleted_at.as_ref().unwrap().unix_seconds(),
        Some(1_512_115_200)
    );
    assert_eq!(serde_json::to_value(&deleted).unwrap(), body);
}
