//! The operations of API v1. They act on the same accounts as API v2 and have the same rules.
//!
//! A request is a form. Its fields become a body of API v2, to which the shared rules apply.

use serde_json::{Map, Value, json};

use super::accounts::{self, check_sub_account, identity};
use super::orders::{self, member};
use super::{billing, document};
use crate::fake::call::{Call, Outcome};
use crate::fake::exchange::{Reply, Request};
use crate::fake::failure::Failure;
use crate::fake::world::World;
use crate::fake::world::account::{Account, PayMode};
use crate::fake::world::plan_names::{
    AUDIO, Family, LARGE_MEETING, RECORDING, ROOMS, WEBINAR, addon_property,
};
use crate::fake::world::plans::Plan;
use crate::fake::world::user::text;

/// The largest page of a list.
const MAX_PAGE: u64 = 300;
/// The plans of a subscription, apart from the base plan.
const ADDONS: [&str; 6] = [
    ROOMS,
    "plan_room_connector",
    LARGE_MEETING,
    WEBINAR,
    RECORDING,
    AUDIO,
];
/// The properties of an audio plan that both versions have, with their names in API v1 and in API v2.
const AUDIO_NAMES: [(&str, &str); 3] = [
    ("tollfree_country", "tollfree_countries"),
    ("premium_country", "premium_countries"),
    ("ddi_numbers", "ddi_numbers"),
];
/// The call-out countries in API v2 for the two values of `callout`. API v2 has no value for all countries, so some
/// countries represent them.
const CALLOUT: [(u64, &str); 2] = [(1, "US"), (2, "US,CA,DE,GB")];
/// The options with their names in API v1 and in API v2.
const OPTIONS: [(&str, &str); 4] = [
    ("enable_share_rc", "share_rc"),
    ("share_rc", "room_connector_list"),
    ("enable_share_mc", "share_mc"),
    ("share_mc", "meeting_connector_list"),
];
/// The settings with their names in API v1, and the section and the name in API v2. Other settings of API v1 have no
/// counterpart in API v2, and no operation returns them.
const SETTINGS: [(&str, &str, &str); 6] = [
    ("enable_enforce_login", "schedule_meeting", "enforce_login"),
    (
        "enable_enforce_login_sd",
        "schedule_meeting",
        "enforce_login_with_domains",
    ),
    (
        "enforce_login_domains",
        "schedule_meeting",
        "enforce_login_domains",
    ),
    ("meeting_capacity", "feature", "meeting_capacity"),
    (
        "enable_only_host_download_cmr",
        "recording",
        "cloud_recording_download_host",
    ),
    (
        "enable_same_account_access_cmr",
        "recording",
        "account_user_access_recording",
    ),
];

/// Returns the account whose API key and API secret a request contains.
///
/// # Errors
///
/// Fails if the key and the secret do not belong together, or if the request asks for XML.
pub(crate) fn caller(world: &World, request: &Request) -> Result<String, Failure> {
    let form = request.form();
    let field = |name: &str| {
        let field = form.iter().find(|(key, _)| key == name);
        field.map_or("", |(_, value)| value.as_str())
    };
    if !["", "JSON"].contains(&field("data_type")) {
        return Err(Failure::invalid_field(
            "data_type",
            "The fake knows only JSON. Send data_type=JSON or no data_type.",
        ));
    }
    let account = world.find_key_pair(field("api_key"), field("api_secret"));
    let account = account.ok_or_else(|| Failure::new(401, 102, "Invalid api key or secret."))?;
    Ok(account.id.clone())
}

/// Returns the account that a call acts on: the account that the form names, or the calling account.
pub(crate) fn target(world: &World, caller: &str, body: &Value) -> Result<String, Failure> {
    match body["account_id"].as_str() {
        None => Ok(caller.to_owned()),
        // A sub account may use its own key pair, but no operation changes a primary account.
        Some(id) if world.may_reach(caller, id) && !(id == caller && world.is_primary(id)) => {
            Ok(id.to_owned())
        }
        Some(id) => Err(Failure::account_not_found(id)),
    }
}

/// Reports a rate limit in the words of API v1.
pub(crate) fn limit_reached() -> Failure {
    let message =
        "Sorry, the maximum number of api requests has been reached. Please try again later.";
    Failure::new(429, 403, message)
}

/// Responds to a call.
pub(crate) fn answer(call: &mut Call<'_>) -> Outcome {
    let body = call.body();
    match call.id() {
        "v1.accounts.create" => create(call, &body),
        "v1.accounts.list" => list(call, &body),
        "v1.accounts.get" => get(call),
        "v1.accounts.update" => update(call, &body),
        "v1.accounts.delete" => delete(call),
        "v1.plans.get" => plans(call),
        "v1.plans.subscribe" => {
            let order = subscription(call.target()?, &body);
            orders::subscribe(call, &order)?;
            plans(call)
        }
        "v1.plans.add" => {
            orders::add_addon(call, &plan(member(&body, "plan"), true))?;
            Ok(updated(call))
        }
        "v1.plans.update" => {
            let plan = plan(member(&body, "plan"), false);
            match text(&body, "type") {
                "2" => orders::update_addon(call, &plan)?,
                _ => orders::update_base(call, &plan)?,
            }
            Ok(updated(call))
        }
        "v1.billing.update" => {
            billing::update_contact(call, body)?;
            Ok(updated(call))
        }
        _ => document::answer(call),
    }
}

