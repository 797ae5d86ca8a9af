//! Sends a request to each operation of API v2 and checks each response against the document.
//!
//! `cargo xtask judge proxy` runs the test with a proxy that checks the requests and the responses too. Then, the variable
//! `FAKE_ZOOM_TEST_PROXY` is the address of the proxy, and `FAKE_ZOOM_TEST_PORT` is the port to which it sends requests.

use std::collections::BTreeMap;
use std::time::Duration;

use jsonschema::{Draft, Registry};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use zoom_accounts::fake::{FakeZoom, probe};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// How many operations refuse the request of this test. Most examples refer to things that do not exist in the account.
const MAX_REFUSED: usize = 112;
const ACCOUNT: &str = "/accounts/{accountId}";
const URN: &str = "urn:zoom:v2";

struct Response {
    status: u16,
    /// What the proxy found: a JSON list, or an empty text.
    violations: String,
    media_type: String,
    body: Vec<u8>,
}

impl Response {
    fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// A connection with the credentials of the primary account.
struct Connection {
    stream: BufReader<TcpStream>,
    authorization: String,
    /// Whether requests are sent to the proxy. It adds `/v2` to the path, and decodes the path once.
    is_proxied: bool,
}

impl Connection {
    async fn open(fake: &FakeZoom) -> Result<Self> {
        let address = fake.url().trim_start_matches("http://").to_owned();
        let stream = BufReader::new(TcpStream::connect(address).await?);
        // The id and the secret of the app of the primary account.
        let basic = "Basic ZmFrZS1jbGllbnQtaWQ6ZmFrZS1jbGllbnQtc2VjcmV0";
        let mut connection = Self {
            stream,
            authorization: basic.to_owned(),
            is_proxied: false,
        };
        let account = fake.primary_account();
        let form = format!(
            "grant_type=account_credentials&account_id={}",
            account.as_str()
        );
        let media_type = "application/x-www-form-urlencoded";
        let body = Some((media_type, form.into_bytes()));
        let response = connection.send("POST", "/oauth/token", body).await?;
        let token = response.json().unwrap_or_default();
        let token = token["access_token"].as_str().ok_or("there is no token")?;
        connection.authorization = format!("Bearer {token}");
        if let Ok(proxy) = std::env::var("FAKE_ZOOM_TEST_PROXY") {
            connection.stream = BufReader::new(TcpStream::connect(proxy).await?);
            connection.is_proxied = true;
        }
        Ok(connection)
    }

    async fn send(
        &mut self,
        method: &str,
        target: &str,
        body: Option<(&str, Vec<u8>)>,
    ) -> Result<Response> {
        let (media_type, body) = body.unwrap_or(("application/json", Vec::new()));
        let target = if self.is_proxied {
            target.trim_start_matches("/v2").replace("%25", "%2525")
        } else {
            target.to_owned()
        };
        let head = format!(
            "{method} {target} HTTP/1.1\r\nhost: localhost\r\nauthorization: {}\r\n\
             content-type: {media_type}\r\ncontent-length: {}\r\n\r\n",
            self.authorization,
            body.len()
        );
        self.stream.write_all(head.as_bytes()).await?;
        self.stream.write_all(&body).await?;
        self.stream.flush().await?;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.stream.read_u8().await?);
        }
        let head = String::from_utf8(head)?;
        let status = head
            .split(' ')
            .nth(1)
            .ok_or("there is no status")?
            .parse()?;
        let headers = head.lines().filter_map(|line| line.split_once(": "));
        let headers: BTreeMap<_, _> = headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let length = headers
            .get("content-length")
            .map_or(Ok(0), |text| text.parse())?;
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await?;
        let violations = headers.get("sl-violations").cloned();
        let media_type = headers.get("content-type").cloned().unwrap_or_default();
        let media_type = media_type.split(';').next().unwrap_or_default().to_owned();
        Ok(Response {
            status,
            violations: violations.unwrap_or_default(),
            media_type,
            body,
        })
    }
}

