//! The story of the reseller ABC: GOOG is managed with API v2, and FB with API v1.
//!
//! API v1 has only accounts, plans and billing contacts. The program reads the results of its calls with API v2.

use zoom_accounts::Client;
use zoom_accounts::ids::AccountId;
use zoom_accounts::v1;
use zoom_accounts::v2::account_settings::{
    AccountLockSettingsScheduleMeetingUpdate, AccountLockSettingsUpdate,
    AccountSettingsScheduleMeetingUpdate, AccountSettingsUpdate,
};
use zoom_accounts::v2::accounts::{AccountOptions, PayMode};
use zoom_accounts::v2::plans::{
    AddonCancel, AddonPlan, BasePlanCancel, BasePlanUpdate, CancelAction, PlanName,
};
use zoom_accounts::v2::roles::{RoleCreate, RoleMemberAdd, RoleMemberBatchAdd};
use zoom_accounts::v2::types::UserType;
use zoom_accounts::v2::users::{UserAccountSwitch, UserCreate, UserCreateAction, UserCreateInfo};

use crate::{Result, check, requests};

const GOOG: &str = "owner@goog.example";
const FB: &str = "owner@fb.example";
const NONE: &str = "not in API v1";
const WEBINARS: &str = "webinar100_monthly";

/// Runs all steps, and returns GOOG's account, which has left ABC at the end.
pub(crate) async fn run(abc: &Client) -> Result<AccountId> {
    row("", "GOOG with API v2", "FB with API v1");
    let goog = requests::account(GOOG).account_name("GOOG");
    let goog = abc.accounts().create(goog).await?.id;
    let fb = abc.v1().accounts().create(requests::v1_account(FB)).await?;
    let fb = fb.id.ok_or("FB's account has no id")?;
    row("create", goog.as_str(), fb.as_str());
    choose_payer(abc, &goog, &fb).await?;
    buy_plans(abc, &goog, &fb).await?;
    add_users(abc, &goog).await?;
    change_settings(abc, &goog, &fb).await?;
    read_invoices(abc, &goog).await?;
    move_user(abc, &goog, &fb).await?;
    leave(abc, &goog, &fb).await?;
    Ok(goog)
}

fn row(step: &str, goog: &str, fb: &str) {
    println!("{step:<10}| {goog:<44}| {fb}");
}

/// Lets the customers pay, and then ABC. The payer cannot be changed after an account has a plan.
async fn choose_payer(abc: &Client, goog: &AccountId, fb: &AccountId) -> Result {
    use zoom_accounts::v1::accounts::{AccountUpdate, PayMode as V1PayMode};
    for (mode, v1_mode) in [
        (PayMode::Sub, V1PayMode::Sub),
        (PayMode::Master, V1PayMode::Master),
    ] {
        let options = AccountOptions::default().pay_mode(mode.clone());
        abc.accounts().update_options(goog, options).await?;
        let update = AccountUpdate::new(fb).pay_mode(v1_mode);
        abc.v1().accounts().update(update).await?;
        for id in [goog, fb] {
            let options = abc.accounts().get(id).await?.options;
            let actual = options.and_then(|options| options.pay_mode);
            check("the payer", &actual, &Some(mode.clone()))?;
        }
    }
    row("pay mode", "sub, then master", "0 (sub), then 1 (master)");
    Ok(())
}

async fn buy_plans(abc: &Client, goog: &AccountId, fb: &AccountId) -> Result {
    let (plans, v1) = (abc.sub_account(goog).plans(), abc.v1().plans());
    let order = requests::subscription(GOOG, "business_monthly", 25);
    plans.subscribe(order).await?;
    v1.subscribe(requests::v1_subscription(fb, "monthly", 5))
        .await?;
    check_plans(abc, goog, ("business_monthly", 25, 0)).await?;
    check_plans(abc, fb, ("monthly", 5, 0)).await?;
    row(
        "subscribe",
        "business_monthly, 25 hosts",
        "monthly, 5 hosts",
    );

    let update = BasePlanUpdate::new(PlanName::BusinessMonthly).hosts(30);
    plans.update_base(update).await?;
    let plan = v1::plans::Plan::new("monthly", 8);
    let update = v1::plans::PlanUpdate::new(fb, v1::plans::PlanKind::Base, plan);
    v1.update(update).await?;
    row("update", "30 hosts", "8 hosts");

    plans.add_addon(AddonPlan::new(WEBINARS, 1).into()).await?;
    v1.add(v1::plans::PlanAdd::new(fb, WEBINARS)).await?;
    check_plans(abc, goog, ("business_monthly", 30, 1)).await?;
    check_plans(abc, fb, ("monthly", 8, 1)).await?;
    row("add-on", WEBINARS, WEBINARS);
    Ok(())
}