fn create(call: &mut Call<'_>, form: &Map<String, Value>) -> Outcome {
    let mut body = Map::new();
    for name in ["email", "first_name", "last_name", "password"] {
        body.insert(name.to_owned(), member(form, name).clone());
    }
    let mut options = options(form);
    options.insert(
        "pay_mode".to_owned(),
        pay_mode(form).unwrap_or(PayMode::Master).as_str().into(),
    );
    body.insert("options".to_owned(), options.into());
    let parent = call.caller.clone();
    let id = accounts::add(call, &parent, &body)?.id.clone();
    call.account = id;
    let account = call.target_mut()?;
    if let Some(method) = form.get("collection_method").and_then(Value::as_str) {
        method.clone_into(&mut account.collection_method);
    }
    put_settings(account, form);
    Ok(Reply::json(200, identity(call.target()?).into()))
}

/// Lists the sub accounts on numbered pages. The times of this list have no colons.
fn list(call: &mut Call<'_>, form: &Map<String, Value>) -> Outcome {
    let size = form.get("page_size").and_then(Value::as_u64);
    if size.is_some_and(|size| size > MAX_PAGE) {
        return Err(Failure::invalid_field("page_size", "The maximum is 300."));
    }
    let state = &mut *call.state;
    let today = state.world.today().to_owned();
    let children = state.world.children(&call.caller);
    let rows: Vec<Value> = children.map(|account| row(account, &today)).collect();
    let page = state.pages.page(
        form,
        "v1",
        rows.len(),
        state.clock.seconds(),
        &mut state.world.random,
    )?;
    let mut body = page.properties;
    body.remove("next_page_token");
    let rows = rows
        .into_iter()
        .skip(page.start)
        .take(page.end - page.start);
    body.insert("subAccounts".to_owned(), rows.collect());
    Ok(Reply::json(200, body.into()))
}

fn row(account: &Account, today: &str) -> Value {
    let mut row = accounts::summary(account);
    if let Some(base) = &account.plans.base {
        let end = format!("{}T00:00:00Z", base.next_invoice_date(today));
        row.insert("subscription_end_time".to_owned(), end.into());
    }
    row.insert(
        "created_at".to_owned(),
        account.created_at.replace(':', "").into(),
    );
    let names = [
        "id",
        "owner_email",
        "account_name",
        "account_type",
        "seats",
        "subscription_start_time",
        "subscription_end_time",
        "created_at",
    ];
    row.retain(|name, _| names.contains(&name.as_str()));
    row.into()
}

fn get(call: &mut Call<'_>) -> Outcome {
    check_sub_account(call)?;
    let account = call.target()?;
    let mut body = identity(account);
    if account.shows_key_pair {
        let (key, secret) = account.key_pair.clone();
        body.insert("api_key".to_owned(), key.into());
        body.insert("api_secret".to_owned(), secret.into());
    }
    Ok(Reply::json(200, body.into()))
}

fn update(call: &mut Call<'_>, form: &Map<String, Value>) -> Outcome {
    check_sub_account(call)?;
    let account = call.target_mut()?;
    let method = form.get("collection_method").and_then(Value::as_str);
    let method = method.unwrap_or(&account.collection_method).to_owned();
    if method != account.collection_method && account.plans.base.is_some() {
        return Err(Failure::billing(
            "The collection method cannot be changed because the account has a plan.",
        ));
    }
    if let Some(mode) = pay_mode(form) {
        accounts::set_pay_mode(account, mode)?;
    }
    account.collection_method = method;
    let stored = account.profile.entry("options");
    let stored = stored.or_insert_with(|| json!({}));
    if let Some(stored) = stored.as_object_mut() {
        document::merge(stored, options(form));
    }
    put_settings(account, form);
    Ok(updated(call))
}

/// Deletes an account. In API v2, an account can only leave its primary account.
fn delete(call: &mut Call<'_>) -> Outcome {
    check_sub_account(call)?;
    accounts::check_removable(call.target()?)?;
    let id = call.account.clone();
    call.state.world.remove_account(&id);
    Ok(Reply::json(
        200,
        json!({"id": id, "deleted_at": call.now()}),
    ))
}

fn updated(call: &Call<'_>) -> Reply {
    let body = json!({"id": call.account, "updated_at": call.now()});
    Reply::json(200, body)
}

