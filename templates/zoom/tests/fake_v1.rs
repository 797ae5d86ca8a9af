//! Shows that API v1 of the fake follows Zoom's rules and acts on the same accounts as API v2.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use zoom_accounts::auth::ApiKeyPair;
use zoom_accounts::fake::FakeZoom;
use zoom_accounts::ids::AccountId;
use zoom_accounts::runtime::{Error, Method, Result};
use zoom_accounts::v1::accounts::{
    AccountCreate, AccountCreateRequired, AccountUpdate, CollectionMethod, PayMode,
};
use zoom_accounts::v1::billing::BillingUpdate;
use zoom_accounts::v1::plans::{
    Callout, Plan, PlanAdd, PlanAudio, PlanChoice, PlanDetails, PlanKind, PlanName, PlanSubscribe,
    PlanSubscribeRequired, PlanUpdate,
};
use zoom_accounts::{Client, v2};

/// A fake with a client for API v1 and a client for API v2.
struct Setup {
    fake: FakeZoom,
    v1: Client,
    v2: Client,
}

impl Setup {
    async fn new() -> Self {
        let fake = FakeZoom::builder().frozen_clock().start().await.unwrap();
        let v1 = client(&fake, fake.primary_key_pair());
        let v2 = fake.client();
        Self { fake, v1, v2 }
    }

    /// Creates an account in API v1.
    async fn create(&self, name: &str) -> AccountId {
        let created = self.v1.v1().accounts().create(account(name)).await;
        created.unwrap().id.unwrap()
    }

    async fn create_with_plan(&self, name: &str, plan: impl Into<PlanChoice>) -> AccountId {
        let id = self.create(name).await;
        self.subscribe(&id, plan).await.unwrap();
        id
    }

    async fn subscribe(&self, id: &AccountId, plan: impl Into<PlanChoice>) -> Result<PlanDetails> {
        self.v1.v1().plans().subscribe(order(id, plan)).await
    }

    async fn get_v2(&self, id: &AccountId, path: &str) -> Value {
        let path = format!("/accounts/{id}{path}");
        let request = self.v2.request(Method::GET, path);
        request.json::<Value>().await.unwrap()
    }

    /// Posts a form with the key pair of the primary account.
    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Result<Value> {
        let mut request = self.v1.v1().request(Method::POST, path);
        for (name, value) in fields {
            request = request.form(name, *value);
        }
        request.json::<Value>().await
    }
}

fn client(fake: &FakeZoom, pair: ApiKeyPair) -> Client {
    let url = format!("{}/v1", fake.url());
    Client::builder()
        .server_url("v1", url)
        .auth(pair)
        .build()
        .unwrap()
}

/// Posts a form without a client and returns the JSON body of the response.
async fn post_form(fake: &FakeZoom, path: &str, form: &str) -> Value {
    let host = fake.url().trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).await.unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
        form.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(form.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    let (_, body) = response.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap()
}

fn account(name: &str) -> AccountCreate {
    AccountCreate::new(AccountCreateRequired {
        email: &format!("owner@{name}.example"),
        first_name: "Ada",
        last_name: "Example",
        password: "Test-pass-1".into(),
    })
}

fn order(id: &AccountId, plan: impl Into<PlanChoice>) -> PlanSubscribe {
    PlanSubscribe::new(PlanSubscribeRequired {
        account_id: id.clone(),
        first_name: "Ada",
        last_name: "Example",
        phone_number: "555-555-0100",
        address: "1 Example Street",
        city: "San Jose",
        country: "US",
        state: "CA",
        zip: "95113",
        plan_base: plan.into(),
    })
}

fn code<T: std::fmt::Debug>(result: Result<T>) -> String {
    let error: Error = result.unwrap_err();
    error.code().unwrap_or_else(|| panic!("{error}")).to_owned()
}

fn business() -> Plan {
    Plan::new(PlanName::BusinessMonthly, 25)
}