/// Checks the name and the hosts of the base plan, and the number of webinar plans.
async fn check_plans(abc: &Client, id: &AccountId, expected: (&str, i64, usize)) -> Result {
    let plans = abc.sub_account(id).plans().get().await?;
    let base = plans.plan_base.ok_or("the account has no base plan")?;
    let name = base.name.map(|name| name.to_string()).unwrap_or_default();
    let hosts = base.hosts.unwrap_or_default();
    let webinars = plans.plan_webinar.unwrap_or_default().len();
    check("the plans", &(name.as_str(), hosts, webinars), &expected)
}

/// Adds two users, and a role for one of them.
async fn add_users(abc: &Client, goog: &AccountId) -> Result {
    let account = abc.sub_account(goog);
    for (email, kind) in [
        ("ada@goog.example", UserType::Licensed),
        ("grace@goog.example", UserType::Basic),
    ] {
        let info = UserCreateInfo::new(email, kind);
        let user = UserCreate::new(UserCreateAction::CustCreate).user_info(info);
        account.users().create(user).await?;
    }
    let users = account.users().list().items().collect_all(100).await?;
    check("the number of GOOG's users", &users.len(), &3)?;
    row("users", "ada (licensed), grace (basic)", NONE);

    let role = account.roles().create(RoleCreate::new("Support")).await?;
    let role = role.id.ok_or("the role has no id")?;
    let ada = account.users().get("ada@goog.example").await?.id;
    let ada = RoleMemberAdd::default().id(ada.ok_or("the user has no id")?);
    let members = RoleMemberBatchAdd::default().members([ada]);
    account.roles().add_members(&role, members).await?;
    let members = account.roles().list_members(&role).items().collect_all(100);
    check("the number of members", &members.await?.len(), &1)?;
    row("roles", "ada has the role Support", NONE);
    Ok(())
}

/// Lets only signed-in users join meetings.
async fn change_settings(abc: &Client, goog: &AccountId, fb: &AccountId) -> Result {
    let settings = abc.sub_account(goog).account_settings();
    let section = AccountSettingsScheduleMeetingUpdate::default().enforce_login(true);
    let update = AccountSettingsUpdate::default().schedule_meeting(section);
    settings.update(update).await?;
    let update = v1::accounts::AccountUpdate::new(fb).enable_enforce_login(true);
    abc.v1().accounts().update(update).await?;
    for id in [goog, fb] {
        let settings = abc.sub_account(id).account_settings().get().await?;
        let section = settings.schedule_meeting;
        let actual = section.and_then(|section| section.enforce_login);
        check("the setting", &actual, &Some(true))?;
    }
    row("settings", "enforce_login", "enable_enforce_login");

    let section = AccountLockSettingsScheduleMeetingUpdate::default().enforce_login(true);
    let locks = AccountLockSettingsUpdate::default().schedule_meeting(section);
    settings.update_locks(locks).await?;
    let section = settings.get_locks().await?.schedule_meeting;
    let actual = section.and_then(|section| section.enforce_login);
    check("the lock", &actual, &Some(true))?;
    row("locks", "enforce_login", NONE);
    row("phone", "see the example phone_rollout", NONE);
    Ok(())
}

/// The base plan and the add-on plan each have an invoice.
async fn read_invoices(abc: &Client, goog: &AccountId) -> Result {
    let invoices = abc.sub_account(goog).billing().list_invoices().await?;
    let numbers = invoices.invoices.unwrap_or_default().into_iter();
    let numbers: Vec<String> = numbers.filter_map(|row| row.invoice_number).collect();
    check("the number of invoices", &numbers.len(), &2)?;
    row("invoices", &numbers.join(", "), NONE);
    Ok(())
}

/// Moves a user from GOOG to FB.
async fn move_user(abc: &Client, goog: &AccountId, fb: &AccountId) -> Result {
    let email = "grace@goog.example";
    let users = abc.sub_account(goog).users();
    let target = UserAccountSwitch::new(fb);
    users.switch_account(email, target).await?;
    let users = abc.sub_account(fb).users().list().items();
    let emails = users.collect_all(100).await?.into_iter();
    let emails: Vec<String> = emails.filter_map(|user| user.email).collect();
    check("FB's users", &emails.join(", "), &format!("{FB}, {email}"))?;
    row("move user", "grace leaves", "grace arrives");
    Ok(())
}

/// Cancels all plans, first the add-on plans. After that, ABC gives up both accounts.
async fn leave(abc: &Client, goog: &AccountId, fb: &AccountId) -> Result {
    for id in [goog, fb] {
        let plans = abc.sub_account(id).plans();
        let addon = AddonCancel::new(WEBINARS).action(CancelAction::Cancel);
        plans.cancel_addons(addon).await?;
        let base = BasePlanCancel::new(CancelAction::Cancel);
        plans.cancel_base(base).await?;
    }
    row("cancel", "both plans", "not in API v1, so with API v2");
    abc.accounts().disassociate(goog).await?;
    abc.v1().accounts().delete(fb).await?;
    let accounts = abc.accounts().list().items().collect_all(100).await?;
    check("the number of ABC's accounts", &accounts.len(), &0)?;
    row("leave", "disassociate", "delete");
    Ok(())
}
