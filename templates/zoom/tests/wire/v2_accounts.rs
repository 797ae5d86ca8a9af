//! Tests of `accounts()`: JSON bodies, page tokens, and ids in paths.

use futures_util::TryStreamExt;
use serde_json::{Value, json};
use zoom_accounts::ids::AccountId;
use zoom_accounts::runtime::Method;
use zoom_accounts::v2::accounts::{
    AccountCreate, AccountCreateRequired, AccountListParams, AccountOptions, AccountPage,
    AccountType, PayMode,
};
use zoom_accounts::{ErrorKind, ops};

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, USER, assert_v2, v2_client};

#[tokio::test]
async fn create_sends_every_field_of_the_reference() {
    let body = json!({
        "id": ACCOUNT,
        "owner_id": USER,
        "owner_email": "owner@example.com",
        "created_at": "2025-01-10T08:45:00Z",
    });
    let server = Server::answering([Reply::json(201, &body)]).await;
    let options = AccountOptions::default()
        .share_rc(true)
        .room_connector_list(["192.0.2.10", "192.0.2.11"])
        .share_mc(true)
        .meeting_connector_list(["192.0.2.20"])
        .resource_share_mc(false)
        .resource_meeting_connector_list(["mc-1"])
        .resource_share_mh(true)
        .resource_meeting_hybrid_list(["mh-1", "mh-2"])
        .pay_mode(PayMode::Sub)
        .billing_auto_renew(false);
    let request = AccountCreate::new(AccountCreateRequired {
        email: "owner@example.com",
        first_name: "Ada",
        last_name: "Söhne \"&\" Example",
        password: "test-password".into(),
    })
    .account_name("Acme Example")
    .options(options)
    .sub_reseller_id("_7mHsLq2T0aVxYc9RkPwGA")
    .transfer_code("test-code");
    let created = v2_client(&server).accounts().create(request).await.unwrap();
    let seen = server.request().await;
    assert_v2(&seen, "POST", "/v2/accounts", &[]);
    assert_eq!(
        seen.json(),
        json!({
            "email": "owner@example.com",
            "first_name": "Ada",
            "last_name": "Söhne \"&\" Example",
            "password": "test-password",
            "account_name": "Acme Example",
            "options": {
                "share_rc": true,
                "room_connector_list": ["192.0.2.10", "192.0.2.11"],
                "share_mc": true,
                "meeting_connector_list": ["192.0.2.20"],
                "resource_share_mc": false,
                "resource_meeting_connector_list": ["mc-1"],
                "resource_share_mh": true,
                "resource_meeting_hybrid_list": ["mh-1", "mh-2"],
                "pay_mode": "sub",
                "billing_auto_renew": false,
            },
            "sub_reseller_id": "_7mHsLq2T0aVxYc9RkPwGA",
            "transfer_code": "test-code",
        })
    );
    assert_eq!(created.id, ACCOUNT);
    assert_eq!(created.owner_id.as_ref().unwrap(), USER);
    assert_eq!(created.owner_email.as_deref(), Some("owner@example.com"));
    assert_eq!(
        created.created_at.as_ref().unwrap().unix_seconds(),
        Some(1_736_498_700)
    );
    assert_eq!(serde_json::to_value(&created).unwrap(), body);
}

#[tokio::test]
async fn create_sends_no_unset_field_and_no_default() {
    let server = Server::answering([Reply::json(201, &json!({"id": ACCOUNT}))]).await;
    let request = AccountCreate::new(AccountCreateRequired {
        email: "owner@example.com",
        first_name: "Ada",
        last_name: "Example",
        password: "test-password".into(),
    })
    .options(AccountOptions::default());
    v2_client(&server).accounts().create(request).await.unwrap();
    assert_eq!(
        server.request().await.json(),
        json!({
            "email": "owner@example.com",
            "first_name": "Ada",
            "last_name": "Example",
            "password": "test-password",
            "options": {},
        })
    );
}

/// Returns a page with accounts of these ids, and the token of the next page.
fn page(ids: &[&str], token: &str) -> Reply {
    let accounts: Vec<Value> = ids.iter().map(|id| json!({"id": id})).collect();
    Reply::json(
        200,
        &json!({"next_page_token": token, "accounts": accounts}),
    )
}

#[tokio::test]
#[expect(deprecated, reason = "a deprecated parameter is still sent")]
async fn list_sends_every_parameter_in_the_query() {
    let server = Server::answering([page(&[], "")]).await;
    let params = AccountListParams::default()
        .page_size(300)
        .next_page_token("t/o+k=e n&")
        .page_number(2)
        .sub_reseller_id("_7mHsLq2T0aVxYc9RkPwGA")
        .phone_number("+1 555 010 0200")
        .email("owner+1@example.com");
    v2_client(&server)
        .accounts()
        .list()
        .params(params)
        .await
        .unwrap();
    let seen = server.request().await;
    assert_v2(
        &seen,
        "GET",
        "/v2/accounts",
        &[
            ("page_size", "300"),
            ("next_page_token", "t/o+k=e n&"),
            ("page_number", "2"),
            ("sub_reseller_id", "_7mHsLq2T0aVxYc9RkPwGA"),
            ("phone_number", "+1 555 010 0200"),
            ("email", "owner+1@example.com"),
        ],
    );
    assert!(seen.body.is_empty());
}

