//! Sub accounts: creating, listing, reading and disassociating them, their options and their owner.

use serde_json::{Map, Value, json};

use super::document;
use super::roles::set_role;
use crate::fake::call::{Call, Outcome};
use crate::fake::exchange::Reply;
use crate::fake::failure::Failure;
use crate::fake::onboarding::{self, NewOwner};
use crate::fake::world::account::{Account, AccountKind, PayMode};
use crate::fake::world::plan_names::Family;
use crate::fake::world::user::{ADMIN, BASIC, OWNER, text};

/// Words that Zoom does not accept in the name of an account.
const FORBIDDEN_NAMES: [&str; 2] = ["zoom", "admin"];
/// Email domains of which Zoom accepts no users.
const BLOCKED_DOMAINS: [&str; 1] = ["blocked.example"];

/// Responds to a call about accounts.
pub(crate) fn answer(call: &mut Call<'_>) -> Outcome {
    match call.id() {
        "accounts.list" => list(call),
        "accounts.create" => create(call),
        "accounts.get" => get(call),
        "accounts.disassociate" => disassociate(call),
        "accounts.update_options" => update_options(call),
        "accounts.update_owner" => update_owner(call),
        "accounts.list_managed_domains" => managed_domains(call),
        "accounts.list_trusted_domains" => {
            let domains = call.target()?.profile.get("trusted_domains").cloned();
            let body = json!({"trusted_domains": domains.unwrap_or_else(|| json!([]))});
            Ok(document::reply(call, body))
        }
        _ => document::answer(call),
    }
}

fn list(call: &mut Call<'_>) -> Outcome {
    let parent = match call.query("sub_reseller_id") {
        None => call.account.clone(),
        Some(id) if is_second_level(call, id) => id.to_owned(),
        Some(id) => return Err(Failure::account_not_found(id)),
    };
    let total = listed(call, &parent).count();
    document::page_of(call, total, |call, places| {
        let accounts = listed(call, &parent).skip(places.start);
        Ok(accounts.take(places.len()).map(summary).collect())
    })
}

/// Returns the accounts that the query of a list asks for.
fn listed<'a>(call: &'a Call<'_>, parent: &'a str) -> impl Iterator<Item = &'a Account> {
    let (phone_number, email) = (call.query("phone_number"), call.query("email"));
    let accounts = call.state.world.children(parent);
    accounts.filter(move |account| {
        let owner = account.user(&account.owner_id);
        let number = owner.map(|owner| text(owner, "phone_number"));
        email.is_none_or(|email| account.owner_email().eq_ignore_ascii_case(email))
            && phone_number.is_none_or(|wanted| number == Some(wanted))
    })
}

/// Creates a sub account.
fn create(call: &mut Call<'_>) -> Outcome {
    let body = call.body();
    let parent = match text(&body, "sub_reseller_id") {
        "" => call.caller.clone(),
        id if is_second_level(call, id) => id.to_owned(),
        id => return Err(Failure::account_not_found(id)),
    };
    let response = identity(add(call, &parent, &body)?);
    Ok(document::reply(call, response))
}

/// Returns the properties by which an account is known.
pub(crate) fn identity(account: &Account) -> Map<String, Value> {
    let identity = json!({
        "id": account.id,
        "owner_id": account.owner_id,
        "owner_email": account.owner_email(),
        "created_at": account.created_at,
    });
    identity.as_object().cloned().unwrap_or_default()
}

/// Adds a sub account below `parent`. The rules are the same in API v1 and API v2.
pub(crate) fn add<'a>(
    call: &'a mut Call<'_>,
    parent: &str,
    body: &Map<String, Value>,
) -> Result<&'a Account, Failure> {
    if !call.state.world.is_primary(parent) {
        return Err(Failure::not_permitted(
            "No permission. The account is not a primary account.",
        ));
    }
    let email = text(body, "email").to_owned();
    check_new_email(call, &email)?;
    check_password(call, text(body, "password"))?;
    let (first, last) = (text(body, "first_name"), text(body, "last_name"));
    let default_name = format!("{first} {last}");
    let name = match text(body, "account_name") {
        "" => default_name.as_str(),
        name => name,
    };
    for (field, value) in [
        ("account_name", name),
        ("first_name", first),
        ("last_name", last),
    ] {
        check_name(field, value)?;
    }
    let owner = NewOwner {
        email: &email,
        first_name: first,
        last_name: last,
    };
    let id = call.new_id();
    let mut account = onboarding::new_account(call.state, &id, name, &owner, BASIC);
    account.parent = Some(parent.to_owned());
    let options = body.get("options").and_then(Value::as_object);
    let options = options.cloned().unwrap_or_default();
    account.pay_mode = pay_mode(&options).unwrap_or(PayMode::Master);
    account.profile.insert("options".to_owned(), options.into());
    let event = json!({"id": id, "owner_id": account.owner_id, "email": email});
    call.state.world.add_account(account);
    call.emit("account.created", parent, event);
    let account = call.state.world.account(&id);
    account.ok_or_else(|| Failure::account_not_found(&id))
}