/// Makes all references of the document absolute. The alternatives of `oneOf` in the document can overlap.
fn absolute(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let object = object.into_iter().map(|(name, value)| match value {
                Value::String(text) if name == "$ref" => (name, format!("{URN}{text}").into()),
                value if name == "oneOf" => ("anyOf".to_owned(), absolute(value)),
                value => (name, absolute(value)),
            });
            Value::Object(object.collect())
        }
        Value::Array(items) => items.into_iter().map(absolute).collect(),
        value => value,
    }
}

struct Document {
    root: Value,
    registry: Registry<'static>,
}

impl Document {
    fn read() -> Result<Self> {
        let root = absolute(serde_json::from_str(probe::DOCUMENT)?);
        let schemas = json!({
            "$schema": "http://json-schema.org/draft-04/schema#",
            "components": {"schemas": root["components"]["schemas"]},
        });
        let registry = Registry::new().add(URN, schemas)?.prepare()?;
        Ok(Self { root, registry })
    }

    fn resolve<'a>(&'a self, mut value: &'a Value) -> &'a Value {
        while let Some(reference) = value["$ref"].as_str() {
            let pointer = reference.split_once('#').map_or("", |(_, pointer)| pointer);
            value = self.root.pointer(pointer).unwrap_or(&Value::Null);
        }
        value
    }

    /// Returns the operations: the path, the method and the operation object. Operations that create and read come
    /// before those that change, and those that delete come last.
    fn operations(&self) -> Vec<(&str, &str, &Value)> {
        let methods = ["post", "get", "patch", "put", "delete"];
        let paths = self.root["paths"].as_object().into_iter().flatten();
        let operations = paths.flat_map(|(path, item)| {
            // An operation for a sub account can be the same as one for the own account.
            let twin = &self.root["paths"][path.trim_start_matches(ACCOUNT)];
            let is_twin = move |method: &str| path.starts_with(ACCOUNT) && twin[method].is_object();
            let own = methods.iter().filter(move |method| !is_twin(method));
            let operations = own.filter_map(|method| Some((*method, item.get(*method)?)));
            operations.map(|(method, node)| (path.as_str(), method, node))
        });
        let mut operations: Vec<_> = operations.collect();
        operations.sort_by_key(|(path, method, _)| {
            let depth = i64::try_from(path.matches('/').count()).unwrap_or(0);
            match *method {
                "post" => (0, depth, 0),
                "get" => (0, depth, 1),
                "delete" => (2, -depth, 0),
                _ => (1, depth, 0),
            }
        });
        operations
    }

    /// Returns why a response is wrong.
    fn problem(&self, node: &Value, response: &Response) -> Option<String> {
        let status = response.status;
        if !response.violations.is_empty() {
            return Some(format!("{status}: {}", response.violations));
        }
        if status >= 400 {
            let body = response.json().unwrap_or_default();
            let is_failure = body["code"].is_i64() && body["message"].is_string();
            return (status >= 500 || !is_failure).then(|| format!("{status}: {body}"));
        }
        let documented = &node["responses"][status.to_string()];
        if documented.is_null() {
            return Some(format!("the status {status} is not documented"));
        }
        let content = self.resolve(documented)["content"].as_object();
        let Some((media_type, content)) = content.and_then(|content| content.iter().next()) else {
            return (!response.body.is_empty()).then(|| "the response has a body".to_owned());
        };
        if *media_type != response.media_type {
            return Some(format!("the media type is {:?}", response.media_type));
        }
        if media_type != "application/json" {
            return response
                .body
                .is_empty()
                .then(|| "the file is empty".to_owned());
        }
        let Some(body) = response.json() else {
            return Some("the body is not JSON".to_owned());
        };
        let options = jsonschema::options().with_draft(Draft::Draft4);
        let options = options
            .with_registry(&self.registry)
            .should_validate_formats(false);
        let validator = match options.offline().build(&content["schema"]) {
            Ok(validator) => validator,
            Err(error) => return Some(format!("the schema is invalid: {error}")),
        };
        let error = validator.iter_errors(&body).next()?;
        Some(format!("{}: {error}", error.instance_path()))
    }

