//! Tests of uploads, whose server is not the server of the other operations.

use std::collections::BTreeMap;
use std::time::Duration;

use http::Request;
use serde_json::json;
use zoom_accounts::Client;
use zoom_accounts::auth::{AccessToken, Cloud};
use zoom_accounts::runtime::{
    Body, BoxFuture, File, Operation, ReqwestTransport, Transport, TransportError,
};
use zoom_accounts::v2::digital_signage_contents::{
    DigitalSignageContentReplaceFile, DigitalSignageContentUpload,
};

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, assert_v2, v2_client};

/// Connects hosts of Zoom to test servers.
#[derive(Debug)]
struct Hosts {
    sockets: ReqwestTransport,
    urls: BTreeMap<&'static str, String>,
}

impl Transport for Hosts {
    fn send(
        &self,
        mut request: Request<Body>,
        operation: Option<&'static Operation>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let uri = request.uri();
        assert_eq!(uri.scheme_str(), Some("https"));
        let server = self.urls.get(uri.host().unwrap()).expect("a known host");
        let target = format!("{server}{}", uri.path_and_query().unwrap());
        *request.uri_mut() = target.parse().unwrap();
        self.sockets.send(request, operation)
    }
}

/// Returns a client whose requests to these hosts go to the test servers.
fn client<const N: usize>(cloud: Cloud, hosts: [(&'static str, &Server); N]) -> Client {
    let urls = hosts.map(|(host, server)| (host, server.url()));
    let hosts = Hosts {
        sockets: ReqwestTransport::new(Duration::from_secs(5)).unwrap(),
        urls: urls.into(),
    };
    let token = AccessToken::new("test-token").cloud(cloud);
    Client::builder()
        .transport(hosts)
        .auth(token)
        .build()
        .unwrap()
}

fn picture() -> File {
    File::new("lobby.png", b"\x89PNG".to_vec())
}

#[tokio::test]
async fn uploads_of_digital_signage_go_to_the_file_host() {
    let api = Server::json(&json!({"contents": []})).await;
    let uploaded = Reply::json(201, &json!({"content_id": "c-1"}));
    let files = Server::answering([uploaded, Reply::empty(204)]).await;
    let hosts = [("api.zoom.us", &api), ("fileapi.zoom.us", &files)];
    let client = client(Cloud::Commercial, hosts);
    let contents = client.digital_signage_contents();
    let upload = DigitalSignageContentUpload::new(picture(), "Lobby");
    let uploaded = contents.upload(upload).await.unwrap();
    assert_eq!(uploaded.content_id.unwrap(), "c-1");
    let replacement = DigitalSignageContentReplaceFile::new(picture()).content_id("c-1");
    let account = client.sub_account(ACCOUNT);
    let contents = account.digital_signage_contents();
    contents.replace_file(replacement).await.unwrap();
    contents.list().await.unwrap();
    let seen = files.requests().await;
    assert_v2(&seen[0], "POST", "/v2/zrdigitalsignage/files", &[]);
    let path = format!("/v2/accounts/{ACCOUNT}/zrdigitalsignage/files");
    assert_v2(&seen[1], "PUT", &path, &[]);
    for seen in &seen {
        let body = String::from_utf8_lossy(&seen.body);
        assert!(
            body.contains("name=\"file\"; filename=\"lobby.png\""),
            "{body}"
        );
    }
    let path = format!("/v2/accounts/{ACCOUNT}/rooms/content/digital_signage/contents");
    assert_v2(&api.request().await, "GET", &path, &[]);
}

#[tokio::test]
async fn a_token_of_the_government_cloud_is_not_sent_to_the_commercial_file_host() {
    let api = Server::json(&json!({"contents": []})).await;
    let uploaded = Reply::json(201, &json!({"content_id": "c-1"}));
    let files = Server::answering([uploaded]).await;
    let hosts = [("api.zoomgov.com", &api), ("fileapi.zoomgov.com", &files)];
    let contents = client(Cloud::Gov, hosts).digital_signage_contents();
    let upload = DigitalSignageContentUpload::new(picture(), "Lobby");
    contents.upload(upload).await.unwrap();
    contents.list().await.unwrap();
    assert_eq!(files.request().await.path, "/v2/zrdigitalsignage/files");
    api.request().await;
}

#[tokio::test]
async fn one_server_url_applies_to_uploads_too() {
    let uploaded = Reply::json(201, &json!({"content_id": "c-1"}));
    let server = Server::answering([uploaded]).await;
    let contents = v2_client(&server).digital_signage_contents();
    let upload = DigitalSignageContentUpload::new(picture(), "Lobby");
    contents.upload(upload).await.unwrap();
    let seen = server.request().await;
    assert_v2(&seen, "POST", "/v2/zrdigitalsignage/files", &[]);
}

#[tokio::test]
async fn a_redirected_upload_fails_with_the_host_and_sends_the_token_nowhere() {
    let other = Server::refusing();
    let target = format!("{}/v2/zrdigitalsignage/files", other.url());
    let server = Server::answering([Reply::empty(307).header("location", &target)]).await;
    let contents = v2_client(&server).digital_signage_contents();
    let upload = DigitalSignageContentUpload::new(picture(), "Lobby");
    let error = contents.upload(upload).await.unwrap_err();
    let expected = "server redirects to `127.0.0.1`, and redirects are not followed";
    assert!(error.to_string().contains(expected), "{error}");
    server.request().await;
    assert_eq!(other.count().await, 0);
}
