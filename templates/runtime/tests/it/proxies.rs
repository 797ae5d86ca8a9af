//! Tests of proxies and of failed connections, over real sockets.

use std::net::SocketAddr;
use std::process::Command;

use tokio::net::TcpSocket;

use crate::runtime::{Bearer, ClientBuilder, Core, ErrorKind, RetryPolicy};
use crate::support::api::Client;
use crate::support::server::{Server, response};

const USER: &str = r#"{"id": "u1"}"#;

/// The proxy variables, which the test process may have inherited.
const VARIABLES: [&str; 8] = [
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "no_proxy",
];

async fn serving() -> Server {
    Server::start(vec![response("200 OK", "", USER)]).await
}

fn builder(url: &str) -> ClientBuilder<Client> {
    Client::builder()
        .auth(Bearer::new("the-token"))
        .base_url(url)
        .allow_insecure_http()
        .retry(RetryPolicy::none())
}

async fn get(builder: ClientBuilder<Client>) {
    let client = builder.build().unwrap();
    assert_eq!(client.users().get("u1").await.unwrap().id, "u1");
}

/// Returns the address of a port that refuses connections. The open socket keeps other programs off the port.
fn closed_port() -> (TcpSocket, String) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    let address = socket.local_addr().unwrap().to_string();
    (socket, address)
}

#[tokio::test]
async fn a_proxy_receives_the_requests_and_its_own_credentials() {
    let proxy = serving().await;
    let url = proxy.url.replace("http://", "http://ada:p%40ss@");
    get(builder("http://api.example.com/v2").proxy(url)).await;
    let request = &proxy.requests()[0];
    assert!(
        request.starts_with("GET http://api.example.com/v2/users/u1 HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.contains("proxy-authorization: Basic YWRhOnBAc3M=\r\n"),
        "{request}"
    );
}

#[tokio::test]
async fn a_loopback_host_is_never_reached_through_a_proxy() {
    for host in ["127.0.0.1", "localhost"] {
        let (proxy, server) = (serving().await, serving().await);
        let url = server.url.replace("127.0.0.1", host);
        get(builder(&url).proxy(proxy.url.clone())).await;
        assert_eq!(server.requests().len(), 1);
        assert!(proxy.requests().is_empty());
    }
}

/// Runs the test below in another process, with the proxy in its environment. A process cannot change its own
/// environment safely.
async fn get_in_other_process(proxy: &Server, target: String, uses_system_proxy: bool) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let name = "proxies::call_the_target_that_the_environment_names";
    command.args([name, "--exact", "--ignored"]);
    for name in VARIABLES {
        command.env_remove(name);
    }
    command.env("HTTP_PROXY", &proxy.url);
    command.env("PROXY_TEST_TARGET", target);
    if uses_system_proxy {
        command.env("PROXY_TEST_SYSTEM", "yes");
    }
    let output = tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}

#[tokio::test]
#[ignore = "runs in a process of the tests below"]
async fn call_the_target_that_the_environment_names() {
    let builder = builder(&std::env::var("PROXY_TEST_TARGET").unwrap());
    if std::env::var_os("PROXY_TEST_SYSTEM").is_some() {
        get(builder.system_proxy()).await;
    } else {
        get(builder).await;
    }
}

/// Returns a URL of a local server that does not look like one: its host is not a loopback host.
#[cfg(unix)]
fn unspecified(server: &Server) -> String {
    server.url.replace("127.0.0.1", "0.0.0.0")
}

#[cfg(unix)]
#[tokio::test]
async fn the_proxy_of_the_environment_is_not_used_by_default() {
    let (proxy, server) = (serving().await, serving().await);
    get_in_other_process(&proxy, unspecified(&server), false).await;
    assert_eq!(server.requests().len(), 1);
    assert!(proxy.requests().is_empty());
}

#[cfg(unix)]
#[tokio::test]
async fn system_proxy_uses_the_proxy_of_the_environment() {
    let (proxy, server) = (serving().await, serving().await);
    let target = unspecified(&server);
    get_in_other_process(&proxy, target.clone(), true).await;
    assert!(proxy.requests()[0].starts_with(&format!("GET {target}/users/u1 ")));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn system_proxy_does_not_apply_to_loopback_hosts() {
    let (proxy, server) = (serving().await, serving().await);
    get_in_other_process(&proxy, server.url.clone(), true).await;
    assert_eq!(server.requests().len(), 1);
    assert!(proxy.requests().is_empty());
}

#[tokio::test]
async fn a_refused_connection_names_the_host_but_not_the_path() {
    let (_socket, port) = closed_port();
    let client = builder(&format!("http://{port}/private")).build().unwrap();
    let error = client.users().get("u1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert_eq!(
        error.to_string(),
        format!("users.get: cannot connect to `{port}`")
    );
}

#[tokio::test]
async fn a_refused_connection_names_the_proxy_without_its_password() {
    let (_socket, port) = closed_port();
    let client = builder("https://api.example.com/private")
        .proxy(format!("http://ada:hunter2@{port}"))
        .build()
        .unwrap();
    let error = client.users().get("u1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert_eq!(
        error.to_string(),
        format!("users.get: cannot connect to `api.example.com` through the proxy `http://{port}`")
    );
    let text = format!("{error:?} {client:?}");
    assert!(!text.contains("hunter2"), "{text}");
}

#[tokio::test]
async fn a_proxy_that_refuses_a_tunnel_is_a_connect_error() {
    let proxy = Server::start(vec![response("403 Forbidden", "", "")]).await;
    let client = builder("https://api.example.com")
        .proxy(proxy.url.clone())
        .build()
        .unwrap();
    let error = client.users().get("u1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.to_string().contains(&proxy.url), "{error}");
    let request = &proxy.requests()[0];
    assert!(
        request.starts_with("CONNECT api.example.com:443 HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(!request.contains("the-token"), "{request}");
}

fn build_error(builder: ClientBuilder<Core>) -> String {
    let error = builder.build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    error.to_string()
}

#[test]
fn build_names_an_invalid_proxy_but_not_its_password() {
    for (url, text) in [
        ("", "url of the proxy is invalid"),
        ("http://ada:hunter2@:1", "url of the proxy is invalid"),
        (
            "proxy.example.com:3128",
            "url of the proxy is neither `http://…` nor `https://…`",
        ),
        (
            "socks5://ada:hunter2@proxy.example.com",
            "url of the proxy is neither `http://…` nor `https://…`",
        ),
        (
            "http://proxy.example.com/path",
            "url of the proxy has a path, a query or a fragment; remove it",
        ),
    ] {
        assert_eq!(build_error(ClientBuilder::new().proxy(url)), text, "{url}");
    }
    let both = ClientBuilder::new()
        .proxy("http://proxy.example.com")
        .system_proxy();
    assert_eq!(
        build_error(both),
        "set either `proxy` or `system_proxy`, not both"
    );
}
