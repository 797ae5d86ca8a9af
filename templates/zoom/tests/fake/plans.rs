//! Shows that the fake follows Zoom's rules of plans and billing in API v2.

use std::time::Duration;

use serde_json::{Value, json};
use zoom_accounts::Client;
use zoom_accounts::fake::FakeZoom;
use zoom_accounts::ids::AccountId;
use zoom_accounts::runtime::Method;

pub(crate) const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A fake with a sub account.
pub(crate) struct Setup {
    pub(crate) fake: FakeZoom,
    pub(crate) client: Client,
    pub(crate) sub: String,
}

impl Setup {
    pub(crate) async fn new() -> Self {
        Self::with_pay_mode("master").await
    }

    pub(crate) async fn with_pay_mode(mode: &str) -> Self {
        let fake = FakeZoom::builder().frozen_clock().start().await.unwrap();
        let client = fake.client();
        let body = json!({
            "first_name": "Ada",
            "last_name": "Example",
            "email": "owner@goog.example",
            "password": "Test-pass-1",
            "options": {"pay_mode": mode},
        });
        let created = client
            .request(Method::POST, "/accounts")
            .json_body(body)
            .json::<Value>()
            .await
            .unwrap();
        let sub = created["id"].as_str().unwrap().to_owned();
        Self { fake, client, sub }
    }

    /// Returns a setup whose sub account has a base plan.
    pub(crate) async fn with_base(name: &str, hosts: u64) -> Self {
        let setup = Self::new().await;
        setup.subscribe(&order(name, hosts)).await.unwrap();
        setup
    }

    pub(crate) fn id(&self) -> AccountId {
        AccountId::from(self.sub.as_str())
    }

    /// Sends a request. Returns the JSON body or null, or the code of the failure.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: &Value,
    ) -> Result<Value, i64> {
        let request = self.client.request(method, path);
        let request = if body.is_null() {
            request
        } else {
            request.json_body(body.clone())
        };
        match request.bytes().await {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).unwrap_or_default()),
            Err(error) => {
                let code = error.code().and_then(|code| code.parse().ok());
                Err(code.unwrap_or_else(|| panic!("{error}")))
            }
        }
    }

    /// Sends a request about the sub account.
    pub(crate) async fn on_sub(
        &self,
        method: Method,
        path: &str,
        body: &Value,
    ) -> Result<Value, i64> {
        let path = format!("/accounts/{}{path}", self.sub);
        self.send(method, &path, body).await
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Value, i64> {
        self.on_sub(Method::GET, path, &Value::Null).await
    }

    pub(crate) async fn subscribe(&self, order: &Value) -> Result<Value, i64> {
        self.on_sub(Method::POST, "/plans", order).await
    }

    pub(crate) async fn add(&self, plan: &Value) -> Result<Value, i64> {
        self.on_sub(Method::POST, "/plans/addons", plan).await
    }

    pub(crate) async fn update_addon(&self, plan: &Value) -> Result<Value, i64> {
        self.on_sub(Method::PUT, "/plans/addons", plan).await
    }

    pub(crate) async fn update(&self, name: &str, hosts: u64) -> Result<Value, i64> {
        let body = json!({"type": name, "hosts": hosts});
        self.on_sub(Method::PUT, "/plans/base", &body).await
    }

    pub(crate) async fn cancel(&self) -> Result<Value, i64> {
        let body = json!({"action": "cancel"});
        self.on_sub(Method::PATCH, "/plans/base/status", &body)
            .await
    }

    pub(crate) async fn cancel_addon(&self, name: &str) -> Result<Value, i64> {
        let body = json!({"action": "cancel", "type": name});
        self.on_sub(Method::PATCH, "/plans/addons/status", &body)
            .await
    }

    pub(crate) async fn add_licensed_users(&self, count: usize) {
        for index in 0..count {
            let email = format!("user{index}@goog.example");
            let body = json!({"action": "create", "user_info": {"email": email, "type": 2}});
            self.on_sub(Method::POST, "/users", &body).await.unwrap();
        }
    }
}

