//! Tests of how v2 behaves in ways that Zoom does not document. If such behavior belongs to one resource, the test is
//! in the file of the resource. `v2_failures` and `error_shapes` test failures, and `server_to_server` tests tokens.

use futures_util::TryStreamExt;
use serde_json::{Value, json};
use zoom_accounts::errors::{ZoomCode, missing_scopes, zoom_code};
use zoom_accounts::runtime::{StatusCode, Timestamp};
use zoom_accounts::v2::billing::BillingContactUpdate;
use zoom_accounts::v2::roles::{RoleMemberAdd, RoleMemberBatchAdd};
use zoom_accounts::v2::types::{LoginType, UserType};
use zoom_accounts::v2::users::{EmailVerification, LicenseOption, User, UserStatus};

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, USER, assert_v2, v2_client};

/// Lists users on a server that returns `user`. Returns the decoded user.
async fn listed(user: Value) -> User {
    let server = Server::json(&json!({"users": [user]})).await;
    let page = v2_client(&server).users().list().await.unwrap();
    server.request().await;
    // Zoom may omit the page counts.
    assert_eq!((page.page_count, page.page_number), (None, None));
    page.users.unwrap().remove(0)
}

#[tokio::test]
async fn an_email_address_is_encoded_in_the_path() {
    let server = Server::json(&json!({"email": "ada+1@acme.example", "type": 1})).await;
    v2_client(&server)
        .users()
        .get("ada+1@acme.example")
        .await
        .unwrap();
    let path = "/v2/users/ada%2B1%40acme.example";
    assert_v2(&server.request().await, "GET", path, &[]);
}

#[tokio::test]
async fn requests_accept_json() {
    let server = Server::json(&json!({"users": []})).await;
    v2_client(&server).users().list().await.unwrap();
    let request = server.request().await;
    assert!(
        request
            .header("accept")
            .unwrap()
            .contains("application/json")
    );
}

#[tokio::test]
async fn numbers_may_be_strings_and_strings_may_be_numbers() {
    let body = json!({"id": ACCOUNT, "account_number": "10020030040", "seats": "25"});
    let server = Server::json(&body).await;
    let account = v2_client(&server).accounts().get(ACCOUNT).await.unwrap();
    server.request().await;
    assert_eq!(account.account_number, Some(10_020_030_040));
    assert_eq!(account.seats, Some(25));
    let user = listed(json!({"email": "a@example.com", "type": "2", "dept": 42})).await;
    assert_eq!(user.type_, Some(UserType::Licensed));
    assert_eq!(user.dept.as_deref(), Some("42"));
}

#[tokio::test]
async fn booleans_may_be_zero_or_one() {
    let body = json!({"id": ACCOUNT, "reseller": 1, "bulk_license": 0});
    let server = Server::json(&json!({"accounts": [body]})).await;
    let page = v2_client(&server).accounts().list().await.unwrap();
    server.request().await;
    let account = &page.accounts.unwrap()[0];
    assert_eq!(
        (account.reseller, account.bulk_license),
        (Some(true), Some(false))
    );
}

#[tokio::test]
async fn a_60_bit_flag_keeps_every_digit() {
    let body = r#"{"email": "a@example.com", "type": 2, "zoom_one_type": 576460752303423488}"#;
    let server = Server::answering([Reply::body(200, "application/json", body)]).await;
    let user = v2_client(&server).users().get(USER).await.unwrap();
    server.request().await;
    let back = serde_json::to_string(&user).unwrap();
    assert!(back.contains("576460752303423488"), "{back}");
    let option = user.zoom_one_type.unwrap();
    assert_eq!(option, LicenseOption::from(576_460_752_303_423_488));
}

#[tokio::test]
async fn undocumented_values_are_kept_and_sent_back() {
    let user = listed(json!({
        "email": "a@example.com",
        "type": 77,
        "status": "frozen",
        "verified": 2,
        "login_types": [1, 4242],
    }))
    .await;
    assert_eq!(user.type_, Some(UserType::from(77)));
    assert_eq!(user.status, Some(UserStatus::from("frozen")));
    assert_eq!(user.verified, Some(EmailVerification::from(2)));
    assert_eq!(user.login_types.as_ref().unwrap()[1], LoginType::from(4242));
    let back = serde_json::to_value(&user).unwrap();
    assert_eq!(back["type"], 77);
    assert_eq!(back["status"], "frozen");
}

#[tokio::test]
#[expect(deprecated, reason = "a deprecated field is still read")]
async fn times_in_any_form_do_not_fail_the_response() {
    for (text, seconds) in [
        ("2025-01-15T08:30:00Z", Some(1_736_929_800)),
        ("2025-01-15T083000Z", Some(1_736_929_800)),
        ("2025-01-15T09:30:00+01:00", Some(1_736_929_800)),
        ("", None),
        ("soon", None),
    ] {
        let user = listed(json!({
            "email": "a@example.com",
            "type": 1,
            "created_at": text,
            "user_created_at": text,
        }))
        .await;
        let created = user.user_created_at.as_ref().unwrap();
        assert_eq!((created.as_str(), created.unix_seconds()), (text, seconds));
        assert_eq!(user.created_at, Some(Timestamp::from(text)));
        assert_eq!(serde_json::to_value(&user).unwrap()["created_at"], text);
    }
}

