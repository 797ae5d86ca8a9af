//! Tests of `v1().plans()`: plans as JSON strings in a form field, and as plan names.

use serde_json::{Value, json};
use zoom_accounts::ErrorKind;
use zoom_accounts::v1::plans::{
    Callout, Plan, PlanAdd, PlanAudio, PlanChoice, PlanKind, PlanName, PlanSubscribe,
    PlanSubscribeRequired, PlanUpdate,
};

use crate::server::{Seen, Server};
use crate::support::{ACCOUNT, assert_v1, v1_client};

/// Returns a response of `subscribe` or `get` with all known fields and an unknown field.
fn details() -> Value {
    json!({
        "email": "owner@example.com",
        "first_name": "Ada",
        "last_name": "Example",
        "phone_number": "+1 555 010 0200",
        "address": "1 Example Street",
        "apt": "Suite 2",
        "city": "San Jose",
        "state": "CA",
        "zip": "95113",
        "country": "US",
        "plan_base": {"type": "monthly", "hosts": 5},
        "plan_zoom_rooms": {"type": "zroom_yearly", "hosts": 2},
        "plan_room_connector": {"type": "roomconnector_monthly", "hosts": 1},
        "plan_large_meeting": [
            {"type": "large100_monthly", "hosts": 3},
            {"type": "large500_yearly", "hosts": 1},
        ],
        "plan_webinar": [{"type": "webinar100_monthly", "hosts": 4}],
        "plan_recording": "cmr_monthly_commitment_40",
        "plan_audio": {
            "type": "tollfree_monthly_commitment_100",
            "tollfree_country": "AT,DE",
            "premium_country": "TW,IN",
            "callout": 2,
            "ddi_numbers": 6,
        },
        "plan_of_the_future": {"type": "hologram"},
    })
}

fn subscribe(plan: impl Into<PlanChoice>) -> PlanSubscribe {
    PlanSubscribe::new(PlanSubscribeRequired {
        account_id: ACCOUNT.into(),
        first_name: "Ada",
        last_name: "Example",
        phone_number: "+1 555 010 0200",
        address: "1 Example Street",
        city: "San Jose",
        country: "US",
        state: "CA",
        zip: "95113",
        plan_base: plan.into(),
    })
}

/// Parses the JSON in a form field.
fn json_field(seen: &Seen, name: &str) -> Value {
    serde_json::from_str(&seen.field(name).unwrap()).unwrap()
}

