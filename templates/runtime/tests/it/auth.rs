//! Tests that a request has exactly the credentials that its operation requires.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::json;

use crate::runtime::testing::MockTransport;
use crate::runtime::{
    ApiKey, Authorize, BaseUrl, Basic, Bearer, BoxFuture, Call, ClientBuilder, Core, ErrorKind,
    Method, Operation, ParamLocation, Rejection, Request, Result, RetryPolicy, Scheme, SchemeKind,
    Secret, Server, TransportErrorKind,
};
use crate::support::pairs;

static SERVER: Server = Server::new("main", "https://api.example.com");
static OAUTH: Scheme = Scheme::new("oauth", SchemeKind::OAuth2);
static BASIC: Scheme = Scheme::new("basic", SchemeKind::Basic);
static KEY: Scheme = Scheme::new(
    "key",
    SchemeKind::ApiKey {
        location: ParamLocation::Form,
        name: "api_key",
    },
);
static SECRET: Scheme = Scheme::new(
    "secret",
    SchemeKind::ApiKey {
        location: ParamLocation::Form,
        name: "api_secret",
    },
);
static QUERY: Scheme = Scheme::new(
    "query",
    SchemeKind::ApiKey {
        location: ParamLocation::Query,
        name: "token",
    },
);
static HEADER: Scheme = Scheme::new(
    "header",
    SchemeKind::ApiKey {
        location: ParamLocation::Header,
        name: "x-key",
    },
);
static COOKIE: Scheme = Scheme::new(
    "cookie",
    SchemeKind::ApiKey {
        location: ParamLocation::Cookie,
        name: "session",
    },
);

