//! Buying, changing and canceling plans: the rules that API v1 and API v2 share.
//!
//! The bodies have the format of API v2.

use serde_json::{Map, Value};

use super::users::licensed_users;
use super::{billing, invoices};
use crate::fake::calendar;
use crate::fake::call::Call;
use crate::fake::failure::Failure;
use crate::fake::world::account::Account;
use crate::fake::world::plan_names::{
    self, AUDIO, Family, LARGE_MEETING, RECORDING, ROOMS, WEBINAR,
};
use crate::fake::world::plans::{Plan, Plans};
use crate::fake::world::user::text;

/// The properties that accept only plans of their own kind. For other properties, the fake accepts every name, because
/// Zoom adds plans often.
const STRICT: [&str; 6] = [
    ROOMS,
    "plan_room_connector",
    LARGE_MEETING,
    WEBINAR,
    RECORDING,
    AUDIO,
];
/// The lengths of contracts in months.
const CONTRACT_TERMS: [u64; 11] = [1, 12, 24, 36, 48, 60, 72, 84, 96, 108, 120];

/// Subscribes a free account to a base plan and to add-on plans.
pub(crate) fn subscribe(call: &mut Call<'_>, body: &Map<String, Value>) -> Result<(), Failure> {
    check_changeable(call)?;
    let today = call.state.world.today().to_owned();
    let options = body.get("subscription_options").and_then(Value::as_object);
    let options = options.cloned().unwrap_or_default();
    check_contract_term(&options)?;
    let starts = first_day(&options, &today)?;
    let mut plans = call.target()?.plans.clone();
    if plans.base_in_service().is_some() {
        return Err(Failure::billing(
            "Cannot add plan for sub account which is not free plan.",
        ));
    }
    if body.contains_key("plan_bundle") {
        return Err(Failure::billing("Invalid field: plan_bundle."));
    }
    let base = body.get("plan_base").ok_or_else(no_base_plan)?;
    let base = plan("plan_base", base, &starts)?;
    let family = base_family(&base.name)?;
    check_hosts(family, base.hosts)?;
    if family == Family::Trial && plans.had_trial {
        return Err(Failure::billing(
            "Cannot enable free trial again for sub account.",
        ));
    }
    let contact = body.get("contact").and_then(Value::as_object);
    let contact = contact.cloned().unwrap_or_default();
    billing::check_new_contact(&contact)?;
    check_licensed_users(call.target()?, base.hosts)?;
    let mut bought = vec![base.clone()];
    plans.had_trial |= family == Family::Trial;
    plans.contact = contact;
    plans.base = Some(base);
    plans.addons.clear();
    for (property, plan) in addons(body, &starts)? {
        bought.push(plan.clone());
        add(&mut plans, &property, plan)?;
    }
    call.target_mut()?.plans = plans;
    invoices::issue(call, &bought)
}

/// Adds an add-on plan to an account with a base plan.
pub(crate) fn add_addon(call: &mut Call<'_>, body: &Map<String, Value>) -> Result<(), Failure> {
    check_changeable(call)?;
    let starts = first_day(body, call.state.world.today())?;
    let mut plans = call.target()?.plans.clone();
    check_addons_allowed(&plans)?;
    let kind = text(body, "type");
    let mut orders = Vec::new();
    match kind {
        "plan_phone" => collect(kind, member(body, "plan_details"), &starts, &mut orders)?,
        "plan_zcc" => collect(kind, member(body, "plan_zcc_details"), &starts, &mut orders)?,
        "plan_znode" => collect(
            kind,
            member(body, "plan_znode_details"),
            &starts,
            &mut orders,
        )?,
        name => {
            let property = addon_property(name)?;
            let order = Value::Object(body.clone());
            orders.push((property.to_owned(), plan(property, &order, &starts)?));
        }
    }
    if orders.is_empty() {
        return Err(Failure::invalid_field(
            "type",
            "The request contains no plan.",
        ));
    }
    let mut bought = Vec::new();
    for (property, plan) in orders {
        bought.push(plan.clone());
        add(&mut plans, &property, plan)?;
    }
    call.target_mut()?.plans = plans;
    invoices::issue(call, &bought)
}

