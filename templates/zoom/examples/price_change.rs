//! Changes the base plans of many sub accounts, for example because prices have changed. A CSV file lists the changes,
//! with the columns `account_id`, `plan` and `hosts`. The report is CSV on standard output.
//!
//! Without `--apply`, the program only reports what it would change. If you interrupt the program, run it again with
//! `--apply` and the same rows. It then skips the accounts that are done.
//!
//! The requests go to a fake of Zoom in this program. On Zoom, these changes would cost money.
//!
//! ```text
//! cargo run --example price_change --features fake -- --apply prices.csv
//! ```

use std::error::Error;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::stdout;

use serde::Deserialize;
use zoom_accounts::Client;
use zoom_accounts::fake::FakeZoom;
use zoom_accounts::limits::{RateLimitPlan, RateLimiter};
use zoom_accounts::runtime::{Bulk, BulkItem, WorkLog};
use zoom_accounts::v2::plans::BasePlanUpdate;

const SAMPLE: &str = "account_id,plan,hosts\nacme,business_yearly,25\nbolt,business_monthly,20\n";

#[derive(Clone, Deserialize)]
struct Row {
    account_id: String,
    plan: String,
    hosts: i64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let fake = FakeZoom::builder()
        .sub_account("acme", "Acme Example")
        .sub_account("bolt", "Bolt Example")
        .start()
        .await?;
    let (mut is_dry_run, mut input) = (true, SAMPLE.to_owned());
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--apply" => is_dry_run = false,
            file => input = fs::read_to_string(file)?,
        }
    }
    // The program reads all rows before the first change. Thus, an invalid row stops it before anything is changed.
    let rows: Vec<Row> = csv::Reader::from_reader(input.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()?;

    // The file with the accounts that are done. Its name contains a hash of the rows, so it is used only for exactly
    // these rows. A run without `--apply` neither reads nor writes it.
    let mut hasher = DefaultHasher::new();
    input.hash(&mut hasher);
    let file = std::env::temp_dir().join(format!("price_change-{:016x}.json", hasher.finish()));
    let log = match fs::read(&file) {
        Ok(saved) if !is_dry_run => serde_json::from_slice(&saved)?,
        _ => WorkLog::new(),
    };

    let limiter = RateLimiter::new(RateLimitPlan::BusinessPlus);
    let zoom = fake.client_builder().limiter(limiter).build()?;
    let mut run = Bulk::new(rows, |row: &Row| row.account_id.clone())
        .concurrency(8)
        .resume(log)
        .run(move |row| change_plan(zoom.clone(), row, is_dry_run));

    let mut report = csv::Writer::from_writer(stdout());
    report.write_record(["account_id", "result"])?;
    while let Some(item) = run.next().await {
        let (account, result) = match item {
            BulkItem::Row { key, outcome, .. } => match outcome {
                Ok(result) => (key, result),
                Err(error) => (key, format!("failed: {error}")),
            },
            BulkItem::Duplicate { key, .. } => (key, "ignored: duplicate row".to_owned()),
            _ => continue,
        };
        report.write_record([account, result])?;
        report.flush()?;
        if !is_dry_run {
            // The new file replaces the old one only when it is complete.
            fs::write(file.with_extension("new"), serde_json::to_vec(run.log())?)?;
            fs::rename(file.with_extension("new"), &file)?;
        }
    }
    // After failures, the next run with `--apply` tries the failed accounts again. Otherwise, the next run starts from
    // the beginning.
    if !is_dry_run && run.log().failed_count() == 0 {
        fs::remove_file(&file).or_else(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Ok(()),
            _ => Err(error),
        })?;
    }
    Ok(())
}

/// Changes the base plan of an account and describes the change.
async fn change_plan(zoom: Client, row: Row, is_dry_run: bool) -> zoom_accounts::Result<String> {
    let plans = zoom.sub_account(row.account_id.as_str()).plans();
    let old = plans.get().await?.plan_base;
    let old_name = old.as_ref().and_then(|plan| plan.name.as_ref());
    let old_name = old_name.map(ToString::to_string).unwrap_or_default();
    let old_hosts = old.and_then(|plan| plan.hosts).unwrap_or_default();
    if (&old_name, old_hosts) == (&row.plan, row.hosts) {
        return Ok(format!("unchanged: {old_name} with {old_hosts} hosts"));
    }
    let change = format!(
        "{old_name} with {old_hosts} hosts to {} with {} hosts",
        row.plan, row.hosts
    );
    if is_dry_run {
        return Ok(format!("would change: {change}"));
    }
    let update = BasePlanUpdate::new(row.plan.as_str()).hosts(row.hosts);
    plans.update_base(update).await?;
    Ok(format!("changed: {change}"))
}