    /// Returns the body of the example of an operation.
    fn body(&self, node: &Value, ids: &Ids) -> Option<(String, Vec<u8>)> {
        let body = self.resolve(&node["requestBody"]);
        let (media_type, content) = body["content"].as_object()?.iter().next()?;
        if media_type == "multipart/form-data" {
            let schema = self.resolve(&content["schema"]);
            let properties = schema["properties"].as_object().into_iter().flatten();
            let parts = properties.map(|(name, property)| {
                let is_file = self.resolve(property)["format"] == "binary";
                let (file, value) = if is_file {
                    let file = "; filename=\"a.png\"\r\ncontent-type: image/png";
                    (file, "12345".to_owned())
                } else {
                    ("", self.value(&json!({"schema": property})))
                };
                format!(
                    "--x\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n"
                )
            });
            let form = parts.collect::<String>() + "--x--\r\n";
            return Some((format!("{media_type}; boundary=x"), form.into()));
        }
        let mut example = content["example"].clone();
        if example.is_null() {
            let examples = content["examples"].as_object().into_iter().flatten();
            example = examples
                .map(|(_, example)| example["value"].clone())
                .next()
                .unwrap_or(json!({}));
        }
        // The example names a site that does not exist in this account.
        if let (Some(site), Some(id)) = (example.get_mut("site_id"), ids.0.get("siteId")) {
            *site = id.as_str().into();
        }
        Some((media_type.clone(), example.to_string().into()))
    }

    /// Returns a value for a parameter.
    fn value(&self, parameter: &Value) -> String {
        let schema = self.resolve(&parameter["schema"]);
        let part = self.resolve(&schema["allOf"][0]);
        let items = self.resolve(&schema["items"]);
        let found = [
            &parameter["example"],
            &schema["example"],
            &schema["default"],
        ];
        let enums = [&schema["enum"][0], &part["enum"][0], &items["enum"][0]];
        let value = found
            .into_iter()
            .chain(enums)
            .find(|value| !value.is_null());
        match value {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Array(values)) => values.first().map_or("1".to_owned(), text),
            Some(value) => value.to_string(),
            None if schema["type"] == "boolean" => "true".to_owned(),
            None if schema["format"] == "date" => "2026-01-10".to_owned(),
            None if schema["format"] == "date-time" => "2026-01-10T00:00:00Z".to_owned(),
            None => "1".to_owned(),
        }
    }
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// The ids that responses contained: by the path of the collection, such as `/phone/call_queues`, and by the name of the
/// path parameter, such as `callQueueId`.
#[derive(Default)]
struct Ids(BTreeMap<String, String>);

impl Ids {
    /// Remembers the id of the first item in a response of a collection.
    fn learn(&mut self, path: &str, body: &Value) {
        let last = path.rsplit('/').next().unwrap_or_default();
        let singular = last.strip_suffix("es").filter(|text| text.ends_with("ss"));
        let singular = singular.or(last.strip_suffix('s')).unwrap_or(last);
        let mut lists = body.as_object().into_iter().flatten();
        let row = lists.find_map(|(_, value)| value.get(0));
        let row = row.unwrap_or(body);
        let key = format!("{singular}_id");
        let id = row.get("id").or_else(|| row.get(&key));
        let Some(id) = id.filter(|id| id.is_string() || id.is_u64()) else {
            return;
        };
        let mut name = String::new();
        for (index, part) in singular.split('_').enumerate() {
            let (first, rest) = part.split_at(part.len().min(1));
            let first = if index == 0 {
                first.to_owned()
            } else {
                first.to_uppercase()
            };
            name = format!("{name}{first}{rest}");
        }
        let keys = [
            path.trim_start_matches(ACCOUNT).to_owned(),
            format!("{name}Id"),
        ];
        for key in keys {
            self.0.entry(key).or_insert_with(|| text(id));
        }
    }