/// Changes the base plan.
pub(crate) fn update_base(call: &mut Call<'_>, body: &Map<String, Value>) -> Result<(), Failure> {
    check_changeable(call)?;
    first_day(body, call.state.world.today())?;
    let name = text(body, "type");
    let family = base_family(name)?;
    let account = call.target()?;
    let base = account.plans.base.as_ref().filter(|plan| plan.is_active());
    let base = base.ok_or_else(|| Failure::not_permitted("You do not have a subscription yet."))?;
    let current = account.plans.family();
    if current == Some(Family::Trial) {
        return Err(on_trial());
    }
    if family == Family::Trial {
        return Err(Failure::billing(
            "This account is not under a free trial plan.",
        ));
    }
    if current.is_none_or(|current| !current.may_become(family)) {
        return Err(types_differ(&base.name, name));
    }
    let number = |name: &str| body.get(name).and_then(Value::as_u64);
    let more = number("increasing_hosts").unwrap_or(0);
    let sum = base.hosts.map(|hosts| hosts.saturating_add(more));
    let hosts = number("hosts").or(sum);
    check_hosts(family, hosts)?;
    check_licensed_users(account, hosts)?;
    check_addon_hosts(&account.plans, hosts)?;
    for plan in account.plans.addons_in_service(AUDIO) {
        check_audio(family, plan)?;
    }
    let name = name.to_owned();
    if let Some(base) = &mut call.target_mut()?.plans.base {
        base.name = name;
        base.hosts = hosts;
    }
    Ok(())
}

/// Changes an add-on plan.
pub(crate) fn update_addon(call: &mut Call<'_>, body: &Map<String, Value>) -> Result<(), Failure> {
    check_changeable(call)?;
    let starts = first_day(body, call.state.world.today())?;
    let mut plans = call.target()?.plans.clone();
    check_addons_allowed(&plans)?;
    let family = plans.family();
    let name = text(body, "type");
    let property = addon_property(name)?;
    let wanted = plan(property, &Value::Object(body.clone()), &starts)?;
    let existing = plans.addons.get_mut(property).map(Vec::as_mut_slice);
    let existing = existing.unwrap_or_default();
    let active = existing.iter().filter(|plan| plan.is_active()).count();
    let existing = existing.iter_mut().find(|plan| {
        let is_only = active == 1;
        plan.is_active() && (is_only || plan_names::size(&plan.name) == plan_names::size(name))
    });
    let existing = existing.ok_or_else(|| no_addon(name))?;
    if name.starts_with("webinar100_") && wanted.hosts > existing.hosts {
        let message = "Failed to change sub plan: the plan does not accept more hosts.";
        return Err(Failure::new(400, 3261, message));
    }
    existing.name = wanted.name;
    existing.hosts = wanted.hosts.or(existing.hosts);
    existing.other.extend(wanted.other);
    if property == AUDIO {
        check_audio(family.unwrap_or(Family::Trial), existing)?;
    }
    call.target_mut()?.plans = plans;
    Ok(())
}

/// Cancels an add-on plan, or all of Zoom Phone.
pub(crate) fn cancel_addon(call: &mut Call<'_>, body: &Map<String, Value>) -> Result<(), Failure> {
    check_changeable(call)?;
    check_cancel(body)?;
    let name = text(body, "type").to_owned();
    if name.is_empty() {
        return Err(Failure::new(400, 300, "Plan type is required."));
    }
    let today = call.state.world.today().to_owned();
    let plans = &mut call.target_mut()?.plans;
    check_cancelable(plans)?;
    let is_phone = name == "phone_type";
    let mut canceled = 0;
    for (property, plans) in &mut plans.addons {
        let plans = plans.iter_mut().filter(|plan| plan.is_active());
        let fits =
            |plan: &Plan| plan.name == name || is_phone && property.starts_with("plan_phone/");
        for plan in plans.filter(|plan| fits(plan)) {
            plan.cancel(&today);
            canceled += 1;
        }
    }
    match canceled {
        0 if is_phone => Err(Failure::not_permitted(
            "You cannot perform this action because you do not have a Zoom Phone subscription for this account.",
        )),
        0 => Err(no_addon(&name)),
        _ => Ok(()),
    }
}

/// Cancels the base plan. All add-on plans must be canceled before.
pub(crate) fn cancel_base(call: &mut Call<'_>, body: &Map<String, Value>) -> Result<(), Failure> {
    check_changeable(call)?;
    check_cancel(body)?;
    let today = call.state.world.today().to_owned();
    let plans = &mut call.target_mut()?.plans;
    check_cancelable(plans)?;
    if plans.addons.values().flatten().any(Plan::is_active) {
        return Err(Failure::not_permitted(
            "You should first cancel all additional subscriptions.",
        ));
    }
    match plans.base.as_mut().filter(|plan| plan.is_active()) {
        Some(base) => base.cancel(&today),
        None => {
            return Err(Failure::not_permitted(
                "You don't have a major subscription yet.",
            ));
        }
    }
    Ok(())
}