/// The story of a reseller: create two accounts, subscribe them, get a key pair, and act with it.
#[tokio::test]
async fn a_reseller_sees_one_world_in_v1_and_v2() {
    let setup = Setup::new().await;
    let goog = setup.create_with_plan("goog", business()).await;

    // The second customer is created and subscribed with API v2.
    let fb = v2::accounts::AccountCreate::new(v2::accounts::AccountCreateRequired {
        email: "owner@fb.example",
        first_name: "Grace",
        last_name: "Example",
        password: "Test-pass-1".into(),
    });
    let fb = setup.v2.accounts().create(fb).await.unwrap().id;
    let body = json!({
        "contact": {
            "first_name": "Grace",
            "last_name": "Example",
            "email": "billing@fb.example",
            "phone_number": "555-555-0101",
            "address": "2 Example Street",
            "city": "Oakland",
            "state": "CA",
            "zip": "94601",
            "country": "US",
        },
        "plan_base": {"type": "monthly", "hosts": 5},
    });
    let path = format!("/accounts/{fb}/plans");
    let request = setup.v2.request(Method::POST, path).json_body(body);
    request.json::<Value>().await.unwrap();

    // Both versions list both accounts.
    let page = setup.v1.v1().accounts().list().await.unwrap();
    let ids = page.sub_accounts.unwrap().into_iter();
    let ids: Vec<_> = ids.map(|account| account.id.unwrap()).collect();
    assert_eq!(ids, [goog.clone(), fb.clone()]);
    let list = setup.v2.request(Method::GET, "/accounts");
    let list = list.json::<Value>().await.unwrap();
    assert_eq!(list["accounts"][0]["id"], goog.as_str());
    assert_eq!(list["accounts"][1]["id"], fb.as_str());

    // Each version reads the plans that were bought in the other version.
    let plans = setup.get_v2(&goog, "/plans").await;
    assert_eq!(plans["plan_base"]["type"], "business_monthly");
    assert_eq!(plans["plan_base"]["hosts"], 25);
    let plans = setup.v1.v1().plans().get(&fb).await.unwrap();
    assert_eq!(plans.plan_base, Some(Plan::new(PlanName::Monthly, 5)));
    assert_eq!(plans.city.as_deref(), Some("Oakland"));

    // Zoom Support enables the key pair, with which the reseller acts on the account.
    assert!(setup.fake.enable_key_pair(&goog));
    let details = setup.v1.v1().accounts().get(&goog).await.unwrap();
    let field = |name: &str| {
        details
            .extra
            .get(name)
            .unwrap()
            .as_str()
            .unwrap()
            .to_owned()
    };
    let own = client(
        &setup.fake,
        ApiKeyPair::new(field("api_key"), field("api_secret")),
    );
    let webinars = PlanAdd::new(&goog, Plan::new(PlanName::Webinar500Monthly, 2));
    own.v1().plans().add(webinars).await.unwrap();
    let plans = setup.get_v2(&goog, "/plans").await;
    assert_eq!(plans["plan_webinar"][0]["hosts"], 2);
    assert_eq!(code(own.v1().plans().get(&fb).await), "2001");

    // A user that is created with API v2 counts against the hosts of the plan that was bought with API v1.
    let user = json!({"action": "create", "user_info": {"email": "u@goog.example", "type": 2}});
    let users = setup.v2.sub_account(&goog).request(Method::POST, "/users");
    users.json_body(user).json::<Value>().await.unwrap();
    let usage = setup.get_v2(&goog, "/plans/usage").await;
    assert_eq!(usage["plan_base"]["usage"], 1);
}

#[tokio::test]
async fn a_wrong_key_or_secret_fails_with_code_102() {
    let setup = Setup::new().await;
    let wrong = client(&setup.fake, ApiKeyPair::new("fake-key", "fake-secret"));
    let error = wrong.v1().accounts().list().await.unwrap_err();
    assert_eq!(error.code(), Some("102"));
    assert_eq!(error.status().unwrap(), 200);
}