/// Checks that no user has an email address, and that its domain is allowed.
pub(crate) fn check_new_email(call: &Call<'_>, email: &str) -> Result<(), Failure> {
    let (name, domain) = email.split_once('@').unwrap_or_default();
    let is_one_word = !email.contains(char::is_whitespace) && !domain.contains('@');
    if name.is_empty() || !domain.contains('.') || !is_one_word {
        return Err(Failure::invalid_field("email", "Invalid email address."));
    }
    if BLOCKED_DOMAINS
        .iter()
        .any(|blocked| domain.eq_ignore_ascii_case(blocked))
    {
        return Err(Failure::new(400, 1107, "The email domain is blocked."));
    }
    if call.state.world.find_email(email).is_some() {
        let message = format!("User already in the account: {email}.");
        return Err(Failure::new(409, 1005, message));
    }
    Ok(())
}

/// Checks the password of a new user.
pub(crate) fn check_password(call: &Call<'_>, password: &str) -> Result<(), Failure> {
    let has_run = |step: i16| {
        password.as_bytes().windows(4).any(|window| {
            let mut pairs = window.windows(2);
            pairs.all(|pair| matches!(pair, [a, b] if i16::from(*b) - i16::from(*a) == step))
        })
    };
    if has_run(0) || has_run(1) {
        let message = "The password must not contain repeated or consecutive characters.";
        return Err(document::refused(call, "password", 1111, message));
    }
    if password.chars().count() < 8 {
        return Err(Failure::invalid_field(
            "password",
            "The password must have at least 8 characters.",
        ));
    }
    Ok(())
}

fn check_name(field: &str, name: &str) -> Result<(), Failure> {
    if name.contains(['<', '>']) {
        return Err(Failure::invalid_field(
            field,
            "The field contains special characters.",
        ));
    }
    let forbidden = name
        .split_whitespace()
        .any(|word| FORBIDDEN_NAMES.contains(&word.to_lowercase().as_str()));
    if forbidden {
        return Err(Failure::invalid_field(
            field,
            "The name contains a word that is not allowed.",
        ));
    }
    Ok(())
}

/// Returns whether an account is a second-level primary account below the calling account.
fn is_second_level(call: &Call<'_>, id: &str) -> bool {
    let account = call.state.world.account(id);
    account.is_some_and(|account| {
        account.kind == AccountKind::Primary && account.parent.as_deref() == Some(&call.caller)
    })
}

fn pay_mode(options: &Map<String, Value>) -> Option<PayMode> {
    match options.get("pay_mode")?.as_str()? {
        "master" => Some(PayMode::Master),
        "sub" => Some(PayMode::Sub),
        _ => None,
    }
}

/// Returns the row of an account in a list.
pub(crate) fn summary(account: &Account) -> Map<String, Value> {
    let mut row = Map::new();
    let mut set = |name: &str, value: Value| {
        row.insert(name.to_owned(), value);
    };
    set("id", account.id.clone().into());
    set("account_name", account.name().into());
    set(
        "account_number",
        account.number.parse::<u64>().unwrap_or(0).into(),
    );
    set("account_type", account_type(account).into());
    set("owner_email", account.owner_email().into());
    set("seats", account.plans.hosts().into());
    set("created_at", account.created_at.clone().into());
    set("reseller", (account.kind == AccountKind::Primary).into());
    set("bulk_license", account.plans.bundled.into());
    if let Some(plan) = &account.plans.base {
        set(
            "subscription_start_time",
            format!("{}T00:00:00Z", plan.effective_date).into(),
        );
    }
    row
}

/// Returns the type of an account, which follows from its base plan.
fn account_type(account: &Account) -> &'static str {
    match account.plans.family() {
        None => "Free",
        Some(Family::Trial) => "Free Trial",
        Some(Family::Pro) => "Pro",
        Some(Family::Business) => "Business",
        Some(Family::Education) => "Education",
        Some(Family::Rooms) => "Zoom Rooms",
        Some(Family::VideoSdk) => "Video SDK",
    }
}