pub(crate) fn contact() -> Value {
    json!({
        "first_name": "Ada",
        "last_name": "Example",
        "email": "billing@goog.example",
        "phone_number": "555-555-0100",
        "address": "1 Example Street",
        "city": "San Jose",
        "state": "CA",
        "zip": "95113",
        "country": "US",
    })
}

pub(crate) fn order(name: &str, hosts: u64) -> Value {
    json!({"contact": contact(), "plan_base": {"type": name, "hosts": hosts}})
}

pub(crate) fn addon(name: &str, hosts: u64) -> Value {
    json!({"type": name, "hosts": hosts})
}

#[tokio::test]
async fn a_subscription_can_be_read_back() {
    let setup = Setup::new().await;
    let mut order = order("business_yearly", 25);
    order["plan_webinar"] = json!([{"type": "webinar500_monthly", "hosts": 2}]);
    order["plan_recording"] = "cmr_monthly_commitment_100".into();
    order["plan_phone"] = json!({
        "plan_base": {"type": "phone_payongo", "callout_countries": "US,CA"},
        "plan_calling": [{"type": "phone_calling_usca_monthly_unlimited", "hosts": 10}],
    });
    let subscribed = setup.subscribe(&order).await.unwrap();
    assert_eq!(
        subscribed["plan_base"],
        json!({"type": "business_yearly", "hosts": 25})
    );
    assert_eq!(subscribed["plan_recording"], "cmr_monthly_commitment_100");
    let plans = setup.get("/plans").await.unwrap();
    let base = json!({
        "type": "business_yearly",
        "hosts": 25,
        "service_effective_date": "2026-01-15",
        "next_invoice_date": "2027-01-15",
        "status": "active",
    });
    assert_eq!(plans["plan_base"], base);
    assert_eq!(plans["plan_webinar"][0]["next_invoice_date"], "2026-02-15");
    assert_eq!(plans["plan_recording"], "cmr_monthly_commitment_100");
    assert_eq!(plans["plan_recording_status"], "active");
    assert_eq!(
        plans["plan_phone"]["plan_base"]["callout_countries"],
        "US,CA"
    );
    assert_eq!(plans["plan_phone"]["plan_calling"][0]["hosts"], 10);
    let account = setup.get("").await.unwrap();
    assert_eq!(account["account_type"], "Business", "{account}");
}

#[tokio::test]
async fn plan_calls_for_an_account_that_pays_for_itself_fail_with_code_2100() {
    let setup = Setup::with_pay_mode("sub").await;
    assert_eq!(setup.subscribe(&order("monthly", 5)).await, Err(2100));
    assert_eq!(setup.add(&addon("webinar500_monthly", 1)).await, Err(2100));
    assert_eq!(setup.update("monthly", 5).await, Err(2100));
    assert_eq!(setup.cancel().await, Err(2100));
    assert_eq!(setup.cancel_addon("webinar500_monthly").await, Err(2100));
    assert_eq!(setup.get("/plans").await, Err(2100));
    assert_eq!(setup.get("/billing").await, Err(2100));
    let body = json!({"city": "Oakland"});
    assert_eq!(
        setup.on_sub(Method::PATCH, "/billing", &body).await,
        Err(2100)
    );
}

#[tokio::test]
async fn the_payer_is_fixed_once_the_account_has_a_plan() {
    let setup = Setup::with_base("monthly", 5).await;
    let body = json!({"pay_mode": "sub"});
    assert_eq!(
        setup.on_sub(Method::PATCH, "/options", &body).await,
        Err(200)
    );
    assert!(setup.get("/plans").await.is_ok());
}

#[tokio::test]
async fn a_second_subscription_fails_with_code_2100() {
    let setup = Setup::with_base("monthly", 5).await;
    assert_eq!(setup.subscribe(&order("monthly", 5)).await, Err(2100));
}

