//! Makes calls and checks the path, the request body and the response of each call. The bodies are examples from the
//! documents.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::pin::Pin;
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

/// A call that was sent.
type Sending<T> = Pin<Box<dyn Future<Output = Result<T>> + Send>>;
/// A check of a call. A box, because the tables make hundreds of calls.
type Check<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// A call that has not been sent.
pub(crate) trait IntoCall<T>:
    IntoFuture<Output = Result<T>, IntoFuture = Sending<T>>
{
}

impl<T, C: IntoFuture<Output = Result<T>, IntoFuture = Sending<T>>> IntoCall<T> for C {}

/// A client with a server that checks each request and response.
pub(crate) struct Probe {
    service: Service,
    reply: Arc<Mutex<Reply>>,
    /// The prefix of all expected paths.
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
    pub(crate) fn get<'a, T: Serialize + 'static>(
        &'a self,
        line: &'a str,
        response: &'a str,
        call: impl IntoCall<T>,
    ) -> Check<'a> {
        Box::pin(self.check_get(line, response, value_of(call.into_future())))
    }

    async fn check_get(&self, line: &str, response: &str, call: Sending<Value>) {
        let seen = self.expect(line, example(response), call).await;
        assert!(seen.body.is_empty(), "{line}");
    }

    /// Makes a call without a request body, and expects a list with the example `item` as the result.
    pub(crate) fn list<'a, T: Serialize + 'static>(
        &'a self,
        line: &'a str,
        item: &'a str,
        call: impl IntoCall<T>,
    ) -> Check<'a> {
        Box::pin(self.check_list(line, item, value_of(call.into_future())))
    }

    async fn check_list(&self, line: &str, item: &str, call: Sending<Value>) {
        let seen = self.expect(line, json!([example(item)]), call).await;
        assert!(seen.body.is_empty(), "{line}");
    }

    /// Makes a call with the example `body`, and expects the example `response` as the result.
    pub(crate) fn post<'a, B: DeserializeOwned, T: Serialize + 'static, C: IntoCall<T>>(
        &'a self,
        line: &'a str,
        (body, response): (&'a str, &'a str),
        call: impl FnOnce(B) -> C,
    ) -> Check<'a> {
        let call = call(serde_json::from_str(&text(body)).unwrap());
        Box::pin(self.check_post(line, body, response, value_of(call.into_future())))
    }

    async fn check_post(&self, line: &str, body: &str, response: &str, call: Sending<Value>) {
        let seen = self.expect(line, example(response), call).await;
        assert_eq!(seen.json(), example(body), "{line}");
    }

    /// Makes a call with the example `body`, and expects an empty response.
    pub(crate) fn change<'a, B: DeserializeOwned, C: IntoCall<()>>(
        &'a self,
        line: &'a str,
        body: &'a str,
        call: impl FnOnce(B) -> C,
    ) -> Check<'a> {
        let call = call(serde_json::from_str(&text(body)).unwrap());
        Box::pin(self.check_change(line, body, call.into_future()))
    }

    async fn check_change(&self, line: &str, body: &str, call: Sending<()>) {
        let ((), seen) = self.call(line, Reply::empty(204), call).await;
        assert_eq!(seen.json(), example(body), "{line}");
    }

    /// Makes a call without a request body, and expects an empty response.
    pub(crate) fn remove<'a>(&'a self, line: &'a str, call: impl IntoCall<()>) -> Check<'a> {
        Box::pin(self.check_remove(line, call.into_future()))
    }

    async fn check_remove(&self, line: &str, call: Sending<()>) {
        let ((), seen) = self.call(line, Reply::empty(204), call).await;
        assert!(seen.body.is_empty(), "{line}");
    }

    /// Makes a call that uploads a file, and expects the example `response` as the result.
    pub(crate) fn upload<'a, T: Serialize + 'static, C: IntoCall<T>>(
        &'a self,
        line: &'a str,
        response: &'a str,
        call: impl FnOnce(File) -> C,
    ) -> Check<'a> {
        let call = call(picture()).into_future();
        Box::pin(self.check_upload(line, response, value_of(call)))
    }

    async fn check_upload(&self, line: &str, response: &str, call: Sending<Value>) {
        let seen = self.expect(line, example(response), call).await;
        assert_part(&seen, "file");
    }

    /// Makes a call that uploads a file in the part `part`. The server responds with an empty object.
    pub(crate) async fn upload_only<C: IntoCall<()>>(
        &self,
        line: &str,
        part: &str,
        call: impl FnOnce(File) -> C,
    ) {
        let call = call(picture()).into_future();
        let reply = Reply::json(201, &json!({}));
        let ((), seen) = self.call(line, reply, call).await;
        assert_part(&seen, part);
    }

    /// Makes a call that sends a form, and returns the form. Without the example `response`, the response is empty.
    pub(crate) async fn form<T: Serialize + 'static>(
        &self,
        line: &str,
        response: Option<&str>,
        call: impl IntoCall<T>,
    ) -> String {
        let reply = response.map_or(Reply::empty(204), |name| Reply::json(201, &example(name)));
        let call = value_of(call.into_future());
        let (_, seen) = self.call(line, reply, call).await;
        let content_type = seen.header("content-type").unwrap();
        assert!(content_type.starts_with("multipart/form-data"), "{line}");
        String::from_utf8_lossy(&seen.body).into_owned()
    }

    /// Makes a call and expects a file as the response.
    pub(crate) async fn download(&self, line: &str, call: impl IntoCall<Body>) {
        let reply = Reply::body(200, "application/pdf", PDF).chunked();
        let (body, _) = self.call(line, reply, call.into_future()).await;
        assert_eq!(&body.collect(1024).await.unwrap()[..], PDF, "{line}");
    }

    async fn expect(&self, line: &str, response: Value, call: Sending<Value>) -> Seen {
        let (value, seen) = self.call(line, Reply::json(200, &response), call).await;
        assert_eq!(normalized(value), normalized(response), "{line}");
        seen
    }

    /// Makes a call and returns its result and the received request.
    async fn call<T>(&self, line: &str, reply: Reply, call: Sending<T>) -> (T, Seen) {
        *self.reply.lock().unwrap() = reply;
        let before = self.service.seen().len();
        let response = call.await.unwrap_or_else(|error| panic!("{line}: {error}"));
        (response, self.check(line, before))
    }

    /// Checks the only request after the first `before` requests, and returns the request.
    fn check(&self, line: &str, before: usize) -> Seen {
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
        seen
    }
}

/// The file of an upload.
fn picture() -> File {
    File::new("office.png", PICTURE.to_vec()).content_type("image/png")
}

/// Encodes the result of a call. The checks take JSON, so that they are not compiled for each type.
fn value_of<T: Serialize + 'static>(call: Sending<T>) -> Sending<Value> {
    Box::pin(async move { Ok(serde_json::to_value(Exposed(&call.await?)).unwrap()) })
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

/// Reads the JSON of an example.
fn example(name: &str) -> Value {
    serde_json::from_str(&text(name)).unwrap()
}

/// Reads the example in `generated/tests/examples/v2_{name}.json`. A name that starts with a bracket is the example itself.
fn text(name: &str) -> Cow<'_, str> {
    if name.starts_with(['{', '[']) {
        return name.into();
    }
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../generated/tests/examples"
    );
    let text = std::fs::read_to_string(format!("{folder}/v2_{name}.json"));
    text.unwrap_or_else(|error| panic!("{name}: {error}"))
        .into()
}