/// Checks that calls can change the plans of the account.
fn check_changeable(call: &Call<'_>) -> Result<(), Failure> {
    let account = call.target()?;
    billing::check_payer(account)?;
    if account.plans.bundled {
        return Err(Failure::billing(
            "Cannot make updates when the account is subscribed to a bundle plan.",
        ));
    }
    let payer = account
        .parent
        .as_deref()
        .and_then(|id| call.state.world.account(id));
    if payer.is_some_and(|payer| payer.plans.bundled) {
        return Err(Failure::billing(
            "Master accounts with bulk licenses cannot provision, update, or cancel plans for sub accounts using APIs, \
             please use the billing portal or contact Support.",
        ));
    }
    Ok(())
}

/// Checks that an account has a base plan that add-on plans can be added to.
fn check_addons_allowed(plans: &Plans) -> Result<(), Failure> {
    match plans.base_in_service() {
        None => Err(no_base_plan()),
        Some(_) if plans.family() == Some(Family::Trial) => Err(on_trial()),
        Some(base) if !base.is_active() => Err(Failure::not_permitted(
            "You do not have a subscription yet.",
        )),
        Some(_) => Ok(()),
    }
}

fn check_cancelable(plans: &Plans) -> Result<(), Failure> {
    match plans.family() {
        None => Err(Failure::not_permitted(
            "You cannot cancel plan for a sub account that is under a free plan.",
        )),
        Some(Family::Trial) => Err(Failure::not_permitted(
            "Free trial and VIP accounts can not cancel plans of a sub account.",
        )),
        Some(_) => Ok(()),
    }
}

fn check_cancel(body: &Map<String, Value>) -> Result<(), Failure> {
    if text(body, "action") == "cancel" {
        return Ok(());
    }
    Err(Failure::invalid_field(
        "action",
        "The action must be `cancel`.",
    ))
}

fn check_contract_term(options: &Map<String, Value>) -> Result<(), Failure> {
    let term = options.get("contract_term").and_then(Value::as_u64);
    if term.is_some_and(|term| !CONTRACT_TERMS.contains(&term)) {
        return Err(Failure::new(400, 10200, "The contract term is invalid."));
    }
    Ok(())
}

/// Returns the first day of a plan: the day that the request names, or today.
fn first_day(options: &Map<String, Value>, today: &str) -> Result<String, Failure> {
    let paid = text(options, "paid_period_start_date");
    let service = text(options, "service_effective_date");
    if paid.is_empty() && service.is_empty() {
        return Ok(today.to_owned());
    }
    if paid != service || paid <= today || !calendar::is_day(paid) {
        return Err(Failure::invalid_field(
            "service_effective_date",
            "The date must be in the future and equal to paid_period_start_date.",
        ));
    }
    Ok(paid.to_owned())
}

fn base_family(name: &str) -> Result<Family, Failure> {
    Family::of(name).ok_or_else(|| match plan_names::addon_property(name) {
        Some(_) => Failure::billing(format!("Invalid Base Plan Type: {name}.")),
        None => Failure::new(400, 2010, format!("Plan Not Exist: {name}.")),
    })
}

fn addon_property(name: &str) -> Result<&'static str, Failure> {
    let property = plan_names::addon_property(name);
    property.ok_or_else(|| Failure::billing(format!("Invalid Additional Plan Type: {name}.")))
}

fn check_hosts(family: Family, hosts: Option<u64>) -> Result<(), Failure> {
    let Some(range) = family.hosts() else {
        return Ok(());
    };
    let hosts = hosts.unwrap_or(0);
    let message = if hosts < *range.start() {
        format!("Buy hosts must equal or larger than {}.", range.start())
    } else if hosts > *range.end() {
        format!("Buy hosts must equal or smaller than {}.", range.end())
    } else {
        return Ok(());
    };
    Err(Failure::new(400, 300, message))
}

fn check_licensed_users(account: &Account, hosts: Option<u64>) -> Result<(), Failure> {
    let users = licensed_users(account);
    if hosts.is_some_and(|hosts| hosts < users) {
        return Err(Failure::billing(format!(
            "The account currently has {users} paid users, you should change the user type to basic and reduce the \
             number of paid users before performing this action."
        )));
    }
    Ok(())
}

/// Checks that the base plan has as many hosts as the webinar plans, and as the large meetings of 100 participants.
fn check_addon_hosts(plans: &Plans, hosts: Option<u64>) -> Result<(), Failure> {
    let Some(hosts) = hosts else { return Ok(()) };
    for (property, prefix, kind) in [
        (WEBINAR, "webinar", "Webinar"),
        (LARGE_MEETING, "large100_", "Large100"),
    ] {
        let addons = plans.addons_in_service(property);
        let addons = addons.filter(|plan| plan.name.starts_with(prefix));
        let needed: u64 = addons.filter_map(|plan| plan.hosts).sum();
        if hosts < needed {
            return Err(Failure::billing(format!(
                "Your Major plan host count should be larger than {kind} host count."
            )));
        }
    }
    Ok(())
}