#[tokio::test]
async fn an_unknown_base_plan_fails_with_code_2010() {
    let setup = Setup::new().await;
    assert_eq!(setup.subscribe(&order("montly", 5)).await, Err(2010));
    setup.subscribe(&order("monthly", 5)).await.unwrap();
    assert_eq!(setup.update("montly", 5).await, Err(2010));
}

#[tokio::test]
async fn an_addon_as_a_base_plan_fails_with_code_2100() {
    let setup = Setup::new().await;
    assert_eq!(
        setup.subscribe(&order("webinar500_monthly", 5)).await,
        Err(2100)
    );
}

#[tokio::test]
async fn an_addon_before_the_base_plan_fails_with_code_3261() {
    let setup = Setup::new().await;
    assert_eq!(setup.add(&addon("webinar500_monthly", 1)).await, Err(3261));
    assert_eq!(
        setup.update_addon(&addon("webinar500_monthly", 1)).await,
        Err(3261)
    );
}

#[tokio::test]
async fn each_addon_can_be_added_once() {
    let setup = Setup::with_base("monthly", 5).await;
    setup.add(&addon("webinar500_monthly", 1)).await.unwrap();
    assert_eq!(setup.add(&addon("webinar500_monthly", 1)).await, Err(2100));
    assert_eq!(setup.add(&addon("webinar500_yearly", 1)).await, Err(2100));
    setup.add(&addon("webinar1000_monthly", 1)).await.unwrap();
    setup.add(&addon("roomconnector_monthly", 1)).await.unwrap();
    assert_eq!(
        setup.add(&addon("roomconnector_yearly", 1)).await,
        Err(2100)
    );
}

#[tokio::test]
async fn the_same_addon_twice_in_a_subscription_fails_with_code_2100() {
    let setup = Setup::new().await;
    let mut order = order("monthly", 5);
    let plan = addon("webinar500_monthly", 1);
    order["plan_webinar"] = json!([plan, plan]);
    assert_eq!(setup.subscribe(&order).await, Err(2100));
    let plans = setup.get("/plans").await.unwrap();
    assert_eq!(plans, json!({}), "nothing of the order was bought");
}

#[tokio::test]
async fn an_unknown_addon_and_an_addon_of_another_kind_fail_with_code_2100() {
    let setup = Setup::new().await;
    let mut order = order("monthly", 5);
    order["plan_webinar"] = json!([addon("large500_monthly", 1)]);
    assert_eq!(setup.subscribe(&order).await, Err(2100));
    let setup = Setup::with_base("monthly", 5).await;
    assert_eq!(setup.add(&addon("no_such_plan", 1)).await, Err(2100));
    assert_eq!(setup.add(&addon("yearly", 1)).await, Err(2100));
}

#[tokio::test]
async fn the_base_plan_can_be_canceled_only_after_its_addons() {
    let setup = Setup::with_base("monthly", 5).await;
    setup.add(&addon("webinar500_monthly", 1)).await.unwrap();
    assert_eq!(setup.cancel().await, Err(200));
    setup.cancel_addon("webinar500_monthly").await.unwrap();
    setup.cancel().await.unwrap();
}

#[tokio::test]
async fn a_canceled_plan_stays_in_service_until_the_period_ends() {
    let setup = Setup::with_base("monthly", 5).await;
    setup.add_licensed_users(1).await;
    setup.cancel().await.unwrap();
    let plans = setup.get("/plans").await.unwrap();
    assert_eq!(plans["plan_base"]["status"], "cancelled");
    assert_eq!(plans["plan_base"]["next_invoice_date"], "2026-02-15");
    assert_eq!(setup.get("").await.unwrap()["seats"], 5);
    assert_eq!(setup.subscribe(&order("monthly", 5)).await, Err(2100));
    assert_eq!(setup.cancel().await, Err(200));
    assert_eq!(setup.update("monthly", 6).await, Err(200));
    setup.fake.advance(31 * DAY);
    let plans = setup.get("/plans").await.unwrap();
    assert_eq!(plans["plan_base"]["status"], "expired");
    assert_eq!(setup.get("").await.unwrap()["seats"], 0);
    assert_eq!(setup.get("/plans/usage").await, Err(200));
    setup.subscribe(&order("monthly", 5)).await.unwrap();
}

