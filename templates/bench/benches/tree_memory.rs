//! Measures the peak memory of a walk over many sub accounts, which reads all users over a loopback socket. The
//! benchmark runs with 100, 1,000 and 10,000 accounts of 300 users each.
//!
//! `cargo bench -p codegen-bench --bench tree_memory`

use std::fs;
use std::io::{Write, stdout};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use codegen_bench::{BoxError, TOKEN, bodies, server};
use zoom_accounts::Client;
use zoom_accounts::hierarchy::{Tree, Visit};
use zoom_accounts::runtime::Bearer;

/// The number of accounts in the list of the server.
static ACCOUNTS: AtomicUsize = AtomicUsize::new(0);

const USERS: usize = 300;

fn main() -> Result<(), BoxError> {
    let users = bodies::users(USERS);
    let url = server::start(move |target, to| {
        if target.contains("/users") {
            to.extend_from_slice(users.as_bytes());
        } else {
            let token = target.split_once("next_page_token=");
            let token = token.and_then(|(_, rest)| rest.split('&').next()?.parse().ok());
            let total = ACCOUNTS.load(Ordering::Relaxed);
            // Writing to a vector cannot fail.
            bodies::accounts(to, token.unwrap_or(0), 300, total).ok();
        }
    })?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let zoom = Client::builder()
        .base_url(format!("{url}/v2"))
        .auth(Bearer::new(TOKEN))
        .build()?;
    let mut out = stdout();
    for accounts in [100, 1_000, 10_000] {
        ACCOUNTS.store(accounts, Ordering::Relaxed);
        let begin = Instant::now();
        let users = runtime.block_on(walk(&zoom))?;
        if users != accounts * USERS {
            return Err(format!("{users} users of {}", accounts * USERS).into());
        }
        writeln!(
            out,
            "{accounts:>6} accounts {users:>8} users {:>6} ms   peak {:>6} KiB",
            begin.elapsed().as_millis(),
            peak_kilobytes()?
        )?;
    }
    Ok(())
}

/// Counts the users of all sub accounts.
async fn walk(zoom: &Client) -> Result<usize, BoxError> {
    let mut walk = Tree::new().primary("top", zoom).for_each(async |found| {
        let mut users = found.scope().users().list().page_size(300).items();
        let mut count = 0;
        while let Some(user) = users.next().await {
            std::hint::black_box(user?);
            count += 1;
        }
        Ok::<_, zoom_accounts::Error>(count)
    });
    let mut count = 0;
    while let Some(visit) = walk.next().await {
        match visit {
            Visit::Account { outcome, .. } => count += outcome?,
            Visit::RootFailed { error, .. } => return Err(error.into()),
            _ => {}
        }
    }
    Ok(count)
}

/// Returns the peak memory of this process, as Linux reports it.
fn peak_kilobytes() -> Result<usize, BoxError> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.split_whitespace().next());
    Ok(line.ok_or("the system does not report it")?.parse()?)
}
