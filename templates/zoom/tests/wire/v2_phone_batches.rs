//! Tests of calls to Zoom Phone that change several things at once, and can fail for some of these things.

use serde_json::json;
use zoom_accounts::v2::phone_faxes::{
    PhoneFaxReceiver, PhoneFaxReceiverResult, PhoneFaxReceiverResultStatus, PhoneFaxSend,
};
use zoom_accounts::v2::phone_peering_numbers::{
    PhonePeeringNumberAdd, PhonePeeringNumberBatchAdd, PhonePeeringNumberBatchUpdate,
    PhonePeeringNumberFailure, PhonePeeringNumberRemoveParams, PhonePeeringNumberStatus,
    PhonePeeringNumberUpdate,
};
use zoom_accounts::v2::phone_users::{PhoneUserAdd, PhoneUserBatchAdd};

use crate::server::{Reply, Server};
use crate::support::{assert_v2, v2_client};

const GOOD: &str = "+12025550101";
const BAD: &str = "+12025550102";
const REASON: &str = "The number is already in use.";

/// Returns the response of a server that could not process one number.
fn unprocessed() -> serde_json::Value {
    json!({"unprocessed_numbers": [{"phone_number": BAD, "failure_reason": REASON}]})
}

fn assert_unprocessed(found: Option<Vec<PhonePeeringNumberFailure>>) {
    let found = found.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].phone_number.as_deref(), Some(BAD));
    assert_eq!(found[0].failure_reason.as_deref(), Some(REASON));
}

#[tokio::test]
#[expect(deprecated, reason = "a deprecated operation still works")]
async fn peering_numbers_that_were_not_added_are_returned_with_the_reason() {
    let server = Server::answering([Reply::json(201, &unprocessed())]).await;
    let numbers = [GOOD, BAD].map(|number| {
        PhonePeeringNumberAdd::new(number, "trunk", PhonePeeringNumberStatus::Active)
    });
    let client = v2_client(&server);
    let request = PhonePeeringNumberBatchAdd::new(7, numbers);
    let added = client.phone_peering_numbers().add(request).await.unwrap();
    assert_unprocessed(added.unprocessed_numbers);
    let seen = server.request().await;
    assert_v2(&seen, "POST", "/v2/phone/peering/numbers", &[]);
    let sent = json!({"phone_number": BAD, "sip_trunk_name": "trunk", "status": 1});
    assert_eq!(seen.json()["phone_numbers"][1], sent);
}

#[tokio::test]
#[expect(deprecated, reason = "a deprecated operation still works")]
async fn peering_numbers_that_were_not_updated_are_returned_with_the_reason() {
    let server = Server::answering([Reply::json(200, &unprocessed())]).await;
    let numbers = [GOOD, BAD].map(PhonePeeringNumberUpdate::new);
    let request = PhonePeeringNumberBatchUpdate::default().phone_numbers(numbers);
    let client = v2_client(&server);
    let updated = client
        .phone_peering_numbers()
        .update(request)
        .await
        .unwrap();
    assert_unprocessed(updated.unprocessed_numbers);
    let seen = server.request().await;
    assert_v2(&seen, "PATCH", "/v2/phone/peering/numbers", &[]);
    let sent = json!({"phone_numbers": [{"phone_number": GOOD}, {"phone_number": BAD}]});
    assert_eq!(seen.json(), sent);
}

#[tokio::test]
#[expect(deprecated, reason = "a deprecated operation still works")]
async fn peering_numbers_that_were_not_removed_are_returned_with_the_reason() {
    let server = Server::answering([Reply::json(200, &unprocessed())]).await;
    let request = PhonePeeringNumberRemoveParams::new([GOOD, BAD]).carrier_code(7);
    let client = v2_client(&server);
    let removed = client
        .phone_peering_numbers()
        .remove(request)
        .await
        .unwrap();
    assert_unprocessed(removed.unprocessed_numbers);
    let query = [
        ("carrier_code", "7"),
        ("phone_numbers", GOOD),
        ("phone_numbers", BAD),
    ];
    let seen = server.request().await;
    assert_v2(&seen, "DELETE", "/v2/phone/peering/numbers", &query);
}

#[tokio::test]
async fn a_fax_returns_which_receivers_did_not_get_it() {
    let body = json!({
        "fax_id": "f-1",
        "receivers": [
            {"receiver_number": GOOD, "fax_log_id": "l-1", "status": "success"},
            {"receiver_number": BAD, "status": "receiver_fax_disabled"},
        ],
    });
    let server = Server::answering([Reply::json(201, &body)]).await;
    let receivers = [GOOD, BAD].map(PhoneFaxReceiver::new);
    let request = PhoneFaxSend::new("+12025550100", "u-1", receivers);
    let sent = v2_client(&server)
        .phone_faxes()
        .send(request)
        .await
        .unwrap();
    let failed = |receiver: &PhoneFaxReceiverResult| {
        receiver.status != Some(PhoneFaxReceiverResultStatus::Success)
    };
    let receivers = sent.receivers.as_deref().unwrap();
    let failed: Vec<_> = receivers.iter().filter(|one| failed(one)).collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].receiver_number.as_deref(), Some(BAD));
    assert_eq!(failed[0].fax_log_id, None);
    assert_eq!(serde_json::to_value(&sent).unwrap(), body);
    let seen = server.request().await;
    assert_v2(&seen, "POST", "/v2/phone/fax/documents", &[]);
}

#[tokio::test]
async fn users_that_were_not_added_are_missing_from_the_returned_list() {
    let body = json!([{"email": "ada@acme.example", "id": "u-1"}]);
    let server = Server::answering([Reply::json(201, &body)]).await;
    let users = [("ada@acme.example", "101"), ("kim@acme.example", "102")];
    let users = users.map(|(email, extension)| PhoneUserAdd::new(email, [""; 0], extension));
    let request = PhoneUserBatchAdd::new(users);
    let added = v2_client(&server)
        .phone_users()
        .add_batch(request)
        .await
        .unwrap();
    assert_eq!(serde_json::to_value(&added).unwrap(), body);
    let seen = server.request().await;
    assert_v2(&seen, "POST", "/v2/phone/users/batch", &[]);
    assert_eq!(seen.json()["users"][1]["email"], "kim@acme.example");
}