#[tokio::test]
async fn a_canceled_addon_can_be_bought_again_after_it_has_expired() {
    let setup = Setup::with_base("yearly", 5).await;
    setup.add(&addon("webinar500_monthly", 1)).await.unwrap();
    setup.cancel_addon("webinar500_monthly").await.unwrap();
    assert_eq!(setup.cancel_addon("webinar500_monthly").await, Err(200));
    assert_eq!(setup.add(&addon("webinar500_monthly", 1)).await, Err(2100));
    setup.fake.advance(31 * DAY);
    setup.add(&addon("webinar500_monthly", 3)).await.unwrap();
    let plans = setup.get("/plans").await.unwrap();
    assert_eq!(plans["plan_webinar"].as_array().unwrap().len(), 1);
    assert_eq!(plans["plan_webinar"][0]["status"], "active");
}

#[tokio::test]
async fn a_plan_that_the_account_does_not_have_cannot_be_canceled() {
    let setup = Setup::new().await;
    assert_eq!(setup.cancel().await, Err(200));
    assert_eq!(setup.cancel_addon("webinar500_monthly").await, Err(200));
    setup.subscribe(&order("monthly", 5)).await.unwrap();
    assert_eq!(setup.cancel_addon("webinar500_monthly").await, Err(200));
    assert_eq!(setup.cancel_addon("phone_type").await, Err(200));
}

#[tokio::test]
async fn zoom_phone_is_canceled_as_a_whole() {
    let setup = Setup::with_base("monthly", 5).await;
    let phone = json!({"type": "plan_phone", "plan_details": {
        "plan_base": {"type": "phone_payongo", "callout_countries": "US,CA"},
        "plan_calling": [{"type": "phone_calling_usca_monthly_unlimited", "hosts": 10}],
    }});
    setup.add(&phone).await.unwrap();
    assert_eq!(setup.add(&phone).await, Err(2100));
    setup.cancel_addon("phone_type").await.unwrap();
    let plans = setup.get("/plans").await.unwrap();
    assert_eq!(plans["plan_phone"]["plan_base"]["status"], "cancelled");
    assert_eq!(
        plans["plan_phone"]["plan_calling"][0]["status"],
        "cancelled"
    );
}

#[tokio::test]
async fn plan_families_do_not_mix() {
    let plans = [
        ("monthly", 5),
        ("business_monthly", 10),
        ("edu20", 20),
        ("zroom_monthly", 5),
    ];
    for (old, hosts) in plans {
        for (new, new_hosts) in plans {
            let setup = Setup::with_base(old, hosts).await;
            let mixes = |name: &str| ["monthly", "business_monthly"].contains(&name);
            let result = setup.update(new, new_hosts).await;
            if old == new || (mixes(old) && mixes(new)) {
                assert!(result.is_ok(), "{old} to {new}: {result:?}");
            } else {
                assert_eq!(result, Err(300), "{old} to {new}");
            }
        }
    }
}

#[tokio::test]
async fn each_family_has_its_range_of_hosts() {
    let ranges = [
        ("monthly", 1, 9),
        ("business_monthly", 10, 49),
        ("edu20", 20, 149),
        ("trial", 1, 9999),
    ];
    for (name, least, most) in ranges {
        for (hosts, is_valid) in [
            (least - 1, false),
            (least, true),
            (most, true),
            (most + 1, false),
        ] {
            let setup = Setup::new().await;
            let result = setup.subscribe(&order(name, hosts)).await;
            assert_eq!(
                result.is_ok(),
                is_valid,
                "{name} with {hosts} hosts: {result:?}"
            );
            if !is_valid {
                assert_eq!(result, Err(300));
            }
        }
    }
}