const fn operation(security: &'static [&'static [&'static Scheme]]) -> Operation {
    Operation::new("op", Method::POST, "/op")
        .server(&SERVER)
        .security(security)
}

static NONE: Operation = operation(&[]);
static EITHER: Operation = operation(&[&[&OAUTH], &[&KEY, &SECRET]]);
static OPTIONAL: Operation = operation(&[&[], &[&OAUTH]]);
static ALL: Operation = operation(&[&[&QUERY, &HEADER, &COOKIE, &BASIC]]);

fn builder(mock: &MockTransport) -> ClientBuilder<Core> {
    ClientBuilder::new().transport(mock.clone())
}

fn answering(operation: &'static Operation) -> MockTransport {
    MockTransport::new().on(operation).reply(200, json!({}))
}

fn call(core: &Core, operation: &'static Operation) -> Call<()> {
    core.request(operation).empty()
}

#[tokio::test]
async fn an_operation_without_security_gets_no_credentials() {
    let mock = answering(&NONE);
    let core = builder(&mock).auth(Bearer::new("t")).build().unwrap();
    call(&core, &NONE).await.unwrap();
    assert_eq!(mock.requests()[0].header("authorization"), None);
}

#[tokio::test]
async fn the_first_satisfied_security_requirement_is_used() {
    let mock = answering(&EITHER);
    let core = builder(&mock)
        .auth(ApiKey::new("key", "k"))
        .auth(ApiKey::new("secret", "s"))
        .build()
        .unwrap();
    call(&core, &EITHER).await.unwrap();
    let core = builder(&mock)
        .auth(ApiKey::new("key", "k"))
        .auth(Bearer::new("t"))
        .build()
        .unwrap();
    call(&core, &EITHER).await.unwrap();
    assert_eq!(
        pairs(&mock.requests()[0].form()),
        ["api_key=k", "api_secret=s"]
    );
    assert!(mock.requests()[1].form().is_empty());
    assert_eq!(mock.requests()[1].header("authorization"), Some("Bearer t"));
}

#[tokio::test]
async fn an_error_names_the_schemes_without_credentials() {
    let mock = MockTransport::new();
    let core = builder(&mock)
        .auth(ApiKey::new("key", "k"))
        .build()
        .unwrap();
    let error = call(&core, &EITHER).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(
        error.to_string(),
        "op: no credentials for `oauth` or `secret`"
    );
    let core = builder(&mock).build().unwrap();
    let error = call(&core, &EITHER).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "op: no credentials for `oauth` or `key` and `secret`"
    );
    assert!(error.is_auth() && error.status().is_none());
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn optional_credentials_are_sent_if_the_client_has_them() {
    let mock = answering(&OPTIONAL);
    call(&builder(&mock).build().unwrap(), &OPTIONAL)
        .await
        .unwrap();
    call(
        &builder(&mock).auth(Bearer::new("t")).build().unwrap(),
        &OPTIONAL,
    )
    .await
    .unwrap();
    assert_eq!(mock.requests()[0].header("authorization"), None);
    assert_eq!(mock.requests()[1].header("authorization"), Some("Bearer t"));
}

#[tokio::test]
async fn api_keys_are_sent_in_the_location_of_their_scheme() {
    let mock = answering(&ALL);
    let core = builder(&mock)
        .auth(ApiKey::new("query", "a&b"))
        .auth(ApiKey::new("header", "h"))
        .auth(ApiKey::new("cookie", "c;d"))
        .auth(Basic::new("Aladdin", "open sesame"))
        .build()
        .unwrap();
    call(&core, &ALL).await.unwrap();
    let sent = &mock.requests()[0];
    assert_eq!(pairs(sent.query()), ["token=a&b"]);
    assert_eq!(sent.header("x-key"), Some("h"));
    assert_eq!(sent.header("cookie"), Some("session=c%3Bd"));
    assert_eq!(
        sent.header("authorization"),
        Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
    );
    for name in ["x-key", "cookie", "authorization"] {
        assert!(sent.headers()[name].is_sensitive(), "{name}");
    }
}

#[test]
fn basic_credentials_are_encoded_at_every_length() {
    for (password, text) in [
        ("", "Basic dTo="),
        ("p", "Basic dTpw"),
        ("pp", "Basic dTpwcA=="),
        ("ÿ?>", "Basic dTrDvz8+"),
    ] {
        assert_eq!(Basic::new("u", password).header_value().unwrap(), text);
    }
    assert_eq!(
        Basic::new("u:v", "p").header_value().unwrap_err().kind(),
        ErrorKind::Config
    );
}

#[tokio::test]
async fn credentials_of_a_call_take_precedence() {
    let mock = answering(&EITHER);
    let core = builder(&mock)
        .auth(Bearer::new("client"))
        .auth(ApiKey::new("secret", "s"))
        .build()
        .unwrap();
    call(&core, &EITHER)
        .auth(Bearer::new("call"))
        .await
        .unwrap();
    call(&core, &EITHER)
        .auth(ApiKey::new("key", "k"))
        .await
        .unwrap();
    assert_eq!(
        mock.requests()[0].header("authorization"),
        Some("Bearer call")
    );
    assert_eq!(mock.requests()[1].header("authorization"), None);
    assert_eq!(
        pairs(&mock.requests()[1].form()),
        ["api_key=k", "api_secret=s"]
    );
    let error = call(&core, &EITHER)
        .auth(Basic::new("u", "p"))
        .await
        .unwrap_err();
    assert!(error.is_auth());
    assert_eq!(mock.requests().len(), 2);
}

/// An authorizer that counts the calls of its methods. It can renew its token `renewals` times.
#[derive(Debug, Default)]
struct Renewing {
    given: AtomicUsize,
    renewals: AtomicUsize,
}

impl Authorize for Renewing {
    fn supports(&self, scheme: &Scheme) -> bool {
        matches!(scheme.kind, SchemeKind::OAuth2 | SchemeKind::Basic)
    }

    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        _: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>> {
        let token = format!("token-{}", self.given.fetch_add(1, Ordering::Relaxed));
        request.set_bearer(&Secret::new(token));
        Box::pin(async { Ok(()) })
    }

    fn handle_rejection(&self, _: &Rejection<'_>) -> bool {
        let left = self.renewals.load(Ordering::Relaxed);
        self.renewals
            .store(left.saturating_sub(1), Ordering::Relaxed);
        left > 0
    }
}

static TWICE: Operation = operation(&[&[&OAUTH, &BASIC]]);

#[tokio::test]
async fn an_authorizer_is_called_once_for_all_its_schemes() {
    let mock = answering(&TWICE);
    let auth = Arc::new(Renewing::default());
    let core = builder(&mock).auth(Arc::clone(&auth)).build().unwrap();
    call(&core, &TWICE).await.unwrap();
    assert_eq!(auth.given.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_call_is_sent_again_with_renewed_credentials() {
    let mock = MockTransport::new()
        .on(&TWICE)
        .reply(401, json!({}))
        .reply(200, json!({}))
        .times(2);
    let auth = Renewing {
        renewals: AtomicUsize::new(1),
        ..Renewing::default()
    };
    let core = builder(&mock).auth(auth).build().unwrap();
    core.request::<()>(&TWICE)
        .json_body(json!({"a": 1}))
        .empty()
        .await
        .unwrap();
    let tokens: Vec<_> = mock
        .requests()
        .iter()
        .map(|request| request.header("authorization").unwrap().to_owned())
        .collect();
    assert_eq!(tokens, ["Bearer token-0", "Bearer token-1"]);
    assert_eq!(mock.requests()[1].json(), Some(json!({"a": 1})));
}

#[tokio::test]
async fn rejected_credentials_are_renewed_only_once() {
    let mock = MockTransport::new()
        .on(&TWICE)
        .reply(401, json!({"message": "no"}));
    let auth = Renewing {
        renewals: AtomicUsize::new(9),
        ..Renewing::default()
    };
    let core = builder(&mock).auth(auth).build().unwrap();
    let error = call(&core, &TWICE).await.unwrap_err();
    assert!(error.is_auth());
    assert_eq!(error.to_string(), "op: no (HTTP 401, attempts 2)");
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn rejected_credentials_that_cannot_be_renewed_are_an_error() {
    let mock = MockTransport::new().on(&EITHER).reply(401, json!({}));
    let core = builder(&mock).auth(Bearer::new("t")).build().unwrap();
    assert_eq!(
        call(&core, &EITHER).await.unwrap_err().to_string(),
        "op: unauthorized (HTTP 401)"
    );
    assert_eq!(mock.requests().len(), 1);
}

/// An authorizer that requests a token over the transport of the client.
#[derive(Debug)]
struct Fetching;

impl Authorize for Fetching {
    fn supports(&self, scheme: &Scheme) -> bool {
        scheme.kind == SchemeKind::OAuth2
    }

    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        _: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let mut ask = http::Request::new("grant_type=x".into());
            *ask.method_mut() = Method::POST;
            *ask.uri_mut() = http::Uri::from_static("https://id.example.com/oauth/token");
            let response = request.transport().send(ask, None).await?;
            let body = response.into_body().collect(1024).await?;
            request.set_bearer(&Secret::new(String::from_utf8_lossy(&body)));
            Ok(())
        })
    }
}

#[tokio::test]
async fn an_authorizer_can_use_the_transport_of_the_client() {
    let mock = answering(&EITHER)
        .on_request(Method::POST, "/oauth/token")
        .reply_bytes(200, "text/plain", "fetched");
    let core = builder(&mock).auth(Fetching).build().unwrap();
    call(&core, &EITHER).await.unwrap();
    assert_eq!(
        mock.requests()[1].header("authorization"),
        Some("Bearer fetched")
    );
}

#[tokio::test]
async fn an_error_of_an_authorizer_is_the_error_of_the_call() {
    let mock = MockTransport::new()
        .on_request(Method::POST, "/oauth/token")
        .reply_bytes(200, "text/plain", "bad\ntoken");
    let core = builder(&mock).auth(Fetching).build().unwrap();
    let error = call(&core, &EITHER).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "op: header `authorization` contains characters that a header cannot"
    );
    assert_eq!(error.url(), Some("https://api.example.com/op"));
}

