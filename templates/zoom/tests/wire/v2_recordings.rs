//! Tests of cloud recordings: deletion, recovery, downloads and secrets.

use serde_json::json;
use zoom_accounts::runtime::{Method, StatusCode};
use zoom_accounts::v2::recordings::{
    RecordingDeleteAction, RecordingDeleteParams, RecordingRecover, RecordingRecoverAction,
};

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, TOKEN, assert_v2, v2_client};

/// The UUID of a meeting, and the UUID in a path. Zoom decodes paths before it splits them.
const UUID: (&str, &str) = (
    "/ajXp112QmuoKj4854875==",
    "%252FajXp112QmuoKj4854875%253D%253D",
);

#[tokio::test]
async fn recordings_are_deleted_for_good_only_if_the_call_says_so() {
    let server = Server::answering([Reply::empty(204), Reply::empty(204)]).await;
    let recordings = v2_client(&server).recordings();
    recordings.delete(UUID.0).await.unwrap();
    let delete = RecordingDeleteParams::default().action(RecordingDeleteAction::Delete);
    recordings.delete(UUID.0).params(delete).await.unwrap();
    let path = format!("/v2/meetings/{}/recordings", UUID.1);
    let seen = server.requests().await;
    // Without `action`, Zoom moves the recordings to the trash.
    assert_v2(&seen[0], "DELETE", &path, &[]);
    assert_v2(&seen[1], "DELETE", &path, &[("action", "delete")]);
}

#[tokio::test]
async fn recordings_are_recovered_by_the_uuid_of_their_meeting() {
    let server = Server::answering([Reply::empty(204)]).await;
    let recover = RecordingRecover::default().action(RecordingRecoverAction::Recover);
    let account = v2_client(&server).sub_account(ACCOUNT);
    account.recordings().recover(UUID.0, recover).await.unwrap();
    let seen = server.request().await;
    let path = format!(
        "/v2/accounts/{ACCOUNT}/meetings/{}/recordings/status",
        UUID.1
    );
    assert_v2(&seen, "PUT", &path, &[]);
    assert_eq!(seen.json(), json!({"action": "recover"}));
}

#[tokio::test]
async fn passcodes_and_download_tokens_of_recordings_are_never_printed() {
    let body = json!({
        "uuid": UUID.0,
        "password": "test-hidden-1",
        "recording_play_passcode": "test-hidden-2",
        "download_access_token": "test-hidden-3",
        "recording_files": [{"id": "f-1", "file_type": "HOLOGRAM", "file_size": 5_000_000_000_i64}],
    });
    let server = Server::json(&body).await;
    let recordings = v2_client(&server).recordings().get(UUID.0).await.unwrap();
    server.request().await;
    let text = format!(
        "{recordings:?} {}",
        serde_json::to_string(&recordings).unwrap()
    );
    assert!(!text.contains("test-hidden"), "{text}");
    assert_eq!(recordings.password.unwrap().expose(), "test-hidden-1");
    let file = &recordings.recording_files.unwrap()[0];
    assert_eq!(file.file_size, Some(5_000_000_000));
    assert_eq!(file.file_type.as_ref().unwrap().as_str(), "HOLOGRAM");
}

#[tokio::test]
async fn an_interrupted_download_continues_with_the_missing_bytes() {
    const FILE: &[u8] = b"0123456789abcdef";
    let interrupted = Reply::body(200, "video/mp4", &FILE[..10]).short(6);
    let rest = Reply::body(206, "video/mp4", &FILE[10..]);
    let server = Server::answering([interrupted, rest]).await;
    let client = v2_client(&server);
    let mut file = Vec::new();
    let mut body = client
        .request(Method::GET, "/rec/download/abc")
        .stream()
        .await
        .unwrap();
    let error = loop {
        match body.chunk().await {
            Ok(chunk) => file.extend_from_slice(&chunk.unwrap()),
            Err(error) => break error,
        }
    };
    assert_eq!(file, &FILE[..10], "{error}");
    let range = format!("bytes={}-", file.len());
    let request = client.request(Method::GET, "/rec/download/abc");
    let request = request.header("range", &range).stream();
    let response = request.with_response().await.unwrap();
    assert_eq!(response.status(), StatusCode::PARTIAL_CONTENT);
    file.extend(response.into_value().collect(100).await.unwrap());
    assert_eq!(file, FILE);
    let seen = server.requests().await;
    let ranges = [&seen[0], &seen[1]].map(|seen| seen.header("range"));
    assert_eq!(ranges, [None, Some("bytes=10-")]);
}

#[tokio::test]
async fn a_file_host_gets_the_range_of_a_download_but_not_the_token() {
    let files = Server::answering([Reply::body(206, "video/mp4", "rest")]).await;
    let signed = format!("{}/signed?signature=1", files.url());
    let server = Server::answering([Reply::empty(302).header("location", &signed)]).await;
    let request = v2_client(&server).request(Method::GET, "/rec/download/abc");
    let body = request.header("range", "bytes=10-").stream().await.unwrap();
    assert_eq!(&body.collect(100).await.unwrap()[..], b"rest");
    let first = server.request().await;
    assert_eq!(first.header("authorization"), Some("Bearer test-token"));
    let second = files.request().await;
    assert_eq!(second.path, "/signed");
    assert_eq!(second.header("range"), Some("bytes=10-"));
    assert!(
        !second.head_text().contains(TOKEN),
        "{}",
        second.head_text()
    );
}
