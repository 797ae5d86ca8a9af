//! Helpers that create clients and check requests.

use zoom_accounts::auth::ApiKeyPair;
use zoom_accounts::runtime::{Bearer, RetryPolicy};
use zoom_accounts::{Client, ClientBuilder};

use crate::server::{Seen, Server};

pub(crate) const KEY: &str = "test-key";
pub(crate) const SECRET: &str = "test-secret/+&=% ü";
pub(crate) const TOKEN: &str = "test-token";
pub(crate) const ACCOUNT: &str = "Vq8mZ3kTQ1yXr5Lw-0aHsg";
pub(crate) const USER: &str = "p9TqWc2_RfuE4bNjYx7Kdw";

/// Returns a builder for a client without credentials and retries.
pub(crate) fn builder(server: &Server) -> ClientBuilder<Client> {
    Client::builder()
        .server_url("v1", format!("{}/v1", server.url()))
        .server_url("v2", format!("{}/v2", server.url()))
        .retry(RetryPolicy::none())
}

/// Creates a client with a v1 key pair.
pub(crate) fn v1_client(server: &Server) -> Client {
    builder(server)
        .auth(ApiKeyPair::new(KEY, SECRET))
        .build()
        .unwrap()
}

/// Creates a client with an access token.
pub(crate) fn v2_client(server: &Server) -> Client {
    builder(server).auth(Bearer::new(TOKEN)).build().unwrap()
}

/// Checks the path and the form of a v1 request. The form must also have the fields of every v1 request, such as
/// `api_key`.
pub(crate) fn assert_v1(seen: &Seen, path: &str, fields: &[(&str, &str)]) {
    assert_eq!(seen.method, "POST");
    assert_eq!(seen.path, format!("/v1/ma/account/{path}"));
    assert_eq!(seen.query(), []);
    let own = [
        ("api_key", KEY),
        ("api_secret", SECRET),
        ("data_type", "JSON"),
    ];
    let mut expected = owned(fields);
    expected.extend(owned(&own));
    expected.sort();
    assert_eq!(seen.form(), expected);
    let head = seen.head_text();
    for hidden in [KEY, "test-secret", "api_key", "api_secret"] {
        assert!(!head.contains(hidden), "{head}");
    }
    assert_eq!(seen.header("authorization"), None);
}

/// Checks the method, path, query and token of a v2 request.
pub(crate) fn assert_v2(seen: &Seen, method: &str, path: &str, query: &[(&str, &str)]) {
    assert_eq!(seen.method, method);
    assert_eq!(seen.path, path);
    let mut expected = owned(query);
    expected.sort();
    assert_eq!(seen.query(), expected);
    assert_eq!(seen.header("authorization"), Some("Bearer test-token"));
    assert!(!seen.path.contains(TOKEN));
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    pairs.iter().map(own).collect()
}
