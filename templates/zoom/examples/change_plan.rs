//! Adds licenses and a webinar plan to a sub account.
//!
//! ```text
//! cargo run --example change_plan --features fake
//! ```
//!
//! The requests go to a fake of Zoom in this program. On Zoom, these changes would cost money.

#![expect(clippy::print_stdout, reason = "the example prints its results")]

use std::error::Error;

use zoom_accounts::fake::FakeZoom;
use zoom_accounts::v2::plans::{AddonPlan, BasePlanUpdate, PlanStatus};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let fake = FakeZoom::builder()
        .sub_account("acme", "Acme Example")
        .start()
        .await?;
    let zoom = fake.client_builder().build()?;
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

    // `hosts` is the new total, not the difference.
    plans
        .update_base(BasePlanUpdate::new(name).hosts(hosts + 5))
        .await?;
    // Plan names are open enums, so a plain string works too. If the response is lost, the client does not repeat the
    // order.
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
    // Zoom adds kinds of plans several times a year. Kinds that this version of the crate does not define are in
    // `extra`.
    println!("   unknown plan kinds: {}", after.extra.len());
    Ok(())
}