#[tokio::test]
#[expect(deprecated, reason = "a deprecated field is still read")]
async fn list_returns_every_field() {
    let body = json!({
        "next_page_token": "t7Yb2mXq9LwE4RcV8sKd1HnP6uZj3FgA5oT",
        "page_count": 2,
        "page_number": 1,
        "page_size": 30,
        "total_records": 42,
        "accounts": [{
            "id": ACCOUNT,
            "account_name": "Acme Example",
            "account_number": 10_020_030_040_i64,
            "account_type": "API Partner",
            "owner_email": "owner@example.com",
            "seats": 25,
            "subscription_start_time": "2025-01-15T00:00:00Z",
            "subscription_end_time": "2026-01-15T00:00:00Z",
            "created_at": "2025-01-10T08:45:00Z",
            "reseller": false,
            "bulk_license": true,
        }],
    });
    let server = Server::json(&body).await;
    let page: AccountPage = v2_client(&server).accounts().list().await.unwrap();
    server.request().await;
    assert_eq!(
        page.next_page_token.as_deref(),
        Some("t7Yb2mXq9LwE4RcV8sKd1HnP6uZj3FgA5oT")
    );
    assert_eq!((page.page_count, page.page_number), (Some(2), Some(1)));
    assert_eq!((page.page_size, page.total_records), (Some(30), Some(42)));
    let account = &page.accounts.as_deref().unwrap()[0];
    assert_eq!(account.id, ACCOUNT);
    assert_eq!(account.account_name.as_deref(), Some("Acme Example"));
    assert_eq!(account.account_number, Some(10_020_030_040));
    assert_eq!(account.account_type, Some(AccountType::ApiPartner));
    assert_eq!(account.owner_email.as_deref(), Some("owner@example.com"));
    assert_eq!(account.seats, Some(25));
    assert_eq!(
        account
            .subscription_start_time
            .as_ref()
            .unwrap()
            .unix_seconds(),
        Some(1_736_899_200)
    );
    assert_eq!(
        account
            .subscription_end_time
            .as_ref()
            .unwrap()
            .unix_seconds(),
        Some(1_768_435_200)
    );
    assert_eq!(
        account.created_at.as_ref().unwrap().unix_seconds(),
        Some(1_736_498_700)
    );
    assert_eq!(
        (account.reseller, account.bulk_license),
        (Some(false), Some(true))
    );
    assert_eq!(serde_json::to_value(&page).unwrap(), body);
}

#[tokio::test]
async fn items_contains_all_pages_up_to_an_empty_token() {
    // An empty page that has a token is not the last page.
    let pages = [
        page(&["a", "b"], "one/+="),
        page(&[], "two"),
        page(&["c"], ""),
    ];
    let server = Server::answering(pages).await;
    let params = AccountListParams::default().sub_reseller_id("_7mHsLq2T0aVxYc9RkPwGA");
    let list = v2_client(&server)
        .accounts()
        .list()
        .params(params)
        .page_size(2);
    let ids: Vec<AccountId> = list
        .items()
        .map_ok(|account| account.id)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(ids, ["a", "b", "c"].map(AccountId::from));
    let same = [
        ("sub_reseller_id", "_7mHsLq2T0aVxYc9RkPwGA"),
        ("page_size", "2"),
    ];
    let seen = server.requests().await;
    for (seen, token) in seen.iter().zip([None, Some("one/+="), Some("two")]) {
        let mut query = same.to_vec();
        query.extend(token.map(|token| ("next_page_token", token)));
        assert_v2(seen, "GET", "/v2/accounts", &query);
    }
}

#[tokio::test]
async fn a_list_can_be_resumed() {
    let server = Server::answering([page(&["a"], "one"), page(&["b"], "")]).await;
    let client = v2_client(&server);
    let mut pages = client.accounts().list().pages();
    pages.next().await.unwrap().unwrap();
    let token = pages.next_token().unwrap().clone();
    drop(pages);
    let mut pages = client.accounts().list().page_token(token).pages();
    assert_eq!(
        pages.next().await.unwrap().unwrap().accounts.unwrap()[0].id,
        "b"
    );
    assert!(pages.next().await.is_none());
    let seen = server.requests().await;
    assert_v2(
        &seen[1],
        "GET",
        "/v2/accounts",
        &[("page_size", "300"), ("next_page_token", "one")],
    );
}

#[tokio::test]
async fn a_repeated_page_token_is_an_error() {
    let pages = [
        page(&["a"], "one"),
        page(&["b"], "two"),
        page(&["c"], "one"),
    ];
    let server = Server::answering(pages).await;
    let list = v2_client(&server).accounts().list();
    let error = list.items().try_collect::<Vec<_>>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    server.requests().await;
}

