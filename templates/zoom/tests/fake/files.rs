//! Shows that files can be downloaded from the fake, also from a certain byte on.

use futures_util::TryStreamExt as _;
use zoom_accounts::Client;
use zoom_accounts::fake::{FakeZoom, Fault};
use zoom_accounts::runtime::{Method, StatusCode};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Downloads a file from a byte on, and returns the status and the bytes.
async fn download(zoom: &Client, url: &str, start: Option<usize>) -> Result<(StatusCode, Vec<u8>)> {
    let slash = url
        .match_indices('/')
        .nth(2)
        .ok_or("the URL has no path")?
        .0;
    let (server, path) = url.split_at(slash);
    let range = start.map(|start| format!("bytes={start}-"));
    let request = zoom.request(Method::GET, path).header("range", &range);
    let response = request.stream().base_url(server).with_response().await?;
    let status = response.status();
    let mut body = response.into_value();
    let mut bytes = Vec::new();
    while let Some(chunk) = body.chunk().await? {
        bytes.extend_from_slice(&chunk);
    }
    Ok((status, bytes))
}

/// Returns the URL and the size of a recording file.
async fn recording(zoom: &Client) -> Result<(String, usize)> {
    let meetings = zoom.sub_account("acme").recordings().list_for_account();
    let meetings: Vec<_> = meetings.items().try_collect().await?;
    let files = meetings
        .into_iter()
        .filter_map(|meeting| meeting.recording_files);
    let file = files.flatten().next().ok_or("there is a recording")?;
    let size = file.file_size.ok_or("the file has a size")?;
    Ok((
        file.download_url.ok_or("the file has a URL")?,
        usize::try_from(size)?,
    ))
}

#[tokio::test]
async fn a_file_has_the_size_that_the_recording_states() -> Result {
    let fake = FakeZoom::builder()
        .sub_account("acme", "Acme")
        .start()
        .await?;
    let (url, size) = recording(&fake.client()).await?;
    let (status, bytes) = download(&fake.client(), &url, None).await?;
    assert_eq!((status, bytes.len()), (StatusCode::OK, size));
    Ok(())
}

#[tokio::test]
async fn a_download_can_start_at_any_byte() -> Result {
    let fake = FakeZoom::builder()
        .sub_account("acme", "Acme")
        .start()
        .await?;
    let zoom = fake.client();
    let (url, size) = recording(&zoom).await?;
    let (_, whole) = download(&zoom, &url, None).await?;
    let (status, rest) = download(&zoom, &url, Some(10)).await?;
    assert_eq!(status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(rest, whole[10..]);
    assert!(download(&zoom, &url, Some(size)).await.is_err());
    Ok(())
}

#[tokio::test]
async fn a_fault_can_interrupt_a_download() -> Result {
    let fake = FakeZoom::builder()
        .sub_account("acme", "Acme")
        .start()
        .await?;
    let zoom = fake.client();
    let (url, size) = recording(&zoom).await?;
    fake.inject(Fault::TruncatedBody.on("files.download").times(1))?;
    assert!(download(&zoom, &url, None).await.is_err());
    assert_eq!(download(&zoom, &url, None).await?.1.len(), size);
    Ok(())
}
