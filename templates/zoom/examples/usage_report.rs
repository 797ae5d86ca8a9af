//! Reports the usage of all sub accounts in one month as CSV on standard output, and shows a progress bar. Each row is
//! a day of an account. It has the numbers of the daily report, and the number of meetings with poor or bad audio.
//!
//! The requests go to a small server in this program. If `ZOOM_ACCOUNT_ID`, `ZOOM_CLIENT_ID` and `ZOOM_CLIENT_SECRET`
//! are set, the requests go to Zoom instead. The example changes nothing at Zoom.
//!
//! ```text
//! cargo run --example usage_report --features dashboards,reports -- 2026 1 > usage.csv
//! ```

#![expect(clippy::print_stderr, reason = "the example reports errors")]

mod fake_zoom;

use std::collections::BTreeMap;
use std::error::Error;
use std::io::stdout;

use indicatif::{ProgressBar, ProgressStyle};
use zoom_accounts::Client;
use zoom_accounts::auth::ServerToServer;
use zoom_accounts::limits::{RateLimitPlan, RateLimiter};
use zoom_accounts::runtime::Date;
use zoom_accounts::v2::SubAccount;
use zoom_accounts::v2::dashboards::{DashboardMeetingState, DashboardMeetingsParams, QualityScore};
use zoom_accounts::v2::reports::{DailyUsage, ReportDailyUsageParams};

const COLUMNS: [&str; 6] = [
    "account_id",
    "date",
    "meetings",
    "participants",
    "minutes",
    "poor_audio",
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let year: u16 = arguments.next().map_or(Ok(2026), |year| year.parse())?;
    let month: u8 = arguments.next().map_or(Ok(1), |month| month.parse())?;
    let first = Date::from_ymd(year, month, 1).ok_or("expected a year and a month")?;
    let last = (28..=31)
        .rev()
        .find_map(|day| Date::from_ymd(year, month, day));
    let last = last.unwrap_or_else(|| first.clone());

    // Zoom allows few calls of reports and dashboards, also per day. The limiter delays calls so that Zoom does not
    // reject them.
    let limiter = RateLimiter::new(RateLimitPlan::BusinessPlus);
    let zoom = match ServerToServer::from_env() {
        Ok(app) => Client::builder().auth(app).limiter(limiter).build()?,
        Err(_) => fake_zoom::builder().await?.limiter(limiter).build()?,
    };

    let bar = ProgressBar::new(0);
    bar.set_style(ProgressStyle::with_template(
        "{bar:40} {pos}/{len} accounts, {msg}",
    )?);
    let mut report = csv::Writer::from_writer(stdout());
    report.write_record(COLUMNS)?;
    let mut accounts =
        zoom.for_each_sub_account(4, move |scope, _| usage(scope, first.clone(), last.clone()));
    while let Some(item) = accounts.next().await {
        match item {
            Ok((account, Ok(days))) => {
                for (day, poor_audio) in days {
                    let date = day.date.as_ref().map_or("", Date::as_str);
                    let numbers = [
                        day.meetings,
                        day.participants,
                        day.meeting_minutes,
                        Some(poor_audio),
                    ];
                    let numbers = numbers.map(|number| number.unwrap_or_default().to_string());
                    let cells = [account.id.as_str(), date];
                    report.write_record(
                        cells.into_iter().chain(numbers.iter().map(String::as_str)),
                    )?;
                }
                report.flush()?;
            }
            Ok((account, Err(error))) => bar.suspend(|| eprintln!("{}: {error}", account.id)),
            Err(error) => bar.suspend(|| eprintln!("the list of accounts: {error}")),
        }
        let progress = accounts.progress();
        bar.set_length(progress.announced.unwrap_or(progress.listed));
        bar.set_position(progress.done + progress.failed);
        bar.set_message(format!("{} failed", progress.failed));
    }
    bar.finish();
    Ok(())
}

/// Returns the days of an account, each with the number of meetings with poor or bad audio.
async fn usage(
    account: SubAccount,
    first: Date,
    last: Date,
) -> zoom_accounts::Result<Vec<(DailyUsage, i64)>> {
    // The list of meetings may be long. The code counts the meetings of each page and drops the page, so only one page
    // is in memory.
    let mut poor_audio: BTreeMap<String, i64> = BTreeMap::new();
    let past = DashboardMeetingsParams::new(first.clone(), last).type_(DashboardMeetingState::Past);
    let mut meetings = account.dashboards().meetings(past).items();
    while let Some(meeting) = meetings.next().await {
        let meeting = meeting?;
        let is_poor = matches!(
            meeting.audio_quality,
            Some(QualityScore::Poor | QualityScore::Bad)
        );
        if let Some(start) = meeting.start_time.filter(|_| is_poor) {
            let day = start.as_str().chars().take("2026-01-01".len()).collect();
            *poor_audio.entry(day).or_default() += 1;
        }
    }

    let (year, month, _) = first.to_ymd().unwrap_or_default();
    let month = ReportDailyUsageParams::default()
        .year(year.into())
        .month(month.into());
    let days = account
        .reports()
        .daily_usage()
        .params(month)
        .await?
        .dates
        .unwrap_or_default();
    let with_audio = days.into_iter().map(|day| {
        let date = day.date.as_ref().map_or("", Date::as_str);
        let poor_audio = poor_audio.get(date).copied().unwrap_or_default();
        (day, poor_audio)
    });
    Ok(with_audio.collect())
}
