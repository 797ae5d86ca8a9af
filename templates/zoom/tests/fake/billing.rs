//! Shows that the fake follows Zoom's rules of billing contacts, invoices, renewals and usage in API v2.

use serde_json::{Value, json};
use zoom_accounts::runtime::Method;

use super::plans::{Setup, addon, order};

#[tokio::test]
async fn accounts_of_others_and_the_own_account_have_no_plan_calls() {
    let setup = Setup::new().await;
    for id in ["unknown", setup.fake.primary_account().as_str(), "me"] {
        let path = format!("/accounts/{id}/plans");
        let result = setup.send(Method::POST, &path, &order("monthly", 5)).await;
        assert_eq!(result, Err(2001), "{id}");
        let path = format!("/accounts/{id}/billing");
        let result = setup
            .send(Method::PATCH, &path, &json!({"city": "Oakland"}))
            .await;
        assert_eq!(result, Err(2001), "{id}");
    }
}

#[tokio::test]
async fn the_billing_contact_changes_only_after_a_subscription() {
    let setup = Setup::new().await;
    let change = json!({"city": "Oakland"});
    assert_eq!(
        setup.on_sub(Method::PATCH, "/billing", &change).await,
        Err(200)
    );
    setup.subscribe(&order("monthly", 5)).await.unwrap();
    setup
        .on_sub(Method::PATCH, "/billing", &change)
        .await
        .unwrap();
    let billing = setup.get("/billing").await.unwrap();
    assert_eq!(billing["city"], "Oakland");
    assert_eq!(billing["first_name"], "Ada");
}

#[tokio::test]
async fn a_missing_billing_account_is_code_3201_and_a_missing_contact_is_code_3211() {
    let setup = Setup::new().await;
    assert_eq!(setup.get("/billing").await, Err(3201));
    assert!(setup.fake.set_bundled(&setup.id()));
    assert_eq!(setup.get("/billing").await, Err(3211));
    let change = json!({"city": "Oakland"});
    assert_eq!(
        setup.on_sub(Method::PATCH, "/billing", &change).await,
        Err(3211)
    );
}

#[tokio::test]
async fn the_own_billing_contact_can_be_read() {
    let setup = Setup::new().await;
    let billing = setup
        .send(Method::GET, "/accounts/me/billing", &Value::Null)
        .await;
    assert_eq!(billing.unwrap()["country"], "US");
}

#[tokio::test]
async fn countries_states_and_required_fields_of_a_contact_are_checked() {
    let setup = Setup::new().await;
    let faults = [
        ("country", "XX", 2100),
        ("state", "ZZ", 2100),
        ("city", "", 2100),
        ("city", "San <Jose>", 300),
    ];
    for (name, value, code) in faults {
        let mut order = order("monthly", 5);
        order["contact"][name] = value.into();
        assert_eq!(setup.subscribe(&order).await, Err(code), "{name}");
    }
    let mut abroad = order("monthly", 5);
    abroad["contact"]["country"] = "DE".into();
    abroad["contact"]["state"] = "Bayern".into();
    setup.subscribe(&abroad).await.unwrap();
    let change = json!({"country": "US"});
    assert_eq!(
        setup.on_sub(Method::PATCH, "/billing", &change).await,
        Err(2100)
    );
}

#[tokio::test]
async fn a_subscription_has_an_invoice_that_can_be_downloaded() {
    let setup = Setup::new().await;
    assert_eq!(setup.get("/billing/invoices").await, Err(200));
    setup.subscribe(&order("monthly", 5)).await.unwrap();
    setup.add(&addon("webinar500_monthly", 2)).await.unwrap();
    let list = setup.get("/billing/invoices").await.unwrap();
    let invoices = list["invoices"].as_array().unwrap();
    assert_eq!(invoices.len(), 2);
    let id = invoices[0]["id"].as_str().unwrap();
    let invoice = setup.get(&format!("/billing/invoices/{id}")).await.unwrap();
    assert_eq!(invoice["invoice_items"][0]["quantity"], 5);
    assert_eq!(invoice["total_amount"], invoices[0]["total_amount"]);
    for path in [
        format!("/billing/invoices/{id}/download"),
        format!("/api/download/billing/invoices/{id}"),
    ] {
        let pdf = setup
            .client
            .request(Method::GET, path)
            .bytes()
            .await
            .unwrap();
        assert!(pdf.starts_with(b"%PDF"));
    }
    assert_eq!(setup.get("/billing/invoices/unknown").await, Err(2001));
}