fn pay_mode(form: &Map<String, Value>) -> Option<PayMode> {
    match form.get("pay_mode")?.as_str()? {
        "0" => Some(PayMode::Sub),
        "1" => Some(PayMode::Master),
        _ => None,
    }
}

/// Returns the options of a form as a body of API v2.
fn options(form: &Map<String, Value>) -> Map<String, Value> {
    let options = OPTIONS.iter().filter_map(|(name, option)| {
        let value = form.get(*name)?.clone();
        Some(((*option).to_owned(), value))
    });
    options.collect()
}

/// Stores the settings of a form as the settings of API v2.
fn put_settings(account: &mut Account, form: &Map<String, Value>) {
    for (name, section, setting) in SETTINGS {
        if let Some(value) = form.get(name) {
            let settings = account.documents.entry("/settings".to_owned()).or_default();
            let section = settings.entry(section).or_insert_with(|| json!({}));
            if let Some(section) = section.as_object_mut() {
                section.insert(setting.to_owned(), value.clone());
            }
        }
    }
}

/// Returns the form of a subscription as a body of API v2. The owner of the account is the billing contact.
fn subscription(account: &Account, form: &Map<String, Value>) -> Map<String, Value> {
    let mut contact = form.clone();
    contact.retain(|name, _| !name.starts_with("plan_") && !name.starts_with("api_"));
    contact.remove("account_id");
    contact.remove("data_type");
    contact.insert("email".to_owned(), account.owner_email().into());
    let mut order = Map::new();
    order.insert("contact".to_owned(), contact.into());
    order.insert(
        "plan_base".to_owned(),
        plan(member(form, "plan_base"), true).into(),
    );
    for property in ADDONS {
        let value = match form.get(property) {
            None => continue,
            Some(Value::Array(plans)) => plans
                .iter()
                .map(|value| plan(value, true))
                .map(Value::Object)
                .collect(),
            Some(value) => plan(value, true).into(),
        };
        order.insert(property.to_owned(), value);
    }
    order
}

/// Returns a plan of a form as an object of API v2. Some forms contain only the name. Then a new plan has the smallest
/// number of hosts.
fn plan(value: &Value, is_new: bool) -> Map<String, Value> {
    let mut plan = match value {
        Value::Object(plan) => plan.clone(),
        Value::String(name) => {
            let name = serde_json::from_str::<String>(name).unwrap_or_else(|_| name.clone());
            Map::from_iter([("type".to_owned(), name.into())])
        }
        _ => Map::new(),
    };
    let name = text(&plan, "type").to_owned();
    let property = addon_property(&name);
    if is_new && ![Some(RECORDING), Some(AUDIO)].contains(&property) {
        let range = Family::of(&name).and_then(Family::hosts);
        let least = range.map_or(1, |range| *range.start());
        plan.entry("hosts").or_insert_with(|| least.into());
    }
    for (name, new_name) in AUDIO_NAMES {
        if let Some(value) = plan.remove(name) {
            plan.insert(new_name.to_owned(), value);
        }
    }
    let callout = plan.remove("callout").and_then(|value| value.as_u64());
    if let Some((_, countries)) = CALLOUT.iter().find(|(value, _)| Some(*value) == callout) {
        plan.insert("callout_countries".to_owned(), (*countries).into());
    }
    plan
}

/// Returns the plans and the billing contact.
fn plans(call: &mut Call<'_>) -> Outcome {
    let account = call.target()?;
    billing::check_payer(account)?;
    let plans = &account.plans;
    let mut body = plans.contact.clone();
    body.remove("employee_count");
    let simple = |plan: &Plan| json!({"type": plan.name, "hosts": plan.hosts.unwrap_or(1)});
    if let Some(base) = plans.base_in_service() {
        body.insert("plan_base".to_owned(), simple(base));
    }
    for property in ADDONS {
        let mut addons = plans.addons_in_service(property);
        let value = match property {
            LARGE_MEETING | WEBINAR => Some(addons.map(simple).collect::<Value>()),
            RECORDING => addons.next().map(|plan| plan.name.clone().into()),
            AUDIO => addons.next().map(audio),
            _ => addons.next().map(simple),
        };
        if let Some(value) = value.filter(|value| *value != json!([])) {
            body.insert(property.to_owned(), value);
        }
    }
    Ok(Reply::json(200, body.into()))
}

/// Returns an audio plan with the names of API v1.
fn audio(plan: &Plan) -> Value {
    let mut audio = Map::from_iter([("type".to_owned(), plan.name.clone().into())]);
    for (name, new_name) in AUDIO_NAMES {
        if let Some(value) = plan.other.get(new_name) {
            audio.insert(name.to_owned(), value.clone());
        }
    }
    let callout = match text(&plan.other, "callout_countries") {
        "" => None,
        "US" => Some(1),
        _ => Some(2),
    };
    if let Some(callout) = callout {
        audio.insert("callout".to_owned(), callout.into());
    }
    audio.into()
}
