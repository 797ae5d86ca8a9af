//! Tests of registrants of meetings, webinars and recordings.

use std::fmt::Write;

use futures_util::TryStreamExt;
use serde_json::json;
use zoom_accounts::runtime::Exposed;
use zoom_accounts::v2::meeting_registrants::{
    MeetingRegistrantAction, MeetingRegistrantAdd, MeetingRegistrantAnswer,
    MeetingRegistrantBatchAdd, MeetingRegistrantCreate, MeetingRegistrantListParams,
    MeetingRegistrantReference, MeetingRegistrantStatus, MeetingRegistrantStatusUpdate,
    MeetingRegistrantUpdateStatusParams,
};

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, assert_v2, v2_client};

const MEETING: &str = "85512345678";

#[tokio::test]
async fn a_batch_returns_only_the_registrants_that_were_added() {
    let added = json!({"registrants": [
        {"email": "ada@acme.example", "registrant_id": "r-1", "join_url": "https://example.com/1"},
        {"email": "kim@acme.example", "registrant_id": "r-3", "join_url": "https://example.com/3"},
    ]});
    let server = Server::answering([Reply::json(201, &added)]).await;
    let people = ["ada", "lee", "kim"]
        .map(|name| MeetingRegistrantAdd::new(format!("{name}@acme.example"), name));
    let request = MeetingRegistrantBatchAdd::default()
        .auto_approve(true)
        .registrants(people);
    let registrants = v2_client(&server).meeting_registrants();
    let response = registrants.add_batch(MEETING, request).await.unwrap();
    let ids = response.registrants.unwrap();
    let ids: Vec<_> = (ids.iter())
        .map(|added| added.registrant_id.as_ref().unwrap().to_string())
        .collect();
    assert_eq!(ids, ["r-1", "r-3"]);
    let seen = server.request().await;
    let path = format!("/v2/meetings/{MEETING}/batch_registrants");
    assert_v2(&seen, "POST", &path, &[]);
    let sent = json!({
        "auto_approve": true,
        "registrants": [
            {"email": "ada@acme.example", "first_name": "ada"},
            {"email": "lee@acme.example", "first_name": "lee"},
            {"email": "kim@acme.example", "first_name": "kim"},
        ],
    });
    assert_eq!(seen.json(), sent);
}

#[tokio::test]
async fn the_pin_of_a_registrant_is_an_integer_that_is_never_printed() {
    for pin in [json!(482_913), json!("482913")] {
        let created = json!({"registrant_id": "r-1", "participant_pin_code": pin});
        let server = Server::answering([Reply::json(201, &created)]).await;
        let registrants = v2_client(&server).meeting_registrants();
        let person = MeetingRegistrantCreate::new("Ada", "ada@acme.example");
        let created = registrants.create(MEETING, person).await.unwrap();
        server.request().await;
        assert!(!format!("{created:?} {created:#?}").contains("482913"));
        assert!(!serde_json::to_string(&created).unwrap().contains("482913"));
        let stored = serde_json::to_value(Exposed(&created)).unwrap();
        assert_eq!(stored["participant_pin_code"], 482_913);
        assert_eq!(created.participant_pin_code.unwrap().expose(), 482_913);
    }
}

#[tokio::test]
async fn an_error_about_a_pin_does_not_quote_the_pin() {
    let created = json!({"registrant_id": "r-1", "participant_pin_code": "4829-13"});
    let server = Server::answering([Reply::json(201, &created)]).await;
    let registrants = v2_client(&server).meeting_registrants();
    let person = MeetingRegistrantCreate::new("Ada", "ada@acme.example");
    let error = registrants.create(MEETING, person).await.unwrap_err();
    server.request().await;
    let mut text = format!("{error} {error:?}");
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        write!(text, " {cause} {cause:?}").unwrap();
        source = cause.source();
    }
    assert!(text.contains("participant_pin_code"), "{text}");
    assert!(!text.contains("4829"), "{text}");
}

#[tokio::test]
async fn custom_questions_are_sent_in_their_order_with_their_values() {
    let server = Server::answering([Reply::json(201, &json!({"registrant_id": "r-1"}))]).await;
    let answers = [("Diet", "None"), ("Workshop", "B")]
        .map(|(title, value)| MeetingRegistrantAnswer::default().title(title).value(value));
    let person = MeetingRegistrantCreate::new("Ada", "ada@acme.example")
        .custom_questions(answers)
        .no_of_employees("7-9");
    let registrants = v2_client(&server).meeting_registrants();
    registrants.create(MEETING, person).await.unwrap();
    let sent = json!({
        "first_name": "Ada",
        "email": "ada@acme.example",
        "custom_questions": [
            {"title": "Diet", "value": "None"},
            {"title": "Workshop", "value": "B"},
        ],
        // A value that Zoom does not document is sent unchanged.
        "no_of_employees": "7-9",
    });
    assert_eq!(server.request().await.json(), sent);
}

#[tokio::test]
async fn a_new_status_applies_to_the_named_registrants_of_one_occurrence() {
    let server = Server::answering([Reply::empty(204)]).await;
    let by_id = MeetingRegistrantReference::default().id("r-1");
    let by_email = MeetingRegistrantReference::default().email("kim@acme.example");
    let change = MeetingRegistrantStatusUpdate::new(MeetingRegistrantAction::Deny)
        .registrants([by_id, by_email]);
    let occurrence = MeetingRegistrantUpdateStatusParams::default().occurrence_id("1780000000000");
    let account = v2_client(&server).sub_account(ACCOUNT);
    let registrants = account.meeting_registrants();
    let call = registrants.update_status(MEETING, change);
    call.params(occurrence).await.unwrap();
    let seen = server.request().await;
    let path = format!("/v2/accounts/{ACCOUNT}/meetings/{MEETING}/registrants/status");
    assert_v2(&seen, "PUT", &path, &[("occurrence_id", "1780000000000")]);
    let sent = json!({
        "action": "deny",
        "registrants": [{"id": "r-1"}, {"email": "kim@acme.example"}],
    });
    assert_eq!(seen.json(), sent);
}

#[tokio::test]
async fn every_page_of_registrants_has_the_same_filter() {
    let page = |email: &str, token: &str| {
        let body = json!({"next_page_token": token, "registrants": [{"email": email}]});
        Reply::json(200, &body)
    };
    let replies = [page("a@acme.example", "more"), page("b@acme.example", "")];
    let server = Server::answering(replies).await;
    let waiting = MeetingRegistrantListParams::default()
        .status(MeetingRegistrantStatus::Pending)
        .occurrence_id("1780000000000");
    let call = v2_client(&server).meeting_registrants().list(MEETING);
    let emails = call.params(waiting).items().map_ok(|person| person.email);
    let emails: Vec<_> = emails.try_collect().await.unwrap();
    let expected = ["a@acme.example", "b@acme.example"].map(|email| Some(email.to_owned()));
    assert_eq!(emails, expected);
    let path = format!("/v2/meetings/{MEETING}/registrants");
    let query = [
        ("occurrence_id", "1780000000000"),
        ("status", "pending"),
        ("page_size", "300"),
        ("next_page_token", "more"),
    ];
    let seen = server.requests().await;
    assert_v2(&seen[0], "GET", &path, &query[..3]);
    assert_v2(&seen[1], "GET", &path, &query);
}
