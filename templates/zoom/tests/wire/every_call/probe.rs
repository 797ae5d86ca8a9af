//! Makes calls, and checks the path, the request body and the response of each call. The bodies are the examples in the
//! documents.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use zoom_accounts::runtime::{Bearer, Body, Exposed, File, RetryPolicy};
use zoom_accounts::{Client, Result};

use super::{PREFIX, ids};
use crate::server::{Reply, Seen, Service};

/// The content of an uploaded file.
const PICTURE: &[u8] = b"\x89PNG\r\n--not a boundary\r\n";
/// The content of a downloaded file.
const PDF: &[u8] = b"%PDF-1.7\n\x00\xff\x80";

/// A client and a server. The server checks each request, and the result of each call is compared with the example.
pub(crate) struct Probe {
    service: Service,
    reply: Arc<Mutex<Reply>>,
    /// The path that all expected paths start with.
    prefix: &'static str,
    /// The method and path template of each call so far.
    called: Mutex<BTreeSet<String>>,
}

impl Probe {
    pub(crate) async fn start() -> Self {
        let reply = Arc::new(Mutex::new(Reply::empty(500)));
        let shared = Arc::clone(&reply);
        Self {
            service: Service::start(move |_| shared.lock().unwrap().clone()).await,
            reply,
            prefix: "",
            called: Mutex::default(),
        }
    }

    /// Adds the path prefix of a sub account to all expected paths.
    pub(crate) fn below_an_account(mut self) -> Self {
        self.prefix = PREFIX;
        self
    }

    pub(crate) fn client(&self) -> Client {
        Client::builder()
            .server_url("v2", format!("{}/v2", self.service.url()))
            .auth(Bearer::new("test-token"))
            .retry(RetryPolicy::none())
            .build()
            .unwrap()
    }

    pub(crate) fn called(self) -> BTreeSet<String> {
        self.called.into_inner().unwrap()
    }

    /// Makes a call without a request body, and expects the example `response` as the result.
    pub(crate) async fn get<T: Serialize>(
        &self,
        line: &str,
        response: &str,
        call: impl IntoFuture<Output = Result<T>>,
    ) {
        let seen = self.expect(line, response, call).await;
        assert!(seen.body.is_empty(), "{line}");
    }

    /// Makes a call without a request body, and expects a list with the example `item` as the result.
    pub(crate) async fn list<T: Serialize>(
        &self,
        line: &str,
        item: &str,
        call: impl IntoFuture<Output = Result<T>>,
    ) {
        let response = json!([example(item)]).to_string();
        self.get(line, &response, call).await;
    }

    /// Makes a call with the example `body`, and expects the example `response` as the result.
    pub(crate) async fn post<B: DeserializeOwned, T: Serialize, C>(
        &self,
        line: &str,
        (body, response): (&str, &str),
        call: impl FnOnce(B) -> C,
    ) where
        C: IntoFuture<Output = Result<T>>,
    {
        let request = serde_json::from_value(example(body)).unwrap();
        let seen = self.expect(line, response, call(request)).await;
        assert_eq!(seen.json(), example(body), "{line}");
    }

    /// Makes a call with the example `body`, and expects an empty response.
    pub(crate) async fn change<B: DeserializeOwned, C>(
        &self,
        line: &str,
        body: &str,
        call: impl FnOnce(B) -> C,
    ) where
        C: IntoFuture<Output = Result<()>>,
    {
        let request = serde_json::from_value(example(body)).unwrap();
        let seen = self.call(line, Reply::empty(204), call(request)).await.1;
        assert_eq!(seen.json(), example(body), "{line}");
    }

    /// Makes a call without a request body, and expects an empty response.
    pub(crate) async fn remove(&self, line: &str, call: impl IntoFuture<Output = Result<()>>) {
        let ((), seen) = self.call(line, Reply::empty(204), call).await;
        assert!(seen.body.is_empty(), "{line}");
    }

    /// Makes a call that uploads a file, and expects the example `response` as the result.
    pub(crate) async fn upload<T: Serialize, C>(
        &self,
        line: &str,
        response: &str,
        call: impl FnOnce(File) -> C,
    ) where
        C: IntoFuture<Output = Result<T>>,
    {
        let file = File::new("office.png", PICTURE.to_vec()).content_type("image/png");
        let seen = self.expect(line, response, call(file)).await;
        assert_part(&seen, "file");
    }

