//! Tests of v1 responses that do not match the document. The client keeps an unexpected value and still reads the
//! others.

use serde_json::{Value, json};
use zoom_accounts::v1::accounts::AccountPage;
use zoom_accounts::v1::plans::{Callout, PlanDetails, PlanName};

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, v1_client};

async fn plans(body: &Value) -> PlanDetails {
    let server = Server::json(body).await;
    let plans = v1_client(&server).v1().plans().get(ACCOUNT).await.unwrap();
    server.request().await;
    plans
}

async fn page(body: &Value) -> AccountPage {
    let server = Server::json(body).await;
    let page = v1_client(&server).v1().accounts().list().await.unwrap();
    server.request().await;
    page
}

#[tokio::test]
async fn unknown_fields_are_kept_at_every_level() {
    let body = json!({
        "page_count": 1,
        "notice": {"of": ["the", "future", 1, null]},
        "subAccounts": [{"id": ACCOUNT, "colour": "blue", "big": 18_446_744_073_709_551_615_u64}],
    });
    let page = page(&body).await;
    assert_eq!(
        page.extra["notice"],
        json!({"of": ["the", "future", 1, null]})
    );
    let accounts = page.sub_accounts.as_deref().unwrap();
    assert_eq!(accounts[0].extra["colour"], "blue");
    assert_eq!(serde_json::to_value(&page).unwrap(), body);
}

#[tokio::test]
async fn unknown_enum_values_survive_a_round_trip() {
    let body = json!({
        "plan_base": {"type": "monthly_2030", "hosts": 1},
        "plan_recording": "cmr_of_the_future",
        "plan_audio": {"type": "tollfree_2030", "callout": 3},
    });
    let plans = plans(&body).await;
    let base = plans.plan_base.as_ref().unwrap();
    assert!(matches!(&base.name, PlanName::Unknown(name) if name.as_str() == "monthly_2030"));
    assert_eq!(base.name, PlanName::from("monthly_2030"));
    let audio = plans.plan_audio.as_ref().unwrap();
    assert_eq!(audio.callout.as_ref().and_then(Callout::as_i64), Some(3));
    assert_eq!(serde_json::to_value(&plans).unwrap(), body);
}

#[tokio::test]
async fn dates_are_read_in_all_known_forms_of_v1() {
    for (text, seconds) in [
        ("2012-11-25T12:00:00Z", Some(1_353_844_800)),
        ("2012-11-25T12:00:00.000Z", Some(1_353_844_800)),
        ("2015-01-27T140508Z", Some(1_422_367_508)),
        ("not a date", None),
        ("2015-13-45T14:05:08Z", None),
        ("", None),
    ] {
        let body = json!({"subAccounts": [{
            "created_at": text,
            "subscription_start_time": text,
            "subscription_end_time": text,
        }]});
        let page = page(&body).await;
        let account = &page.sub_accounts.as_deref().unwrap()[0];
        for date in [
            &account.created_at,
            &account.subscription_start_time,
            &account.subscription_end_time,
        ] {
            let date = date.as_ref().unwrap();
            assert_eq!(date.as_str(), text);
            assert_eq!(date.is_valid(), seconds.is_some(), "{text}");
            assert_eq!(date.unix_seconds(), seconds, "{text}");
        }
        assert_eq!(serde_json::to_value(&page).unwrap(), body);
    }
}

#[tokio::test]
async fn numbers_are_read_from_strings_and_strings_from_numbers() {
    let page = page(&json!({
        "page_count": "3",
        "page_size": "",
        "total_records": 7.0,
        "subAccounts": [{"account_name": 2015, "seats": "9", "owner_email": false}],
    }))
    .await;
    assert_eq!(page.page_count, Some(3));
    assert_eq!(page.page_size, None);
    assert_eq!(page.total_records, Some(7));
    let account = &page.sub_accounts.as_deref().unwrap()[0];
    assert_eq!(account.account_name.as_deref(), Some("2015"));
    assert_eq!(account.seats, Some(9));
    assert_eq!(account.owner_email.as_deref(), Some("false"));

    let plans = plans(&json!({"zip": 95113, "plan_base": {"type": "trial", "hosts": "4"}})).await;
    assert_eq!(plans.zip.as_deref(), Some("95113"));
    assert_eq!(plans.plan_base.unwrap().hosts, 4);
}

#[tokio::test]
async fn absent_fields_and_null_are_equal() {
    let names = [
        "page_count",
        "page_number",
        "page_size",
        "total_records",
        "subAccounts",
    ];
    let nulls: serde_json::Map<String, Value> = names
        .map(|name| (name.to_owned(), Value::Null))
        .into_iter()
        .collect();
    let empty = page(&json!({})).await;
    assert_eq!(page(&Value::Object(nulls)).await, empty);
    assert_eq!(serde_json::to_value(&empty).unwrap(), json!({}));
}

#[tokio::test]
async fn a_chunked_response_is_read_and_available() {
    let body = json!({"id": ACCOUNT, "owner_email": "owner@example.com"});
    let reply = Reply::json(200, &body)
        .chunked()
        .header("x-zm-trackingid", "WEB_test-1");
    let server = Server::answering([reply]).await;
    let accounts = v1_client(&server).v1().accounts();
    let response = accounts.get(ACCOUNT).with_response().await.unwrap();
    server.request().await;
    assert_eq!(response.status().as_u16(), 200);
    assert_eq!(response.request_id(), Some("WEB_test-1"));
    assert_eq!(response.json::<Value>().unwrap(), body);
    assert_eq!(response.into_value().id.unwrap(), ACCOUNT);
}

#[tokio::test]
async fn a_null_error_field_is_not_a_failure() {
    let server = Server::json(&json!({"error": null, "id": ACCOUNT})).await;
    let account = v1_client(&server)
        .v1()
        .accounts()
        .get(ACCOUNT)
        .await
        .unwrap();
    server.request().await;
    assert_eq!(account.id.unwrap(), ACCOUNT);
}