#[tokio::test]
async fn a_request_for_xml_fails_and_the_message_names_json() {
    let setup = Setup::new().await;
    let id = setup.create("goog").await;
    assert!(setup.fake.enable_key_pair(&id));
    let details = setup.v1.v1().accounts().get(&id).await.unwrap();
    let field = |name: &str| {
        details
            .extra
            .get(name)
            .unwrap()
            .as_str()
            .unwrap()
            .to_owned()
    };
    let (key, secret) = (field("api_key"), field("api_secret"));
    // The client always asks for JSON, so the test sends this request itself.
    let form = format!("api_key={key}&api_secret={secret}&data_type=XML");
    let body = post_form(&setup.fake, "/v1/ma/account/list", &form).await;
    assert_eq!(body["error"]["code"], 300);
    assert!(body["error"]["message"].as_str().unwrap().contains("JSON"));
}

#[tokio::test]
async fn an_email_address_of_another_user_fails_with_code_1005() {
    let setup = Setup::new().await;
    setup.create("goog").await;
    let again = setup.v1.v1().accounts().create(account("goog")).await;
    assert_eq!(code(again), "1005");
}

#[tokio::test]
async fn the_list_has_pages_and_times_without_colons() {
    let setup = Setup::new().await;
    for name in ["goog", "fb", "acme"] {
        setup.create(name).await;
    }
    let page = setup
        .v1
        .v1()
        .accounts()
        .list()
        .page_size(2)
        .page_number(2)
        .await
        .unwrap();
    assert_eq!(page.page_count, Some(2));
    assert_eq!(page.page_number, Some(2));
    assert_eq!(page.total_records, Some(3));
    let accounts = page.sub_accounts.unwrap();
    assert_eq!(accounts.len(), 1);
    assert_eq!(
        accounts[0].owner_email.as_deref(),
        Some("owner@acme.example")
    );
    let created_at = accounts[0].created_at.as_ref().unwrap();
    assert_eq!(created_at.as_str(), "2026-01-15T080000Z");
    let mut items = setup.v1.v1().accounts().list().page_size(1).items();
    let mut count = 0;
    while let Some(account) = items.next().await {
        account.unwrap();
        count += 1;
    }
    assert_eq!(count, 3);
}

#[tokio::test]
async fn the_key_pair_is_returned_only_after_zoom_has_enabled_it() {
    let setup = Setup::new().await;
    let id = setup.create("goog").await;
    let details = setup.v1.v1().accounts().get(&id).await.unwrap();
    assert!(details.extra.get("api_key").is_none());
    assert_eq!(details.created_at.unwrap().as_str(), "2026-01-15T08:00:00Z");
    assert!(setup.fake.enable_key_pair(&id));
    let details = setup.v1.v1().accounts().get(&id).await.unwrap();
    assert!(details.extra.get("api_key").is_some());
    assert!(details.extra.get("api_secret").is_some());
    assert!(!setup.fake.enable_key_pair(&AccountId::from("unknown")));
}

#[tokio::test]
async fn an_unknown_account_and_the_primary_account_fail_with_code_2001() {
    let setup = Setup::new().await;
    for id in [AccountId::from("unknown"), setup.fake.primary_account()] {
        assert_eq!(code(setup.v1.v1().accounts().get(&id).await), "2001");
        assert_eq!(code(setup.v1.v1().accounts().delete(&id).await), "2001");
        assert_eq!(code(setup.v1.v1().plans().get(&id).await), "2001");
    }
}

#[tokio::test]
async fn a_sub_account_can_neither_create_nor_delete_accounts() {
    let setup = Setup::new().await;
    let id = setup.create("goog").await;
    assert!(setup.fake.enable_key_pair(&id));
    let details = setup.v1.v1().accounts().get(&id).await.unwrap();
    let field = |name: &str| {
        details
            .extra
            .get(name)
            .unwrap()
            .as_str()
            .unwrap()
            .to_owned()
    };
    let own = client(
        &setup.fake,
        ApiKeyPair::new(field("api_key"), field("api_secret")),
    );
    assert_eq!(code(own.v1().accounts().create(account("fb")).await), "200");
    assert_eq!(code(own.v1().accounts().delete(&id).await), "2001");
}

