//! Tests of calls that change several things at once, and can fail for some of these things. `v2_users_calls` tests
//! changes of features.

use serde_json::json;
use zoom_accounts::v2::im_groups::{ImGroupMemberAdd, ImGroupMemberBatchAdd};
use zoom_accounts::v2::meeting_polls::{MeetingPollAdd, MeetingPollBatchAdd};
use zoom_accounts::v2::webinar_panelists::{WebinarPanelistAdd, WebinarPanelistBatchAdd};

use crate::server::{Reply, Server};
use crate::support::{assert_v2, v2_client};

#[tokio::test]
async fn skipped_members_of_a_chat_group_are_missing_from_the_returned_ids() {
    let body = json!({"added_at": "2026-03-02T09:30:00Z", "ids": "u-1,u-3"});
    let server = Server::answering([Reply::json(201, &body)]).await;
    let members = ["a", "b", "c"]
        .map(|name| ImGroupMemberAdd::default().email(format!("{name}@acme.example")));
    let request = ImGroupMemberBatchAdd::default().members(members);
    let groups = v2_client(&server).im_groups();
    let added = groups.add_members("g-1", request).await.unwrap();
    assert_eq!(added.ids.as_deref(), Some("u-1,u-3"));
    let seen = server.request().await;
    assert_v2(&seen, "POST", "/v2/im/groups/g-1/members", &[]);
    let emails = ["a@acme.example", "b@acme.example", "c@acme.example"];
    let members: Vec<_> = emails.iter().map(|email| json!({"email": email})).collect();
    assert_eq!(seen.json(), json!({"members": members}));
}

#[tokio::test]
async fn a_rejected_panelist_fails_the_whole_batch_with_zooms_reason() {
    let body = json!({"code": 3030, "message": "Panelist limit exceeded."});
    let server = Server::answering([Reply::json(400, &body)]).await;
    let panelists = ["Ada", "Kim"].map(|name| {
        WebinarPanelistAdd::default()
            .name(name)
            .email(format!("{name}@acme.example"))
    });
    let request = WebinarPanelistBatchAdd::default().panelists(panelists);
    let webinar = v2_client(&server).webinar_panelists();
    let error = webinar.add("91234567890", request).await.unwrap_err();
    assert_eq!(error.code(), Some("3030"));
    let seen = server.request().await;
    assert_v2(&seen, "POST", "/v2/webinars/91234567890/panelists", &[]);
    assert_eq!(seen.json()["panelists"][1]["name"], "Kim");
}

#[tokio::test]
async fn a_batch_of_polls_keeps_its_order_and_questions_of_new_types() {
    let polls = json!({"polls": [
        {"id": "p-1", "title": "One", "questions": [{"name": "Draw it", "type": "sketch"}]},
        {"id": "p-2", "title": "Two", "status": "notstart"},
    ]});
    let server = Server::answering([Reply::json(201, &polls)]).await;
    let titles = ["One", "Two"];
    let request = titles.map(|title| MeetingPollAdd::default().title(title));
    let request = MeetingPollBatchAdd::default().polls(request);
    let meeting = v2_client(&server).meeting_polls();
    let added = meeting.add_batch("85512345678", request).await.unwrap();
    let seen = server.request().await;
    assert_v2(&seen, "POST", "/v2/meetings/85512345678/batch_polls", &[]);
    assert_eq!(
        seen.json(),
        json!({"polls": [{"title": "One"}, {"title": "Two"}]})
    );
    assert_eq!(serde_json::to_value(&added).unwrap(), polls);
}
