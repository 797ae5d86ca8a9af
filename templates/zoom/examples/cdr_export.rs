//! Writes the calls of all sub accounts in one month as CSV, with a file for each account. If a run is interrupted, the
//! next run continues with the accounts that have no file yet. At most one page of calls of each account is in memory.
//!
//! The requests go to a fake of Zoom in this program. If `ZOOM_ACCOUNT_ID`, `ZOOM_CLIENT_ID` and `ZOOM_CLIENT_SECRET`
//! are set, the requests go to Zoom instead. The example changes nothing at Zoom. Run it after the end of the month.
//!
//! ```text
//! cargo run --example cdr_export --features fake,phone-calls -- FOLDER 2026 3
//! ```

#![expect(clippy::print_stderr, reason = "the example reports its progress")]
#![expect(clippy::print_stdout, reason = "the example prints its results")]

use std::fmt::Display;
use std::fs;
use std::path::PathBuf;

use zoom_accounts::Client;
use zoom_accounts::auth::ServerToServer;
use zoom_accounts::fake::FakeZoom;
use zoom_accounts::limits::{RateLimitPlan, RateLimiter};
use zoom_accounts::runtime::Date;
use zoom_accounts::v2::SubAccount;
use zoom_accounts::v2::phone_call_history::{PhoneCallHistoryEntry, PhoneCallHistoryListParams};

type Result<T, E = Box<dyn std::error::Error + Send + Sync>> = std::result::Result<T, E>;

const COLUMNS: [&str; 11] = [
    "account_id",
    "call_id",
    "direction",
    "start_time",
    "end_time",
    "seconds",
    "result",
    "caller_number",
    "caller_name",
    "callee_number",
    "callee_name",
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let fake = FakeZoom::builder()
        .sub_account("acme", "Acme Example")
        .sub_account("bolt", "Bolt Example")
        .start()
        .await?;
    let mut arguments = std::env::args().skip(1);
    let temporary = || std::env::temp_dir().join("cdr_export");
    let folder = arguments.next().map_or_else(temporary, PathBuf::from);
    let year: u16 = arguments.next().map_or(Ok(2026), |year| year.parse())?;
    let month: u8 = arguments.next().map_or(Ok(3), |month| month.parse())?;
    let first = Date::from_ymd(year, month, 1).ok_or("expected a year and a month")?;
    let mut days = (28..=31).rev();
    let last = days.find_map(|day| Date::from_ymd(year, month, day));
    let last = last.unwrap_or_else(|| first.clone());
    let period = PhoneCallHistoryListParams::default()
        .from(first.as_str())
        .to(last.as_str());
    let folder = folder.join(format!("{year}-{month:02}"));
    fs::create_dir_all(&folder)?;

    // Zoom allows few calls of the call history, also per day. The limiter delays calls so that Zoom does not reject
    // them.
    let limiter = RateLimiter::new(RateLimitPlan::BusinessPlus);
    let zoom = match ServerToServer::from_env() {
        Ok(app) => Client::builder().auth(app).limiter(limiter).build()?,
        Err(_) => fake.client_builder().limiter(limiter).build()?,
    };
    let mut accounts = zoom.for_each_sub_account(4, move |scope, account| {
        let id = account.id.to_string();
        let file = folder.join(file_name(&id)).with_extension("csv");
        export(scope, id, file, period.clone())
    });
    let (mut total, mut list_failed) = (0, false);
    while let Some(item) = accounts.next().await {
        match item {
            Ok((account, Ok(Some(calls)))) => {
                total += calls;
                println!("{}: {calls} calls", account.id);
            }
            Ok((account, Ok(None))) => println!("{}: exported before", account.id),
            Ok((account, Err(error))) => println!("{}: failed: {error}", account.id),
            Err(error) => {
                list_failed = true;
                println!("the list of accounts: {error}");
            }
        }
        let progress = accounts.progress();
        let accounts = progress.announced.unwrap_or(progress.listed);
        eprintln!(
            "{} of {accounts} accounts, {} failed",
            progress.done, progress.failed
        );
    }
    println!("{total} calls");
    match accounts.progress().failed {
        0 if !list_failed => Ok(()),
        _ => Err("the export is incomplete; run the program again".into()),
    }
}

/// Writes the calls of an account into a file, and returns their number. Returns `None` if the file already exists. The
/// file gets its final name only when it is complete.
async fn export(
    account: SubAccount,
    id: String,
    file: PathBuf,
    period: PhoneCallHistoryListParams,
) -> Result<Option<u64>> {
    if file.exists() {
        return Ok(None);
    }
    let part = file.with_extension("part");
    let mut csv = csv::Writer::from_path(&part)?;
    csv.write_record(COLUMNS)?;
    let name = id.clone();
    // `items` requests the next page only after all calls of the current page were written.
    let mut calls =
        (account.phone_call_history().list().params(period).items()).with_progress(move |read| {
            let total = read.total.unwrap_or(read.listed);
            eprintln!("{name}: {} of {total} calls", read.listed);
        });
    let mut count = 0;
    while let Some(call) = calls.next().await {
        csv.write_record(cells(&id, call?))?;
        count += 1;
    }
    csv.flush()?;
    drop(csv);
    fs::rename(part, file)?;
    Ok(Some(count))
}

/// Returns the cells of a row.
fn cells(account: &str, call: PhoneCallHistoryEntry) -> [String; COLUMNS.len()] {
    [
        account.to_owned(),
        cell(call.call_id),
        cell(call.direction),
        cell(call.start_time),
        cell(call.end_time),
        cell(call.duration),
        cell(call.call_result),
        // An internal call has extension numbers.
        cell(call.caller_did_number.or(call.caller_ext_number)),
        cell(call.caller_name),
        cell(call.callee_did_number.or(call.callee_ext_number)),
        cell(call.callee_name),
    ]
}

fn cell(value: Option<impl Display>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// Returns a name without the characters that have a meaning in paths, such as `/`.
fn file_name(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    text.chars()
        .map(|c| if is_plain(c) { c } else { '_' })
        .collect()
}