#[tokio::test]
async fn an_update_in_v1_is_read_in_v2() {
    let setup = Setup::new().await;
    let id = setup.create("goog").await;
    let update = AccountUpdate::new(&id)
        .pay_mode(PayMode::Sub)
        .enable_share_rc(true)
        .share_rc(["192.0.2.1", "192.0.2.2"]);
    let updated = setup.v1.v1().accounts().update(update).await.unwrap();
    assert_eq!(updated.id, Some(id.clone()));
    let account = setup.get_v2(&id, "").await;
    assert_eq!(account["options"]["pay_mode"], "sub");
    assert_eq!(
        account["options"]["room_connector_list"],
        json!(["192.0.2.1", "192.0.2.2"])
    );
}

#[tokio::test]
async fn the_payer_and_the_collection_method_are_fixed_after_a_purchase() {
    let setup = Setup::new().await;
    let id = setup.create_with_plan("goog", business()).await;
    let update = AccountUpdate::new(&id).pay_mode(PayMode::Sub);
    assert_eq!(code(setup.v1.v1().accounts().update(update).await), "200");
    let update = AccountUpdate::new(&id).collection_method(CollectionMethod::Automatic);
    assert_eq!(code(setup.v1.v1().accounts().update(update).await), "2100");
}

#[tokio::test]
async fn a_paid_account_cannot_be_deleted_and_a_free_one_is_gone_in_v2() {
    let setup = Setup::new().await;
    let paid = setup.create_with_plan("goog", business()).await;
    assert_eq!(code(setup.v1.v1().accounts().delete(&paid).await), "2000");
    let free = setup.create("fb").await;
    let deleted = setup.v1.v1().accounts().delete(&free).await.unwrap();
    assert_eq!(deleted.deleted_at.unwrap().as_str(), "2026-01-15T08:00:00Z");
    let gone = setup.v2.request(Method::GET, format!("/accounts/{free}"));
    assert_eq!(code(gone.json::<Value>().await), "2001");
    setup.create("fb").await;
}

#[tokio::test]
async fn plan_calls_in_v1_follow_the_rules_of_v2() {
    let setup = Setup::new().await;
    let plans = setup.v1.v1().plans();
    let id = setup.create("goog").await;
    let webinars = || PlanAdd::new(&id, PlanName::Webinar500Monthly);
    assert_eq!(code(plans.add(webinars()).await), "3261");
    assert_eq!(
        code(setup.subscribe(&id, Plan::new("no_such_plan", 5)).await),
        "2010"
    );
    assert_eq!(
        code(setup.subscribe(&id, Plan::new(PlanName::Monthly, 10)).await),
        "300"
    );
    setup
        .subscribe(&id, Plan::new(PlanName::Monthly, 5))
        .await
        .unwrap();
    assert_eq!(code(setup.subscribe(&id, business()).await), "2100");
    plans.add(webinars()).await.unwrap();
    assert_eq!(code(plans.add(webinars()).await), "2100");
    let rooms = PlanUpdate::new(
        &id,
        PlanKind::Base,
        Plan::new(PlanName::ZoomRoomsMonthly, 5),
    );
    assert_eq!(code(plans.update(rooms).await), "300");
    let pays = setup
        .v1
        .v1()
        .accounts()
        .create(account("fb").pay_mode(PayMode::Sub))
        .await;
    let pays = pays.unwrap().id.unwrap();
    assert_eq!(code(setup.subscribe(&pays, business()).await), "2100");
}

#[tokio::test]
async fn a_bare_plan_name_buys_the_smallest_number_of_hosts() {
    let setup = Setup::new().await;
    let id = setup
        .create_with_plan("goog", PlanName::BusinessMonthly)
        .await;
    let plans = setup.get_v2(&id, "/plans").await;
    assert_eq!(plans["plan_base"]["hosts"], 10);
}