#[tokio::test]
async fn fields_may_be_null_absent_or_unknown() {
    let user = listed(json!({
        "email": "a@example.com",
        "type": 1,
        "group_ids": null,
        "pmi": null,
        "member_of_the_future": {"a": [1]},
    }))
    .await;
    assert_eq!((user.group_ids, user.pmi, user.id), (None, None, None));
}

#[tokio::test]
async fn the_response_contains_fields_that_the_types_omit() {
    let body = json!({"email": "a@example.com", "type": 1, "member_of_the_future": [1]});
    let server = Server::json(&body).await;
    let call = v2_client(&server).users().get(USER);
    let response = call.with_response().await.unwrap();
    server.request().await;
    let whole: Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(whole["member_of_the_future"], json!([1]));
}

#[tokio::test]
async fn code_zero_is_success() {
    let body = json!({"code": 0, "error_message": "success"});
    let server = Server::json(&body).await;
    v2_client(&server)
        .accounts()
        .disassociate(ACCOUNT)
        .await
        .unwrap();
    server.request().await;
}

#[tokio::test]
async fn a_rejected_me_is_reported_with_zooms_message() {
    let body = json!({"code": 2001, "message": "Account does not exist: me."});
    let server = Server::answering([Reply::json(404, &body)]).await;
    let change = BillingContactUpdate::default();
    let call = v2_client(&server)
        .sub_account("me")
        .billing()
        .update(change);
    let error = call.await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(zoom_code(&error), Some(ZoomCode::AccountNotFound));
    let path = "/v2/accounts/me/billing";
    assert_v2(&server.request().await, "PATCH", path, &[]);
}

#[tokio::test]
async fn scope_messages_are_kept_with_zooms_typos() {
    let message = "Invalid access token, does not contain scopes:[ division:read:admin, division:wirte:admin].";
    let body = json!({"code": 4711, "message": message});
    let server = Server::answering([Reply::json(400, &body)]).await;
    let error = v2_client(&server).users().get(USER).await.unwrap_err();
    server.request().await;
    let scopes = ["division:read:admin", "division:wirte:admin"];
    assert_eq!(missing_scopes(&error), scopes);
}

#[tokio::test]
async fn a_token_revoked_by_a_later_one_is_an_auth_error() {
    let body = json!({"code": 4741, "message": "The token was revoked."});
    let server = Server::answering([Reply::json(401, &body)]).await;
    let error = v2_client(&server).users().get(USER).await.unwrap_err();
    server.request().await;
    assert!(error.is_auth());
    assert_eq!(zoom_code(&error), Some(ZoomCode::TokenRevoked));
}

#[tokio::test]
async fn a_meeting_older_than_a_year_has_its_own_code() {
    let body = json!({"code": 12702, "message": "Can not access meeting a year ago."});
    let server = Server::answering([Reply::json(400, &body)]).await;
    let call = v2_client(&server).dashboards().meeting("85512345678");
    let error = call.await.unwrap_err();
    server.request().await;
    assert_eq!(zoom_code(&error), Some(ZoomCode::MeetingTooOld));
}

#[tokio::test]
async fn skipped_members_are_missing_from_the_returned_ids() {
    let body = json!({"ids": "u1,u3", "add_at": "2025-01-15T08:30:00Z"});
    let server = Server::answering([Reply::json(201, &body)]).await;
    let members = ["u1", "u2", "u3"].map(|id| RoleMemberAdd::default().id(id));
    let call = v2_client(&server)
        .roles()
        .add_members("r1", RoleMemberBatchAdd::default().members(members));
    let added = call.await.unwrap();
    server.request().await;
    assert_eq!(added.ids.as_deref(), Some("u1,u3"));
}

#[tokio::test]
async fn meeting_participants_contains_all_pages() {
    let page = |name: &str, token: &str| {
        Reply::json(
            200,
            &json!({"participants": [{"user_name": name}], "next_page_token": token}),
        )
    };
    let server = Server::answering([page("Ada", "more"), page("Ben", "")]).await;
    let call = v2_client(&server)
        .dashboards()
        .meeting_participants("85512345678");
    let items: Vec<_> = call.items().try_collect().await.unwrap();
    let names: Vec<_> = items.iter().map(|item| item.user_name.as_deref()).collect();
    assert_eq!(names, [Some("Ada"), Some("Ben")]);
    let seen = server.requests().await;
    let path = "/v2/metrics/meetings/85512345678/participants";
    let query = [("page_size", "300"), ("next_page_token", "more")];
    assert_v2(&seen[1], "GET", path, &query);
}