#[tokio::test]
async fn subscribe_sends_every_field_and_plans_as_json_strings() {
    let server = Server::json(&details()).await;
    let audio = PlanAudio::new(PlanName::TollFreeCommitment100)
        .tollfree_country("AT,DE")
        .premium_country("TW,IN")
        .callout(Callout::UsAndInternational)
        .ddi_numbers(6);
    let request = subscribe(Plan::new(PlanName::Monthly, 5))
        .apt("Suite 2")
        .plan_zoom_rooms(Plan::new("zroom_yearly", 2))
        .plan_room_connector(Plan::new(PlanName::RoomConnectorMonthly, 1))
        .plan_large_meeting(vec![
            Plan::new(PlanName::Large100Monthly, 3),
            Plan::new(PlanName::Large500Yearly, 1),
        ])
        .plan_webinar(vec![Plan::new(PlanName::Webinar100Monthly, 4)])
        .plan_recording(PlanName::CloudRecordingCommitment40)
        .plan_audio(audio);
    v1_client(&server)
        .v1()
        .plans()
        .subscribe(request)
        .await
        .unwrap();
    let seen = server.request().await;
    // The JSON strings here have the field order of the document. The loop below compares them in any order.
    assert_v1(
        &seen,
        "plan/subscribe",
        &[
            ("account_id", ACCOUNT),
            ("first_name", "Ada"),
            ("last_name", "Example"),
            ("phone_number", "+1 555 010 0200"),
            ("address", "1 Example Street"),
            ("apt", "Suite 2"),
            ("city", "San Jose"),
            ("country", "US"),
            ("state", "CA"),
            ("zip", "95113"),
            ("plan_base", r#"{"type":"monthly","hosts":5}"#),
            ("plan_zoom_rooms", r#"{"type":"zroom_yearly","hosts":2}"#),
            (
                "plan_room_connector",
                r#"{"type":"roomconnector_monthly","hosts":1}"#,
            ),
            (
                "plan_large_meeting",
                r#"[{"type":"large100_monthly","hosts":3},{"type":"large500_yearly","hosts":1}]"#,
            ),
            (
                "plan_webinar",
                r#"[{"type":"webinar100_monthly","hosts":4}]"#,
            ),
            ("plan_recording", "cmr_monthly_commitment_40"),
            (
                "plan_audio",
                r#"{"type":"tollfree_monthly_commitment_100","tollfree_country":"AT,DE","premium_country":"TW,IN","callout":2,"ddi_numbers":6}"#,
            ),
        ],
    );
    for name in [
        "plan_base",
        "plan_zoom_rooms",
        "plan_room_connector",
        "plan_large_meeting",
        "plan_webinar",
        "plan_audio",
    ] {
        assert_eq!(json_field(&seen, name), details()[name], "{name}");
    }
}

#[tokio::test]
async fn subscribe_sends_no_unset_field_and_a_plan_name_without_quotes() {
    let server = Server::json(&json!({})).await;
    v1_client(&server)
        .v1()
        .plans()
        .subscribe(
            subscribe(PlanName::Trial)
                .plan_large_meeting(Plan::new("large100_monthly", 2))
                .plan_webinar("webinar500_yearly"),
        )
        .await
        .unwrap();
    assert_v1(
        &server.request().await,
        "plan/subscribe",
        &[
            ("account_id", ACCOUNT),
            ("first_name", "Ada"),
            ("last_name", "Example"),
            ("phone_number", "+1 555 010 0200"),
            ("address", "1 Example Street"),
            ("city", "San Jose"),
            ("country", "US"),
            ("state", "CA"),
            ("zip", "95113"),
            ("plan_base", "trial"),
            (
                "plan_large_meeting",
                r#"{"type":"large100_monthly","hosts":2}"#,
            ),
            ("plan_webinar", "webinar500_yearly"),
        ],
    );
}

#[tokio::test]
async fn an_audio_plan_sends_only_set_fields() {
    let server = Server::json(&json!({})).await;
    let audio = PlanAudio::new(PlanName::TollFreePayAsYouGo).callout(Callout::UsOnly);
    let request = subscribe(PlanName::BusinessYearly).plan_audio(audio);
    v1_client(&server)
        .v1()
        .plans()
        .subscribe(request)
        .await
        .unwrap();
    let seen = server.request().await;
    assert_eq!(
        json_field(&seen, "plan_audio"),
        json!({"type": "tollfree_payongo", "callout": 1})
    );
}

#[tokio::test]
async fn subscribe_and_get_return_every_plan() {
    for get in [true, false] {
        let server = Server::json(&details()).await;
        let plans = v1_client(&server).v1().plans();
        let call = if get {
            plans.get(ACCOUNT)
        } else {
            plans.subscribe(subscribe(PlanName::Monthly))
        };
        let response = call.await.unwrap();
        let seen = server.request().await;
        if get {
            assert_v1(&seen, "plan/get", &[("account_id", ACCOUNT)]);
        }
        assert_eq!(response.email.as_deref(), Some("owner@example.com"));
        assert_eq!(response.first_name.as_deref(), Some("Ada"));
        assert_eq!(response.last_name.as_deref(), Some("Example"));
        assert_eq!(response.phone_number.as_deref(), Some("+1 555 010 0200"));
        assert_eq!(response.address.as_deref(), Some("1 Example Street"));
        assert_eq!(response.apt.as_deref(), Some("Suite 2"));
        assert_eq!(response.city.as_deref(), Some("San Jose"));
        assert_eq!(response.state.as_deref(), Some("CA"));
        assert_eq!(response.zip.as_deref(), Some("95113"));
        assert_eq!(response.country.as_deref(), Some("US"));
        assert_eq!(response.plan_base, Some(Plan::new(PlanName::Monthly, 5)));
        assert_eq!(
            response.plan_zoom_rooms,
            Some(Plan::new(PlanName::ZoomRoomsYearly, 2))
        );
        assert_eq!(
            response.plan_room_connector,
            Some(Plan::new(PlanName::RoomConnectorMonthly, 1))
        );
        let large = response.plan_large_meeting.as_deref().unwrap();
        assert_eq!(
            large,
            [
                Plan::new(PlanName::Large100Monthly, 3),
                Plan::new(PlanName::Large500Yearly, 1)
            ]
        );
        assert_eq!(
            response.plan_webinar.as_deref().unwrap(),
            [Plan::new(PlanName::Webinar100Monthly, 4)]
        );
        assert_eq!(
            response.plan_recording,
            Some(PlanName::CloudRecordingCommitment40)
        );
        let audio = response.plan_audio.as_ref().unwrap();
        assert_eq!(audio.name, PlanName::TollFreeCommitment100);
        assert_eq!(audio.tollfree_country.as_deref(), Some("AT,DE"));
        assert_eq!(audio.premium_country.as_deref(), Some("TW,IN"));
        assert_eq!(audio.callout, Some(Callout::UsAndInternational));
        assert_eq!(audio.ddi_numbers, Some(6));
        assert_eq!(
            response.extra["plan_of_the_future"],
            json!({"type": "hologram"})
        );
        assert_eq!(serde_json::to_value(&response).unwrap(), details());
    }
}

#[tokio::test]
async fn a_plan_without_a_required_field_is_an_error_with_its_path() {
    let body = json!({"plan_webinar": [{"type": "webinar100_monthly", "hosts": 1}, {"hosts": 1}]});
    let server = Server::json(&body).await;
    let error = v1_client(&server)
        .v1()
        .plans()
        .get(ACCOUNT)
        .await
        .unwrap_err();
    server.request().await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.json_path(), Some("plan_webinar[1]"));
    assert_eq!(error.detail::<Value>(), Some(body));
}

#[tokio::test]
async fn add_sends_a_plan_with_hosts_or_a_plan_name() {
    let choices = [
        (
            PlanChoice::from(Plan::new("webinar500_yearly", 12)),
            r#"{"type":"webinar500_yearly","hosts":12}"#,
        ),
        (
            PlanChoice::from(PlanName::Webinar100Monthly),
            "webinar100_monthly",
        ),
        (
            PlanChoice::from(PlanName::from("a name that is not known")),
            "a name that is not known",
        ),
    ];
    for (plan, text) in choices {
        let body = json!({"id": ACCOUNT, "updated_at": "2017-11-02T14:05:08Z"});
        let server = Server::json(&body).await;
        let request = PlanAdd::new(ACCOUNT, plan);
        let added = v1_client(&server).v1().plans().add(request).await.unwrap();
        assert_v1(
            &server.request().await,
            "plan/add",
            &[("account_id", ACCOUNT), ("plan", text)],
        );
        assert_eq!(added.id.as_ref().unwrap(), ACCOUNT);
        assert_eq!(
            added.updated_at.as_ref().unwrap().as_str(),
            "2017-11-02T14:05:08Z"
        );
        assert_eq!(serde_json::to_value(&added).unwrap(), body);
    }
}

#[tokio::test]
async fn update_sends_the_plan_kind() {
    let choices = [
        (
            PlanKind::Base,
            "1",
            PlanChoice::from(Plan::new(PlanName::Yearly, 9)),
            r#"{"type":"yearly","hosts":9}"#,
        ),
        (
            PlanKind::Additional,
            "2",
            PlanChoice::from(PlanName::Yearly),
            "yearly",
        ),
    ];
    for (kind, code, plan, text) in choices {
        let body = json!({"id": ACCOUNT, "updated_at": "2017-11-02T14:05:08Z"});
        let server = Server::json(&body).await;
        let request = PlanUpdate::new(ACCOUNT, kind, plan);
        let updated = v1_client(&server)
            .v1()
            .plans()
            .update(request)
            .await
            .unwrap();
        let fields = [("account_id", ACCOUNT), ("type", code), ("plan", text)];
        assert_v1(&server.request().await, "plan/update", &fields);
        assert_eq!(updated.id.as_ref().unwrap(), ACCOUNT);
        assert_eq!(
            updated.updated_at.as_ref().unwrap().as_str(),
            "2017-11-02T14:05:08Z"
        );
        assert_eq!(serde_json::to_value(&updated).unwrap(), body);
    }
}
