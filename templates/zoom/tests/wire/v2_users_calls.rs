//! Tests of operations on one user: requests, and unusual responses.

use serde_json::json;
use zoom_accounts::runtime::File;
use zoom_accounts::v2::types::UserType;
use zoom_accounts::v2::users::{
    LicenseOption, UserAccountSwitch, UserCreate, UserCreateAction, UserCreateFeature,
    UserCreateInfo, UserDeleteAction, UserDeleteParams, UserFeatureFailureReason, UserFeatureType,
    UserFeaturesUpdate, UserGetTokenParams, UserReference, UserStatusAction, UserStatusUpdate,
    UserTokenType,
};

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, assert_v2, v2_client};

const USER: &str = "p9TqWc2_RfuE4bNjYx7Kdw";

#[tokio::test]
async fn create_sends_the_user_info() {
    let server = Server::answering([Reply::json(201, &json!({"id": USER, "type": 2}))]).await;
    let info = UserCreateInfo::new("grace@acme.example", UserType::Licensed)
        .feature(UserCreateFeature::default().zoom_one_type(LicenseOption::BusinessPlusUsCanada));
    let created = v2_client(&server)
        .sub_account(ACCOUNT)
        .users()
        .create(UserCreate::new(UserCreateAction::SsoCreate).user_info(info))
        .await
        .unwrap();
    let request = server.request().await;
    assert_v2(
        &request,
        "POST",
        &format!("/v2/accounts/{ACCOUNT}/users"),
        &[],
    );
    let sent = json!({
        "action": "ssoCreate",
        "user_info": {"email": "grace@acme.example", "type": 2, "feature": {"zoom_one_type": 16}},
    });
    assert_eq!(request.json(), sent);
    assert_eq!(created.id.unwrap(), USER);
}

#[tokio::test]
async fn a_bulk_feature_update_returns_the_failed_users() {
    let body = json!({
        "success_user_ids": [],
        "fail_details": [{"user_ids": [USER], "reason": "Can't update for Zoom One users"}],
    });
    let server = Server::answering([Reply::json(201, &body)]).await;
    let change = UserFeaturesUpdate::new(
        UserFeatureType::WorkplacePlan,
        "0",
        vec![UserReference::default().email("grace@acme.example")],
    );
    let updated = v2_client(&server)
        .users()
        .update_features(change)
        .await
        .unwrap();
    let request = server.request().await;
    assert_v2(&request, "POST", "/v2/users/features", &[]);
    assert_eq!(request.json()["feature_type"], "zoom_one_type");
    let failures = updated.fail_details.unwrap();
    assert_eq!(
        failures[0].reason,
        Some(UserFeatureFailureReason::WorkplaceUsers)
    );
}

#[tokio::test]
async fn delete_sends_the_transfer_options() {
    let server = Server::answering([Reply::empty(204)]).await;
    let params = UserDeleteParams::default()
        .action(UserDeleteAction::Delete)
        .transfer_email("ada@acme.example")
        .transfer_meeting(true)
        .transfer_events(false);
    v2_client(&server)
        .users()
        .delete(USER)
        .params(params)
        .await
        .unwrap();
    assert_v2(
        &server.request().await,
        "DELETE",
        &format!("/v2/users/{USER}"),
        &[
            ("action", "delete"),
            ("transfer_email", "ada@acme.example"),
            ("transfer_meeting", "true"),
            ("transfer_events", "false"),
        ],
    );
}

#[tokio::test]
async fn a_status_update_accepts_200_and_204() {
    for status in [200, 204] {
        let server = Server::answering([Reply::empty(status)]).await;
        let change = UserStatusUpdate::new(UserStatusAction::ClockIn);
        v2_client(&server)
            .users()
            .update_status(USER, change)
            .await
            .unwrap();
        let request = server.request().await;
        assert_v2(&request, "PUT", &format!("/v2/users/{USER}/status"), &[]);
        assert_eq!(request.json(), json!({"action": "clock_in"}));
    }
}

#[tokio::test]
async fn a_user_moves_from_the_account_in_the_path_to_the_one_in_the_body() {
    let server = Server::answering([Reply::empty(204)]).await;
    v2_client(&server)
        .users()
        .switch_account("me", USER, UserAccountSwitch::new(ACCOUNT))
        .await
        .unwrap();
    let request = server.request().await;
    assert_v2(
        &request,
        "PUT",
        &format!("/v2/accounts/me/users/{USER}/account"),
        &[],
    );
    assert_eq!(request.json(), json!({"account_id": ACCOUNT}));
}

#[tokio::test]
async fn a_picture_upload_has_a_quoted_file_name_and_an_empty_response() {
    let server = Server::answering([Reply::json(201, &json!({}))]).await;
    let picture = File::new("ada.png", b"picture".to_vec()).content_type("image/png");
    v2_client(&server)
        .users()
        .upload_picture(USER, picture)
        .await
        .unwrap();
    let request = server.request().await;
    assert_v2(&request, "POST", &format!("/v2/users/{USER}/picture"), &[]);
    let body = String::from_utf8_lossy(&request.body);
    assert!(
        body.contains(r#"name="pic_file"; filename="ada.png""#),
        "{body}"
    );
}

#[tokio::test]
async fn a_token_may_be_null_and_is_never_shown() {
    let params = || {
        UserGetTokenParams::default()
            .type_(UserTokenType::Zak)
            .ttl(60)
    };
    let server = Server::json(&json!({"token": null})).await;
    let none = v2_client(&server)
        .users()
        .get_token(USER)
        .params(params())
        .await
        .unwrap();
    assert!(none.token.is_none());
    let server = Server::json(&json!({"token": "not-a-real-token"})).await;
    let token = v2_client(&server)
        .users()
        .get_token(USER)
        .params(params())
        .await
        .unwrap();
    assert_v2(
        &server.request().await,
        "GET",
        &format!("/v2/users/{USER}/token"),
        &[("type", "zak"), ("ttl", "60")],
    );
    assert!(!format!("{token:?}").contains("not-a-real-token"));
}
