//! A customer grows: more licenses, and a webinar plan.
//!
//! It talks to a small server within this program: these calls cost money elsewhere.

#![expect(clippy::print_stdout, reason = "the example tells what it does")]

mod pretend_zoom;

use std::error::Error;

use zoom_accounts::v2::{AddonPlan, BasePlanUpdate, PlanStatus};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let zoom = pretend_zoom::builder().await?.build()?;
    let plans = zoom.sub_account("acme").plans();

    let before = plans.get().await?;
    let base = before.plan_base.ok_or("the account has no base plan")?;
    let (Some(name), Some(hosts)) = (base.name, base.hosts) else {
        return Err("the base plan has no name or no hosts".into());
    };
    println!(
        "before: {name} with {hosts} hosts, {:?}",
        base.status.unwrap_or(PlanStatus::Active)
    );

    // The number of hosts is the new total, not the difference.
    plans
        .update_base(BasePlanUpdate::new(name).hosts(hosts + 5))
        .await?;
    // Names that this version does not know are taken as text. An order is sent once: it is not repeated if the answer is lost.
    plans
        .add_addon(AddonPlan::new("webinar500_monthly", 2).into())
        .await?;

    let after = plans.get().await?;
    let hosts = after.plan_base.and_then(|plan| plan.hosts);
    println!("after: {} hosts", hosts.unwrap_or_default());
    for plan in after.plan_webinar.unwrap_or_default() {
        let name = plan.name.ok_or("a plan has no name")?;
        println!("   and {name} for {}", plan.hosts.unwrap_or_default());
    }
    // Zoom adds kinds of plans several times a year. Those that the type does not name are here.
    println!(
        "   kinds that are new to this version: {}",
        after.extra.len()
    );
    Ok(())
}
