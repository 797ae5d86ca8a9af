//! Calls that break one of Zoom's rules. Both versions report the same code. API v1 reports it with HTTP 200.

use std::panic::Location;

use zoom_accounts::Client;
use zoom_accounts::errors::zoom_code;
use zoom_accounts::ids::AccountId;
use zoom_accounts::v1;
use zoom_accounts::v2::accounts::{AccountOptions, PayMode};
use zoom_accounts::v2::billing::BillingContactUpdate;
use zoom_accounts::v2::plans::{AddonPlan, PlanName};

use crate::Result;
use crate::requests;

/// Makes all mistakes. `foreign` is an account that does not belong to ABC.
pub(crate) async fn make(abc: &Client, foreign: &AccountId) -> Result {
    let (v2, v1) = (abc.accounts(), abc.v1());
    let free = v2.create(requests::account("owner@free.example")).await?.id;
    refused(
        "the email address is in use",
        1005,
        v2.create(requests::account("owner@free.example")).await,
        v1.accounts()
            .create(requests::v1_account("owner@free.example"))
            .await,
    )?;
    refused(
        "an add-on plan before a base plan",
        3261,
        (abc.sub_account(&free).plans())
            .add_addon(AddonPlan::new(PlanName::Webinar100Monthly, 1).into())
            .await,
        v1.plans()
            .add(v1::plans::PlanAdd::new(&free, "webinar100_monthly"))
            .await,
    )?;
    refused(
        "a new billing address before a base plan",
        200,
        (abc.sub_account(&free).billing())
            .update(BillingContactUpdate::default().city("Boston"))
            .await,
        v1.billing()
            .update(v1::billing::BillingUpdate::new(&free).city("Boston"))
            .await,
    )?;

    let paid = requests::account("owner@paid.example");
    let paid = v2.create(paid).await?.id;
    let plan = || requests::subscription("owner@paid.example", "business_monthly", 10);
    abc.sub_account(&paid).plans().subscribe(plan()).await?;
    refused(
        "a second subscription",
        2100,
        abc.sub_account(&paid).plans().subscribe(plan()).await,
        v1.plans()
            .subscribe(requests::v1_subscription(&paid, "business_monthly", 10))
            .await,
    )?;
    refused(
        "the removal of an account with a plan",
        2000,
        v2.disassociate(&paid).await,
        v1.accounts().delete(&paid).await,
    )?;

    let pays = AccountOptions::default().pay_mode(PayMode::Sub);
    let pays = requests::account("owner@pays.example").options(pays);
    let pays = v2.create(pays).await?.id;
    refused(
        "the plans of an account that pays for itself",
        2100,
        abc.sub_account(&pays).plans().get().await,
        v1.plans().get(&pays).await,
    )?;
    refused(
        "an account of somebody else",
        2001,
        v2.get(foreign).await,
        v1.accounts().get(foreign).await,
    )
}

/// Checks that both versions refuse a call with this code, and prints the two errors.
#[track_caller]
fn refused<T, U>(
    mistake: &str,
    code: u32,
    v2: zoom_accounts::Result<T>,
    v1: zoom_accounts::Result<U>,
) -> Result {
    let place = Location::caller();
    println!("{mistake}:");
    for error in [v2.err(), v1.err()] {
        let error = error.ok_or_else(|| format!("{place}: {mistake}: the call succeeded"))?;
        if error.code() != Some(code.to_string().as_str()) {
            return Err(format!("{place}: {mistake}: expected code {code}: {error}").into());
        }
        match zoom_code(&error) {
            Some(name) => println!("   {name:?}: {error}"),
            None => println!("   {error}"),
        }
    }
    Ok(())
}
