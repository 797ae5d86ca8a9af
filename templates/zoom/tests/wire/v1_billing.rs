//! Tests of `v1().billing()`.

use serde_json::json;
use zoom_accounts::v1::billing::BillingUpdate;

use crate::server::Server;
use crate::support::{ACCOUNT, assert_v1, v1_client};

#[tokio::test]
async fn update_sends_every_field_of_the_contact() {
    let body = json!({"id": ACCOUNT, "updated_at": "2017-11-02T14:05:08Z"});
    let server = Server::json(&body).await;
    let request = BillingUpdate::new(ACCOUNT)
        .first_name("Ada")
        .last_name("Example")
        .phone_number("+1 555 010 0200")
        .address("1 Example Street, \"rear\"")
        .apt("Suite 2")
        .city("San José")
        .country("US")
        .state("CA")
        .zip("95113");
    let updated = v1_client(&server)
        .v1()
        .billing()
        .update(request)
        .await
        .unwrap();
    assert_v1(
        &server.request().await,
        "billing/update",
        &[
            ("account_id", ACCOUNT),
            ("first_name", "Ada"),
            ("last_name", "Example"),
            ("phone_number", "+1 555 010 0200"),
            ("address", "1 Example Street, \"rear\""),
            ("apt", "Suite 2"),
            ("city", "San José"),
            ("country", "US"),
            ("state", "CA"),
            ("zip", "95113"),
        ],
    );
    assert_eq!(updated.id.as_ref().unwrap(), ACCOUNT);
    assert_eq!(
        updated.updated_at.as_ref().unwrap().as_str(),
        "2017-11-02T14:05:08Z"
    );
    assert_eq!(serde_json::to_value(&updated).unwrap(), body);
}

#[tokio::test]
async fn update_sends_empty_fields_but_no_unset_field() {
    let server = Server::json(&json!({"id": ACCOUNT})).await;
    let request = BillingUpdate::new(ACCOUNT).apt("");
    v1_client(&server)
        .v1()
        .billing()
        .update(request)
        .await
        .unwrap();
    let expected = [("account_id", ACCOUNT), ("apt", "")];
    assert_v1(&server.request().await, "billing/update", &expected);
}
