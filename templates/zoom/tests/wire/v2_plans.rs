//! Tests of v2 plans: orders, changes, and responses with new fields.

use serde_json::json;
use zoom_accounts::v2::plans::{
    AddonCancel, AddonKind, AddonOrder, AddonPlan, BasePlanCancel, BasePlanOrder, BasePlanUpdate,
    CallPlanOrder, CancelAction, CancelReason, ContractTerm, PhoneAddon, PhonePlanOrder,
    PlanContact, PlanContactRequired, PlanName, PlanOrder, PlanStatus, PlanSubscribe, PlanUsages,
    SubscribedCallPlans, SubscriptionOptions,
};
use zoom_accounts::v2::types::EmployeeCount;

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, assert_v2, v2_client};

fn path(rest: &str) -> String {
    format!("/v2/accounts/{ACCOUNT}/plans{rest}")
}

#[tokio::test]
async fn an_order_sends_every_plan() {
    let body = json!({"plan_base": {"type": "business_yearly", "hosts": 25}});
    let server = Server::answering([Reply::json(201, &body)]).await;
    let contact = PlanContact::new(PlanContactRequired {
        first_name: "Ada",
        last_name: "Example",
        email: "billing@acme.example",
        phone_number: "555-555-0100",
        address: "1 Example Street",
        city: "San Jose",
        state: "CA",
        zip: "95113",
        country: "US",
    })
    .employee_count(EmployeeCount::From11To50);
    let webinars = PlanOrder::new("webinar500_monthly").hosts(2);
    let order = PlanSubscribe::new(contact, BasePlanOrder::new("business_yearly").hosts(25))
        .plan_webinar([webinars])
        .plan_recording("cmr_monthly_commitment_100")
        .subscription_options(
            SubscriptionOptions::default()
                .contract_term(ContractTerm::Months12)
                .service_effective_date("2026-01-15"),
        );
    let plans = v2_client(&server).sub_account(ACCOUNT).plans();
    let subscribed = plans.subscribe(order).await.unwrap();
    let request = server.request().await;
    assert_v2(&request, "POST", &path(""), &[]);
    let sent = json!({
        "contact": {
            "first_name": "Ada", "last_name": "Example", "email": "billing@acme.example",
            "phone_number": "555-555-0100", "address": "1 Example Street", "city": "San Jose",
            "state": "CA", "zip": "95113", "country": "US", "employee_count": "11-50",
        },
        "plan_base": {"type": "business_yearly", "hosts": 25},
        "plan_webinar": [{"type": "webinar500_monthly", "hosts": 2}],
        "plan_recording": "cmr_monthly_commitment_100",
        "subscription_options": {
            "contract_term": 12, "service_effective_date": "2026-01-15",
        },
    });
    assert_eq!(request.json(), sent);
    assert_eq!(subscribed.plan_base.unwrap().hosts, Some(25));
}

#[tokio::test]
async fn each_kind_of_addon_plan_has_its_own_shape() {
    let calling = PhonePlanOrder::default()
        .plan_base(CallPlanOrder::new("phone_payongo").callout_countries("US,CA"));
    let orders: [(AddonOrder, _); 2] = [
        (
            AddonPlan::new("webinar500_monthly", 4).into(),
            json!({"type": "webinar500_monthly", "hosts": 4}),
        ),
        (
            PhoneAddon::new(AddonKind::Phone, calling).into(),
            json!({
                "type": "plan_phone",
                "plan_details": {
                    "plan_base": {"type": "phone_payongo", "callout_countries": "US,CA"},
                },
            }),
        ),
    ];
    for (order, sent) in orders {
        let server = Server::answering([Reply::json(201, &json!({}))]).await;
        let plans = v2_client(&server).plans();
        plans.add_addon(ACCOUNT, order).await.unwrap();
        let request = server.request().await;
        assert_v2(&request, "POST", &path("/addons"), &[]);
        assert_eq!(request.json(), sent);
    }
}