#[tokio::test]
async fn an_update_checks_the_range_of_hosts_and_can_add_hosts() {
    let setup = Setup::with_base("monthly", 5).await;
    assert_eq!(setup.update("business_monthly", 5).await, Err(300));
    let more = json!({"type": "monthly", "increasing_hosts": 3});
    setup
        .on_sub(Method::PUT, "/plans/base", &more)
        .await
        .unwrap();
    assert_eq!(setup.get("/plans").await.unwrap()["plan_base"]["hosts"], 8);
    assert_eq!(
        setup.on_sub(Method::PUT, "/plans/base", &more).await,
        Err(300)
    );
}

#[tokio::test]
async fn hosts_cannot_be_fewer_than_licensed_users() {
    let setup = Setup::with_base("monthly", 5).await;
    setup.add_licensed_users(3).await;
    assert_eq!(setup.update("monthly", 2).await, Err(2100));
    setup.update("monthly", 3).await.unwrap();
}

#[tokio::test]
async fn hosts_cannot_be_fewer_than_webinar_hosts_or_hosts_of_large_meetings() {
    for name in ["webinar500_monthly", "large100_monthly"] {
        let setup = Setup::with_base("monthly", 5).await;
        setup.add(&addon(name, 4)).await.unwrap();
        assert_eq!(setup.update("monthly", 3).await, Err(2100), "{name}");
        setup.update("monthly", 4).await.unwrap();
    }
}

#[tokio::test]
async fn an_account_can_have_one_trial() {
    let setup = Setup::with_base("trial", 5).await;
    setup.fake.advance(31 * DAY);
    assert_eq!(setup.subscribe(&order("trial", 5)).await, Err(2100));
    setup.subscribe(&order("monthly", 5)).await.unwrap();
}

#[tokio::test]
async fn plans_of_an_account_on_trial_cannot_change() {
    let setup = Setup::with_base("trial", 5).await;
    assert_eq!(setup.update("monthly", 5).await, Err(200));
    assert_eq!(setup.add(&addon("webinar500_monthly", 1)).await, Err(200));
    assert_eq!(
        setup.update_addon(&addon("webinar500_monthly", 1)).await,
        Err(200)
    );
    assert_eq!(setup.cancel().await, Err(200));
    assert_eq!(setup.cancel_addon("webinar500_monthly").await, Err(200));
}

#[tokio::test]
async fn a_paid_plan_cannot_change_to_a_trial() {
    let setup = Setup::with_base("monthly", 5).await;
    assert_eq!(setup.update("trial", 5).await, Err(2100));
}

#[tokio::test]
async fn zoom_rooms_cannot_be_added_to_zoom_rooms() {
    let setup = Setup::with_base("zroom_monthly", 5).await;
    assert_eq!(setup.add(&addon("zroom_monthly", 1)).await, Err(2100));
    let setup = Setup::with_base("monthly", 5).await;
    setup.add(&addon("zroom_monthly", 1)).await.unwrap();
}

#[tokio::test]
async fn pay_as_you_go_audio_requires_business_or_education() {
    let audio = json!({"type": "tollfree_payongo", "tollfree_countries": "AT,DE"});
    for (name, hosts, is_valid) in [
        ("monthly", 5, false),
        ("business_monthly", 10, true),
        ("edu20", 20, true),
    ] {
        let setup = Setup::with_base(name, hosts).await;
        let result = setup.add(&audio).await;
        assert_eq!(result.is_ok(), is_valid, "{name}: {result:?}");
    }
    let setup = Setup::with_base("business_monthly", 10).await;
    setup.add(&audio).await.unwrap();
    assert_eq!(setup.update("monthly", 9).await, Err(2100));
}