#[tokio::test]
async fn a_page_token_of_the_parameters_counts_as_used() {
    let server = Server::answering([page(&["a"], "one")]).await;
    let params = AccountListParams::default().next_page_token("one");
    let list = v2_client(&server).accounts().list().params(params);
    let error = list.items().try_collect::<Vec<_>>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    server.requests().await;
}

#[tokio::test]
async fn a_page_size_over_the_maximum_is_an_error_before_a_request() {
    let server = Server::refusing();
    let client = v2_client(&server);
    let error = client.accounts().list().page_size(301).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    let error = client.users().list().page_size(2001).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[tokio::test]
async fn get_sends_the_id_and_returns_every_field() {
    let body = json!({
        "id": ACCOUNT,
        "account_name": "Acme Example",
        "account_number": 10_020_030_040_i64,
        "account_type": "Type of the future",
        "owner_id": USER,
        "owner_email": "owner@example.com",
        "seats": 25,
        "subscription_start_time": "2025-01-15T00:00:00Z",
        "subscription_end_time": "2026-01-15T00:00:00Z",
        "created_at": "2025-01-10T08:45:00Z",
        "vanity_url": "https://acme.example.com",
        "reseller": true,
        "options": {
            "share_rc": true,
            "room_connector_list": ["192.0.2.10"],
            "share_mc": false,
            "meeting_connector_list": [],
            "resource_share_mc": false,
            "resource_meeting_connector_list": [],
            "resource_share_mh": false,
            "resource_meeting_hybrid_list": [],
            "pay_mode": "master",
            "billing_auto_renew": true,
        },
    });
    let server = Server::answering([Reply::json(200, &body), Reply::json(200, &body)]).await;
    let client = v2_client(&server);
    let account = client.accounts().get(ACCOUNT).await.unwrap();
    let same = client.sub_account(ACCOUNT).accounts().get().await.unwrap();
    for seen in server.requests().await {
        let path = format!("/v2/accounts/{ACCOUNT}");
        assert_v2(&seen, "GET", &path, &[]);
    }
    assert_eq!(account, same);
    assert_eq!(account.id, ACCOUNT);
    assert_eq!(account.account_name.as_deref(), Some("Acme Example"));
    assert_eq!(account.account_number, Some(10_020_030_040));
    assert_eq!(
        account.account_type,
        Some(AccountType::from("Type of the future"))
    );
    assert_eq!(account.owner_id.as_ref().unwrap(), USER);
    assert_eq!(account.owner_email.as_deref(), Some("owner@example.com"));
    assert_eq!(account.seats, Some(25));
    assert_eq!(
        account.vanity_url.as_deref(),
        Some("https://acme.example.com")
    );
    assert_eq!(account.reseller, Some(true));
    let options = account.options.as_ref().unwrap();
    assert_eq!(options.share_rc, Some(true));
    assert_eq!(
        options.room_connector_list.as_deref().unwrap(),
        ["192.0.2.10"]
    );
    assert_eq!(options.pay_mode, Some(PayMode::Master));
    assert_eq!(options.billing_auto_renew, Some(true));
    assert_eq!(serde_json::to_value(&account).unwrap(), body);
}

#[tokio::test]
async fn an_id_stays_in_its_path_segment() {
    for (id, segment) in [
        ("me", "me"),
        ("-a_b", "-a_b"),
        ("a/b?c#d%2Fe", "a%2Fb%3Fc%23d%252Fe"),
        ("../users", "..%2Fusers"),
        ("ü x", "%C3%BC%20x"),
    ] {
        let server = Server::json(&json!({"id": id})).await;
        v2_client(&server).accounts().get(id).await.unwrap();
        let path = format!("/v2/accounts/{segment}");
        assert_v2(&server.request().await, "GET", &path, &[]);
    }
    let server = Server::refusing();
    for id in ["", ".", ".."] {
        let error = v2_client(&server).accounts().get(id).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build, "{id}");
    }
}

#[tokio::test]
async fn a_custom_request_has_the_same_credentials_and_errors() {
    let replies = [
        Reply::json(200, &json!({"answer": 42})),
        Reply::json(404, &json!({"code": 2001, "message": "no"})),
    ];
    let server = Server::answering(replies).await;
    let client = v2_client(&server);
    let call = || {
        let like = &ops::ACCOUNTS_LIST;
        let request = client
            .core()
            .custom_request(like, Method::POST, "/new/{id}/path");
        request
            .path("id", "a/b")
            .query("q", "1 2")
            .json_body(json!({"ask": 6 * 7}))
    };
    assert_eq!(call().json::<Value>().await.unwrap(), json!({"answer": 42}));
    let error = call().json::<Value>().await.unwrap_err();
    assert!(error.is_not_found());
    for seen in server.requests().await {
        assert_v2(&seen, "POST", "/v2/new/a%2Fb/path", &[("q", "1 2")]);
        assert_eq!(seen.json(), json!({"ask": 42}));
    }
}
