//! Sets up Zoom Phone for a new customer: a site, an emergency address for each floor, users with numbers and calling
//! plans, a call queue, and an auto receptionist. The users come from a CSV file with the columns `name`, `email`,
//! `extension`, `number` and `floor`. They must already be active in the sub account.
//!
//! Each step first looks for what it would create. If a run is interrupted or fails, run the program again: it creates
//! only what is missing. With `--dry-run`, the program prints the steps and sends nothing.
//!
//! The requests go to a fake of Zoom in this program. The fake disturbs the first run: two responses are lost, and two
//! calls fail. The program then runs a second time, which creates what is missing, and a third time, which creates
//! nothing. On Zoom, these changes would cost money.
//!
//! ```text
//! cargo run --example phone_rollout --features fake,phone -- --dry-run
//! ```

#![expect(clippy::print_stdout, reason = "the example prints its results")]

mod customer;
mod rollout;
mod rows;

use std::collections::BTreeMap;

use zoom_accounts::Client;
use zoom_accounts::errors::{ZoomCode, zoom_code};
use zoom_accounts::limits::{RateLimitPlan, RateLimiter};
use zoom_accounts::runtime::{Bulk, BulkItem};

use crate::rollout::{PLAN, QUEUE, RECEPTIONIST, Rollout, SITE, STREET};
use crate::rows::Row;

type Result<T, E = Box<dyn std::error::Error + Send + Sync>> = std::result::Result<T, E>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let (mut is_dry_run, mut input) = (false, rows::SAMPLE.to_owned());
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--dry-run" => is_dry_run = true,
            file => input = std::fs::read_to_string(file)?,
        }
    }
    // The program reads all rows before the first change. Thus, an invalid row stops it before anything is created.
    let rows = rows::read(&input)?;
    if is_dry_run {
        print_steps(&rows);
        return Ok(());
    }
    let fake = customer::start(&rows).await?;
    customer::disturb(&fake)?;
    let limiter = RateLimiter::new(RateLimitPlan::BusinessPlus);
    let zoom = fake.client_builder().limiter(limiter).build()?;
    for run in 1..=2 {
        println!("run {run}:");
        match roll_out(&zoom, rows.clone()).await {
            Ok(0) => println!("complete"),
            Ok(failed) => println!("{failed} users failed; run the program again"),
            Err(error) => println!("failed: {error}; run the program again"),
        }
    }
    println!("run 3:");
    match roll_out(&zoom, rows).await? {
        0 => println!("complete\n{}", customer::describe(&zoom).await?),
        failed => return Err(format!("{failed} users failed; run the program again").into()),
    }
    Ok(())
}

/// Prints what a run creates, unless it exists.
fn print_steps(rows: &[Row]) {
    println!("a run creates what is missing of:");
    println!("site {SITE}: {STREET}");
    for floor in rows::floors(rows) {
        println!("emergency address {floor}: {STREET}, {floor}");
    }
    for Row {
        name,
        email,
        extension,
        number,
        floor,
    } in rows
    {
        println!("user {email}: {name}, extension {extension}, {number}, {PLAN}, {floor}");
    }
    let members = rows.iter().filter(|row| row.is_queue_member()).count();
    println!("call queue {QUEUE}: {members} members");
    println!("auto receptionist {RECEPTIONIST}: forwards to {QUEUE}");
}

/// Runs all steps, and returns the number of failed users.
async fn roll_out(zoom: &Client, rows: Vec<Row>) -> Result<u64> {
    let rollout = Rollout::new(zoom.sub_account(customer::ACCOUNT));
    let (site, result) = rollout.site().await?;
    println!("site {SITE}: {result}");

    let mut addresses = BTreeMap::new();
    for floor in rows::floors(&rows) {
        let (address, result) = rollout.emergency_address(&site, &floor).await?;
        println!("emergency address {floor}: {result}");
        addresses.insert(floor, address);
    }

    // The program works on four users at a time. If one user fails, the others continue. Calls wait for rate limits as
    // long as necessary.
    let mut known = rollout.users().await?;
    let (worker, mut members) = (rollout.clone(), Vec::new());
    let mut run = Bulk::new(rows, |row: &Row| row.email.clone())
        .concurrency(4)
        .run(move |row| {
            let rollout = worker.clone();
            let known = known.remove(&row.email.to_lowercase());
            let address = addresses.get(&row.floor).cloned();
            async move { rollout.user(&row, known, address.ok_or("no floor")?).await }
        });
    while let Some(item) = run.next().await {
        let BulkItem::Row { key, row, outcome } = item else {
            continue;
        };
        match outcome {
            Ok((user, result)) => {
                println!("user {key}: {result}");
                members.extend(row.is_queue_member().then_some(user));
            }
            Err(error) => println!("user {key}: failed: {}", reason(&*error)),
        }
    }

    let (queue, result) = rollout.call_queue(&site).await?;
    println!(
        "call queue {QUEUE}: {result}, {} members added",
        rollout.add_members(&queue, members).await?
    );
    println!(
        "auto receptionist {RECEPTIONIST}: {}",
        rollout.receptionist(&site, &queue).await?
    );
    Ok(run.progress().failed)
}

/// Explains the failures that an operator can fix.
fn reason(error: &(dyn std::error::Error + Send + Sync + 'static)) -> String {
    match error.downcast_ref().and_then(zoom_code) {
        Some(ZoomCode::PhoneLicenseLimit) => "buy a Zoom Phone license for this user".to_owned(),
        Some(ZoomCode::UserNotFound) => "first add this user to the sub account".to_owned(),
        _ => error.to_string(),
    }
}
