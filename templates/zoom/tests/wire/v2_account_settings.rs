//! Tests of the settings, locked settings and virtual backgrounds of accounts.

use serde_json::json;
use zoom_accounts::runtime::{Body, File};
use zoom_accounts::v2::account_settings::{
    AccountLockSettingsUpdate, AccountSettingsDeleteVirtualBackgroundsParams,
    AccountSettingsGetParams, AccountSettingsOption, AccountSettingsScheduleMeetingUpdate,
    AccountSettingsUpdate, AccountSettingsUpdateParams,
};

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, assert_v2, v2_client};

#[tokio::test]
async fn the_option_selects_the_settings_to_read_and_change() {
    let body = json!({"meeting_authentication": true, "authentication_options": []});
    let replies = [
        Reply::json(200, &body),
        Reply::json(200, &body),
        Reply::empty(204),
    ];
    let server = Server::answering(replies).await;
    let client = v2_client(&server);
    let option = AccountSettingsOption::MeetingAuthentication;
    let params = AccountSettingsGetParams::default()
        .option(option.clone())
        .custom_query_fields(["host_video", "jbh_time"]);
    let own = client.account_settings().get("me").params(params.clone());
    assert_eq!(own.await.unwrap().meeting_authentication, Some(true));
    let settings = client.sub_account(ACCOUNT).account_settings();
    let theirs = settings.get().params(params).await.unwrap();
    assert_eq!(theirs.meeting_authentication, Some(true));
    let change = AccountSettingsUpdate::default().meeting_authentication(false);
    let params = AccountSettingsUpdateParams::default().option(option);
    settings.update(change).params(params).await.unwrap();

    let query = [
        ("option", "meeting_authentication"),
        ("custom_query_fields", "host_video,jbh_time"),
    ];
    let seen = server.requests().await;
    let path = format!("/v2/accounts/{ACCOUNT}/settings");
    assert_v2(&seen[0], "GET", "/v2/accounts/me/settings", &query);
    assert_v2(&seen[1], "GET", &path, &query);
    assert_v2(&seen[2], "PATCH", &path, &query[..1]);
    assert_eq!(seen[2].json(), json!({"meeting_authentication": false}));
}

#[tokio::test]
async fn an_update_sends_set_fields_and_no_default() {
    let server = Server::answering([Reply::empty(204), Reply::empty(204)]).await;
    let settings = v2_client(&server).account_settings();
    // The client sends a semicolon-separated list of domains unchanged.
    let schedule = AccountSettingsScheduleMeetingUpdate::default()
        .host_video(false)
        .enforce_login_domains("acme.example;example.com");
    let change = AccountSettingsUpdate::default().schedule_meeting(schedule);
    settings.update(ACCOUNT, change).await.unwrap();
    let nothing = AccountLockSettingsUpdate::default();
    settings.update_locks(ACCOUNT, nothing).await.unwrap();
    let seen = server.requests().await;
    let sent = json!({"schedule_meeting": {
        "host_video": false,
        "enforce_login_domains": "acme.example;example.com",
    }});
    assert_eq!(seen[0].json(), sent);
    let path = format!("/v2/accounts/{ACCOUNT}/lock_settings");
    assert_v2(&seen[1], "PATCH", &path, &[]);
    assert_eq!(seen[1].json(), json!({}));
}

#[tokio::test]
async fn a_background_upload_is_streamed_with_its_quoted_file_name() {
    let body = json!({"id": "bg", "name": "office.png", "size": "9", "is_default": 0});
    let server = Server::answering([Reply::json(201, &body)]).await;
    let contents = Body::from_reader(std::io::Cursor::new(b"a picture".to_vec()));
    let file = File::new("the \"new\" office; ü.png", contents).content_type("image/png");
    let settings = v2_client(&server).sub_account(ACCOUNT).account_settings();
    let uploaded = settings.upload_virtual_background(file).await.unwrap();
    assert_eq!((uploaded.size, uploaded.is_default), (Some(9), Some(false)));
    let request = server.request().await;
    let path = format!("/v2/accounts/{ACCOUNT}/settings/virtual_backgrounds");
    assert_v2(&request, "POST", &path, &[]);
    let content_type = request.header("content-type").unwrap();
    assert!(content_type.starts_with("multipart/form-data; boundary="));
    let body = String::from_utf8(request.body.clone()).unwrap();
    let name = r#"name="file"; filename="the %22new%22 office; ü.png""#;
    assert!(body.contains(name), "{body}");
    assert!(body.contains("\r\n\r\na picture\r\n--"), "{body}");
}

#[tokio::test]
async fn ids_of_backgrounds_to_delete_are_joined_by_commas() {
    let server = Server::answering([Reply::empty(204)]).await;
    let settings = v2_client(&server).account_settings();
    let params = AccountSettingsDeleteVirtualBackgroundsParams::default().file_ids(["a", "_b-"]);
    let call = settings.delete_virtual_backgrounds(ACCOUNT).params(params);
    call.await.unwrap();
    let path = format!("/v2/accounts/{ACCOUNT}/settings/virtual_backgrounds");
    let query = [("file_ids", "a,_b-")];
    assert_v2(&server.request().await, "DELETE", &path, &query);
}