    fn target(&self, document: &Document, path: &str, item: &Value, node: &Value) -> String {
        let mut target = path.to_owned();
        let mut query = Vec::new();
        let parameters = [item, node].map(|node| node["parameters"].as_array());
        for parameter in parameters.into_iter().flatten().flatten() {
            let parameter = document.resolve(parameter);
            let name = text(&parameter["name"]);
            let place = format!("/{{{name}}}");
            let collection = path
                .find(&place)
                .and_then(|end| path.get(..end))
                .unwrap_or_default();
            let collection = collection.trim_start_matches(ACCOUNT);
            let of_collection = self.0.get(collection).filter(|_| !collection.is_empty());
            let schema = document.resolve(&parameter["schema"]);
            let known = of_collection.or(self.0.get(&name));
            let known = known.filter(|_| schema["enum"].is_null());
            let value = known.cloned().unwrap_or_else(|| document.value(parameter));
            let value = value
                .replace('/', "%252F")
                .replace('+', "%2B")
                .replace(' ', "%20");
            if parameter["in"] == "path" {
                target = target.replace(&format!("{{{name}}}"), &value);
            } else if parameter["in"] == "query" && parameter["required"] == true {
                query.push(format!("{name}={value}"));
            }
        }
        format!("/v2{target}?{}", query.join("&"))
    }
}

/// Creates what many operations need: a sub account, a user with Zoom Phone, a site, and a meeting.
async fn prepare(connection: &mut Connection) -> Result<Ids> {
    let mut ids = Ids::default();
    let info = json!({"email": "kim@acme.example", "type": 2});
    let account = json!({
        "first_name": "Kim", "last_name": "Example", "email": "owner@acme.example",
        "password": "Vt7-quay-Lantern",
    });
    let phone = json!({
        "email": "kim@acme.example", "calling_plans": ["US/CA Unlimited"], "extension_number": "1001",
    });
    let address = json!({
        "address_line1": "1 Example Street", "city": "Springfield", "country": "US",
        "state_code": "IL", "zip": "62701",
    });
    let site = json!({
        "name": "Springfield", "auto_receptionist_name": "Front desk",
        "default_emergency_address": address,
    });
    for (path, body) in [
        ("/accounts", account),
        ("/users", json!({"action": "custCreate", "user_info": info})),
        ("/phone/users/batch", json!({"users": [phone]})),
        ("/phone/sites", site),
        (
            "/users/owner@primary.example/meetings",
            json!({"type": 2, "settings": {"approval_type": 0}}),
        ),
        (
            "/users/owner@primary.example/webinars",
            json!({"type": 5, "settings": {"approval_type": 0}}),
        ),
    ] {
        let body = Some(("application/json", body.to_string().into_bytes()));
        let response = connection.send("POST", &format!("/v2{path}"), body).await?;
        assert_eq!(response.status, 201, "{path}: {:?}", response.json());
        ids.learn(path, &response.json().unwrap_or_default());
    }
    Ok(ids)
}

#[tokio::test]
#[expect(clippy::print_stdout, reason = "a judge prints the figures")]
async fn every_operation_has_a_response_that_is_valid_for_the_document() -> Result {
    let port = std::env::var("FAKE_ZOOM_TEST_PORT");
    let port = port.map_or(Ok(0), |port| port.parse())?;
    let fake = FakeZoom::builder().port(port).start().await?;
    let mut connection = Connection::open(&fake).await?;
    let document = Document::read()?;
    let mut ids = prepare(&mut connection).await?;
    let (mut problems, mut refused) = (Vec::new(), Vec::new());
    let operations = document.operations();
    let total = operations.len();
    assert!(total > 700, "{total}");
    for (path, method, node) in operations {
        // Otherwise, the fake refuses requests because of rate limits.
        fake.advance(Duration::from_secs(3));
        let target = ids.target(&document, path, &document.root["paths"][path], node);
        let body = document.body(node, &ids);
        let body = body
            .as_ref()
            .map(|(media_type, body)| (media_type.as_str(), body.clone()));
        let response = connection
            .send(&method.to_uppercase(), &target, body)
            .await?;
        if let Some(problem) = document.problem(node, &response) {
            problems.push(format!("{method} {path}: {problem}"));
        }
        let body = response.json().unwrap_or_default();
        if response.status >= 400 {
            refused.push(format!("{method} {target}: {} {body}", response.status));
        } else {
            ids.learn(path, &body);
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    let count = refused.len();
    if connection.is_proxied {
        println!("{total} operations, {count} of them refused the request; 0 violations");
    }
    assert!(
        count <= MAX_REFUSED,
        "{count} are refused:\n{}",
        refused.join("\n")
    );
    Ok(())
}