#[tokio::test]
async fn plans_are_changed_in_v1_and_read_in_v2() {
    let setup = Setup::new().await;
    let id = setup
        .create_with_plan("goog", Plan::new(PlanName::Monthly, 5))
        .await;
    let plans = setup.v1.v1().plans();
    plans
        .add(PlanAdd::new(&id, Plan::new(PlanName::Webinar500Monthly, 1)))
        .await
        .unwrap();
    let base = PlanUpdate::new(&id, PlanKind::Base, business());
    plans.update(base).await.unwrap();
    let addon = Plan::new(PlanName::Webinar500Monthly, 3);
    let addon = PlanUpdate::new(&id, PlanKind::Additional, addon);
    plans.update(addon).await.unwrap();
    let seen = setup.get_v2(&id, "/plans").await;
    assert_eq!(seen["plan_base"]["type"], "business_monthly");
    assert_eq!(seen["plan_webinar"][0]["hosts"], 3);
}

#[tokio::test]
async fn a_subscription_in_v1_returns_its_plans_and_its_contact() {
    let setup = Setup::new().await;
    let id = setup.create("goog").await;
    let audio = PlanAudio::new(PlanName::TollFreePayAsYouGo)
        .tollfree_country("AT,DE")
        .callout(Callout::UsAndInternational)
        .ddi_numbers(2);
    let order = order(&id, business())
        .plan_webinar(vec![Plan::new(PlanName::Webinar500Monthly, 2)])
        .plan_recording(PlanName::CloudRecordingCommitment100)
        .plan_audio(audio.clone());
    let details = setup.v1.v1().plans().subscribe(order).await.unwrap();
    assert_eq!(details.email.as_deref(), Some("owner@goog.example"));
    assert_eq!(
        details.plan_webinar,
        Some(vec![Plan::new(PlanName::Webinar500Monthly, 2)])
    );
    assert_eq!(
        details.plan_recording,
        Some(PlanName::CloudRecordingCommitment100)
    );
    assert_eq!(details.plan_audio, Some(audio));
    let seen = setup.get_v2(&id, "/plans").await;
    assert_eq!(seen["plan_audio"]["tollfree_countries"], "AT,DE");
    assert_eq!(setup.v1.v1().plans().get(&id).await.unwrap(), details);
}

#[tokio::test]
async fn the_billing_contact_is_changed_in_v1_and_read_in_v2() {
    let setup = Setup::new().await;
    let id = setup.create("goog").await;
    let update = || BillingUpdate::new(&id).city("Oakland");
    assert_eq!(code(setup.v1.v1().billing().update(update()).await), "200");
    setup.subscribe(&id, business()).await.unwrap();
    setup.v1.v1().billing().update(update()).await.unwrap();
    assert_eq!(setup.get_v2(&id, "/billing").await["city"], "Oakland");
    let unknown = BillingUpdate::new(&id).country("XX");
    assert_eq!(code(setup.v1.v1().billing().update(unknown).await), "2100");
}

#[tokio::test]
async fn a_missing_field_and_an_unknown_path_are_failures_of_v1() {
    let setup = Setup::new().await;
    let missing = setup
        .post("/ma/account/create", &[("email", "owner@goog.example")])
        .await;
    assert_eq!(code(missing), "300");
    let unknown = setup.post("/ma/account/no_such_call", &[]).await;
    assert_eq!(code(unknown), "404");
}

#[tokio::test]
async fn the_clock_of_the_fake_ends_canceled_plans_in_v1_too() {
    let setup = Setup::new().await;
    let id = setup
        .create_with_plan("goog", Plan::new(PlanName::Monthly, 5))
        .await;
    let path = format!("/accounts/{id}/plans/base/status");
    let cancel = setup.v2.request(Method::PATCH, path);
    cancel
        .json_body(json!({"action": "cancel"}))
        .empty()
        .await
        .unwrap();
    let plans = setup.v1.v1().plans();
    assert!(plans.get(&id).await.unwrap().plan_base.is_some());
    setup.fake.advance(Duration::from_secs(31 * 24 * 60 * 60));
    assert!(plans.get(&id).await.unwrap().plan_base.is_none());
    setup.subscribe(&id, business()).await.unwrap();
}