#[tokio::test]
async fn an_audio_plan_without_countries_fails_with_code_2100() {
    let setup = Setup::with_base("business_monthly", 10).await;
    let audio = json!({"type": "tollfree_payongo", "ddi_numbers": 1});
    assert_eq!(setup.add(&audio).await, Err(2100));
    for name in [
        "tollfree_countries",
        "premium_countries",
        "callout_countries",
    ] {
        let setup = Setup::with_base("business_monthly", 10).await;
        let mut audio = audio.clone();
        audio[name] = "IN".into();
        setup.add(&audio).await.unwrap();
        assert_eq!(setup.get("/plans").await.unwrap()["plan_audio"][name], "IN");
    }
}

#[tokio::test]
async fn an_addon_can_change_its_hosts_and_its_period() {
    let setup = Setup::with_base("monthly", 5).await;
    assert_eq!(
        setup.update_addon(&addon("webinar500_monthly", 1)).await,
        Err(200)
    );
    setup.add(&addon("webinar500_monthly", 1)).await.unwrap();
    setup
        .update_addon(&addon("webinar500_yearly", 4))
        .await
        .unwrap();
    let plans = setup.get("/plans").await.unwrap();
    assert_eq!(plans["plan_webinar"][0]["type"], "webinar500_yearly");
    assert_eq!(plans["plan_webinar"][0]["hosts"], 4);
    assert_eq!(
        setup.update_addon(&addon("business_monthly", 4)).await,
        Err(2100)
    );
}

#[tokio::test]
async fn webinars_for_100_attendees_accept_no_more_hosts() {
    let setup = Setup::with_base("monthly", 5).await;
    setup.add(&addon("webinar100_monthly", 2)).await.unwrap();
    assert_eq!(
        setup.update_addon(&addon("webinar100_monthly", 3)).await,
        Err(3261)
    );
    setup
        .update_addon(&addon("webinar100_monthly", 1))
        .await
        .unwrap();
}

#[tokio::test]
async fn plans_of_a_bundle_cannot_change() {
    let setup = Setup::with_base("monthly", 5).await;
    assert!(setup.fake.set_bundled(&setup.id()));
    assert_eq!(setup.update("monthly", 6).await, Err(2100));
    assert_eq!(setup.add(&addon("webinar500_monthly", 1)).await, Err(2100));
    assert_eq!(setup.cancel().await, Err(2100));
    assert!(setup.get("/plans").await.is_ok());
}

#[tokio::test]
async fn a_primary_account_with_bulk_licenses_cannot_change_plans() {
    let setup = Setup::new().await;
    assert!(setup.fake.set_bundled(&setup.fake.primary_account()));
    assert_eq!(setup.subscribe(&order("monthly", 5)).await, Err(2100));
    assert!(!setup.fake.set_bundled(&AccountId::from("unknown")));
}

#[tokio::test]
async fn a_video_sdk_plan_needs_no_hosts() {
    let setup = Setup::new().await;
    let order = json!({"contact": contact(), "plan_base": {"type": "vsdk_monthly"}});
    setup.subscribe(&order).await.unwrap();
    let plans = setup.get("/plans").await.unwrap();
    assert_eq!(plans["plan_base"]["type"], "vsdk_monthly");
    assert_eq!(plans["plan_base"].get("hosts"), None);
}

#[tokio::test]
async fn a_plan_can_start_only_on_a_later_day() {
    let setup = Setup::new().await;
    let start = |paid: &str, service: &str| {
        let mut order = order("monthly", 5);
        order["subscription_options"] =
            json!({"paid_period_start_date": paid, "service_effective_date": service});
        order
    };
    assert_eq!(
        setup.subscribe(&start("2026-01-15", "2026-01-15")).await,
        Err(300)
    );
    assert_eq!(
        setup.subscribe(&start("2026-02-01", "2026-02-02")).await,
        Err(300)
    );
    setup
        .subscribe(&start("2026-02-01", "2026-02-01"))
        .await
        .unwrap();
    let plans = setup.get("/plans").await.unwrap();
    assert_eq!(plans["plan_base"]["service_effective_date"], "2026-02-01");
}