    /// Makes a call that uploads a file in the part `part`. The server responds with an empty object.
    pub(crate) async fn upload_only<C>(&self, line: &str, part: &str, call: impl FnOnce(File) -> C)
    where
        C: IntoFuture<Output = Result<()>>,
    {
        let file = File::new("office.png", PICTURE.to_vec()).content_type("image/png");
        let reply = Reply::json(201, &json!({}));
        let ((), seen) = self.call(line, reply, call(file)).await;
        assert_part(&seen, part);
    }

    /// Makes a call that sends a form, and returns the form. Without the example `response`, the response is empty.
    pub(crate) async fn form<T: Serialize>(
        &self,
        line: &str,
        response: Option<&str>,
        call: impl IntoFuture<Output = Result<T>>,
    ) -> String {
        let reply = response.map_or(Reply::empty(204), |name| Reply::json(201, &example(name)));
        let (_, seen) = self.call(line, reply, call).await;
        let content_type = seen.header("content-type").unwrap();
        assert!(content_type.starts_with("multipart/form-data"), "{line}");
        String::from_utf8_lossy(&seen.body).into_owned()
    }

    /// Makes a call and expects a file as the response.
    pub(crate) async fn download(&self, line: &str, call: impl IntoFuture<Output = Result<Body>>) {
        let reply = Reply::body(200, "application/pdf", PDF).chunked();
        let (body, _) = self.call(line, reply, call).await;
        assert_eq!(&body.collect(1024).await.unwrap()[..], PDF, "{line}");
    }

    async fn expect<T: Serialize>(
        &self,
        line: &str,
        response: &str,
        call: impl IntoFuture<Output = Result<T>>,
    ) -> Seen {
        let response = example(response);
        let (value, seen) = self.call(line, Reply::json(200, &response), call).await;
        let back = serde_json::to_value(Exposed(&value)).unwrap();
        assert_eq!(normalized(back), normalized(response), "{line}");
        seen
    }

    /// Makes a call and returns its result and the received request.
    async fn call<T>(
        &self,
        line: &str,
        reply: Reply,
        call: impl IntoFuture<Output = Result<T>>,
    ) -> (T, Seen) {
        *self.reply.lock().unwrap() = reply;
        let before = self.service.seen().len();
        let response = call.await.unwrap_or_else(|error| panic!("{line}: {error}"));
        let mut seen = self.service.seen().split_off(before);
        assert_eq!(seen.len(), 1, "{line}");
        let seen = seen.remove(0);
        let (method, path) = line.split_once(' ').unwrap();
        let template = [self.prefix, path].concat();
        assert_eq!(seen.method, method, "{line}");
        assert_eq!(seen.path, format!("/v2{}", ids::fill(&template)), "{line}");
        assert_eq!(seen.header("authorization"), Some("Bearer test-token"));
        assert!(seen.header("accept").is_some(), "{line}");
        let first = (self.called.lock().unwrap()).insert(format!("{method} {template}"));
        assert!(first, "{line} is called twice");
        (response, seen)
    }
}

/// Checks that the body has exactly one part, which contains the uploaded file.
fn assert_part(seen: &Seen, name: &str) {
    let content_type = seen.header("content-type").unwrap();
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=");
    let boundary = boundary.unwrap().trim_matches('"');
    let head = format!(
        "--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"office.png\"\r\n\
         content-type: image/png\r\n\r\n"
    );
    let end = format!("\r\n--{boundary}--\r\n");
    let expected = [head.as_bytes(), PICTURE, end.as_bytes()].concat();
    assert_eq!(
        String::from_utf8_lossy(&seen.body),
        String::from_utf8_lossy(&expected)
    );
    assert_eq!(seen.body, expected);
}

/// Converts all numbers to floating point, so that `0` and `0.0` are equal.
fn normalized(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(items) => items.into_iter().map(normalized).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (name, normalized(value)))
            .collect(),
        other => other,
    }
}

/// Reads the example in `generated/tests/examples/v2_{name}.json`. If `name` starts with a bracket, it is the example
/// itself.
fn example(name: &str) -> Value {
    if name.starts_with(['{', '[']) {
        return serde_json::from_str(name).unwrap();
    }
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../generated/tests/examples"
    );
    let text = std::fs::read(format!("{folder}/v2_{name}.json"));
    serde_json::from_slice(&text.unwrap_or_else(|error| panic!("{name}: {error}"))).unwrap()
}
