//! Counts the users of all sub accounts and shows a progress bar. If you interrupt the program, the next run continues
//! where it stopped.
//!
//! The requests go to a fake of Zoom in this program. If `ZOOM_ACCOUNT_ID`, `ZOOM_CLIENT_ID` and `ZOOM_CLIENT_SECRET`
//! are set, the requests go to Zoom instead. The example changes nothing at Zoom.
//!
//! ```text
//! cargo run --example walk_progress --features fake
//! ```

#![expect(clippy::print_stdout, reason = "the example prints its results")]

use std::error::Error;
use std::fs;

use indicatif::{ProgressBar, ProgressStyle};
use zoom_accounts::Client;
use zoom_accounts::auth::ServerToServer;
use zoom_accounts::fake::FakeZoom;
use zoom_accounts::hierarchy::{Position, Tree, Visit};
use zoom_accounts::limits::{RateLimitPlan, RateLimiter};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let fake = FakeZoom::builder()
        .sub_account("acme", "Acme Example")
        .sub_account("bolt", "Bolt Example")
        .start()
        .await?;
    let limiter = RateLimiter::new(RateLimitPlan::BusinessPlus);
    let zoom = match ServerToServer::from_env() {
        Ok(app) => Client::builder().auth(app).limiter(limiter).build()?,
        Err(_) => fake.client_builder().limiter(limiter).build()?,
    };

    // The file with the position of an interrupted run: the ids of the accounts that are done.
    let file = std::env::temp_dir().join("walk_progress.json");
    let position: Position = match fs::read(&file) {
        Ok(saved) => serde_json::from_slice(&saved)?,
        Err(_) => Position::default(),
    };

    let bar = ProgressBar::new(0);
    bar.set_style(ProgressStyle::with_template(
        "{bar:40} {pos}/{len} accounts, {msg}",
    )?);
    let mut walk = Tree::new()
        .primary("top", &zoom)
        .resume(position)
        .for_each(async |found| {
            let users = found.scope().users().list().items();
            users.collect_all(100_000).await.map(|users| users.len())
        });
    while let Some(visit) = walk.next().await {
        let progress = walk.progress();
        bar.set_length(progress.announced.unwrap_or(progress.listed));
        bar.set_position(progress.done + progress.failed);
        bar.set_message(format!("{} failed", progress.failed));
        match visit {
            Visit::Account {
                account, outcome, ..
            } => match outcome {
                Ok(users) => bar.suspend(|| println!("{}: {users} users", account.id)),
                Err(error) => bar.suspend(|| println!("{}: {error}", account.id)),
            },
            Visit::EntryFailed { error, .. } | Visit::RootFailed { error, .. } => {
                bar.suspend(|| println!("the list of accounts: {error}"));
            }
            _ => {}
        }
        // The new file replaces the old one only when it is complete.
        fs::write(
            file.with_extension("new"),
            serde_json::to_vec(walk.position())?,
        )?;
        fs::rename(file.with_extension("new"), &file)?;
    }
    bar.finish();

    // If the walk is finished, the position is removed. Otherwise, the next run would skip all accounts.
    if walk.position().is_finished("top") {
        fs::remove_file(&file)?;
    }
    Ok(())
}