#[tokio::test]
async fn invoices_are_selected_by_their_dates() {
    let setup = Setup::with_base("monthly", 5).await;
    let count = async |query: &str| {
        let list = setup.get(&format!("/billing/invoices?{query}")).await?;
        Ok::<usize, i64>(list["invoices"].as_array().map_or(0, Vec::len))
    };
    assert_eq!(count("from=2026-01-15&to=2026-01-15").await, Ok(1));
    assert_eq!(count("from=2025-01-15&to=2026-01-14").await, Ok(0));
    assert_eq!(count("from=2024-01-14&to=2026-01-15").await, Err(300));
    assert_eq!(count("from=2022-01-14&to=2022-02-15").await, Err(300));
}

#[tokio::test]
async fn an_invoice_report_is_created_listed_downloaded_and_deleted() {
    let setup = Setup::with_base("monthly", 5).await;
    let reports = "/accounts/billing/invoice_reports";
    let request = |end: &str, id: &str| json!({"start_date": "2026-01-01", "end_date": end, "account_ids": [id]});
    let create =
        async |end: &str, id: &str| setup.send(Method::POST, reports, &request(end, id)).await;
    assert_eq!(create("2026-02-15", &setup.sub).await, Err(2100));
    assert_eq!(create("2026-01-31", "unknown").await, Err(10102));
    let report = create("2026-01-31", &setup.sub).await.unwrap();
    assert_eq!(report["status"], "Processing");
    let list = setup
        .send(Method::GET, reports, &Value::Null)
        .await
        .unwrap();
    assert_eq!(list["invoice_reports"][0]["id"], report["id"]);
    assert_eq!(list["invoice_reports"][0]["status"], "Completed");
    let path = format!("{reports}/{}", report["id"].as_str().unwrap());
    let file = setup
        .client
        .request(Method::GET, format!("{path}?download=true"));
    let file = String::from_utf8(file.bytes().await.unwrap().to_vec()).unwrap();
    assert!(file.contains(&setup.sub), "{file}");
    let status = setup
        .send(Method::GET, &format!("{path}?download=false"), &Value::Null)
        .await;
    assert_eq!(status.unwrap()["status"], "Available");
    setup
        .send(Method::DELETE, &path, &Value::Null)
        .await
        .unwrap();
    assert_eq!(
        setup.send(Method::DELETE, &path, &Value::Null).await,
        Err(2001)
    );
}

#[tokio::test]
async fn renewals_are_the_plans_that_are_billed_within_the_interval() {
    let setup = Setup::with_base("monthly", 5).await;
    let renewals = async |interval: u64| {
        let path = format!("/accounts/billing/renewals?interval={interval}");
        setup.send(Method::GET, &path, &Value::Null).await
    };
    assert_eq!(renewals(30).await.unwrap()["results"], json!([]));
    let page = renewals(60).await.unwrap();
    assert_eq!(page["interval"], 60);
    assert_eq!(page["results"][0]["account_id"], setup.sub.as_str());
    assert_eq!(page["results"][0]["next_renewal_date"], "2026-02-15");
    setup.cancel().await.unwrap();
    assert_eq!(renewals(60).await.unwrap()["results"], json!([]));
}

#[tokio::test]
async fn usage_counts_licensed_users_and_requires_a_plan() {
    let setup = Setup::new().await;
    assert_eq!(setup.get("/plans/usage").await, Err(200));
    setup.subscribe(&order("monthly", 5)).await.unwrap();
    setup.add_licensed_users(2).await;
    let usage = setup.get("/plans/usage").await.unwrap();
    assert_eq!(usage["plan_base"]["hosts"], 5);
    assert_eq!(usage["plan_base"]["usage"], 2);
}
