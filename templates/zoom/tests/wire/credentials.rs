//! Tests of which credentials each call sends. A client can have credentials for v1 and for v2.

use serde_json::json;
use zoom_accounts::auth::ApiKeyPair;
use zoom_accounts::runtime::{ApiKey, Bearer};
use zoom_accounts::{Client, ErrorKind};

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, KEY, SECRET, TOKEN, assert_v1, assert_v2, builder};

#[tokio::test]
async fn a_client_sends_each_api_its_own_credentials() {
    let page = json!({"accounts": []});
    let replies = [json!({}), page.clone(), json!({}), page];
    for key_first in [true, false] {
        let server = Server::answering(replies.iter().map(|body| Reply::json(200, body))).await;
        let (key, token) = (ApiKeyPair::new(KEY, SECRET), Bearer::new(TOKEN));
        let builder = builder(&server);
        let builder = if key_first {
            builder.auth(key).auth(token)
        } else {
            builder.auth(token).auth(key)
        };
        let client = builder.build().unwrap();
        client.v1().accounts().get(ACCOUNT).await.unwrap();
        client.accounts().list().await.unwrap();
        client.v1().plans().get(ACCOUNT).await.unwrap();
        client.accounts().list().await.unwrap();
        let seen = server.requests().await;
        assert_v1(&seen[0], "get", &[("account_id", ACCOUNT)]);
        assert_v2(&seen[1], "GET", "/v2/accounts", &[]);
        assert_v1(&seen[2], "plan/get", &[("account_id", ACCOUNT)]);
        assert_v2(&seen[3], "GET", "/v2/accounts", &[]);
        for v2 in [&seen[1], &seen[3]] {
            assert!(v2.body.is_empty());
        }
    }
}

#[tokio::test]
async fn a_client_without_credentials_sends_nothing_and_names_the_scheme() {
    let server = Server::refusing();
    let client = builder(&server).build().unwrap();
    let error = client.v1().accounts().get(ACCOUNT).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(error.status(), None);
    assert_eq!(
        error.to_string(),
        "v1.accounts.get: no credentials for `api_key` and `api_secret`"
    );
    let error = client.accounts().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(
        error.to_string(),
        "accounts.list: no credentials for `oauth`"
    );
}

#[tokio::test]
async fn credentials_of_the_other_api_are_not_used() {
    let server = Server::refusing();
    let client = builder(&server).auth(Bearer::new(TOKEN)).build().unwrap();
    let error = client.v1().plans().get(ACCOUNT).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(
        error.to_string(),
        "v1.plans.get: no credentials for `api_key` and `api_secret`"
    );
    let client = builder(&server)
        .auth(ApiKeyPair::new(KEY, SECRET))
        .build()
        .unwrap();
    let error = client.users().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(error.to_string(), "users.list: no credentials for `oauth`");
}

#[tokio::test]
async fn half_a_key_pair_is_not_sent() {
    let server = Server::refusing();
    let client = builder(&server)
        .auth(ApiKey::new("api_key", KEY))
        .build()
        .unwrap();
    let error = client.v1().accounts().get(ACCOUNT).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "v1.accounts.get: no credentials for `api_secret`"
    );
}

#[tokio::test]
async fn build_and_calls_name_an_empty_key_or_secret() {
    let server = Server::refusing();
    for (key, secret, name) in [("", SECRET, "key"), (KEY, "", "secret")] {
        let pair = ApiKeyPair::new(key, secret);
        let error = builder(&server).auth(pair.clone()).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(error.to_string(), format!("api {name} is empty"));
        let client = builder(&server).build().unwrap();
        let call = client.v1().accounts().get(ACCOUNT).auth(pair);
        let error = call.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(
            error.to_string(),
            format!("v1.accounts.get: api {name} is empty")
        );
    }
}

#[tokio::test]
async fn one_call_can_use_other_credentials() {
    let server =
        Server::answering([Reply::json(200, &json!({})), Reply::json(200, &json!({}))]).await;
    let client = builder(&server)
        .auth(ApiKeyPair::new("test-other", "test-other"))
        .build()
        .unwrap();
    let sub = ApiKeyPair::new(KEY, SECRET);
    client.v1().plans().get(ACCOUNT).auth(sub).await.unwrap();
    client.v1().plans().get(ACCOUNT).await.unwrap();
    let seen = server.requests().await;
    assert_v1(&seen[0], "plan/get", &[("account_id", ACCOUNT)]);
    assert_eq!(seen[1].field("api_key").as_deref(), Some("test-other"));
}

#[tokio::test]
async fn a_client_can_be_shared_between_tasks() {
    let server = Server::answering(vec![Reply::json(200, &json!({"id": ACCOUNT})); 8]).await;
    let client: Client = builder(&server)
        .auth(ApiKeyPair::new(KEY, SECRET))
        .build()
        .unwrap();
    let calls = (0..8).map(|_| {
        let accounts = client.v1().accounts();
        tokio::spawn(async move { accounts.get(ACCOUNT).await })
    });
    for call in calls.collect::<Vec<_>>() {
        assert_eq!(call.await.unwrap().unwrap().id.unwrap(), ACCOUNT);
    }
    for seen in server.requests().await {
        assert_v1(&seen, "get", &[("account_id", ACCOUNT)]);
    }
}