fn get(call: &mut Call<'_>) -> Outcome {
    let account = call.target()?;
    let mut details = summary(account);
    details.insert("owner_id".to_owned(), account.owner_id.clone().into());
    let options = account.profile.get("options").and_then(Value::as_object);
    let mut options = options.cloned().unwrap_or_default();
    options.insert("pay_mode".to_owned(), account.pay_mode.as_str().into());
    details.insert("options".to_owned(), options.into());
    if let Some(url) = account.profile.get("vanity_url") {
        details.insert("vanity_url".to_owned(), url.clone());
    }
    Ok(document::reply(call, details))
}

fn disassociate(call: &mut Call<'_>) -> Outcome {
    check_sub_account(call)?;
    let account = call.target_mut()?;
    check_removable(account)?;
    let event = json!({
        "id": account.id,
        "owner_id": account.owner_id,
        "owner_email": account.owner_email(),
    });
    account.parent = None;
    let caller = call.caller.clone();
    call.emit("account.disassociated", &caller, event);
    Ok(Reply::empty(204))
}

/// Checks that an account has no plan, so that its primary account can give it up.
pub(crate) fn check_removable(account: &Account) -> Result<(), Failure> {
    if account.kind == AccountKind::Primary {
        return Err(Failure::not_permitted(
            "No permission. Only Zoom removes a primary account.",
        ));
    }
    if account.plans.is_paid() {
        let message = "You cannot disassociate a paid account.";
        return Err(Failure::new(404, 2000, message));
    }
    Ok(())
}

/// Checks that the call acts on an account below the calling account.
pub(crate) fn check_sub_account(call: &Call<'_>) -> Result<(), Failure> {
    if call.account == call.caller {
        return Err(Failure::account_not_found(&call.account));
    }
    Ok(())
}

fn update_options(call: &mut Call<'_>) -> Outcome {
    check_sub_account(call)?;
    let body = call.body();
    let account = call.target_mut()?;
    if let Some(mode) = pay_mode(&body) {
        set_pay_mode(account, mode)?;
    }
    let options = account.profile.entry("options");
    let options = options.or_insert_with(|| json!({}));
    if let Some(options) = options.as_object_mut() {
        document::merge(options, body);
    }
    Ok(Reply::empty(204))
}

/// Changes who pays for an account. The payer is fixed once the account has a plan.
pub(crate) fn set_pay_mode(account: &mut Account, mode: PayMode) -> Result<(), Failure> {
    if mode != account.pay_mode && account.plans.base.is_some() {
        return Err(Failure::not_permitted(
            "The payment mode cannot be changed because the account has a plan.",
        ));
    }
    account.pay_mode = mode;
    Ok(())
}

fn update_owner(call: &mut Call<'_>) -> Outcome {
    let email = text(&call.body(), "email").to_owned();
    let id = call.account.clone();
    let account = call.target()?;
    if account.plans.contact.is_empty() && call.account != call.caller {
        let message = format!("Cannot find a billing contact for this: {id}.");
        return Err(Failure::new(404, 3211, message));
    }
    let user = match call.state.world.find_email(&email) {
        Some((owner, user)) if owner == id => user.to_owned(),
        _ => {
            return Err(Failure::not_permitted(
                "Cannot make a user outside of your account an owner.",
            ));
        }
    };
    if user == account.owner_id {
        return Err(Failure::not_permitted("The user is already the owner."));
    }
    let role = account
        .user(&user)
        .map(|user| text(user, "role_id").to_owned());
    if role.as_deref() != Some(ADMIN) {
        return Err(Failure::not_permitted("The new owner must be an admin."));
    }
    let account = call.target_mut()?;
    let former = std::mem::replace(&mut account.owner_id, user.clone());
    for (user, role) in [(former, ADMIN), (user, OWNER)] {
        set_role(account, &user, role);
    }
    Ok(Reply::empty(204))
}

fn managed_domains(call: &mut Call<'_>) -> Outcome {
    let domains = call.target()?.profile.get("managed_domains").cloned();
    let domains = domains.unwrap_or_else(|| json!([]));
    let total = domains.as_array().map_or(0, Vec::len);
    let body = json!({"domains": domains, "total_records": total});
    Ok(document::reply(call, body))
}
