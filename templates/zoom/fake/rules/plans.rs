//! The plans of sub accounts in API v2.

use serde_json::{Map, Value, json};

use super::accounts::check_sub_account;
use super::users::licensed_users;
use super::{billing, document, orders};
use crate::fake::call::{Call, Outcome};
use crate::fake::exchange::Reply;
use crate::fake::failure::Failure;
use crate::fake::world::plan_names::{RECORDING, is_list};
use crate::fake::world::plans::{Plan, Plans};

/// Responds to a call about plans.
pub(crate) fn answer(call: &mut Call<'_>) -> Outcome {
    match call.id() {
        "plans.get" => get(call),
        "plans.get_usage" => usage(call),
        "plans.subscribe" => {
            change(call, orders::subscribe)?;
            subscribed(call)
        }
        "plans.add_addon" => {
            change(call, orders::add_addon)?;
            subscribed(call)
        }
        "plans.update_base" => change(call, orders::update_base),
        "plans.update_addon" => change(call, orders::update_addon),
        "plans.cancel_base" => change(call, orders::cancel_base),
        "plans.cancel_addons" => change(call, orders::cancel_addon),
        _ => document::answer(call),
    }
}

/// Applies a rule to a sub account of the calling account.
fn change(
    call: &mut Call<'_>,
    rule: fn(&mut Call<'_>, &Map<String, Value>) -> Result<(), Failure>,
) -> Outcome {
    check_sub_account(call)?;
    let body = call.body();
    rule(call, &body)?;
    Ok(Reply::empty(204))
}

/// Returns the plans as requests contain them.
fn subscribed(call: &mut Call<'_>) -> Outcome {
    let plans = &call.target()?.plans;
    let mut body = Map::new();
    if let Some(base) = plans.base_in_service() {
        body.insert("plan_base".to_owned(), base.order().into());
    }
    put_addons(&mut body, plans, Plan::is_in_service, |plan| {
        plan.order().into()
    });
    put_recording(&mut body, plans, |_, _, _| {});
    Ok(document::reply(call, body))
}

fn get(call: &mut Call<'_>) -> Outcome {
    let account = call.target()?;
    billing::check_payer(account)?;
    let plans = &account.plans;
    let today = call.state.world.today();
    let details = |plan: &Plan| {
        let mut details = plan.order();
        put_dates(&mut details, "", plan, today);
        details
    };
    let mut body = Map::new();
    if let Some(base) = &plans.base {
        body.insert("plan_base".to_owned(), details(base).into());
    }
    put_addons(&mut body, plans, |_| true, |plan| details(plan).into());
    put_recording(&mut body, plans, |body, prefix, plan| {
        put_dates(body, prefix, plan, today);
    });
    if let Some(contact_center) = body.get_mut("plan_zcc").and_then(Value::as_object_mut) {
        // This response has its own name for the packages.
        if let Some(packages) = contact_center.remove("plan_package_list") {
            contact_center.insert("plan_package_lists".to_owned(), packages);
        }
    }
    Ok(document::reply(call, body))
}

fn put_dates(details: &mut Map<String, Value>, prefix: &str, plan: &Plan, today: &str) {
    let mut put = |name: &str, value: &str| details.insert(format!("{prefix}{name}"), value.into());
    put("service_effective_date", &plan.effective_date);
    put("next_invoice_date", &plan.next_invoice_date(today));
    put("status", &plan.status);
}

/// Puts the add-on plans into the properties that contain them, except for the recording plan.
fn put_addons(
    body: &mut Map<String, Value>,
    plans: &Plans,
    filter: impl Fn(&Plan) -> bool,
    value: impl Fn(&Plan) -> Value,
) {
    for (property, plans) in &plans.addons {
        let plans = plans.iter().filter(|plan| filter(plan));
        let values: Vec<Value> = plans.map(&value).collect();
        let content = match values.as_slice() {
            [] => continue,
            [plan] if is_list(property) == Some(false) => plan.clone(),
            _ => Value::Array(values),
        };
        match property.split_once('/') {
            Some((outer, inner)) => {
                let outer = body.entry(outer).or_insert_with(|| json!({}));
                if let Some(outer) = outer.as_object_mut() {
                    outer.insert(inner.to_owned(), content);
                }
            }
            None if property == RECORDING => {}
            None => {
                body.insert(property.clone(), content);
            }
        }
    }
}

/// Puts the recording plan, which is only a name, into the response.
fn put_recording(
    body: &mut Map<String, Value>,
    plans: &Plans,
    dates: impl Fn(&mut Map<String, Value>, &str, &Plan),
) {
    if let Some(plan) = plans.addons.get(RECORDING).and_then(|plans| plans.first()) {
        body.insert(RECORDING.to_owned(), plan.name.clone().into());
        dates(body, "plan_recording_", plan);
    }
}

fn usage(call: &mut Call<'_>) -> Outcome {
    let account = call.target()?;
    let base = account.plans.base_in_service();
    let base = base.ok_or_else(|| billing::only_paid(&account.id))?;
    let licensed = licensed_users(account);
    let mut body = Map::new();
    let mut plan_base = base.order();
    plan_base.insert("usage".to_owned(), licensed.into());
    plan_base.insert("active_hosts".to_owned(), licensed.into());
    plan_base.insert("pending".to_owned(), 0.into());
    body.insert("plan_base".to_owned(), plan_base.into());
    put_addons(
        &mut body,
        &account.plans,
        Plan::is_in_service,
        |plan| json!({"type": plan.name, "hosts": plan.hosts.unwrap_or(0), "usage": 0, "pending": 0}),
    );
    if let Some(plan) = body.get_mut("plan_room_connector") {
        // This response has a list where the other responses have one plan.
        *plan = json!([plan]);
    }
    let recording = account.plans.addons_in_service(RECORDING).next();
    let name = recording.map(|plan| plan.name.as_str());
    let size = name.and_then(|name| name.rsplit('_').next());
    let mut storage = Map::new();
    if let Some(name) = name {
        storage.insert("type".to_owned(), name.into());
    }
    for (name, value) in [
        ("free_storage", format!("{licensed} GB")),
        ("free_storage_usage", "0".to_owned()),
        (
            "plan_storage",
            size.map_or_else(|| "0".to_owned(), |size| format!("{size} GB")),
        ),
        ("plan_storage_usage", "0".to_owned()),
        ("plan_storage_exceed", "0".to_owned()),
    ] {
        storage.insert(name.to_owned(), value.into());
    }
    body.insert(RECORDING.to_owned(), storage.into());
    Ok(document::reply(call, body))
}
