//! Tests of dashboards: paths, date ranges and meeting ids.

use futures_util::TryStreamExt;
use serde_json::json;
use zoom_accounts::Result;
use zoom_accounts::runtime::{Date, Scope};
use zoom_accounts::v2::dashboards::{
    DashboardMeetingParticipantsParams, DashboardMeetingState, DashboardMeetingsParams,
    DashboardWebinarsParams, DashboardsHandle, ParticipantIncludeField,
};

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, assert_v2, v2_client};

/// Returns the topics of the meetings in January.
async fn topics<S: Scope>(dashboards: &DashboardsHandle<S>) -> Result<Vec<Option<String>>> {
    let from = Date::from_ymd(2026, 1, 1).unwrap_or_else(|| Date::from(""));
    let january = DashboardMeetingsParams::new(from, "2026-01-31")
        .type_(DashboardMeetingState::Past)
        .group_ids(["-a", "_b"])
        .group_include_participant(true);
    let meetings = dashboards.meetings(january).page_size(300);
    meetings
        .items()
        .map_ok(|meeting| meeting.topic)
        .try_collect()
        .await
}

#[tokio::test]
async fn meetings_are_listed_by_date_and_group_in_any_account() {
    for prefix in ["/v2".to_owned(), format!("/v2/accounts/{ACCOUNT}")] {
        let page = |topic: &str, token: &str| {
            json!({
                "from": "2026-01-01",
                "to": "2026-01-31",
                "next_page_token": token,
                "meetings": [{"topic": topic}],
            })
        };
        let replies = [page("One", "more"), page("Two", "")];
        let server = Server::answering(replies.iter().map(|page| Reply::json(200, page))).await;
        let client = v2_client(&server);
        let topics = if prefix == "/v2" {
            topics(&client.dashboards()).await
        } else {
            topics(&client.sub_account(ACCOUNT).dashboards()).await
        };
        assert_eq!(
            topics.unwrap(),
            ["One", "Two"].map(|topic| Some(topic.to_owned()))
        );
        let query = [
            ("from", "2026-01-01"),
            ("to", "2026-01-31"),
            ("type", "past"),
            ("group_id", "-a,_b"),
            ("group_include_participant", "true"),
            ("page_size", "300"),
            ("next_page_token", "more"),
        ];
        let path = format!("{prefix}/metrics/meetings");
        let seen = server.requests().await;
        assert_v2(&seen[0], "GET", &path, &query[..6]);
        assert_v2(&seen[1], "GET", &path, &query);
    }
}

#[tokio::test]
async fn a_uuid_with_a_leading_or_double_slash_is_encoded_twice() {
    for (id, segment) in [
        ("85512345678", "85512345678"),
        ("kX3vPq+7TTe2bWn5ZRyZA==", "kX3vPq%2B7TTe2bWn5ZRyZA%3D%3D"),
        (
            "/ajXp112QmuoKj4854875==",
            "%252FajXp112QmuoKj4854875%253D%253D",
        ),
        (
            "aj//Xp+112QmuoKj485==",
            "aj%252F%252FXp%252B112QmuoKj485%253D%253D",
        ),
    ] {
        let server =
            Server::answering([Reply::json(200, &json!({})), Reply::json(200, &json!({}))]).await;
        let client = v2_client(&server);
        client.dashboards().meeting(id).await.unwrap();
        let account = client.sub_account(ACCOUNT);
        let call = account.dashboards().webinar_participant_qos(id, "167/78");
        call.await.unwrap();
        let seen = server.requests().await;
        assert_v2(
            &seen[0],
            "GET",
            &format!("/v2/metrics/meetings/{segment}"),
            &[],
        );
        let path =
            format!("/v2/accounts/{ACCOUNT}/metrics/webinars/{segment}/participants/167%2F78/qos");
        assert_v2(&seen[1], "GET", &path, &[]);
    }
}

#[tokio::test]
async fn include_fields_is_sent() {
    let server = Server::json(&json!({"participants": [], "next_page_token": ""})).await;
    let params = DashboardMeetingParticipantsParams::default()
        .include_fields(ParticipantIncludeField::RegistrantId);
    let dashboards = v2_client(&server).dashboards();
    let call = dashboards
        .meeting_participants("85512345678")
        .params(params);
    call.await.unwrap();
    let path = "/v2/metrics/meetings/85512345678/participants";
    let query = [("include_fields", "registrant_id")];
    assert_v2(&server.request().await, "GET", path, &query);
}

#[tokio::test]
async fn measurements_and_durations_are_strings_with_units() {
    let meeting = json!({
        "uuid": "kX3vPq+7TTe2bWn5/0RyZA==",
        "id": "85512345678",
        "duration": "05:27",
        "participants": "12",
        "has_pstn": 0,
        "has_video": 1,
        "end_time": "",
    });
    let body = json!({"webinars": [], "meetings": [meeting]});
    let server = Server::answering([Reply::json(200, &body), Reply::json(200, &body)]).await;
    let dashboards = v2_client(&server).dashboards();
    let days = DashboardMeetingsParams::new("2026-01-01", "2026-01-31");
    let page = dashboards.meetings(days).await.unwrap();
    let meeting = &page.meetings.as_deref().unwrap()[0];
    assert_eq!(meeting.id, Some(85_512_345_678));
    assert_eq!(meeting.participants, Some(12));
    assert_eq!(meeting.duration.as_deref(), Some("05:27"));
    assert_eq!(
        (meeting.has_pstn, meeting.has_video),
        (Some(false), Some(true))
    );
    let end = meeting.end_time.as_ref().unwrap();
    assert_eq!((end.as_str(), end.unix_seconds()), ("", None));
    let days = DashboardWebinarsParams::new("2026-01-01", "2026-01-31");
    dashboards.webinars(days).await.unwrap();
    let seen = server.requests().await;
    let query = [("from", "2026-01-01"), ("to", "2026-01-31")];
    assert_v2(&seen[1], "GET", "/v2/metrics/webinars", &query);
}