/// An authorizer that sets a new version of the credentials and another host for each request.
#[derive(Debug, Default)]
struct Numbered {
    given: AtomicUsize,
    rejections: Mutex<Vec<(Option<u64>, Option<String>)>>,
}

impl Authorize for Numbered {
    fn supports(&self, scheme: &Scheme) -> bool {
        scheme.kind == SchemeKind::OAuth2
    }

    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        _: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>> {
        let number = self.given.fetch_add(1, Ordering::Relaxed);
        request.set_credentials_version(u64::try_from(number).unwrap());
        let region = format!("https://region-{number}.example.com/base/");
        Box::pin(async move {
            request.set_default_base_url(BaseUrl::parse(&region, false)?);
            Ok(())
        })
    }

    fn handle_rejection(&self, rejection: &Rejection<'_>) -> bool {
        let code = rejection.error().code().map(str::to_owned);
        let mut rejections = self.rejections.lock().unwrap();
        rejections.push((rejection.credentials_version(), code));
        true
    }
}

#[tokio::test]
async fn an_authorizer_learns_which_credentials_were_rejected_and_why() {
    let mock = MockTransport::new()
        .on(&TWICE)
        .reply(200, json!({}))
        .reply(401, json!({"code": 7}))
        .reply(200, json!({}));
    let numbered = Arc::new(Numbered::default());
    let other = Arc::new(Renewing::default());
    let core = builder(&mock)
        .auth(Arc::clone(&numbered))
        .auth(other)
        .build()
        .unwrap();
    call(&core, &TWICE).await.unwrap();
    call(&core, &TWICE).await.unwrap();
    let rejections = numbered.rejections.lock().unwrap().clone();
    assert_eq!(rejections, [(Some(1), Some("7".to_owned()))]);
}

#[tokio::test]
async fn an_authorizer_can_set_the_base_url_unless_the_client_or_the_call_does() {
    let mock = answering(&EITHER);
    let numbered = Arc::new(Numbered::default());
    let with = || builder(&mock).auth(Arc::clone(&numbered));
    let core = with().build().unwrap();
    call(&core, &EITHER).await.unwrap();
    call(&core, &EITHER)
        .base_url("https://call.example.com")
        .await
        .unwrap();
    let core = with().base_url("https://client.example.com").build();
    call(&core.unwrap(), &EITHER).await.unwrap();
    let core = with().server_url("main", "https://server.example.com");
    call(&core.build().unwrap(), &EITHER).await.unwrap();
    let places: Vec<_> = mock
        .requests()
        .iter()
        .map(|request| format!("{}{}", request.host(), request.path()))
        .collect();
    assert_eq!(
        places,
        [
            "region-0.example.com/base/op",
            "call.example.com/op",
            "client.example.com/op",
            "server.example.com/op",
        ]
    );
}

#[tokio::test]
async fn an_error_contains_the_url_that_an_authorizer_set() {
    let mock = MockTransport::new()
        .on(&EITHER)
        .reply(500, json!({}))
        .fail(TransportErrorKind::Connect);
    let core = builder(&mock).auth(Numbered::default()).build().unwrap();
    for region in ["region-0", "region-1"] {
        let once = call(&core, &EITHER).retry(RetryPolicy::none());
        let error = once.await.unwrap_err();
        let url = format!("https://{region}.example.com/base/op");
        assert_eq!(error.url(), Some(url.as_str()));
    }
}
