//! Tests of user settings: selecting settings with `option`, the two formats of authentication methods, and updates.
//! Settings that this version does not define must be sent back unchanged.

use serde_json::json;
use zoom_accounts::v2::user_settings::{
    UserSettingsAuthenticationOptions, UserSettingsAuthenticationType, UserSettingsGetParams,
    UserSettingsInMeetingUpdate, UserSettingsOption, UserSettingsUpdate,
};

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, assert_v2, v2_client};

const PATH: &str = "/v2/users/ada%40acme.example/settings";
const USER: &str = "ada@acme.example";

#[tokio::test]
async fn the_option_is_sent_and_authentication_methods_are_read() {
    let server = Server::json(&json!({
        "authentication_options": [{"id": "way", "type": "enforce_login", "visible": true}],
        "meeting_authentication": true,
        "allow_authentication_exception": false,
    }))
    .await;
    let settings = v2_client(&server)
        .user_settings()
        .get(USER)
        .params(
            UserSettingsGetParams::default()
                .option(UserSettingsOption::MeetingAuthentication)
                .custom_query_fields(["host_video", "participants_video"]),
        )
        .await
        .unwrap();
    assert_v2(
        &server.request().await,
        "GET",
        PATH,
        &[
            ("option", "meeting_authentication"),
            ("custom_query_fields", "host_video,participants_video"),
        ],
    );
    assert_eq!(settings.meeting_authentication, Some(true));
    let Some(UserSettingsAuthenticationOptions::List(ways)) = settings.authentication_options
    else {
        panic!("{settings:?}")
    };
    assert_eq!(
        ways[0].type_,
        Some(UserSettingsAuthenticationType::SignedIn)
    );
}

#[tokio::test]
async fn authentication_methods_may_be_grouped() {
    let body = json!({"authentication_options": {
        "meeting_authentication": {
            "meeting_authentication": true,
            "authentication_options": [{"name": "Staff", "type": "enforce_login_with_domains"}],
        },
        "recording_authentication": {"recording_authentication": false},
    }});
    let server = Server::json(&body).await;
    let settings = v2_client(&server)
        .sub_account(ACCOUNT)
        .user_settings()
        .get(USER)
        .await
        .unwrap();
    assert_v2(
        &server.request().await,
        "GET",
        &format!("/v2/accounts/{ACCOUNT}/users/ada%40acme.example/settings"),
        &[],
    );
    let Some(UserSettingsAuthenticationOptions::Groups(groups)) = &settings.authentication_options
    else {
        panic!("{settings:?}")
    };
    let recordings = groups.recording_authentication.as_ref().unwrap();
    assert_eq!(recordings.recording_authentication, Some(false));
    assert_eq!(serde_json::to_value(&settings).unwrap(), body);
}

#[tokio::test]
async fn a_settings_update_sends_only_set_fields() {
    let server = Server::answering([Reply::empty(204)]).await;
    let change = UserSettingsUpdate::default()
        .in_meeting(UserSettingsInMeetingUpdate::default().co_host(false));
    v2_client(&server)
        .user_settings()
        .update(USER, change)
        .await
        .unwrap();
    let request = server.request().await;
    assert_v2(&request, "PATCH", PATH, &[]);
    assert_eq!(request.json(), json!({"in_meeting": {"co_host": false}}));
}

#[tokio::test]
async fn unknown_settings_are_sent_back_with_the_section_that_contains_them() {
    let server = Server::answering([
        Reply::json(
            200,
            &json!({"recording": {
                "cloud_recording": true,
                "hologram": {"depth": 3},
                "local_recording_options": {"save_to": null},
            }}),
        ),
        Reply::empty(204),
    ])
    .await;
    let zoom = v2_client(&server);
    let settings = zoom.user_settings().get(USER).await.unwrap();
    let mut recording = settings.recording.unwrap();
    recording.cloud_recording = Some(false);
    zoom.user_settings()
        .update(USER, UserSettingsUpdate::default().recording(recording))
        .await
        .unwrap();
    assert_eq!(
        server.requests().await[1].json(),
        json!({"recording": {
            "cloud_recording": false,
            "hologram": {"depth": 3},
            "local_recording_options": {"save_to": null},
        }})
    );
}

#[tokio::test]
async fn extra_carries_unknown_settings_from_a_response_to_the_type_of_the_update() {
    let server = Server::answering([
        Reply::json(
            200,
            &json!({
                "in_meeting": {"co_host": true, "hologram": {"depth": 3}},
                "holograms": {"color": "blue"},
            }),
        ),
        Reply::empty(204),
    ])
    .await;
    let zoom = v2_client(&server);
    let settings = zoom.user_settings().get(USER).await.unwrap();
    let mut in_meeting = UserSettingsInMeetingUpdate::default().co_host(false);
    in_meeting.extra = settings.in_meeting.unwrap().extra;
    let mut change = UserSettingsUpdate::default().in_meeting(in_meeting);
    change.extra = settings.extra;
    zoom.user_settings().update(USER, change).await.unwrap();
    assert_eq!(
        server.requests().await[1].json(),
        json!({
            "in_meeting": {"co_host": false, "hologram": {"depth": 3}},
            "holograms": {"color": "blue"},
        })
    );
}
