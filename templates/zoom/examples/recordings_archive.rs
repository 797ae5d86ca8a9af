//! Downloads the cloud recordings of all sub accounts. If a download is interrupted, it continues where it stopped,
//! even in the next run. A file gets its final name only when it is complete. The program never holds a whole file in
//! memory.
//!
//! The requests go to a fake of Zoom in this program, which interrupts the first two downloads. If `ZOOM_ACCOUNT_ID`,
//! `ZOOM_CLIENT_ID` and `ZOOM_CLIENT_SECRET` are set, the requests go to Zoom instead. The example deletes nothing at Zoom.
//!
//! ```text
//! cargo run --example recordings_archive --features fake,recordings -- FOLDER 2026-01-01 2026-01-31
//! ```

#![expect(clippy::print_stdout, reason = "the example prints its results")]

use std::error::Error;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use zoom_accounts::Client;
use zoom_accounts::auth::ServerToServer;
use zoom_accounts::fake::{FakeZoom, Fault};
use zoom_accounts::limits::{RateLimitPlan, RateLimiter};
use zoom_accounts::runtime::{Method, StatusCode};
use zoom_accounts::v2::SubAccount;
use zoom_accounts::v2::recordings::{AccountRecordingFile, RecordingListForAccountParams};

type Result<T, E = Box<dyn Error + Send + Sync>> = std::result::Result<T, E>;

/// The maximum number of attempts to download a file.
const ATTEMPTS: u32 = 5;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let fake = FakeZoom::builder()
        .sub_account("acme", "Acme Example")
        .sub_account("bolt", "Bolt Example")
        .start()
        .await?;
    // The connection breaks after half of the file.
    fake.inject(Fault::TruncatedBody.on("files.download").times(2))?;
    let mut arguments = std::env::args().skip(1);
    let temporary = || std::env::temp_dir().join("recordings_archive");
    let folder = arguments.next().map_or_else(temporary, PathBuf::from);
    let mut period = RecordingListForAccountParams::default();
    if let (Some(from), Some(to)) = (arguments.next(), arguments.next()) {
        period = period.from(from.as_str()).to(to.as_str());
    }

    let limiter = RateLimiter::new(RateLimitPlan::BusinessPlus);
    let zoom = match ServerToServer::from_env() {
        Ok(app) => Client::builder().auth(app).limiter(limiter).build()?,
        Err(_) => fake.client_builder().limiter(limiter).build()?,
    };
    let downloader = zoom.clone();
    let mut accounts = zoom.for_each_sub_account(2, move |scope, account| {
        let folder = folder.join(file_name(account.id.as_str()));
        archive(downloader.clone(), scope, folder, period.clone())
    });
    while let Some(item) = accounts.next().await {
        match item {
            Ok((account, Ok(bytes))) => println!("{}: {bytes} bytes", account.id),
            Ok((account, Err(error))) => println!("{}: {error}", account.id),
            Err(error) => println!("the list of accounts: {error}"),
        }
    }
    Ok(())
}

/// Downloads the recordings of an account into a folder. Returns the total size of the files.
async fn archive(
    zoom: Client,
    account: SubAccount,
    folder: PathBuf,
    period: RecordingListForAccountParams,
) -> Result<u64> {
    fs::create_dir_all(&folder)?;
    let mut bytes = 0;
    let mut meetings = account
        .recordings()
        .list_for_account()
        .params(period)
        .items();
    while let Some(meeting) = meetings.next().await {
        for file in meeting?.recording_files.unwrap_or_default() {
            let (Some(id), Some(url)) = (&file.id, &file.download_url) else {
                continue;
            };
            let extension = file
                .file_extension
                .as_ref()
                .map_or("bin", |extension| extension.as_str());
            let path = folder.join(file_name(&format!("{id}.{extension}")));
            if !path.exists() {
                complete(&zoom, url, &file, &path).await?;
            }
            bytes += fs::metadata(&path)?.len();
        }
    }
    Ok(bytes)
}

/// Downloads a file until it is complete, and then renames it.
async fn complete(
    zoom: &Client,
    url: &str,
    file: &AccountRecordingFile,
    path: &Path,
) -> Result<()> {
    let part = path.with_extension("part");
    let size = file.file_size.and_then(|size| u64::try_from(size).ok());
    let is_complete = || size.is_some_and(|size| length(&part) == size);
    for attempt in 1.. {
        if is_complete() {
            break;
        }
        let result = download(zoom, url, &part).await;
        println!("{}: {} bytes so far", part.display(), length(&part));
        match result {
            Ok(()) if size.is_none() => break,
            Ok(()) if is_complete() => {}
            // For example, the server sent a page with an error message. The next run starts with an empty file.
            Ok(()) => {
                fs::remove_file(&part)?;
                return Err(format!("{url} does not have the size of the recording").into());
            }
            Err(error) if attempt == ATTEMPTS => return Err(error),
            Err(_) => {}
        }
    }
    Ok(fs::rename(part, path)?)
}

/// Downloads the missing part of a file, one chunk at a time.
async fn download(zoom: &Client, url: &str, part: &Path) -> Result<()> {
    // The host in the URL can differ from the API host. For example, it can be the host of a vanity URL.
    let slash = url
        .match_indices('/')
        .nth(2)
        .ok_or("the URL has no path")?
        .0;
    let (server, path) = url.split_at(slash);
    let start = length(part);
    let range = (start > 0).then(|| format!("bytes={start}-"));
    let request = zoom.request(Method::GET, path).header("range", &range);
    let response = request.stream().base_url(server).with_response().await?;
    // If the server ignores the range, it sends the whole file.
    let is_rest = response.status() == StatusCode::PARTIAL_CONTENT;
    let options = File::options()
        .create(true)
        .append(is_rest)
        .write(true)
        .truncate(!is_rest)
        .open(part);
    let (mut file, mut body) = (options?, response.into_value());
    while let Some(chunk) = body.chunk().await? {
        file.write_all(&chunk)?;
    }
    Ok(())
}

fn length(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |file| file.len())
}

/// Returns a name without the characters that have a meaning in paths, such as `/`.
fn file_name(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.chars()
        .map(|c| if is_plain(c) { c } else { '_' })
        .collect()
}