#[tokio::test]
async fn plans_are_changed_and_cancelled() {
    let replies = [204, 200, 200, 200].map(Reply::empty);
    let server = Server::answering(replies).await;
    let plans = v2_client(&server).sub_account(ACCOUNT).plans();
    let base = BasePlanUpdate::new("business_yearly").hosts(30);
    plans.update_base(base).await.unwrap();
    let addon = AddonPlan::new("large500_monthly", 3);
    plans.update_addon(addon).await.unwrap();
    let end = BasePlanCancel::new(CancelAction::Cancel).reason(CancelReason::TooExpensive);
    plans.cancel_base(end).await.unwrap();
    let end = AddonCancel::new("large500_monthly")
        .action(CancelAction::Cancel)
        .comment("Wanted again in autumn");
    plans.cancel_addons(end).await.unwrap();

    let seen = server.requests().await;
    for (seen, (method, rest, sent)) in seen.iter().zip([
        (
            "PUT",
            "/base",
            json!({"type": "business_yearly", "hosts": 30}),
        ),
        (
            "PUT",
            "/addons",
            json!({"type": "large500_monthly", "hosts": 3}),
        ),
        (
            "PATCH",
            "/base/status",
            json!({"action": "cancel", "reason": 4}),
        ),
        (
            "PATCH",
            "/addons/status",
            json!({
                "action": "cancel",
                "type": "large500_monthly",
                "comment": "Wanted again in autumn",
            }),
        ),
    ]) {
        assert_v2(seen, method, &path(rest), &[]);
        assert_eq!(seen.json(), sent);
    }
}

#[tokio::test]
async fn unknown_plan_kinds_are_kept() {
    let body = json!({
        "plan_base": {"type": "plan_of_2030", "hosts": "25", "status": "cancel", "colour": "red"},
        "plan_of_the_future": {"type": "future_monthly", "hosts": 3},
    });
    let server = Server::json(&body).await;
    let plans = v2_client(&server).plans().get(ACCOUNT).await.unwrap();
    assert_v2(&server.request().await, "GET", &path(""), &[]);
    let base = plans.plan_base.as_ref().unwrap();
    assert_eq!(base.name, Some(PlanName::from("plan_of_2030")));
    assert_eq!(base.hosts, Some(25));
    // One of Zoom's references has `cancelled`, and another one has `cancel`. The client keeps unknown values
    // unchanged.
    let status = base.status.as_ref().unwrap();
    assert_ne!(*status, PlanStatus::Cancelled);
    assert_eq!(status.as_str(), "cancel");
    let future = &plans.extra["plan_of_the_future"];
    assert_eq!(future["hosts"], 3);
    let back = serde_json::to_value(&plans).unwrap();
    assert_eq!(back["plan_of_the_future"], body["plan_of_the_future"]);
}

#[tokio::test]
async fn plan_usage_is_an_object_or_a_list() {
    let usage = json!({"type": "business_yearly", "hosts": 25, "usage": 20});
    for (base, is_one) in [(usage.clone(), true), (json!([usage]), false)] {
        let body = json!({"plan_base": base});
        let server = Server::json(&body).await;
        let account = v2_client(&server).sub_account(ACCOUNT);
        let usage = account.plans().get_usage().await.unwrap();
        assert_v2(&server.request().await, "GET", &path("/usage"), &[]);
        let hosts = match usage.plan_base.as_ref().unwrap() {
            PlanUsages::One(one) if is_one => one.hosts,
            PlanUsages::Several(several) if !is_one => several[0].hosts,
            other => panic!("{other:?}"),
        };
        assert_eq!(hosts, Some(25));
        assert_eq!(serde_json::to_value(&usage).unwrap(), body);
    }
}

#[tokio::test]
async fn usage_based_plans_are_an_object_in_subscribe_and_a_list_in_add() {
    let usage = json!({"type": "zcc_pay_as_you_go", "callout_countries": "US,CA"});
    for usage in [usage.clone(), json!([usage])] {
        let body = json!({"plan_zcc": {"plan_usage": usage}});
        let server = Server::answering([Reply::json(201, &body)]).await;
        let plans = v2_client(&server).plans();
        let order = AddonOrder::from(AddonPlan::new("zcc_monthly", 1));
        let added = plans.add_addon(ACCOUNT, order).await.unwrap();
        server.request().await;
        let usage = added.plan_zcc.as_ref().unwrap().plan_usage.as_ref();
        assert!(!matches!(usage.unwrap(), SubscribedCallPlans::Other(_)));
        assert_eq!(serde_json::to_value(&added).unwrap(), body);
    }
}