/// Returns the add-on plans of a request to subscribe, with the properties that contain them.
fn addons(body: &Map<String, Value>, starts: &str) -> Result<Vec<(String, Plan)>, Failure> {
    let mut orders = Vec::new();
    for (property, value) in body {
        if property.starts_with("plan_") && property != "plan_base" {
            collect(property, value, starts, &mut orders)?;
        }
    }
    Ok(orders)
}

/// Collects the plans of a property: a name, a plan, a list of plans, or an object with plans.
fn collect(
    property: &str,
    value: &Value,
    starts: &str,
    orders: &mut Vec<(String, Plan)>,
) -> Result<(), Failure> {
    match value {
        Value::Null => Ok(()),
        Value::Array(values) => values
            .iter()
            .try_for_each(|value| collect(property, value, starts, orders)),
        Value::Object(object) if !object.contains_key("type") => {
            object.iter().try_for_each(|(name, value)| {
                collect(&format!("{property}/{name}"), value, starts, orders)
            })
        }
        value => {
            orders.push((property.to_owned(), plan(property, value, starts)?));
            Ok(())
        }
    }
}

/// Returns a plan of a request: an object, or the name of a plan without hosts.
fn plan(property: &str, value: &Value, starts: &str) -> Result<Plan, Failure> {
    let (name, order) = match value {
        Value::String(name) => (name.as_str(), Map::new()),
        Value::Object(order) => (text(order, "type"), order.clone()),
        _ => ("", Map::new()),
    };
    if name.is_empty() {
        return Err(Failure::invalid_field(property, "The plan has no name."));
    }
    let hosts = order.get("hosts").and_then(Value::as_u64);
    let mut plan = Plan::new(name, hosts, starts);
    let known = [
        "active_hosts",
        "tollfree_countries",
        "premium_countries",
        "callout_countries",
        "ddi_numbers",
    ];
    let other = order
        .into_iter()
        .filter(|(name, _)| known.contains(&name.as_str()));
    plan.other = other.collect();
    Ok(plan)
}

/// Adds an add-on plan. Each plan can be added once.
fn add(plans: &mut Plans, property: &str, plan: Plan) -> Result<(), Failure> {
    let name = &plan.name;
    if STRICT.contains(&property) && plan_names::addon_property(name) != Some(property) {
        return Err(Failure::billing(format!(
            "Invalid plan in {property}: {name}."
        )));
    }
    let family = plans.family().ok_or_else(no_base_plan)?;
    if property == ROOMS && family == Family::Rooms {
        return Err(Failure::billing(
            "Additional Zoom Rooms plan cannot be added to a sub account that already has a Zoom Rooms base plan.",
        ));
    }
    if property == AUDIO {
        check_audio(family, &plan)?;
    }
    let is_list = plan_names::is_list(property).unwrap_or(true);
    let same = |other: &Plan| !is_list || plan_names::size(&other.name) == plan_names::size(name);
    if plans.addons_in_service(property).any(same) {
        return Err(Failure::billing(format!(
            "This sub account already has the additional plan: {name}."
        )));
    }
    let existing = plans.addons.entry(property.to_owned()).or_default();
    existing.retain(Plan::is_in_service);
    existing.push(plan);
    Ok(())
}

fn check_audio(family: Family, plan: &Plan) -> Result<(), Failure> {
    if plan.name.ends_with("_payongo") && !family.has_pay_as_you_go_audio() {
        return Err(Failure::billing(
            "Can not subscribe/update additional Audio Conferencing Pay As You Go Plan for a sub account whose base \
             plan is not Business/Education plan.",
        ));
    }
    let countries = [
        "tollfree_countries",
        "premium_countries",
        "callout_countries",
    ];
    if countries
        .iter()
        .all(|name| text(&plan.other, name).is_empty())
    {
        return Err(Failure::billing(
            "Need at least one option from among the Toll-free, Premium and Call-out.",
        ));
    }
    Ok(())
}

/// Returns a property of an object, or `null` if the object does not have it.
pub(super) fn member<'a>(body: &'a Map<String, Value>, name: &str) -> &'a Value {
    body.get(name).unwrap_or(&Value::Null)
}

fn no_base_plan() -> Failure {
    Failure::new(400, 3261, "Must subscribe to a major plan first.")
}

fn no_addon(name: &str) -> Failure {
    Failure::not_permitted(format!(
        "You don't have a plan subscription for ({name}) yet."
    ))
}

fn on_trial() -> Failure {
    Failure::not_permitted("Free trial and VIP account can't update sub plan.")
}

fn types_differ(old: &str, new: &str) -> Failure {
    let message = format!("Plan types do not match, oldPlanType: {old} newPlanType: {new}.");
    Failure::new(400, 300, message)
}
